"""Dates, times of day and moments as people write them: the one parser of files, options and forms."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiukun.text import half_width

_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
    )
)
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\d{1,2}):(\d{2})(?::(\d{2}))?",
        r"(\d{1,2})\s*[点时](?:\s*(\d{1,2})\s*分)?",
    )
)
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
DATE_FORMS = "2022-08-26、20220826、2022年8月26日 或 2022/8/26"


def parse_date(text: str) -> date | None:
    """A calendar date written as 2022-08-26, 20220826, 2022年8月26日 or 2022/8/26, full-width digits too; else None."""
    plain = half_width(text)
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found:
            return _date(*map(int, found.groups()))
    return None


def parse_time(text: str) -> timedelta | None:
    """Time of day since midnight, from 17:00, 17：00, 17点 or 17时30分; 24:00 is the day's end; else None."""
    plain = half_width(text)
    for pattern in _TIMES:
        found = pattern.fullmatch(plain)
        if found:
            return _time(*(int(part or 0) for part in (*found.groups(), None)[:3]))
    return None


def parse_moment(text: str, day: date | None, zone: ZoneInfo) -> datetime | None:
    """A moment from 2022-08-26T17:05, with or without a UTC offset, or from 17:05 of `day`; else None.

    Without offset it is of `zone`. 24:00 is midnight of the next day.
    """
    plain = half_width(text)
    if _ZONE.search(plain) and "T" in plain.replace(" ", "T", 1):
        try:
            return datetime.fromisoformat(plain).astimezone(zone)
        except (ValueError, OverflowError):
            return None
    since_midnight = parse_time(plain)
    if since_midnight is not None:
        return at_time(day, since_midnight, zone) if day else None
    date_text, _, time_text = plain.replace("T", " ", 1).partition(" ")
    if not time_text and "日" in plain:
        date_text, mark, time_text = plain.partition("日")
        date_text += mark
    written, since_midnight = parse_date(date_text), parse_time(time_text)
    return at_time(written, since_midnight, zone) if written and since_midnight is not None else None


def at_time(day: date, since_midnight: timedelta, zone: ZoneInfo) -> datetime:
    """The wall-clock time `since_midnight` of a day in a zone; 24:00 of the last day there is, is its last moment."""
    try:
        return (datetime.combine(day, time()) + since_midnight).replace(tzinfo=zone)
    except OverflowError:
        return datetime.max.replace(tzinfo=zone)


def chinese_date(day: date) -> str:
    """2022年8月26日, without leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(hour: int, minute: int, second: int) -> timedelta | None:
    since_midnight = timedelta(hours=hour, minutes=minute, seconds=second)
    sound = max(minute, second) < 60 and since_midnight <= timedelta(days=1)  # noqa: PLR2004  minutes and seconds
    return since_midnight if sound else None
