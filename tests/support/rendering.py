"""What a reader sees: workbooks printed by LibreOffice, their text with its place, and the ink there."""

from __future__ import annotations

import html
import os
import re
import shutil
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from support.font_sets import FontSet, environment

TOOLS = ("soffice", "pdftotext", "pdftoppm")
REQUIRED = "JIUKUN_REQUIRE_RENDERING"
FAINT_LEVEL = 190  # of 255: what is lighter is paper, or the fill of a marked cell
LEAST_INK = 0.62  # of what the same characters leave elsewhere; half a line clipped leaves half
FEW = 2  # digits, which may fall between the points
SAME_LINE = 6.0  # points by which the boxes of one line's words may differ in height
LEAST_OVERLAP = 3.0  # points; boxes of neighbouring Latin lines do overlap by two
TOP, BOTTOM = 20 / 25.4 * 72, 18 / 25.4 * 72  # margins, in points: header and page number are outside

LINE_SHARE = 0.5  # of the page's width, dark: a line between rows
COLUMN_LINES = 20  # dark points of the lines between seven columns, at most
OFF_PAGE = 20.0  # points from the top: the header is below

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')


@dataclass(frozen=True)
class Word:
    """A run of text without a gap, at most a line of a cell; points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def meets(self, other: Word) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > LEAST_OVERLAP and down > LEAST_OVERLAP


@dataclass(frozen=True)
class Page:
    """A printed page: its words in no order, and its dark points, one byte to a point of 1/72 inch."""

    width: float
    height: float
    words: tuple[Word, ...]
    dark: bytes
    columns: int

    @property
    def body(self) -> list[Word]:
        """The words between the margins, line by line."""
        words = (word for word in self.words if word.top > TOP - 1 and word.bottom < self.height - BOTTOM + 1)
        return _in_lines(words)

    def ink(self, left: float, top: float, right: float, bottom: float) -> int:
        """How many points within are dark."""
        first, last = max(0, round(left)), max(round(left) + 1, round(right))
        rows = range(max(0, round(top)), round(bottom))
        return sum(sum(self.dark[row * self.columns + first : row * self.columns + last]) for row in rows)


def require() -> None:
    """Skip the test, by name, where the tools are not installed; fail it if they are required."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not absent:
        return
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{', '.join(absent)} not installed, but {REQUIRED}=1")
    pytest.skip(f"{', '.join(absent)} not installed")


def pdfs(files: Mapping[str, bytes], folder: Path, fonts: FontSet = FontSet.OWN, kind: str = "xlsx") -> dict[str, Path]:
    """Print all files of a kind, xlsx or docx, in one run of LibreOffice that sees a set of fonts."""
    paths = {name: folder / f"{name}.{kind}" for name in files}
    for name, content in files.items():
        paths[name].write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths.values())],
        env={**os.environ, **environment(fonts, folder)},
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: path.with_suffix(".pdf") for name, path in paths.items()}


def converted(path: Path, kind: str, folder: Path) -> Path:
    """The file saved in another format by LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def pages(pdf: Path) -> list[Page]:
    """What each page of a PDF shows."""
    found = []
    for (width, height, words), (columns, dark) in zip(_texts(pdf), _pictures(pdf), strict=True):
        # LibreOffice draws a cell over several rows on each page that it reaches, beyond the page's edge what is not
        # to be seen there.
        found.append(Page(width, height, tuple(word for word in words if word.top > OFF_PAGE), dark, columns))
    return found


def words(pdf: Path) -> list[tuple[float, Word]]:
    """The words of a PDF, each with the width of its page."""
    return [(width, word) for width, _, found in _texts(pdf) for word in found]


def columns_of(shown: Sequence[Page], heads: Sequence[str], shares: Sequence[float]) -> list[str]:
    """The text below each heading, all pages joined, without white space; `shares` are the columns' widths."""
    return ["".join(word.text for _, word in column) for column in column_words(shown, heads, shares)]


def gaps(column: Sequence[tuple[int, Word]], texts: Iterable[str]) -> Iterator[tuple[str, int, float]]:
    """Of each text of a column: on how many pages it stands, and the most points from one of its lines to the next."""
    words = iter(column)
    for text in texts:
        found: list[tuple[int, Word]] = []
        while sum(len(word.text) for _, word in found) < len(squeezed(text)):
            found.append(next(words))
        steps = (later.top - word.top for (page, word), (other, later) in pairwise(found) if page == other)
        yield text, len({page for page, _ in found}), max(steps, default=0)


def column_words(shown: Sequence[Page], heads: Sequence[str], shares: Sequence[float]) -> list[list[tuple[int, Word]]]:
    """The words below each heading, in the order in which one reads them, each with the number of its page."""
    columns: list[list[tuple[int, Word]]] = [[] for _ in heads]
    for number, page in enumerate(shown, 1):
        head, bounds = _head(page, heads, shares)
        for word in page.body:
            if word.top > head.bottom - LEAST_OVERLAP:
                place = sum(bound < (word.left + word.right) / 2 for bound in bounds[1:-1])
                columns[place].append((number, word))
    return columns


