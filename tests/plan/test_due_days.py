"""报送日 in all its forms, and the due dates that it makes with days off and extra days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.plan.due_days import Calendar, Schedule, parse_schedule

# 2022: 25 August is a Thursday, 1 October a Saturday.
DAYS = st.dates(date(2022, 8, 1), date(2023, 1, 31))

QUARTER = tuple((date(2022, 8, 26) + timedelta(days=number)).isoformat() for number in range(100))


def calendar(
    written: str, first: str = "2022-08-25", last: str = "", off: tuple[str, ...] = (), extra: tuple[str, ...] = ()
) -> Calendar:
    schedule = parse_schedule(written)
    assert schedule is not None
    days_off, extra_days = (frozenset(map(date.fromisoformat, days)) for days in (off, extra))
    return Calendar(
        schedule, date.fromisoformat(first), date.fromisoformat(last) if last else None, days_off, extra_days
    )


@pytest.mark.parametrize(
    ("written", "weekdays", "month_days", "is_daily"),
    [
        ("每日", {0, 1, 2, 3, 4, 5, 6}, set(), True),
        ("每天", {0, 1, 2, 3, 4, 5, 6}, set(), True),
        ("周一至周五", {0, 1, 2, 3, 4}, set(), True),
        ("每周一到周六", {0, 1, 2, 3, 4, 5}, set(), True),
        ("星期一至星期五", {0, 1, 2, 3, 4}, set(), True),
        ("每周五", {4}, set(), False),
        ("每星期五", {4}, set(), False),
        ("每周日", {6}, set(), False),
        ("每周天", {6}, set(), False),
        ("每周一、周四", {0, 3}, set(), False),
        ("每周一、四", {0, 3}, set(), False),
        ("每周一，周四", {0, 3}, set(), False),
        ("每月25日", set(), {25}, False),
        ("每月２５日", set(), {25}, False),
        ("每月 5 日、20 日", set(), {5, 20}, False),
        ("每月末", set(), {31}, False),
        ("每月月底", set(), {31}, False),
        ("每月最后一天", set(), {31}, False),
    ],
)
def test_all_forms_of_a_schedule(written: str, weekdays: set[int], month_days: set[int], *, is_daily: bool) -> None:
    schedule = Schedule(frozenset(weekdays), frozenset(month_days), is_daily)
    assert parse_schedule(written) == schedule
    assert parse_schedule(schedule.words) == schedule


@pytest.mark.parametrize(
    "written", ["工作日", "每周", "周五", "每月", "每月0日", "每月32日", "每旬", "周五至周一", "日"]
)
def test_no_schedules(written: str) -> None:
    assert parse_schedule(written) is None


@pytest.mark.parametrize(
    ("subject", "due"),
    [
        (calendar("每周五"), ["08-26", "09-02", "09-09", "09-16", "09-23", "09-30", "10-07", "10-14"]),
        (calendar("每周五", last="2022-09-08"), ["08-26", "09-02"]),
        (calendar("每周一、周四", last="2022-09-05"), ["08-25", "08-29", "09-01", "09-05"]),
        (calendar("每月25日"), ["08-25", "09-25"]),
        (calendar("每月31日"), ["08-31", "09-30"]),
        (calendar("每月末"), ["08-31", "09-30"]),
        # put off, also past further days off and the last day; not what fell before the first day
        (calendar("每月末", off=("2022-09-30", "2022-10-01", "2022-10-02")), ["08-31", "10-03"]),
        (calendar("每周五", last="2022-09-02", off=("2022-09-02",)), ["08-26", "09-03"]),
        (calendar("每周三", last="2022-08-31", off=("2022-08-24", "2022-08-25")), ["08-31"]),
        (calendar("每周一、周二", last="2022-09-06", off=("2022-08-29", "2022-08-30")), ["08-31", "09-05", "09-06"]),
        (calendar("每周五", last="2022-09-02", off=("2022-08-26",), extra=("2022-08-27",)), ["08-27", "09-02"]),
        # a daily report is due on no later day instead
        (calendar("每日", last="2022-08-28", off=("2022-08-27",)), ["08-25", "08-26", "08-28"]),
        (calendar("周一至周五", last="2022-08-31", off=("2022-08-26",)), ["08-25", "08-29", "08-30", "08-31"]),
    ],
)
def test_due_dates(subject: Calendar, due: list[str]) -> None:
    days = (date(2022, 8, 1) + timedelta(days=number) for number in range(75))
    assert [f"{day:%m-%d}" for day in days if subject.is_due(day)] == due


@pytest.mark.parametrize(
    ("subject", "day", "meant"),
    [
        (calendar("每周五"), "2022-08-26", "2022-08-26"),
        (calendar("每周五"), "2022-08-27", "2022-09-02"),
        (calendar("每周五"), "2022-08-01", "2022-08-26"),
        (calendar("每月25日"), "2022-08-26", "2022-09-25"),
        (calendar("每月25日", off=QUARTER), "2022-08-26", "2022-12-04"),
        (calendar("每月25日", off=("2022-09-25",)), "2022-09-25", "2022-09-26"),
        (calendar("每月25日", off=("2022-09-25",)), "2022-09-26", "2022-09-26"),
        (calendar("每周五", extra=("2022-08-29",)), "2022-08-27", "2022-08-29"),
        (calendar("每周五", extra=("2022-08-12",)), "2022-08-10", "2022-08-12"),
        (calendar("每周五", last="2022-09-02"), "2022-09-03", "2022-09-03"),
        (calendar("每日", off=("2022-08-27",)), "2022-08-27", "2022-08-27"),
        (calendar("周一至周五"), "2022-08-27", "2022-08-27"),
        (calendar("每月末", first="9999-12-01"), "9999-12-31", "9999-12-31"),
        (calendar("每月30日", first="9999-12-01"), "9999-12-31", "9999-12-31"),
    ],
)
def test_the_due_date_that_a_date_means(subject: Calendar, day: str, meant: str) -> None:
    assert subject.meant(date.fromisoformat(day)) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("每天", "每日"),
        ("星期一到星期五", "周一至周五"),
        ("每周四和周一", "每周一、周四"),
        ("每月20日，5日", "每月5日、20日"),
        ("每月31日", "每月末"),
    ],
)
def test_a_schedule_in_words(written: str, words: str) -> None:
    schedule = parse_schedule(written)
    assert schedule is not None
    assert schedule.words == words


@given(
    written=st.sampled_from(["每日", "周一至周五", "每周五", "每周一、周四", "每月25日", "每月末"]),
    day=DAYS,
    last=st.none() | DAYS,
    off=st.frozensets(DAYS, max_size=40),
    extra=st.frozensets(DAYS, max_size=3),
)
def test_no_due_date_is_passed_over(
    written: str, day: date, last: date | None, off: frozenset[date], extra: frozenset[date]
) -> None:
    schedule = parse_schedule(written)
    assert schedule is not None
    subject = Calendar(schedule, date(2022, 8, 25), last, off, extra)
    span = [date(2022, 8, 1) + timedelta(days=number) for number in range(250)]
    due = [candidate for candidate in span if subject.is_due(candidate)]
    assert subject.previous_due(day) == max((candidate for candidate in due if candidate < day), default=None)
    assert subject.next_due(day) == min((candidate for candidate in due if candidate >= day), default=None)
    if not schedule.is_daily:
        named = [date_ for date_ in span if schedule.names(date_) and date(2022, 8, 25) <= date_ <= (last or span[-1])]
        assert all(subject.next_due(candidate) is not None for candidate in named)
