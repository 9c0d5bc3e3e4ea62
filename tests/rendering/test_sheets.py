"""Text in a workbook stays text, whatever it looks like; the same input, the same bytes; the form, to the letter."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as CellOfOpenpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.products.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row
from jiukun.rendering.list_workbook import render_list
from jiukun.rendering.sheets.drawing import Book, Look, dress, needs_quote, new_workbook, put_text, to_bytes
from jiukun.rendering.sheets.paper import clean
from jiukun.rendering.summary_workbook import render_day, render_official

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


def fast(*texts: str) -> bytes:
    """Texts below each other, written as the workbook's rows are."""
    book = Book()
    sheet, style = book.sheet("表", 1), book.styles(Look())
    for text in texts:
        sheet.add(20, [(clean(text), style)])
    return book.to_bytes()


def slow(*texts: str) -> bytes:
    """The same, written as the form's cells are."""
    workbook = new_workbook()
    sheet = workbook.worksheets[0]
    for number, text in enumerate(texts, 1):
        cell = sheet.cell(number, 1)
        assert isinstance(cell, CellOfOpenpyxl)
        dress(cell, Look())
        put_text(cell, text)
    return to_bytes(workbook)


def first_sheet(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def first_xml(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


LOOKS_LIKE_A_VALUE = [
    "=1+1",
    "+1",
    "@x",
    "#N/A",
    "0012",
    "96.5%",
    "17:00",
    "'引号",
    "１２３",
    "＝1+1",
    "1E5",
    " 12 ",
    "8月26日",
]
HOSTILE = [
    "\x00",
    "\x1b[31m",
    "\udfff国",
    "\uffff",
    "a\x0bb\x0cc\x85d\u2029e",
    "<&>\"']]>",
    "\t表",
    "　　段首",
    "\ue000",
]
WRITERS = pytest.mark.parametrize("write", [fast, slow])


@WRITERS
def test_both_ways_of_writing_keep_text(write: Callable[..., bytes]) -> None:
    column = first_sheet(write(*LOOKS_LIKE_A_VALUE, "复工1234家", "正常"))["A"]
    assert [cell.value for cell in column] == [*LOOKS_LIKE_A_VALUE, "复工1234家", "正常"]
    assert {cell.data_type for cell in column} == {"s"}
    assert [cell.quotePrefix for cell in column] == [True] * len(LOOKS_LIKE_A_VALUE) + [False] * 2
    assert {cell.hyperlink for cell in column} == {None}


@WRITERS
@pytest.mark.parametrize("text", HOSTILE)
def test_both_ways_of_writing_survive_hostile_text(write: Callable[..., bytes], text: str) -> None:
    assert first_sheet(write(text))["A1"].value == clean(text)


@WRITERS
def test_what_looks_like_an_escape_is_escaped(write: Callable[..., bytes]) -> None:
    found = first_xml(write("甲_x000D_乙", "_x_", "_x005F_x0041_"))
    assert re.findall("<t[^>]*>(.*?)</t>", html.unescape(found)) == [
        "甲_x005F_x000D_乙",
        "_x_",
        "_x005F_x005F_x005F_x0041_",
    ]


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_excel_reads_any_text_as_it_was_cleaned(text: str) -> None:
    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = "".join(one.text or "" for one in ET.fromstring(first_xml(fast(text))).iter(f"{namespace}t"))  # noqa: S314
    escape = re.compile("_x([0-9A-Fa-f]{4})_")
    assert escape.sub(lambda code: chr(int(code[1], 16)), found) == clean(text)


def test_no_number_is_so_long() -> None:
    assert needs_quote("1" * 60)
    assert not needs_quote("1" * 100)
    assert not needs_quote("")


FULL = Head("州政府办公室", "张三", "0908-4222222", "2022年8月26日")
ROWS = (
    Row(1, "促进市场主体复工复市", "州工信局、市场监督管理局", Cell("完成\n情况"), Cell("=1+1"), Cell("计划")),
    Row(2, "减免租金", "州财政局", Cell("未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP)),
)


def test_the_official_form_to_the_letter() -> None:
    sheet = first_sheet(render_day(OfficialTable("自治州汇总表", FULL, ROWS), ()))
    title, above, *below = sheet.values
    assert title == ("自治州汇总表", *[None] * 5)
    assert re.split("\u3000+", str(above[0]).strip()) == [
        "单位（盖章）：州政府办公室",
        "填报人：张三",
        "联系电话：0908-4222222",
        "时间：2022年8月26日",
    ]
    assert below == [
        ("序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划"),
        (1, "促进市场主体复工复市", "州工信局、市场监督管理局", "完成\n情况", "=1+1", "计划"),
        (2, "减免租金", "州财政局", "未报送", None, None),
    ]
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == ["A1:F1", "A2:F2"]
    assert '<dimension ref="A1:F5"/>' in first_xml(render_day(OfficialTable("自治州汇总表", FULL, ROWS), ()))


def test_the_normal_style_is_the_measure_of_columns() -> None:
    styles = zipfile.ZipFile(io.BytesIO(render_official(OfficialTable("表", FULL, ROWS)))).read("xl/styles.xml")
    first = re.search("<font>.*?</font>", styles.decode())
    assert first is not None
    assert re.findall(r'<(?:name|sz) val="(.*?)" ?/>', first[0]) == ["宋体", "11"]


def test_only_the_paper_that_is_signed_has_a_line_for_it() -> None:
    below = first_sheet(render_official(OfficialTable("表", FULL, ROWS, signature=True)))["A6"]
    assert (below.value, below.border.left.style) == ("主要领导签字：", None)
    assert first_sheet(render_official(OfficialTable("表", FULL, ROWS))).max_row == 5


def test_what_is_unknown_leaves_room_for_the_pen() -> None:
    line = str(first_sheet(render_official(OfficialTable("表", Head("", "", "", ""), ())))["A2"].value)
    assert re.search("单位（盖章）：\u3000{12,}填报人：\u3000{5,}联系电话：\u3000{8,}时间：\u3000{8,}", line)


def test_a_long_name_leaves_the_other_fields_a_line() -> None:
    head = Head("自治州" * 16, "张三", "0908-4222222", "2022年8月26日")
    line = str(first_sheet(render_official(OfficialTable("表", head, ())))["A2"].value)
    assert [part.strip()[:3] for part in line.split("\n")] == ["单位（", "填报人"]


def test_the_pieces_of_a_row_look_like_one() -> None:
    row = Row(1, "任务", "州财政局", Cell("国" * 6000), Cell("无"), Cell("无", Mark.CLOSED))
    sheet = first_sheet(render_official(OfficialTable("表", FULL, (row,))))
    pieces = list(sheet.iter_rows(min_row=4))
    assert len(pieces) > 10
    assert [cell.value for cell in pieces[0][:3]] == [1, "任务", "州财政局"]
    assert {cell.value for piece in pieces[1:] for cell in (*piece[:3], *piece[4:])} == {None}
    assert {piece[5].fill.fill_type for piece in pieces} == {"solid"}
    for cell in (cell for piece in pieces for cell in piece):
        assert (cell.border.left.style, cell.border.right.style) == ("thin", "thin")
        assert (cell.border.top.style == "thin") == (cell.row == 4)
        assert (cell.border.bottom.style == "thin") == (cell.row == sheet.max_row)


def test_a_list_of_the_day() -> None:
    listed = ListSheet("问题清单", (Column("序号", 3), Column("问题", 30)), ((1, "物流不畅"), (2, "007")))
    book = load_workbook(io.BytesIO(render_day(table("一是"), (listed, ListSheet("来源", listed.columns, ())))))
    assert book.sheetnames == ["汇总表", "问题清单", "来源"]
    sheet = book["问题清单"]
    assert list(sheet.values) == [("序号", "问题"), (1, "物流不畅"), (2, "007")]
    assert (sheet["A2"].data_type, sheet["B3"].data_type, sheet["B3"].quotePrefix) == ("n", "s", True)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.center.text == "问题清单"


@pytest.mark.parametrize("widths", [(3, 5), (20, 40), (40, 60, 30), (9, 8, 7, 6, 5, 4, 3, 9, 9, 9, 9)])
def test_a_list_fills_the_page_whatever_widths_it_asks_for(widths: tuple[int, ...]) -> None:
    sheet = first_sheet(render_list("表", ListSheet("表", tuple(Column("列", width) for width in widths), ())))
    assert sum(one.width for one in sheet.column_dimensions.values()) == pytest.approx(126, abs=0.1)
