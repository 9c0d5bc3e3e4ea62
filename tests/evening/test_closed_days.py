"""A day received is a closed book, and a report is its content: an office's week, by the real program."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from docx import Document
from openpyxl import load_workbook

from jiukun.cli import workspace
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.receiving import snapshot
from support.desk import TESTS, ZONE, Desk, Result, set_time

DAYS = TESTS / "days"
MONDAY, TUESDAY = "2023-03-06", "2023-03-07"
EVENING = f"{MONDAY}T18:00"
RECEIVED = (("住建-06", "县住建局", "15:00"), ("水利-06", "县水利局", "15:10"), ("农业-06", "县农业农村局", "15:20"))
LATE = ("交通-06", "县交通局", "16:20")


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The plan of a county, and the command line in it."""
    root = tmp_path / "project"
    shutil.copytree(DAYS / "project", root)
    monkeypatch.chdir(root)
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    return Desk(root)


@pytest.fixture
def received(county: Desk) -> Desk:
    """Monday with four reports, of which one was late, received."""
    for report, unit, clock in (*RECEIVED, LATE):
        drop(county, f"{report}.yaml", f"{unit}.yaml", clock)
    assert county.run("receive", "--date", MONDAY).status == 0
    return county


def drop(desk: Desk, report: str, name: str, clock: str = "15:00", day: str = MONDAY) -> Path:
    """Lay a report into a day's folder under a name, with a file's time of its own."""
    path = desk.file(f"submissions/{day}/{name}", (DAYS / "reports" / report).read_bytes())
    set_time(path, clock if "T" in clock else f"{MONDAY}T{clock}+08:00")
    return path


def receive(desk: Desk, *arguments: str, at: str = "") -> Result:
    """Receive Monday's reports, by today's clock or at a clock of that day."""
    if not at:
        return desk.run("receive", *arguments, "--date", MONDAY)
    moment = datetime.fromisoformat(at if "T" in at else f"{MONDAY}T{at}").replace(tzinfo=ZONE)
    with patch.object(workspace, "clock", lambda _: moment):
        return desk.run("receive", *arguments, "--date", MONDAY)


def edit(desk: Desk, name: str, old: str, new: str) -> None:
    """Change a text file of the project; the old piece must be there."""
    path = desk.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def missing(desk: Desk, day: str = MONDAY, at: str = EVENING) -> dict[str, Any]:
    """简称 → what `missing` says of the unit."""
    result = desk.run("missing", "--date", day, *(["--at", at] if at else []), "--format", "json")
    return {unit["unit"]: unit for unit in result.json["units"]}


def standing(desk: Desk, unit: str, day: str = MONDAY, at: str = EVENING) -> tuple[str, str | None, int]:
    """Status, clock of the arrival and evidence's minutes late."""
    found = missing(desk, day, at)[unit]
    return found["status"], found["arrived_at"] and found["arrived_at"][11:16], found["late_minutes"]


def printed(desk: Desk, day: str = MONDAY, at: str = EVENING) -> str:
    """All text of the day's summary table."""
    output = desk.root / "out" / "printed.xlsx"
    result = desk.run("compile", "--date", day, "--at", at, "--output", str(output))
    assert result.status == 0, result.err
    return "\n".join(
        str(cell) for row in load_workbook(output).worksheets[0].values for cell in row if cell is not None
    )


PRODUCTS = {
    "missing": f"missing --date {MONDAY} --at {EVENING} --format json",
    "notices": f"missing --date {MONDAY} --at {EVENING} --notice",
    "compile": f"compile --date {MONDAY} --at {EVENING} --output out/a.xlsx",
    "compile one unit": f"compile --date {MONDAY} --at {EVENING} --unit 县水利局 --output out/b.xlsx",
    "ledger": f"ledger --from {MONDAY} --to {MONDAY} --output out/c.xlsx",
    "ledger as CSV": f"ledger --from {MONDAY} --to {MONDAY} --format csv --output out/d.csv",
    "bulletin": f"bulletin --from {MONDAY} --to {MONDAY} --output out/e.docx",
    "board": f"board --from {MONDAY} --to {MONDAY} --output out/f.html",
}


