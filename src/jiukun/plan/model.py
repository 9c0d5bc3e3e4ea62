"""The plan (方案): its reporting rule, measures (措施) and units, as data/ holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field

from jiukun.chinese.dates import at_time, parse_moment
from jiukun.plan.rule import Contact, MaybeContact, Names, Rule, SpecialDay
from jiukun.yamlsource.values import FilledLine, Line, Number, OptionalDay, Shape, blank_as

_FEW_DAYS = 64  # of a day each of its units asks the same
_MANY_UNITS = 4096


class Unit(Shape):
    """A unit (单位). Its 简称 names its files and stands in the table."""

    short: FilledLine = Field(alias="简称")
    full: Line = Field("", alias="全称")
    aliases: Names = Field((), alias="别名")
    leader: MaybeContact = Field(Contact(), alias="责任领导")
    person: MaybeContact = Field(Contact(), alias="责任人")

    @property
    def names(self) -> tuple[str, ...]:
        """All names that mean this unit, each once, the 简称 first."""
        return tuple(dict.fromkeys(name for name in (self.short, self.full, *self.aliases) if name))

    @property
    def contacts(self) -> dict[str, Contact]:
        """By their keys."""
        return {"责任领导": self.leader, "责任人": self.person}


class Group(Shape):
    """Units that one name stands for (单位组)."""

    name: FilledLine = Field(alias="名称")
    aliases: Names = Field((), alias="别名")
    members: Names = Field(alias="成员")

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the group."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


class Units(Shape):
    """data/units.yaml."""

    units: tuple[Unit, ...] = Field(alias="单位")
    groups: Annotated[tuple[Group, ...], blank_as([])] = Field((), alias="单位组")


def names_of(units: Units) -> dict[str, Unit]:
    """Every name of every unit; where two units bear one, which is an error, the later."""
    return {name: unit for unit in units.units for name in unit.names}


def groups_of(units: Units) -> dict[str, tuple[Unit, ...]]:
    """Every name of every group → its members, as far as they are known."""
    names = names_of(units)
    members = {group: [names[member] for member in group.members if member in names] for group in units.groups}
    return {name: _each_once(found) for group, found in members.items() for name in group.names}


def _each_once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple({unit.short: unit for unit in units}.values())


class Measure(Shape):
    """A numbered measure (措施)."""

    number: Number = Field(alias="序号")
    task: FilledLine = Field(alias="工作任务")
    leads: Names = Field(alias="牵头单位")
    responsible: Names = Field((), alias="责任单位")
    points: Names = Field((), alias="要点")
    filers: Names = Field((), alias="报送单位")
    first_day: OptionalDay = Field(None, alias="起报日期")
    time_limit: Line = Field("", alias="完成时限")
    closed: OptionalDay = Field(None, alias="办结日期")

    def is_closed(self, day: date) -> bool:
        """Whether it was closed (办结) before the day."""
        return self.closed is not None and day > self.closed

    def is_owed(self, day: date) -> bool:
        """Whether it is to be reported on a day on which reports are due."""
        return not self.is_closed(day) and (self.first_day is None or day >= self.first_day)


class Measures(Shape):
    """data/measures.yaml."""

    name: FilledLine = Field(alias="方案")
    document: Line = Field("", alias="文号")
    issued: OptionalDay = Field(None, alias="印发日期")
    title: FilledLine = Field(alias="汇总表")
    rule: Rule = Field(alias="报送要求")
    measures: tuple[Measure, ...] = Field(alias="措施")


class Grant(NamedTuple):
    """A 特例, and all names of the units that it is for, of all units where it has none."""

    special: SpecialDay
    names: frozenset[str]

    def is_for(self, unit: Unit) -> bool:
        """Whether it is for the unit, by any of the names under which a plan knows it."""
        return not self.special.units or not self.names.isdisjoint(unit.names)


@dataclass(frozen=True, eq=False)
class Plan:
    """Both data files together, every name resolved. Made by `plan.loading` from files that were checked.

    `granted` are the 特例 of a later plan, which win over its own.
    """

    text: Measures
    units: tuple[Unit, ...]
    names: dict[str, Unit]
    groups: dict[str, tuple[Unit, ...]]
    granted: tuple[Grant, ...] = ()

    @property
    def rule(self) -> Rule:
        """The reporting duty."""
        return self.text.rule

    @property
    def measures(self) -> tuple[Measure, ...]:
        """In the plan's order."""
        return self.text.measures

    @cached_property
    def numbered(self) -> dict[int, Measure]:
        """The measures by 序号."""
        return {measure.number: measure for measure in self.measures}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the deadline is meant."""
        return ZoneInfo(self.rule.zone)

    @cached_property
    def leads(self) -> dict[int, tuple[Unit, ...]]:
        """Number of a measure → its lead units, groups spelt out."""
        return {measure.number: self._resolved(measure.leads) for measure in self.measures}

    @cached_property
    def filers(self) -> dict[int, tuple[Unit, ...]]:
        """Number of a measure → those of its lead units that file (报送单位, by default all)."""
        return {
            measure.number: self._resolved(measure.filers) or self.leads[measure.number] for measure in self.measures
        }

    @cached_property
    def led(self) -> dict[str, dict[int, Measure]]:
        """简称 of each lead unit → the measures it leads, by number; both in the plan's order."""
        return self._of_units(self.leads)

    @cached_property
    def lead_units(self) -> tuple[Unit, ...]:
        """Every lead unit once, in the plan's order."""
        return tuple(self.names[short] for short in self.led)

    @cached_property
    def _filed(self) -> dict[str, dict[int, Measure]]:
        """简称 of each unit that files → the measures of which it does, by number."""
        return self._of_units(self.filers)

    def _of_units(self, units: Mapping[int, Iterable[Unit]]) -> dict[str, dict[int, Measure]]:
        found: dict[str, dict[int, Measure]] = {}
        for number, measure in self.numbered.items():
            for unit in units[number]:
                found.setdefault(unit.short, {})[number] = measure
        return found

    @cached_property
    def _is_due(self) -> Callable[[date], bool]:
        """As the rule says."""
        return lru_cache(maxsize=_FEW_DAYS)(self.rule.is_due)

    def owes(self, unit: Unit, measure: Measure, day: date) -> bool:
        """Whether the unit must report the measure on the day."""
        return measure.number in self._filed.get(unit.short, {}) and self._is_due(day) and measure.is_owed(day)

    def owed(self, unit: Unit, day: date) -> tuple[Measure, ...]:
        """What the unit must report on the day; nothing on a day that is not due."""
        return self._owed(unit.short, day)

    @cached_property
    def _owed(self) -> Callable[[str, date], tuple[Measure, ...]]:
        """Remembered, as several callers ask it of each report."""

        def owed(short: str, day: date) -> tuple[Measure, ...]:
            if not self._is_due(day):
                return ()
            return tuple([measure for measure in self._filed.get(short, {}).values() if measure.is_owed(day)])

        return lru_cache(maxsize=_MANY_UNITS)(owed)

    def with_special_days_of(self, later: Plan) -> Plan:
        """This plan with the 特例 of a later one besides its own; where both speak of a day, the later one's hold."""
        return replace(self, granted=later.grants)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The 特例 in the order in which they win: of a later plan, then of this one; of each the last first."""
        own = (
            Grant(special, frozenset(name for unit in self._resolved(special.units) for name in unit.names))
            for special in reversed(self.rule.special_days)
        )
        return (*self.granted, *own)

    def excused(self, unit: Unit, day: date) -> SpecialDay | None:
        """The 特例 by which the unit need not report on the day (准予免报), if there is one."""
        found = (grant.special for grant in self.grants if grant.special.holds_on(day) and grant.is_for(unit))
        decided = next((special for special in found if special.is_excused is not None), None)
        return decided if decided and decided.is_excused == "是" else None

    @cached_property
    def deadline(self) -> Callable[[date], datetime]:
        """A function from a day to the moment from which its report is late (the closing paragraph: 每日下午17点前)."""
        return lru_cache(maxsize=_FEW_DAYS)(lambda day: at_time(day, self._time_of_deadline(day), self.zone))

    def _time_of_deadline(self, day: date) -> timedelta:
        moved = self.moved_deadline(day)
        return moved.deadline if moved and moved.deadline is not None else self.rule.deadline

    def moved_deadline(self, day: date) -> SpecialDay | None:
        """The 特例 that sets the day's deadline, if there is one."""
        specials = (grant.special for grant in self.grants if grant.special.holds_on(day))
        return next((special for special in specials if special.deadline is not None), None)

    @cached_property
    def roster_deadline(self) -> datetime | None:
        """名单截止 in the project's zone, if the plan sets one."""
        written = self.rule.roster_deadline
        return parse_moment(written, None, self.zone) if written else None

    def meant_day(self, day: date) -> date:
        """The due date that the date of a report means; see `Calendar.meant`."""
        return self.rule.calendar.meant(day)

    @property
    def is_daily(self) -> bool:
        """Whether reports are due every day, or every working day."""
        return self.rule.schedule.is_daily

    @cached_property
    def previous_due(self) -> Callable[[date], date | None]:
        """A function from a day to the last due date before it."""
        return lru_cache(maxsize=_FEW_DAYS)(self.rule.calendar.previous_due)

    def helpers(self, measure: Measure) -> tuple[Unit, ...]:
        """The measure's responsible units (责任单位), who owe cooperation; groups spelt out."""
        return self._resolved(measure.responsible)

    def helped(self, unit: Unit) -> list[int]:
        """Numbers of the measures of which a unit is a responsible one."""
        return [measure.number for measure in self.measures if unit in self.helpers(measure)]

    def joined(self, names: Iterable[str]) -> str:
        """Names joined as the official form does: 州工信局、市场监督管理局."""
        prefix, is_written, parts = self.rule.prefix, False, []
        for name in names:
            prefixed = bool(prefix) and name.startswith(prefix) and name != prefix
            parts.append(name.removeprefix(prefix) if prefixed and is_written else name)
            is_written = is_written or prefixed
        return "、".join(parts)

    def _resolved(self, names: Iterable[str]) -> tuple[Unit, ...]:
        units = (unit for name in names for unit in (self.groups[name] if name in self.groups else (self.names[name],)))
        return _each_once(units)