def faults(shown: Iterable[Page]) -> list[str]:
    """Characters that are not to be seen, lines that are cut or cover each other."""
    known = list(shown)
    found = [f"page {number}: {fault}" for number, page in enumerate(known, 1) for fault in _covered(page)]
    return [*found, *_pale(known)]


def crowded(page: Page) -> list[int]:
    """The lines between rows that a text touches: nothing is so close to one but the lines between columns."""
    inks = [sum(page.dark[row * page.columns : (row + 1) * page.columns]) for row in range(int(page.height))]
    lines = [row for row, ink in enumerate(inks) if ink > page.columns * LINE_SHARE]
    beside = {row + step for row in lines for step in (-1, 1)}.difference(lines)
    return [row for row in sorted(beside) if inks[row] > COLUMN_LINES]


def squeezed(text: str) -> str:
    """Text without white space, which no page shows."""
    return "".join(text.split())


def _texts(pdf: Path) -> Iterator[tuple[float, float, tuple[Word, ...]]]:
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=120)
    for part in done.stdout.decode().split("</page>")[:-1]:
        size = _PAGE.search(part)
        assert size is not None
        words = tuple(
            Word(float(left), float(top), float(right), float(bottom), html.unescape(text))
            for left, top, right, bottom, text in _WORD.findall(part[size.end() :])
        )
        yield float(size[1]), float(size[2]), words


def _pictures(pdf: Path) -> Iterator[tuple[int, bytes]]:
    done = subprocess.run(["pdftoppm", "-gray", "-r", "72", str(pdf)], check=True, capture_output=True, timeout=300)
    table = bytes(int(level < FAINT_LEVEL) for level in range(256))
    rest = memoryview(done.stdout)
    while rest:
        header = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", rest)
        assert header is not None
        columns, size = int(header[1]), int(header[1]) * int(header[2])
        yield columns, bytes(rest[header.end() : header.end() + size]).translate(table)
        rest = rest[header.end() + size :]


def _in_lines(words: Iterable[Word]) -> list[Word]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if lines and word.middle - lines[-1][0].middle < SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.left)]


def _head(page: Page, heads: Sequence[str], shares: Sequence[float]) -> tuple[Word, list[float]]:
    """The first heading on a page, and where the columns begin and end."""
    body = page.body
    row = next(word for word in body if word.text == heads[0])
    found = [next(word for word in body if word.text == head and abs(word.top - row.top) < SAME_LINE) for head in heads]
    centers = [(word.left + word.right) / 2 for word in found]
    middles = [sum(shares[:place]) + shares[place] / 2 for place in range(len(shares))]
    scale = (centers[-1] - centers[0]) / (middles[-1] - middles[0])
    left = centers[0] - middles[0] * scale
    return row, [left + sum(shares[:place]) * scale for place in range(len(shares) + 1)]


def _covered(page: Page) -> Iterator[str]:
    words = sorted(page.words, key=lambda word: word.top)
    for place, word in enumerate(words):
        for other in words[place + 1 :]:
            if other.top > word.bottom:
                break
            if word.meets(other):
                yield f"{word.text!r} and {other.text!r} cover each other"


def _pale(shown: Sequence[Page]) -> Iterator[str]:
    """Compare the ink of each line with what its characters leave as a rule."""
    lines = [(number, page, word) for number, page in enumerate(shown, 1) for word in page.words]
    inks: dict[tuple[str, int], list[int]] = defaultdict(list)
    for _, page, word in lines:
        for char, ink in _inks(page, word):
            inks[char, _size(word)].append(ink)
    usual = {key: statistics.median(values) for key, values in inks.items()}
    for number, page, word in lines:
        found = _inks(page, word)
        bare = "".join(char for char, ink in found if ink == 0 and char.isalnum())
        expected = sum(usual[char, _size(word)] for char, _ in found)
        total = sum(ink for _, ink in found)
        least = LEAST_INK / 2 if len(word.text) <= FEW else LEAST_INK
        if bare or total < least * expected:
            yield f"page {number}: {word.text!r} is pale: {total} points of {expected:.0f}, nothing of {bare!r}"


def _inks(page: Page, word: Word) -> list[tuple[str, int]]:
    """The ink of each character, its place guessed: by likely widths, or as if all letters were half as wide as 国."""
    guesses = (_guessed(page, word, guess) for guess in (_likely_width, _half_width))
    return min(guesses, key=lambda found: sum(ink == 0 for _, ink in found))


def _guessed(page: Page, word: Word, width: Callable[[str], float]) -> list[tuple[str, int]]:
    shares = [width(char) for char in word.text]
    scale = (word.right - word.left) / sum(shares)
    found = []
    left = word.left
    for char, share in zip(word.text, shares, strict=True):
        found.append((char, page.ink(left, word.top, left + share * scale, word.bottom)))
        left += share * scale
    return found


def _likely_width(char: str) -> float:
    if not char.isascii() or char in "MW@%m":
        return 1.0
    return 0.35 if char in "!'()*,-./:;I[\\]fijlrt|" else 0.6


def _half_width(char: str) -> float:
    return 0.5 if char.isascii() else 1.0


def _size(word: Word) -> int:
    return round(word.bottom - word.top)
