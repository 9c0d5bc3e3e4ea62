"""The Excel form that a unit fills in, prints, signs and sends: it says itself what is wanting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import utf16_length
from jiukun.products.tables import About
from jiukun.rendering.sheets.cutting import cut
from jiukun.rendering.sheets.drawing import A4, CELL_MARGIN, ROW_LIMIT, UNIT, Book, Look, Sheet
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
_SHARES = (2.5, 7, 6, 22, 10, 12.5)  # of the columns
_FIXED_COLUMNS = 3  # the columns before the open ones
_LEAST_LINES = 4  # of a blank row: there is room for a pen
_MOST_LINES = lines_within(ROW_LIMIT, _SIZE)  # in a row; Excel neither shows nor prints more
_SIGNATURE_HEIGHT = 54.0
_GAP, _ASIDE = len(HEADS), len(HEADS) + 1  # columns beside the table, outside of what is printed
_ASIDE_WIDTHS = (2.0, 40.0)  # of the gap and of what stands beside it
_LEGEND = ("黄色的格子要填，填好就不黄了", "格内换行按 Alt+回车，行高会自动变")
_TEXT_COLUMNS = [chr(ord("A") + place) for place in range(_FIXED_COLUMNS, len(HEADS))]
_PEOPLE = {"填报人": "写填表人的姓名", "联系电话": "座机带区号，或手机"}
_OPEN_FIELDS = {*_PEOPLE, "日期"}  # what may be typed above the table
_LONGEST = 30_000  # characters; a cell holds 32,767 and is better not filled to the brim

_TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")
_LABEL = Look(BODY_FONT, _SIZE, horizontal="right", edges="")
_VALUE = Look(BODY_FONT, _SIZE, edges="")
_HEAD = Look(HEAD_FONT, _SIZE, horizontal="center")
_FIXED = Look(BODY_FONT, _SIZE, horizontal="center")
_OPEN = Look(BODY_FONT, _SIZE, is_open=True)
_SIGNATURE_LOOK = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_MARK_LOOK = Look(PAGE_FONT, 8, horizontal="right", edges="")
_STATUS = Look(PAGE_FONT, 14, bold=True, edges="", is_text=False)
_ASIDE_LOOK = Look(PAGE_FONT, 10, edges="", is_text=False)
_SPACER = Look(BODY_FONT, _SIZE, edges="")

_WANTING, _RED, _GREEN = {"bg_color": "#FFF2CC"}, {"font_color": "#C00000"}, {"font_color": "#2E7D32"}
_PROMPT_LIMIT = 255  # Excel's, in UTF-16 units
_FREE = {"format_rows": True, "format_columns": True, "objects": True, "scenarios": True}  # in the protected sheet


@dataclass(frozen=True)
class _Line:
    """A row of the table on the sheet: a measure's first, or one in which its texts go on."""

    row: FormRow
    texts: tuple[str, ...]
    is_first: bool
    is_last: bool
    lines: int


def render_form(form: Form) -> bytes:
    """The form as a workbook; the same form gives the same bytes.

    A row in which one types grows as long as it has no height of its own, and LibreOffice prints it as tall as rows
    are by default: so the default is the tallest that the form needs. Excel and WPS fit such a row to its texts.
    """
    lines = [line for row in form.rows for line in _lines(row)]
    book = Book(_about(form), row_height(max(line.lines for line in lines) if lines else _LEAST_LINES, _SIZE))
    sheet = book.sheet(SHEET_NAME)
    first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
    _draw_head(book, sheet, form)
    for number, line in enumerate(lines, first):
        _draw_line(book, sheet, number, line)
    _draw_foot(book, sheet, form, last + 1)
    _draw_aside(book, sheet, form, first, last)
    for number, line in enumerate(lines, first):
        _help(sheet, number, line.row)
    wanting = book.workbook.add_format(_WANTING)
    for place, (key, prompt) in zip(_people(), _PEOPLE.items(), strict=True):
        _guide(sheet, place, key, prompt)
        _colour(sheet, place, f"LEN(TRIM({place}))=0", wanting)
    texts = f"{_TEXT_COLUMNS[0]}{first}:{_TEXT_COLUMNS[-1]}{last}"
    _colour(sheet, texts, f"AND(LEN($A{first})>0,LEN(TRIM({_TEXT_COLUMNS[0]}{first}))=0)", wanting)
    sheet.worksheet.protect("", _FREE)
    sheet.set_page(HEAD_ROW - 1)
    sheet.worksheet.print_area(0, 0, last + 2, len(HEADS) - 1)
    return book.to_bytes()


