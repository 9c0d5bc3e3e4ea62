"""The roll call: what is shown, the contract of its JSON, and the statuses of all kinds of days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from support.desk import DAY, REPORT, Desk, Result, Snapshots, replaced

UNITS = ("州工信局", "州市场监督管理局", "州财政局", "阿图什市人民政府", "乌恰县人民政府")
NONE = {"exempt": 0, "excused": 0}
OWED = {"州工信局": 1, "州市场监督管理局": 1, "州财政局": 2, "阿图什市人民政府": 4, "乌恰县人民政府": 4}


def report(unit: str, day: str = DAY) -> str:
    text = replaced("单位: 州财政局", f"单位: {unit}")
    return replaced(f"日期: {DAY}", f"日期: {day}", replaced("序号: 2", f"序号: {OWED[unit]}", text))


def change(desk: Desk, file: str, *pairs: tuple[str, str]) -> None:
    path = desk.root / "data" / f"{file}.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        text = replaced(old, new, text)
    path.write_text(text, "utf-8")


def called(desk: Desk, *arguments: str) -> Result:
    return desk.run("missing", *arguments, "--format", "json")


def statuses(result: Result) -> dict[str, str]:
    return {unit["unit"]: unit["status"] for unit in result.json["units"]}


def of(result: Result, unit: str) -> dict[str, Any]:
    found: dict[str, Any] = next(shown for shown in result.json["units"] if shown["unit"] == unit)
    return found


@pytest.fixture
def small_day(desk: Desk) -> Desk:
    """One on time, one late by 20 minutes, one late by seconds, one invalid, one missing."""
    desk.report()
    desk.report(report("州工信局"), "州工信局", at=f"{DAY}T17:20:59+08:00")
    desk.report(report("州市场监督管理局"), "州市场监督管理局", at=f"{DAY}T17:00:30+08:00")
    desk.report(report("阿图什市人民政府").replace("存在问题: 无", "存在问题:"), "阿图什市人民政府")
    return desk


@pytest.mark.parametrize("at", ["16:30", "16:45", "17:10", "18:00", "2022-08-27T09:00"])
def test_what_is_shown(small_day: Desk, snapshots: Snapshots, at: str) -> None:
    result = small_day.run("missing", "--date", DAY, "--at", at)
    assert result.err == ""
    snapshots.check(f"missing/{at.replace(':', '')}", f"{result.out}[退出状态 {result.status}]\n")


def test_what_is_shown_of_a_day_with_more(small_day: Desk, snapshots: Snapshots) -> None:
    """Nobody known to ring; a last clerk; two versions, neither sound; a file of nobody; many errors."""
    change(small_day, "units", ("姓名: 样例癸, 职务: 秘书, 联系电话: 0908-5550110", "姓名: , 职务: , 联系电话: "))
    change(small_day, "units", ("姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106", "姓名: , 职务: , 联系电话: "))
    small_day.report(report("州财政局", "2022-08-25"), day="2022-08-25")
    small_day.report(replaced("存在问题: 无", "存在问题:"))
    small_day.report(replaced("存在问题: 无", "存在问题: 同上"), "财政局", at=f"{DAY}T16:45+08:00")
    small_day.report("单位: 阿图什市人民政府\n工作情况:\n- 序号: 4\n  完成情况: 甲\n", "阿图什市人民政府")
    small_day.file(f"submissions/{DAY}/州工信局(1).yaml", REPORT)
    result = small_day.run("missing", "--date", DAY, "--at", "18:00")
    snapshots.check("missing/more", f"{result.out}{result.err}[退出状态 {result.status}]\n")


def test_the_joint_measures_say_who_has_not_filed(small_day: Desk) -> None:
    def shown(at: str) -> str:
        return "".join(small_day.run("missing", "--date", DAY, "--at", at).out.split())

    assert shown("17:10").count("与州市场监督管理局共同牵头") == 1  # 州工信局 is still missing
    assert "州市场监督管理局已报" in shown("17:10")
    assert "州市场监督管理局也没报" in shown("17:00")
    assert "共同牵头" not in shown("18:00").split("迟报（2）")[1]


def test_the_contract_of_the_json(small_day: Desk) -> None:
    result = called(small_day, "--date", DAY, "--at", "18:00")
    assert (result.status, result.err) == (1, "")
    told = result.json
    assert list(told) == ["version", "date", "deadline", "at", "units", "diagnostics", "summary"]
    assert (told["version"], told["date"]) == (1, DAY)
    assert (told["deadline"], told["at"]) == ("2022-08-26T17:00:00+08:00", "2022-08-26T18:00:00+08:00")
    assert told["diagnostics"] == []
    assert told["summary"] == {"on_time": 1, "late": 2, "invalid": 1, "missing": 1, "pending": 0, **NONE}
    assert [unit["unit"] for unit in told["units"]] == list(UNITS)
    expected: dict[str, dict[str, Any]] = {
        "州工信局": {
            "status": "late",
            "arrived_at": "2022-08-26T17:20:59+08:00",
            "late_minutes": 20,
            "evidence": "file_time",
            "measures": [1],
            "contact": {"name": "样例乙", "title": "科长", "phone": "0908-5550102"},
        },
        "州市场监督管理局": {
            "status": "late",
            "arrived_at": "2022-08-26T17:00:30+08:00",
            "late_minutes": 0,
            "evidence": "file_time",
            "measures": [1],
            "contact": {"name": "样例丁", "title": "科长", "phone": "0908-5550104"},
        },
        "州财政局": {
            "status": "on_time",
            "arrived_at": "2022-08-26T16:40:00+08:00",
            "late_minutes": 0,
            "evidence": "file_time",
            "measures": [2],
            "contact": {"name": "样例己", "title": "科长", "phone": "0908-5550106"},
        },
        "阿图什市人民政府": {
            "status": "invalid",
            "arrived_at": "2022-08-26T16:40:00+08:00",
            "late_minutes": 0,
            "evidence": "file_time",
            "measures": [4],
            "contact": {"name": "样例辛", "title": "秘书", "phone": "0908-5550108"},
        },
        "乌恰县人民政府": {
            "status": "missing",
            "arrived_at": None,
            "late_minutes": 0,
            "evidence": None,
            "measures": [4],
            "contact": {"name": "样例癸", "title": "秘书", "phone": "0908-5550110"},
        },
    }
    for unit, values in expected.items():
        told_of_unit = of(result, unit)
        assert {key: told_of_unit[key] for key in values} == values
        assert (told_of_unit["corrected"], told_of_unit["rejected"]) == (False, False)
        assert (told_of_unit["paper"], told_of_unit["reason"]) == ("not_required", None)


def test_files_that_are_no_reports_are_told(small_day: Desk) -> None:
    small_day.file(f"submissions/{DAY}/州工信局.txt", "")
    small_day.file("submissions/州工信局.yaml", "")
    result = called(small_day, "--date", DAY, "--at", "18:00")
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"submissions/{DAY}/州工信局.txt", "JK417"),
        ("submissions/州工信局.yaml", "JK404"),
    ]
    assert small_day.run("missing", "--date", DAY, "--at", "18:00").err == (
        f"注意 submissions/{DAY}/州工信局.txt：文件是空的，没有内容。已有合格的报送；用不着它就移走\n"
        f"注意 submissions/州工信局.yaml：文件直接放在了 submissions/ 下，没有计入。"
        f"移到 submissions/{DAY}/ 这样的文件夹里\n"
    )


def test_a_report_in_a_folder_of_its_own_is_told_under_its_unit(small_day: Desk) -> None:
    """Not that nothing came; beside a sound report it is no fault."""
    for unit in ("州财政局", "乌恰县人民政府"):
        small_day.file(f"submissions/{DAY}/{unit}/{unit}.yaml", report(unit))
    result = called(small_day, "--date", DAY, "--at", "18:00")
    assert of(result, "乌恰县人民政府")["status"] == "invalid"
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"submissions/{DAY}/乌恰县人民政府", "JK404"),
        (f"submissions/{DAY}/州财政局", "JK417"),
    ]
    shown = small_day.run("missing", "--date", DAY, "--at", "18:00")
    assert shown.out.count("日期文件夹里不应再有文件夹") == 1, shown.out
    assert shown.err.count("日期文件夹里不应再有文件夹") == 1, shown.err


# Changes of the plan | --date | --at | statuses in the plan's order | exit status.
# 州财政局's report came at 16:40 that day, by the clocks of Shanghai.
DAYS: dict[str, tuple[list[tuple[str, str]], str, str, str, int]] = {
    "before the deadline": ([], DAY, "16:50", "pending pending on_time pending pending", 0),
    "before anything came": ([], DAY, "16:39", "pending pending pending pending pending", 0),
    "a second before the deadline": ([], DAY, "16:59:59", "pending pending on_time pending pending", 0),
    "at the deadline": ([], DAY, "17:00", "missing missing on_time missing missing", 1),
    "the next morning": ([], DAY, "2022-08-27T09:00", "missing missing on_time missing missing", 1),
    "the day before": ([], DAY, "2022-08-25T18:00", "pending pending pending pending pending", 0),
    "a Saturday": (
        [("报送日: 每日", "报送日: 周一至周五")],
        "2022-08-27",
        "18:00",
        "exempt exempt exempt exempt exempt",
        0,
    ),
    "a Friday": ([("报送日: 每日", "报送日: 周一至周五")], DAY, "18:00", "missing missing on_time missing missing", 1),
    "a Saturday on which reports are due": (
        [("报送日: 每日", "报送日: 周一至周五"), ("加报日: []", "加报日: [2022-08-27]")],
        "2022-08-27",
        "18:00",
        "missing missing on_time missing missing",
        1,
    ),
    "a day off": ([("免报日: []", "免报日: [20220826]")], DAY, "18:00", "exempt exempt exempt exempt exempt", 0),
    "before the first day": ([], "2022-08-24", "18:00", "exempt exempt exempt exempt exempt", 0),
    "the first day": ([], "2022-08-25", "18:00", "missing missing on_time missing missing", 1),
    "the last day": (
        [("结束日期:", "结束日期: 2022年8月26日")],
        DAY,
        "18:00",
        "missing missing on_time missing missing",
        1,
    ),
    "after the last day": (
        [("结束日期:", "结束日期: 2022年8月26日")],
        "2022-08-27",
        "18:00",
        "exempt exempt exempt exempt exempt",
        0,
    ),
    "a measure not yet to be reported": (
        [("要点: [减免6个月]", "起报日期: 2022-08-27")],
        DAY,
        "18:00",
        "missing missing exempt missing missing",
        1,
    ),
    "a measure to be reported from this day on": (
        [("要点: [减免6个月]", "起报日期: 2022-08-26")],
        DAY,
        "18:00",
        "missing missing on_time missing missing",
        1,
    ),
    "all of a unit's measures closed": (
        [("要点: [减免6个月]", "办结日期: 2022-08-25")],
        DAY,
        "18:00",
        "missing missing exempt missing missing",
        1,
    ),
    "the day on which a measure is closed": (
        [("要点: [减免6个月]", "办结日期: 2022-08-26")],
        DAY,
        "18:00",
        "missing missing on_time missing missing",
        1,
    ),
    "a lead unit that need not file": (
        [("责任单位: [州信访局, 各县（市）人民政府]", "报送单位: [州市场监督管理局]")],
        DAY,
        "18:00",
        "exempt missing on_time missing missing",
        1,
    ),
    "a deadline at midnight, before the day": ([("17:00", "0:00")], DAY, "2022-08-25T23:59", "pending " * 5, 0),
    "a deadline at midnight, when the day begins": (
        [("17:00", "0:00")],
        DAY,
        "00:00",
        "missing missing missing missing missing",
        1,
    ),
    "a deadline at midnight, late": ([("17:00", "0:00")], DAY, "18:00", "missing missing late missing missing", 1),
    "a deadline at the end of the day": (
        [("17:00", "24:00")],
        DAY,
        "23:59:59",
        "pending pending on_time pending pending",
        0,
    ),
    "the end of the day": ([("17:00", "24:00")], DAY, "24:00", "missing missing on_time missing missing", 1),
    "another zone, early": (  # 17:00 in Ürümqi is 19:00 in Shanghai
        [("Asia/Shanghai", "Asia/Urumqi")],
        DAY,
        "16:59",
        "pending pending on_time pending pending",
        0,
    ),
    "another zone, before the report": (  # 16:40 in Shanghai is 14:40 in Ürümqi
        [("Asia/Shanghai", "Asia/Urumqi")],
        DAY,
        "14:39",
        "pending pending pending pending pending",
        0,
    ),
    "a zone in which the report is late": (
        [("Asia/Shanghai", "Pacific/Auckland")],
        DAY,
        "23:00",
        "missing missing late missing missing",
        1,
    ),
    "a 29th of February": ([], "2024-02-29", "18:00", "missing missing on_time missing missing", 1),
    "the last day of the calendar": ([], "9999-12-31", "18:00", "missing missing missing missing missing", 1),
    "the first day of the calendar": ([], "0001-01-01", "18:00", "exempt exempt exempt exempt exempt", 0),
}


@pytest.mark.parametrize("name", DAYS)
def test_days_of_all_kinds(desk: Desk, name: str) -> None:
    changes, day, at, expected, status = DAYS[name]
    if "2022-08-20" < day < "2024-03-01":
        desk.report(report("州财政局", day), day=day)
    change(desk, "measures", *changes)
    result = called(desk, "--date", day, "--at", at)
    assert (list(statuses(result).values()), result.status, result.err) == (expected.split(), status, "")
    assert desk.run("missing", "--date", day, "--at", at).status == status


def test_late_minutes_in_another_zone(desk: Desk) -> None:
    """16:40 in Shanghai is 20:40 in Auckland."""
    desk.report()
    change(desk, "measures", ("Asia/Shanghai", "Pacific/Auckland"))
    told = of(called(desk, "--date", DAY, "--at", "23:00"), "州财政局")
    assert (told["late_minutes"], told["arrived_at"]) == (220, "2022-08-26T20:40:00+12:00")


@pytest.mark.parametrize(
    "at",
    [
        "18:00",
        "18：00",
        "18点",
        "18时00分",
        "18:00:00",
        "2022-08-26T18:00",
        "2022-08-26 18:00",
        "20220826 18:00",
        "2022年8月26日18时",
        "２０２２-０８-２６ １８：００",
        "2022-08-26T18:00+08:00",
        "2022-08-26T10:00Z",
        "2022-08-26T06:00-04:00",
    ],
)
def test_forms_of_the_moment(desk: Desk, at: str) -> None:
    assert called(desk, "--date", DAY, "--at", at).json["at"] == "2022-08-26T18:00:00+08:00"


@pytest.mark.parametrize("day", ["2022-08-26", "20220826", "2022年8月26日", "2022/8/26", "２０２２-８-２６"])
def test_forms_of_the_date(desk: Desk, day: str) -> None:
    result = called(desk, "--date", day, "--at", "18:00")
    assert (result.json["date"], result.json["at"]) == (DAY, "2022-08-26T18:00:00+08:00")


def test_without_date_and_moment_it_is_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today in the project's zone, which may be another day than elsewhere."""
    monkeypatch.setattr("jiukun.cli.workspace.clock", datetime.fromisoformat("2022-08-25T20:30Z").astimezone)
    result = called(desk)
    assert (result.json["date"], result.json["at"]) == (DAY, "2022-08-26T04:30:00+08:00")
    change(desk, "measures", ("Asia/Shanghai", "America/New_York"))
    result = called(desk)
    assert (result.json["date"], result.json["at"]) == ("2022-08-25", "2022-08-25T16:30:00-04:00")


