"""Whoever is named under a measure is drafted or asked about: what no rule reads, wherever it stands."""

from __future__ import annotations

from datetime import date

import pytest

from jiukun.drafting.documents.paragraphs import text_document
from jiukun.drafting.drafts.plan_draft import draft_plan

HEAD = "东安市任务分工\n一、甲事项。正文。（牵头单位：市甲局；责任单位：市乙局）\n"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "二、乙事项。市丙局会同市丁局制定细则。（牵头单位：市甲局；责任单位：市乙局）\n",
            ["正文还提到“市丙局”（第 2 项）、“市丁局”（第 2 项），没有列入；要由它负责的，补进责任单位"],
        ),
        (
            "二、乙事项（含市丙局、丁局）。正文。（牵头单位：市甲局；责任单位：市乙局）\n",
            ["正文还提到“市丙局”（第 2 项）、“丁局”（第 2 项），没有列入；要由它负责的，补进责任单位"],
        ),
        (
            "二、乙事项。落实省委、省政府部署，坚持市委领导、市政府主导。县级政府、市民中心、区块链中心、旗下公司，市办企业，市公安局长期坚持。（牵头单位：市甲局；责任单位：市乙局）\n",
            ["正文还提到“市公安局”（第 2 项），没有列入；要由它负责的，补进责任单位"],
        ),
        ("二、乙事项。报送至市丙局。（牵头单位：市甲局；责任单位：市乙局）\n", []),
        (
            "二、乙事项。市丙局视情牵头办理为主。\n",
            ["原文“市丙局视情牵头办理为主”没有列入（没有写单位，或者看不出由谁负责）；是措施就补上"],
        ),
        (
            "| 序号 | 工作任务 | 牵头单位 | 做法 |\n| 1 | 丙事项 | 市甲局 | 由市丙局提供数据 |\n",
            ["正文还提到“市丙局”（第 2 项），没有列入；要由它负责的，补进责任单位"],
        ),
        (
            "| 序号 | 工作任务 | 牵头单位 |\n| 1 | 丙事项 | 市甲局 | 市丙局 |\n",
            ["正文还提到“市丙局”（第 2 项），没有列入；要由它负责的，补进责任单位"],
        ),
    ],
)
def test_what_no_rule_reads_is_asked(text: str, asked: list[str]) -> None:
    draft = draft_plan(text_document(HEAD + text, "plan.txt"), "plan.txt", date(2024, 3, 5))[0]
    assert draft is not None
    lines = [line.removeprefix("# 待核：") for line in draft.measures.splitlines() if line.startswith("# 待核：")]
    assert [line for line in lines if "报送要求" not in line and "方案没有写" not in line] == asked


@pytest.mark.parametrize("issued", ["印发《甲方案》和《乙方案》", "现将《甲方案》《乙方案》印发", "把两个方案印发"])
def test_a_notice_of_two_plans_is_said_to_be_one(issued: str) -> None:
    plans = "附件1\n甲方案\n一、甲。（责任单位：市甲局）\n附件2\n乙方案\n一、乙。（责任单位：市乙局）\n"
    text = f"通知\n{issued}给你们。\n{plans}"
    draft = draft_plan(text_document(text, "plan.txt"), "plan.txt", date(2024, 3, 5))[0]
    assert draft is not None
    assert "这份文件里有 2 个方案：“甲方案”“乙方案”" in draft.measures


def test_a_table_of_lines_whose_rows_cannot_be_told_apart_is_said_to_be_one() -> None:
    text = "任务\n工作任务\n牵头单位\n完成时限\n甲事项\n市甲局\n6月底\n乙事项\n市乙局\n"
    draft, problems = draft_plan(text_document(text, "plan.txt"), "plan.txt", date(2024, 3, 5))
    assert draft is None
    assert [problem.code for problem in problems] == ["JK615", "JK618"]
    assert "像是一张表" in problems[1].message
