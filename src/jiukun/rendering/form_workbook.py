"""The Excel form that a unit fills in, prints, signs and sends: it says itself what is wanting."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import utf16_length
from jiukun.products.tables import About
from jiukun.rendering.sheets.cutting import cut
from jiukun.rendering.sheets.drawing import A4, CELL_MARGIN, ROW_LIMIT, UNIT, Book, Look, Sheet
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, PAGE_FONT, TITLE_FONT, clean
from jiukun.rendering.sheets.wrapping import EM, capacity, count_lines, lines_within, row_height
from jiukun.reports.form_layout import (
    FIELD_CELLS,
    FIELD_ROW,
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
_SHARES = (2.5, 6, 5.5, 23, 12, 11)  # of the columns
_FIXED_COLUMNS = 3  # the columns before the open ones
_LEAST_LINES = 4  # of a blank row: there is room for a pen
_MOST_LINES = lines_within(ROW_LIMIT, _SIZE)  # in a row; Excel neither shows nor prints more
_SIGNATURE_HEIGHT = 54.0
_FEET = 12 + _SIGNATURE_HEIGHT + 15 + 3  # points below the table, and some lost by whole pixels
_GAP, _ASIDE = len(HEADS), len(HEADS) + 1  # columns beside the table, outside of what is printed
_ASIDE_WIDTHS = (2.0, 60.0)  # of the gap and of what stands beside it
_TYPING = "格内换行按 Alt+回车，行高会自动变；一格印不下的，在下面插入一行接着写"
_TEXT_COLUMNS = [chr(ord("A") + place) for place in range(_FIXED_COLUMNS, len(HEADS))]
_PEOPLE = {"填报人": "冒号后面写填表人的姓名", "联系电话": "冒号后面写电话：座机带区号，或手机"}

_TITLE = Look(TITLE_FONT, 22, horizontal="center", edges="")
_FIELD = Look(BODY_FONT, _SIZE, edges="", is_text=False)
_HEAD = Look(HEAD_FONT, _SIZE, horizontal="center")
_FIXED = Look(BODY_FONT, _SIZE, horizontal="center")
_OPEN = Look(BODY_FONT, _SIZE, is_open=True)
_SIGNATURE_LOOK = Look(BODY_FONT, 14, horizontal="center", edges="", vertical="bottom")
_MARK_LOOK = Look(PAGE_FONT, 8, horizontal="right", edges="")
_STATUS = Look(PAGE_FONT, 14, bold=True, edges="", is_text=False)
_ASIDE_LOOK = Look(PAGE_FONT, 10, edges="", is_text=False)
_SPACER = Look(BODY_FONT, _SIZE, edges="")

_RED, _GREEN = {"font_color": "#C00000"}, {"font_color": "#2E7D32"}
_PROMPT_LIMIT = 255  # Excel's, in UTF-16 units
_FREE = {"format_rows": True, "format_columns": True, "insert_rows": True, "objects": True, "scenarios": True}


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

    Excel and WPS fit a row that has no height of its own to its texts, when it is opened and as one types; LibreOffice
    opens it as tall as rows are by default, so by default the rows fill the page. A text to begin with that needs more
    has a height of its own. Whatever helps to fill the form in stands beside what is printed.
    """
    lines = [line for row in form.rows for line in _lines(row)]
    title = row_height(count_lines(clean(form.title), capacity(A4.points - CELL_MARGIN, _TITLE.size)), _TITLE.size)
    heads = {TITLE_ROW: title, FIELD_ROW: 26.0, HEAD_ROW: 28.0}
    left = A4.height - sum(heads.values()) - _FEET
    usual = max(min(left, ROW_LIMIT) / max(len(lines), 1), row_height(_LEAST_LINES, _SIZE))
    book = Book(About(form.title, f"{form.unit}　{chinese_date(form.day)}", form.unit, form.day), usual)
    sheet = book.sheet(SHEET_NAME)
    first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
    _draw_head(book, sheet, form, heads)
    for number, line in enumerate(lines, first):
        _draw_line(book, sheet, number, line)
        height = row_height(line.lines, _SIZE)
        if height > usual:
            sheet.worksheet.set_row(number - 1, min(height, ROW_LIMIT))
    _draw_foot(book, sheet, form, last + 1)
    _draw_aside(book, sheet, form, lines)
    for number, line in enumerate(lines, first):
        _help(sheet, number, line.row)
    for key, prompt in _PEOPLE.items():
        _guide(sheet, _name(key), key, prompt)
    sheet.worksheet.protect("", _FREE)
    sheet.set_page(HEAD_ROW - 1)
    sheet.worksheet.print_area(0, 0, last + 2, len(HEADS) - 1)
    return _growing(book.to_bytes(), range(first, last + 1))


