"""Filled Excel forms: the content of a report, found by the form's own words wherever clerks have moved it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.chinese.dates import parse_date
from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Location, field_name
from jiukun.project.office_files import broken, refusal
from jiukun.reports.form_layout import (
    ENTRIES,
    HEADS,
    LABELS,
    LEADS,
    NUMBER,
    TASK,
    TEXTS,
    Mark,
    is_below,
    labelled,
    plain,
)

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SENTENCE_ENDS = tuple("。；！？：.;!?:”）")
_NEEDED = frozenset({NUMBER, *TEXTS})

_Place = tuple[int, int]  # row, column, from 1
_Cells = dict[_Place, str]


@dataclass(frozen=True)
class FormDocument:
    """What a report in YAML gives, and the cell of each part of it; every value is text, a blank is empty."""

    path: str
    sheet: str
    content: dict[str, Any]
    _places: dict[FieldPath, _Place] = field(repr=False)

    def diagnostic(
        self,
        path: FieldPath,
        code: str,
        message: str,
        hint: str = "",
        *,
        of_key: bool = False,  # noqa: ARG002  a cell has no key
    ) -> Diagnostic:
        """A problem of the value at `path`, at its row and column."""
        known = path
        while known and known not in self._places:
            known = known[:-1]
        return _at(self.path, self.sheet, self._places.get(known, (1, 1)), code, message, hint, field_name(path))

    def within(self, path: FieldPath, piece: str, code: str, message: str, hint: str = "") -> Diagnostic:  # noqa: ARG002
        """A problem of a piece of the text at `path`: of its cell."""
        return self.diagnostic(path, code, message, hint)


def read_form(data: bytes, path: str) -> tuple[FormDocument | None, tuple[Diagnostic, ...]]:
    """The content of a filled form, and what is wrong with the file; never raises, whatever the bytes are."""
    refused = refusal(data, path)
    if refused is not None:
        return None, (refused,)
    try:
        return _read(data, path)
    except Exception:  # noqa: BLE001  openpyxl raises whatever its parser trips over; nothing of it is ours to tell
        return None, (broken(path),)


def _read(data: bytes, path: str) -> tuple[FormDocument | None, tuple[Diagnostic, ...]]:
    found = []
    values: Any = None
    for sheet in _load(data, values=False).worksheets:
        heads = _heads(_texts(sheet))
        if heads is None:
            continue
        if values is None and _formulas(sheet):
            values = _load(data, values=True)
        cells, told = _filled(sheet, values[sheet.title] if values is not None else None, path)
        found.append((sheet, cells, told, heads))
    filled = [one for one in found if any(_entries(one[1], *one[3]).texts)] or found[:1]
    if not filled:
        message = "找不到报送表的表头（序号、完成情况、存在问题、下一步计划）"
        hint = "用办公室发的表填写，不要改表头；或运行 jiukun new --form 备一张"
        return None, (Diagnostic(Location(path), "JK605", message, hint),)
    if len(filled) > 1:
        names = one_line("、".join(one[0].title for one in filled), 80)
        message = f"有几张填了内容的表：{names}，分不清以哪张为准"
        return None, (Diagnostic(Location(path), "JK606", message, "只留一张，删去其余的工作表"),)
    sheet, cells, told, heads = filled[0]
    return _document(path, sheet, cells, *heads), tuple(told)


def _load(data: bytes, *, values: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl drops: pictures, other programs' extensions
        return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)


def _cells(sheet: Worksheet) -> Iterator[tuple[_Place, Any]]:
    """The cells that are there: a lone one in the last row of the last column is one cell, not a million rows."""
    return ((place, cell) for place, cell in sorted(sheet._cells.items()) if cell.value is not None)  # noqa: SLF001


def _texts(sheet: Worksheet) -> _Cells:
    return {place: _text(cell.value) for place, cell in _cells(sheet)}


def _formulas(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for _, cell in _cells(sheet))


def _filled(sheet: Worksheet, values: Worksheet | None, path: str) -> tuple[_Cells, list[Diagnostic]]:
    """Each cell as text: of a formula what it gave when the form was saved."""
    told: list[Diagnostic] = []
    cells: _Cells = {}
    heads = _heads(_texts(sheet))
    columns = set(heads[1].values()) if heads else set()
    for place, cell in _cells(sheet):
        value, kind = cell.value, cell.data_type
        concerns = place[1] in columns
        if kind == "f":
            value = values.cell(*place).value if values is not None else None
            code, message = (
                ("JK607", "这一格是公式，取了它上次的结果")
                if value is not None
                else ("JK608", "这一格是公式，又没有结果")
            )
            if concerns:
                told.append(_at(path, sheet.title, place, code, message, "改成直接写内容"))
        if (kind == "e" or _is_error(value, kind)) and concerns:
            told.append(_at(path, sheet.title, place, "JK608", f"这一格是错误值 {value}", "改成直接写内容"))
            value = None
        if value is not None:
            cells[place] = _text(value)
    return cells, told


def _is_error(value: object, kind: str) -> bool:
    """Whether a formula gave an error."""
    return kind == "f" and isinstance(value, str) and re.fullmatch(r"#[A-Z/0!?]+", value) is not None


def _text(value: object) -> str:
    """A cell's value as the clerk would write it: dates as 2022-08-26, numbers without exponent, lines parted by LF."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    decoded = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    return decoded.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _heads(cells: _Cells) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the column of each."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), text in cells.items():
        head = plain(text)
        if head in HEADS:
            rows.setdefault(row, {}).setdefault(head, column)
    return next(((row, heads) for row, heads in sorted(rows.items()) if heads.keys() >= _NEEDED), None)


