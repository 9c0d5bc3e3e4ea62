"""A file's text and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from jiukun.diagnostics.diagnostic import Diagnostic, Excerpt, FieldPath, Location, field_name

_AROUND = 36
_LINE_BREAK = re.compile(r"\r\n|\n|\r")


class Source:
    """Decoded text of one file; `path` is how diagnostics name it."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        r"""Index of each line's first character. Lines end at \r\n, \n or \r alone, as editors count them."""
        return [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return _LINE_BREAK.split(self.text)

    def location(self, index: int) -> Location:
        """Line and column, from 1, of the character at `index` from 0."""
        line = bisect_right(self.starts, index)
        return Location(self.path, line, index - self.starts[line - 1] + 1)

    def diagnostic(self, index: int, code: str, message: str, hint: str = "", path: FieldPath = ()) -> Diagnostic:
        """A problem at the character at `index`."""
        location = self.location(index)
        line, column = self.lines[location.line - 1], location.column - 1
        excerpt = Excerpt(line[max(0, column - _AROUND) : column], line[column : column + _AROUND])
        return Diagnostic(location, code, message, hint, field_name(path), excerpt=excerpt)
