"""The Excel form that a unit fills in, prints, signs and sends: it says itself what is wanting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.dates import chinese_date
from jiukun.formlayout import (
    FIELD_CELLS,
    HEAD_ROW,
    HEADS,
    LABELS,
    NO_PROBLEM,
    SHEET_NAME,
    SIGNATURE,
    TEXTS,
    TITLE_ROW,
    VERSION,
    Form,
    FormRow,
    Mark,
)
from jiukun.outputs.sheets import (
    BODY_FONT,
    CELL_MARGIN,
    HEAD_FONT,
    INDENT,
    PAGE_FONT,
    PAGE_UNITS,
    ROW_LIMIT,
    TITLE_FONT,
    UNIT,
    Look,
    clean,
    dress,
    new_workbook,
    put_text,
    set_page,
    to_bytes,
)
from jiukun.outputs.textlayout import capacity, lines_within, row_height, wrap
from jiukun.text import utf16_length

_SIZE = 12.0
_EMS = (2, 7, 6, 19, 11, 13)  # Chinese characters in a line of each column
_NARROW = 3  # the columns before the open ones, whose texts stand in the middle
_SLACK = 2.0  # points a column is wider than the characters of a line
_LEAST_HEIGHT = 72.0  # points of a blank row: three of them fill the page, and there is room for a pen
_MOST_LINES = lines_within(ROW_LIMIT, _SIZE)  # in a row; Excel neither shows nor prints more
_SIGNATURE_HEIGHT = 54.0
_ASIDE = len(HEADS) + 2  # the column beside the table, outside of what is printed
_ASIDE_WIDTHS = (2.0, 40.0)  # of the gap before it and its own
_LEGEND = ("黄色的格子要填，填好就不黄了", "格内换行按 Alt+回车，行高会自动变")

_TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")
_LABEL = Look(BODY_FONT, _SIZE, horizontal="right", edges="")
_VALUE = Look(BODY_FONT, _SIZE, edges="")
_HEAD = Look(HEAD_FONT, _SIZE, horizontal="center")
_FIXED = Look(BODY_FONT, _SIZE, horizontal="center")
_OPEN = Look(BODY_FONT, _SIZE)
_SIGNATURE_LOOK = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_MARK_LOOK = Look(PAGE_FONT, 8, horizontal="right", edges="")
_STATUS = Look(PAGE_FONT, 14, bold=True, edges="", is_text=False)
_ASIDE_LOOK = Look(PAGE_FONT, 10, edges="", is_text=False)

_WANTING = PatternFill(bgColor="FFF2CC")
_RED, _GREEN = Font(color="C00000"), Font(color="2E7D32")
_PROMPT_LIMIT, _PROMPT_TITLE_LIMIT = 255, 32  # Excel's, in UTF-16 units


@dataclass(frozen=True)
class _Line:
    """A row of the table on the sheet: a measure's first, or one in which its texts go on."""

    row: FormRow | None
    texts: tuple[str, str, str]
    of: FormRow
    is_last: bool


class _GrowingRow(RowDimension):
    """A row that has a height until its text changes; then Excel, WPS and LibreOffice fit it to the text.

    A row without a height is printed one line high by LibreOffice; one with a custom height never grows.
    """

    customHeight = property(lambda _: False)  # noqa: N815  openpyxl's name


def render_form(form: Form) -> bytes:
    """The form as a workbook; the same form gives the same bytes."""
    workbook = new_workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET_NAME
    lines = list(_lines(form.rows))
    first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
    _draw_head(sheet, form)
    for number, line in enumerate(lines, first):
        _draw_line(sheet, number, line)
    _draw_foot(sheet, form, last + 2)
    _draw_aside(sheet, form.due, first, last)
    _help(sheet, lines)
    _colour(sheet, first, last)
    _protect(sheet)
    _set_page(sheet, last + 3)
    return to_bytes(workbook)
