"""The day's workbook, read back: the official form to the letter, what is missing or wrong in it, and its lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from support.desk import DAY, REPORT, Desk, replaced

BOOK = f"out/汇总表-{DAY}.xlsx"
HEADS = ("序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划")
DONE, PLANS = "全州国有房屋减租手续办结12户。\n其余8户正在审核。", "月底前全部办结。"
OWED = {"州工信局": 1, "州市场监督管理局": 1, "州财政局": 2, "阿图什市人民政府": 4, "乌恰县人民政府": 4}
GAP, INVALID, CLOSED = "FFF2CC", "FBE0D6", "EAEAEA"


def report(unit: str, *pairs: tuple[str, str]) -> str:
    text = replaced("单位: 州财政局", f"单位: {unit}")
    text = replaced("序号: 2", f"序号: {OWED[unit]}", text)
    for old, new in pairs:
        text = replaced(old, new, text)
    return text


def change(desk: Desk, file: str, *pairs: tuple[str, str]) -> None:
    path = desk.root / "data" / f"{file}.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        text = replaced(old, new, text)
    path.write_text(text, "utf-8")


def sheet(desk: Desk, name: str = "汇总表", path: str = BOOK) -> list[tuple[Any, ...]]:
    """Rows of values; an empty cell is the empty text."""
    rows = load_workbook(desk.root / path)[name].iter_rows(values_only=True)
    return [tuple("" if value is None else value for value in row) for row in rows]


def fills(desk: Desk, row: int, path: str = BOOK) -> tuple[str, ...]:
    """The colours of a row of the official form, counted from its first measure; empty where there is none."""
    cells = load_workbook(desk.root / path)["汇总表"][row + 3]
    return tuple(cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else "" for cell in cells)


def compile_day(desk: Desk, at: str = "18:00", *options: str) -> list[str]:
    """Compile, and give what was said."""
    result = desk.run("compile", "--date", DAY, "--at", at, *options)
    assert result.status == 0
    return (result.err + result.out).splitlines()


@pytest.fixture
def full_day(desk: Desk) -> Desk:
    """All in, 州工信局 late, one problem named."""
    for unit in OWED:
        desk.report(report(unit), unit)
    desk.report(report("州工信局"), "州工信局", at=f"{DAY}T17:20:59+08:00")
    desk.report(report("州市场监督管理局", ("存在问题: 无", "存在问题: 缺少人手")), "州市场监督管理局")
    return desk


def test_the_official_form(full_day: Desk) -> None:
    assert compile_day(full_day) == [f"已生成 {BOOK}"]
    title, head, heads, *rows = sheet(full_day)
    assert title == ("测试措施情况汇总表", "", "", "", "", "")
    assert re.split("\u3000+", head[0].strip()) == [
        "单位（盖章）：州政府办公室",
        "填报人：样例总",
        "联系电话：0908-5550100",
        "时间：2022年8月26日",
    ]
    assert heads == HEADS
    assert rows == [
        (1, "复工复市", "州工信局、市场监督管理局", f"【州工信局】\n{DONE}", "无", PLANS),
        ("", "", "", f"【州市场监督管理局】\n{DONE}", "缺少人手", PLANS),
        (2, "减免租金", "州财政局", DONE, "无", PLANS),
        (3, "清欠账款", "州工信局", "已办结", "", ""),
        (4, "属地稳岗", "各县（市）人民政府", f"【阿图什市人民政府】\n{DONE}", "无", PLANS),
        ("", "", "", f"【乌恰县人民政府】\n{DONE}", "无", PLANS),
    ]
    assert [fills(full_day, number) for number in (1, 2, 3, 5, 6)] == [("",) * 6] * 5
    assert fills(full_day, 4) == ("", "", "", CLOSED, CLOSED, CLOSED)
    assert load_workbook(full_day.root / BOOK).sheetnames == ["汇总表", "报送情况", "问题清单", "来源"]


def test_what_the_office_has_not_given_is_left_for_the_pen(full_day: Desk) -> None:
    change(full_day, "measures", ("{姓名: 样例总, 联系电话: 0908-5550100}", "{姓名: , 联系电话: }"))
    compile_day(full_day)
    head = sheet(full_day)[1][0]
    assert re.split("\u3000+", head.strip()) == [
        "单位（盖章）：州政府办公室",
        "填报人：",
        "联系电话：",
        "时间：2022年8月26日",
    ]
    assert re.search("填报人：\u3000{5,}联系电话：\u3000{8,}时间：", head)


def test_the_list_of_standings(full_day: Desk) -> None:
    compile_day(full_day)
    assert sheet(full_day, "报送情况") == [
        ("单位", "情况", "到达时间", "迟报分钟", "依据", "纸质版", "备注", "联系人", "联系电话", "措施"),
        ("州工信局", "迟报20分钟", "17:20", 20, "文件时间", "", "", "样例乙（科长）", "0908-5550102", "1"),
        ("州市场监督管理局", "按时", "16:40", "", "文件时间", "", "", "样例丁（科长）", "0908-5550104", "1"),
        ("州财政局", "按时", "16:40", "", "文件时间", "", "", "样例己（科长）", "0908-5550106", "2"),
        ("阿图什市人民政府", "按时", "16:40", "", "文件时间", "", "", "样例辛（秘书）", "0908-5550108", "4"),
        ("乌恰县人民政府", "按时", "16:40", "", "文件时间", "", "", "样例癸（秘书）", "0908-5550110", "4"),
    ]


def test_the_list_of_problems(full_day: Desk) -> None:
    """Every one that is not 无, with those who owe cooperation."""
    full_day.report(report("阿图什市人民政府", ("存在问题: 无", "存在问题: 没有。")), "阿图什市人民政府")
    problems = ("存在问题: 无", "存在问题: |\n    无房可租。\n    无人可派。")
    full_day.report(report("乌恰县人民政府", problems), "乌恰县人民政府")
    compile_day(full_day)
    assert sheet(full_day, "问题清单") == [
        ("序号", "工作任务", "提出单位", "存在问题", "责任单位"),
        (1, "复工复市", "州市场监督管理局", "缺少人手", "州信访局、各县（市）人民政府"),
        (4, "属地稳岗", "乌恰县人民政府", "无房可租。\n无人可派。", "州信访局"),
    ]


def test_the_list_of_sources(full_day: Desk) -> None:
    compile_day(full_day)
    heads, *rows = sheet(full_day, "来源")
    assert heads == ("单位", "文件", "SHA-256", "到达时间", "依据")
    assert rows == [
        (unit, path := f"submissions/{DAY}/{unit}.yaml", digest(full_day.root / path), arrival, "文件时间")
        for unit, arrival in zip(OWED, ("17:20", "16:40", "16:40", "16:40", "16:40"), strict=True)
    ]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_nothing_came(desk: Desk) -> None:
    gaps = ["州工信局", "州市场监督管理局", "州财政局", "阿图什市人民政府", "乌恰县人民政府"]
    assert compile_day(desk) == [*(f"缺口：{unit}未报送（第 {OWED[unit]} 项）" for unit in gaps), f"已生成 {BOOK}"]
    rows = sheet(desk)[3:]
    assert [row[3:] for row in rows] == [
        ("【州工信局】\n未报送", "", ""),
        ("【州市场监督管理局】\n未报送", "", ""),
        ("未报送", "", ""),
        ("已办结", "", ""),
        ("【阿图什市人民政府】\n未报送", "", ""),
        ("【乌恰县人民政府】\n未报送", "", ""),
    ]
    assert [fills(desk, number)[3] for number in range(1, 7)] == [GAP, GAP, GAP, CLOSED, GAP, GAP]
    assert sheet(desk, "来源")[1:] == []
    assert sheet(desk, "问题清单")[1:] == []
    assert [row[1:5] for row in sheet(desk, "报送情况")[1:]] == [("未报送", "", "", "")] * 5


def test_before_the_deadline(desk: Desk) -> None:
    desk.report()
    lines = compile_day(desk, "16:50")
    assert lines[0] == "缺口：州工信局尚未报送（第 1 项）"
    rows = sheet(desk)[3:]
    assert [row[3] for row in rows[:2]] == ["【州工信局】\n尚未报送", "【州市场监督管理局】\n尚未报送"]
    assert rows[2][3] == DONE
    compile_day(desk, "16:39")
    assert sheet(desk)[5][3:] == ("尚未报送", "", "")


def test_one_of_two_leads_is_missing(full_day: Desk) -> None:
    (full_day.root / f"submissions/{DAY}/州工信局.yaml").unlink()
    assert compile_day(full_day)[0] == "缺口：州工信局未报送（第 1 项）"
    assert [row[3:] for row in sheet(full_day)[3:5]] == [
        ("【州工信局】\n未报送", "", ""),
        (f"【州市场监督管理局】\n{DONE}", "缺少人手", PLANS),
    ]
    assert [fills(full_day, number)[3] for number in (1, 2)] == [GAP, ""]  # a sound report beside a gap is not marked


# Changes of 州财政局's report | its three cells | whether each is marked
USED: dict[str, tuple[str, tuple[str, str, str], str]] = {
    "sound": (REPORT, (DONE, "无", PLANS), "..."),
    "a warning": (replaced("0908-5550104", "0908-555010"), (DONE, "无", PLANS), "..."),
    "no clerk": (replaced("样例丁", ""), (DONE, "无", PLANS), "..."),
    "an unknown key": (REPORT + "备注: 无\n", (DONE, "无", PLANS), "..."),
    "a key twice": (REPORT + "填报人: 样例\n", (DONE, "无", PLANS), "..."),
    "an empty text": (replaced("存在问题: 无", "存在问题:"), (DONE, "报送有误：这一栏没有填", PLANS), ".×."),
    "a placeholder": (
        replaced("存在问题: 无", "存在问题: 同上"),
        (DONE, "报送有误：“同上”是占位文字，不是内容", PLANS),
        ".×.",
    ),
    "a key left out": (replaced("  存在问题: 无\n", ""), (DONE, "报送有误：缺少“存在问题”这一栏", PLANS), ".×."),
    "a list for a text": (
        replaced("存在问题: 无", "存在问题:\n  - 无"),
        (DONE, "报送有误：这里应是文字，读到的是列表", PLANS),
        ".×.",
    ),
    "a text cut by #": (
        replaced("存在问题: 无", "存在问题: 缺 #1号 设备"),
        (DONE, "报送有误：从这里起会被当作注释截掉：#1号 设备\n缺", PLANS),
        ".×.",
    ),
    "a text too long": (
        replaced("存在问题: 无", "存在问题: " + "问" * 32_768),
        (DONE, "报送有误：文字有 32768 个字符，一格最多 32767 个", PLANS),
        ".×.",
    ),
    "what XML cannot hold": (
        replaced("存在问题: 无", '存在问题: "缺\\uFFFE人"'),
        (DONE, "报送有误：含有看不见的字符 U+FFFE，在“缺”后面", PLANS),
        ".×.",
    ),
    "a measure of others besides": (
        REPORT + "- 序号: 1\n  完成情况: 乙\n  存在问题: 无\n  下一步计划: 丙\n",
        (DONE, "无", PLANS),
        "...",
    ),
    "twice the same measure": (
        REPORT + "- 序号: 2\n  完成情况: 乙\n  存在问题: 无\n  下一步计划: 丙\n",
        ("报送有误：第 2 项报了 2 次，分不清以哪次为准", "", ""),
        "×××",
    ),
    "another measure instead": (
        replaced("序号: 2", "序号: 4"),
        ("报送有误：漏报本项，或序号读不出", "", ""),
        "×××",
    ),
    "a number that cannot be read": (
        replaced("序号: 2", "序号: 第2项"),
        ("报送有误：漏报本项，或序号读不出", "", ""),
        "×××",
    ),
    "another unit": (
        replaced("单位: 州财政局", "单位: 州工信局"),
        ("报送有误：单位写的是“州工信局”，文件名却是“州财政局”", "", ""),
        "×××",
    ),
    "another day": (
        replaced("日期: 2022-08-26", "日期: 2022-08-25"),
        ("报送有误：日期写的是 2022-08-25，文件却在 2022-08-26 的文件夹里", "", ""),
        "×××",
    ),
    "an empty file": ("", ("报送有误：文件是空的，没有任何内容", "", ""), "×××"),
    "no YAML": (
        replaced("填报人: 样例丁", "填报人：样例丁"),
        ("报送有误：“填报人”后面是全角冒号“：”，要用半角冒号加空格", "", ""),
        "×××",
    ),
    "a plain text": ("今天一切正常\n", ("报送有误：这里应是一组“栏目名: 内容”，读到的是“今天一切正常”", "", ""), "×××"),
}


@pytest.mark.parametrize("name", USED)
def test_what_of_a_report_is_used(desk: Desk, name: str) -> None:
    text, cells, marks = USED[name]
    desk.report(text)
    lines = compile_day(desk)
    assert sheet(desk)[5] == (2, "减免租金", "州财政局", *cells)
    assert fills(desk, 3)[3:] == tuple(INVALID if mark == "×" else "" for mark in marks)
    judged = desk.run("validate", "--date", DAY).status
    assert ("缺口：州财政局报送有误（第 2 项）" in lines) is (judged == 1)


def test_measures_that_need_not_be_reported(desk: Desk) -> None:
    change(desk, "measures", ("要点: [减免6个月]", "起报日期: 2022-08-27"))
    change(desk, "measures", ("责任单位: [州信访局, 各县（市）人民政府]", "报送单位: [州工信局]"))
    desk.report(report("州工信局"), "州工信局")
    compile_day(desk)
    rows = sheet(desk)[3:]
    assert rows[0][3:] == (DONE, "无", PLANS)
    assert rows[1][3:] == ("当日无报送任务", "", "")
    assert fills(desk, 2) == ("",) * 6
    desk.report(report("州市场监督管理局"), "州市场监督管理局")
    compile_day(desk)
    assert [row[3] for row in sheet(desk)[3:5]] == [f"【州工信局】\n{DONE}", f"【州市场监督管理局】\n{DONE}"]


def test_a_closed_measure_that_is_reported_all_the_same(desk: Desk) -> None:
    more = "- 序号: 3\n  完成情况: 收尾。\n  存在问题: 有。\n  下一步计划: 完。\n"
    desk.report(report("州工信局") + more, "州工信局")
    compile_day(desk)
    assert sheet(desk)[6] == (3, "清欠账款", "州工信局", "已办结", "", "")
    assert sheet(desk, "问题清单")[1:] == []


def test_the_sheet_of_one_unit(full_day: Desk) -> None:
    path = f"out/单位表/{DAY}/州市场监督管理局.xlsx"
    for name in ("州市场监督管理局", "市场监督管理局", "自治州市场监督管理局"):
        assert compile_day(full_day, "18:00", "--unit", name) == [f"已生成 {path}"]
    title, head, heads, *rows = sheet(full_day, path=path)
    assert title[0] == "测试措施情况汇总表"
    assert re.split("\u3000+", head[0].strip()) == [
        "单位（盖章）：州市场监督管理局",
        "填报人：样例丁",
        "联系电话：0908-5550104",
        "时间：2022年8月26日",
    ]
    assert heads == HEADS
    assert rows == [
        (1, "复工复市", "州工信局、市场监督管理局", DONE, "缺少人手", PLANS),
        ("主要领导签字：", "", "", "", "", ""),
    ]
    book = load_workbook(full_day.root / path)
    assert book.sheetnames == ["汇总表"]
    last = book["汇总表"][5]
    assert not any(side.style for side in (last[0].border.left, last[0].border.bottom, last[0].border.right))
    assert not (full_day.root / BOOK).exists()


def test_the_sheet_of_a_unit_that_has_not_reported(desk: Desk) -> None:
    path = f"out/单位表/{DAY}/州工信局.xlsx"
    assert compile_day(desk, "16:00", "--unit", "州工信局")[0] == "缺口：州工信局尚未报送（第 1 项）"
    _, head, _, *rows = sheet(desk, path=path)
    assert re.split("\u3000+", head[0].strip()) == [
        "单位（盖章）：州工信局",
        "填报人：",
        "联系电话：",
        "时间：2022年8月26日",
    ]
    assert [row[:4] for row in rows[:2]] == [
        (1, "复工复市", "州工信局、市场监督管理局", "尚未报送"),
        (3, "清欠账款", "州工信局", "已办结"),
    ]


def test_the_sheet_of_a_unit_takes_nothing_from_a_report_that_is_another_units(desk: Desk) -> None:
    desk.report(replaced("单位: 州财政局", "单位: 州工信局"))
    compile_day(desk, "18:00", "--unit", "州财政局")
    head = sheet(desk, path=f"out/单位表/{DAY}/州财政局.xlsx")[1][0]
    assert "样例丁" not in head
    assert "0908-5550104" not in head


def test_another_place(full_day: Desk) -> None:
    assert compile_day(full_day, "18:00", "--output", "新/表.xlsx") == ["已生成 新/表.xlsx"]
    outside = full_day.root.parent / "表.xlsx"
    assert compile_day(full_day, "18:00", "--unit", "州财政局", "--output", str(outside)) == [f"已生成 {outside}"]
    assert sheet(full_day, path="新/表.xlsx")[5][3] == DONE
    assert sheet(full_day, path="../表.xlsx")[3][3] == DONE
    assert not (full_day.root / "out").exists()


def test_strictly_nothing_is_written_over_a_gap(full_day: Desk) -> None:
    assert compile_day(full_day, "18:00", "--strict") == [f"已生成 {BOOK}"]
    before = (full_day.root / BOOK).read_bytes()
    (full_day.root / f"submissions/{DAY}/州财政局.yaml").unlink()
    result = full_day.run("compile", "--date", DAY, "--at", "18:00", "--strict")
    assert (result.status, result.out) == (1, "缺口：州财政局未报送（第 2 项）\n")
    assert result.err == "有缺口，没有生成（--strict）。\n"
    assert (full_day.root / BOOK).read_bytes() == before
    unit = full_day.run("compile", "--date", DAY, "--at", "18:00", "--strict", "--unit", "州财政局")
    assert unit.status == 1
    assert not (full_day.root / "out" / "单位表").exists()
    other = full_day.run("compile", "--date", DAY, "--at", "18:00", "--strict", "--unit", "州工信局")
    assert other.status == 0


def test_files_that_are_no_reports_are_told(full_day: Desk) -> None:
    full_day.file(f"submissions/{DAY}/州工信局.txt", "")
    assert compile_day(full_day) == [
        f"注意 submissions/{DAY}/州工信局.txt：文件是空的，没有内容。已有合格的报送；用不着它就移走",
        f"已生成 {BOOK}",
    ]


@pytest.mark.parametrize("options", [(), ("--unit", "州工信局")])
def test_the_same_bytes_twice(full_day: Desk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    """At another time, in another process, with the words of Python hashed in another way."""
    line = ("compile", "--date", DAY, "--at", "18:00", *options, "--output")
    assert full_day.process(*line, "0.xlsx", PYTHONHASHSEED="1").status == 0
    assert full_day.process(*line, "1.xlsx", PYTHONHASHSEED="2").status == 0
    monkeypatch.setattr("jiukun.cli.workspace.clock", datetime.fromisoformat("2031-01-01T03:04+08:00").astimezone)
    compile_day(full_day, "18:00", *options, "--output", "2.xlsx")
    first, *others = ((full_day.root / f"{number}.xlsx").read_bytes() for number in range(3))
    assert others == [first, first]
    full_day.report(report("州工信局", ("12户", "13户")), "州工信局")
    compile_day(full_day, "18:00", *options, "--output", "3.xlsx")
    assert (full_day.root / "3.xlsx").read_bytes() != first


HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "#REF!",
    "'引号",
    "TRUE",
    "1e5",
    "0908",
    "2022-08-26",
    "_x000D_",
    "[red]红[/x]",
    "<b>&amp;</b>",
    "http://example.com",
    "全角＝1",
    "\U0001f600",
    "a\tb",
]


def test_text_is_text(desk: Desk) -> None:
    """Nothing becomes a formula, an error value, a number or a link."""
    body = "".join(f"    {text}\n" for text in HOSTILE)
    for place, text in enumerate(HOSTILE):
        written = text.replace("'", "''")
        desk.report(replaced("存在问题: 无", f"存在问题: '{written}'", replaced("    其余8户正在审核。\n", body)))
        compile_day(desk)
        cell = load_workbook(desk.root / BOOK)["汇总表"]["E6"]
        shown = str(cell.value).replace("_x005F_", "_").replace("\u3000", "\t")
        assert (shown, cell.data_type, cell.hyperlink) == (text, "s", None), place
    done = "\n".join(str(row[3]) for row in sheet(desk)[5:6])
    assert done.replace("_x005F_", "_").replace("\u3000", "\t").split("\n")[1:] == HOSTILE


def characters(text: str) -> str:
    return re.sub(r"\s", "", text)


def long_texts() -> Iterator[str]:
    yield "字" * 6_000
    yield "\n".join(f"第{number}段，" + "内容" * 30 + "。" for number in range(120))
    yield "word " * 1_500


@pytest.mark.parametrize("place", [0, 1, 2])
def test_no_character_of_a_long_text_is_lost(desk: Desk, place: int) -> None:
    text = list(long_texts())[place]
    body = "".join(f"    {line}\n" for line in text.split("\n"))
    desk.report(replaced("    全州国有房屋减租手续办结12户。\n    其余8户正在审核。\n", body))
    compile_day(desk)
    rows = load_workbook(desk.root / BOOK)["汇总表"]
    start = next(cell.row for cell in rows["A"] if cell.value == 2)
    end = next(cell.row for cell in rows["A"] if cell.value == 3)
    assert end - start > 1
    pieces = [rows.cell(row, 4).value or "" for row in range(start, end)]
    assert characters("".join(map(str, pieces))) == characters(text)
    assert all((rows.row_dimensions[row].height or 0) <= 409 for row in range(1, rows.max_row + 1))