def products(desk: Desk) -> dict[str, tuple[int, str, bytes]]:
    """Status, output and file of each product of Monday, made on one and the same later day."""
    made = {}
    later = datetime.fromisoformat(f"{TUESDAY}T09:00").replace(tzinfo=ZONE)
    for name, line in PRODUCTS.items():
        with patch.object(workspace, "clock", lambda _: later):
            result = desk.run(*line.split())
        written = desk.root / line.split()[-1]
        made[name] = (result.status, result.out, written.read_bytes() if written.is_file() else b"")
    return made


EDITS = {
    "deadline": [("measures", "每日截止: 16:00", "每日截止: 17:00")],
    "earlier deadline": [("measures", "每日截止: 16:00", "每日截止: 14:00")],
    "lead": [("measures", "牵头单位: [县住建局]", "牵头单位: [县应急局]")],
    "lead added": [("measures", "牵头单位: [县住建局]", "牵头单位: [县住建局, 县应急局]")],
    "measure closed": [
        ("measures", "  工作任务: 检查客运车辆\n", "  工作任务: 检查客运车辆\n  办结日期: 2023-03-01\n")
    ],
    "measure reworded": [("measures", "检查客运车辆", "检查客运货运车辆")],
    "measure added": [
        ("measures", "- 序号: 3\n", "- 序号: 4\n  工作任务: 新增\n  牵头单位: [县应急局]\n  责任单位: []\n- 序号: 3\n")
    ],
    "no more due": [("measures", "免报日: []", f"免报日: [{MONDAY}]")],
    "begins later": [("measures", "起始日期: 2023-03-06", "起始日期: 2023-03-08")],
    "paper": [("measures", "纸质版: 否", "纸质版: 是")],
    "title": [("measures", "汇总表: 某县春季", "汇总表: 本县春季")],
    "rename": [
        ("units", "简称: 县住建局, 全称: 某县住房和城乡建设局, 别名: [住建局]", "简称: 县住建委, 别名: [县住建局]"),
        ("measures", "牵头单位: [县住建局]", "牵头单位: [县住建委]"),
    ],
    "merge": [
        ("units", "- {简称: 县水利局, 全称: 某县水利局, 别名: [水利局]}\n", ""),
        ("units", "别名: [农业农村局, 农牧局]", "别名: [农业农村局, 农牧局, 县水利局, 水利局]"),
        ("measures", "[县水利局, 县农业农村局]", "[县农业农村局]"),
    ],
    "unit out": [
        ("measures", "牵头单位: [县交通局]", "牵头单位: [县应急局]"),
        ("units", "- {简称: 县交通局, 全称: 某县交通运输局, 别名: [交通局, 交通运输局]}\n", ""),
    ],
    "contact": [("units", "别名: [应急局]}", "别名: [应急局]}\n- {简称: 县新局}")],
}


@pytest.mark.parametrize("name", EDITS)
def test_no_later_edit_of_the_plan_changes_a_day_that_was_received(received: Desk, name: str) -> None:
    before = products(received)
    for file, old, new in EDITS[name]:
        edit(received, f"data/{file}.yaml", old, new)
    assert received.run("check").status == 0
    after = products(received)
    assert {product for product in PRODUCTS if after[product] != before[product]} == set()


def test_a_moved_deadline_holds_for_days_not_received(received: Desk) -> None:
    """Row 1."""
    edit(received, "data/measures.yaml", "每日截止: 16:00", "每日截止: 17:00")
    shown = received.run("missing", "--date", MONDAY, "--at", EVENING, "--format", "json")
    assert shown.json["deadline"] == f"{MONDAY}T16:00:00+08:00"
    assert "按当天留存的方案" in shown.err
    assert standing(received, "县交通局") == ("late", "16:20", 20)
    other = received.run("missing", "--date", TUESDAY, "--at", f"{TUESDAY}T18:00", "--format", "json")
    assert (other.json["deadline"], other.err) == (f"{TUESDAY}T17:00:00+08:00", "")


def test_a_lead_that_changes_leaves_what_was_reported(received: Desk) -> None:
    """Row 2."""
    edit(received, "data/measures.yaml", "牵头单位: [县住建局]", "牵头单位: [县应急局]")
    assert standing(received, "县住建局") == ("on_time", "15:00", 0)
    assert "检查工地9处" in printed(received)
    assert "县应急局" not in missing(received)
    assert missing(received, TUESDAY, f"{TUESDAY}T18:00")["县应急局"]["status"] == "missing"
    received.run("ledger", "--from", MONDAY, "--to", TUESDAY, "--format", "csv", "--output", "out/l.csv")
    rows = (received.root / "out/l.csv").read_text("utf-8-sig").splitlines()
    assert [row.split(",")[3] for row in rows if row.split(",")[1] == "1"] == ["县住建局", "县应急局"]


