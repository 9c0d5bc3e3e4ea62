"""The plan's rules: names, days on which reports are due, who owes what; and the one parser of dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.chinese.dates import at_time, chinese_date, parse_date, parse_moment, parse_time
from jiukun.plan.model import Measures, Plan, Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2022, 8, 26)
A, B, C = (Unit.model_validate({"简称": name}) for name in ("州工信局", "州财政局", "乌恰县人民政府"))


def plan(measures: list[dict[str, Any]] | None = None, **rule: Any) -> Plan:
    """A plan of three units, `各县` standing for the last; keys of its rule are given as they are written."""
    written = {
        "方案": "测试方案",
        "汇总表": "测试表",
        "报送要求": {
            "汇总单位": "州政府办公室",
            "接收科室": "州政办信息科",
            "起始日期": "2022-08-25",
            "每日截止": "17:00",
            **rule,
        },
        "措施": [
            {"序号": str(number), "工作任务": f"任务{number}", **measure}
            for number, measure in enumerate(measures or [{"牵头单位": ["州工信局"]}], 1)
        ],
    }
    names = {unit.short: unit for unit in (A, B, C)} | {"工信局": A}
    return Plan(Measures.model_validate(written), (A, B, C), names, {"各县": (C,)})


@pytest.mark.parametrize(
    ("names", "prefix", "joined"),
    [
        (["州工信局"], "州", "州工信局"),
        (["州工信局", "州市场监督管理局"], "州", "州工信局、市场监督管理局"),
        (["州工信局", "国网克州供电公司", "州财政局"], "州", "州工信局、国网克州供电公司、财政局"),
        (["国网克州供电公司", "州工信局", "州财政局"], "州", "国网克州供电公司、州工信局、财政局"),
        (["州工信局", "各县（市）人民政府"], "州", "州工信局、各县（市）人民政府"),
        (["州工信局", "州"], "州", "州工信局、州"),
        (["州", "州工信局", "州财政局"], "州", "州、州工信局、财政局"),
        (["州工信局", "州市场监督管理局"], "", "州工信局、州市场监督管理局"),
        (["州工信局", "州财政局"], "自治州", "州工信局、州财政局"),
        (["州州立学校", "州州立医院"], "州", "州州立学校、州立医院"),
        ([], "州", ""),
    ],
)
def test_names_are_joined_as_the_form_does(names: list[str], prefix: str, joined: str) -> None:
    assert plan(名称前缀=prefix).joined(names) == joined


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        # 24 Wed | 25 Thu | 26 Fri | 27 Sat | 28 Sun | 29 Mon; from the 25th
        ({}, [25, 26, 27, 28, 29]),
        ({"报送日": "周一至周五"}, [25, 26, 29]),
        ({"免报日": ["2022-08-26", "2022-08-29"]}, [25, 27, 28]),
        ({"报送日": "周一至周五", "加报日": ["2022-08-27"]}, [25, 26, 27, 29]),
        ({"结束日期": "2022-08-26"}, [25, 26]),
        ({"结束日期": "2022-08-26", "加报日": ["2022-08-28"]}, [25, 26, 28]),
        ({"起始日期": "2022-08-29", "加报日": ["2022-08-24"]}, [24, 29]),
        ({"起始日期": "2022-08-26", "结束日期": "2022-08-26"}, [26]),
        ({"免报日": "", "加报日": ""}, [25, 26, 27, 28, 29]),
    ],
)
def test_days_on_which_reports_are_due(rule: dict[str, Any], due: list[int]) -> None:
    days = [date(2022, 8, number) for number in range(24, 30)]
    assert [day.day for day in days if plan(**rule).rule.is_due(day)] == due


@pytest.mark.parametrize(
    ("rule", "day", "previous"),
    [
        ({}, "2022-08-26", "2022-08-25"),
        ({}, "2022-08-25", None),
        ({}, "2022-08-20", None),
        ({"报送日": "周一至周五"}, "2022-08-29", "2022-08-26"),
        ({"报送日": "周一至周五", "加报日": ["2022-08-28"]}, "2022-08-29", "2022-08-28"),
        ({"免报日": ["2022-08-26", "2022-08-25"]}, "2022-08-27", None),
        ({"加报日": ["2022-08-20"]}, "2022-08-25", "2022-08-20"),
        ({"结束日期": "2022-08-27"}, "2022-12-31", "2022-08-27"),
        ({"结束日期": "2022-08-27", "加报日": ["2022-09-03"]}, "2022-12-31", "2022-09-03"),
        ({"结束日期": "2022-08-28", "报送日": "周一至周五"}, "2022-12-31", "2022-08-26"),
        ({"结束日期": "9999-12-31"}, "2022-08-27", "2022-08-26"),
        ({"结束日期": "9999-12-31"}, "9999-12-31", "9999-12-30"),
        ({"起始日期": "0001-01-01"}, "0001-01-01", None),
        ({"起始日期": "2024-02-28"}, "2024-03-01", "2024-02-29"),
    ],
)
def test_the_day_before_on_which_a_report_was_due(rule: dict[str, Any], day: str, previous: str | None) -> None:
    found = plan(**rule).previous_due(date.fromisoformat(day))
    assert found == (date.fromisoformat(previous) if previous else None)


@given(
    day=st.dates(date(2022, 8, 20), date(2022, 10, 31)),
    rule=st.fixed_dictionaries(
        {"报送日": st.sampled_from(["每日", "周一至周五"])},
        optional={
            "结束日期": st.dates(date(2022, 8, 25), date(2022, 10, 31)).map(str),
            "免报日": st.lists(st.dates(date(2022, 8, 20), date(2022, 9, 5)).map(str), max_size=9),
            "加报日": st.lists(st.dates(date(2022, 8, 20), date(2022, 9, 30)).map(str), max_size=3),
        },
    ),
)
def test_between_a_day_and_the_one_before_it_nothing_was_due(day: date, rule: dict[str, Any]) -> None:
    subject = plan(**rule)
    previous = subject.previous_due(day)
    assert previous is None or (previous < day and subject.rule.is_due(previous))
    between = (day - timedelta(days=number) for number in range(1, (day - (previous or date(2022, 8, 1))).days))
    assert not [earlier for earlier in between if subject.rule.is_due(earlier)]


@pytest.mark.parametrize(
    ("measure", "day", "owed"),
    [
        ({}, "2022-08-26", [1]),
        ({"起报日期": "2022-08-26"}, "2022-08-25", []),
        ({"起报日期": "2022-08-26"}, "2022-08-26", [1]),
        ({"办结日期": "2022-08-26"}, "2022-08-26", [1]),
        ({"办结日期": "2022-08-26"}, "2022-08-27", []),
        ({"起报日期": "2022-08-26", "办结日期": "2022-08-26"}, "2022-08-26", [1]),
        ({"起报日期": "2022-08-26", "办结日期": "2022-08-26"}, "2022-08-27", []),
        ({}, "2022-08-24", []),
        ({"起报日期": "", "办结日期": ""}, "2022-08-26", [1]),
    ],
)
def test_a_measure_is_owed_from_its_first_day_to_the_one_on_which_it_is_closed(
    measure: dict[str, Any], day: str, owed: list[int]
) -> None:
    subject = plan([{"牵头单位": ["州工信局"], **measure}])
    assert [measure.number for measure in subject.owed(A, date.fromisoformat(day))] == owed


def test_who_leads_who_files_and_who_owes() -> None:
    subject = plan(
        [
            {"牵头单位": ["工信局", "州财政局"]},
            {"牵头单位": ["州工信局", "州财政局"], "报送单位": ["州财政局"]},
            {"牵头单位": ["各县"]},
            {"牵头单位": ["各县", "州工信局"], "报送单位": ["各县"]},
        ]
    )
    assert {number: [unit.short for unit in units] for number, units in subject.leads.items()} == {
        1: ["州工信局", "州财政局"],
        2: ["州工信局", "州财政局"],
        3: ["乌恰县人民政府"],
        4: ["乌恰县人民政府", "州工信局"],
    }
    assert {number: [unit.short for unit in units] for number, units in subject.filers.items()} == {
        1: ["州工信局", "州财政局"],
        2: ["州财政局"],
        3: ["乌恰县人民政府"],
        4: ["乌恰县人民政府"],
    }
    assert {short: list(measures) for short, measures in subject.led.items()} == {
        "州工信局": [1, 2, 4],
        "州财政局": [1, 2],
        "乌恰县人民政府": [3, 4],
    }
    assert [unit.short for unit in subject.lead_units] == ["州工信局", "州财政局", "乌恰县人民政府"]
    assert {unit.short: [measure.number for measure in subject.owed(unit, FRIDAY)] for unit in (A, B, C)} == {
        "州工信局": [1],
        "州财政局": [1, 2],
        "乌恰县人民政府": [3, 4],
    }


@pytest.mark.parametrize(
    ("written", "zone", "deadline"),
    [
        ("17:00", "Asia/Shanghai", "2022-08-26T17:00:00+08:00"),
        ("17：00", "Asia/Urumqi", "2022-08-26T17:00:00+06:00"),
        ("17时30分", "Asia/Shanghai", "2022-08-26T17:30:00+08:00"),
        ("0:00", "Asia/Shanghai", "2022-08-26T00:00:00+08:00"),
        ("24:00", "Asia/Shanghai", "2022-08-27T00:00:00+08:00"),
        ("17:00", "America/New_York", "2022-08-26T17:00:00-04:00"),
    ],
)
def test_the_deadline_is_a_time_of_the_projects_zone(written: str, zone: str, deadline: str) -> None:
    assert plan(每日截止=written, 时区=zone).deadline(FRIDAY).isoformat() == deadline


SPECIAL = [
    {"日期": "2022-08-26", "每日截止": "18:00", "理由": "停电"},
    {"日期": "2022-08-27", "至": "2022-08-29", "单位": ["工信局", "各县"], "免报": "是", "理由": "系统升级"},
    {"日期": "2022-08-30", "免报": "是"},
]


@pytest.mark.parametrize(
    ("day", "hour", "excused"),
    [
        (25, 17, []),
        (26, 18, []),
        (27, 17, ["州工信局", "乌恰县人民政府"]),
        (29, 17, ["州工信局", "乌恰县人民政府"]),
        (30, 17, ["州工信局", "州财政局", "乌恰县人民政府"]),
        (31, 17, []),
    ],
)
def test_what_holds_on_special_days(day: int, hour: int, excused: list[str]) -> None:
    subject, date_ = plan(特例=SPECIAL), date(2022, 8, day)
    assert subject.deadline(date_).hour == hour
    assert [unit.short for unit in (A, B, C) if subject.excused(unit, date_)] == excused
    reasons = {special.reason for unit in (A, B, C) if (special := subject.excused(unit, date_))}
    assert reasons <= {"系统升级" if day < 30 else ""}


def test_the_special_days_of_a_later_plan_win_over_those_of_the_days_own() -> None:
    own = plan(特例=[*SPECIAL, {"日期": "2022-08-31", "免报": "是", "理由": "原先"}])
    later = plan(
        特例=[
            {"日期": "2022-08-26", "每日截止": "19:00"},
            {"日期": "2022-08-30", "单位": ["工信局"], "免报": "否"},
            {"日期": "2022-08-31", "单位": ["州财政局"], "免报": "是", "理由": "后来"},
        ]
    )
    both = own.with_special_days_of(later)
    assert both.deadline(FRIDAY).hour == 19
    assert [unit.short for unit in (A, B, C) if both.excused(unit, date(2022, 8, 27))] == ["州工信局", "乌恰县人民政府"]
    assert [unit.short for unit in (A, B, C) if both.excused(unit, date(2022, 8, 30))] == ["州财政局", "乌恰县人民政府"]
    found = [both.excused(unit, date(2022, 8, 31)) for unit in (A, B, C)]
    assert [special and special.reason for special in found] == ["原先", "后来", "原先"]
    assert (own.deadline(FRIDAY).hour, later.excused(C, date(2022, 8, 31))) == (18, None)


def test_of_two_special_days_that_disagree_the_one_written_later_holds() -> None:
    subject = plan(特例=[{"日期": "2022-08-26", "每日截止": "18:00"}, {"日期": "2022-08-26", "每日截止": "19:00"}])
    assert subject.deadline(FRIDAY).hour == 19


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("", None),
        ("2022-08-25 13:00", "2022-08-25T13:00:00+08:00"),
        ("2022年8月25日13时", "2022-08-25T13:00:00+08:00"),
        ("2022-08-25 13:00+08:00", "2022-08-25T13:00:00+08:00"),
        ("2022-08-25T13:00+06:00", "2022-08-25T15:00:00+08:00"),
        ("2022-08-25 05:00Z", "2022-08-25T13:00:00+08:00"),
    ],
)
def test_the_deadline_of_the_roster(written: str, moment: str | None) -> None:
    deadline = plan(名单截止=written).roster_deadline
    assert (deadline and deadline.isoformat()) == moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-08-26", "2022-08-26"),
        ("2022-8-6", "2022-08-06"),
        ("20220826", "2022-08-26"),
        ("2022年8月26日", "2022-08-26"),
        ("2022年08月06日", "2022-08-06"),
        ("2022 年 8 月 26 日", "2022-08-26"),
        ("2022/8/26", "2022-08-26"),
        ("2022/08/26", "2022-08-26"),
        ("２０２２-０８-２６", "2022-08-26"),
        ("２０２２－８－２６", "2022-08-26"),
        ("２０２２０８２６", "2022-08-26"),
        ("２０２２年８月２６日", "2022-08-26"),
        ("２０２２／８／２６", "2022-08-26"),
        ("  2022-08-26\u3000", "2022-08-26"),
        ("2024-02-29", "2024-02-29"),
        ("2000年2月29日", "2000-02-29"),
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
    ],
)
def test_all_forms_of_a_date(text: str, day: str) -> None:
    assert parse_date(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "2022-02-30",
        "2023-02-29",
        "1900-02-29",
        "2022-04-31",
        "20220832",
        "2022-13-01",
        "2022年13月1日",
        "2022/0/26",
        "2022-08-00",
        "0000-01-01",
        "22-08-26",
        "8月26日",
        "2022年8月26",
        "2022-08/26",
        "2022-08-26 17:00",
        "2022-08-26T17:00",
        "-2022-08-26",
        "12022-08-26",
        "2022-08-260",
        "202208261",
        "今天",
        "二〇二二年八月二十六日",
        "2022-08-２６日",
        "2022-\n08-26",
        "",
        "   ",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or parse_date(found.isoformat()) == found


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:00", (17, 0, 0)),
        ("9:05", (9, 5, 0)),
        ("17：00", (17, 0, 0)),
        ("１７：００", (17, 0, 0)),
        ("17:05:59", (17, 5, 59)),
        ("17点", (17, 0, 0)),
        ("17时", (17, 0, 0)),
        ("17点30分", (17, 30, 0)),
        ("17 时 30 分", (17, 30, 0)),
        ("00:00", (0, 0, 0)),
        ("24:00", (24, 0, 0)),
        ("24点", (24, 0, 0)),
    ],
)
def test_all_forms_of_a_time(text: str, clock: tuple[int, int, int]) -> None:
    hours, minutes, seconds = clock
    assert parse_time(text) == timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["24:01", "24:00:01", "25:00", "17:60", "17:00:60", "17", "17:", "17:0", "5pm", "下午五点", "17点半", "-1:00", ""],
)
def test_no_times(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-08-26T17:05", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26 17:05", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26T17:05:30", "2022-08-26T17:05:30+08:00"),
        ("20220826 17:05", "2022-08-26T17:05:00+08:00"),
        ("2022/8/26 17:05", "2022-08-26T17:05:00+08:00"),
        ("2022年8月26日 17:05", "2022-08-26T17:05:00+08:00"),
        ("2022年8月26日17时5分", "2022-08-26T17:05:00+08:00"),
        ("２０２２-０８-２６ １７：０５", "2022-08-26T17:05:00+08:00"),
        ("17:05", "2022-08-26T17:05:00+08:00"),
        ("17点05分", "2022-08-26T17:05:00+08:00"),
        ("24:00", "2022-08-27T00:00:00+08:00"),
        ("2022-08-31T24:00", "2022-09-01T00:00:00+08:00"),
        ("2022-08-26T09:05Z", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26T17:05+08:00", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26T17:05+0800", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26 11:05+02:00", "2022-08-26T17:05:00+08:00"),
        ("2022-08-26T23:05-05:00", "2022-08-27T12:05:00+08:00"),
        ("2024-02-29T17:05", "2024-02-29T17:05:00+08:00"),
        ("9999-12-31T24:00", "9999-12-31T23:59:59.999999+08:00"),
    ],
)
def test_all_forms_of_a_moment(text: str, moment: str) -> None:
    found = parse_moment(text, FRIDAY, SHANGHAI)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "2022-08-26",
        "2022年8月26日",
        "2022-02-30T17:05",
        "2022-08-26T25:00",
        "2022-08-26T17:60+08:00",
        "2022-08-26T17:05+99:00",
        "0001-01-01T00:00Z+08:00",
        "9999-12-31T23:59-08:00",
        "17:05+08:00",
        "明天",
        "now",
        "T",
        "",
    ],
)
def test_no_moments(text: str) -> None:
    assert parse_moment(text, FRIDAY, SHANGHAI) is None


def test_a_time_alone_needs_a_day() -> None:
    assert parse_moment("17:05", None, SHANGHAI) is None


@given(st.text("0123456789-/:：年月日时点分T Z+", max_size=24))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = parse_moment(text, FRIDAY, SHANGHAI)
    assert found is None or found.tzinfo is SHANGHAI


def test_a_wall_clock_time_that_comes_twice_is_the_first() -> None:
    """On 30 October 2022 clocks in Berlin went from 3:00 back to 2:00."""
    berlin = ZoneInfo("Europe/Berlin")
    assert at_time(date(2022, 10, 30), timedelta(hours=2, minutes=30), berlin).astimezone(UTC) == datetime(
        2022, 10, 30, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [("2022-08-26", "2022年8月26日"), ("2022-12-01", "2022年12月1日"), ("2024-02-29", "2024年2月29日")],
)
def test_a_date_in_words_has_no_leading_zeros(day: str, words: str) -> None:
    assert chinese_date(date.fromisoformat(day)) == words
