"""Measures in tables: a row each, whatever cells were merged; and tables of one measure, label beside value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import without_spaces
from jiukun.drafting.documents.paragraphs import Paragraph, Table
from jiukun.drafting.reading.duty_places import left_over
from jiukun.drafting.reading.duty_text import Statement, read_duty_text
from jiukun.drafting.reading.labels import LABEL, UNITS, Role, column_of
from jiukun.drafting.reading.numbered_items import first_sentence, one_line_of, ordinal
from jiukun.drafting.reading.plan_contents import MeasureRead, Missed, named
from jiukun.drafting.reading.unit_shapes import ends_like_a_unit

_ROLES = {*UNITS, Role.LIMIT, Role.LEADER, Role.BESIDE}
_MOST_HEAD_ROWS = 6
_MOST_COLUMNS = 63  # as Word
_SAME = frozenset({"同上", "〃", "″", '"', "”", "同前"})
_NOTE = re.compile(r"(?:备注|注|说明|合计|总计)(?:[：:]|$)|填表|填报|审核|联系人")
_BLANK = re.compile(r"[\s_＿xX×X·.…—\-/*＊]*")
_NO_TASK = "：这张表有“{}”这一栏，但没有认出哪一栏是工作任务，整张表没有读"
_LABEL_BESIDE = 2  # cells of a label and its value


@dataclass(frozen=True)
class TableReading:
    """The measures of a table; `is_form` where it is one to fill in, with columns for what was done."""

    measures: tuple[MeasureRead, ...] = ()
    missed: tuple[Missed, ...] = ()
    is_form: bool = False


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand: by head, and those of a role; `guessed` is the head that was taken for the task's."""

    places: dict[str, int]
    roles: dict[Role, int]
    guessed: str = ""


@dataclass(frozen=True)
class _Row:
    """The cells of one measure; `others` are those that stand below no head of a role or a number."""

    number: Paragraph | None
    task: Paragraph | None
    detail: Paragraph | None
    roles: dict[Role, Paragraph]
    others: tuple[Paragraph, ...] = ()

    @property
    def identity(self) -> tuple[int, ...]:
        """Two rows with the same are one measure, whose cells were merged."""
        first = self.number or self.task
        return (first.start if first else -1, *(cell.start for cell in self.roles.values()))

    @property
    def mark(self) -> str:
        """Its number as it is written."""
        return without_spaces(self.number.text) if self.number else ""

    @property
    def statement(self) -> Statement:
        """What its cells say; units that stand in no column of theirs are mentioned."""
        whole = Statement(self.identity[0], self.identity[0])
        for role, cell in self.roles.items():
            whole = whole.joined(read_duty_text(cell.text, cell.start, role))
        found = (found for cell in self.others for found in left_over(cell.text, 0, len(cell.text), []))
        return whole.mentioning(name for left in found for name in left.names)


def read_table(table: Table) -> TableReading | None:
    """What a table holds; None for one that says nothing of who is responsible."""
    reading = _below_heads(table)
    if reading is not None:
        return reading
    cells = (cell for row in table.rows[:_MOST_HEAD_ROWS] for cell in row)
    labelled = next((cell for cell in cells if column_of(cell.text) in UNITS), None)
    if labelled is None:
        return None
    records = [reading for record in _records(table) if (reading := _below_heads(record))]
    measures = tuple(measure for record in records for measure in record.measures)
    if measures:
        return TableReading(measures, tuple(missed for record in records for missed in record.missed))
    words = one_line_of(labelled.text)
    return TableReading(missed=(Missed(labelled.start, words, _NO_TASK.format(words), "JK618"),))


def _below_heads(table: Table) -> TableReading | None:
    for place, row in enumerate(table.rows[:_MOST_HEAD_ROWS]):
        heads, below = _heads(row, table.rows[place + 1 : place + 2])
        columns = _columns(heads)
        if columns is not None:
            return _reading([*_rows(table.rows[place + 1 + below :], columns, heads)], columns)
    return None


def _reading(rows: list[_Row], columns: _Columns) -> TableReading:
    """Each row as a measure or as one without units; rows of one measure, whose cells were merged, once."""
    tasks = Counter(start for start, _ in {(row.task.start, row.identity) for row in rows if row.task})
    asks = (f"的工作任务取自“{columns.guessed}”一栏，请核对",) if columns.guessed else ()
    measures: list[MeasureRead] = []
    missed: list[Missed] = []
    before: tuple[int, ...] | None = None
    for row in rows:
        if row.task is None or row.identity == before or _BLANK.fullmatch(row.task.text):
            continue
        before = row.identity
        statement = row.statement
        if not statement.has_units:
            missed.append(Missed(row.task.start, named(row.mark, _titled(row.task))))
            continue
        task, parent, index = _titled(row.task), "", row.task.start
        if tasks[row.task.start] > 1 and row.detail is not None and row.detail.text.strip():
            task, parent, index = (
                _titled(row.detail),
                task,
                row.detail.start,
            )  # the coarser is merged
        number = parse_numeral(row.mark.strip("（()）.．、"))
        words = "：".join(one_line_of(cell.text) for cell in (row.task, row.detail) if cell and cell.text.strip())
        measures.append(MeasureRead(task, index, row.mark, number, parent, statement, words, asks))
    return TableReading(tuple(measures), tuple(missed) if measures else (), "progress" in columns.places)