def test_the_copy_of_the_plan_is_the_offices_to_mend(received: Desk) -> None:
    """Row 3."""
    copies = received.root / f"data/receipts/{MONDAY}/方案"
    for name in ("measures.yaml", "units.yaml"):
        assert (copies / name).read_bytes() == (received.root / "data" / name).read_bytes()
    edit(received, f"data/receipts/{MONDAY}/方案/measures.yaml", "每日截止: 16:00", "每日截止: 16:30")
    assert standing(received, "县交通局") == ("on_time", "16:20", 0)
    shown = received.run("missing", "--date", TUESDAY, "--at", f"{TUESDAY}T18:00", "--format", "json")
    assert shown.json["deadline"] == f"{TUESDAY}T16:00:00+08:00"


def excuse(desk: Desk, special: str) -> None:
    edit(desk, "data/measures.yaml", "  免报日: []\n", f"  免报日: []\n  特例: [{special}]\n")


def test_an_excused_unit_is_no_gap_and_in_no_rate(county: Desk) -> None:
    """Row 4."""
    excuse(county, f"{{日期: {TUESDAY}, 单位: [县水利局], 免报: 是, 理由: 抗旱值守}}")
    assert county.run("check").status == 0
    found = missing(county, TUESDAY, f"{TUESDAY}T18:00")
    assert {unit: told["status"] for unit, told in found.items()} == {
        **dict.fromkeys(("县住建局", "县农业农村局", "县交通局"), "missing"),
        "县水利局": "excused",
    }
    assert (found["县水利局"]["reason"], found["县水利局"]["paper"]) == ("抗旱值守", "not_required")
    assert "【县水利局】\n准予免报" in printed(county, TUESDAY, f"{TUESDAY}T18:00")
    assert (
        "县水利局"
        not in county.run("compile", "--date", TUESDAY, "--at", f"{TUESDAY}T18:00").out.partition("已生成")[0]
    )
    county.run("ledger", "--from", TUESDAY, "--to", TUESDAY, "--output", "out/l.xlsx")
    tallies = {row[0]: row[1] for row in load_workbook(county.root / "out/l.xlsx")["统计"].values if row[0]}
    assert (tallies["县水利局"], tallies["县住建局"]) == (0, 1)


@pytest.mark.parametrize("where", ["today's plan", "the day's copy"])
def test_what_is_granted_the_next_morning_counts(received: Desk, where: str) -> None:
    special = f"  特例: [{{日期: {MONDAY}, 每日截止: 17:00, 理由: 停电}}]\n"
    file = "data/measures.yaml" if where == "today's plan" else f"data/receipts/{MONDAY}/方案/measures.yaml"
    edit(received, file, "  免报日: []\n", f"  免报日: []\n{special}")
    assert standing(received, "县交通局") == ("on_time", "16:20", 0)
    assert "　截止 17:00（停电）　" in received.run("missing", "--date", MONDAY).out
    received.run("bulletin", "--from", MONDAY, "--to", MONDAY, "--output", "out/b.docx")
    assert any(
        "17:00（停电）截止" in paragraph.text for paragraph in Document(str(received.root / "out/b.docx")).paragraphs
    )


@pytest.mark.parametrize("break_it", ["spoil", "take away"])
def test_a_broken_copy_is_told_and_its_day_left_out(received: Desk, break_it: str) -> None:
    copy = received.root / f"data/receipts/{MONDAY}/方案/units.yaml"
    if break_it == "spoil":
        copy.write_text("单位：坏了", "utf-8")
    else:
        copy.unlink()
    for command in ("missing", "compile", "receive", "import"):
        result = received.run(command, "--date", MONDAY)
        assert result.status == 2
        assert f"data/receipts/{MONDAY}/方案/units.yaml" in result.out
        assert result.err == f"这一天留存的方案有误，先改好 data/receipts/{MONDAY}/方案/units.yaml 再用\n"
    for what in (["--date", MONDAY], [f"submissions/{MONDAY}"], [f"submissions/{MONDAY}/县水利局.yaml"]):
        result = received.run("validate", *what)
        assert result.status == 2
        assert f"data/receipts/{MONDAY}/方案/units.yaml" in result.out
        assert "--fix" not in result.err
    period = received.run("ledger", "--from", MONDAY, "--to", TUESDAY, "--format", "csv", "--output", "out/l.csv")
    assert period.status == 2
    assert f"data/receipts/{MONDAY}/方案/units.yaml" in period.out + period.err
    assert MONDAY not in (received.root / "out/l.csv").read_text("utf-8-sig")


