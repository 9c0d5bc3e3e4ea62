"""Ledger and bulletin of a quarter of which every figure is known, by tests/quarter.py, read back."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from jiukun.cli import workspace
from support import quarter
from support.desk import Made, rejoined

RECORD_HEADS = [
    *("日期", "序号", "工作任务", "单位", "情况", "到达时间", "填报人", "联系电话"),
    *("完成情况", "存在问题", "下一步计划", "与上次相比", "雷同"),
]
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def workbook(made: Made) -> Workbook:
    book: Workbook = load_workbook(made.path(f"台账-{quarter.NAME}.xlsx"))
    return book


@cache
def expected_records() -> Rows:
    return list(quarter.records())


def rows_of(workbook: Workbook, name: str) -> Rows:
    """The rows below the headings; an empty cell is an empty text."""
    rows = workbook[name].iter_rows(min_row=2, values_only=True)
    return [tuple("" if value is None else value for value in row) for row in rows]


def test_each_says_what_it_wrote(made: Made) -> None:
    names = (
        f"台账-{quarter.NAME}.xlsx",
        f"台账-{quarter.NAME}.csv",
        f"台账-{quarter.NAME}.jsonl",
        f"通报-{quarter.NAME}.docx",
        "board.html",
    )
    assert [result.out for result in made.results] == [f"已生成 out/{name}\n" for name in names]
    told = quarter.misplaced()
    more = [f"注意 另有 {len(told) - 10} 处，运行 jiukun validate 看全部\n"] if len(told) > 10 else []
    words = "".join([*told[:10], *more])
    assert {(result.status, result.err) for result in made.results} == {(0, words)}


def test_the_ledger_by_measure_and_day(workbook: Workbook) -> None:
    sheet = workbook["措施台账"]
    assert [cell.value for cell in sheet[1]] == [*RECORD_HEADS, "分段"]
    found = rows_of(workbook, "措施台账")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:N{len(found) + 1}")
    expected = sorted(expected_records(), key=lambda row: row[1])
    long = next(row for row in expected if row[8].count("\n") > 100)
    pieces = [row for row in found if row[-1]]
    assert [row[:8] for row in pieces] == [long[:8]] * len(pieces)
    assert [row[-1] for row in pieces] == [f"{number}/{len(pieces)}" for number in range(1, len(pieces) + 1)]
    assert rejoined([row[8] for row in pieces], long[8])
    assert [row[:-1] for row in found if not row[-1]] == [row for row in expected if row != long]


def test_the_ledger_of_problems(workbook: Workbook) -> None:
    expected = sorted(
        quarter.problems(), key=lambda problem: (problem.number, quarter.UNITS.index(problem.unit), problem.first)
    )
    assert rows_of(workbook, "问题台账") == [problem.row for problem in expected]


def test_the_ledger_of_timeliness(workbook: Workbook) -> None:
    assert rows_of(workbook, "时效台账") == list(quarter.lines())


def test_the_counts(workbook: Workbook) -> None:
    heads = [cell.value for cell in workbook["统计"][1]]
    assert heads[7:] == ["整份雷同", "纸质版应交", "纸质版按时", "纸质版迟交", "纸质版未交"]
    assert rows_of(workbook, "统计") == [tally_row(tally) for tally in quarter.tallies()]


def tally_row(tally: quarter.Tally) -> tuple[str | int, ...]:
    counts = (tally.due, tally["按时"], tally["迟报"], tally["未报送"], tally["报送有误"])
    paper = (tally.paper_due, tally["纸按时"], tally["纸迟交"], tally["纸未交"])
    return (tally.name, *counts, quarter.rate(tally["按时"], tally.due), tally["整份雷同"], *paper)


def test_the_rows_for_other_programs(made: Made) -> None:
    with made.path(f"台账-{quarter.NAME}.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file)
    assert heads == RECORD_HEADS
    assert rows == [[str(value) for value in row] for row in expected_records()]
    lines = made.path(f"台账-{quarter.NAME}.jsonl").read_text("utf-8").splitlines()
    assert [tuple(json.loads(line).items()) for line in lines] == [
        tuple(zip(RECORD_HEADS, row, strict=True)) for row in expected_records()
    ]


def test_the_first_day_of_a_problem_does_not_hang_on_the_period(made: Made, workbook: Workbook) -> None:
    """Whatever the first day of the period, what stands at its end has stood for as long and was named as often."""
    rows = rows_of(workbook, "问题台账")
    for start in ("2022-11-01", "2022-11-10", "2022-11-24"):
        target = made.path(f"{start}.xlsx")
        with patch.object(workspace, "clock", lambda _: quarter.EVENING):
            span = ("--from", start, "--to", "2022-11-24", "--output", str(target))
            made.desk.run("--root", str(made.desk.root), "ledger", *span)
        expected = [row for row in rows if row[4] >= start]
        assert rows_of(load_workbook(target), "问题台账") == expected
    assert len(expected) == 3


# The bulletin.


def bulletin_parts(made: Made) -> tuple[list[str], list[list[str]]]:
    document = Document(str(made.path(f"通报-{quarter.NAME}.docx")))
    table = document.tables[0]
    paragraphs = [p.text.replace("\n", "") for p in document.paragraphs if p.style and p.style.name != "版记"]
    return [text for text in paragraphs if text], [[cell.text for cell in row.cells] for row in table.rows]


def faults(of: Callable[[quarter.Fate], str], words: Sequence[str], *, named: bool) -> Iterator[str]:
    for day in quarter.DAYS:
        parts = []
        for word in words:
            found = [(unit, fate) for (unit, at), fate in quarter.fates().items() if at == day and of(fate) == word]
            names = [
                f"{unit}（{quarter.late(fate.minutes)}）" if named and word == "迟报" else unit for unit, fate in found
            ]
            parts += [f"{word}{len(names)}家，{'、'.join(names)}"] if names else []
        if parts:
            yield f"{quarter.chinese(day)}：{'；'.join(parts)}。"


def repeated() -> Iterator[str]:
    for day in quarter.DAYS:
        parts = []
        for unit in quarter.UNITS:
            owed = quarter.owed(unit, day)
            numbers = [str(number) for number in owed if (unit, day, number) in quarter.repeats()]
            whole = "，整份" if len(numbers) == len(owed) else ""
            parts += [f"{unit}第{'、'.join(numbers)}项{whole}"] if numbers else []
        if parts:
            yield f"{quarter.chinese(day)}：{'；'.join(parts)}。"


def standing() -> Iterator[str]:
    still = sorted(
        (problem for problem in quarter.problems() if problem.state == "仍存在"), key=lambda problem: problem.first
    )
    yield f"仍存在的问题共{len(still)}个。"
    for number, problem in enumerate(still, 1):
        yield (
            f"{number}.{problem.unit}，第{problem.number}项“{quarter.MEASURES[problem.number][0]}”：{quarter.chinese(problem.first)}首次提出，"
            f"至{quarter.chinese(problem.last)}已持续{problem.days}天，提出{problem.times}次。{problem.text}"
        )


def overall(total: quarter.Tally) -> str:
    return (
        f"期间共有89个报送日，应报{total.due}份，按时{total['按时']}份，迟报{total['迟报']}份，未报送{total['未报送']}份，"
        f"报送有误{total['报送有误']}份，按时率{quarter.rate(total['按时'], total.due)}（以电子版为准，每日17点截止）。"
        f"签字盖章的纸质版应交{total.paper_due}份，按时{total['纸按时']}份，迟交{total['纸迟交']}份，未交{total['纸未交']}份。"
    )


def test_the_bulletin(made: Made) -> None:
    total = quarter.tallies()[-1]
    title = "自治州贯彻落实《关于进一步加大中小微企业和个体工商户助企纾困力度若干政策措施》责任分解方案"
    repeats = f"共{len(quarter.repeats())}项次；其中整份报送雷同的{total['整份雷同']}份。"
    duty = (
        "请各牵头单位于报送日17点前将电子版和主要领导签字、盖章的纸质版报州政办信息科，如实写明当日进展和存在的问题；"
    )
    paragraphs, table = bulletin_parts(made)
    assert paragraphs == [
        "〔2022〕　　号",
        f"关于{title}报送情况的通报",
        "（2022年8月25日至11月24日）",
        "各牵头单位：",
        "现将2022年8月25日至11月24日各牵头单位的报送情况通报如下。",
        "一、总体情况",
        overall(total),
        "二、迟报、未报送和报送有误",
        "（一）电子版",
        *faults(lambda fate: fate.status, ("迟报", "未报送", "报送有误"), named=True),
        "（二）纸质版",
        *faults(lambda fate: fate.paper, ("迟交", "未交"), named=False),
        "三、雷同报送",
        f"完成情况与上一个报送日相同，或只改了日期的，{repeats}",
        *repeated(),
        "四、持续时间较长的问题",
        *standing(),
        "五、工作要求",
        f"{duty}迟报、未报送和报送有误的单位，请查明原因，及时改进。",
        "州政府办公室",
        "2022年11月24日",
    ]
    assert table[0] == ["单位", "应报", "按时", "迟报", "未报送", "报送有误", "按时率", "纸质版按时/应交"]
    assert table[1:] == [
        [*map(str, tally_row(tally)[:7]), f"{tally['纸按时']}/{tally.paper_due}"] for tally in quarter.tallies()
    ]


def test_every_figure_of_the_bulletin_is_in_the_ledger(made: Made, workbook: Workbook) -> None:
    """Each by reading, filtering and counting rows of the ledger's sheets alone."""
    paragraphs, table = bulletin_parts(made)
    records, lines = rows_of(workbook, "措施台账"), rows_of(workbook, "时效台账")
    counts = {row[0]: row for row in rows_of(workbook, "统计")}
    assert table[1:] == [
        [*map(str, counts[name][:7]), f"{counts[name][9]}/{counts[name][8]}"] for name in [*quarter.UNITS, "合计"]
    ]
    total = counts["合计"]
    overall = next(paragraph for paragraph in paragraphs if paragraph.startswith("期间共有"))
    days = len({row[1] for row in lines if row[2] != "当日不报"})
    assert re.findall(r"[\d.]+%?", overall) == [str(figure) for figure in (days, *total[1:7], 17, *total[8:])]
    by_day = Counter((row[1], row[2]) for row in lines) + Counter((row[1], f"纸{row[7]}") for row in lines)
    start = paragraphs.index("（二）纸质版")
    for place, text in enumerate(paragraphs):
        found = re.match(r"(\d+)月(\d+)日：(?=迟|未|报)", text)
        for word, number in re.findall(r"(迟报|未报送|报送有误|迟交|未交)(\d+)家", text) if found else ():
            assert found is not None
            key = f"2022-{int(found[1]):02}-{int(found[2]):02}", f"纸{word}" if place > start else word
            assert by_day[key] == int(number)
    repeats = next(paragraph for paragraph in paragraphs if paragraph.startswith("完成情况与上一个报送日"))
    assert re.findall(r"\d+", repeats) == [str(sum(row[12] == "是" for row in records)), str(total[7])]
    still = sorted((row for row in rows_of(workbook, "问题台账") if row[7] == "仍存在"), key=lambda row: row[3])
    shown = [paragraph for paragraph in paragraphs if "首次提出" in paragraph]
    assert [re.findall(r"已持续(\d+)天，提出(\d+)次", words) for words in shown] == [
        [(str(row[5]), str(row[6]))] for row in still
    ]
