"""Ledger, bulletin and board of odd periods: options, nothing there, days that were not due, spoiled receipts."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jiukun.evidence.day_plans import DayPlans
from jiukun.evidence.inbox import Inbox
from jiukun.plan.loading import load_plan
from jiukun.plan.model import Plan
from jiukun.products.period import COUNTERS, Tally, days_to_read, survey, total
from jiukun.products.problems import Problem
from jiukun.products.tables import About, Column, ListSheet
from jiukun.project.folders import Project
from jiukun.rendering.csv_and_json import as_csv, as_json_lines
from jiukun.rendering.list_workbook import render_lists
from jiukun.reports.likeness import is_nearly
from support.desk import BASE, DAY, REPORT, ZONE, Desk, Result, at, replaced

PRODUCTS = ("ledger", "bulletin", "board")
NOT_DUE = "2022-08-20 至 2022-08-24 没有应报的报送。"
NOTHING = "2022-08-20 至 2022-08-24 没有应报的报送，也没有收到报送。"


def rows(desk: Desk, *options: str, clock: str = "18:00:00") -> list[dict[str, Any]]:
    """The rows of the ledger as JSON lines."""
    result = at(desk, clock, "ledger", "--format", "jsonl", *options, "--output", "l.jsonl")
    assert (result.status, result.err) == (0, "")
    return [json.loads(line) for line in (desk.root / "l.jsonl").read_text("utf-8").splitlines()]


def days_and_units(found: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(row["日期"], row["单位"], row["序号"]) for row in found]


def change_plan(desk: Desk, *pairs: tuple[str, str]) -> None:
    path = desk.root / "data" / "measures.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        text = replaced(old, new, text)
    path.write_text(text, "utf-8")


ALL_UNITS = [("州工信局", 1), ("州市场监督管理局", 1), ("州财政局", 2), ("州工信局", 3)]
ALL_UNITS += [("阿图什市人民政府", 4), ("乌恰县人民政府", 4)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), [(DAY, unit, number) for unit, number in ALL_UNITS if number != 3]),
        (("--measure", "4"), [(DAY, "阿图什市人民政府", 4), (DAY, "乌恰县人民政府", 4)]),
        (("--unit", "工信局"), [(DAY, "州工信局", 1)]),
        (("--unit", "自治州工业和信息化局", "--measure", "1"), [(DAY, "州工信局", 1)]),
        (("--measure", "3"), []),
    ],
)
def test_one_measure_or_one_unit(desk: Desk, options: tuple[str, ...], expected: list[tuple[str, str, int]]) -> None:
    assert days_and_units(rows(desk, "--from", DAY, *options)) == expected


def test_a_choice_has_a_file_of_its_own_that_says_so(desk: Desk) -> None:
    span = ("--from", DAY, "--to", DAY)
    names = {
        (): f"台账-{DAY}_{DAY}",
        ("--measure", "1"): f"台账-{DAY}_{DAY}-第1项",
        ("--unit", "工信局"): f"台账-{DAY}_{DAY}-州工信局",
        ("--measure", "1", "--unit", "州工信局"): f"台账-{DAY}_{DAY}-第1项-州工信局",
    }
    for options, name in names.items():
        helping = "没有等州工信局配合的问题\n" if "--unit" in options else ""
        assert at(desk, "18:00:00", "ledger", *span, *options).out == f"{helping}已生成 out/{name}.xlsx\n"
        sheets = load_workbook(desk.root / "out" / f"{name}.xlsx").worksheets
        heads = [sheet.oddHeader.center.text for sheet in sheets if sheet.oddHeader]
        scope = name.removeprefix(f"台账-{DAY}_{DAY}").replace("-", "　")
        kinds = ["措施台账", "问题台账", "时效台账", "统计", *(["配合事项"] if helping else [])]
        assert heads == [f"{kind}　{DAY}{scope}" for kind in kinds]


def test_nothing_of_a_choice_is_said_to_be_of_it(desk: Desk) -> None:
    span = ("--from", "2022-08-20", "--to", "2022-08-20")
    out = at(desk, "18:00:00", "ledger", *span, "--measure", "1", "--unit", "工信局").out
    assert out.startswith("2022-08-20　第1项　州工信局 没有应报的报送，也没有收到报送。\n")


def test_the_other_sheets_follow_the_choice(desk: Desk) -> None:
    at(desk, "18:00:00", "ledger", "--from", DAY, "--measure", "4", "--output", "l.xlsx")
    book = load_workbook(desk.root / "l.xlsx")
    units = ["阿图什市人民政府", "乌恰县人民政府"]
    assert [row[0] for row in book["时效台账"].iter_rows(min_row=2, values_only=True)] == units
    assert [row[0] for row in book["统计"].iter_rows(min_row=2, values_only=True)] == [*units, "合计"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--measure 9", "方案里没有第 9 项措施，序号是 1 到 4"),
        (
            "--unit 各县（市）人民政府",
            "“各县（市）人民政府”是单位组，请写其中的一个单位：阿图什市人民政府、乌恰县人民政府",
        ),
        ("--unit 州财证局", "不认识的单位“州财证局”，是不是“州财政局”？"),
        (
            "--unit 工信局 --measure 4",
            "“州工信局”不牵头第 4 项措施，也不是责任单位，它牵头的是第 1、3 项，它配合的是第 2 项",
        ),
        ("--unit 信访局 --measure 2", "不认识的单位“信访局”，是不是“州信访局”？"),
        ("--unit 州信访局 --measure 2", "“州信访局”不牵头第 2 项措施，也不是责任单位，它配合的是第 1、4 项"),
        ("--from 2022-08-27 --to 2022-08-26", "--from 的日期 2022-08-27 在 --to 的日期 2022-08-26 之后"),
        (
            "--from 2022-02-30",
            "--from 的日期“2022-02-30”不对，写作 2022-08-26、20220826、2022年8月26日、2022/8/26 或 2022.8.26",
        ),
        ("--to 明天", "--to 的日期“明天”不对，写作 2022-08-26、20220826、2022年8月26日、2022/8/26 或 2022.8.26"),
    ],
)
def test_what_cannot_be_asked(desk: Desk, options: str, told: str) -> None:
    result = at(desk, "18:00:00", "ledger", *options.split())
    assert (result.status, result.out) == (2, "")
    assert told in result.err


@pytest.mark.parametrize("command", PRODUCTS)
def test_an_impossible_span_is_refused_by_all(desk: Desk, command: str) -> None:
    assert at(desk, "18:00:00", command, "--from", "2022-08-27").status == 2


def test_the_fortnight_up_to_today_is_the_default(desk: Desk) -> None:
    found = rows(desk, "--unit", "州财政局", clock="2022-09-20T18:00:00")
    assert [row["日期"] for row in found] == [f"2022-09-{day:02}" for day in range(7, 21)]
    result = at(desk, "2022-09-20T18:00:00", "ledger", "--to", "2022-09-10", "--format", "csv")
    assert result.out == "已生成 out/台账-2022-08-28_2022-09-10.csv\n"


def test_far_dates_take_no_time_and_the_future_is_left_out(desk: Desk) -> None:
    """Days before anything was due or filed, and after today, are not gone through."""
    found = rows(desk, "--from", "0001-01-01", "--to", "9999-12-31", "--unit", "州财政局", clock="10:00:00")
    assert [(row["日期"], row["情况"]) for row in found] == [("2022-08-25", "未报送"), (DAY, "尚未报送")]


# Nothing there.


def test_a_period_without_anything_gives_documents_that_say_so(desk: Desk) -> None:
    span = ("--from", "2022-08-20", "--to", "2022-08-24")
    for command, name, said in (
        ("ledger", "l.xlsx", NOTHING),
        ("bulletin", "b.docx", NOT_DUE),
        ("board", "p.html", NOT_DUE),
    ):
        result = at(desk, "18:00:00", command, *span, "--output", name)
        assert (result.status, result.out, result.err) == (0, f"{said}\n已生成 {name}\n", "")
    book = load_workbook(desk.root / "l.xlsx")
    texts = [[cell.value for cell in sheet["A"]] for sheet in book]
    problems = "2022-08-20 至 2022-08-24 没有提出过问题。"
    assert texts == [["日期", NOTHING], ["序号", problems], ["单位", NOTHING], ["单位", NOTHING]]
    paragraphs = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs if paragraph.text]
    assert paragraphs[-5:-2] == [
        "2022年8月20日至8月24日没有应报的报送。",
        "州政府办公室",
        "2022年8月26日",
    ]
    page = (desk.root / "p.html").read_text("utf-8")
    assert "2022年8月20日至8月24日没有应报的报送。" in page
    assert "<script>" not in page
    assert "<form" not in page


@pytest.mark.parametrize(("kind", "lines"), [("csv", 1), ("jsonl", 0)])
def test_nothing_for_other_programs_either(desk: Desk, kind: str, lines: int) -> None:
    span = ("--from", "2022-08-20", "--to", "2022-08-24")
    result = at(desk, "18:00:00", "ledger", *span, "--format", kind, "--output", "l")
    assert (result.status, result.out) == (0, f"{NOTHING}\n已生成 l\n")
    assert (desk.root / "l").read_text("utf-8-sig").count("\n") == lines


def test_a_day_on_which_only_not_yet(desk: Desk) -> None:
    """On the first morning nothing counts yet, and nothing divides by nothing."""
    result = at(desk, "2022-08-25T09:00:00", "bulletin", "--output", "b.docx")
    assert (result.status, result.err) == (0, "")
    document = Document(str(desk.root / "b.docx"))
    overall = next(paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("期间共有"))
    assert overall == (
        "期间共有1个报送日，应报0份，按时0份，迟报0份，未报送0份，报送有误0份，按时率—（以电子版为准，每日17点截止）。"
        "另有5份还没有到截止时间，没有计入。"
    )
    assert [cell.text for cell in document.tables[0].rows[-1].cells] == ["合计", "0", "0", "0", "0", "0", "—"]
    assert at(desk, "2022-08-25T09:00:00", "board", "--output", "p.html").status == 0
    assert "尚未报送" in (desk.root / "p.html").read_text("utf-8")


# Days.


def test_weekdays_alone_and_a_saturday_besides(desk: Desk) -> None:
    """Friday 26 August to Monday 5 September: Saturday 3 is worked, Thursday 1 is off."""
    change_plan(
        desk,
        ("报送日: 每日", "报送日: 周一至周五"),
        ("免报日: []", "免报日: [2022-09-01]"),
        ("加报日: []", "加报日: [2022-09-03]"),
    )
    for day in ("2022-08-26", "2022-08-29", "2022-09-02", "2022-09-03"):
        desk.report(replaced(DAY, day), day=day)
    desk.report(replaced(DAY, "2022-09-04"), day="2022-09-04")  # a Sunday, on which nothing was due
    span = ("--unit", "州财政局", "--from", DAY, "--to", "2022-09-05")
    found = rows(desk, *span, clock="2022-09-05T18:00:00")
    assert [(row["日期"][5:], row["情况"], row["与上次相比"], row["雷同"]) for row in found] == [
        ("08-26", "按时", "上次没有可比的报送", ""),
        ("08-29", "按时", "完成情况、存在问题、下一步计划没有变化", "是"),
        ("08-30", "未报送", "", ""),
        ("08-31", "未报送", "", ""),
        ("09-02", "按时", "上次没有可比的报送", ""),
        ("09-03", "按时", "完成情况、存在问题、下一步计划没有变化", "是"),
        ("09-04", "当日不报", "完成情况、存在问题、下一步计划没有变化", "是"),
        ("09-05", "未报送", "", ""),
    ]
    assert {row["完成情况"] for row in found if row["情况"] == "未报送"} == {"未报送"}
    at(desk, "2022-09-05T18:00:00", "board", *span[2:], "--output", "p.html")
    page = (desk.root / "p.html").read_text("utf-8")
    assert page.count('<td class="s-') == 5 * 8  # units by days
    assert "9月4日 州财政局：当日不报，16:40" in page


def problem(text: str, day: str) -> str:
    return replaced("存在问题: 无", f"存在问题: {text}", replaced(DAY, day))


def problems(desk: Desk, *options: str) -> list[tuple[Any, ...]]:
    """First day, last day, days, times and state of each problem."""
    at(desk, "2022-09-05T18:00:00", "ledger", *options, "--to", "2022-09-05", "--output", "l.xlsx")
    sheet = load_workbook(desk.root / "l.xlsx")["问题台账"]
    return [row[3:8] for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]]


@pytest.mark.parametrize("first", ["2022-08-25", "2022-08-30", "2022-09-02", "2022-09-04"])
def test_a_problem_goes_on_from_before_the_period(desk: Desk, first: str) -> None:
    """Over days without a report, one that could not be used, a Sunday on which nothing was due, small rewording."""
    change_plan(desk, ("报送日: 每日", "报送日: 周一至周五"))
    for day, text in {
        "2022-08-25": "无",
        "2022-08-26": "部分房屋产权不清，租金核不准。",
        "2022-08-28": "部分房屋产权不清，租金核不准",  # a Sunday
        "2022-08-30": "",
        "2022-09-01": "部分房屋产权仍不清，租金核不准。",
        "2022-09-05": "部分房屋产权仍不清，租金核不准，涉及3户。",
    }.items():
        desk.report(problem(text, day), day=day)
    assert problems(desk, "--from", first) == [("2022-08-26", "2022-09-05", 11, 4, "仍存在")]


def test_a_problem_named_again_after_a_lapse_keeps_its_first_day(desk: Desk) -> None:
    for day, text in {"2022-08-26": "缺人手。", "2022-08-27": "暂无。", "2022-08-28": "缺人手。"}.items():
        desk.report(problem(text, day), day=day)
    for first in ("2022-08-26", "2022-08-28"):
        assert problems(desk, "--from", first) == [("2022-08-26", "2022-08-28", 3, 2, "仍存在")]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("2022-08-05", [("2022-08-05", "2022-09-05", 32, 2, "仍存在")]),
        ("2022-08-04", [("2022-09-05", "2022-09-05", 1, 1, "仍存在")]),
    ],
)
def test_after_more_than_a_month_it_is_another_problem(
    desk: Desk, before: str, expected: list[tuple[Any, ...]]
) -> None:
    for day, text in {before: "缺人手。", "2022-09-01": "无", "2022-09-05": "缺人手。"}.items():
        desk.report(problem(text, day), day=day)
    assert problems(desk, "--from", "2022-09-01") == expected


# Receipts that were spoiled.


def test_a_period_of_spoiled_receipts(desk: Desk) -> None:
    """Told, each once; what lay in them is not used, and the rest is."""
    desk.report(at="2022-08-26T16:40+08:00")
    at(desk, "17:05:00", "receive")
    kept = next((desk.root / "data/receipts" / DAY / "州财政局").glob("0001_*"))
    kept.write_bytes(b"x")
    (desk.root / "submissions" / DAY / "州财政局.yaml").unlink()
    desk.file(f"data/receipts/{DAY}/州财政局/笔记.txt", "x")
    for command in PRODUCTS:
        result = at(desk, "18:00:00", command, "--output", command)
        assert result.status == 0
        assert re.findall("注意 (.*?)：(.*?)。", result.err) == [
            (f"data/receipts/{DAY}/州财政局/{kept.name}", "签收件的内容被改动过，与文件名里的 SHA-256 不符，没有采用"),
            (f"data/receipts/{DAY}/州财政局/笔记.txt", "“笔记.txt”不是签收件，或读不懂，没有采用"),
        ]
    at(desk, "18:00:00", "ledger", "--unit", "州财政局", "--from", DAY, "--format", "csv", "--output", "l.csv")
    with (desk.root / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["情况"], row["到达时间"]) == ("按时", "2022-08-26 16:40:00")
    assert row["完成情况"].startswith("报送有误：")


@pytest.mark.parametrize("command", PRODUCTS)
def test_a_file_that_belongs_to_no_day_is_told_once(desk: Desk, command: str) -> None:
    desk.file("submissions/州财政局.yaml", REPORT)
    result = at(desk, "2022-09-20T18:00:00", command, "--output", "x")
    assert result.err.count("注意 submissions/州财政局.yaml：文件直接放在了 submissions/ 下，没有计入。") == 1


# Long rows.


def listed(*texts: str) -> ListSheet:
    columns = (Column("日期", 7), Column("填报人", 4), Column("完成情况", 18), Column("雷同", 2))
    return ListSheet("台账", columns, tuple(("2022-08-26", "样例甲", text, "是") for text in texts), 2)


def sheet_rows(sheet: ListSheet) -> list[tuple[Any, ...]]:
    return list(
        load_workbook(io.BytesIO(render_lists(About("台账", "", "", date(2022, 8, 26)), [sheet])))[
            sheet.name
        ].iter_rows(values_only=True)
    )


def test_a_row_is_parted_only_where_it_must_be() -> None:
    """All the lines that a page holds, whatever stands in them, and no cell is lost to the mark of a piece."""
    heads = ("日期", "填报人", "完成情况", "雷同")
    assert sheet_rows(listed("短")) == [heads, ("2022-08-26", "样例甲", "短", "是")]
    for text in ("\n".join("一二三四五六"), "W" * 1500, "😀" * 900, "\n".join("一" * 60)):
        found = sheet_rows(listed("短", text))
        parted = found[2:] if len(found) > 3 else []
        assert found[0] == ((*heads, "分段") if parted else heads)
        assert {row[3] for row in found[1:3]} == {"是"}
        assert [row[4] for row in parted] == [f"{number}/{len(parted)}" for number in range(1, len(parted) + 1)]


def test_a_key_too_tall_to_be_repeated_is_parted_too() -> None:
    """A clerk's name of three thousand characters."""
    sheet = listed("短")
    name = "名" * 3000
    found = sheet_rows(ListSheet("台账", sheet.columns, (("2022-08-26", name, "短", "是"),), 2))
    assert "".join(row[1] for row in found[1:]) == name
    assert {row[0] for row in found[1:]} == {"2022-08-26"}
    assert found[0][-1] == "分段"


