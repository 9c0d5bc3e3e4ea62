"""The day's workbook and the lists that the office prints: one layout for all, row by row, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from jiukun.outputs.sheets import (
    BODY_FONT,
    CELL_MARGIN,
    HEAD_FONT,
    INDENT,
    PAGE_HEIGHT,
    PAGE_UNITS,
    ROW_LIMIT,
    TITLE_FONT,
    UNIT,
    Book,
    Look,
    Style,
    clean,
)
from jiukun.outputs.textlayout import EM, Wrapped, capacity, row_height, share, width, wrap, wrap_repeated
from jiukun.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row

SHEET_NAME = "汇总表"
SIGNATURE = "主要领导签字："

_SIZE = 12.0  # 小四
_LIST_SIZES = (_SIZE, 10.5, 9.0)
_NARROWEST = 0.9  # of the width that a list asks for, before its type gets smaller
_TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")
_LINE_ABOVE = Look(BODY_FONT, _SIZE, edges="")
_LINE_BELOW = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_FILLS = {Mark.GAP: "FFF2CC", Mark.INVALID: "FBE0D6", Mark.CLOSED: "EAEAEA"}

_FREE = 6.0  # points of a page left empty: printers do not agree to the last one
_SLACK = 2.0  # points a column is wider than the characters of a line
_FEWEST_LINES = 6  # a row that finds no room for so many lines begins on the next page
_MOST_NARROW = 11  # so does one whose names find none, unless they are very many
_SIGNATURE_HEIGHT = 54.0
_SHORT = 64  # texts of names and numbers come again and again; those of reports are longer and do not
# The fields of the line above the table, each with room for the pen, in em.
_FIELDS_ABOVE = (("单位（盖章）：", 14), ("填报人：", 5), ("联系电话：", 8), ("时间：", 8))


class Align(Enum):
    """Where the texts of a column stand."""

    LEFT = "left"
    CENTER = "center"
    SHORT = "short"  # in the middle if on one line


@dataclass(frozen=True)
class _Field:
    """A column: its heading, its width in points and the place of its texts."""

    heading: str
    points: float
    align: Align

    @classmethod
    def of(cls, heading: str, ems: float, align: Align, size: float = _SIZE) -> _Field:
        """A column whose line holds so many Chinese characters."""
        return cls(heading, ems * size + _margin(align) + _SLACK, align)

    def line(self, size: float, *, bold: bool = False) -> int:
        """How much a line of its text holds."""
        return capacity(self.points - _margin(self.align), size, bold=bold)


def _margin(align: Align) -> float:
    """How much of a column's width its text cannot have."""
    return CELL_MARGIN if align is Align.CENTER else CELL_MARGIN + INDENT


_OFFICIAL = (
    _Field.of("序号", 2, Align.CENTER),
    _Field.of("工作任务", 8, Align.CENTER),
    _Field.of("牵头单位", 6, Align.CENTER),
    _Field.of("完成情况", 16, Align.SHORT),
    _Field.of("存在问题", 12, Align.SHORT),
    _Field.of("下一步计划", 14, Align.SHORT),
)


def render_day(table: OfficialTable, lists: Sequence[ListSheet]) -> bytes:
    """The workbook of a day: the official table, then the lists, each a sheet that prints as it stands."""
    book = Book()
    _draw_official(book, table)
    for sheet in lists:
        _draw_list(book, sheet, title="")
    return book.to_bytes()


def render_official(table: OfficialTable) -> bytes:
    """The official table alone, such as the sheet that a unit signs and stamps."""
    return render_day(table, ())


def render_list(title: str, sheet: ListSheet) -> bytes:
    """One list under a title."""
    book = Book()
    _draw_list(book, sheet, title=title)
    return book.to_bytes()


class _Item(NamedTuple):
    """What a record has in a column, ready to be parted; `number` is None where it is text."""

    text: Wrapped
    fill: str
    number: int | None


_Key = tuple[str, str, bool, bool, bool]  # fill, edges, whether at the left, whether whole, whether text


