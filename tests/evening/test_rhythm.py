"""Reports that are not daily: a month of a weekly plan and a year of a monthly one, each date by hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook

from jiukun.reports.form_layout import HEAD_ROW
from support.desk import REPORT, Desk, at
from support.forms import CLERK, PHONE, column

# Fridays from 26 August 2022 on; one more is due on a Wednesday. 1 to 7 October are holidays.
WEEKLY = (
    "2022-08-26",
    "2022-09-02",
    "2022-09-09",
    "2022-09-14",
    "2022-09-16",
    "2022-09-23",
    "2022-09-30",
    "2022-10-08",
    "2022-10-14",
)
OCTOBER = tuple(f"2022-10-0{day}" for day in range(1, 8))
# The last days of months; at the turn of the year and in May holidays put the report off.
MONTHLY = (
    "2022-08-31",
    "2022-09-30",
    "2022-10-31",
    "2022-11-30",
    "2023-01-03",
    "2023-01-31",
    "2023-02-28",
    "2023-03-31",
    "2023-05-04",
    "2023-05-31",
    "2023-06-30",
    "2023-07-31",
    "2023-08-31",
)
HOLIDAYS = (
    "2022-12-31",
    "2023-01-01",
    "2023-01-02",
    "2023-04-29",
    "2023-04-30",
    "2023-05-01",
    "2023-05-02",
    "2023-05-03",
)
# The 25th; from the new year's festival it is put off, and two are due in a month.
TWENTY_FIFTH = (
    "2022-09-25",
    "2022-10-25",
    "2022-11-25",
    "2022-12-25",
    "2022-12-30",
    "2023-01-28",
    "2023-02-25",
    "2023-03-25",
    "2023-04-25",
    "2023-05-25",
    "2023-06-25",
    "2023-07-25",
    "2023-08-25",
)
FESTIVAL = tuple(f"2023-01-{day}" for day in range(21, 28))
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def plan(desk: Desk, rhythm: str, off: Iterable[str] = (), extra: str = "", first: str = "", last: str = "") -> Desk:
    """Give the project's plan a rhythm."""
    data = desk.root / "data" / "measures.yaml"
    text = data.read_text("utf-8")
    for old, new in (
        ("报送日: 每日", f"报送日: {rhythm}"),
        ("免报日: []", f"免报日: [{', '.join(off)}]"),
        ("加报日: []", f"加报日: [{extra}]"),
        ("起始日期: 2022-08-25", f"起始日期: {first or '2022-08-25'}"),
        ("结束日期:\n", f"结束日期: {last}\n"),
    ):
        assert old in text
        text = text.replace(old, new)
    data.write_text(text, "utf-8")
    return desk


@pytest.fixture
def weekly(desk: Desk) -> Desk:
    return plan(desk, "每周五", OCTOBER, "2022-09-14", last="2022-10-14")


def on(desk: Desk, day: str, *arguments: str, clock: str = "10:00:00") -> str:
    """What a command says on a day."""
    return at(desk, f"{day}T{clock}", *arguments).out


def due_dates(desk: Desk, day: str) -> tuple[str, str]:
    """The due date of the commands before a report comes, on which all agree, and of those after."""
    ahead = {
        DATE.findall(on(desk, day, "new", "--unit", "州财政局"))[0],
        *(DATE.findall(on(desk, day, command))[0] for command in ("validate", "import")),
    }
    last = {
        *(DATE.findall(on(desk, day, command))[0] for command in ("missing", "receive")),
        *DATE.findall(on(desk, day, "compile", "--unit", "州财政局"))[-1:],
    }
    (one,), (other,) = ahead, last
    return one, other


def expected(calendar: tuple[str, ...], day: str) -> tuple[str, str]:
    """The next and the last date of a calendar, the day included; where there is none the day, and the first."""
    ahead = next((due for due in calendar if due >= day), day)
    return ahead, max((due for due in calendar if due <= day), default=calendar[0])


def moved(day: str, number: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=number)).isoformat()


def test_every_day_of_a_month_of_a_weekly_plan(weekly: Desk) -> None:
    for day in (moved("2022-09-07", number) for number in range(45)):
        assert due_dates(weekly, day) == expected(WEEKLY, day), day


@pytest.mark.parametrize(
    ("rhythm", "calendar", "off", "extra"),
    [("每月末", MONTHLY, HOLIDAYS, ""), ("每月25日", TWENTY_FIFTH, FESTIVAL, "2022-12-30")],
)
def test_a_year_of_a_monthly_plan(desk: Desk, rhythm: str, calendar: tuple[str, ...], off: str, extra: str) -> None:
    plan(desk, rhythm, off, extra, first="2022-08-26")
    for day in sorted({moved(due, number) for due in calendar[:-1] for number in (-1, 0, 1)}):
        assert due_dates(desk, day) == expected(calendar, day), day


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("2022-08-01", "2022-08-26"),
        ("2022-09-09", "2022-09-09"),
        ("2022-09-10", "2022-09-14"),
        ("2022-09-15", "2022-09-16"),
        ("2022-10-01", "2022-10-08"),
        ("2022-10-07", "2022-10-08"),
        ("2022-10-09", "2022-10-14"),
        ("2022-10-15", "2022-10-15"),
    ],
)
def test_a_date_that_is_asked_for_means_the_next_due_date(weekly: Desk, asked: str, meant: str) -> None:
    for command in ("missing", "receive", "validate", "import"):
        assert DATE.findall(on(weekly, "2022-09-20", command, "--date", asked))[0] == meant, command
    output = on(weekly, "2022-09-20", "compile", "--date", asked)
    assert output.endswith(f"已生成 out/汇总表-{meant}.xlsx\n")


