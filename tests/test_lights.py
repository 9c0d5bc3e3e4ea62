"""Lights and their reasons, time limits in words, how alike two texts are, per cents: by tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.dates import parse_limit
from jiukun.day import Line
from jiukun.entries import is_problem
from jiukun.lights import Colour, Light, light, time_limit
from jiukun.likeness import is_nearly, is_repeat, is_unchanged
from jiukun.plan import Measure, Plan, Unit
from jiukun.plandata import load
from jiukun.project import Project
from jiukun.timeliness import Evidence, Paper, Standing, Status, Version
from jiukun.wording import percent
from support import BASE, ZONE, Desk, at, replaced

_plan, _ = load(Project(BASE))
assert _plan is not None
PLAN: Plan = _plan
TODAY = date(2022, 8, 26)
UNITS = PLAN.lead_units[:2]
VERSION = Version(datetime(2022, 8, 26, 17, 20, tzinfo=ZONE), Evidence.RECEIPT, valid=True)


LIMITS = {
    "2022-12-31": """2022年底 2022年末 2022年内 2022年底前 2022年年底 2022年 2022年度 年底 年内 今年底 今年年底前 全年
        到2022年底 12月31日前 2022年12月31日 2022-12-31 2022/12/31前 ２０２２年底 四季度 2022年第四季度末 下半年
        12月底前全部完成 十二月底 二〇二二年十二月三十一日前 2022.12.31 二〇二二年底""",
    "2023-06-30": "明年6月底 次年上半年 明年六月三十日前",
    "2023-12-31": "明年底 明年年底前 明年",
    "2022-06-30": "6月底 6月 6月份 6月下旬 上半年 二季度末 第2季度 今年6月底 2022年6月底前办结",
    "2022-09-10": "9月上旬 9月10日 9月10号之前 2022年9月10日止 于9月10日前办结",
    "2022-09-20": "9月中旬",
    "2022-02-28": "2月底",
    "2024-02-29": "2024年2月",
    "": """长期坚持 持续推进 立即 尽快完成 13月底 0月 2月30日 月底前 五季度 季度 9月至12月 印发后30日内 完成 年
        2022年8 2022.13.1 一百年底 十三月底""",
}


@pytest.mark.parametrize(("words", "day"), [(one, day) for day, words in LIMITS.items() for one in words.split()])
def test_the_last_day_of_a_time_limit(words: str, day: str) -> None:
    assert parse_limit(words, 2022) == (date.fromisoformat(day) if day else None)


@given(st.text("0123456789年月日底末前上中下旬半季度一二三四第今全内于到完成 ", max_size=12))
def test_no_words_of_a_time_limit_are_too_much(words: str) -> None:
    found = parse_limit(words, 2022)
    assert found is None or isinstance(found, date)


# Likeness.

TRUCKS = "部分企业原材料运输不畅，需协调通行证30张。"


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("走访12户。", "走访12户。", "same"),
        ("走访12户。\n已答复。", "走访12户。  已答复。", "same"),
        ("8月26日走访12户", "8月25日走访9户", "repeat"),
        ("八月二十六日走访12户", "八月二十五日走访9户", "repeat"),
        ("走访 12 户", "走访9户", "repeat"),
        ("走访十二户", "走访九户", "different"),
        (TRUCKS, "部分企业原材料运输仍不畅，需协调通行证28张", "nearly"),
        (TRUCKS, "部分企业原材料运输不畅、需协调通行证30张", "nearly"),
        (TRUCKS, "部分企业用电紧张，需协调错峰生产。", "different"),
        ("缺人手。", "缺资金。", "different"),
        ("缺人手。", "缺人手", "nearly"),
        (f"{TRUCKS}另有3个乡镇冷库不足，蔬菜保鲜困难，仓储费用上涨。", TRUCKS, "nearly"),
        (TRUCKS, f"{TRUCKS}另有3个乡镇冷库不足，蔬菜保鲜困难，仓储费用上涨。", "nearly"),
        ("缺人手，已协调，仍在想办法解决，拟增加编制。", "缺人手", "different"),
        ("资金紧张", "", "different"),
        ("甲" * 400 + "乙" * 50, "甲" * 400 + "丙" * 50, "nearly"),
        ("甲" * 100 + "乙" * 50, "丙" * 50 + "甲" * 100, "different"),
    ],
)
def test_how_alike_two_texts_are(text: str, earlier: str, expected: str) -> None:
    grades = (is_unchanged, "same"), (is_repeat, "repeat"), (is_nearly, "nearly")
    assert next((word for holds, word in grades if holds(text, earlier)), "different") == expected


WORDS = st.text("走访企业12三年月日号，。 \n问题甲乙", max_size=40)


@given(WORDS, WORDS)
def test_each_degree_of_likeness_holds_the_closer_one(one: str, other: str) -> None:
    assert is_unchanged(one, one)
    assert is_repeat(one, other) == is_repeat(other, one)
    assert is_repeat(one, other) or not is_unchanged(one, other)
    assert is_nearly(one, other) or not is_repeat(one, other)


@given(WORDS, st.integers(0, 10**6))
def test_figures_and_white_space_never_make_a_text_new(text: str, number: int) -> None:
    assert is_repeat(text.replace("1", str(number)).replace("企业", "企 业\n"), text)


# What names no problem.

NONE = """
    无 无。 无； 无、 无, 暂无 暂无。 没有 目前无 目前暂无问题 暂无存在问题 无存在问题 无其他问题 未发现问题
    暂未发现问题 未发现明显问题 无困难 均无 不存在问题 没有困难和问题 截至目前未发现问题 / — -- 本日无 当前没有新的问题
    无异常情况 未收到问题 尚未发现存在问题
