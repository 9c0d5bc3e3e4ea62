"""A span of days as of a moment: its days, what was said on them, the problems, and everything counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.timeliness import Paper, Status
from jiukun.plan.model import Plan
from jiukun.products.problems import Problem, problems
from jiukun.products.records import DayHistory, Record


class Tally(NamedTuple):
    """A unit's reports and papers of the period, counted. What is not due yet, or excused, counts nowhere.

    `key` is what the unit is known by over the days, `name` its 简称 on the last of them.
    """

    name: str
    key: str = ""
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


COUNTERS = Tally._fields[2:]


class Period(NamedTuple):
    """The days from `first` to `last` on which something was due or filed, in order, and what they hold.

    Each day goes by its own plan. `plan` is that of the last day. `broken` tells of days that are left out, as the plan
    kept of them cannot be used.
    """

    first: date
    last: date
    plan: Plan
    views: tuple[DayView, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    tallies: tuple[Tally, ...]
    broken: tuple[Diagnostic, ...] = ()

    @property
    def span(self) -> str:
        """2022-08-25 至 2022-08-26; a day alone once."""
        return " 至 ".join(dict.fromkeys((self.first.isoformat(), self.last.isoformat())))

    @property
    def due_views(self) -> list[DayView]:
        """The days on which a report was due."""
        return [view for view in self.views if view.plan.rule.is_due(view.day)]

    @property
    def strays(self) -> tuple[Diagnostic, ...]:
        """The problems of the days' folders, each once: a file that belongs to no day is a problem of every day."""
        found = (problem for view in self.views for problem in view.problems)
        unique = {(problem.location, problem.code, problem.message): problem for problem in found}
        return tuple(sorted(unique.values()))

    @property
    def lines(self) -> Iterator[tuple[DayView, DayLine]]:
        """Every unit's line of every day on which it owed something or filed, day by day."""
        for view in self.views:
            yield from ((view, line) for line in view.lines if line.standing.status is not Status.EXEMPT or line.used)


def days_to_read(inbox: Inbox, first: date, last: date) -> list[date]:
    """The days, up to the moment that is asked for, on which something was due or filed."""
    rule, filed = inbox.plans.current.rule, frozenset(inbox.days)
    earliest = max(first, min([rule.first_day, *rule.extra_days, *filed]))
    latest = min(last, inbox.at.astimezone(inbox.plans.current.zone).date())
    span = (earliest + timedelta(days=number) for number in range((latest - earliest).days + 1))
    return [day for day in span if day in filed or inbox.plan(day).rule.is_due(day)]


def survey(inbox: Inbox, first: date, last: date, days: Iterable[date]) -> Period:
    """Read a period; `days` are those of `days_to_read`."""
    history = DayHistory(inbox)
    read: list[tuple[DayView, tuple[Record, ...]]] = []
    broken: list[Diagnostic] = []
    for day in days:
        broken += inbox.plans.problems(day)
        read += [history.day(day)] if inbox.plans.of(day) else []
    views = tuple(view for view, _ in read)
    records = tuple(record for _, own in read for record in own)
    plan = views[-1].plan if views else inbox.plans.current
    found = tuple(problems(history, records, plan, last))
    return Period(first, last, plan, views, records, found, _tallies(inbox, views, records), tuple(broken))


def only(period: Period, key: str | None, number: int | None) -> Period:
    """The period as far as it concerns one unit, one measure, or both."""
    keys = {tally.key for tally in period.tallies} if key is None else {key}
    if number is not None:
        keys &= {line.key for view in period.views for line in view.lines if _leads(view, line, number)}
    views = tuple(replace(view, lines=tuple(line for line in view.lines if line.key in keys)) for view in period.views)
    records = (record for record in period.records if number in {None, record.measure.number})
    problems_ = (problem for problem in period.problems if number in {None, problem.measure.number})
    return period._replace(
        views=views,
        records=tuple(record for record in records if record.line.key in keys),
        problems=tuple(problem for problem in problems_ if problem.key in keys),
        tallies=tuple(tally for tally in period.tallies if tally.key in keys),
    )


def _leads(view: DayView, line: DayLine, number: int) -> bool:
    return any(unit.short == line.unit.short for unit in view.plan.leads.get(number, ()))


def total(tallies: Iterable[Tally], name: str = "合计") -> Tally:
    """All of them added up."""
    known = list(tallies)
    return Tally(name, **{counter: sum(getattr(tally, counter) for tally in known) for counter in COUNTERS})


def _tallies(inbox: Inbox, views: Sequence[DayView], records: Iterable[Record]) -> tuple[Tally, ...]:
    """One for each lead unit: those of the last day in its order, then those gone before it.

    A report is repeated if all it says of 完成情况 is.
    """
    says_new: dict[tuple[date, str], bool] = {}
    for record in records:
        place = record.day, record.line.key
        says_new[place] = says_new.get(place, False) or not record.repeats
    plans = [view.plan for view in views] or [inbox.plans.current]
    names: dict[str, str] = {}
    for plan in reversed(plans):
        for unit in plan.lead_units:
            names.setdefault(inbox.plans.key(plan, unit.short), unit.short)
    counts = {key: dict.fromkeys(COUNTERS, 0) for key in names}
    for view in views:
        for line in view.lines:
            own = counts[line.key]
            for name in _counted(line):
                own[name] += 1
            own["repeated"] += says_new.get((view.day, line.key)) is False
    return tuple(Tally(names[key], key, **own) for key, own in counts.items())


def _counted(line: DayLine) -> Iterator[str]:
    """The counters that a line adds one to."""
    if line.standing.status not in {Status.PENDING, Status.EXEMPT, Status.EXCUSED}:
        yield str(line.standing.status)
    if line.paper not in {Paper.PENDING, Paper.NOT_REQUIRED}:
        yield f"paper_{line.paper}"
