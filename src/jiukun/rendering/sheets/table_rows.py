"""A sheet laid out row by row, page by page: columns, headings, rows in as many pieces as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import NamedTuple

from jiukun.products.tables import Cell, Mark
from jiukun.rendering.sheets.drawing import A4, CELL_MARGIN, ROW_LIMIT, UNIT, Book, Look, PaperSize, Style
from jiukun.rendering.sheets.list_rows import Drawer, DrawnColumn
from jiukun.rendering.sheets.paper import HEAD_FONT, clean
from jiukun.rendering.sheets.wrapping import Wrapped, capacity, row_height, share, wrap, wrap_repeated

SIZE = 12.0  # 小四
SLACK = 2.0  # points a column is wider than the characters of a line

_FILLS = {Mark.GAP: "FFF2CC", Mark.INVALID: "FBE0D6", Mark.CLOSED: "EAEAEA"}
_AT_ONCE = 64  # rows of which a column is drawn at once
_FREE = 6.0  # points of a page left empty: printers do not agree to the last one
_FEWEST_LINES = 6  # a row that finds no room for so many lines begins on the next page
_MOST_NARROW = 11  # so does one whose names find none, unless they are very many
_SHORT = 64  # texts of names and numbers come again and again; those of reports are longer and do not


class Align(Enum):
    """Where the texts of a column stand."""

    LEFT = "left"
    CENTER = "center"
    SHORT = "short"  # in the middle if on one line


@dataclass(frozen=True)
class Field:
    """A column: its heading, its width in points and the place of its texts."""

    heading: str
    points: float
    align: Align

    @classmethod
    def of(cls, heading: str, ems: float, align: Align, size: float = SIZE) -> Field:
        """A column whose line holds so many Chinese characters."""
        return cls(heading, ems * size + CELL_MARGIN + SLACK, align)

    def line(self, size: float, *, bold: bool = False) -> int:
        """How much a line of its text holds."""
        return capacity(self.points - CELL_MARGIN, size, bold=bold)


class _Item(NamedTuple):
    """What a record has in a column, ready to be parted; `number` is None where it is text."""

    text: Wrapped
    fill: str
    number: int | None


_Key = tuple[str, str, bool, bool, bool]  # fill, edges, whether at the left, whether whole, whether text


class Layout:
    """A sheet that fills page by page, and how much its present page still holds."""

    def __init__(self, book: Book, name: str, fields: Sequence[Field], size: float, paper: PaperSize = A4) -> None:
        self._sheet = book.sheet(name, len(fields))
        self._styles = book.styles
        self._fields = fields
        self._size = size
        self._lines = [(field.line(size), field.line(size, bold=True)) for field in fields]
        self._known: dict[_Key, Style] = {}
        self._paper = paper
        self._page = self._room = paper.height - _FREE
        self._head = 0

    def across(self, text: str, look: Look, height: float = 0) -> None:
        """A text from edge to edge, at least `height` points tall."""
        style = self._styles(look)
        wrapped = wrap(clean(text), capacity(self._paper.units * UNIT - CELL_MARGIN, look.size, bold=look.bold))
        start = 0
        for lines in share(wrapped.lines, 1, self._room, min(self._page, ROW_LIMIT), look.size):
            cells: list[tuple[str | int, Style]] = [("", style)] * len(self._fields)
            cells[0] = (wrapped.piece(start, start + lines), style)
            self._add(max(height, row_height(lines, look.size)), cells)
            self._sheet.merge()
            start += lines

    def heads(self, header: str) -> None:
        """The headings, from here on at the head of every page, below `header`."""
        style = self._styles(Look(HEAD_FONT, self._size, horizontal="center"))
        texts = [clean(field.heading) for field in self._fields]
        lines = max(wrap(text, line).lines for text, (line, _) in zip(texts, self._lines, strict=True))
        height = min(row_height(lines, self._size), ROW_LIMIT)
        self._add(height, [(text, style) for text in texts])
        self._sheet.set_page([field.points / UNIT for field in self._fields], header, self._paper)
        self._page = min(self._page - height, ROW_LIMIT)
        self._head = len(self._sheet.rows)

    def filter(self) -> None:
        """Let the rows below the headings be filtered on the screen."""
        self._sheet.filter(self._head)

    def freeze(self) -> None:
        """Keep the rows so far in sight on the screen."""
        self._sheet.freeze()

    def record(self, cells: Sequence[Cell | int], reserve: float = 0) -> None:
        """A row in as many pieces as the pages ask for, with `reserve` points kept free below it."""
        items = self._items(cells)
        total = max(item.text.lines for item in items)
        aligned = zip(self._fields, items, strict=True)
        names = max((item.text.lines for field, item in aligned if field.align is Align.CENTER), default=1)
        least = max(_FEWEST_LINES, min(names, _MOST_NARROW))
        start = 0
        for lines in share(total, least, self._room - reserve, self._page - reserve, self._size):
            self._piece(items, start, start + lines, total)
            start += lines

    def filterable(self, rows: Sequence[Sequence[str | int]], keys: int) -> bool:
        """The rest of the sheet: rows that can be filtered (`filterable.Drawer`); whether any is in pieces."""
        lines = (line for line, _ in self._lines)
        drawer = Drawer(list(map(self._column, self._sheet.letters, lines, self._fields)), keys, self._size, self._page)
        parts = [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
        drawn = list(chain.from_iterable(map(drawer, parts)))
        self._sheet.rows += chain.from_iterable(drawn)
        return any(len(pieces) > 1 for pieces in drawn)

    def _column(self, letter: str, line: int, field: Field) -> DrawnColumn:
        text, number = (self._style(("", "lrtb", field.align is Align.LEFT, True, one)) for one in (True, False))
        return DrawnColumn(letter, line, text, number)

    def _items(self, cells: Sequence[Cell | int]) -> list[_Item]:
        return [_item(cell, line) for cell, line in zip(cells, self._lines, strict=True)]

    def _piece(self, items: Sequence[_Item], start: int, end: int, total: int) -> None:
        """The lines of a record from `start` up to `end`; between pieces there is no line."""
        edges = "lr" + "t" * (start == 0) + "b" * (end == total)
        cells: list[tuple[str | int, Style]] = []
        for field, (text, fill, number) in zip(self._fields, items, strict=True):
            value = text.piece(start, end) if number is None else number if start == 0 else ""
            is_left = field.align is Align.LEFT or (field.align is Align.SHORT and text.lines > 1)
            is_whole = start == 0 and text.lines <= end
            cells.append((value, self._style((fill, edges, is_left, is_whole, number is None))))
        self._add(row_height(end - start, self._size), cells)

    def _style(self, key: _Key) -> Style:
        if key not in self._known:
            fill, edges, is_left, is_whole, is_text = key
            look = Look(
                size=self._size,
                bold=fill != "",
                horizontal="left" if is_left else "center",
                vertical="center" if is_whole else "top",
                edges=edges,
                fill=fill,
                is_text=is_text,
            )
            self._known[key] = self._styles(look)
        return self._known[key]

    def _add(self, height: float, cells: Sequence[tuple[str | int, Style]]) -> None:
        self._sheet.add(height, cells)
        self._room = (self._room if height <= self._room else self._page) - height


def _item(cell: Cell | int, lines: tuple[int, int]) -> _Item:
    if isinstance(cell, int):
        return _Item(Wrapped("", [0]), "", cell)
    text = clean(cell.text).rstrip()
    how = wrap_repeated if len(text) < _SHORT else wrap
    fill = "" if cell.mark is Mark.NONE else _FILLS[cell.mark]
    return _Item(how(text, lines[fill != ""]), fill, None)
