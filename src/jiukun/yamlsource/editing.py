"""Sets values in a file that a person wrote; all else stays: comments, order, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jiukun.diagnostics.diagnostic import FieldPath
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.writing import in_row, quoted, single_quoted

# What other programs would take for a number, a truth value or nothing.
_NO_TEXT_ELSEWHERE = re.compile(r"0\d+|~|null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
_BLANKS = " \t"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")

Texts = Mapping[str, str]


class _Edit(NamedTuple):
    """What is to stand between two places of the text; at one place the deeper comes first."""

    start: int
    end: int
    text: str
    depth: int


def with_texts(document: Document, changes: Mapping[FieldPath, Texts]) -> str:
    """The document's text in which the mapping at each path says these texts under these keys.

    What lacks such a mapping, or a key that is to say something, gets it. The caller is to read the result and see
    that it says what it should: a comment within brackets, say, may stand where a key is added.
    """
    found = (edit for path, texts in changes.items() for edit in _edits(document, path, texts))
    whole, pieces, place = document.source.text, list[str](), 0
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.depth)):
        pieces += whole[place : edit.start], edit.text
        place = edit.end
    return "".join((*pieces, whole[place:]))


def encoded_like(text: str, document: Document, data: bytes) -> bytes | None:
    """The text in the encoding, and with the BOM, of the bytes from which the document was read; None if unknown."""
    for encoding in _ENCODINGS:
        before = document.source.text.encode(encoding)
        if data.endswith(before):
            return data[: len(data) - len(before)] + text.encode(encoding)
    return None


def _edits(document: Document, path: FieldPath, texts: Texts) -> Iterator[_Edit]:
    parent, key = path[:-1], str(path[-1])
    there = _value(document, parent)
    value = there.get(key) if isinstance(there, dict) else None
    if value is None:
        yield _added(document, parent, {key: _record(texts)})
    elif not value:  # nothing, or {}
        yield _replaced(document, path, _record(texts))
    else:
        lacking = {name: _scalar(text) for name, text in texts.items() if name not in value and text}
        for name, text in texts.items():
            if name in value and value[name].strip() != text:
                yield _replaced(document, (*path, name), _like(document.written((*path, name)), text))
        if lacking:
            yield _added(document, path, lacking)


def _value(document: Document, path: FieldPath) -> Any:
    value = document.content
    for part in path:
        value = value[part]
    return value


def _record(texts: Texts) -> str:
    return f"{{{', '.join(f'{key}: {_scalar(text)}' for key, text in texts.items())}}}"


def _replaced(document: Document, path: FieldPath, text: str) -> _Edit:
    """Of the blanks around an empty value one stays, before the new one; those before a comment all do."""
    whole, (start, end) = document.source.text, _extent(document, path)
    if start < end:
        return _Edit(start, end, text, len(path))
    while whole[start - 1] in _BLANKS:
        start -= 1
    while whole[end : end + 1] and whole[end] in _BLANKS:
        end += 1
    return _Edit(start, start if whole[end : end + 1] == "#" else end, f" {text}", len(path))


def _added(document: Document, path: FieldPath, texts: Texts) -> _Edit:
    """Further keys at the end of a mapping that has some."""
    whole, (start, end) = document.source.text, _extent(document, path)
    entries = [f"{key}: {text}" for key, text in texts.items()]
    if whole[start : start + 1] == "{":
        inside = whole[start : end - 1].rstrip()
        comma = " " if inside.endswith(",") else ", "
        return _Edit(start + len(inside), start + len(inside), comma + ", ".join(entries), len(path))
    indent = " " * (document.source.location(start).column - 1)
    line_end = "\r\n" if "\r\n" in whole else "\n"
    last = _end_of_last(document, path)
    place = min((found for mark in "\r\n" if (found := whole.find(mark, last)) >= 0), default=len(whole))
    return _Edit(place, place, "".join(f"{line_end}{indent}{entry}" for entry in entries), len(path))


def _end_of_last(document: Document, path: FieldPath) -> int:
    """Where the last value of a block ends; the block itself ends only where the next one begins."""
    value = _value(document, path)
    start, end = _extent(document, path)
    while value and isinstance(value, (dict, list)) and document.source.text[start : start + 1] not in {"{", "["}:
        path = (*path, list(value)[-1] if isinstance(value, dict) else len(value) - 1)
        value = _value(document, path)
        start, end = _extent(document, path)
    return end


def _extent(document: Document, path: FieldPath) -> tuple[int, int]:
    """Without the line breaks that a text of several lines ends in."""
    start, end = document.extent(path)
    while end > start and document.source.text[end - 1] in "\r\n":
        end -= 1
    return start, end


def _like(written: str, text: str) -> str:
    """The text in the quotation marks in which the value before was written."""
    if written.startswith("'") and text.isprintable():
        return single_quoted(text)
    return quoted(text) if written.startswith(('"', "'")) else _scalar(text)


def _scalar(text: str) -> str:
    return quoted(text) if _NO_TEXT_ELSEWHERE.fullmatch(text) else in_row(text)