def test_names_that_hold_a_unit_and_names_that_hold_none(county: Desk) -> None:
    """Row 5."""
    drop(county, "水利-06.xlsx", "县水利局3月6日定稿(3).xlsx")
    drop(county, "交通-06.yaml", "无标题.yaml")
    assert county.run("validate", "--date", MONDAY).status == 0
    assert receive(county).status == 0
    assert standing(county, "县水利局") == ("on_time", "15:00", 0)
    assert standing(county, "县交通局") == ("on_time", "15:00", 0)


def test_several_files_are_versions(county: Desk) -> None:
    """Row 6."""
    drop(county, "住建-06.yaml", "县住建局.yaml", "15:00")
    drop(county, "住建-06-更正.yaml", "县住建局（更正）.yaml", "15:40")
    for _ in range(3):
        assert receive(county).status == 0
    found = missing(county)["县住建局"]
    assert (found["status"], found["corrected"], found["arrived_at"][11:16]) == ("on_time", True, "15:00")
    assert "11处" in printed(county)
    assert "15:40更正" in printed(county)
    kept = [path.name[:4] for path in (county.root / f"data/receipts/{MONDAY}/县住建局").iterdir()]
    assert sorted(kept) == ["0001", "0002"]


def test_what_says_the_same_is_not_received_as_a_correction(county: Desk) -> None:
    """A form that was imported, or saved anew, has other bytes and the same content."""
    path = drop(county, "水利-06.xlsx", "县水利局.xlsx")
    receive(county, at="15:10")
    assert county.run("import", str(path)).status == 0
    words = "内容与前一份相同　合格"
    assert f"  县水利局　15:20:00（签收）　{words}\n" in receive(county, at="15:20").out
    assert words in (county.root / f"submissions/{MONDAY}/签收-{MONDAY}.txt").read_text("utf-8-sig")
    assert missing(county)["县水利局"]["corrected"] is False


def test_equal_content_is_no_correction(county: Desk) -> None:
    drop(county, "水利-06.yaml", "县水利局.yaml", "15:00")
    drop(county, "水利-06.xlsx", "县水利局（定稿）.xlsx", "15:40")
    receive(county)
    found = missing(county)["县水利局"]
    assert (found["status"], found["corrected"], found["arrived_at"][11:16]) == ("on_time", False, "15:00")


def test_the_look_that_first_saw_the_bytes_counts(county: Desk) -> None:
    """Row 7."""
    path = drop(county, "交通-06.yaml", "县交通局.txt")
    first = receive(county, at="15:30")
    assert first.status == 1
    assert "改名为 县交通局.yaml" in first.out + first.err
    path.rename(path.with_suffix(".yaml"))
    assert receive(county, at="17:05").status == 0
    assert standing(county, "县交通局") == ("on_time", "15:00", 0)


def test_a_form_is_a_form_under_any_ending(county: Desk) -> None:
    """Row 8."""
    path = drop(county, "水利-06.xlsx", "县水利局.yaml")
    receive(county)
    assert standing(county, "县水利局") == ("on_time", "15:00", 0)
    path.rename(path.with_suffix(".xlsx"))
    again = receive(county)
    assert (again.status, "没有变化：县水利局" in again.out) == (0, True)
    assert standing(county, "县水利局") == ("on_time", "15:00", 0)


