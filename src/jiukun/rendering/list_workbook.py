"""Lists as sheets: as they are printed, and those that can be filtered on the screen too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jiukun.products.tables import Cell, Column, ListSheet
from jiukun.rendering.sheets.drawing import A3, A4, CELL_MARGIN, UNIT, Book, Look, PaperSize
from jiukun.rendering.sheets.paper import TITLE_FONT, clean
from jiukun.rendering.sheets.table_rows import SIZE, SLACK, Align, Field, Layout
from jiukun.rendering.sheets.wrapping import capacity, wrap_repeated

TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")

_SIZES = (SIZE, 10.5, 9.0)
_NARROWEST = 0.9  # of the width that a list asks for, before its type gets smaller
_PIECE = Column("分段", 3)  # of a row that is too tall for one: 1/3, 2/3, 3/3
_BLANK = Look(size=SIZE, horizontal="center")


def render_list(title: str, sheet: ListSheet) -> bytes:
    """One list under a title."""
    book = Book()
    draw_list(book, sheet, title)
    return book.to_bytes()


def render_lists(sheets: Sequence[ListSheet]) -> bytes:
    """A workbook of lists."""
    book = Book()
    for sheet in sheets:
        draw_list(book, sheet)
    return book.to_bytes()


def draw_list(book: Book, listed: ListSheet, title: str = "") -> None:
    """Add a list to a workbook, under a title or below its header."""
    if _draw(book, listed, title) and listed.keys:
        rows = tuple((*row, "") for row in listed.rows)
        _draw(book, replace(listed, columns=(*listed.columns, _PIECE), rows=rows), title)


def _draw(book: Book, listed: ListSheet, title: str) -> bool:
    """Draw it as it is; whether a row that can be filtered had to be parted."""
    paper = A3 if listed.is_wide else A4
    size, fields = _fields(listed.columns, listed.rows, paper)
    sheet = Layout(book, listed.name, fields, size, paper)
    if title:
        sheet.across(title, TITLE)
    sheet.heads(header="" if title else listed.header or listed.name)
    sheet.freeze()
    is_parted = bool(listed.keys) and sheet.filterable(listed.rows, listed.keys)
    for row in () if listed.keys else listed.rows:
        sheet.record([value if isinstance(value, int) else Cell(value) for value in row])
    if not listed.rows and listed.blank:
        sheet.across(listed.blank, _BLANK)
    elif listed.keys:
        sheet.filter()
    return is_parted


def _fields(
    columns: Sequence[Column], rows: Sequence[Sequence[str | int]], paper: PaperSize
) -> tuple[float, list[Field]]:
    """The size of type at which the columns nearly have their widths on the page, and the columns, filling it."""
    points = paper.units * UNIT - len(columns) * (CELL_MARGIN + SLACK)
    ems = sum(column.width for column in columns)
    size = next((size for size in _SIZES if ems * size * _NARROWEST <= points), _SIZES[-1])
    stretch = points / (ems * size)
    fields = []
    for place, column in enumerate(columns):
        line = capacity(column.width * stretch * size, size)
        values = {row[place] for row in rows}
        is_short = all(wrap_repeated(clean(str(value)), line).lines == 1 for value in values)
        align = Align.CENTER if is_short else Align.LEFT
        fields.append(Field.of(column.heading, column.width * stretch, align, size))
    left = (paper.units * UNIT - sum(field.points for field in fields)) / len(fields)
    return size, [replace(field, points=field.points + left) for field in fields]