def _growing(data: bytes, rows: range) -> bytes:
    """The workbook with rows that grow as one types; XlsxWriter fixes each height that it is given."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                for row in rows:
                    content = re.sub(rb'(<row r="%d"[^>]*) customHeight="1"' % row, rb"\1", content)
            new.writestr(entry, content)
    return buffer.getvalue()


def _points(place: int) -> float:
    """The width of a column: all of them fill the page."""
    return CELL_MARGIN + (A4.points - len(_SHARES) * CELL_MARGIN) * _SHARES[place] / sum(_SHARES)


def _lines(row: FormRow) -> Iterator[_Line]:
    """A measure's rows: one, unless the text to begin with is longer than a row can be."""
    room = [capacity(_points(place) - CELL_MARGIN, _SIZE) for place in range(len(HEADS))]
    texts = (row.done, row.problems, row.plans)
    parted = [cut(clean(text), line, _MOST_LINES) for text, line in zip(texts, room[_FIXED_COLUMNS:], strict=True)]
    fixed = max(count_lines(row.task, room[1]), count_lines(row.leads, room[2]), _LEAST_LINES)
    total = max(map(len, parted))
    for number in range(total):
        pieces = tuple(own[number] if number < len(own) else "" for own in parted)
        tall = max(count_lines(text, line) for text, line in zip(pieces, room[_FIXED_COLUMNS:], strict=True))
        is_first = number == 0
        yield _Line(row, pieces, is_first, number == total - 1, min(max(tall, fixed if is_first else 1), _MOST_LINES))


def _draw_head(book: Book, sheet: Sheet, form: Form, heights: dict[int, float]) -> None:
    """The title, the official line of fields, each after its label in one cell, and the heads."""
    sheet.set_widths([*map(_points, range(len(HEADS))), *(width * UNIT for width in _ASIDE_WIDTHS)])
    sheet.merge(TITLE_ROW - 1, TITLE_ROW - 1, (0, len(HEADS) - 1), form.title, book.style(_TITLE))
    values = {"单位": form.unit, "填报人": form.clerk, "联系电话": form.phone, "日期": chinese_date(form.day)}
    for key, column in FIELD_CELLS.items():
        columns = (0, _FIXED_COLUMNS - 1) if column == 1 else (column - 1,) * 2
        style = book.style(_FIELD._replace(is_open=key != "单位"))
        sheet.merge(FIELD_ROW - 1, FIELD_ROW - 1, columns, LABELS[key] + values[key], style)
    for column, head in enumerate(HEADS):
        sheet.put(HEAD_ROW - 1, column, head, book.style(_HEAD))
    for row, height in heights.items():
        sheet.worksheet.set_row(row - 1, height)
    sheet.worksheet.freeze_panes(HEAD_ROW, 0)


def _draw_line(book: Book, sheet: Sheet, number: int, line: _Line) -> None:
    edges = "lr" + "t" * line.is_first + "b" * line.is_last
    fixed = (str(line.row.number), line.row.task, line.row.leads) if line.is_first else ("", "", "")
    for column, text in enumerate(fixed):
        sheet.put(number - 1, column, text, book.style(_FIXED._replace(edges=edges)))
    for column, text in enumerate(line.texts, _FIXED_COLUMNS):
        sheet.put(number - 1, column, text, book.style(_OPEN._replace(edges=edges)))
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


