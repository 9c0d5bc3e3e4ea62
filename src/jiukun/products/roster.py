"""The roster (名单): 责任领导 and 责任人 of each lead unit, and who has not supplied them; pure.

The plan's closing paragraph asks each lead unit for 姓名、职务、联系电话 by 25 August, 13:00.
"""

from __future__ import annotations

from dataclasses import dataclass

from jiukun.plan.model import Plan, Unit
from jiukun.plan.rule import Contact
from jiukun.products.tables import Column, ListSheet

TITLE_SUFFIX = "责任领导和责任人名单"
_COLUMNS = (
    ("序号", 3),
    ("牵头单位", 11),
    ("责任领导", 6),
    ("职务", 8),
    ("联系电话", 9),
    ("责任人", 6),
    ("职务", 8),
    ("联系电话", 9),
    ("备注", 8),
)


@dataclass(frozen=True)
class RosterLine:
    """A lead unit and what it has not supplied, in words; nothing where all is there."""

    unit: Unit
    lacking: tuple[str, ...]


def roster(plan: Plan) -> tuple[RosterLine, ...]:
    """Every lead unit in the plan's order."""
    return tuple(
        RosterLine(unit, (*_lacking("责任领导", unit.leader), *_lacking("责任人", unit.person)))
        for unit in plan.lead_units
    )


def roster_sheet(lines: tuple[RosterLine, ...]) -> ListSheet:
    """The list to print; what was not supplied is blank for the pen, and named in the last column."""
    rows = tuple(
        (
            number,
            line.unit.short,
            *_person(line.unit.leader),
            *_person(line.unit.person),
            "缺" + "、".join(line.lacking) if line.lacking else "",
        )
        for number, line in enumerate(lines, 1)
    )
    return ListSheet("名单", tuple(Column(*pair) for pair in _COLUMNS), rows)


def _lacking(role: str, contact: Contact) -> tuple[str, ...]:
    """责任领导 where all is blank, 责任领导职务 where only that is."""
    parts = {"姓名": contact.name, "职务": contact.title, "联系电话": contact.phone}
    blank = tuple(f"{role}{name}" for name, value in parts.items() if not value)
    return (role,) if len(blank) == len(parts) else blank


def _person(contact: Contact) -> tuple[str, str, str]:
    return contact.name, contact.title, contact.phone