@pytest.mark.parametrize("kind", ["yaml", "form"])
def test_a_blank_is_no_report(county: Desk, kind: str) -> None:
    """Row 9."""
    if kind == "yaml":
        county.run("new", "--unit", "县农业农村局", "--date", MONDAY)
        blank = f"submissions/{MONDAY}/县农业农村局.yaml"
    else:
        county.run("new", "--unit", "县农业农村局", "--date", MONDAY, "--form")
        blank = f"submissions/{MONDAY}/县农业农村局.xlsx"
        county.file(blank, (county.root / f"out/forms/{MONDAY}/县农业农村局.xlsx").read_bytes())
    set_time(county.root / blank, f"{MONDAY}T09:00+08:00")
    looked = receive(county, at="15:10")
    assert looked.status == 0
    assert "还没有填" in looked.err
    assert missing(county, at=f"{MONDAY}T15:30")["县农业农村局"]["status"] == "pending"
    assert missing(county)["县农业农村局"]["status"] == "missing"
    assert "未报送" in printed(county)
    assert county.run("validate", "--date", MONDAY).status == 1
    drop(county, "农业-06.yaml", "农业农村局报送.yaml", "15:20")
    receive(county)
    assert standing(county, "县农业农村局") == ("on_time", "15:20", 0)


def test_what_cannot_be_read_is_never_nothing(county: Desk) -> None:
    """Row 10."""
    drop(county, "水利-06.doc", "县水利局.doc")
    assert receive(county).status == 1
    notice = county.run("missing", "--date", MONDAY, "--at", EVENING, "--notice").out
    own = notice.partition("【县水利局】")[2].partition("【")[0]
    assert "县水利局.doc" in own
    assert "另存为" in own
    assert "还没有收到" not in own
    assert missing(county)["县水利局"]["status"] == "invalid"


def test_beside_a_valid_report_an_unreadable_file_is_no_fault(county: Desk) -> None:
    drop(county, "水利-06.doc", "县水利局.doc")
    drop(county, "水利-06.yaml", "县水利局.yaml")
    assert receive(county).status == 0
    assert county.run("validate", "--date", MONDAY).status == 0
    assert standing(county, "县水利局") == ("on_time", "15:00", 0)


def test_the_offices_word(county: Desk) -> None:
    """Row 11."""
    drop(county, "住建-06.yaml", "县住建局.yaml", "16:05")
    receive(county, at="16:10")
    drop(county, "住建-06-更正.yaml", "县住建局.yaml", "16:30")
    stated = receive(county, "县住建局", "--at", f"{MONDAY}T15:50", "--reason", "电话先报", at="16:40")
    assert stated.status == 0
    found = missing(county)["县住建局"]
    assert (found["status"], found["arrived_at"][11:16], found["evidence"]) == ("on_time", "15:50", "stated")
    assert (found["corrected"], found["reason"]) == (True, "电话先报")
    assert "11处" in printed(county)
    receive(county, "县住建局", "--at", f"{MONDAY}T16:15", "--reason", "记错了", at="16:50")
    assert missing(county)["县住建局"]["reason"] is None
    assert standing(county, "县住建局") == ("late", "16:05", 5)


def test_a_report_in_another_days_folder(county: Desk) -> None:
    """Row 12."""
    drop(county, "交通-06.yaml", "县交通局.yaml")
    receive(county)
    drop(county, "交通-07.yaml", "县交通局3月7日.yaml", "17:00")
    path = f"submissions/{MONDAY}/县交通局3月7日.yaml"
    for day in (MONDAY, TUESDAY):
        shown = county.run("missing", "--date", day, "--at", f"{TUESDAY}T18:00")
        assert path in shown.out + shown.err
    assert standing(county, "县交通局") == ("on_time", "15:00", 0)
    assert missing(county)["县交通局"]["rejected"] is False


def test_a_moved_report_keeps_its_arrival(county: Desk) -> None:
    drop(county, "交通-07.yaml", "县交通局.yaml", f"{TUESDAY}T10:00+08:00")
    receive(county, at=f"{TUESDAY}T11:00")
    old = county.root / f"submissions/{MONDAY}/县交通局.yaml"
    new = county.root / f"submissions/{TUESDAY}/县交通局.yaml"
    new.parent.mkdir()
    old.rename(new)
    moment = datetime.fromisoformat(f"{TUESDAY}T17:00").replace(tzinfo=ZONE)
    with patch.object(workspace, "clock", lambda _: moment):
        county.run("receive", "--date", TUESDAY)
    assert standing(county, "县交通局", TUESDAY, f"{TUESDAY}T18:00") == ("on_time", "10:00", 0)