# What holds of all.

TALLIES = st.lists(st.builds(Tally, st.just("甲"), *[st.integers(0, 400)] * len(COUNTERS)), max_size=12)


@given(TALLIES)
def test_the_total_is_the_sum_of_each_counter(found: list[Tally]) -> None:
    everyone = total(found)
    assert everyone.due == sum(tally.due for tally in found)
    assert everyone.paper_due == sum(tally.paper_due for tally in found)
    assert everyone.repeated == sum(tally.repeated for tally in found)


GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")  # a text that is written so is not told from a guarded one
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30).filter(
    lambda text: not GUARDED.match(text)
)
LISTS = st.lists(st.tuples(CELLS, st.integers(0, 9999), CELLS), max_size=6)


@settings(max_examples=60)
@given(LISTS)
def test_csv_and_json_lines_hold_the_same_rows(found: list[tuple[str, int, str]]) -> None:
    sheet = ListSheet("台账", (Column("甲", 4), Column("乙", 4), Column("丙", 4)), tuple(found), 1)
    heads, *table = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""))
    lines = [json.loads(line) for line in as_json_lines(sheet).decode().split("\n") if line]
    assert [tuple(line.values()) for line in lines] == found
    plain = [[cell[1:] if GUARDED.match(cell) else cell for cell in row] for row in table]
    assert (heads, plain) == (["甲", "乙", "丙"], [[str(value) for value in row] for row in found])


