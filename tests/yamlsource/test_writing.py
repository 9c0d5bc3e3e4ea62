"""What the writer writes the reader gives back unchanged."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from jiukun.chinese.text import says_nothing, without_unseen
from jiukun.reports.submission import REPORT, Submission
from jiukun.yamlsource.reading import load
from jiukun.yamlsource.writing import write_report

SEEN = st.characters(exclude_categories=["Cs"]).filter(lambda character: without_unseen(character) == character)
TYPING = st.sampled_from([*"：: #-|>&*!%@`\"'[]{},?　 \t\n\r\\~一甲1", "\u2028", "\u0085", "存在问题: ", "\n- 序号: 9"])
TEXTS = st.lists(SEEN | TYPING, min_size=1, max_size=60).map("".join)
PARAGRAPHS = TEXTS.map(lambda text: text.strip("\r\n \t")).filter(lambda text: not says_nothing(text))
LINES = TEXTS.map(lambda text: re.sub(r"[\r\n]", "", text).strip()).filter(lambda text: not says_nothing(text))


def content(clerk: str, phone: str, *entries: tuple[str, str, str]) -> dict[str, Any]:
    keys = ("序号", "完成情况", "存在问题", "下一步计划")
    rows = [dict(zip(keys, (str(number), *texts), strict=True)) for number, texts in enumerate(entries, 1)]
    return {"单位": "州工信局", "日期": "2022-08-26", "填报人": clerk, "联系电话": phone, "工作情况": rows}


@given(LINES, LINES, PARAGRAPHS, PARAGRAPHS)
@example("甲", "0908-5550101", "第一段。\n\n　　第二段 #1：\n  缩进的一行\n# 像注释", "- 无")
@example("甲: 乙", "12 #3", "有\ttab\n\t行首", "行尾 \n空格")
@example("甲", "1", "存在问题: \n- 序号: 9", "无")
def test_what_is_written_is_read_back(clerk: str, phone: str, text: str, problems: str) -> None:
    report = content(clerk, phone, (text, problems, text), (problems, text, "无"))
    data = write_report(report, ("说明",), [("第 1 项　复工: 复市 #1",), ()]).encode()
    _, read, diagnostics = load(data, "x.yaml", REPORT, Submission)
    assert diagnostics == ()
    assert read is not None
    assert (read.clerk, read.phone) == (clerk, phone)
    entries = [(entry.number, entry.done, entry.problems, entry.plans) for _, entry in read.placed]
    assert entries == [(1, text, problems, text), (2, problems, text, "无")]


def test_a_long_text_is_a_block_and_a_short_one_is_not() -> None:
    report = content("甲", "", ("一。\n二。", "无", ""))
    assert write_report(report, ("说明",), [("第 1 项　复工",)]) == (
        "# 说明\n"
        "单位: 州工信局\n"
        "日期: 2022-08-26\n"
        "填报人: 甲\n"
        "联系电话:\n"
        "工作情况:\n"
        "# 第 1 项　复工\n"
        "- 序号: 1\n"
        "  完成情况: |\n"
        "    一。\n"
        "    二。\n"
        "  存在问题: 无\n"
        "  下一步计划: |\n"
        "    \n"
    )