@dataclass
class _Table:
    """The entries of a table and their places."""

    entries: list[dict[str, str]] = field(default_factory=list)
    places: dict[FieldPath, _Place] = field(default_factory=dict)

    @property
    def texts(self) -> Iterator[str]:
        """What was filled in."""
        return (entry[key] for entry in self.entries for key in TEXTS)


def _entries(cells: _Cells, head_row: int, heads: dict[str, int]) -> _Table:
    """The rows below the headings; one without a number goes on with the texts of the row above it."""
    table = _Table()
    for row in sorted({row for row, _ in cells if row > head_row}):
        values = {head: cells.get((row, column), "") for head, column in heads.items()}
        first = next((cells[place] for place in sorted(cells) if place[0] == row), "")
        if is_below(first):
            break
        if values[NUMBER].strip() or values.get(TASK, "").strip() or values.get(LEADS, "").strip():
            path = (ENTRIES, len(table.entries))
            table.entries.append({key: values[key] for key in (NUMBER, *TEXTS)})
            table.places[path] = (row, heads[NUMBER])
            table.places.update({(*path, key): (row, heads[key]) for key in (NUMBER, *TEXTS)})
        elif table.entries:
            for key in TEXTS:
                table.entries[-1][key] = _joined(table.entries[-1][key], values[key])
    return table


def _joined(text: str, more: str) -> str:
    """A text and what a row below it adds: a new paragraph, unless the text breaks off in a sentence."""
    if not text or not more:
        return text or more
    return f"{text}\n{more}" if text.endswith(_SENTENCE_ENDS) else text + more


def _document(path: str, sheet: Worksheet, cells: _Cells, head_row: int, heads: dict[str, int]) -> FormDocument:
    table = _entries(cells, head_row, heads)
    table_width = max(heads.values())
    above = {place: text for place, text in cells.items() if place[0] < head_row and place[1] <= table_width}
    values, places = _fields(sheet, above)
    mark = next((found for text in cells.values() if (found := Mark.parse(text))), None)
    if mark is not None:
        values["单位"] = values["单位"] or mark.unit
        values["日期"] = values["日期"] or mark.day
    day = parse_date(values["日期"])
    values["日期"] = day.isoformat() if day else values["日期"]
    content = {**{key: values[key].strip() for key in LABELS}, ENTRIES: table.entries}
    for entry in table.entries:
        entry[NUMBER] = entry[NUMBER].strip()
    return FormDocument(path, sheet.title, content, {**places, (ENTRIES,): (head_row, 1), **table.places})


def _fields(sheet: Worksheet, cells: _Cells) -> tuple[dict[str, str], dict[FieldPath, _Place]]:
    """The fields in the cells above the table: a label and its value in one cell, or in the next one of the row."""
    values = dict.fromkeys(LABELS, "")
    places: dict[FieldPath, _Place] = {}
    for (row, column), text in cells.items():
        for key, value in labelled(text):
            if values[key]:
                continue
            place = (row, column) if value else _beside(sheet, cells, row, column)
            values[key] = value or ("" if labelled(cells.get(place, "")) else cells.get(place, ""))
            places[key,] = place
    return values, places


def _beside(sheet: Worksheet, cells: _Cells, row: int, column: int) -> _Place:
    """The next cell of the row that has a text; where none has, the one right of the label."""
    following = sorted(place for place in cells if place[0] == row and place[1] > column)
    if following and not labelled(cells[following[0]]):
        return following[0]
    merged = (one for one in sheet.merged_cells.ranges if (one.min_row, one.min_col) == (row, column))
    return row, next((one.max_col for one in merged), column) + 1


def _at(path: str, sheet: str, place: _Place, code: str, message: str, hint: str = "", named: str = "") -> Diagnostic:
    row, column = place
    cell = f"{sheet}!{get_column_letter(column)}{row}"
    return Diagnostic(Location(path, row, column), code, message, hint, named, cell)
