"""The day's workbook: the official table and the lists beside it."""

from __future__ import annotations

from collections.abc import Sequence

from jiukun.products.tables import Cell, Head, ListSheet, OfficialTable, Row
from jiukun.rendering.list_workbook import TITLE, draw_list
from jiukun.rendering.sheets.drawing import CELL_MARGIN, PAGE_UNITS, UNIT, Book, Look
from jiukun.rendering.sheets.paper import BODY_FONT, clean
from jiukun.rendering.sheets.table_rows import SIZE, Align, Field, Layout
from jiukun.rendering.sheets.wrapping import EM, capacity, width
from jiukun.reports.form_layout import HEADS, LABELS, SHEET_NAME, SIGNATURE, TEXTS

_LINE_ABOVE = Look(BODY_FONT, SIZE, edges="")
_LINE_BELOW = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_SIGNATURE_HEIGHT = 54.0
_ROOM_ABOVE = (12, 5, 8, 8)  # for the pen behind each label of the line above the table, in em
_WIDTHS = (2, 7, 6, 15, 11, 12)  # Chinese characters in a line of each column
_OFFICIAL = tuple(
    Field.of(head, ems, Align.SHORT if head in TEXTS else Align.CENTER)
    for head, ems in zip(HEADS, _WIDTHS, strict=True)
)


def render_day(table: OfficialTable, lists: Sequence[ListSheet]) -> bytes:
    """The workbook of a day: the official table, then the lists, each a sheet that prints as it stands."""
    book = Book()
    _draw_official(book, table)
    for sheet in lists:
        draw_list(book, sheet)
    return book.to_bytes()


def render_official(table: OfficialTable) -> bytes:
    """The official table alone, such as the sheet that a unit signs and stamps."""
    return render_day(table, ())


def _draw_official(book: Book, table: OfficialTable) -> None:
    sheet = Layout(book, SHEET_NAME, _OFFICIAL, SIZE)
    sheet.across(table.title, TITLE)
    sheet.across(_line_above(table.head), _LINE_ABOVE)
    sheet.heads(header="")
    for row in table.rows[:-1]:
        sheet.record(_cells(row))
    for row in table.rows[-1:]:
        sheet.record(_cells(row), reserve=_SIGNATURE_HEIGHT if table.signature else 0)
    if table.signature:
        sheet.across(SIGNATURE, _LINE_BELOW, _SIGNATURE_HEIGHT)


def _cells(row: Row) -> tuple[Cell | int, ...]:
    return row.number, Cell(row.task), Cell(row.leads), row.done, row.problems, row.plans


def _line_above(head: Head) -> str:
    """The fields above the table, spread over one line, or over two if they are too long for it."""
    values = (head.unit, head.clerk, head.phone, head.date)
    fields = zip(LABELS.values(), values, _ROOM_ABOVE, strict=True)
    texts = [label + _padded(clean(value), room) for label, value, room in fields]
    spare = capacity(PAGE_UNITS * UNIT - CELL_MARGIN, SIZE) - sum(map(width, texts))
    if spare < len(texts) * EM:
        return "\u3000" + texts[0] + "\n\u3000" + "\u3000\u3000".join(texts[1:])
    gap = "\u3000" * (spare // EM // len(texts))
    return "\u3000" + gap.join(texts)


def _padded(text: str, ems: int) -> str:
    return text + "\u3000" * max(0, ems - -(-width(text) // EM))
