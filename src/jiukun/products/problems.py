"""The problems (存在问题) of a period: when each was first named, how often, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jiukun.plan.model import Measure, Unit
from jiukun.products.measure_texts import is_problem
from jiukun.products.records import DayHistory, Record, is_sound
from jiukun.reports.likeness import is_nearly


class State(StrEnum):
    """Where a problem stands at the end of the period."""

    OPEN = "仍存在"
    GONE = "已不再提出"
    CLOSED = "措施已办结"


class Problem(NamedTuple):
    """A problem (存在问题) that a unit named of a measure, on one day or on several: as last said.

    `first` may lie before the period. Days without a usable report neither end it nor count in `times`.
    """

    measure: Measure
    unit: Unit
    text: str
    first: date
    last: date
    times: int = 1
    state: State = State.OPEN

    @property
    def days(self) -> int:
        """Calendar days from the first day to the last on which it was named."""
        return (self.last - self.first).days + 1


def problems(past: DayHistory, records: Iterable[Record], last: date) -> Iterator[Problem]:
    """Every problem of the records, in the order of the plan, then of the days."""
    threads: dict[tuple[int, str], list[Record]] = {}
    for record in records:
        threads.setdefault((record.measure.number, record.line.unit.short), []).append(record)
    order = {measure.number: place for place, measure in enumerate(past.plan.measures)}
    for (number, _), thread in sorted(threads.items(), key=lambda one: order[one[0][0]]):
        yield from _thread(past, thread, is_closed=past.plan.measures[order[number]].is_closed(last))


def _thread(past: DayHistory, records: Sequence[Record], *, is_closed: bool) -> Iterator[Problem]:
    """The problems that one unit named of one measure. One goes on while its text is the same or nearly so."""
    running: Problem | None = None
    first = _first_sound(records)
    for record in records:
        cell = record.said.problems
        if not is_sound(cell):
            continue
        text = cell.text if is_problem(cell.text) else ""
        if running and text and is_nearly(text, running.text):
            running = running._replace(text=text, last=record.day, times=running.times + 1)
            continue
        if running:
            yield running._replace(state=State.GONE)
        running = Problem(record.measure, record.line.unit, text, record.day, record.day) if text else None
        if running and record is first:  # only the first words of a period can go on from before it
            running = _from_before(past, running)
    if running:
        yield running._replace(state=State.CLOSED if is_closed else State.OPEN)


def _first_sound(records: Sequence[Record]) -> Record | None:
    return next((one for one in records if is_sound(one.said.problems)), None)


def _from_before(past: DayHistory, problem: Problem) -> Problem:
    """The problem with its first day, which may lie before the period."""
    text = problem.text
    for day in reversed([one for one in past.reader.days() if one < problem.first]):
        then = past.said(problem.unit, problem.measure, day)
        if then is not None and is_sound(then.problems):
            if not is_problem(then.problems.text) or not is_nearly(text, then.problems.text):
                break
            text = then.problems.text
            problem = problem._replace(first=day, times=problem.times + 1)
    return problem
