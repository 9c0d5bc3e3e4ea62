"""Dates, times of day and moments as people write them: the one parser of files, options and forms."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import half_width

# Patterns are compiled when they are first used: a start needs few of them.
_DATES = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})",
    r"(\d{4})(\d{2})(\d{2})",
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日",
    r"(\d{4})/(\d{1,2})/(\d{1,2})",
    r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
)
_TIMES = (
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?",
    r"(\d{1,2})\s*[点时](?:\s*(\d{1,2})\s*分)?",
)
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2})$"
_YEAR = r"(?:(?P<year>\d{4})\s*年|今年|(?P<next>明年|次年))"
_LIMITS = (
    rf"{_YEAR}?\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]",
    r"(?P<year>\d{4})\.(?P<month>\d{1,2})\.(?P<day>\d{1,2})",
    rf"{_YEAR}?\s*(?P<month>\d{{1,2}})\s*月\s*(?:(?P<third>[上中])旬|[底末]|下旬|份)?",
    rf"{_YEAR}?\s*(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)[底末内]?",
    rf"{_YEAR}度?\s*(?:年?[底末内])?|年[底末内]|全年",
)
_IN_CHINESE = r"[〇零一二三四五六七八九十]+(?=\s*[年月日号])"
_AROUND_LIMIT = (
    r"^(?:于|在|至|到|截至|截止|力争|确保|应)+|(?:为止|止|之前|以前|前|之内|以内|完成|全部|落实|到位|办结|执行)+$"
)
DATE_FORMS = "2022-08-26、20220826、2022年8月26日、2022/8/26 或 2022.8.26"


@lru_cache(maxsize=256)
def parse_date(text: str) -> date | None:
    """A calendar date in one of DATE_FORMS, in digits of any width; else None."""
    plain = half_width(text)
    for pattern in _DATES:
        found = re.fullmatch(pattern, plain)
        if found:
            return _date(*map(int, found.groups()))
    return None


def parse_time(text: str) -> timedelta | None:
    """Time of day since midnight, from 17:00, 17：00, 17点 or 17时30分; 24:00 is the day's end; else None."""
    plain = half_width(text)
    for pattern in _TIMES:
        found = re.fullmatch(pattern, plain)
        if found:
            hour, minute, second = (int(part or 0) for part in (*found.groups(), None)[:3])
            since_midnight = timedelta(hours=hour, minutes=minute, seconds=second)
            is_time = max(minute, second) < 60 and since_midnight <= timedelta(days=1)
            return since_midnight if is_time else None
    return None


def parse_moment(text: str, day: date | None, zone: tzinfo) -> datetime | None:
    """A moment from 2022-08-26T17:05, with or without a UTC offset, or from 17:05 of `day`; else None.

    Without offset it is of `zone`. 24:00 is midnight of the next day.
    """
    plain = half_width(text)
    if re.search(_ZONE, plain) and "T" in plain.replace(" ", "T", 1):
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


def at_time(day: date, since_midnight: timedelta, zone: tzinfo) -> datetime:
    """The wall-clock time `since_midnight` of a day in a zone. On the calendar's last day 24:00 is its last moment."""
    try:
        return (datetime.combine(day, time()) + since_midnight).replace(tzinfo=zone)
    except OverflowError:
        return datetime.max.replace(tzinfo=zone)


def parse_limit(text: str, year: int) -> date | None:
    """The last day of a time limit in a plan's words: 2022年底, 6月底 (of `year`), 三季度末; else None."""
    plain = re.sub(_AROUND_LIMIT, "", half_width(text))
    plain = re.sub(_IN_CHINESE, lambda found: str(parse_numeral(found[0])), plain)
    whole = parse_date(plain)
    if whole or not plain:
        return whole
    for pattern in _LIMITS:
        found = re.fullmatch(pattern, plain)
        if found:
            parts = found.groupdict()
            return _last_day(int(parts.get("year") or year) + bool(parts.get("next")), parts)
    return None


def _last_day(year: int, parts: dict[str, str | None]) -> date | None:
    """The day that the parts of a time limit mean; of a month, quarter or year its last."""
    from calendar import monthrange  # noqa: PLC0415  few commands know of time limits

    quarter, month = parts.get("quarter"), int(parts.get("month") or 12)
    if parts.get("day") or parts.get("third"):
        return _date(year, month, int(parts.get("day") or (10 if parts["third"] == "上" else 20)))
    if quarter:
        month = 3 * ("一二三四".find(quarter) + 1 or int(quarter))
    if parts.get("half") == "上":
        month = 6
    first = _date(year, month, 1)
    return first and first.replace(day=monthrange(year, month)[1])


def chinese_date(day: date) -> str:
    """2022年8月26日, without leading zeros (GB/T 9704, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(first: date, last: date) -> str:
    """2022年8月25日至9月3日. A second year is only named where it differs; a single day is named once."""
    if first == last:
        return chinese_date(first)
    return f"{chinese_date(first)}至{date_within(last, first.year)}"


def date_within(day: date, year: int) -> str:
    """8月26日 within the `year` that was named before, otherwise 2023年1月5日."""
    return f"{day.month}月{day.day}日" if day.year == year else chinese_date(day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
