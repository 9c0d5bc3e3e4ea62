"""Text in a workbook stays text, whatever it looks like; the same input gives the same bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jiukun.outputs.workbook import render_day, render_list
from jiukun.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row

HEAD = Head("州政府办公室", "", "", "2022年8月26日")


def table(done: str, task: str = "复工") -> OfficialTable:
    return OfficialTable("情况汇总表", HEAD, (Row(1, task, "州工信局", Cell(done), Cell("无"), Cell("无")),))


def cell_of(text: str) -> tuple[object, str, bool]:
    """Value, type and quote prefix of a text's cell."""
    cell = load_workbook(io.BytesIO(render_day(table(text), ()))).worksheets[0]["D4"]
    return cell.value, cell.data_type, bool(cell.quotePrefix)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("=cmd|' /C calc'!A0", True),
        ("+1", True),
        ("-1+2", True),
        ("@SUM(A1)", True),
        ("#N/A", True),
        ("0908", True),
        ("2022-08-26", True),
        ("TRUE", True),
        ("复工12家", False),
        ("https://www.example.cn", False),
        ("[red]甲[/red]", False),
    ],
)
def test_text_is_text(text: str, quoted: bool) -> None:  # noqa: FBT001  a column of the table
    assert cell_of(text) == (text, "s", quoted)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x07乙", "甲\ufffd乙"),
        ("甲\ufffe乙\uffff", "甲\ufffd乙\ufffd"),
        ("甲\ud800乙", "甲\ufffd乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\u2028乙", "甲\n乙"),
        ("_x000D_", "_x005F_x000D_"),  # openpyxl reads it as it stands; Excel and LibreOffice show _x000D_
    ],
)
def test_what_a_workbook_cannot_hold(text: str, shown: str) -> None:
    assert cell_of(text)[0] == shown


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_workbook_that_loads(text: str) -> None:
    book = load_workbook(io.BytesIO(render_day(table(text, task=text), ())))
    assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_the_same_bytes_twice() -> None:
    lists = (ListSheet("来源", (Column("单位", 9), Column("文件", 30)), (("州工信局", "a.yaml"),)),)
    first = render_day(table("一是"), lists)
    assert first == render_day(table("一是"), lists)
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert {(entry.date_time, entry.create_system) for entry in entries} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_the_page() -> None:
    sheet = load_workbook(io.BytesIO(render_day(table("一是"), ()))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "— &P —"
    fonts = {sheet[place].font.name for place in ("A1", "A2", "A3", "D4")}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_marked_cells_look_different() -> None:
    rows = tuple(Row(1, "复工", "甲", Cell("未报送", mark), Cell(""), Cell("")) for mark in Mark)
    sheet = load_workbook(io.BytesIO(render_day(OfficialTable("表", HEAD, rows), ()))).worksheets[0]
    fills = [sheet.cell(row, 4).fill.fgColor.rgb for row in range(4, 4 + len(rows))]
    assert len(set(fills)) == len(Mark)
    assert [bool(sheet.cell(row, 4).font.bold) for row in range(4, 4 + len(rows))] == [
        mark is not Mark.NONE for mark in Mark
    ]


def test_a_text_longer_than_a_cell_goes_on_in_further_rows() -> None:
    text = "长" * 40_000
    sheet = load_workbook(io.BytesIO(render_day(table(text), ()))).worksheets[0]
    cells = [str(sheet.cell(row, 4).value or "") for row in range(4, sheet.max_row + 1)]
    assert "".join(cells) == text
    assert max(map(len, cells)) <= 32_767
    assert [sheet.cell(row, 1).value for row in range(4, 7)] == [1, None, None]
    assert max(dimension.height for dimension in sheet.row_dimensions.values() if dimension.height) <= 409


def test_a_list_with_a_title() -> None:
    data = render_list("名单", ListSheet("名单", (Column("序号", 3), Column("单位", 9)), ((1, "0908"), (2, "=1"))))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [["名单", None], ["序号", "单位"], [1, "0908"], [2, "=1"]]
    assert sheet["B4"].data_type == "s"
    assert sheet.freeze_panes == "A3"
