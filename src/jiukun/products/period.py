"""A span of days as of a moment: its days, what was said on them, the problems, and everything counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day import DayView, Line
from jiukun.evidence.inbox import Reader
from jiukun.evidence.timeliness import Paper, Status
from jiukun.plan.model import Plan
from jiukun.plan.rule import Rule
from jiukun.products.problems import Problem, problems
from jiukun.products.records import DayHistory, Record
from jiukun.project.spreading import spread


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
    def span(self) -> str:
        """2022-08-25 至 2022-08-26; a day alone once."""
        return " 至 ".join(dict.fromkeys((self.first.isoformat(), self.last.isoformat())))

    def is_due(self, rule: Rule) -> bool:
        """Whether a report was due on any of its days."""
        return any(rule.is_due(one.day) for one in self.views)

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
    plan, past, days = reader.plan, DayHistory(reader), _days(reader, first, last)
    read = spread(past.day, days, effort=len(days) * len(plan.lead_units))
    # The bar, which has a thread of its own, begins after the processes: a lock that it held would never be given back.
    told = [one for one, _ in zip(read, watch(days), strict=True)]
    views = tuple(current for current, _ in told)
    records = tuple(record for _, own in told for record in own)
    past.knows(days, records)
    return Period(first, last, views, records, tuple(problems(past, records, last)), _tallies(plan, views, records))


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


def _days(reader: Reader, first: date, last: date) -> list[date]:
    """The days, up to the reader's moment, on which something was due or filed."""
    rule, filed = reader.plan.rule, frozenset(reader.days())
    earliest = max(first, min([rule.first_day, *rule.extra_days, *filed]))
    latest = min(last, reader.at.astimezone(reader.plan.zone).date())
    span = (earliest + timedelta(days=number) for number in range((latest - earliest).days + 1))
    return [day for day in span if rule.is_due(day) or day in filed]


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
