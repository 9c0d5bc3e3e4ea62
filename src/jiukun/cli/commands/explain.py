"""说明一个问题代码：是什么、为什么、改前改后的样子。"""

from __future__ import annotations

from typing import Annotated

import typer

from jiukun.chinese.text import half_width, nearest
from jiukun.cli.workspace import WrongUseError
from jiukun.diagnostics.codes import CODES, SEVERITY_WORDS, Code
from jiukun.rendering.console import say


def run(code: Annotated[str, typer.Argument(metavar="代码", help="例如 JK203")]) -> None:
    """Tell what a code means."""
    name = half_width(code).upper()
    name = f"JK{name}" if name.isdecimal() else name
    known = CODES.get(name)
    if known is None:
        meant = nearest(name, CODES)
        raise WrongUseError(f"没有“{code}”这个代码" + (f"，是不是 {meant}？" if meant else "，代码的写法如 JK203"))
    _say(known)


def _say(code: Code) -> None:
    say(f"{code.code}  {code.title}（{SEVERITY_WORDS[code.severity]}）")
    say()
    say(code.why)
    for heading, example in (("改前", code.before), ("改后", code.after)):
        say()
        say(f"{heading}：")
        for line in example.splitlines():
            say(f"    {line}")
