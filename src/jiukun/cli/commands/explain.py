"""说明一个问题代码：是什么、为什么、改前改后的样子。"""

from __future__ import annotations

import re
from textwrap import indent
from typing import Annotated

import typer

from jiukun.chinese.text import half_width
from jiukun.cli.workspace import WrongUseError
from jiukun.diagnostics.codes import CODES, explanations
from jiukun.rendering.console import say, say_lines

_LONGEST_SLIP = len("JK2033")


def run(code: Annotated[str, typer.Argument(metavar="代码", help="例如 JK203")]) -> None:
    """Tell what a code means."""
    name = f"JK{half_width(code).upper().removeprefix('JK')}"
    known = CODES.get(name)
    if known is None:
        meant = _meant(name)
        more = f"是不是 {meant}？" if meant else "代码的写法如 JK203，全部代码列在 docs/codes.md"
        raise WrongUseError(f"没有“{code}”这个代码，{more}")
    say(f"{name}  {known.heading}")
    say()
    say_lines(_as_text(explanations()[name]))


def _meant(name: str) -> str | None:
    """The code in which one sign too many was typed, or two in each other's place."""
    places = range(len(name) if len(name) <= _LONGEST_SLIP else 0)
    shorter = (name[:place] + name[place + 1 :] for place in places)
    swapped = (name[:place] + name[place : place + 2][::-1] + name[place + 2 :] for place in places)
    return next((code for code in (*shorter, *swapped) if code in CODES), None)


def _as_text(markdown: str) -> str:
    """Markdown as a console shows it: fenced examples indented, directly below their headings."""
    examples = re.compile(r"\n\n```text\n(.*?)\n```", re.DOTALL)
    return examples.sub(lambda example: "\n" + indent(example[1], "    "), markdown)