def filed(desk: Desk, folder: str, dated: str, moment: str, done: str) -> None:
    """A report in the folder of one day that bears the date of a day."""
    text = REPORT.replace("2022-08-26", dated).replace("全州国有房屋减租手续办结12户。", done)
    desk.report(text, day=folder, at=f"{moment}+08:00")


@pytest.fixture
def month(weekly: Desk) -> Desk:
    """September as the finance bureau filed: early, on the day, late, not, and into the holidays."""
    filed(weekly, "2022-08-29", "2022-08-29", "2022-08-29T09:00", "本周办结1户。")  # early, on Monday, for 2 September
    filed(weekly, "2022-09-09", "2022-09-07", "2022-09-09T16:00", "本周办结2户。")  # dated when it was written
    filed(weekly, "2022-09-12", "2022-09-14", "2022-09-14T17:30", "本周办结3户。")  # late, in an earlier folder
    filed(weekly, "2022-10-05", "2022-10-07", "2022-10-07T12:00", "本周办结4户。")  # in the holidays, for the 8th
    for due in WEEKLY[:-1]:
        at(weekly, f"{due}T18:00:00", "receive")
    return weekly


STANDINGS = {
    "2022-08-26": ("missing", None),
    "2022-09-02": ("on_time", "2022-08-29T09:00:00+08:00"),
    "2022-09-09": ("on_time", "2022-09-09T16:00:00+08:00"),
    "2022-09-14": ("late", "2022-09-14T17:30:00+08:00"),
    "2022-09-16": ("missing", None),
    "2022-09-23": ("missing", None),
    "2022-09-30": ("missing", None),
    "2022-10-08": ("on_time", "2022-10-07T12:00:00+08:00"),
}


def test_where_the_bureau_stood(month: Desk) -> None:
    for due, standing in STANDINGS.items():
        result = at(month, "2022-10-12T09:00:00", "missing", "--date", due, "--at", "18:00", "--format", "json").json
        (unit,) = [unit for unit in result["units"] if unit["unit"] == "州财政局"]
        assert (unit["status"], unit["arrived_at"]) == standing, due
        assert result["diagnostics"] == []
    assert at(month, "2022-10-12T09:00:00", "validate", "submissions").out == "检查了 4 个文件，没有问题，可以报送。\n"


def test_products_count_due_dates(month: Desk) -> None:
    span = ("--from", "2022-08-25", "--to", "2022-10-10")
    on(month, "2022-10-12", "ledger", *span, "--unit", "州财政局", "--format", "csv", "--output", "out/l.csv")
    text = (month.root / "out" / "l.csv").read_text("utf-8-sig")
    rows = [(row["日期"], row["情况"]) for row in csv.DictReader(io.StringIO(text, newline=""))]
    words = {"on_time": "按时", "late": "迟报", "missing": "未报送"}
    assert rows == [(due, words[status]) for due, (status, _) in STANDINGS.items()]
    on(month, "2022-10-12", "bulletin", *span, "--output", "out/b.docx")
    letter = "\n".join(paragraph.text for paragraph in Document(str(month.root / "out" / "b.docx")).paragraphs)
    assert "期间共有8个报送日，应报40份，按时3份，迟报1份，未报送36份，报送有误0份" in letter
    assert "每周五17点截止" in letter
    assert "每日" not in letter
    on(month, "2022-10-01", "board", "--to", "2022-10-01", "--output", "out/b.html")
    page = (month.root / "out" / "b.html").read_text("utf-8")
    assert "每周五督办看板" in page
    assert "州财政局连续3次未报" in page
    assert "每日" not in page


