"""A span of days as of a moment: what each unit said of each measure, day by day, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, partial

from jiukun.day import DayView, Line, line_of, view
from jiukun.diagnostics import Diagnostic
from jiukun.entries import Said, did_report, is_problem, reporting, said
from jiukun.likeness import is_nearly, is_repeat, is_unchanged
from jiukun.plan import Measure, Plan, Unit
from jiukun.reader import Reader
from jiukun.spreading import spread
from jiukun.submission import TEXTS
from jiukun.tables import Cell, Mark
from jiukun.timeliness import Paper, Status

_UNCHANGED, _ONLY_NUMBERS, _NEW = "没有变化", "只改了日期或数字", "有更新"
_REPEATING = {(_UNCHANGED,), (_ONLY_NUMBERS,)}  # what is said of 完成情况 then says nothing new
_MANY_TEXTS = 4096  # what was said is asked for again on the next day


@dataclass(frozen=True)
class Record:
    """What one unit said of one measure on one day, or why nothing.

    `change` is in words, against the last day on which a report was due; `repeats` where 完成情况 says nothing new.
    """

    day: date
    measure: Measure
    line: Line
    said: Said
    change: str
    repeats: bool


class State(StrEnum):
    """Where a problem stands at the end of the period."""

    OPEN = "仍存在"
    GONE = "已不再提出"
    CLOSED = "措施已办结"


@dataclass(frozen=True)
class Problem:
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


@dataclass(frozen=True)
class Tally:
    """A unit's reports and papers of the period, counted. What is not due yet counts nowhere."""

    name: str
    on_time: int = 0
    late: int = 0
    missing: int = 0
    invalid: int = 0
    repeated: int = 0
    paper_on_time: int = 0
    paper_late: int = 0
    paper_missing: int = 0

    @property
    def due(self) -> int:
        """Reports that were due."""
        return self.on_time + self.late + self.missing + self.invalid

    @property
    def paper_due(self) -> int:
        """Papers that were due."""
        return self.paper_on_time + self.paper_late + self.paper_missing


