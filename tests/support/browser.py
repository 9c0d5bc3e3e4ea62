"""A real browser, Debian's Chromium, driven by Playwright, which brings none of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.rendering import REQUIRED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = (1366, 768), (390, 844)

# Of every text that is shown: the contrast (WCAG 2.1) of its colour against the first background below it.
_CONTRASTS = """() => {
  const channel = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => .2126 * channel(c[0]) + .7152 * channel(c[1]) + .0722 * channel(c[2]);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = numbers(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script")) continue;
    const [one, other] = [light(numbers(style.color)), light(ground(element))].sort((a, b) => b - a);
    found.push([(one + .05) / (other + .05), walker.currentNode.data.trim().slice(0, 20)]);
  }
  return found;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; without it the test is skipped, by name, or fails where rendering is required."""
    path = shutil.which("chromium")
    if path is None and os.environ.get(REQUIRED) == "1":
        pytest.fail(f"chromium not installed, but {REQUIRED}=1")
    if path is None:
        pytest.skip("chromium not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, file: Path, size: tuple[int, int] = WIDE, *, scripts: bool = True) -> Iterator[Page]:
    """The file, opened from disk; whatever it asks of a network, or complains of on the console, fails the test."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, offline=True
    )
    page = context.new_page()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert told == [file.as_uri()]


def contrasts(page: Page) -> list[tuple[float, str]]:
    """The contrast of every text that is shown, with the text."""
    return [(ratio, text) for ratio, text in page.evaluate(_CONTRASTS)]


def too_wide(page: Page) -> int:
    """By how many pixels the page itself scrolls sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