def _heads(row: tuple[Paragraph, ...], following: Iterable[tuple[Paragraph, ...]]) -> tuple[list[str], int]:
    """The words above the columns, of one row or two: 责任单位 over 牵头 and 配合; and whether there is a second."""
    heads = [cell.text for cell in row[:_MOST_COLUMNS]]
    for lower in following:
        if len(lower) != len(row) or not any(column_of(cell.text) in UNITS for cell in lower):
            break
        pairs = zip(row, lower, strict=True)
        return [cell.text if column_of(cell.text) else above.text for above, cell in pairs][:_MOST_COLUMNS], 1
    return heads, 0


def _columns(heads: list[str]) -> _Columns | None:
    places: dict[str, int] = {}
    roles: dict[Role, int] = {}
    unknown: list[int] = []
    for place, head in enumerate(heads):
        says = column_of(head)
        if says in _ROLES and isinstance(says, Role):
            roles.setdefault(says, place)
        elif says == "task" and "task" in places:
            places.setdefault("detail", place)  # the one head over a task and its parts
        elif isinstance(says, str):
            places.setdefault(says, place)
        elif head.strip():
            unknown.append(place)
    if not roles.keys() & UNITS:
        return None
    if "task" not in places and "detail" in places:
        places["task"] = places.pop("detail")
    if "task" in places:
        return _Columns(places, roles)
    before = [place for place in unknown if place < min(roles.values())]
    if len({heads[place] for place in before}) != 1 or len(roles) == len(heads):
        return None
    return _Columns({**places, "task": before[0]}, roles, one_line_of(heads[before[0]]))


def _records(table: Table) -> Iterator[Table]:
    """Tables in which labels stand beside values, each as one of a single row; a repeated label begins the next."""
    heads: list[Paragraph] = []
    values: list[Paragraph] = []
    for row in table.rows:
        cells = list({cell.start: cell for cell in row}.values())
        for label, value in zip(cells[::_LABEL_BESIDE], cells[1::_LABEL_BESIDE], strict=False):
            if any(without_spaces(label.text) == without_spaces(head.text) for head in heads):
                yield Table((tuple(heads), tuple(values)))
                heads, values = [], []
            if column_of(label.text) is not None:
                heads.append(label)
                values.append(value)
    if heads:
        yield Table((tuple(heads), tuple(values)))


def _rows(rows: tuple[tuple[Paragraph, ...], ...], columns: _Columns, head: list[str]) -> Iterator[_Row]:
    """The rows below the heads, save headings of sections, repeated heads and notes; 同上 is what stands above."""
    above: _Row | None = None
    head_texts = [without_spaces(text) for text in head]
    for cells in rows:
        texts = [without_spaces(cell.text) for cell in cells]
        filled = {cell.start for cell, text in zip(cells, texts, strict=True) if text}
        if len(filled) <= 1 or texts == head_texts:
            continue
        row = _row(cells, columns, above)
        if _NOTE.match(next(text for text in texts if text)) and _is_note(row):
            continue
        if row.task is not None and _BLANK.fullmatch(row.task.text):
            if not any(cell.text.strip() for cell in row.roles.values()):
                continue
            row = replace(row, task=above.task if above else row.task)
        yield row
        above = row


def _is_note(row: _Row) -> bool:
    """Whether the roles' cells of a row hold no units: 填报人 and 审核人 stand there, or nothing."""
    cells = [cell for role, cell in row.roles.items() if role in UNITS and cell.text.strip()]
    merged = row.task is not None and any(cell.start == row.task.start for cell in cells)
    sides = ((cell.text, cell.text.partition("：" if "：" in cell.text else ":")) for cell in cells)
    signed = (
        colon and not LABEL.search(text) and not ends_like_a_unit(without_spaces(by)) for text, (by, colon, _) in sides
    )
    return not cells or merged or any(signed)  # 审核人：张三, but not 市政务局：吴某


def _row(cells: tuple[Paragraph, ...], columns: _Columns, above: _Row | None) -> _Row:
    def at(place: int | None) -> Paragraph | None:
        return cells[place] if place is not None and place < len(cells) else None

    roles = {role: cell for role, place in columns.roles.items() if (cell := at(place))}
    for role, cell in roles.items():
        if above is not None and role in above.roles and without_spaces(cell.text) in _SAME:
            roles[role] = Paragraph(cell.start, above.roles[role].text)
    places = columns.places
    known = {*columns.roles.values(), places.get("number"), places.get("progress")}
    others = tuple(dict.fromkeys(cell for place, cell in enumerate(cells) if place not in known))
    return _Row(at(places.get("number")), at(places.get("task")), at(places.get("detail")), roles, others)


def _titled(cell: Paragraph) -> str:
    found = ordinal(cell.text)
    text = cell.text[found[3] if found else 0 :]
    lines = [line for line in text.split("\n") if line.strip()]
    wrapped = len(lines) > 1 and not any(mark in text for mark in "。；：")
    return one_line_of("".join(line.strip() for line in lines)) if wrapped else first_sentence("\n".join(lines[:1]))