def test_what_is_said_names_what_is_due(month: Desk) -> None:
    notices = on(month, "2022-09-30", "missing", "--notice", clock="18:00:00")
    assert "2022年9月30日（每周五报送）的落实情况，应于17:00前报州政办信息科" in notices
    assert "已连续3次未报。" in notices
    reminder = on(month, "2022-10-12", "missing", "--notice", "--date", "2022-10-14")
    assert "2022年10月14日（每周五报送）的落实情况，请于2022年10月14日17:00前报州政办信息科" in reminder
    assert on(month, "2022-10-12", "missing").startswith("2022-10-08 报送情况（每周五报送）　截止 17:00")
    on(month, "2022-10-12", "new", "--unit", "州财政局")
    template = (month.root / "submissions" / "2022-10-14" / "州财政局.yaml").read_text("utf-8")
    assert "# 填写说明：请于2022年10月14日 17:00 前报州政办信息科（每周五报送）。" in template
    on(month, "2022-10-12", "new", "--unit", "州财政局", "--form")
    form = load_workbook(month.root / "out" / "forms" / "2022-10-14" / "州财政局.xlsx").worksheets[0]
    cells = [str(cell) for row in form.values for cell in row if cell is not None]
    assert "请于2022年10月14日 17:00 前报州政办信息科（每周五报送）" in cells
    assert "：每周五报送" in (month.root / "out" / "报送.schema.json").read_text("utf-8")
    on(month, "2022-10-12", "compile")
    sheet = load_workbook(month.root / "out" / "汇总表-2022-10-08.xlsx").worksheets[0]
    table = "\n".join(str(cell) for row in sheet.values for cell in row if cell is not None)
    assert "本周办结4户。" in table
    assert "2022年10月8日" in table
    assert "每日" not in "".join((notices, reminder, template, *cells, table))


def test_a_form_that_came_early_is_imported_for_its_due_date(weekly: Desk) -> None:
    place = "submissions/2022-09-07/州财政局.xlsx"
    on(weekly, "2022-09-07", "new", "--unit", "州财政局", "--form", "--output", place)
    book = load_workbook(weekly.root / place)
    sheet = book.worksheets[0]
    for cell, text in ((CLERK, "样例丁"), (PHONE, "0908-5550104")):
        sheet.cell(*cell, text)
    for head, text in (("完成情况", "本周办结5户。"), ("存在问题", "无"), ("下一步计划", "下周办结。")):
        sheet.cell(HEAD_ROW + 1, column(head), text)
    book.save(weekly.root / place)
    assert on(weekly, "2022-09-07", "import") == (f"已导入 {place} → submissions/2022-09-09/州财政局.yaml\n")


def test_a_report_of_another_week_is_in_the_wrong_place(weekly: Desk) -> None:
    filed(weekly, "2022-09-05", "2022-09-02", "2022-09-05T09:00", "本周办结6户。")
    result = at(weekly, "2022-09-07T09:00:00", "validate", "--format", "json").json
    (found,) = result["diagnostics"]
    assert (found["path"], found["code"], found["message"], found["hint"]) == (
        "submissions/2022-09-05/州财政局.yaml",
        "JK303",
        "日期写的是 2022-09-02，文件却在 2022-09-09 的报送里",
        "改成“日期: 2022-09-09”，或移到 2022-09-02 的文件夹",
    )
    late = at(weekly, "2022-09-07T09:00:00", "missing")
    place = "submissions/2022-09-05/州财政局.yaml，州财政局 2022-09-02 的报送放在了 2022-09-09 的文件夹里，没有计入"
    assert place in late.out


def test_no_report_may_come_a_period_early(weekly: Desk) -> None:
    filed(weekly, "2022-09-12", "2022-09-12", "2022-09-07T09:00", "本周办结7户。")
    result = at(weekly, "2022-09-07T09:00:00", "validate", "--date", "2022-09-12", "--format", "json").json
    assert [found["code"] for found in result["diagnostics"]] == ["JK310"]
    assert at(weekly, "2022-09-10T09:00:00", "validate").status == 0


def test_an_early_look_keeps_no_plan(weekly: Desk) -> None:
    filed(weekly, "2022-09-07", "2022-09-07", "2022-09-07T09:00", "本周办结8户。")
    assert "新签收 1 份。" in on(weekly, "2022-09-07", "receive", "--date", "2022-09-09")
    kept = weekly.root / "data" / "receipts" / "2022-09-09"
    assert not (kept / "方案").exists()
    on(weekly, "2022-09-09", "receive")
    assert (kept / "方案" / "measures.yaml").is_file()


def test_a_period_without_a_date_of_its_own_begins_with_the_last_due_date(desk: Desk) -> None:
    plan(desk, "每月25日")
    assert on(desk, "2022-10-20", "ledger").startswith("已生成 out/台账-2022-09-25_2022-10-20.xlsx")
    assert on(desk, "2022-09-26", "ledger").startswith("已生成 out/台账-2022-09-13_2022-09-26.xlsx")


def test_a_day_that_was_received_while_reports_were_daily_stays_itself(desk: Desk) -> None:
    desk.report()
    on(desk, "2022-08-26", "receive", clock="18:00:00")
    desk.report(REPORT.replace("2022-08-26", "2022-08-30"), day="2022-08-30")
    on(desk, "2022-08-30", "receive", clock="18:00:00")
    plan(desk, "每周五")
    for day in ("2022-08-26", "2022-08-30"):
        found = at(desk, "2022-09-07T09:00:00", "missing", "--date", day, "--format", "json").json
        assert (found["date"], [unit["status"] for unit in found["units"]][2]) == (day, "on_time")
