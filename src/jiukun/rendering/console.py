"""The console: text that breaks on no code page, problems with their places, JSON for programs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from jiukun.chinese.text import UNSAFE, display_width, visible
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.project.folders import Project


class Format(StrEnum):
    """`--format`: for a person or for a program."""

    TEXT = "text"
    JSON = "json"


FORMAT_HELP = "text 给人看，json 给程序用"


def say(text: str = "") -> None:
    """A line of the result, on standard output; what could move the cursor is shown, not done."""
    print(visible(text), file=sys.stdout)  # noqa: T201  this is the console's one home


def deliver(project: Project, target: Path, data: bytes) -> None:
    """Write a product whole and say where it is."""
    project.write(target, data)
    say(f"已生成 {project.name_of(target)}")


def typed(name: str) -> str:
    """A name as it may be typed: in quotation marks where it holds a space."""
    return f'"{name}"' if " " in name else name


def as_text_file(text: str) -> bytes:
    """A text as Notepad before Windows 10 needs it: UTF-8 with BOM and CRLF."""
    return visible(text).replace("\n", "\r\n").encode("utf-8-sig", "replace")


def note(text: str) -> None:
    """A notice or progress, on standard error. Where it cannot be written, the command goes on all the same."""
    with suppress(OSError):
        print(visible(text), file=sys.stderr)  # noqa: T201


def say_json(value: Any) -> None:
    """JSON and nothing else on standard output; in ASCII where the console lacks its characters."""
    import json  # noqa: PLC0415  only where it is asked for

    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(value, indent=2)
    sys.stdout.write(re.sub(UNSAFE, _in_json, text) + "\n")


def _in_json(found: re.Match[str]) -> str:
    """A character as JSON spells it out: one beyond the basic plane as two."""
    return re.sub("....", r"\\u\g<0>", found[0].encode("utf-16-be", "surrogatepass").hex())


def say_problems(diagnostics: Iterable[Diagnostic]) -> None:
    """Problems by file, each with its line and a caret under the place."""
    for path, group in groupby(sorted(diagnostics), key=lambda diagnostic: diagnostic.location.path):
        say(_flat(path))
        for diagnostic in group:
            _say_problem(diagnostic)
        say()


def problem_counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """`{"errors": …, "warnings": …}`."""
    errors = [diagnostic.is_error for diagnostic in diagnostics]
    return {"errors": errors.count(True), "warnings": errors.count(False)}


def problems_json(diagnostics: Iterable[Diagnostic], files: int) -> dict[str, Any]:
    """The contract of `--format json` (SPEC section 3), version 1."""
    ordered = sorted(diagnostics)
    return {
        "version": 1,
        "files": files,
        "diagnostics": [problem_json(diagnostic) for diagnostic in ordered],
        "summary": problem_counts(ordered),
    }


def problem_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic of the contract; absent field, hint and cell are null."""
    return {
        "path": diagnostic.location.path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "field": diagnostic.field or None,
        "message": diagnostic.message,
        "hint": diagnostic.hint or None,
        "cell": diagnostic.cell or None,
        "edits": [edit._asdict() for edit in diagnostic.edits],
    }


def _say_problem(diagnostic: Diagnostic) -> None:
    from jiukun.diagnostics.codes import SEVERITY_WORDS  # noqa: PLC0415  only where there are problems

    _, line, column = diagnostic.location
    is_of_file = diagnostic.excerpt is None and (line, column) == (1, 1)
    place = diagnostic.cell or ("" if is_of_file else f"第 {line} 行第 {column} 列")
    named = diagnostic.subject if diagnostic.cell else diagnostic.field
    subject = f"{_flat(named)}：" if named and named != place else ""
    title = f"{SEVERITY_WORDS[diagnostic.severity]} {diagnostic.code}"
    say("  " + "  ".join(filter(None, (title, place, subject + diagnostic.message))))
    if diagnostic.excerpt and (diagnostic.excerpt.before + diagnostic.excerpt.after).strip():
        before, after = _shown(diagnostic.excerpt.before), _shown(diagnostic.excerpt.after)
        margin = f"    {diagnostic.location.line} | "
        say(margin + before + after)
        say(" " * (len(margin) - 2) + "| " + " " * display_width(before) + "^")
    if diagnostic.hint:
        say(f"    改法：{diagnostic.hint}")


def _flat(text: str) -> str:
    """A name that a unit chose, made safe for the middle of a line."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _shown(text: str) -> str:
    """A piece of a source line: tabs as wide as one column, what is invisible spelt out."""
    return visible(text.replace("\t", " "))
