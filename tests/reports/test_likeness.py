"""How alike two texts are, and which name no problem: by tables, and by Hypothesis."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.products.measure_texts import is_problem
from jiukun.reports.likeness import is_nearly, is_repeat, is_unchanged

TRUCKS = "部分企业原材料运输不畅，需协调通行证30张。"


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("走访12户。", "走访12户。", "same"),
        ("走访12户。\n已答复。", "走访12户。  已答复。", "same"),
        ("8月26日走访12户", "8月25日走访12户", "repeat"),
        ("8月26日走访 12 户", "8月25日走访12户", "repeat"),
        ("2022年8月26日走访12户", "2022年8月25日走访12户", "repeat"),
        ("2022-08-26走访12户", "2022-08-25走访12户", "repeat"),
        ("八月二十六日走访12户", "八月二十五日走访12户", "repeat"),
        ("26日走访12户", "25日走访12户", "repeat"),
        ("8月26日走访12户", "8月25日走访9户", "nearly"),
        ("走访 12 户", "走访9户", "nearly"),
        ("累计走访1.2万户", "累计走访12万户", "nearly"),
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
def test_each_degree_of_likeness_holds_the_closer_one(text: str, other: str) -> None:
    assert is_unchanged(text, text)
    assert is_repeat(text, other) == is_repeat(other, text)
    assert is_repeat(text, other) or not is_unchanged(text, other)
    assert is_nearly(text, other) or not is_repeat(text, other)


@given(WORDS, st.dates(), st.dates())
def test_dates_and_white_space_never_make_a_text_new(text: str, day: date, earlier: date) -> None:
    now, then = (f"截至{each.month}月{each.day}日，{text}" for each in (day, earlier))
    assert is_repeat(now.replace("企业", "企 业\n"), then)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_changed_figure_is_news(number: int, earlier: int) -> None:
    assert is_repeat(f"走访{number}户。", f"走访{earlier}户。") is (number == earlier)


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
