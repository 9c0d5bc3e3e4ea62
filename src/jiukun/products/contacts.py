"""Whom to ring for a unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jiukun.chinese.text import one_line
from jiukun.evidence.day_view import DayView
from jiukun.evidence.days_before import last_reports
from jiukun.evidence.inbox import Inbox
from jiukun.plan.model import Plan, Unit
from jiukun.reports.submission import Submission

LAST_CLERK = "最近填报人"


class ContactPerson(NamedTuple):
    """A person to ring; blank where nobody is known. `title` says so where it is the clerk of the last report."""

    name: str = ""
    title: str = ""
    phone: str = ""

    def __str__(self) -> str:
        """姓名（职务）."""
        return f"{self.name}（{self.title}）" if self.name and self.title else self.name


Contacts = Mapping[str, ContactPerson]  # by the 简称 of units


def contacts(inbox: Inbox, view: DayView) -> Contacts:
    """Whom to ring for each unit: its 责任人; where his number is blank, the 填报人 of its last report."""
    unknown = [line for line in view.lines if not line.unit.person.phone]
    current = {line.unit.short: line.used.submission if line.used else None for line in unknown}
    units = [line.unit for line in unknown if not _names_clerk(current[line.unit.short], line.unit, view.plan)]
    last = {**current, **last_reports(inbox, units, view.day)}
    return {line.unit.short: _contact(line.unit, last.get(line.unit.short), view.plan) for line in view.lines}


def _contact(unit: Unit, last: Submission | None, plan: Plan) -> ContactPerson:
    person = unit.person
    if last is None or not _names_clerk(last, unit, plan):
        return ContactPerson(person.name, person.title, person.phone)
    return ContactPerson(one_line(last.clerk or ""), LAST_CLERK, one_line(last.phone or ""))


def _names_clerk(submission: Submission | None, unit: Unit, plan: Plan) -> bool:
    """Whether a report says whom to ring for a unit; one that says that it is another's says it of that one."""
    if submission is None or not (submission.clerk and submission.phone):
        return False
    written = plan.names.get(submission.unit or "")
    return written is None or written.short == unit.short