"""
SOME = """无证经营3户|没有人手|未发现问题的原因是|问题|无人负责|无 资金|暂无资金|已没有问题的企业12户"""


@pytest.mark.parametrize("text", NONE.split())
def test_that_there_is_no_problem(text: str) -> None:
    assert not is_problem(text)
    assert not is_problem(f" {text}\n")


@pytest.mark.parametrize("text", [*SOME.split("|"), "无" * 50])
def test_that_there_is_one(text: str) -> None:
    assert is_problem(text)


# Per cents.


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        *((0, 0, ""), (0, 7, "0%"), (7, 7, "100%"), (1, 2, "50%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (11, 12, "91.7%")),
        *((1, 16, "6.3%"), (9999, 10000, "99.9%"), (1, 10000, "0.1%"), (1, 8, "12.5%")),
    ],
)
def test_per_cents(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_per_cent_is_near_its_share(part: int, rest: int) -> None:
    shown = percent(part, part + rest)
    assert abs(float(shown.rstrip("%")) / 100 - part / (part + rest)) <= 0.001
    assert shown != "100%"
    assert (shown == "0%") == (part == 0)


# Lights.


def line(unit: Unit, status: Status, minutes: int = 0) -> Line:
    decisive = VERSION if status in {Status.ON_TIME, Status.LATE, Status.INVALID} else None
    return Line(unit, Standing(status, decisive, decisive, minutes), Paper.NOT_REQUIRED, None, None)


def lit(changes: dict[str, object], statuses: Sequence[tuple[Status, int]], missed: Sequence[int]) -> Light:
    """The light of measure 1, with some of its fields changed, of two lead units."""
    measure = PLAN.measures[0].model_copy(update=changes)
    counts = {unit.short: count for unit, count in zip(UNITS, missed, strict=True)}
    lines = [line(unit, *status) for unit, status in zip(UNITS, statuses, strict=True)]
    return light(PLAN, measure, TODAY, lines, lambda unit: counts[unit.short])


GOOD, LATE, GONE = (Status.ON_TIME, 0), (Status.LATE, 20), (Status.MISSING, 0)
BAD, OPEN, FREE = (Status.INVALID, 0), (Status.PENDING, 0), (Status.EXEMPT, 0)
R, A, G = Colour.RED, Colour.AMBER, Colour.GREEN


@pytest.mark.parametrize(
    ("changes", "statuses", "missed", "colour", "reasons"),
    [
        ({}, (GOOD, GOOD), (0, 0), G, ()),
        ({}, (GOOD, LATE), (0, 0), A, ("州市场监督管理局迟报20分钟",)),
        ({}, (BAD, GONE), (0, 1), A, ("州工信局报送有误", "州市场监督管理局未报送")),
        ({}, (GOOD, GONE), (0, 2), R, ("州市场监督管理局连续2天未报",)),
        ({}, (GONE, GONE), (2, 9), R, ("州工信局连续2天未报", "州市场监督管理局连续9天未报")),
        ({}, (OPEN, GOOD), (2, 0), R, ("州工信局连续2天未报",)),  # before the deadline of the third day
        ({}, (OPEN, OPEN), (1, 0), G, ()),
        ({}, (FREE, FREE), (0, 0), G, ()),
        ({"time_limit": "8月25日"}, (GOOD, GOOD), (0, 0), R, ("已过完成时限（8月25日）",)),
        ({"time_limit": "8月26日"}, (GOOD, GOOD), (0, 0), A, ("临近完成时限（8月26日）",)),
        ({"time_limit": "8月29日"}, (LATE, GOOD), (0, 0), A, ("临近完成时限（8月29日）", "州工信局迟报20分钟")),
        ({"time_limit": "8月30日"}, (GOOD, GOOD), (0, 0), G, ()),
        ({"time_limit": "长期"}, (GOOD, GOOD), (0, 0), G, ()),
        ({"time_limit": "7月底"}, (GONE, GOOD), (3, 0), R, ("已过完成时限（7月底）", "州工信局连续3天未报")),
        ({"closed": date(2022, 8, 25)}, (GONE, GONE), (5, 5), Colour.GREY, ("2022年8月25日办结",)),
        ({"closed": TODAY}, (GOOD, GOOD), (0, 0), G, ()),
        ({"first_day": date(2022, 9, 1)}, (GONE, GONE), (2, 2), G, ("2022年9月1日起报",)),
    ],
)
def test_the_light_of_a_measure(
    changes: dict[str, object],
    statuses: Sequence[tuple[Status, int]],
    missed: Sequence[int],
    colour: Colour,
    reasons: tuple[str, ...],
) -> None:
    assert lit(changes, statuses, missed) == Light(colour, reasons)


def test_the_year_of_a_time_limit_is_that_of_the_plan() -> None:
    measure: Measure = PLAN.measures[0].model_copy(update={"time_limit": "6月底"})
    assert time_limit(PLAN, measure) == date(2022, 6, 30)


def test_the_office_says_from_when_the_lights_change(desk: Desk) -> None:
    """连续未报 and 临期天数 are the plan's; a morning's 尚未报送 does not hide the days before it."""
    path = desk.root / "data" / "measures.yaml"
    text = replaced("连续未报: 2, 临期天数: 3", "连续未报: 3, 临期天数: 10", path.read_text("utf-8"))
    text = replaced("工作任务: 减免租金\n", "工作任务: 减免租金\n  完成时限: 9月6日前\n", text)
    path.write_text(text, "utf-8")
    for clock, missed, is_near in (("26T18:00:00", 0, False), ("27T09:00:00", 0, True), ("27T18:00:00", 5, False)):
        at(desk, f"2022-08-{clock}", "board", "--output", "p.html")
        page = (desk.root / "p.html").read_text("utf-8")
        assert page.count("连续3天未报") == missed
        assert ("临近完成时限（9月6日前）" in page) is is_near
