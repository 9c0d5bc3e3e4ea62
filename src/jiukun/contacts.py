"""Whom to ring for a unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiukun.plan import Unit
from jiukun.submission import Submission

LAST_CLERK = "最近填报人"


@dataclass(frozen=True)
class Ring:
    """A person to ring; blank where nobody is known. `title` says so where it is the clerk of the last report."""

    name: str = ""
    title: str = ""
    phone: str = ""

    def __str__(self) -> str:
        """姓名（职务）."""
        return f"{self.name}（{self.title}）" if self.name and self.title else self.name


def whom_to_ring(unit: Unit, last_report: Callable[[Unit], Submission | None]) -> Ring:
    """The unit's 责任人; where blank, the 填报人 and number of its last report, said to be so."""
    person = unit.person
    if person.phone:
        return Ring(person.name, person.title, person.phone)
    last = last_report(unit)
    if last is None or not (last.clerk and last.phone):
        return Ring(person.name, person.title, "")
    return Ring(last.clerk, LAST_CLERK, last.phone)