def _about(form: Form) -> About:
    return About(form.title, f"{form.unit}　{chinese_date(form.day)}", form.unit, form.day)


def _points(place: int) -> float:
    """The width of a column: all of them fill the page."""
    return CELL_MARGIN + (A4.points - len(_SHARES) * CELL_MARGIN) * _SHARES[place] / sum(_SHARES)


def _lines(row: FormRow) -> Iterator[_Line]:
    """A measure's rows: one, unless the text to begin with is longer than a row can be."""
    room = [capacity(_points(place) - CELL_MARGIN, _SIZE) for place in range(len(HEADS))]
    texts = (row.done, row.problems, row.plans)
    parted = [cut(clean(text), line, _MOST_LINES) for text, line in zip(texts, room[_FIXED_COLUMNS:], strict=True)]
    fixed = max(wrap(row.task, room[1]).lines, wrap(row.leads, room[2]).lines, _LEAST_LINES)
    total = max(map(len, parted))
    for number in range(total):
        pieces = tuple(own[number] if number < len(own) else "" for own in parted)
        tall = max(wrap(text, line).lines for text, line in zip(pieces, room[_FIXED_COLUMNS:], strict=True))
        is_first = number == 0
        yield _Line(row, pieces, is_first, number == total - 1, min(max(tall, fixed if is_first else 1), _MOST_LINES))


def _draw_head(book: Book, sheet: Sheet, form: Form) -> None:
    page = sheet.worksheet
    sheet.set_widths([*map(_points, range(len(HEADS))), *(width * UNIT for width in _ASIDE_WIDTHS)])
    across = (0, len(HEADS) - 1)
    sheet.merge(TITLE_ROW - 1, TITLE_ROW - 1, across, form.title, book.style(_TITLE))
    values = {"单位": form.unit, "填报人": form.clerk, "联系电话": form.phone, "日期": chinese_date(form.day)}
    for key, (label, value) in FIELD_CELLS.items():
        columns = (0, _FIXED_COLUMNS - 1) if label[1] == 1 else (label[1] - 1,) * 2
        sheet.merge(label[0] - 1, label[0] - 1, columns, LABELS[key], book.style(_LABEL))
        open_look = replace(_VALUE, is_open=key in _OPEN_FIELDS)
        sheet.put(value[0] - 1, value[1] - 1, values[key], book.style(open_look))
    for column, head in enumerate(HEADS):
        sheet.put(HEAD_ROW - 1, column, head, book.style(_HEAD))
    lines = wrap(clean(form.title), capacity(A4.points - CELL_MARGIN, _TITLE.size)).lines
    for row, height in ((TITLE_ROW, row_height(lines, _TITLE.size)), (2, 24), (3, 24), (HEAD_ROW, 28)):
        page.set_row(row - 1, height)
    page.freeze_panes(HEAD_ROW, 0)


def _draw_line(book: Book, sheet: Sheet, number: int, line: _Line) -> None:
    edges = "lr" + "t" * line.is_first + "b" * line.is_last
    fixed = (str(line.row.number), line.row.task, line.row.leads) if line.is_first else ("", "", "")
    for column, text in enumerate(fixed):
        sheet.put(number - 1, column, text, book.style(replace(_FIXED, edges=edges)))
    for column, text in enumerate(line.texts, _FIXED_COLUMNS):
        sheet.put(number - 1, column, text, book.style(replace(_OPEN, edges=edges)))
    if line.is_first:  # what keeps a row that Excel fits to its texts tall enough for a pen
        sheet.put(number - 1, _GAP, "\n" * (_LEAST_LINES - 1), book.style(_SPACER))


