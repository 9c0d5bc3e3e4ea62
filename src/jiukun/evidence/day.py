"""A day as of a moment: where every lead unit stands, and which report of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.inbox import Reader
from jiukun.evidence.timeliness import Moments, Paper, Standing, Status, Version, paper_standing, standing
from jiukun.evidence.versions import Report
from jiukun.plan.model import Unit

MOST_MISSED = 366


class Line(NamedTuple):
    """A unit's line of the day: where it stands, and the report that counts."""

    unit: Unit
    standing: Standing
    paper: Paper
    used: Report | None
    newest: Report | None

    def without_text(self) -> Line:
        """The same without what the reports say."""
        used = self.used.without_text() if self.used else None
        newest = used if self.newest is self.used or self.newest is None else self.newest.without_text()
        return Line(self.unit, self.standing, self.paper, used, newest)


@dataclass(frozen=True)
class DayView:
    """A day as of a moment: every lead unit in the plan's order, and what lies amiss in its folders."""

    day: date
    at: datetime
    deadline: datetime
    lines: tuple[Line, ...]
    strays: tuple[Diagnostic, ...]

    def without_texts(self) -> DayView:
        """The same with the standings, but without what the reports say."""
        return replace(self, lines=tuple([one.without_text() for one in self.lines]))

    @cached_property
    def by_unit(self) -> dict[str, Line]:
        """Lines by the unit's 简称."""
        return {line.unit.short: line for line in self.lines}


def line_of(reader: Reader, unit: Unit, day: date) -> Line:
    """The unit's standing on the day."""
    return _line(reader, unit, day, _moments(reader, day), reader.reports(unit, day))


def _moments(reader: Reader, day: date) -> Moments:
    return Moments(reader.plan.deadline(day).timestamp(), reader.at.timestamp())


def _line(reader: Reader, unit: Unit, day: date, moments: Moments, reports: Sequence[Report]) -> Line:
    due = bool(reader.plan.owed(unit, day))
    place = standing([one.version for one in reports], moments, due=due)
    required = due and reader.plan.rule.paper == "是"
    paper = paper_standing(reader.kept(unit, day).paper, moments, required=required)
    return Line(unit, place, paper, _of(reports, place.used), _of(reports, place.newest))


def _of(reports: Iterable[Report], version: Version | None) -> Report | None:
    return next((one for one in reports if one.version is version), None)


def view(reader: Reader, day: date) -> DayView:
    """Every lead unit's standing on the day."""
    moments = _moments(reader, day)
    lines = tuple([_line(reader, unit, day, moments, reports) for unit, reports in reader.reports_of_day(day)])
    return DayView(day, reader.at, reader.plan.deadline(day), lines, tuple(sorted(reader.amiss(day))))


def missed_days(reader: Reader, unit: Unit, day: date) -> int:
    """On how many due days in a row, up to and with `day`, the unit's report is missing; counted up to MOST_MISSED.

    Days on which it owed nothing or may still file are passed over.
    """
    count, most = 0, max(MOST_MISSED, reader.plan.rule.alerts.missing_days)
    current: date | None = day
    while current is not None and count < most:
        status = line_of(reader, unit, current).standing.status
        if status not in {Status.MISSING, Status.PENDING, Status.EXEMPT}:
            break
        count += status is Status.MISSING
        current = reader.plan.previous_due(current)
    return count
