"""The rows of a list that can be filtered, each drawn by itself, in pieces where it is taller than a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from jiukun.rendering.sheets.drawing import Style, cell_xml, row_xml
from jiukun.rendering.sheets.paper import clean
from jiukun.rendering.sheets.wrapping import Wrapped, lines_within, row_height, share, wrap

_MANY = 1024  # values of a column: names, numbers and texts that stay as they were come again soon


class _Drawn(NamedTuple):
    """A cell with the whole of its text, and how many lines that takes."""

    lines: int
    xml: bytes


class DrawnColumn:
    """A column: its letter, how much a line of it holds, its styles for text and for numbers."""

    def __init__(self, letter: str, line: int, text: Style, number: Style) -> None:
        self._letter = letter
        self._line = line
        self._text = text
        self._number = number
        self.drawn: Callable[[str | int], _Drawn] = lru_cache(maxsize=_MANY)(self._drawn)

    def wrapped(self, value: str | int) -> Wrapped:
        """The text in its lines; a number has none."""
        return Wrapped("", [0]) if isinstance(value, int) else wrap(clean(value).rstrip(), self._line)

    def xml(self, value: str | int) -> bytes:
        """A cell with a number or with text that was wrapped."""
        return cell_xml(self._letter, value, self._number if isinstance(value, int) else self._text)

    def _drawn(self, value: str | int) -> _Drawn:
        wrapped = self.wrapped(value)
        return _Drawn(wrapped.lines, self.xml(value if isinstance(value, int) else wrapped.text))


class Drawer:
    """Draws rows on pages that hold `page` points of type of `size` points below their headings."""

    def __init__(self, columns: Sequence[DrawnColumn], keys: int, size: float, page: float) -> None:
        self._columns = columns
        self._keys = keys
        self._size = size
        self._page = page
        self._most = lines_within(page, size)

    def __call__(self, rows: Sequence[Sequence[str | int]]) -> list[list[bytes]]:
        """Each as a row of its own as XML, or as several if it is taller than a page; drawn column by column.

        Each of those several begins with the first `keys` cells, save one that is itself too tall to be repeated, and
        is closed by lines, as it may stand alone; the last cell, left empty for it, tells which it is.
        """
        values = zip(*rows, strict=True)
        drawn = [list(map(column.drawn, own)) for column, own in zip(self._columns, values, strict=True)]
        return [self._row(row, cells) for row, cells in zip(rows, zip(*drawn, strict=True), strict=True)]

    def _row(self, row: Sequence[str | int], cells: Sequence[_Drawn]) -> list[bytes]:
        lines = max([cell.lines for cell in cells])
        if lines > self._most:
            return list(self._pieces(row))
        return [row_xml(row_height(lines, self._size), [cell.xml for cell in cells])]

    def _pieces(self, row: Sequence[str | int]) -> Iterator[bytes]:
        texts = [column.wrapped(value) for column, value in zip(self._columns, row, strict=True)]
        is_key = [place < self._keys and text.lines <= self._most for place, text in enumerate(texts)]
        repeated = max((text.lines for text, key in zip(texts, is_key, strict=True) if key), default=1)
        parted = max(text.lines for text, key in zip(texts, is_key, strict=True) if not key)
        shares = share(parted, 1, self._page, self._page, self._size)
        start = 0
        for number, lines in enumerate(shares, 1):
            values = [
                value if isinstance(value, int) else text.text if key else text.piece(start, start + lines)
                for value, text, key in zip(row, texts, is_key, strict=True)
            ]
            values[-1] = f"{number}/{len(shares)}"
            cells = [column.xml(value) for column, value in zip(self._columns, values, strict=True)]
            yield row_xml(row_height(max(lines, repeated), self._size), cells)
            start += lines