def test_a_time_that_cannot_be_is_no_evidence(county: Desk) -> None:
    """Row 13."""
    drop(county, "农业-06.yaml", "县农业农村局.yaml", "1980-01-01T00:00+08:00")
    assert missing(county, at="")["县农业农村局"]["status"] == "late"
    receive(county)
    assert missing(county, at="")["县农业农村局"]["status"] == "late"


def test_two_units_in_one_name_count_for_nobody(county: Desk) -> None:
    drop(county, "水利-06.yaml", "县水利局 县农业农村局.yaml")
    assert receive(county).status == 1
    found = missing(county)
    assert {found["县水利局"]["status"], found["县农业农村局"]["status"]} == {"invalid"}


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ("--unit 县交通局", ["县交通局"]),
        ("--unit 交通运输局 --measure 3", ["县交通局"]),
        ("--measure 3", ["县交通局"]),
        ("--unit 县应急局 --measure 3", []),
    ],
)
def test_the_ledger_takes_units_and_measures_that_are_gone(received: Desk, options: str, units: list[str]) -> None:
    """By the names that the plans kept of its days know; on Monday 县应急局 helped with measure 3."""
    gone = "- 序号: 3\n  工作任务: 检查客运车辆\n  牵头单位: [县交通局]\n  责任单位: [县应急局]\n"
    edit(received, "data/measures.yaml", gone, "")
    edit(received, "data/units.yaml", EDITS["unit out"][1][1], "")
    span = ("--from", MONDAY, "--to", MONDAY)
    result = received.run("ledger", *span, *options.split(), "--format", "csv", "--output", "out/l.csv")
    assert result.status == 0, result.err
    if units:
        rows = (received.root / "out/l.csv").read_text("utf-8-sig").splitlines()
        assert [row.split(",")[1:4:2] for row in rows[1:]] == [["3", unit] for unit in units]
    refused = received.run("ledger", "--from", TUESDAY, "--to", TUESDAY, "--unit", "县交通局")
    assert (refused.status, refused.out) == (2, "")
    refused = received.run("ledger", *span, "--unit", "县交通局", "--measure", "2")
    assert (refused.status, refused.out) == (2, "")


def test_the_ledger_knows_a_helper_by_its_old_and_its_new_name(county: Desk) -> None:
    """Of a unit that helps with nothing any more, and whose name was changed since."""
    drop(county, "交通-06.yaml", "县交通局.yaml")
    edit(county, f"submissions/{MONDAY}/县交通局.yaml", "存在问题: 无", "存在问题: 停运2条线路。")
    receive(county)
    span = ("--from", MONDAY, "--to", MONDAY)
    before = county.run("ledger", *span, "--unit", "县应急局", "--output", "out/l.xlsx").out
    units = (county.root / "data/units.yaml").read_text("utf-8")
    assert "等县应急局配合的问题：1 个" in before
    (line,) = (line for line in units.splitlines() if "简称: 县应急局" in line)
    edit(county, "data/units.yaml", line, "- {简称: 县应急管理局, 别名: [县应急局, 应急局]}")
    edit(county, "data/measures.yaml", "责任单位: [县应急局]", "责任单位: []")
    for name in ("县应急局", "县应急管理局"):
        after = county.run("ledger", *span, "--unit", name, "--output", "out/l.xlsx")
        assert (after.status, after.out) == (0, before), name


def test_a_day_without_a_copy_says_so(received: Desk) -> None:
    shutil.rmtree(received.root / f"data/receipts/{MONDAY}/方案")
    shown = received.run("missing", "--date", MONDAY, "--at", EVENING)
    assert "没有留存方案，按现在的方案算" in shown.err


def test_paper_keeps_the_plan_of_the_day_too(county: Desk) -> None:
    """What is received is judged by the plan of the day, also where no look was taken on it."""
    edit(county, "data/measures.yaml", "纸质版: 否", "纸质版: 是")
    receive(county, "--paper", "--undo", "县水利局", at="15:20")
    assert not (county.root / "data/receipts" / MONDAY).exists()
    receive(county, "--paper", "县水利局", at="15:30")
    edit(county, "data/measures.yaml", "每日截止: 16:00", "每日截止: 15:00")
    assert missing(county)["县水利局"]["paper"] == "on_time"