START = date(2022, 8, 25)
STATES = st.lists(st.sampled_from(["无", "缺人手。", "缺 人手", "车检线坏了。", None]), min_size=2, max_size=8)


@settings(max_examples=40, deadline=None)
@given(states=STATES, skipped=st.integers(0, 7))
def test_a_period_only_hides_what_ended_before_it(
    tmp_path_factory: pytest.TempPathFactory, states: list[str | None], skipped: int
) -> None:
    """Problems of a shorter period are those of the longer one that were still named within it, to the last figure."""
    root = tmp_path_factory.mktemp("thread") / "project"
    shutil.copytree(BASE, root)
    desk = Desk(root)
    for number, state in enumerate(states):
        day = (START + timedelta(days=number)).isoformat()
        if state is not None:
            desk.report(problem(state, day), day=day)
    start = START + timedelta(days=min(skipped, len(states) - 1))
    plan, _ = load_plan(Project(root))
    assert plan is not None
    whole, part = (_found(root, plan, first) for first in (START, start))
    assert part == tuple(named for named in whole if named.last >= start)
    assert not any(is_nearly(first.text, other.text) for first, other in combinations(whole, 2))


def _found(root: Path, plan: Plan, first: date) -> tuple[Problem, ...]:
    project = Project(root)
    evening = datetime(2022, 9, 5, 18, tzinfo=ZONE)
    inbox = Inbox(project, DayPlans(project, plan, evening.date()), evening, evening)
    last = date(2022, 9, 5)
    return survey(inbox, first, last, days_to_read(inbox, first, last)).problems