def test_a_moment_in_the_future_is_told_to_be_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiukun.cli.workspace.clock", datetime.fromisoformat(f"{DAY}T15:00+08:00").astimezone)
    hint = "提示：--at 的时间还没有到，以上只是按目前已有的文件判断。\n"
    assert desk.run("missing", "--at", "18:00").err == hint
    assert desk.run("missing", "--at", "15:00").err == ""
    assert desk.run("missing").err == ""


# In Berlin clocks went from 2:00 to 3:00 on 27 March and from 3:00 to 2:00 on 30 October 2022.
@pytest.mark.parametrize(
    ("day", "arrived", "at", "moment", "status", "late"),
    [
        ("2022-10-30", "2022-10-30T02:20+02:00", "02:45", "2022-10-30T02:45:00+02:00", "on_time", 0),
        ("2022-10-30", "2022-10-30T02:40+02:00", "02:45", "2022-10-30T02:45:00+02:00", "late", 10),
        ("2022-10-30", "2022-10-30T02:20+01:00", "02:45", "2022-10-30T02:45:00+02:00", "missing", 0),
        ("2022-10-30", "2022-10-30T02:20+01:00", "03:00", "2022-10-30T03:00:00+01:00", "late", 50),
        ("2022-10-30", "2022-10-30T02:20+01:00", "2022-10-30T02:45+01:00", "2022-10-30T02:45:00+01:00", "late", 50),
        ("2022-03-27", "2022-03-27T01:59+01:00", "01:59", "2022-03-27T01:59:00+01:00", "on_time", 0),
        ("2022-03-27", "2022-03-27T03:20+02:00", "03:45", "2022-03-27T03:45:00+02:00", "on_time", 0),
        ("2022-03-27", "2022-03-27T03:40+02:00", "03:45", "2022-03-27T03:45:00+02:00", "late", 10),
    ],
)
def test_clocks_that_change(desk: Desk, day: str, arrived: str, at: str, moment: str, status: str, late: int) -> None:
    """The deadline is 2:30: the first of two; where there is none, half an hour after the change."""
    change(
        desk,
        "measures",
        ("印发日期: 2022-08-24", "印发日期: 2022-01-01"),
        ("Asia/Shanghai", "Europe/Berlin"),
        ("每日截止: 17:00", "每日截止: 2:30"),
        ("起始日期: 2022-08-25", "起始日期: 2022-01-01"),
    )
    desk.report(report("州财政局", day), day=day, at=arrived)
    result = called(desk, "--date", day, "--at", at)
    told = of(result, "州财政局")
    assert (told["status"], told["late_minutes"], result.json["at"]) == (status, late, moment)


