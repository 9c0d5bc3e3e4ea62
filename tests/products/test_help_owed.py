"""`ledger --unit` of a responsible unit: the open problems that wait on it, since when, whom to ring."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from support.desk import Desk, Result, at, replaced
from support.pages import page, section

FIRST, LAST = "2022-08-25", "2022-08-26"
SPAN = ("--from", FIRST, "--to", LAST)
UNITS = {"州工信局": (1, "样例甲"), "州财政局": (2, "样例丁"), "阿图什市人民政府": (4, "样例庚")}
# What each said on the two days. That of 州财政局 is solved; that of 阿图什市 was named once, and no report came since.
SAID = {
    ("州工信局", FIRST): "进货要等3天。",
    ("州工信局", LAST): "进货要等5天。",
    ("州财政局", FIRST): "产权登记不全。",
    ("州财政局", LAST): "无",
    ("阿图什市人民政府", FIRST): "岗位少。",
}
ARRIVED = "2022-08-26T18:00:00"
NOW_MEASURES = [
    ("州信访局", 1, "复工复市", "州工信局", FIRST, LAST, 2, "进货要等5天。", "样例乙（科长）", "0908-5550102"),
    ("州信访局", 1, "复工复市", "州市场监督管理局", "", "", "", "目前没有", "样例丁（科长）", "0908-5550104"),
    ("州信访局", 4, "属地稳岗", "阿图什市人民政府", FIRST, FIRST, 1, "岗位少。", "样例辛（秘书）", "0908-5550108"),
    ("州信访局", 4, "属地稳岗", "乌恰县人民政府", "", "", "", "目前没有", "样例癸（秘书）", "0908-5550110"),
]
HEADS = [
    "责任单位",
    "序号",
    "工作任务",
    "提出单位",
    "首次提出",
    "最近提出",
    "持续天数",
    "存在问题",
    "联系人",
    "联系电话",
]


@pytest.fixture
def reported(desk: Desk) -> Desk:
    """A project with the reports of both days; the measure closed on the first is of no matter."""
    measures = desk.root / "data/measures.yaml"
    measures.write_text(measures.read_text("utf-8").replace("办结日期: 2022-08-25", "办结日期: 2022-08-24"), "utf-8")
    for (unit, day), problem in SAID.items():
        number, clerk = UNITS[unit]
        text = replaced("州财政局", unit).replace("序号: 2", f"序号: {number}").replace("样例丁", clerk)
        text = text.replace("2022-08-26", day).replace("存在问题: 无", f"存在问题: {problem}")
        desk.report(text, unit=unit, day=day)
    return desk


def ledger(desk: Desk, unit: str, *options: str) -> Result:
    return at(desk, ARRIVED, "ledger", "--unit", unit, *SPAN, *options)


def lines(desk: Desk, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (desk.root / name).read_text("utf-8").splitlines()]


def test_it_is_said(reported: Desk) -> None:
    result = ledger(reported, "州信访局")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "等州信访局配合的问题：2 个",
        ("  第 1 项 复工复市　州工信局：进货要等5天。（2022年8月25日起，已2天）　联系：样例乙（科长） 0908-5550102"),
        ("  第 4 项 属地稳岗　阿图什市人民政府：岗位少。（2022年8月25日起，已1天）　联系：样例辛（秘书） 0908-5550108"),
        f"已生成 out/台账-{FIRST}_{LAST}-州信访局.xlsx",
    ]


def test_the_workbook_and_the_records_say_the_same(reported: Desk) -> None:
    """Also of each measure of which nothing is open, with whom to ring."""
    for kind in ("xlsx", "csv", "jsonl"):
        assert ledger(reported, "州信访局", "--format", kind, "--output", f"u.{kind}").out.endswith(
            f"已生成 u.{kind}\n"
        )
    assert lines(reported, "u.jsonl") == [dict(zip(HEADS, row, strict=True)) for row in NOW_MEASURES]
    text = (reported.root / "u.csv").read_text("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [HEADS, *([str(value) for value in row] for row in NOW_MEASURES)]
    book = load_workbook(reported.root / "u.xlsx")
    assert book.sheetnames == ["配合事项"]
    rows = [tuple("" if value is None else value for value in row) for row in book["配合事项"].values]
    assert rows == [tuple(HEADS), *NOW_MEASURES]


def test_a_member_of_a_group_owes_what_the_group_does(reported: Desk) -> None:
    """Not to itself; what another solved waits no more."""
    ledger(reported, "乌恰县人民政府", "--format", "jsonl", "--output", "u.jsonl")
    found = lines(reported, "u-配合.jsonl")
    assert [(row["序号"], row["提出单位"], row["存在问题"]) for row in found] == [
        (1, "州工信局", "进货要等5天。"),
        (1, "州市场监督管理局", "目前没有"),
        (2, "州财政局", "目前没有"),
    ]


def test_a_unit_that_leads_and_is_responsible_owes_the_others(reported: Desk) -> None:
    """Each county leads the measure as one of a group, and the group is responsible besides."""
    measures = reported.root / "data/measures.yaml"
    text = replaced("责任单位: [州信访局]", "责任单位: [各县（市）人民政府]", measures.read_text("utf-8"))
    measures.write_text(text, "utf-8")
    waiting = {unit: ledger(reported, unit).out for unit in ("阿图什市人民政府", "乌恰县人民政府")}
    assert {unit: "岗位少。" in words for unit, words in waiting.items()} == {
        "阿图什市人民政府": False,
        "乌恰县人民政府": True,
    }


def test_a_lead_unit_has_both(reported: Desk) -> None:
    result = ledger(reported, "工信局", "--format", "csv")
    name = f"out/台账-{FIRST}_{LAST}-州工信局"
    assert result.out.splitlines() == ["没有等州工信局配合的问题", f"已生成 {name}.csv", f"已生成 {name}-配合.csv"]
    ledger(reported, "工信局")
    assert load_workbook(reported.root / f"{name}.xlsx").sheetnames[-1] == "配合事项"


def test_of_one_measure(reported: Desk) -> None:
    ledger(reported, "州信访局", "--measure", "4", "--format", "jsonl", "--output", "u.jsonl")
    assert {row["序号"] for row in lines(reported, "u.jsonl")} == {4}


def test_whom_to_ring_where_no_contact_is_known(reported: Desk) -> None:
    """The clerk of the last report, said to be so; else that nobody is known."""
    units = reported.root / "data/units.yaml"
    text = units.read_text("utf-8").replace("责任人: {姓名: 样例乙, 职务: 科长, 联系电话: 0908-5550102}", "责任人:")
    units.write_text(text, "utf-8")
    assert "联系：样例甲（最近填报人） 0908-5550104" in ledger(reported, "州信访局").out


def test_who_owes_help_goes_by_the_day_on_which_the_problem_was_last_named(reported: Desk) -> None:
    """A responsible unit that changes later takes no past problem along; a name that changes does."""
    for day in (FIRST, LAST):
        assert at(reported, f"{day}T17:30:00", "receive", "--date", day).status == 0
    for name, pairs in {
        "measures": [("[州信访局]", "[州民政局]")],
        "units": [
            ("- 简称: 州信访局\n", "- 简称: 州信访办\n  别名: [州信访局]\n"),
            ("单位组:", "- 简称: 州民政局\n单位组:"),
        ],
    }.items():
        path = reported.root / f"data/{name}.yaml"
        text = path.read_text("utf-8")
        for old, new in pairs:
            text = replaced(old, new, text)
        path.write_text(text, "utf-8")
    later = "2022-08-27T09:00:00"
    found = [
        at(reported, later, "ledger", "--unit", unit, *SPAN).out.splitlines()[0] for unit in ("州民政局", "州信访局")
    ]
    assert found == ["没有等州民政局配合的问题", "等州信访办配合的问题：2 个"]


def test_a_problem_that_goes_on_waits_on_the_unit_that_is_responsible_now(reported: Desk) -> None:
    """Another unit takes over between the two days, and the one before is no unit of the plan any more."""
    assert at(reported, f"{FIRST}T17:30:00", "receive", "--date", FIRST).status == 0
    for name in ("measures", "units"):
        path = reported.root / f"data/{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("州信访局", "州民政局"), "utf-8")
    units = reported.root / "data/units.yaml"
    units.write_text(units.read_text("utf-8").replace("自治州信访局", "自治州民政局"), "utf-8")
    words = ledger(reported, "州民政局").out
    assert words.splitlines()[0] == "等州民政局配合的问题：1 个"
    assert "第 1 项 复工复市　州工信局：进货要等5天。（2022年8月25日起，已2天）" in words


def test_the_page_of_the_data_names_every_column() -> None:
    listed = re.findall(r"^- (.+?)：", section(page("台账的数据.md"), "等一个单位配合的问题"), re.MULTILINE)
    assert [name for line in listed for name in line.split("、")] == HEADS