# Long work, and start-up.


def on_a_terminal(desk: Desk, *arguments: str) -> str:
    """What a run shows whose standard error is a terminal."""
    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "jiukun", *arguments]
    with subprocess.Popen(command, cwd=desk.root, env=environment, stdout=subprocess.PIPE, stderr=slave) as process:
        os.close(slave)
        shown = b""
        while select.select([master], [], [], 60)[0]:
            try:
                shown += os.read(master, 4096)
            except OSError:  # the other end was closed
                break
    os.close(master)
    assert process.returncode == 0
    return shown.decode()


def test_long_work_shows_how_far_it_is_on_a_terminal_alone(desk: Desk) -> None:
    long = ("ledger", "--from", "2022-08-25", "--to", "2022-11-24", "--format", "csv")
    assert "正在读报送" in on_a_terminal(desk, *long)
    assert on_a_terminal(desk, "ledger", "--from", "2022-08-25", "--to", "2022-09-10", "--format", "csv") == ""
    piped = desk.process(*long)
    assert (piped.out, piped.err) == ("已生成 out/台账-2022-08-25_2022-11-24.csv\n", "")


PROBE = """
import sys
from jiukun.cli import program
program.execute(sys.argv[1:])
print(sorted({"docx", "jinja2", "xlsxwriter", "rich", "lxml"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        ("ledger --format csv", []),
        ("ledger --format jsonl", []),
        ("ledger", ["xlsxwriter"]),
        ("bulletin", ["docx", "lxml"]),
        ("board", ["jinja2"]),
        ("missing", []),
    ],
)
def test_libraries_are_loaded_only_when_needed(desk: Desk, arguments: str, loaded: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments.split()],
        cwd=desk.root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().splitlines()[-1] == str(loaded)


# The same twice.


def made(desk: Desk, command: str, name: str) -> tuple[Result, bytes]:
    result = at(desk, "18:00:00", command, "--output", name)
    return result, (desk.root / name).read_bytes()


@pytest.mark.parametrize("command", PRODUCTS)
def test_the_same_inputs_give_the_same_bytes(desk: Desk, command: str) -> None:
    desk.report(REPORT)
    (first, one), (second, other) = made(desk, command, "a"), made(desk, command, "b")
    assert (first.status, second.status) == (0, 0)
    assert one == other
