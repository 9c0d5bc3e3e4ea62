"""Whom to ring for a unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from jiukun.chinese.text import one_line
from jiukun.evidence.day import Line
from jiukun.evidence.inbox import Reader
from jiukun.reports.submission import Submission

LAST_CLERK = "最近填报人"


@dataclass(frozen=True)
class ContactPerson:
    """A person to ring; blank where nobody is known. `title` says so where it is the clerk of the last report."""

    name: str = ""
    title: str = ""
    phone: str = ""

    def __str__(self) -> str:
        """姓名（职务）."""
        return f"{self.name}（{self.title}）" if self.name and self.title else self.name


WhomToRing = Callable[[Line], ContactPerson]


def contacts(reader: Reader, day: date) -> WhomToRing:
    """Gives for a line of the day the unit's 责任人; where blank, the 填报人 and number of its last report."""

    @cache
    def whom(line: Line) -> ContactPerson:
        person = line.unit.person
        if person.phone:
            return ContactPerson(person.name, person.title, person.phone)
        today = line.used.judged.submission if line.used else None
        last = today if _names_clerk(today) else reader.last_report(line.unit, day)
        if last is None or not _names_clerk(last):
            return ContactPerson(person.name, person.title)
        return ContactPerson(one_line(last.clerk or ""), LAST_CLERK, one_line(last.phone or ""))

    return whom


def _names_clerk(submission: Submission | None) -> bool:
    return submission is not None and bool(submission.clerk and submission.phone)
