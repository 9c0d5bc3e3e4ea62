"""The problems (存在问题) of a period: when each was first named, how often, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.measure_texts import is_problem
from jiukun.products.records import DayHistory, Record, is_sound
from jiukun.reports.likeness import is_nearly

_LAPSE = timedelta(days=31)  # a problem that was not named for longer is another


class State(StrEnum):
    """Where a problem stands at the end of the period."""

    OPEN = "仍存在"
    GONE = "已不再提出"
    CLOSED = "措施已办结"


class Problem(NamedTuple):
    """A problem (存在问题) that a unit named of a measure, on one day or on several: as last said, by that day's plan.

    `first` may lie before the period. Days without a usable report neither end it nor count in `times`.
    """

    plan: Plan
    measure: Measure
    unit: Unit
    key: str
    text: str
    first: date
    last: date
    times: int = 1
    state: State = State.OPEN

    @property
    def days(self) -> int:
        """Calendar days from the first day to the last on which it was named."""
        return (self.last - self.first).days + 1

    @property
    def responsible(self) -> str:
        """The measure's responsible units, who owe cooperation."""
        return self.plan.joined(self.measure.responsible)


def problems(history: DayHistory, records: Iterable[Record], plan: Plan, last: date) -> Iterator[Problem]:
    """Every problem of the records, in the order of the plan, measures that are gone among the others by number."""
    threads: dict[tuple[int, str, str], list[Record]] = {}
    for record in records:
        threads.setdefault(record.thread, []).append(record)
    order = places(plan)
    for (number, task, _), thread in sorted(threads.items(), key=lambda pair: place_of(order, *pair[0][:2])):
        measure = order.get((number, task), (0, thread[-1].measure))[1]
        yield from _thread(history, thread, is_closed=measure.is_closed(last))


def places(plan: Plan) -> dict[tuple[int, str], tuple[int, Measure]]:
    """序号 and 工作任务 of each measure → its place in the plan."""
    return {(measure.number, measure.task): (place, measure) for place, measure in enumerate(plan.measures)}


def place_of(order: dict[tuple[int, str], tuple[int, Measure]], number: int, task: str) -> tuple[int, bool]:
    """Where a measure stands; one that is gone after the one that bears its 序号 now, else at the end by 序号."""
    if (number, task) in order:
        return order[number, task][0], False
    heirs = (place for (other, _), (place, _) in order.items() if other == number)
    return next(heirs, len(order) + number), True


def _thread(history: DayHistory, records: Sequence[Record], *, is_closed: bool) -> Iterator[Problem]:
    """The problems that one unit named of one measure, in the order in which they were first named.

    One goes on while its text is the same or nearly so, also after a lapse. It is open if the last usable report says
    it.
    """
    found: list[Problem] = []
    current: int | None = None
    for record in records:
        cell = record.texts.problems
        if is_sound(cell):
            current = _place(found, record) if is_problem(cell.text) else None
            if current is not None and current == len(found):
                found.append(_from_before(history, record, records[0].day))
            elif current is not None:
                known = found[current]
                found[current] = known._replace(
                    text=cell.text, last=record.day, times=known.times + 1, plan=record.plan, measure=record.measure
                )
    still = State.CLOSED if is_closed else State.OPEN
    ended = [problem._replace(state=still if place == current else State.GONE) for place, problem in enumerate(found)]
    yield from sorted(ended, key=lambda problem: problem.first)


def _place(found: Sequence[Problem], record: Record) -> int:
    """Which of the problems named before a record names again; their number where it names a new one."""
    text, since = record.texts.problems.text, record.day - _LAPSE
    again = (place for place, known in enumerate(found) if known.last >= since and is_nearly(text, known.text))
    return next(again, len(found))


def _from_before(history: DayHistory, record: Record, start: date) -> Problem:
    """The problem that a record names, with its first day, which may lie before the first record, on `start`."""
    text = record.texts.problems.text
    problem = Problem(record.plan, record.measure, record.line.unit, record.line.key, text, record.day, record.day)
    for day in reversed([day for day in history.days if day < start]):
        if day < problem.first - _LAPSE:
            break
        then = history.texts(record.thread, day)
        earlier = then.problems.text if then is not None and is_sound(then.problems) else ""
        if is_problem(earlier) and is_nearly(text, earlier):
            text, problem = earlier, problem._replace(first=day, times=problem.times + 1)
    return problem