def _draw_foot(book: Book, sheet: Sheet, form: Form, row: int) -> None:
    """Two lines below a blank one."""
    mark = str(Mark(VERSION, form.unit, form.day.isoformat()))
    feet = (("", _MARK_LOOK, 12.0), (SIGNATURE, _SIGNATURE_LOOK, _SIGNATURE_HEIGHT), (mark, _MARK_LOOK, 15.0))
    for number, (text, look, height) in enumerate(feet, row - 1):
        if text:
            sheet.merge(number, number, (0, len(HEADS) - 1), text, book.style(look))
        sheet.worksheet.set_row(number, height)


def _people() -> list[str]:
    """The cells above the table that are to be filled in."""
    return [f"{chr(ord('A') + column - 1)}{row}" for row, column in (FIELD_CELLS[key][1] for key in _PEOPLE)]


def _draw_aside(book: Book, sheet: Sheet, form: Form, first: int, last: int) -> None:
    """Beside the paper: how many cells are still empty, by when the form is due, and how to fill it in."""
    above = "+".join(f"(LEN(TRIM({place}))=0)" for place in _people())
    texts = f"{_TEXT_COLUMNS[0]}{first}:{_TEXT_COLUMNS[-1]}{last}"
    blank = f"{above}+SUMPRODUCT((LEN(A{first}:A{last})>0)*(LEN(TRIM({texts}))=0))"  # rows that go on have no number
    formula = f'=IF({blank}=0,"已填完，可以报送","还有 "&({blank})&" 处没有填")'
    sheet.worksheet.write_formula(1, _ASIDE, formula, book.style(_STATUS).plain, "")
    place = f"{chr(ord('A') + _ASIDE)}2"
    _colour(sheet, place, f'LEFT({place},1)="已"', book.workbook.add_format(_GREEN))
    _colour(sheet, place, f'LEFT({place},1)="还"', book.workbook.add_format(_RED))
    for row, text in enumerate((form.due, *_LEGEND), 2):
        sheet.put(row, _ASIDE, text, book.style(_ASIDE_LOOK))


def _colour(sheet: Sheet, place: str, formula: str, look: object) -> None:
    """Give cells a look while a formula holds."""
    sheet.worksheet.conditional_format(place, {"type": "formula", "criteria": f"={formula}", "format": look})


def _help(sheet: Sheet, number: int, row: FormRow) -> None:
    """What to write of a measure, its 要点 among it."""
    points = "；".join(row.points)
    prompts = (
        f"这一次的进展，分几段写就按 Alt+回车。{f'要点：{points}' if points else ''}",
        "没有问题就选“无”；有问题直接写。",
        "接下来做什么、什么时候做完。",
    )
    for column, head, prompt in zip(_TEXT_COLUMNS, TEXTS, prompts, strict=True):
        _guide(sheet, f"{column}{number}", f"第{row.number}项 {head}", prompt, is_choice=head == "存在问题")


def _guide(sheet: Sheet, place: str, title: str, prompt: str, *, is_choice: bool = False) -> None:
    """A message where the cursor is; a text that is too long is warned of, 无 can be chosen and need not be."""
    rule = (
        {"validate": "list", "source": [NO_PROBLEM], "show_error": False}
        if is_choice
        else {"validate": "length", "criteria": "<=", "value": _LONGEST, "error_type": "warning"}
    )
    sheet.worksheet.data_validation(
        place,
        {
            **rule,
            "error_title": "文字太长",
            "error_message": f"一格最多写 {_LONGEST} 字，请只写要点，材料另附。",
            "input_title": title,
            "input_message": _shortened(prompt),
        },
    )


def _shortened(text: str) -> str:
    """A message of at most as many UTF-16 units as Excel shows."""
    kept = text[:_PROMPT_LIMIT]
    while utf16_length(kept) > _PROMPT_LIMIT or (kept != text and utf16_length(kept) >= _PROMPT_LIMIT):
        kept = kept[:-1]
    return kept if kept == text else f"{kept}…"
