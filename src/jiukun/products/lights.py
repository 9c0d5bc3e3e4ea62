"""The light of each measure: red, amber, green or grey, and why; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jiukun.chinese.dates import chinese_date, parse_limit
from jiukun.evidence.day_view import DayLine
from jiukun.evidence.days_before import MOST_MISSED
from jiukun.evidence.standing_words import missed_words, status_words
from jiukun.evidence.timeliness import Status
from jiukun.plan.model import Measure, Plan

_WANTING = frozenset({Status.LATE, Status.MISSING, Status.INVALID})


class Colour(StrEnum):
    """The colours, in words."""

    RED = "红灯"
    AMBER = "黄灯"
    GREEN = "绿灯"
    GREY = "办结"


class Light(NamedTuple):
    """A colour, never shown alone: `reasons` say why it is not a plain green."""

    colour: Colour
    reasons: tuple[str, ...] = ()


def light(plan: Plan, measure: Measure, day: date, lines: Sequence[DayLine], missed: Mapping[str, int]) -> Light:
    """The light on a day, from the lines of the units that report the measure.

    `missed` says on how many due days in a row up to that day each unit filed nothing.

    Red: past 完成时限, or a unit missing for 连续未报 due days in a row. Amber: a report of the day late, wanting or
    not sound, or within 临期天数 of 完成时限. Grey: 办结. What is not to be reported yet (起报日期) is green.
    """
    if measure.is_closed(day):
        return Light(Colour.GREY, (f"{chinese_date(measure.closed)}办结",) if measure.closed else ())
    if measure.first_day and day < measure.first_day:
        return Light(Colour.GREEN, (f"{chinese_date(measure.first_day)}起报",))
    limit = time_limit(plan, measure)
    alerts = plan.rule.alerts
    red = [f"已过完成时限（{measure.time_limit}）"] if limit and limit < day else []
    for line in lines:
        days = missed.get(line.unit.short, 0)
        if days >= alerts.missing_days:
            often = missed_words(days, MOST_MISSED, is_daily=plan.is_daily)
            red.append(f"{line.unit.short}连续{often}未报")
    soon = limit is not None and 0 <= (limit - day).days <= alerts.days_left
    amber = [f"临近完成时限（{measure.time_limit}）"] if soon else []
    amber += [f"{line.unit.short}{status_words(line.standing)}" for line in lines if line.standing.status in _WANTING]
    if red:
        return Light(Colour.RED, tuple(red))
    return Light(Colour.AMBER, tuple(amber)) if amber else Light(Colour.GREEN)


def time_limit(plan: Plan, measure: Measure) -> date | None:
    """The last day of 完成时限, where its words are a date; a year that is not said is that of 印发日期."""
    return parse_limit(measure.time_limit, (plan.text.issued or plan.rule.first_day).year)