def _name(key: str) -> str:
    """The name of a cell above the table that is to be filled in."""
    return f"{chr(ord('A') + FIELD_CELLS[key] - 1)}{FIELD_ROW}"


def _draw_aside(book: Book, sheet: Sheet, form: Form, lines: list[_Line]) -> None:
    """Beside the paper: by when the form is due, and what is still to be filled in or too long, as formulas."""
    first, last = HEAD_ROW + 1, HEAD_ROW + len(lines)
    people = {key: f"LEN(TRIM({_name(key)}))<={len(LABELS[key])}" for key in _PEOPLE}
    texts = f"{_TEXT_COLUMNS[0]}{first}:{_TEXT_COLUMNS[-1]}{last}"
    count = "+".join(f"({blank})" for blank in people.values())
    count += f"+SUMPRODUCT((LEN(A{first}:A{last})>0)*(LEN(TRIM({texts}))=0))"  # rows that go on have no number
    named = "&".join(f'IF({blank},"　{key}","")' for key, blank in people.items())
    status = f'=IF({count}=0,"已填完，可以报送","还有 "&({count})&" 处没有填"&{named})'
    sheet.worksheet.write_formula(FIELD_ROW - 1, _ASIDE, status, book.style(_STATUS).plain, "")
    column = chr(ord("A") + _ASIDE)
    place, red = f"{column}{FIELD_ROW}", book.workbook.add_format(_RED)
    _colour(sheet, place, f'LEFT({place},1)="已"', book.workbook.add_format(_GREEN))
    _colour(sheet, place, f'LEFT({place},1)="还"', red)
    _colour(sheet, f"{column}{first}:{column}{last}", f"LEN({column}{first})>0", red)
    for row, text in ((TITLE_ROW, form.due), (HEAD_ROW, _TYPING)):
        sheet.put(row - 1, _ASIDE, text, book.style(_ASIDE_LOOK))
    for number in range(first, last + 1):
        found = "&".join(_wanting(column, number, head) for column, head in zip(_TEXT_COLUMNS, TEXTS, strict=True))
        sheet.worksheet.write_formula(number - 1, _ASIDE, f"={found}", book.style(_ASIDE_LOOK).plain, "")


def _wanting(column: str, row: int, head: str) -> str:
    """A formula that says whether a text is wanting or will not print whole."""
    blank = f'IF(LEN($A{row})=0,"","{head}没有填　")'
    return f'IF(LEN(TRIM({column}{row}))=0,{blank},IF({_fits(column, row)},"","{head}印不下　"))'


def _fits(column: str, row: int) -> str:
    """A formula that says whether a row can be tall enough for a text; where that is doubtful, it says no."""
    place, filled = f"{column}{row}", _room(column) // EM - 1  # signs that begin no line shorten the one before
    return f'LEN({place})/{filled}+LEN({place})-LEN(SUBSTITUTE({place},CHAR(10),""))<={_MOST_LINES - 1}'


def _room(column: str) -> int:
    return capacity(_points(ord(column) - ord("A")) - CELL_MARGIN, _SIZE)


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
    choice = {"validate": "list", "source": [NO_PROBLEM], "show_error": False}  # 无 can be chosen, and need not be
    for column, head, prompt in zip(_TEXT_COLUMNS, TEXTS, prompts, strict=True):
        rule = {"validate": "custom", "value": f"={_fits(column, number)}", "error_type": "warning"}
        own: dict[str, object] = {**(choice if head == "存在问题" else rule)}
        _guide(sheet, f"{column}{number}", f"第{row.number}项 {head}", prompt, own)


def _guide(sheet: Sheet, place: str, title: str, prompt: str, rule: dict[str, object] | None = None) -> None:
    """A message where the cursor is, and a warning of a text that breaks the rule."""
    sheet.worksheet.data_validation(
        place,
        {
            **(rule or {"validate": "any"}),
            "error_title": "文字太长",
            "error_message": "这一格打印时可能印不下。只写要点，材料另附；或在下面插入一行接着写。",
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
