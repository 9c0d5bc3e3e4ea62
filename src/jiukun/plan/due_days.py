"""On which days reports are due: 报送日 as it is written, and the calendar that it makes with 免报日 and 加报日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from jiukun.chinese.text import half_width

_WEEKDAYS = "一二三四五六日"
_DAY = timedelta(days=1)
_LONGEST_GAP = 62  # days from one due date of a month to that of the next, and one more
_LAST = 31
FORMS = "每日、周一至周五、每周五、每周一、周四、每月25日 或 每月末"


class Schedule(NamedTuple):
    """The days that 报送日 names: weekdays (Monday is 0), or days of a month, the last one where a month is shorter.

    `is_daily` tells every day or every weekday from a day of the week or the month. Only of the latter a report that
    falls on a day off is due later.
    """

    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    is_daily: bool = False

    @property
    def words(self) -> str:
        """每日, 周一至周五, 每周一、周四, 每月5日、20日, 每月末."""
        if len(self.weekdays) == len(_WEEKDAYS):
            return "每日"
        weekdays = [f"周{_WEEKDAYS[day]}" for day in sorted(self.weekdays)]
        if self.is_daily:
            return f"{weekdays[0]}至{weekdays[-1]}"
        month_days = ["末" if day == _LAST else f"{day}日" for day in sorted(self.month_days)]
        return f"每{'、'.join(weekdays)}" if weekdays else f"每月{'、'.join(month_days)}"

    def names(self, day: date) -> bool:
        """Whether the schedule names the day."""
        if day.weekday() in self.weekdays or day.day in self.month_days:
            return True
        return any(number > day.day for number in self.month_days) and _is_last_of_month(day)


DAILY = Schedule(frozenset(range(7)), is_daily=True)


def parse_schedule(text: str) -> Schedule | None:
    """报送日 as people write it, see FORMS; else None."""
    plain = re.sub(r"\s", "", half_width(text)).replace("星期", "周").replace("天", "日")
    if plain == "每日":
        return DAILY
    span = re.fullmatch(f"每?周([{_WEEKDAYS}])[至到-](?:周)?([{_WEEKDAYS}])", plain)
    if span:
        first, last = (_WEEKDAYS.index(day) for day in span.groups())
        return Schedule(frozenset(range(first, last + 1)), is_daily=True) if first < last else None
    if re.fullmatch(f"每周[{_WEEKDAYS}](?:[、,和及](?:每?周)?[{_WEEKDAYS}])*", plain):
        return Schedule(frozenset(_WEEKDAYS.index(day) for day in re.findall(f"[{_WEEKDAYS}]", plain)))
    if re.fullmatch("每月(?:月?[末底]|最后一日)", plain):
        return Schedule(month_days=frozenset({_LAST}))
    if re.fullmatch(r"每月\d{1,2}日?(?:[、,和及](?:每月)?\d{1,2}日?)*", plain):
        numbers = frozenset(map(int, re.findall(r"\d+", plain)))
        return Schedule(month_days=numbers) if numbers <= set(range(1, _LAST + 1)) else None
    return None


class Calendar(NamedTuple):
    """The due dates of a plan, from its first day to its last one, if it has one."""

    schedule: Schedule
    first: date
    last: date | None
    days_off: frozenset[date]
    extra_days: frozenset[date]

    def is_due(self, day: date) -> bool:
        """Whether reports are due on the day."""
        if day in self.extra_days:
            return True
        if day in self.days_off or day < self.first:
            return False
        return self._is_named(day) or (not self.schedule.is_daily and any(map(self._is_named, self._off_before(day))))

    def meant(self, day: date) -> date:
        """The due date that the date of a report or of a folder means.

        Of a weekly or monthly report the next one from the date on; of a daily report, and after the last due date
        that there is, the date itself.
        """
        return day if self.schedule.is_daily else (self.next_due(day) or day)

    def at_hand(self, today: date) -> date:
        """The due date that one asks about today: of a daily report, or on a due date, today.

        Otherwise it is the last due date; before the first due date it is the first.
        """
        if self.schedule.is_daily or self.is_due(today):
            return today
        return self.previous_due(today) or self.meant(today)

    def next_due(self, day: date) -> date | None:
        """The first due date from the day on."""
        extra = min((extra for extra in self.extra_days if extra >= day), default=None)
        start = max(day, self.first)
        longest = _LONGEST_GAP + len(self.days_off)
        scheduled = next((ahead for ahead in _days_from(start, longest) if self.is_due(ahead)), None)
        return min((found for found in (extra, scheduled) if found), default=None)

    def previous_due(self, day: date) -> date | None:
        """The last due date before the day."""
        extra = max((extra for extra in self.extra_days if extra < day), default=None)
        scheduled = next((before for before in self._scheduled_before(day) if self.is_due(before)), None)
        return max((found for found in (extra, scheduled) if found), default=None)

    def _scheduled_before(self, day: date) -> Iterator[date]:
        """The days before one on which reports may be due, backwards; after its last day they may still be put off."""
        if self.last is not None and (day - self.last).days > len(self.days_off) + 1:
            day = self.last + (len(self.days_off) + 1) * _DAY
        while day > self.first:
            day -= _DAY
            yield day

    def _is_named(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last) and self.schedule.names(day)

    def _off_before(self, day: date) -> Iterator[date]:
        """The days off that end on the eve of a day, backwards: what falls on them is due on the day."""
        while day > date.min and (day := day - _DAY) in self.days_off:
            yield day


def _days_from(day: date, most: int) -> Iterator[date]:
    for number in range(min(most, (date.max - day).days + 1)):
        yield day + number * _DAY


def _is_last_of_month(day: date) -> bool:
    return day == date.max or (day + _DAY).day == 1
