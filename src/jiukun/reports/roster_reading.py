"""The sheet that `roster` writes, filled in: what it says of each unit's 责任领导 and 责任人."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jiukun.chinese.text import half_width, one_line
from jiukun.diagnostics.codes import CODES
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.office_files import kind_of
from jiukun.project.seen import WHOLE, Sheet, Unseen, Why, by_kind, column_letters, place_name
from jiukun.reports.workbook_reading import see_workbook

ROLES = ("责任领导", "责任人")
NAME, TITLE, PHONE = "姓名", "职务", "联系电话"
_UNIT_HEADS = {"牵头单位", "责任单位", "单位", "单位名称"}
LACKING = "缺"  # how the list's own remarks begin
_NOT_READ = {Why.OUTSIDE: "这些文字不在名单的格子里，没有读"}
_TAKE_IN = "要收进来的，写进对应的格子；不要的，删去"

Part = tuple[str, str]  # 责任领导 or 责任人, and 姓名, 职务 or 联系电话


class RosterCell(NamedTuple):
    """What a cell says, in one line, and where it is."""

    text: str
    location: Location
    name: str

    def diagnostic(self, code: str, message: str, hint: str) -> Diagnostic:
        """A problem of the cell."""
        return Diagnostic(self.location, code, message, hint, cell=self.name)


class Roster(NamedTuple):
    """Of each row the unit and what is written of it, blank cells with an empty text; and what is not read."""

    rows: tuple[tuple[RosterCell, dict[Part, RosterCell]], ...]
    problems: tuple[Diagnostic, ...]


class _Heads(NamedTuple):
    """Where the heads stand: their row, the column of the unit, and what each other column holds."""

    row: int
    unit: int
    parts: dict[int, Part]


def read_roster(data: bytes, path: str) -> Roster | None:
    """The list in a workbook, whatever it is called; None where there is none, or no workbook that can be read."""
    if kind_of(data) != "workbook":
        return None
    try:
        seen = see_workbook(data)
    except Exception:  # noqa: BLE001  what is wrong with it is told of it as a form
        return None
    found = [(sheet, heads) for sheet in seen.sheets if (heads := _heads(sheet)) is not None]
    if not found:
        return None
    rows = tuple(row for sheet, heads in found for row in _rows(path, sheet, heads))
    problems = [problem for sheet, heads in found for problem in _not_read(path, sheet, heads)]
    others = [sheet.name for sheet in seen.sheets if sheet.cells and sheet not in (listed for listed, _ in found)]
    unseen = (*seen.unseen, *(Unseen(Why.FURTHER, one_line(name), WHOLE) for name in others))
    return Roster(rows, (*problems, *_unseen(path, "全表", unseen)))


def _heads(sheet: Sheet) -> _Heads | None:
    """The first row that holds the heads of unit and of 责任领导 or 责任人."""
    lines: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), cell in sorted(sheet.cells.items()):
        lines[row][column] = "".join(half_width(cell.text).split())
    for row, line in lines.items():
        unit = next((column for column, head in line.items() if head in _UNIT_HEADS), None)
        parts, role = {}, ""
        for column, head in line.items():
            role = head if head in ROLES else role
            if role and head in {role, TITLE, PHONE}:
                parts[column] = role, NAME if head == role else head
        if unit is not None and parts:
            return _Heads(row, unit, parts)
    return None


def _rows(path: str, sheet: Sheet, heads: _Heads) -> Iterator[tuple[RosterCell, dict[Part, RosterCell]]]:
    """Every row below the heads in which a unit or anything of a contact stands."""
    for row in sorted({row for row, _ in (*sheet.cells, *sheet.covered) if row > heads.row}):
        parts = {part: _cell(path, sheet, row, column) for column, part in heads.parts.items()}
        unit = _cell(path, sheet, row, heads.unit)
        if unit.text or any(cell.text for cell in parts.values()):
            yield unit, parts


def _cell(path: str, sheet: Sheet, row: int, column: int) -> RosterCell:
    cell = sheet.at(row, column)
    name = f"{sheet.name}!{column_letters(column)}{row}"
    return RosterCell(" ".join(cell.text.split()) if cell else "", Location(path, row, column), name)


def _not_read(path: str, sheet: Sheet, heads: _Heads) -> Iterator[Diagnostic]:
    """What cannot be shown of the list's cells, what stands around them, and what is hidden."""
    unseen = list(sheet.unseen)
    for (row, column), cell in sorted(sheet.cells.items()):
        if row > heads.row and column in {heads.unit, *heads.parts}:
            if cell.flaw:
                yield Diagnostic(Location(path, row, column), *cell.flaw, cell=f"{sheet.name}!{cell.name}")
        elif row != heads.row and not _is_our_own(cell.text):
            unseen.append(Unseen(Why.OUTSIDE, "", cell.place, cell.text))
    yield from _unseen(path, sheet.name, unseen)


def _is_our_own(text: str) -> bool:
    """Whether it is the list's title, a 序号, or a remark that something is lacking."""
    return text.isdecimal() or text.startswith(LACKING) or text.endswith("名单")


def _unseen(path: str, sheet: str, items: Sequence[Unseen]) -> Iterator[Diagnostic]:
    """One warning for each kind of what is not read."""
    for why, _, names in by_kind(((item.why, item) for item in items), _named):
        message = f"{_NOT_READ.get(why, CODES[why].title)}：{names}"
        yield Diagnostic(Location(path), why.value, message, _TAKE_IN, cell=sheet)


def _named(item: Unseen) -> str:
    place = "" if item.place == WHOLE or item.where else place_name(item.place)
    return f"{item.where}{place}{f'“{one_line(item.text, 16)}”' if item.text else ''}"