def test_paper_for_all_and_undone(county: Desk) -> None:
    edit(county, "data/measures.yaml", "纸质版: 否", "纸质版: 是")
    receive(county, "--paper", "--all", "--at", f"{MONDAY}T15:00", at="15:30")
    assert {unit["paper"] for unit in missing(county).values()} == {"on_time"}
    receive(county, "--paper", "--undo", "县水利局", at="15:40")
    assert missing(county)["县水利局"]["paper"] == "missing"
    names = [path.name for path in (county.root / f"data/receipts/{MONDAY}/县水利局").iterdir()]
    assert len(names) == 1
    assert "_undone_" in names[0]


def test_places_are_compared_as_files(received: Desk, tmp_path: Path) -> None:
    """A project reached by another way is the same project."""
    other = tmp_path / "另一条路"
    other.symlink_to(received.root)
    path = other / "submissions" / MONDAY / "县住建局.yaml"
    named = received.run("validate", str(path), "--format", "json")
    assert (named.status, named.json["files"]) == (0, 1)
    refused = received.run("compile", "--date", MONDAY, "--output", str(other / "data" / "x.xlsx"))
    assert refused.status == 2
    assert not (received.root / "data" / "x.xlsx").exists()
    path.rename(path.with_name("县水利局.yaml"))
    assert received.run("validate", str(path.with_name("县水利局.yaml"))).status == 1


def test_receipts_of_two_offices_that_were_merged(received: Desk) -> None:
    """Equal bytes in a row are one version, which arrived when the first office found it."""
    folder = received.root / f"data/receipts/{MONDAY}/县交通局"
    kept = next(folder.glob("0001_*"))
    kept.with_name(kept.name.replace("T162000", "T155000")).write_bytes(kept.read_bytes())
    found = missing(received)["县交通局"]
    assert (found["status"], found["arrived_at"][11:16], found["corrected"]) == ("on_time", "15:50", False)
    with (received.root / f"data/receipts/{MONDAY}/looks.jsonl").open("a", encoding="utf-8") as looks:
        looks.write("<<<<<<< 甲\n=======\n>>>>>>> 乙\n")
    assert "查看记录里有读不懂的" in received.run("missing", "--date", MONDAY, "--at", EVENING).err
    assert receive(received).status == 0
    assert standing(received, "县交通局") == ("on_time", "15:50", 0)


def test_receipts_of_an_earlier_version_are_read_as_they_are(received: Desk) -> None:
    day = received.root / f"data/receipts/{MONDAY}"
    shutil.rmtree(day / "方案")
    for kept in day.glob("*/0001_*"):
        digest = hashlib.sha256(kept.read_bytes()).hexdigest()
        clock = kept.name.partition("T")[2][:6]
        kept.replace(kept.with_name(f"0001_20230306T{clock}.000000+0800_file_time_valid_{digest}.yaml"))
    (day / "looks.jsonl").unlink()
    (day / "looks.json").write_text('{"*": "2023-03-06T17:00:00+08:00"}', "utf-8")
    assert standing(received, "县住建局") == ("on_time", "15:00", 0)
    assert standing(received, "县交通局") == ("late", "16:20", 20)
    again = receive(received)
    assert (again.status, "新签收 0 份" in again.out) == (0, True)
    assert (day / "方案" / "units.yaml").is_file()


def test_ten_thousand_strange_files_take_a_line(received: Desk) -> None:
    folder = received.root / "submissions" / MONDAY
    for number in range(10_000):
        (folder / f"材料{number}.bin").write_bytes(b"x")
    shown = received.run("missing", "--date", MONDAY, "--at", EVENING)
    assert len(shown.err.splitlines()) < 15
    assert "县交通局" in shown.out


@pytest.mark.parametrize(
    "name",
    [
        "副本县交通局.yaml",
        "县交通局-2023-03-06.yml",
        "县交通局 (冲突的副本).yaml",
        "县交通局.yaml ",
        "县交通局．yaml",
        "县⽒交通局.yaml",
    ],
)
def test_what_copying_and_syncing_make_of_a_name_costs_nobody_the_day(county: Desk, name: str) -> None:
    """Copies, conflicts, trailing blanks, full-width dots, Kangxi radicals."""
    drop(county, "交通-06.yaml", name)
    assert receive(county).status == 0
    assert standing(county, "县交通局") == ("on_time", "15:00", 0)


