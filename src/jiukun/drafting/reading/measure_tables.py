"""Measures in tables: a row each, whatever cells were merged; and tables of one measure, label beside value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import without_spaces
from jiukun.drafting.documents.paragraphs import Paragraph, Table
from jiukun.drafting.reading.duty_places import left_over
from jiukun.drafting.reading.duty_text import Statement, read_duty_text
from jiukun.drafting.reading.labels import LABEL, UNITS, Role, column_of
from jiukun.drafting.reading.numbered_items import first_sentence, one_line_of, ordinal
from jiukun.drafting.reading.plan_contents import MeasureRead, Missed, numbered
from jiukun.drafting.reading.unit_shapes import BLANK, ends_like_a_unit

_MOST_HEAD_ROWS = 6
_SAME = frozenset({"同上", "〃", "″", '"', "”", "同前"})
_NOTE = re.compile(r"(?:备注|注|说明|合计|总计)(?:[：:]|$)|填表|填报|审核|联系人")
_SIGNED = re.compile("([^：:]*)[：:]")
_NO_TASK = "：这张表有“{}”这一栏，但没有认出哪一栏是工作任务，整张表没有读"


class TableReading(NamedTuple):
    """The measures of a table; `is_form` where it is one to fill in, with columns for what was done."""

    measures: tuple[MeasureRead, ...] = ()
    missed: tuple[Missed, ...] = ()
    is_form: bool = False


@dataclass(frozen=True)
class _Row:
    """The cells of one measure by what stands above them, and those below no head of a role or a number."""

    cells: dict[Role | str, Paragraph]
    others: tuple[Paragraph, ...]

    @property
    def task(self) -> Paragraph:
        """The cell of its task."""
        return self.cells["task"]

    @property
    def roles(self) -> dict[Role, Paragraph]:
        """The cells that say who does it, and until when."""
        return {role: cell for role, cell in self.cells.items() if isinstance(role, Role)}

    @property
    def identity(self) -> tuple[int, ...]:
        """Two rows with the same are one measure, whose cells were merged."""
        return (self.cells.get("number", self.task).start, *(cell.start for cell in self.roles.values()))

    @property
    def mark(self) -> str:
        """Its number as it is written."""
        return without_spaces(self.cells["number"].text) if "number" in self.cells else ""

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
    for place in range(min(len(table.rows), _MOST_HEAD_ROWS)):
        heads, below = _heads(table.rows[place : place + 2])
        columns = _columns(heads)
        if columns:
            head = heads[columns["task"]]
            asks = () if column_of(head) else (f"的工作任务取自“{one_line_of(head)}”一栏，请核对",)
            measures, missed = _reading([*_rows(table.rows[place + below :], columns, heads)], asks)
            return TableReading(measures, missed if measures else (), "progress" in columns)
    return None


def _reading(rows: list[_Row], asks: tuple[str, ...]) -> tuple[tuple[MeasureRead, ...], tuple[Missed, ...]]:
    """Each row as a measure or as one without units; rows of one measure, whose cells were merged, once."""
    tasks = Counter(start for start, _ in {(row.task.start, row.identity) for row in rows})
    measures: list[MeasureRead] = []
    missed: list[Missed] = []
    before: tuple[int, ...] | None = None
    for row in rows:
        if row.identity == before or BLANK.fullmatch(row.task.text):
            continue
        before = row.identity
        statement = row.statement
        task, parent, index = _titled(row.task), "", row.task.start
        if not statement.has_units:
            missed.append(Missed(index, numbered(row.mark, task)))
            continue
        detail = row.cells.get("detail")
        if tasks[index] > 1 and detail is not None and detail.text.strip():  # the coarser is merged
            task, parent, index = _titled(detail), task, detail.start
        number = parse_numeral(row.mark.strip("（()）.．、"))
        words = "：".join(one_line_of(cell.text) for cell in (row.task, detail) if cell and cell.text.strip())
        measures.append(MeasureRead(task, index, row.mark, number, parent, statement, words, asks))
    return tuple(measures), tuple(missed)


def _heads(rows: tuple[tuple[Paragraph, ...], ...]) -> tuple[list[str], int]:
    """The words above the columns, of one row or two: 责任单位 over 牵头 and 配合; and how many rows they are."""
    first, last = rows[0], rows[-1]
    if first is last or len(first) != len(last) or not any(column_of(cell.text) in UNITS for cell in last):
        return [cell.text for cell in first], 1
    pairs = zip(first, last, strict=True)
    return [cell.text if column_of(cell.text) else above.text for above, cell in pairs], 2


def _columns(heads: list[str]) -> dict[Role | str, int]:
    """Where the columns stand, by what their heads say; empty where these are no heads."""
    columns: dict[Role | str, int] = {}
    unknown: list[int] = []
    for place, head in enumerate(heads):
        says = column_of(head)
        if says == "task" and "task" in columns:
            says = "detail"  # the one head over a task and its parts
        if says is not None:
            columns.setdefault(says, place)
        elif head.strip():
            unknown.append(place)
    if not columns.keys() & UNITS:
        return {}
    if "task" not in columns and "detail" in columns:
        columns["task"] = columns.pop("detail")
    if "task" not in columns:
        roles = [place for says, place in columns.items() if isinstance(says, Role)]
        before = [place for place in unknown if place < min(roles)]
        if len({heads[place] for place in before}) != 1 or len(roles) == len(heads):
            return {}
        columns["task"] = before[0]
    return columns


def _records(table: Table) -> Iterator[Table]:
    """Tables in which labels stand beside values, each as one of a single row; a repeated label begins the next."""
    heads: list[Paragraph] = []
    values: list[Paragraph] = []
    for row in table.rows:
        cells = list({cell.start: cell for cell in row}.values())
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            if any(without_spaces(label.text) == without_spaces(head.text) for head in heads):
                yield Table((tuple(heads), tuple(values)))
                heads, values = [], []
            if column_of(label.text) is not None:
                heads.append(label)
                values.append(value)
    if heads:
        yield Table((tuple(heads), tuple(values)))


def _rows(rows: tuple[tuple[Paragraph, ...], ...], columns: dict[Role | str, int], head: list[str]) -> Iterator[_Row]:
    """The rows below the heads, save headings of sections, repeated heads and notes; 同上 is what stands above."""
    above: _Row | None = None
    head_texts = [without_spaces(text) for text in head]
    for cells in rows:
        texts = [without_spaces(cell.text) for cell in cells]
        filled = {cell.start for cell, text in zip(cells, texts, strict=True) if text}
        if len(filled) <= 1 or texts == head_texts or len(cells) <= columns["task"]:
            continue
        row = _row(cells, columns, above)
        if _NOTE.match(next(text for text in texts if text)) and _is_note(row):
            continue
        if BLANK.fullmatch(row.task.text):
            if not any(cell.text.strip() for cell in row.roles.values()):
                continue
            row = replace(row, cells={**row.cells, "task": above.task if above else row.task})
        yield row
        above = row


def _is_note(row: _Row) -> bool:
    """Whether the roles' cells of a row hold no units: 填报人 and 审核人 stand there, or nothing."""
    cells = [cell for role, cell in row.roles.items() if role in UNITS and cell.text.strip()]
    merged = any(cell.start == row.task.start for cell in cells)
    sides = ((cell.text, _SIGNED.match(cell.text)) for cell in cells)
    signed = (by and not LABEL.search(text) and not ends_like_a_unit(without_spaces(by[1])) for text, by in sides)
    return not cells or merged or any(signed)  # 审核人：张三, but not 市政务局：吴某


def _row(cells: tuple[Paragraph, ...], columns: dict[Role | str, int], above: _Row | None) -> _Row:
    found = {says: cells[place] for says, place in columns.items() if place < len(cells)}
    for role, cell in found.items():
        if isinstance(role, Role) and above and role in above.cells and without_spaces(cell.text) in _SAME:
            found[role] = Paragraph(cell.start, above.cells[role].text)
    known = [place for says, place in columns.items() if says not in {"task", "detail"}]
    return _Row(found, tuple(dict.fromkeys(cell for place, cell in enumerate(cells) if place not in known)))


def _titled(cell: Paragraph) -> str:
    found = ordinal(cell.text)
    text = cell.text[found[3] if found else 0 :]
    lines = [line for line in text.split("\n") if line.strip()]
    wrapped = len(lines) > 1 and not any(mark in text for mark in "。；：")
    return one_line_of("".join(line.strip() for line in lines)) if wrapped else first_sentence("\n".join(lines[:1]))
