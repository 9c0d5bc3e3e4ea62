"""The Excel form that a unit fills in, prints, signs and sends: it says itself what is wanting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import utf16_length
from jiukun.rendering.sheets.drawing import (
    CELL_MARGIN,
    PAGE_UNITS,
    ROW_LIMIT,
    UNIT,
    Look,
    dress,
    new_workbook,
    put_text,
    set_page,
    to_bytes,
)
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, PAGE_FONT, TITLE_FONT, clean
from jiukun.rendering.sheets.wrapping import capacity, lines_within, row_height, wrap
from jiukun.reports.form_layout import (
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

_SIZE = 12.0
_EMS = (2, 8, 7, 18, 11, 12)  # Chinese characters in a line of each column
_FIXED_COLUMNS = 3  # the columns before the open ones
_LEAST_HEIGHT = 72.0  # points of a blank row: there is room for a pen
_MOST_LINES = lines_within(ROW_LIMIT, _SIZE)  # in a row; Excel neither shows nor prints more
_SIGNATURE_HEIGHT = 54.0
_ASIDE = len(HEADS) + 2  # the column beside the table, outside of what is printed
_ASIDE_WIDTHS = (2.0, 40.0)  # of the gap before it and its own
_LEGEND = ("黄色的格子要填，填好就不黄了", "格内换行按 Alt+回车，行高会自动变")
_TEXT_COLUMNS = [get_column_letter(place) for place in range(_FIXED_COLUMNS + 1, len(HEADS) + 1)]
_PEOPLE = {"填报人": "写填表人的姓名", "联系电话": "座机带区号，或手机"}
_LONGEST = 30_000  # characters; a cell holds 32,767 and is better not filled to the brim

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
_PROMPT_LIMIT = 255  # Excel's, in UTF-16 units


@dataclass(frozen=True)
class _Line:
    """A row of the table on the sheet: a measure's first, or one in which its texts go on."""

    row: FormRow
    texts: tuple[str, ...]
    is_first: bool
    is_last: bool
    lines: int


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
    lines = [line for row in form.rows for line in _lines(row)]
    first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
    _draw_head(sheet, form)
    for number, line in enumerate(lines, first):
        _draw_line(sheet, number, line)
    _draw_foot(sheet, form, last + 2)
    _draw_aside(sheet, form, first, last)
    for number, line in enumerate(lines, first):
        _help(sheet, number, line.row)
    for place, (key, prompt) in zip(_people(), _PEOPLE.items(), strict=True):
        _guide(sheet, place, key, prompt)
        _colour(sheet, place, f"LEN(TRIM({place}))=0", fill=_WANTING)
    texts = f"{_TEXT_COLUMNS[0]}{first}:{_TEXT_COLUMNS[-1]}{last}"
    _colour(sheet, texts, f"AND(LEN($A{first})>0,LEN(TRIM({_TEXT_COLUMNS[0]}{first}))=0)", fill=_WANTING)
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False  # False is: allowed
    _set_page(sheet, last + 3)
    return to_bytes(workbook)


def _points(place: int) -> float:
    """The width of a column: all of them fill the page."""
    spare = PAGE_UNITS * UNIT - len(_EMS) * CELL_MARGIN
    return CELL_MARGIN + spare * _EMS[place] / sum(_EMS)


def _lines(row: FormRow) -> Iterator[_Line]:
    """A measure's rows: one, unless the text to begin with is longer than a row can be."""
    texts = (row.done, row.problems, row.plans)
    room = [capacity(_points(place) - CELL_MARGIN, _SIZE) for place in range(len(HEADS))]
    wrapped = [wrap(clean(text), line) for text, line in zip(texts, room[_FIXED_COLUMNS:], strict=True)]
    fixed = max(wrap(row.task, room[1]).lines, wrap(row.leads, room[2]).lines)
    total = max(fixed, *(one.lines for one in wrapped))
    for start in range(0, total, _MOST_LINES):
        end = min(total, start + _MOST_LINES)
        pieces = tuple(one.piece(start, end) for one in wrapped)
        yield _Line(row, pieces, start == 0, end == total, end - start)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  none is merged away yet
    return cell


def _put(sheet: Worksheet, row: int, column: int, text: str, look: Look, *, is_open: bool = False) -> None:
    cell = _cell(sheet, row, column)
    dress(cell, look)
    if is_open:
        cell.protection = Protection(locked=False)
        cell.number_format = "@"
    put_text(cell, text)


def _draw_head(sheet: Worksheet, form: Form) -> None:
    _put(sheet, TITLE_ROW, 1, form.title, _TITLE)
    values = {"单位": form.unit, "填报人": form.clerk, "联系电话": form.phone, "日期": chinese_date(form.day)}
    for key, (label, value) in FIELD_CELLS.items():
        _put(sheet, *label, LABELS[key], _LABEL)
        _put(sheet, *value, values[key], _VALUE, is_open=key in _PEOPLE)
    for column, head in enumerate(HEADS, 1):
        _put(sheet, HEAD_ROW, column, head, _HEAD)
    sheet.merge_cells(start_row=TITLE_ROW, end_row=TITLE_ROW, start_column=1, end_column=len(HEADS))
    for row in (2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=_FIXED_COLUMNS)
        sheet.row_dimensions[row].height = 24
    lines = wrap(clean(form.title), capacity(PAGE_UNITS * UNIT - CELL_MARGIN, _TITLE.size)).lines
    sheet.row_dimensions[TITLE_ROW].height = row_height(lines, _TITLE.size)
    sheet.row_dimensions[HEAD_ROW].height = 28
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"