def test_exempt_units_are_listed_with_what_they_lead(desk: Desk) -> None:
    result = called(desk, "--date", "2022-08-24", "--at", "18:00")
    assert {unit["unit"]: unit["measures"] for unit in result.json["units"]} == {
        "州工信局": [1, 3],
        "州市场监督管理局": [1],
        "州财政局": [2],
        "阿图什市人民政府": [4],
        "乌恰县人民政府": [4],
    }
    counts = {"on_time": 0, "late": 0, "invalid": 0, "missing": 0, "pending": 0}
    assert result.json["summary"] == {**counts, **NONE, "exempt": 5}


def test_what_is_owed_on_a_day_is_what_is_listed(desk: Desk) -> None:
    """措施 3 is closed from the 26th on."""
    assert of(called(desk, "--date", "2022-08-25", "--at", "18:00"), "州工信局")["measures"] == [1, 3]
    assert of(called(desk, "--date", "2022-08-26", "--at", "18:00"), "州工信局")["measures"] == [1]


BLANK = ("责任人: {姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106}", "责任人: {姓名: , 职务: , 联系电话: }")
NO_PHONE = (
    "责任人: {姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106}",
    "责任人: {姓名: 样例己, 职务: 科长, 联系电话: }",
)
ONLY_PHONE = (
    "责任人: {姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106}",
    "责任人: {姓名: , 职务: , 联系电话: 0908-1}",
)
NOBODY = {"name": "", "title": "", "phone": ""}
ANOTHERS = replaced("单位: 州财政局", "单位: 州工信局")  # though it lies under the unit's name
CLERK = {"name": "样例丁", "title": "最近填报人", "phone": "0908-5550104"}


