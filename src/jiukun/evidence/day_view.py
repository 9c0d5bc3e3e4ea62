"""A day as of a moment: by which plan, where every lead unit stands, and which report of it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_problems import problems, still_to_come
from jiukun.evidence.filed_report import FiledReport, FiledVersion
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.misplaced import closed_folders, misplaced_by_unit
from jiukun.evidence.share import is_past, share_problem
from jiukun.evidence.timeliness import (
    Duty,
    Moments,
    Paper,
    Standing,
    Version,
    nanoseconds,
    paper_standing,
    standing,
)
from jiukun.plan.model import Plan, Unit


class DayLine(NamedTuple):
    """A unit's line of the day: where it stands, and the report that counts.

    `key` is what the unit is known by over several days, see `DayPlans.key`. `reason` is why it is excused, or why the
    office stated its arrival. `unread` are files of the unit that could not be taken, here or in a wrong place, or that
    count only later by the clock.
    """

    unit: Unit
    key: str
    standing: Standing
    paper: Paper
    used: FiledReport | None
    newest: FiledReport | None
    reason: str = ""
    unread: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class DayView:
    """A day as of a moment, by its plan: every lead unit in the plan's order, and the problems of its folders."""

    day: date
    at: datetime
    plan: Plan
    lines: tuple[DayLine, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def deadline(self) -> datetime:
        """From when a report of the day is late."""
        return self.plan.deadline(self.day)

    @cached_property
    def by_unit(self) -> dict[str, DayLine]:
        """Lines by the unit's 简称."""
        return {line.unit.short: line for line in self.lines}

    @cached_property
    def by_key(self) -> dict[str, DayLine]:
        """Lines by what the units are known by over several days."""
        return {line.key: line for line in self.lines}


def view(inbox: Inbox, day: date) -> DayView:
    """Every lead unit's standing on the day."""
    plan = inbox.plan(day)
    lines = tuple([line_of(inbox, unit, day) for unit in plan.lead_units])
    return DayView(day, inbox.at, plan, lines, tuple(sorted(problems(inbox, day))))


def searched_view(inbox: Inbox, day: date) -> DayView:
    """As `view`; units without a valid report are also looked for in wrong places, see `misplaced`."""
    current, misplaced = view(inbox, day), misplaced_by_unit(inbox, day)
    lines = tuple(
        line._replace(unread=tuple(dict.fromkeys([*line.unread, *misplaced.get(line.unit.short, ())])))
        for line in current.lines
    )
    found = {problem for own in misplaced.values() for problem in own}
    away = None if is_past(inbox, day) else share_problem(inbox, day)
    all_problems = {*current.problems, *found, *closed_folders(inbox, day), *filter(None, [away])}
    return DayView(day, current.at, current.plan, lines, tuple(sorted(all_problems)))


def line_of(inbox: Inbox, unit: Unit, day: date) -> DayLine:
    """The unit's standing on the day."""
    day_inbox = inbox.day(day)
    plan, versions = day_inbox.plan, day_inbox.versions(unit.short)
    unread, ahead = day_inbox.unread(unit.short), tuple(still_to_come(day_inbox, unit))
    excuse = plan.excused(unit, day)
    duty = Duty(due=bool(plan.owed(unit, day)), excused=excuse is not None, unreadable=bool(unread))
    moments = Moments(nanoseconds(plan.deadline(day)), nanoseconds(inbox.at))
    place = standing([filed.version for filed in versions], moments, duty)
    required = duty.due and not duty.excused and plan.rule.paper == "是"
    paper = paper_standing(day_inbox.kept(unit).paper, moments, required=required)
    reason = excuse.reason if excuse else place.decisive.reason if place.decisive else ""
    used, newest = (_of(versions, version) for version in (place.used, place.newest))
    key = inbox.plans.key(plan, unit.short)
    return DayLine(unit, key, place, paper, used, newest, reason, unread if used else (*unread, *ahead))


def _of(versions: Iterable[FiledVersion], version: Version | None) -> FiledReport | None:
    return next((filed.report for filed in versions if filed.version is version), None)
