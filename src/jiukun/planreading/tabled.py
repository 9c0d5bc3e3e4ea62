"""Measures in tables: a row each, whatever cells were merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jiukun.intake.documents import Paragraph, Table
from jiukun.numerals import parse_numeral
from jiukun.planreading.found import FoundMeasure, WithoutUnits
from jiukun.planreading.labels import HEAD_OF, Role, role_of
from jiukun.planreading.names import without_spaces
from jiukun.planreading.outline import first_sentence, one_line_of, ordinal
from jiukun.planreading.statements import Statement, cell_statement

_ROLES = {Role.LEAD, Role.DUTY, Role.HELP, Role.LIMIT, Role.LEADER}
_MOST_HEAD_ROWS = 6
_MOST_COLUMNS = 63  # as Word
_SAME = frozenset({"同上", "〃", "″", '"', "”", "同前"})
_NOTE = re.compile(r"(?:备注|注|说明|合计|总计)(?:[：:]|$)|填表|填报|审核|联系人")
_BLANK = re.compile(r"[\s_＿xX×X·.…—\-/*＊]*")


@dataclass(frozen=True)
class TableReading:
    """The measures of a table; `is_form` where it is one to fill in, with columns for what was done."""

    measures: tuple[FoundMeasure, ...]
    without_units: tuple[WithoutUnits, ...]
    is_form: bool


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand: by head, and those of a role."""

    places: dict[str, int]
    roles: dict[Role, int]


@dataclass(frozen=True)
class _Row:
    """The cells of one measure."""

    number: Paragraph | None
    task: Paragraph | None
    detail: Paragraph | None
    roles: dict[Role, Paragraph]

    @property
    def identity(self) -> tuple[int, ...]:
        """Two rows with the same are one measure, whose cells were merged."""
        first = self.number or self.task
        return (first.start if first else -1, *(one.start for one in self.roles.values()))


def table_measures(table: Table) -> TableReading | None:
    """What a table holds; None for one that is no table of measures."""
    for place, row in enumerate(table.rows[:_MOST_HEAD_ROWS]):
        columns = _columns(row)
        if columns is not None:
            rows = list(_rows(table.rows[place + 1 :], columns, row))
            measures = tuple(_measures(rows))
            return TableReading(measures, tuple(_without(rows)), "progress" in columns.places)
    return None


def _columns(row: tuple[Paragraph, ...]) -> _Columns | None:
    places: dict[str, int] = {}
    roles: dict[Role, int] = {}
    for place, cell in enumerate(row[:_MOST_COLUMNS]):
        word = re.sub(r"[（(].*", "", without_spaces(cell.text))
        role = role_of(word)
        if role in _ROLES:
            roles.setdefault(role, place)
        elif word in HEAD_OF:
            places.setdefault(HEAD_OF[word], place)
    if "task" not in places and "detail" in places:
        places["task"] = places.pop("detail")
    if "task" not in places or not roles.keys() & {Role.LEAD, Role.DUTY, Role.HELP}:
        return None
    return _Columns(places, roles)


def _rows(rows: tuple[tuple[Paragraph, ...], ...], columns: _Columns, head: tuple[Paragraph, ...]) -> Iterator[_Row]:
    """The rows below the heads, save headings of sections, repeated heads and notes; 同上 is what stands above."""
    above: _Row | None = None
    head_texts = [without_spaces(cell.text) for cell in head]
    for cells in rows:
        texts = [without_spaces(cell.text) for cell in cells]
        filled = {cell.start for cell, text in zip(cells, texts, strict=True) if text}
        if len(filled) <= 1 or texts == head_texts or _NOTE.match(next(text for text in texts if text)):
            continue
        row = _row(cells, columns, above)
        if row.task is not None and _BLANK.fullmatch(row.task.text):
            if not any(cell.text.strip() for cell in row.roles.values()):
                continue
            row = _Row(row.number, above.task if above else row.task, row.detail, row.roles)
        yield row
        above = row


def _row(cells: tuple[Paragraph, ...], columns: _Columns, above: _Row | None) -> _Row:
    def at(place: int | None) -> Paragraph | None:
        return cells[place] if place is not None and place < len(cells) else None

    roles = {}
    for role, place in columns.roles.items():
        cell = at(place)
        if cell is not None and without_spaces(cell.text) in _SAME and above is not None and role in above.roles:
            cell = Paragraph(cell.start, above.roles[role].text)
        if cell is not None:
            roles[role] = cell
    places = columns.places
    return _Row(at(places.get("number")), at(places.get("task")), at(places.get("detail")), roles)


def _measures(rows: list[_Row]) -> Iterator[FoundMeasure]:
    measures = {(row.task.start, row.identity) for row in rows if row.task}
    tasks = Counter(start for start, _ in measures)
    before: tuple[int, ...] | None = None
    for row in rows:
        if row.task is None or row.identity == before:
            continue
        before = row.identity
        statement = _statement(row)
        if not statement.has_units or _BLANK.fullmatch(row.task.text):
            continue
        task, parent, index = _task(row, unique=tasks[row.task.start] == 1)
        number = without_spaces(row.number.text).strip("（()）.．、") if row.number else ""
        mark = without_spaces(row.number.text) if row.number else ""
        yield FoundMeasure(task, index, mark, parse_numeral(number), parent, statement)


def _task(row: _Row, *, unique: bool) -> tuple[str, str, int]:
    """Title, title above it and place: the finer column where the coarser is merged over several measures."""
    assert row.task is not None  # noqa: S101  its caller has looked
    coarse = _titled(row.task)
    if unique or row.detail is None or not row.detail.text.strip():
        return coarse, "", row.task.start
    return _titled(row.detail), coarse, row.detail.start


def _titled(cell: Paragraph) -> str:
    found = ordinal(cell.text)
    text = cell.text[found[3] if found else 0 :]
    lines = [line for line in text.split("\n") if line.strip()]
    wrapped = len(lines) > 1 and not any(mark in text for mark in "。；：")
    return one_line_of("".join(line.strip() for line in lines)) if wrapped else first_sentence("\n".join(lines[:1]))


def _statement(row: _Row) -> Statement:
    said: Statement | None = None
    for role, cell in row.roles.items():
        one = cell_statement(cell.text, cell.start, role)
        said = one if said is None else said.joined(one)
    assert said is not None  # noqa: S101  a table has a column of a role
    return said


def _without(rows: list[_Row]) -> Iterator[WithoutUnits]:
    for row in rows:
        if row.task is None or _BLANK.fullmatch(row.task.text) or _statement(row).has_units:
            continue
        yield WithoutUnits(_titled(row.task), row.task.start, without_spaces(row.number.text) if row.number else "")
