"""Mending mistakes of typing in a YAML report, where there is one sure way; pure.

No word changes: the text keeps all of its characters but blanks and signs, and all of it that is no comment is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from jiukun.diagnostics.diagnostic import Edit
from jiukun.diagnostics.source import Source
from jiukun.reports.submission import REPORT, Submission
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.parsing import parse
from jiukun.yamlsource.reading import load

_NO_WORDS = re.compile(r"[\s\u200b\ufeff:：\-－–—−﹣•●○▪■◆·∙*'\"|｜>＞+]+")
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_MOST_ROUNDS = 5  # what was mended lets further mistakes be seen
_FEW = 10  # edits, of which each may be tried without


class Fixed(NamedTuple):
    """A report before and after mending, and how many mistakes were mended. A change of encoding is not counted."""

    before: str
    after: str
    mended: int


def fix(data: bytes, path: str) -> Fixed | None:
    """A report mended as far as that is sure, to be written as UTF-8; None where nothing is to be written."""
    before, _ = decode(data, path, REPORT.required)
    if before is None:
        return None
    after, mended = before, 0
    for _ in range(_MOST_ROUNDS):
        edits = _edits(after, path)
        chosen = next((some for some in _choices(edits) if _is_sound(after, applied(after, some), path)), ())
        if not chosen:
            break
        after, mended = applied(after, chosen), mended + len(chosen)
    is_same = after.encode() == data.removeprefix(codecs.BOM_UTF8)
    return None if is_same else Fixed(before, after, mended)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made; of two that overlap the first."""
    starts = Source("", text).starts
    pieces, done = [], 0
    for line, column, end_column, new in sorted(edits):
        start, end = (starts[line - 1] + number - 1 for number in (column, end_column))
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def _edits(text: str, path: str) -> tuple[Edit, ...]:
    diagnostics = load(text.encode(), path, REPORT, Submission).diagnostics
    return tuple(dict.fromkeys(edit for diagnostic in diagnostics for edit in diagnostic.edits))


def _choices(edits: tuple[Edit, ...]) -> Iterator[Sequence[Edit]]:
    """Which edits to try: all; then, where they are few, all but one, as one may not have been sure after all."""
    yield edits
    if len(edits) <= _FEW:
        yield from ([other for other in edits if other is not edit] for edit in edits)


def _is_sound(before: str, after: str, path: str) -> bool:
    """Whether the text can be read after mending, and no word of it was changed or is not read."""
    document, _ = parse(Source(path, after), REPORT)
    if document is None or _words(before) != _words(after):
        return False
    read, done = _words("".join(_texts(document.content))), 0
    for line in document.source.lines:
        ways = (_words(line), _words(_COMMENT.sub("", line, count=1)))  # as text, and with a comment in it
        written = next((words for words in ways if read.startswith(words, done)), None)
        if written is None:
            return False
        done += len(written)
    return done == len(read)


def _words(text: str) -> str:
    return _NO_WORDS.sub("", text)


def _texts(content: Any) -> Iterator[str]:
    """All keys and values, in order."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)
