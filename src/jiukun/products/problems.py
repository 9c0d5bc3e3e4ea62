"""The problems (存在问题) of a period: when each was first named, how often, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.measure_texts import is_problem
from jiukun.products.records import DayHistory, Record, Thread, is_sound
from jiukun.reports.likeness import is_nearly

_LAPSE = timedelta(days=31)  # a problem that was not named for longer is another


class State(StrEnum):
    """Where a problem stands at the end of the period."""

    OPEN = "仍存在"
    GONE = "已不再提出"
    CLOSED = "措施已办结"


class Problem(NamedTuple):
    """A problem (存在问题) that a unit named of a measure, on one day or on several: as last said, by that day's plan.

    `first` may lie before the period; `first_text` is what was said then. Days without a usable report neither end it
    nor count in `times`.
    """

    plan: Plan
    measure: Measure
    unit: Unit
    key: str
    text: str
    first: date
    last: date
    first_text: str
    times: int = 1
    state: State = State.OPEN

    @property
    def thread(self) -> Thread:
        """What its measure and unit are known by."""
        return self.measure.number, self.measure.task, self.key

    @property
    def days(self) -> int:
        """Calendar days from the first day to the last on which it was named."""
        return (self.last - self.first).days + 1

    @property
    def responsible(self) -> str:
        """The measure's responsible units, who owe cooperation."""
        return self.plan.joined(self.measure.responsible)


def problems(history: DayHistory, records: Iterable[Record], plan: Plan, last: date) -> list[Problem]:
    """Every problem of the records, in the order of the plan, measures that are gone among the others by number."""
    threads: dict[Thread, list[Record]] = {}
    for record in records:
        threads.setdefault(record.thread, []).append(record)
    order = places(plan)
    ordered = sorted(threads, key=lambda thread: place_of(order, *thread[:2]))
    found: list[Problem] = []
    for thread in ordered:
        measure = plan.numbered[thread[0]] if thread[:2] in order else threads[thread][-1].measure
        found += _of_thread(threads[thread], is_closed=measure.is_closed(last))
    _look_back(history, found, {thread: own[0].day for thread, own in threads.items()})
    ranks = {thread: rank for rank, thread in enumerate(ordered)}
    return sorted(found, key=lambda problem: (ranks[problem.thread], problem.first))


def places(plan: Plan) -> dict[tuple[int, str], int]:
    """序号 and 工作任务 of each measure → its place in the plan."""
    return {(measure.number, measure.task): place for place, measure in enumerate(plan.measures)}


def place_of(order: Mapping[tuple[int, str], int], number: int, task: str) -> tuple[int, bool]:
    """Where a measure stands; one that is gone after the one that bears its 序号 now, else at the end by 序号."""
    if (number, task) in order:
        return order[number, task], False
    heirs = (place for (other, _), place in order.items() if other == number)
    return next(heirs, len(order) + number), True


def _of_thread(records: Sequence[Record], *, is_closed: bool) -> Iterator[Problem]:
    """The problems that one unit named of one measure.

    One goes on while its text is the same or nearly so, also after a lapse. It is open if the last usable report says
    it.
    """
    found: list[Problem] = []
    current: int | None = None
    for record in records:
        text = record.texts.problems.text
        if is_sound(record.texts.problems):
            current = _place(found, record) if is_problem(text) else None
            if current is not None and current == len(found):
                unit, key, day = record.line.unit, record.line.key, record.day
                found.append(Problem(record.plan, record.measure, unit, key, text, day, day, text))
            elif current is not None:
                known = found[current]
                found[current] = known._replace(
                    text=text, last=record.day, times=known.times + 1, plan=record.plan, measure=record.measure
                )
    still = State.CLOSED if is_closed else State.OPEN
    for place, problem in enumerate(found):
        yield problem._replace(state=still if place == current else State.GONE)


def _place(found: Sequence[Problem], record: Record) -> int:
    """The place of the problem that a record names again; the length of `found` where it names a new one."""
    text, since = record.texts.problems.text, record.day - _LAPSE
    again = (place for place, known in enumerate(found) if known.last >= since and is_nearly(text, known.text))
    return next(again, len(found))


def _look_back(history: DayHistory, found: list[Problem], starts: Mapping[Thread, date]) -> None:
    """Put in the first days of problems that were named before the first record of their thread.

    The days are read one by one for all problems: each once.
    """
    open_ = list(range(len(found)))
    for day in reversed(history.days):
        open_ = [place for place in open_ if day >= found[place].first - _LAPSE]
        if not open_:
            break
        for place in open_:
            problem = found[place]
            texts = history.texts(problem.thread, day) if day < starts[problem.thread] else None
            text = texts.problems.text if texts and is_sound(texts.problems) else ""
            if is_problem(text) and is_nearly(problem.first_text, text):
                found[place] = problem._replace(first=day, first_text=text, times=problem.times + 1)