class _Layout:
    """A sheet that fills page by page, and how much its present page still holds."""

    def __init__(self, book: Book, name: str, fields: Sequence[_Field], size: float) -> None:
        self._sheet = book.sheet(name, len(fields))
        self._styles = book.styles
        self._fields = fields
        self._size = size
        self._lines = [(field.line(size), field.line(size, bold=True)) for field in fields]
        self._known: dict[_Key, Style] = {}
        self._page = self._room = PAGE_HEIGHT - _FREE

    def across(self, text: str, look: Look, height: float = 0) -> None:
        """A text from edge to edge, at least `height` points tall."""
        style = self._styles(look)
        wrapped = wrap(clean(text), capacity(PAGE_UNITS * UNIT - CELL_MARGIN, look.size, bold=look.bold))
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
        self._sheet.set_page([field.points / UNIT for field in self._fields], header)
        self._page = min(self._page - height, ROW_LIMIT)

    def freeze(self) -> None:
        """Keep the rows so far in sight on the screen."""
        self._sheet.freeze()

    def record(self, cells: Sequence[Cell | int], reserve: float = 0) -> None:
        """A row in as many pieces as the pages ask for, with `reserve` points kept free below it."""
        items = [_item(cell, line) for cell, line in zip(cells, self._lines, strict=True)]
        total = max(item.text.lines for item in items)
        aligned = zip(self._fields, items, strict=True)
        names = max((item.text.lines for field, item in aligned if field.align is Align.CENTER), default=1)
        least = max(_FEWEST_LINES, min(names, _MOST_NARROW))
        start = 0
        for lines in share(total, least, self._room - reserve, self._page - reserve, self._size):
            self._piece(items, start, start + lines, total)
            start += lines

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
                is_indented=is_left,
                is_text=is_text,
            )
            self._known[key] = self._styles(look)
        return self._known[key]

    def _add(self, height: float, cells: Sequence[tuple[str | int, Style]]) -> None:
        self._sheet.add(height, cells)
        self._room = (self._room if height <= self._room else self._page) - height


def _draw_official(book: Book, table: OfficialTable) -> None:
    sheet = _Layout(book, SHEET_NAME, _OFFICIAL, _SIZE)
    sheet.across(table.title, _TITLE)
    sheet.across(_line_above(table.head), _LINE_ABOVE)
    sheet.heads(header="")
    for row in table.rows[:-1]:
        sheet.record(_cells(row))
    for row in table.rows[-1:]:
        sheet.record(_cells(row), reserve=_SIGNATURE_HEIGHT if table.signature else 0)
    if table.signature:
        sheet.across(SIGNATURE, _LINE_BELOW, _SIGNATURE_HEIGHT)


def _draw_list(book: Book, listed: ListSheet, title: str) -> None:
    size, fields = _list_fields(listed.columns, listed.rows)
    sheet = _Layout(book, listed.name, fields, size)
    if title:
        sheet.across(title, _TITLE)
    sheet.heads(header="" if title else listed.name)
    sheet.freeze()
    for row in listed.rows:
        sheet.record([value if isinstance(value, int) else Cell(value) for value in row])


def _cells(row: Row) -> tuple[Cell | int, ...]:
    return row.number, Cell(row.task), Cell(row.leads), row.done, row.problems, row.plans


def _line_above(head: Head) -> str:
    """The fields above the table, spread over one line, or over two if they are too long for it."""
    values = (head.unit, head.clerk, head.phone, head.date)
    texts = [label + _padded(clean(value), room) for (label, room), value in zip(_FIELDS_ABOVE, values, strict=True)]
    spare = capacity(PAGE_UNITS * UNIT - CELL_MARGIN, _SIZE) - sum(map(width, texts))
    if spare < len(texts) * EM:
        return "\u3000" + texts[0] + "\n\u3000" + "\u3000\u3000".join(texts[1:])
    gap = "\u3000" * (spare // EM // len(texts))
    return "\u3000" + gap.join(texts)


def _padded(text: str, ems: int) -> str:
    return text + "\u3000" * max(0, ems - -(-width(text) // EM))


def _list_fields(columns: Sequence[Column], rows: Sequence[Sequence[str | int]]) -> tuple[float, list[_Field]]:
    """The size of type at which the columns nearly have their widths on the page, and the columns, filling it."""
    points = PAGE_UNITS * UNIT - len(columns) * (CELL_MARGIN + INDENT + _SLACK)
    ems = sum(column.width for column in columns)
    size = next((size for size in _LIST_SIZES if ems * size * _NARROWEST <= points), _LIST_SIZES[-1])
    stretch = points / (ems * size)
    fields = []
    for place, column in enumerate(columns):
        line = capacity(column.width * stretch * size, size)
        is_short = all(wrap_repeated(clean(str(row[place])), line).lines == 1 for row in rows)
        align = Align.CENTER if is_short else Align.LEFT
        fields.append(_Field.of(column.heading, column.width * stretch, align, size))
    left = (PAGE_UNITS * UNIT - sum(field.points for field in fields)) / len(fields)
    return size, [replace(field, points=field.points + left) for field in fields]


def _item(cell: Cell | int, lines: tuple[int, int]) -> _Item:
    if isinstance(cell, int):
        return _Item(Wrapped("", [0]), "", cell)
    text = clean(cell.text).rstrip()
    how = wrap_repeated if len(text) < _SHORT else wrap
    fill = "" if cell.mark is Mark.NONE else _FILLS[cell.mark]
    return _Item(how(text, lines[fill != ""]), fill, None)