@pytest.mark.parametrize(
    ("units", "reports", "contact"),
    [
        (BLANK, {}, NOBODY),
        (BLANK, {"2022-08-25": REPORT}, CLERK),
        (BLANK, {"2022-08-20": REPORT}, CLERK),
        (BLANK, {"2022-08-27": REPORT}, NOBODY),
        (BLANK, {"2022-08-20": REPORT, "2022-08-25": replaced("样例丁", "样例新")}, {**CLERK, "name": "样例新"}),
        (BLANK, {"2022-08-20": REPORT, "2022-08-25": "["}, CLERK),
        (BLANK, {"2022-08-25": replaced("存在问题: 无", "存在问题: 同上")}, CLERK),
        (BLANK, {"2022-08-25": ANOTHERS}, NOBODY),
        (BLANK, {DAY: ANOTHERS}, NOBODY),
        (NO_PHONE, {"2022-08-25": REPORT}, CLERK),
        (NO_PHONE, {}, {"name": "样例己", "title": "科长", "phone": ""}),
        (ONLY_PHONE, {"2022-08-25": REPORT}, {"name": "", "title": "", "phone": "0908-1"}),
    ],
)
def test_whom_to_ring(desk: Desk, units: tuple[str, str], reports: dict[str, str], contact: dict[str, str]) -> None:
    change(desk, "units", units)
    for day, text in reports.items():
        desk.report(text.replace(f"日期: {DAY}", f"日期: {day}"), day=day)
    result = called(desk, "--date", DAY, "--at", "18:00")
    assert of(result, "州财政局")["contact"] == contact
    shown = desk.run("missing", "--date", DAY, "--at", "18:00").out
    row = next(line for line in shown.splitlines() if line.startswith("州财政局 "))
    assert (contact["phone"] or "（未登记）") in row
    assert ("责任人未登记，最近填报人" in "".join(shown.split())) is (contact["title"] == "最近填报人")


def test_the_last_clerk_is_that_of_the_newest_version(desk: Desk) -> None:
    change(desk, "units", BLANK)
    text = report("州财政局", "2022-08-25")
    desk.report(replaced("样例丁", "样例新", text), "财政局", "2022-08-25", at="2022-08-25T16:50+08:00")
    desk.report(text, day="2022-08-25")
    contact = of(called(desk, "--date", DAY, "--at", "18:00"), "州财政局")["contact"]
    assert contact == {**CLERK, "name": "样例新"}


def test_broken_data_are_told(desk: Desk) -> None:
    change(desk, "measures", ("牵头单位: [州财政局]", "牵头单位: [州财证局]"))
    result = called(desk, "--date", DAY)
    assert result.status == 2
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        ("data/measures.yaml", "JK502")
    ]
    shown = desk.run("missing", "--date", DAY)
    assert shown.status == 2
    assert shown.out.startswith("data/measures.yaml\n  错误 JK502")
    assert shown.err == "data/ 里的数据有误，先改好再用。可以运行 jiukun check 查看\n"
