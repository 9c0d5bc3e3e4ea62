"""The reporting duty (报送要求): to whom, by when, on which days; and the days on which other things hold (特例)."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from jiukun.chinese.text import one_line
from jiukun.plan.due_days import DAILY, FORMS, Calendar, Schedule, parse_schedule
from jiukun.yamlsource.values import (
    Day,
    FilledLine,
    Line,
    Moment,
    Number,
    OptionalDay,
    OptionalTimeOfDay,
    Reading,
    Shape,
    TimeOfDay,
    blank_as,
    filled,
    wrong,
)

Names = Annotated[tuple[FilledLine, ...], blank_as([])]
Days = Annotated[tuple[Day, ...], blank_as([])]


def _schedule(value: str) -> Schedule:
    schedule = parse_schedule(value)
    if schedule is None:
        raise wrong("JK208", f"读不懂的报送日“{one_line(value)}”，写作 {FORMS}")
    return schedule


ReportDays = Annotated[Schedule, Reading(filled(_schedule), {"type": "string", "pattern": "[每周星期]"}, Schedule)]


class Contact(Shape):
    """A person; what the office has not been given is blank."""

    name: Line = Field("", alias="姓名")
    title: Line = Field("", alias="职务")
    phone: Line = Field("", alias="联系电话")

    @property
    def is_known(self) -> bool:
        """Whether one could ring this person."""
        return bool(self.name and self.phone)

    @property
    def texts(self) -> dict[str, str]:
        """By their keys."""
        return self.model_dump(by_alias=True)


MaybeContact = Annotated[Contact, blank_as({})]


class Alerts(Shape):
    """From how many days lights turn red and amber (预警)."""

    missing_days: Number = Field(2, alias="连续未报")
    days_left: Number = Field(3, alias="临期天数")


class SpecialDay(Shape):
    """What holds on a day, or a span of days, other than the rule says (特例): a deadline for all, or no duty."""

    first_day: Day = Field(alias="日期")
    last_day: OptionalDay = Field(None, alias="至")
    units: Names = Field((), alias="单位")
    deadline: OptionalTimeOfDay = Field(None, alias="每日截止")
    is_excused: Literal["是", "否"] | None = Field(None, alias="免报")
    reason: Line = Field("", alias="理由")

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first_day <= day <= (self.last_day or self.first_day)


class Rule(Shape):
    """The reporting duty (报送要求): to whom, by when, on which days."""

    office: FilledLine = Field(alias="汇总单位")
    section: FilledLine = Field(alias="接收科室")
    contact: MaybeContact = Field(Contact(), alias="联系人")
    first_day: Day = Field(alias="起始日期")
    last_day: OptionalDay = Field(None, alias="结束日期")
    deadline: TimeOfDay = Field(alias="每日截止")
    zone: FilledLine = Field("Asia/Shanghai", alias="时区")
    paper: Literal["是", "否"] = Field("是", alias="纸质版")
    schedule: ReportDays = Field(DAILY, alias="报送日")
    days_off: Days = Field((), alias="免报日")
    extra_days: Days = Field((), alias="加报日")
    special_days: Annotated[tuple[SpecialDay, ...], blank_as([])] = Field((), alias="特例")
    roster_deadline: Moment = Field(None, alias="名单截止")
    prefix: Line = Field("", alias="名称前缀")
    alerts: Annotated[Alerts, blank_as({})] = Field(Alerts(), alias="预警")

    @cached_property
    def calendar(self) -> Calendar:
        """The days on which reports are due."""
        return Calendar(
            self.schedule, self.first_day, self.last_day, frozenset(self.days_off), frozenset(self.extra_days)
        )

    def is_due(self, day: date) -> bool:
        """Whether a report is due on the day at all."""
        return self.calendar.is_due(day)