def test_a_report_in_yaml_under_the_name_of_a_form_needs_only_its_ending(county: Desk) -> None:
    path = drop(county, "交通-06.yaml", "县交通局.docx")
    result = receive(county, at="15:30")
    assert (result.status, "改名为 县交通局.yaml" in result.out) == (1, True)
    path.rename(path.with_suffix(".yaml"))
    assert receive(county, at="17:00").status == 0
    assert standing(county, "县交通局") == ("on_time", "15:00", 0)


@pytest.mark.parametrize("between", ["a look at another unit", "a file that is being written", "a spoiled record"])
def test_an_older_file_that_goes_on_lying_there_never_displaces_the_correction(county: Desk, between: str) -> None:
    """Bytes that a look had no reason to look at are not gone, so the next look finds no return."""
    drop(county, "住建-06.yaml", "县住建局.yaml")
    drop(county, "住建-06-更正.yaml", "县住建局（更正）.yaml", "15:40")
    receive(county, at="15:50")
    if between == "a look at another unit":
        receive(county, "县水利局", at="16:30")
    elif between == "a spoiled record":
        county.file(f"data/receipts/{MONDAY}/looks.json", "<<<<<<< HEAD\n")
    else:
        unfinished = county.file(f"submissions/{MONDAY}/县住建局(3).yaml", "单位: 县住建局\n")

        def while_writing(inbox: Inbox, day: date) -> frozenset[tuple[str, str]]:
            return frozenset(pair for pair in snapshot(inbox, day) if "(3)" not in pair[0])

        with patch("jiukun.cli.commands.receive.snapshot", while_writing):
            assert "没有写完" in receive(county, at="16:30").out
        unfinished.unlink()
    result = receive(county, at="17:00")
    assert "没有变化：县住建局" in result.out
    assert "新签收 0 份" in result.out
    assert "11处" in printed(county)


def test_a_unit_renamed_in_the_course_of_a_day_keeps_the_order_of_its_versions(county: Desk) -> None:
    """What came under the new name is newer than all that came under the old one, whatever their numbers."""
    first = drop(county, "住建-06.yaml", "县住建局.yaml", "10:00")
    receive(county, at="10:30")
    first.write_text(first.read_text("utf-8").replace("9处", "10处"), "utf-8")
    set_time(first, f"{MONDAY}T11:00+08:00")
    receive(county, at="11:30")
    receive(county, "--paper", "县住建局", at="11:30")
    for name, old, new in EDITS["rename"]:
        edit(county, f"data/{name}.yaml", old, new)
    first.unlink()
    drop(county, "住建-06-更正.yaml", "县住建委.yaml")
    assert "更正件　合格" in receive(county, at="15:30").out
    assert standing(county, "县住建委")[:2] == ("on_time", "10:00")
    assert "11处" in printed(county)
    assert "已撤回" in receive(county, "--paper", "--undo", "县住建委", at="15:30").out


def test_a_measure_added_after_a_report_came_is_a_gap(received: Desk) -> None:
    """The report stays valid; the row without a text is told, and is a gap for --strict."""
    moment = datetime.fromisoformat(EVENING).replace(tzinfo=ZONE)
    added = "- 序号: 4\n  工作任务: 新增\n  牵头单位: [县住建局]\n  责任单位: []\n- 序号: 3\n"
    edit(received, "data/measures.yaml", "- 序号: 3\n", added)
    with patch.object(workspace, "clock", lambda _: moment):
        result = received.run("compile", "--date", MONDAY, "--strict")
    assert (result.status, result.out) == (1, "缺口：县住建局的报送里没有第 4 项\n")
    with patch.object(workspace, "clock", lambda _: moment):
        assert "这一项是报送以后才要求报的，报送里没有" in printed(received)
        assert standing(received, "县住建局")[0] == "on_time"


def test_a_weekly_report_of_another_week_is_told_with_the_date_that_it_bears(county: Desk) -> None:
    edit(county, "data/measures.yaml", "报送日: 每日", "报送日: 每周一")
    drop(county, "交通-07.yaml", "县交通局.yaml")
    found = county.run("missing", "--date", MONDAY, "--at", EVENING, "--format", "json").json["diagnostics"]
    words = "县交通局的这份报送写的是 2023-03-07，该报 2023-03-13 的，却放在 2023-03-06 的文件夹里，没有计入"
    assert words in [problem["message"] for problem in found]
