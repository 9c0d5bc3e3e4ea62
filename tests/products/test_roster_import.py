"""The sheet of `roster`, filled in, goes into data/units.yaml cell by cell; nothing else changes."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from support import rendering
from support.desk import Desk, Result, at, codes

MORNING = "2022-08-25T09:00:00"
UNITS = "data/units.yaml"


def sheet_of(desk: Desk, cells: Mapping[str, Any], name: str = "out/名单.xlsx") -> Path:
    """The sheet as `roster` writes it, some cells changed."""
    assert at(desk, MORNING, "roster").status == 0
    book = load_workbook(desk.root / "out/名单.xlsx")
    for place, value in cells.items():
        book.worksheets[0][place] = value
    path = desk.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def units(desk: Desk) -> str:
    return (desk.root / UNITS).read_text("utf-8")


def blank(desk: Desk) -> str:
    """One unit has supplied nothing of its leader; comments and ways of writing that must stay."""
    text = units(desk).replace("责任领导: {姓名: 样例甲, 职务: 局长, 联系电话: 0908-5550101}", "责任领导:    # 待报")
    text = "# 办公室的注\n" + text.replace("{姓名: 样例乙,", "{姓名: '样例乙',")
    desk.file(UNITS, text)
    return text


def imported(desk: Desk, name: str = "out/名单.xlsx", *more: str) -> Result:
    return at(desk, MORNING, "import", name, *more)


def test_what_is_filled_in_is_taken_and_told(desk: Desk) -> None:
    text = blank(desk)
    sheet_of(
        desk,
        {"C3": "李 四", "D3": "局长：1", "E3": "0908-5559999", "F3": "王五", "H4": "13899990000", "B2": "单 位"},
        "别处/州里报来的.xlsx",
    )
    result = imported(desk, "别处/州里报来的.xlsx")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines() == [
        "已收进 data/units.yaml，改了 5 处：",
        "  州工信局责任领导姓名：（空） → 李 四",
        "  州工信局责任领导职务：（空） → 局长：1",
        "  州工信局责任领导联系电话：（空） → 0908-5559999",
        "  州工信局责任人姓名：样例乙 → 王五",
        "  州市场监督管理局责任人联系电话：0908-5550104 → 13899990000",
    ]
    expected = text.replace(
        "责任领导:    # 待报", "责任领导: {姓名: 李 四, 职务: 局长：1, 联系电话: 0908-5559999}    # 待报"
    )
    expected = expected.replace("'样例乙'", "'王五'").replace("0908-5550104", "13899990000")
    assert units(desk) == expected
    assert imported(desk, "别处/州里报来的.xlsx").out == "没有变化 data/units.yaml\n"


def test_a_blank_cell_erases_nothing_and_units_left_out_stay(desk: Desk) -> None:
    before = units(desk)
    path = sheet_of(desk, {"E3": None, "F4": " \u200b"})
    book = load_workbook(path)
    book.worksheets[0].delete_rows(5)
    book.save(path)
    result = imported(desk)
    assert (result.status, result.out.splitlines()) == (
        0,
        [
            "没有变化 data/units.yaml",
            "名单里空着、没有改的：",
            "  州工信局责任领导联系电话：仍是 0908-5550101",
            "  州市场监督管理局责任人姓名：仍是 样例丁",
            "名单里没有、没有改的单位：州财政局",
        ],
    )
    assert units(desk) == before


def test_what_cannot_be_taken_is_told_and_the_rest_is_taken(desk: Desk) -> None:
    """An unknown unit, none, a unit twice, a placeholder, no number, a formula; and a note beside the list."""
    before = units(desk)
    rows = {"B3": "州工信局局", "C4": "待填", "E4": "9085550101", "D5": "=1+", "I6": "电话已改"}
    below = {"B8": "州财政局", "C8": "甲", "F8": "样例己", "C9": "无主", "B10": "州信访局", "F10": "新人"}
    sheet_of(desk, {**rows, **below})
    result = imported(desk, "out/名单.xlsx", "--format", "json")
    assert result.status == 1
    found = [(item["cell"], item["code"], item["message"]) for item in result.json["diagnostics"]]
    assert found == [
        ("名单", "JK625", "这些文字不在名单的格子里，没有读：I6“电话已改”"),
        ("名单!B3", "JK531", "不认识的单位“州工信局局”，这一行没有收"),
        ("名单!C4", "JK302", "“待填”是占位文字，没有收"),
        ("名单!E4", "JK313", "“9085550101”不像电话号码"),
        ("名单!D5", "JK608", "这一格是公式，又没有结果"),
        ("名单!C8", "JK532", "州财政局责任领导姓名写了两次，不一样：名单!C5 是“样例戊”，这里是“甲”"),
        ("名单!B9", "JK531", "这一行没有写单位，没有收"),
    ]
    expected = before.replace("0908-5550103", "9085550101")
    expected = expected.replace(
        "  全称: 自治州信访局\n", "  全称: 自治州信访局\n  责任人: {姓名: 新人, 职务: , 联系电话: }\n"
    )
    assert units(desk) == expected


def test_what_stands_around_the_list_is_told(desk: Desk) -> None:
    """Above it, below it, beside it, on another sheet; a title and 序号 are of the list."""
    path = sheet_of(desk, {"A9": "注：以此为准", "J3": "另有一人", "K1": "急"})
    book = load_workbook(path)
    book.create_sheet("电话")["A1"] = "州工信局 0908-5550199"
    book.save(path)
    result = imported(desk, "out/名单.xlsx", "--format", "json")
    found = [(item["cell"], item["code"], item["message"]) for item in result.json["diagnostics"]]
    assert (result.status, found) == (
        0,
        [
            ("名单", "JK625", "这些文字不在名单的格子里，没有读：K1“急”、J3“另有一人”、A9“注：以此为准”"),
            ("全表", "JK626", "其他工作表没有读：电话"),
        ],
    )


def test_hidden_rows_and_struck_out_names_are_not_taken(desk: Desk) -> None:
    path = sheet_of(desk, {"C3": "新名", "C4": "新名"})
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet["C4"].font = Font(strike=True)
    book.save(path)
    before = units(desk)
    result = imported(desk)
    assert (result.status, units(desk)) == (0, before)
    assert "JK621  名单  隐藏着的内容没有读：第 3 行\n" in result.out
    assert "JK622  名单  划掉的字没有读：C4“新名”\n" in result.out
    assert "名单里没有、没有改的单位：州工信局\n" in result.out


def test_what_nobody_sees_is_no_part_of_a_name(desk: Desk) -> None:
    """Zero width goes without a word; what cannot be trusted is told and not taken. A row far below costs no time."""
    before = units(desk)
    far = {"B1048576": "州信访局", "C1048576": "甲"}
    sheet_of(desk, {"C3": "样例\u200b甲", "F3": "李\u202e四", **far})
    result = imported(desk, "out/名单.xlsx", "--format", "json")
    assert result.status == 1
    assert [(item["cell"], item["code"]) for item in result.json["diagnostics"]] == [("名单!F3", "JK312")]
    leader = "  责任领导: {姓名: 甲, 职务: , 联系电话: }\n"
    assert units(desk) == before.replace("  全称: 自治州信访局\n", f"  全称: 自治州信访局\n{leader}")


def test_thousands_of_unknown_units_are_told_in_a_line(desk: Desk) -> None:
    path = sheet_of(desk, {})
    book = load_workbook(path)
    for number in range(20_000):
        book.worksheets[0].append([None, f"第{number}局", "甲"])
    book.save(path)
    found = imported(desk, "out/名单.xlsx", "--format", "json").json["diagnostics"]
    assert len(found) == 51
    assert found[-1]["message"] == "从这一行起，另有 19950 行的单位认不出，没有收"


def test_a_file_written_in_an_odd_way_is_left_alone(desk: Desk) -> None:
    """What is to be changed is told, so that a person can do it."""
    text = units(desk).replace(
        "责任领导: {姓名: 样例甲, 职务: 局长, 联系电话: 0908-5550101}", "责任领导: {姓名: 样例甲, # 代\n    }"
    )
    desk.file(UNITS, text)
    sheet_of(desk, {"D3": "局长"})
    result = imported(desk)
    assert (result.status, units(desk)) == (2, text)
    assert result.err == (
        "data/units.yaml 的写法比较特别，改了读回来对不上，没有改。请用记事本照下面的改：\n"
        "  州工信局责任领导职务：（空） → 局长\n"
    )


def test_what_was_filled_in_is_not_written_over(desk: Desk) -> None:
    sheet_of(desk, {"C3": "李四"})
    kept = (desk.root / "out/名单.xlsx").read_bytes()
    result = at(desk, MORNING, "roster")
    assert result.status == 2
    assert result.err == (
        "out/名单.xlsx 里填了还没有收进 data/units.yaml 的，没有覆盖：\n"
        "  州工信局责任领导姓名：样例甲 → 李四\n"
        "先运行 jiukun import out/名单.xlsx；不要的，把这个文件删去\n"
    )
    assert (desk.root / "out/名单.xlsx").read_bytes() == kept
    assert imported(desk).status == 0
    assert at(desk, MORNING, "roster").status == 0


def test_what_could_not_be_taken_is_not_written_over(desk: Desk) -> None:
    sheet_of(desk, {"B3": "州工信局局", "C4": "李四"})
    assert imported(desk).status == 1
    assert at(desk, MORNING, "roster").err.splitlines()[1] == "  名单!B3：不认识的单位“州工信局局”，这一行没有收"


def test_data_changed_by_hand_since_is_what_the_next_sheet_says(desk: Desk) -> None:
    sheet_of(desk, {})
    desk.file(UNITS, units(desk).replace("样例甲", "李四"))
    assert at(desk, MORNING, "roster").status == 0
    assert load_workbook(desk.root / "out/名单.xlsx").worksheets[0]["C3"].value == "李四"


def test_what_is_typed_stays_text(desk: Desk) -> None:
    """Cells to fill in are text cells: a number typed keeps its zero."""
    blank(desk)
    sheet = load_workbook(sheet_of(desk, {})).worksheets[0]
    assert {cell.number_format for cell in sheet["C"][2:] + sheet["E"][2:] + sheet["H"][2:]} == {"@"}


def test_as_libreoffice_saves_it(desk: Desk, tmp_path: Path) -> None:
    """Also by way of its own format, as an old office saves it."""
    rendering.require()
    path = sheet_of(desk, {"C3": "李四", "E3": "0999-5550001"})
    for stop in ("ods", "xlsx:Calc MS Excel 2007 XML"):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", stop, "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        path = tmp_path / f"名单.{stop.partition(':')[0]}"
    result = imported(desk, str(path))
    assert result.out.splitlines() == [
        "已收进 data/units.yaml，改了 2 处：",
        "  州工信局责任领导姓名：样例甲 → 李四",
        "  州工信局责任领导联系电话：0908-5550101 → 0999-5550001",
    ]


@pytest.mark.parametrize("name", ["submissions/2022-08-25/州工信局.xlsx", "名单.xlsx"])
def test_a_report_is_still_a_report(desk: Desk, name: str) -> None:
    """A form is known by what it is as well, whatever it is called."""
    assert at(desk, MORNING, "new", "--form", "--unit", "州工信局", "--date", "2022-08-25").status == 0
    form = desk.root / "out/forms/2022-08-25/州工信局.xlsx"
    desk.file(name, form.read_bytes())
    assert {code for *_, code in codes(imported(desk, name, "--format", "json"))} == {"JK301"}
