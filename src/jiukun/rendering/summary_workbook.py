"""The day's workbook: the official table and the lists beside it."""

from __future__ import annotations

from collections.abc import Sequence

from jiukun.products.tables import Head, ListSheet, OfficialTable
from jiukun.rendering.list_workbook import TITLE, draw_list
from jiukun.rendering.sheets.drawing import A4, CELL_MARGIN, Book, Look
from jiukun.rendering.sheets.paper import BODY_FONT, clean
from jiukun.rendering.sheets.table_rows import SIZE, Align, Field, Layout
from jiukun.rendering.sheets.wrapping import EM, capacity, width
from jiukun.reports.form_layout import HEADS, LABELS, SHEET_NAME, SIGNATURE, TEXTS

SHARES = (2.5, 6, 5.5, 27, 8.5, 10.5)  # of the columns: 完成情况 has nearly half
SIGNATURE_HEIGHT = 54.0
_LINE_ABOVE = Look(BODY_FONT, SIZE, edges="")
_LINE_BELOW = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_ROOM_ABOVE = (12, 5, 8, 8)  # for the pen behind each label of the line above the table, in em


def official_fields() -> list[Field]:
    """The columns of the official table, filling the page."""
    ems = (A4.points - len(HEADS) * CELL_MARGIN) / sum(SHARES)
    return [
        Field(head, share * ems + CELL_MARGIN, Align.SHORT if head in TEXTS else Align.CENTER)
        for head, share in zip(HEADS, SHARES, strict=True)
    ]


def render_day(table: OfficialTable, lists: Sequence[ListSheet] = ()) -> bytes:
    """The workbook of a day: the official table, then the lists, each a sheet that prints as it stands."""
    book = Book(table.about)
    _draw_official(book, table)
    for sheet in lists:
        draw_list(book, sheet)
    return book.to_bytes()


def _draw_official(book: Book, table: OfficialTable) -> None:
    sheet = Layout(book, SHEET_NAME, official_fields(), SIZE)
    sheet.across(table.about.title, TITLE)
    sheet.across(line_above(table.head), _LINE_ABOVE)
    sheet.heads(header="")
    for number, row in enumerate(table.rows, 1):
        reserve = SIGNATURE_HEIGHT if table.signature and number == len(table.rows) else 0
        sheet.record((row.number, row.task, row.leads), row.texts, reserve)
    if table.signature:
        sheet.sign(SIGNATURE, _LINE_BELOW, SIGNATURE_HEIGHT)
    sheet.end()


def line_above(head: Head) -> str:
    """The fields above the table, spread over one line, or over two if they are too long for it."""
    values = (head.unit, head.clerk, head.phone, head.date)
    fields = zip(LABELS.values(), values, _ROOM_ABOVE, strict=True)
    texts = [label + _padded(clean(value), room) for label, value, room in fields]
    spare = capacity(A4.points - CELL_MARGIN, SIZE) - sum(map(width, texts))
    if spare < len(texts) * EM:
        return "\u3000" + texts[0] + "\n\u3000" + "\u3000\u3000".join(texts[1:])
    gap = "\u3000" * (spare // EM // len(texts))
    return "\u3000" + gap.join(texts)


def _padded(text: str, ems: int) -> str:
    return text + "\u3000" * max(0, ems - -(-width(text) // EM))
