"""Days and times of day in the words of plans: 8月25日, 下午17点, 每晚8点, 十七时三十分."""

from __future__ import annotations

from datetime import date

from jiukun.chinese.numerals import CHARACTERS, parse_numeral
from jiukun.chinese.text import half_width

NUMERAL = rf"[\d０-９{CHARACTERS}○]"
DATE = (
    rf"(?:({NUMERAL}{{4}})\s{{0,6}}年\s{{0,6}})?({NUMERAL}{{1,3}})\s{{0,6}}月\s{{0,6}}"
    rf"({NUMERAL}{{1,3}})\s{{0,6}}[日号]"
)
_HALF = r"(上午|早上|早晨|中午|下午|晚上|晚间|晚|傍晚|当日|当天)?"
CLOCK = (
    rf"{_HALF}\s{{0,6}}({NUMERAL}{{1,3}})\s{{0,6}}"
    rf"(?:[:：∶﹕]\s{{0,6}}([\d０-９]{{2}})|[点时]\s{{0,6}}(?:(半|整)|({NUMERAL}{{1,3}})\s{{0,6}}分?)?)"
)
_NOON = 12


def _numeral(text: str | None) -> int | None:
    return parse_numeral(half_width(text)) if text else None


def day_of(year: str | None, month: str, day: str, default_year: int | None) -> date | None:
    """The day of year, month and day as they are written; None where there is none such."""
    number = _numeral(year) or default_year
    try:
        return date(number or 0, _numeral(month) or 0, _numeral(day) or 0)
    except ValueError:
        return None


def clock_of(half: str | None, hour_text: str | None, minutes: str | None, mark: str | None, more: str | None) -> str:
    """17:00 from 下午17点, 下午5点, 17：00, 十七时三十分; empty where it is no time."""
    hour = _numeral(hour_text)
    if hour is None:
        return ""
    minute = 30 if mark == "半" else (_numeral(minutes or more) or 0)
    if half in {"下午", "晚上", "晚间", "晚", "傍晚"} and hour < _NOON:
        hour += _NOON
    elif half in {"晚上", "晚间", "晚"} and hour == _NOON:
        hour = 2 * _NOON
    sound = (hour < 2 * _NOON and minute < 60) or (hour, minute) == (2 * _NOON, 0)  # noqa: PLR2004  minutes of an hour
    return f"{hour:02d}:{minute:02d}" if sound else ""
