"""The roster (名单): 责任领导 and 责任人 of each lead unit, who has not supplied them, and what a filled sheet changes.

Pure. The plan's closing paragraph asks each lead unit for 姓名、职务、联系电话 by 25 August, 13:00.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiukun.chinese.text import nearest, one_line
from jiukun.diagnostics.diagnostic import Diagnostic, has_errors
from jiukun.plan.contact_edits import ContactEdits
from jiukun.plan.loading import UNITS
from jiukun.plan.model import Plan, Unit
from jiukun.plan.rule import Contact
from jiukun.products.tables import Column, ListSheet
from jiukun.reports.checks import is_phone, is_placeholder
from jiukun.reports.roster_reading import LACKING, PHONE, Part, Roster, RosterCell
from jiukun.yamlsource.values import validated

TITLE_SUFFIX = "责任领导和责任人名单"
_MOST_UNKNOWN = 50  # names that are told one by one
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


class RosterLine(NamedTuple):
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
    """The list to print and to fill in; what was not supplied is blank, and named in the last column."""
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (
            number,
            line.unit.short,
            *_person(line.unit.leader),
            *_person(line.unit.person),
            LACKING + "、".join(line.lacking) if line.lacking else "",
        )
        for number, line in enumerate(lines, 1)
    )
    return ListSheet("名单", tuple(Column(*pair) for pair in _COLUMNS), rows, is_form=True)


def _lacking(role: str, contact: Contact) -> tuple[str, ...]:
    """责任领导 where all is blank, 责任领导职务 where only that is."""
    parts = contact.texts
    blank = tuple(f"{role}{name}" for name, value in parts.items() if not value)
    return (role,) if len(blank) == len(parts) else blank


def _person(contact: Contact) -> tuple[str, ...]:
    return tuple(contact.texts.values())


class Change(NamedTuple):
    """A text of a contact in which sheet and data differ. Where the sheet is blank, the data stay as they are."""

    unit: Unit
    part: Part
    before: str
    after: str

    def __str__(self) -> str:
        """州工信局责任人联系电话：0908-1 → 0908-2."""
        name = f"{self.unit.short}{''.join(self.part)}"
        return f"{name}：{self.before or '（空）'} → {self.after}" if self.after else f"{name}：仍是 {self.before}"


class Taken(NamedTuple):
    """What a filled sheet changes, which known texts it leaves blank, which units it leaves out, and its faults."""

    changes: tuple[Change, ...]
    blanks: tuple[Change, ...]
    absent: tuple[Unit, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def contacts(self) -> ContactEdits:
        """The contacts that change, by 简称 and 责任领导 or 责任人."""
        changed: dict[tuple[str, str], dict[str, str]] = {}
        for unit, (role, key), _, after in self.changes:
            changed.setdefault((unit.short, role), unit.contacts[role].texts)[key] = after
        return {place: Contact.model_validate(texts) for place, texts in changed.items()}


def take_roster(plan: Plan, filled: Roster) -> Taken:
    """Compare a filled sheet with the data; a row without a known unit and a cell at fault change nothing."""
    problems = [*filled.problems, *_unknown(plan, [name for name, _ in filled.rows if name.text not in plan.names])]
    cells: dict[str, dict[Part, list[RosterCell]]] = {}
    for name, parts in filled.rows:
        if name.text in plan.names:
            own = cells.setdefault(plan.names[name.text].short, {})
            for part, cell in parts.items():
                own.setdefault(part, []).append(cell)
    differences = []
    for unit in (unit for unit in plan.units if unit.short in cells):
        for part, candidates in cells[unit.short].items():
            found = list(_faults(unit, part, candidates))
            problems += found
            if not has_errors(found):
                after = next((cell.text for cell in candidates if cell.text), "")
                differences.append(Change(unit, part, unit.contacts[part[0]].texts[part[1]], after))
    differences = [change for change in differences if change.before != change.after]
    absent = tuple(unit for unit in plan.lead_units if unit.short not in cells)
    changes = tuple(change for change in differences if change.after)
    return Taken(changes, tuple(change for change in differences if not change.after), absent, tuple(problems))


def _unknown(plan: Plan, names: list[RosterCell]) -> Iterator[Diagnostic]:
    for name in names[:_MOST_UNKNOWN]:
        if not name.text:
            yield name.diagnostic("JK531", "这一行没有写单位，没有收", "写上单位的简称或全称；不要的，删去这一行")
            continue
        meant = nearest(name.text, list(plan.names))
        hint = f"是不是“{meant}”？" if meant else "写单位的简称或全称；新单位先在 data/units.yaml 里登记"
        yield name.diagnostic("JK531", f"不认识的单位“{one_line(name.text)}”，这一行没有收", hint)
    if more := names[_MOST_UNKNOWN:]:
        yield more[0].diagnostic(
            "JK531", f"从这一行起，另有 {len(more)} 行的单位认不出，没有收", "先改好上面的，再导入"
        )


def _faults(unit: Unit, part: Part, candidates: list[RosterCell]) -> Iterator[Diagnostic]:
    """What is wrong with the cells, of one row or of several, that say one thing of a unit."""
    written = {cell.text: cell for cell in reversed(candidates) if cell.text}
    name = f"{unit.short}{''.join(part)}"
    if len(written) > 1:
        *_, later, first = written.values()
        message = f"{name}写了两次，不一样：{first.name} 是“{one_line(first.text)}”，这里是“{one_line(later.text)}”"
        yield later.diagnostic("JK532", message, "只留对的一处")
    for text, cell in written.items():
        misfits = validated(Contact, {part[1]: text}, UNITS)[1]
        yield from (cell.diagnostic(misfit.code, misfit.message, misfit.hint) for misfit in misfits)
        if is_placeholder(text):
            yield cell.diagnostic("JK302", f"“{one_line(text)}”是占位文字，没有收", "写上实际内容；还没有的空着")
        elif part[1] == PHONE and not is_phone(text):
            yield cell.diagnostic("JK313", f"“{one_line(text)}”不像电话号码", "核对是否多写、漏写了数字（开头的 0）")
