"""说明一个问题代码：是什么、为什么、改前改后的样子。"""

from __future__ import annotations

import re
from textwrap import indent
from typing import Annotated

import typer

from jiukun.chinese.text import half_width, nearest
from jiukun.cli.workspace import WrongUseError
from jiukun.diagnostics.codes import CODES, explanations
from jiukun.rendering.console import say


def run(code: Annotated[str, typer.Argument(metavar="代码", help="例如 JK203")]) -> None:
    """Tell what a code means."""
    name = half_width(code).upper()
    name = f"JK{name}" if name.isdecimal() else name
    known = CODES.get(name)
    if known is None:
        meant = nearest(name, CODES)
        raise WrongUseError(f"没有“{code}”这个代码" + (f"，是不是 {meant}？" if meant else "，代码的写法如 JK203"))
    say(f"{name}  {known.heading}")
    say()
    say(_as_text(explanations()[name]))


def _as_text(markdown: str) -> str:
    """Markdown as a console shows it: fenced examples indented, directly below their headings."""
    examples = re.compile(r"\n\n```text\n(.*?)\n```", re.DOTALL)
    return examples.sub(lambda example: "\n" + indent(example[1], "    "), markdown)
