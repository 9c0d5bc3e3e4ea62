"""The plainest YAML is read without the parser, and never otherwise than the parser reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiukun.diagnostics.source import Source
from jiukun.plan.model import MEASURES, UNITS
from jiukun.reports.submission import REPORT
from jiukun.yamlsource import Kind
from jiukun.yamlsource.parsing import parse
from jiukun.yamlsource.plain import read_plain
from jiukun.yamlsource.writing import WrittenEntry, WrittenReport, write_report
from support.desk import BASE, REPOSITORY, replaced
from support.desk import REPORT as TEXT
from support.fuzzing import QUICK, mutated

PLAN, PEOPLE = ((BASE / "data" / name).read_text("utf-8") for name in ("measures.yaml", "units.yaml"))
SAMPLES = [*sorted(REPOSITORY.glob("submissions/*/*.yaml")), *sorted(REPOSITORY.glob("data/*.yaml"))]
KINDS = {"measures": MEASURES, "units": UNITS}

# Texts that are near the edge of what is plain.
INDENTED = replaced("    其余", "      其余")
DEEPER_FIRST = replaced("    全州", "      全州")
ON_THE_DASH = replaced("- 序号: 2\n  完成情况: |", "- 完成情况: |")
LIST_AFTER_FLOW = replaced("免报日: []", "免报日: []\n  - 2022-08-26", PLAN)
LIST_IN_LIST = replaced("- 序号: 2", "- - 序号: 2")
CONTINUED = replaced("存在问题: 无", "存在问题: 无\n    其余: 有")
DASHES_BELOW_TEXT = replaced("存在问题: 无", "存在问题: 无\n    - 有")


def agrees(text: str, kind: Kind) -> bool:
    """Whether the text was read without the parser; then the parser reads the same and complains of nothing."""
    content = read_plain(text, kind.limits)
    if content is None:
        return False
    document, told = parse(Source("一.yaml", text), kind)
    assert told == ()
    assert document is not None
    assert document.content == content
    return True


@QUICK
@given(mutated(TEXT))
@example(TEXT.replace("\n", "\r\n"))
@example(TEXT.replace("\n", "\r"))
@example(TEXT.rstrip("\n"))
@example(INDENTED)
@example(DEEPER_FIRST)
@example(ON_THE_DASH)
@example(LIST_IN_LIST)
@example(CONTINUED)
@example(DASHES_BELOW_TEXT)
@example(replaced("    其余", "\n\n      \n    其余"))
@example(replaced("存在问题: 无", "存在问题: 无\n存在问题: 无"))
@example(replaced("存在问题: 无", "存在问题: 无 #1"))
@example(replaced("存在问题: 无", "存在问题: |\n  存在问题: 无"))
@example(replaced("存在问题: 无", "存在问题: ｜\n    无"))
@example(replaced("工作情况:\n", "工作情况:\n\n# 说明\n#说明\n"))
@example(replaced("单位:", f"{'位' * 1100}:"))
def test_a_report_is_read_as_the_parser_reads_it(text: str) -> None:
    agrees(text, REPORT)


@QUICK
@given(st.sampled_from([PLAN, PEOPLE]).flatmap(mutated))
@example(LIST_AFTER_FLOW)
@example(replaced("[州工信局, ", "[州工信局,, ", PLAN))
@example(replaced("[州工信局, ", "[州工信局 , 甲: 乙, ", PLAN))
@example(replaced("{姓名: 样例甲,", "{姓名:,", PEOPLE))
@example(replaced("{姓名: 样例甲,", "{姓名: 甲, 姓名: 乙,", PEOPLE))
def test_data_are_read_as_the_parser_reads_them(text: str) -> None:
    agrees(text, MEASURES)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_lies_in_the_project_is_plain(path: Path) -> None:
    """Else the reading without the parser would never be used, and every command slower."""
    assert agrees(path.read_text("utf-8"), KINDS.get(path.stem, REPORT))


def test_what_is_written_for_a_unit_is_plain() -> None:
    entry = WrittenEntry(1, "第一段。\n\n第二段：16:00。", "无", "下周完成。", ("第 1 项 促进市场主体复工复市",))
    report = WrittenReport("州财政局", "2022-08-26", "", "0908-5550104", (entry, entry), ("填好后保存",))
    assert agrees(write_report(report), REPORT)


@pytest.mark.parametrize("text", [INDENTED, replaced("    其余", "\n    其余"), TEXT.replace("\n", "\r\n")])
def test_text_as_people_set_it_is_plain(text: str) -> None:
    assert agrees(text, REPORT)


@pytest.mark.parametrize(
    "text",
    [DEEPER_FIRST, ON_THE_DASH, LIST_AFTER_FLOW, LIST_IN_LIST, CONTINUED, DASHES_BELOW_TEXT, "", "# 说明\n", "好\n"],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_parser(text: str) -> None:
    assert read_plain(text, MEASURES.limits) is None


def test_what_could_be_too_much_is_left_to_the_parser() -> None:
    deep = "".join(f"{' ' * depth}甲:\n" for depth in range(7))
    for text in (deep, "甲: |\n" + "  乙\n" * 5_000, f"甲: [{'乙, ' * 20_000}乙]\n"):
        assert read_plain(text, REPORT.limits) is None
    assert read_plain(deep[:-9], REPORT.limits) is not None
