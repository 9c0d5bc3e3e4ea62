"""Lists as sheets: to be printed, and to be filtered on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from jiukun.products.tables import About, Column, ListSheet
from jiukun.rendering.sheets.drawing import A3, A4, CELL_MARGIN, ROW_LIMIT, Book, Look, PaperSize
from jiukun.rendering.sheets.paper import TITLE_FONT
from jiukun.rendering.sheets.table_rows import SIZE, Align, Field, Layout, heights, pieces, shown
from jiukun.rendering.sheets.wrapping import EM, width

TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")

_SIZES = (SIZE, 10.5)
_NARROWEST = 0.9  # of the width that a list asks for, before its type gets smaller
_PIECE = Column("分段", 3)  # of a row that is too tall for one: 1/3, 2/3, 3/3
_BLANK = Look(size=SIZE, horizontal="center")
_LONG = 24  # characters; a column with a longer text gets the width that it asks for, and lines as it needs

_Rows = Sequence[Sequence[str | int]]


def render_list(about: About, sheet: ListSheet) -> bytes:
    """One list under its title."""
    book = Book(about)
    draw_list(book, sheet, about.title)
    return book.to_bytes()


def render_lists(about: About, sheets: Sequence[ListSheet]) -> bytes:
    """A workbook of lists."""
    book = Book(about)
    for sheet in sheets:
        draw_list(book, sheet)
    return book.to_bytes()


def draw_list(book: Book, listed: ListSheet, title: str = "") -> None:
    """Add a list to a workbook, under a title or below its header."""
    paper = A3 if listed.is_wide else A4
    rows: _Rows = [[*map(shown, row)] for row in listed.rows]
    size, fields = _fields(listed.columns, rows, paper)
    tall = heights(rows, fields, size)
    if any(height > ROW_LIMIT for height in tall):
        listed = listed._replace(columns=(*listed.columns, _PIECE))
        size, fields = _fields(listed.columns, [(*row, "") for row in rows], paper)
        parted = (pieces((*row, ""), fields, listed.keys, size, ROW_LIMIT) for row in rows)
        rows = [piece for found in parted for piece in found]
        tall = [min(height, ROW_LIMIT) for height in heights(rows, fields, size)]
    sheet = Layout(book, listed.name, fields, size, paper)
    if title:
        sheet.across(title, TITLE)
    sheet.heads(header="" if title else listed.header or listed.name)
    sheet.listing(rows, tall, is_form=listed.is_form)
    if not rows and listed.blank:
        sheet.across(listed.blank, _BLANK)
    sheet.end(is_printed=listed.is_printed)


def _fields(columns: Sequence[Column], rows: _Rows, paper: PaperSize) -> tuple[float, list[Field]]:
    """The size of type at which the columns nearly have their widths on the page, and the columns, filling it."""
    points = paper.points - len(columns) * CELL_MARGIN
    longest = [_longest(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    wanted = fsum(ems or column.width * _NARROWEST for column, ems in zip(columns, longest, strict=True))
    size = next((size for size in _SIZES if wanted * size <= points), _SIZES[-1])
    shares = _shares([column.width for column in columns], longest, points / size)
    return size, [
        Field(
            column.heading, share * size + CELL_MARGIN, Align.CENTER if ems is not None and ems <= share else Align.LEFT
        )
        for column, share, ems in zip(columns, shares, longest, strict=True)
    ]


def _longest(column: Column, values: Sequence[str | int]) -> float | None:
    """The width in em of the longest text or heading of a column; None if it is too long for one line."""
    texts = {str(value) for value in values}
    if any(len(text) > _LONG or "\n" in text for text in texts):
        return None
    return max(map(width, (column.heading, *texts))) / EM + 0.2


def _shares(asked: Sequence[float], longest: Sequence[float | None], room: float) -> list[float]:
    """The columns' widths in em, `room` together: short texts get a line, the others share the rest as they ask.

    Python 3.12 began to add floating-point numbers in another way; `fsum` is exact in all versions.
    """
    short = {place for place, ems in enumerate(longest) if ems is not None}
    while short and len(short) < len(asked):
        rest = room - fsum(longest[place] or 0 for place in short)
        others = fsum(width for place, width in enumerate(asked) if place not in short)
        if rest >= others * _NARROWEST or all((longest[place] or 0) <= asked[place] for place in short):
            break
        short.remove(max(short, key=lambda place: (longest[place] or 0) / asked[place]))
    wanted = [(longest[place] or 0) if place in short else width for place, width in enumerate(asked)]
    fixed = fsum(wanted[place] for place in short) if len(short) < len(asked) else 0
    stretch = max(room - fixed, 1) / (fsum(wanted) - fixed)
    result = [width if fixed and place in short else width * stretch for place, width in enumerate(wanted)]
    total = fsum(result)
    return [round(width * room / total, 6) for width in result]  # a column that just has its width, has it