def _draw_line(sheet: Worksheet, number: int, line: _Line) -> None:
    edges = "lr" + "t" * line.is_first + "b" * line.is_last
    fixed = (str(line.row.number), line.row.task, line.row.leads) if line.is_first else ("", "", "")
    for column, text in enumerate(fixed, 1):
        _put(sheet, number, column, text, replace(_FIXED, edges=edges))
    for column, text in enumerate(line.texts, _FIXED_COLUMNS + 1):
        _put(sheet, number, column, text, replace(_OPEN, edges=edges), is_open=True)
    height = max(_LEAST_HEIGHT if line.is_first else 0.0, row_height(line.lines, _SIZE))
    sheet.row_dimensions[number] = _GrowingRow(sheet, index=number, ht=min(height, ROW_LIMIT))


def _draw_foot(sheet: Worksheet, form: Form, row: int) -> None:
    _put(sheet, row, 1, SIGNATURE, _SIGNATURE_LOOK)
    _put(sheet, row + 1, 1, str(Mark(VERSION, form.unit, form.day.isoformat())), _MARK_LOOK)
    for number in (row, row + 1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(HEADS))
    sheet.row_dimensions[row].height = _SIGNATURE_HEIGHT


def _people() -> list[str]:
    """The cells above the table that are to be filled in."""
    return [f"{get_column_letter(column)}{row}" for row, column in (FIELD_CELLS[key][1] for key in _PEOPLE)]


def _draw_aside(sheet: Worksheet, form: Form, first: int, last: int) -> None:
    """Beside the paper: how many cells are still empty, by when the form is due, and how to fill it in."""
    above = "+".join(f"(LEN(TRIM({place}))=0)" for place in _people())
    texts = f"{_TEXT_COLUMNS[0]}{first}:{_TEXT_COLUMNS[-1]}{last}"
    blank = f"{above}+SUMPRODUCT((LEN(A{first}:A{last})>0)*(LEN(TRIM({texts}))=0))"  # rows that go on have no number
    status = _cell(sheet, 2, _ASIDE)
    dress(status, _STATUS)
    status.value = f'=IF({blank}=0,"已填完，可以报送","还有 "&({blank})&" 处没有填")'
    place = status.coordinate
    _colour(sheet, place, f'LEFT({place},1)="已"', font=_GREEN)
    _colour(sheet, place, f'LEFT({place},1)="还"', font=_RED)
    for row, text in enumerate((form.due, *_LEGEND), 3):
        _put(sheet, row, _ASIDE, text, _ASIDE_LOOK)


def _colour(sheet: Worksheet, place: str, formula: str, **look: Font | PatternFill) -> None:
    """Give cells a look while a formula holds."""
    rule = FormulaRule(formula=[formula], **look)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(place, rule)


def _help(sheet: Worksheet, number: int, row: FormRow) -> None:
    """What to write of a measure, its 要点 among it."""
    points = "；".join(row.points)
    prompts = (
        f"当日进展，分几段写就按 Alt+回车。{f'要点：{points}' if points else ''}",
        "没有问题就选“无”；有问题直接写。",
        "接下来做什么、什么时候做完。",
    )
    for column, head, prompt in zip(_TEXT_COLUMNS, TEXTS, prompts, strict=True):
        _guide(sheet, f"{column}{number}", f"第{row.number}项 {head}", prompt, is_choice=head == "存在问题")


def _guide(sheet: Worksheet, place: str, title: str, prompt: str, *, is_choice: bool = False) -> None:
    """A message where the cursor is; a text that is too long is warned of, 无 can be chosen and need not be."""
    validation = DataValidation(
        type="list" if is_choice else "textLength",
        operator=None if is_choice else "lessThanOrEqual",
        formula1=f'"{NO_PROBLEM}"' if is_choice else str(_LONGEST),
        allow_blank=True,
        showErrorMessage=not is_choice,
        errorStyle="warning",
        errorTitle="文字太长",
        error=f"一格最多写 {_LONGEST} 字，请只写要点，材料另附。",
        showInputMessage=True,
        promptTitle=title,
        prompt=_shortened(prompt),
    )
    validation.add(place)
    sheet.add_data_validation(validation)


def _shortened(text: str) -> str:
    """A message of at most as many UTF-16 units as Excel shows."""
    kept = text[:_PROMPT_LIMIT]
    while utf16_length(kept) > _PROMPT_LIMIT or (kept != text and utf16_length(kept) >= _PROMPT_LIMIT):
        kept = kept[:-1]
    return kept if kept == text else f"{kept}…"


def _set_page(sheet: Worksheet, last: int) -> None:
    set_page(sheet, [_points(place) / UNIT for place in range(len(HEADS))], HEAD_ROW)
    for column, width in enumerate(_ASIDE_WIDTHS, len(HEADS) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_area = f"A1:{get_column_letter(len(HEADS))}{last}"