COUNTERS = tuple(one.name for one in fields(Tally) if one.name != "name")


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last` on which something was due or filed, in order, and what they hold."""

    first: date
    last: date
    views: tuple[DayView, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    tallies: tuple[Tally, ...]

    @property
    def strays(self) -> tuple[Diagnostic, ...]:
        """What lies amiss in the days' folders, each once: of a file that belongs to no day every day tells."""
        told = (one for current in self.views for one in current.strays)
        return tuple(sorted({(one.location, one.code, one.message): one for one in told}.values()))

    @property
    def lines(self) -> Iterator[tuple[DayView, Line]]:
        """Every unit's line of every day on which it owed something or filed, day by day."""
        for current in self.views:
            yield from ((current, one) for one in current.lines if one.standing.status is not Status.EXEMPT or one.used)


Watch = Callable[[Sequence[date]], Iterable[date]]


def survey(reader: Reader, first: date, last: date, watch: Watch = iter) -> Period:
    """Read a period; days after the reader's moment are left out. `watch` sees each day pass."""
    plan, past, days = reader.plan, _Past(reader), _days(reader, first, last)
    told = spread(partial(_told, past), days, effort=len(days) * len(plan.lead_units))
    # The bar, which has a thread of its own, begins after the processes: a lock that it held would never be given back.
    read = [one for one, _ in zip(told, watch(days), strict=True)]
    past.views = {current.day: current for current, _ in read}
    records = tuple(record for _, own in read for record in own)
    views = tuple(past.views.values())
    return Period(first, last, views, records, tuple(_problems(past, records, last)), _tallies(plan, views, records))


def only(period: Period, units: frozenset[str], measures: frozenset[int]) -> Period:
    """The period as far as it concerns these units (简称) and these measures."""
    views = tuple(
        replace(one, lines=tuple(line for line in one.lines if line.unit.short in units)) for one in period.views
    )
    return replace(
        period,
        views=views,
        records=tuple(one for one in period.records if one.line.unit.short in units and one.measure.number in measures),
        problems=tuple(one for one in period.problems if one.unit.short in units and one.measure.number in measures),
        tallies=tuple(one for one in period.tallies if one.name in units),
    )


def total(tallies: Iterable[Tally], name: str = "合计") -> Tally:
    """All of them added up."""
    known = list(tallies)
    return Tally(name, **{counter: sum(getattr(one, counter) for one in known) for counter in COUNTERS})


class _Past:
    """Lines and texts of days within the period and before it, each read once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.plan = reader.plan
        self.views: dict[date, DayView] = {}
        self._measures = {one.number: one for one in reader.plan.measures}
        self._line = lru_cache(maxsize=None)(self._read)
        self._said = lru_cache(maxsize=_MANY_TEXTS)(self._find)

    def said(self, unit: Unit, measure: Measure, day: date) -> Said | None:
        """What a unit said of a measure; None where it owed nothing and said nothing."""
        return self._said(unit.short, measure.number, day)

    def _find(self, short: str, number: int, day: date) -> Said | None:
        measure = self._measures[number]
        line = self._line(short, day)
        if self.plan.owes(line.unit, measure, day) or did_report(line, measure):
            return said(self.plan, day, measure, line)
        return None

    def _read(self, short: str, day: date) -> Line:
        known = self.views.get(day)
        return known.by_unit[short] if known else line_of(self.reader, self.plan.names[short], day)


def _days(reader: Reader, first: date, last: date) -> list[date]:
    """The days, up to the reader's moment, on which something was due or filed."""
    rule, filed = reader.plan.rule, frozenset(reader.days())
    earliest = max(first, min([rule.first_day, *rule.extra_days, *filed]))
    latest = min(last, reader.at.astimezone(reader.plan.zone).date())
    span = (earliest + timedelta(days=number) for number in range((latest - earliest).days + 1))
    return [day for day in span if rule.is_due(day) or day in filed]


def _told(past: _Past, day: date) -> tuple[DayView, tuple[Record, ...]]:
    """A day and its records."""
    past.views[day] = current = view(past.reader, day)
    return current, tuple(_records(past, current))


def _records(past: _Past, current: DayView) -> Iterator[Record]:
    """The records of a day, in the plan's order."""
    before = past.plan.previous_due(current.day)
    for measure in past.plan.measures:
        for line in reporting(past.plan, current, measure):
            now = past.said(line.unit, measure, current.day)
            if now is not None:
                then = past.said(line.unit, measure, before) if before else None
                differences = tuple(map(_difference, now, then or ()))
                repeats = differences[:1] in _REPEATING
                yield Record(current.day, measure, line, now, _change(now, then, differences), repeats)


def _change(now: Said, then: Said | None, differences: Sequence[str]) -> str:
    """What changed since the last report was due, in words; nothing where there is no text to compare."""
    if not any(map(_is_sound, now)):
        return ""
    if then is None:
        return "首次报送"
    if not any(map(_is_sound, then)):
        return "上次没有可比的报送"
    words: dict[str, list[str]] = {}
    for name, difference in zip(TEXTS.values(), differences, strict=True):
        if difference:
            words.setdefault(difference, []).append(name)
    return "；".join(f"{'、'.join(names)}{how}" for how, names in words.items())


def _difference(now: Cell, then: Cell) -> str:
    """Nothing of what is not sound."""
    if not _is_sound(now):
        return ""
    if not _is_sound(then):
        return _NEW
    if is_unchanged(now.text, then.text):
        return _UNCHANGED
    return _ONLY_NUMBERS if is_repeat(now.text, then.text) else _NEW


def _is_sound(cell: Cell) -> bool:
    return cell.mark is Mark.NONE


def _problems(past: _Past, records: Iterable[Record], last: date) -> Iterator[Problem]:
    """Every problem of the records, in the order of the plan, then of the days."""
    threads: dict[tuple[int, str], list[Record]] = {}
    for record in records:
        threads.setdefault((record.measure.number, record.line.unit.short), []).append(record)
    order = {measure.number: place for place, measure in enumerate(past.plan.measures)}
    for (number, _), thread in sorted(threads.items(), key=lambda one: order[one[0][0]]):
        yield from _thread(past, thread, is_closed=past.plan.measures[order[number]].is_closed(last))


def _thread(past: _Past, records: Sequence[Record], *, is_closed: bool) -> Iterator[Problem]:
    """The problems that one unit named of one measure. One goes on while its text is the same or nearly so."""
    running: Problem | None = None
    for record in records:
        cell = record.said.problems
        if not _is_sound(cell):
            continue
        text = cell.text if is_problem(cell.text) else ""
        if running and text and is_nearly(text, running.text):
            running = replace(running, text=text, last=record.day, times=running.times + 1)
            continue
        if running:
            yield replace(running, state=State.GONE)
        new = Problem(record.measure, record.line.unit, text, record.day, record.day)
        # Only the first words of a period can go on from before it.
        running = (_from_before(past, new) if record is _first_sound(records) else new) if text else None
    if running:
        yield replace(running, state=State.CLOSED if is_closed else State.OPEN)


def _first_sound(records: Sequence[Record]) -> Record | None:
    return next((one for one in records if _is_sound(one.said.problems)), None)


def _from_before(past: _Past, problem: Problem) -> Problem:
    """The problem with its first day, which may lie before the period."""
    text = problem.text
    for day in reversed([one for one in past.reader.days() if one < problem.first]):
        then = past.said(problem.unit, problem.measure, day)
        if then is not None and _is_sound(then.problems):
            if not is_problem(then.problems.text) or not is_nearly(text, then.problems.text):
                break
            text = then.problems.text
            problem = replace(problem, first=day, times=problem.times + 1)
    return problem


def _tallies(plan: Plan, views: Iterable[DayView], records: Iterable[Record]) -> tuple[Tally, ...]:
    """One for each lead unit, in the plan's order. A report is repeated if all it says of 完成情况 is."""
    said_new: dict[tuple[date, str], bool] = {}
    for record in records:
        key = record.day, record.line.unit.short
        said_new[key] = said_new.get(key, False) or not record.repeats
    counts = {unit.short: dict.fromkeys(COUNTERS, 0) for unit in plan.lead_units}
    for current in views:
        for line in current.lines:
            own = counts[line.unit.short]
            for name in _counted(line):
                own[name] += 1
            own["repeated"] += said_new.get((current.day, line.unit.short)) is False
    return tuple(Tally(short, **own) for short, own in counts.items())


def _counted(line: Line) -> Iterator[str]:
    """The counters that a line moves on."""
    if line.standing.status not in {Status.PENDING, Status.EXEMPT}:
        yield str(line.standing.status)
    if line.paper not in {Paper.PENDING, Paper.NOT_REQUIRED}:
        yield f"paper_{line.paper}"
