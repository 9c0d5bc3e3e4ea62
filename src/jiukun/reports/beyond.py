"""What is wrong with the content of a report that a mistake of typing keeps from being read; pure.

The text is read as if the mistakes were mended, surely or not: nothing of it is used but what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.reports.checks import Context, judge
from jiukun.reports.fixing import applied
from jiukun.reports.reading import read_report
from jiukun.reports.submission import REPORT
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.parsing import parse
from jiukun.yamlsource.writing import single_quoted

_KEY_AND_VALUE = re.compile(r"(\s*(?:-\s+)?[^:：\s]{1,8})[:：]\s*(\S.*)")
_REFUSED = ("JK10", "JK13")  # no mistake of typing
_WRITING = "JK1"
_SHAPE, _WANTING = "JK2", frozenset({"JK301", "JK308"})  # of what a line that was lost may have held
_MOST_ROUNDS = 4  # what is mended lets the parser see the next mistake


def beyond_writing(data: bytes, path: str, context: Context) -> Iterator[Diagnostic]:
    """What is wrong with the content of a YAML report that cannot be read, each at its place in the text as written."""
    text, _ = decode(data, path, REPORT.required)
    if text is None:
        return
    written, lost = Source(path, text), set[int]()
    for _ in range(_MOST_ROUNDS):
        document, mistakes = parse(Source(path, text), REPORT)
        if document is not None or any(mistake.code.startswith(_REFUSED) for mistake in mistakes):
            break
        lost |= {mistake.location.line for mistake in mistakes if mistake.is_error and not mistake.edits}
        text = _readable(text, mistakes)
    mended = Source(path, text)
    if len(mended.lines) != len(written.lines):
        return
    for problem in judge(read_report(text.encode("utf-8", "replace"), path), context).diagnostics:
        may_be_there = problem.code.startswith(_SHAPE) or problem.code in _WANTING
        is_doubtful = problem.location.line in lost or (lost and may_be_there)
        if not problem.code.startswith(_WRITING) and not is_doubtful:
            yield _in_place(problem, written, mended)


def _readable(text: str, mistakes: Iterable[Diagnostic]) -> str:
    """The text with its mistakes mended; where that is not sure, a value in quotation marks, or a blank line."""
    text = applied(text, (edit for mistake in mistakes for edit in mistake.edits))
    source = Source("", text)
    lines = [text[start:end] for start, end in zip(source.starts, [*source.starts[1:], len(text)], strict=True)]
    for number in {mistake.location.line - 1 for mistake in mistakes if mistake.is_error and not mistake.edits}:
        bare = source.lines[number]
        lines[number] = _quoted(bare) + lines[number][len(bare) :]
    return "".join(lines)


def _quoted(line: str) -> str:
    found = _KEY_AND_VALUE.fullmatch(line)
    return f"{found[1]}: {single_quoted(found[2])}" if found else ""


def _in_place(problem: Diagnostic, written: Source, mended: Source) -> Diagnostic:
    """A problem of the mended text where it was written: what was mended stands before it in its line."""
    line = problem.location.line - 1
    before, after = written.lines[line], mended.lines[line]
    column = min(max(problem.location.column - 1 + len(before) - len(after), 0), len(before))
    place = written.diagnostic(written.starts[line] + column, problem.code, problem.message, problem.hint)
    return replace(place, field=problem.field, subject=problem.subject)
