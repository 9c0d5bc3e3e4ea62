"""Text in a workbook stays text, whatever it looks like; the same input, the same bytes; the form, to the letter."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.products.tables import About, Cell, Column, Head, ListSheet, Mark, OfficialTable, Row
from jiukun.rendering.list_workbook import render_list
from jiukun.rendering.sheets.drawing import A4, Book, Look, needs_quote
from jiukun.rendering.sheets.paper import clean
from jiukun.rendering.summary_docx import render_day_docx
from jiukun.rendering.summary_workbook import render_day

HEAD = Head("州政府办公室", "", "", "2022年8月26日")
ABOUT = About("情况汇总表", "测试方案　2022年8月26日", "州政府办公室", date(2022, 8, 26))


def table(done: str, task: str = "复工") -> OfficialTable:
    return OfficialTable(ABOUT, HEAD, (Row(1, task, "州工信局", ((Cell(done), Cell("无"), Cell("无")),)),))


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
        ("_x000D_", "_x000D_"),
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
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page() -> None:
    sheet = load_workbook(io.BytesIO(render_day(table("一是"), ()))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one page wide, as by default
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "— &P —"
    fonts = {sheet[place].font.name for place in ("A1", "A2", "A3", "D4")}
    assert fonts == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_marked_cells_look_different() -> None:
    rows = tuple(Row(1, "复工", "甲", ((Cell("未报送", mark), Cell(""), Cell("")),)) for mark in Mark)
    sheet = load_workbook(io.BytesIO(render_day(OfficialTable(ABOUT, HEAD, rows), ()))).worksheets[0]
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
    assert [sheet.cell(row, 1).value for row in range(4, 7)] == [1, "续", "续"]
    assert max(dimension.height for dimension in sheet.row_dimensions.values() if dimension.height) <= 409


def test_a_list_with_a_title() -> None:
    data = render_list(ABOUT, ListSheet("名单", (Column("序号", 3), Column("单位", 9)), ((1, "0908"), (2, "=1"))))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [["情况汇总表", None], ["序号", "单位"], [1, "0908"], [2, "=1"]]
    assert sheet["B4"].data_type == "s"
    assert sheet.freeze_panes == "A3"


def written(*texts: str) -> bytes:
    """Texts below each other."""
    book = Book(ABOUT)
    sheet, style = book.sheet("表"), book.style(Look())
    for row, text in enumerate(texts):
        sheet.row(row, 20, [(clean(text), style)])
    return book.to_bytes()


def first_sheet(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def first_xml(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def shared_strings(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode()


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


def test_text_stays_what_it_is() -> None:
    column = first_sheet(written(*LOOKS_LIKE_A_VALUE, "复工1234家", "正常"))["A"]
    assert [cell.value for cell in column] == [*LOOKS_LIKE_A_VALUE, "复工1234家", "正常"]
    assert {cell.data_type for cell in column} == {"s"}
    assert [cell.quotePrefix for cell in column] == [True] * len(LOOKS_LIKE_A_VALUE) + [False] * 2
    assert {cell.hyperlink for cell in column} == {None}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    assert first_sheet(written(text))["A1"].value == clean(text)


def test_what_looks_like_markup_of_the_library_is_text() -> None:
    """Put as it stands into the file, it would break it."""
    assert first_sheet(written("<r>甲</r>", "<r><t>乙</r>"))["A1"].value == "<r>甲</r> "


def test_what_looks_like_an_escape_is_escaped() -> None:
    found = shared_strings(written("甲_x000D_乙", "_x_", "_x005F_"))
    assert re.findall("<t[^>]*>(.*?)</t>", html.unescape(found)) == ["甲_x005F_x000D_乙", "_x_", "_x005F_x005F_"]


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=200))
def test_excel_reads_any_text_as_it_was_cleaned(text: str) -> None:
    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = "".join(node.text or "" for node in ET.fromstring(shared_strings(written(text))).iter(f"{namespace}t"))  # noqa: S314
    escape = re.compile("_x([0-9A-Fa-f]{4})_")
    assert escape.sub(lambda code: chr(int(code[1], 16)), found).rstrip() == clean(text).rstrip()


def test_no_number_is_so_long() -> None:
    assert needs_quote("1" * 60)
    assert not needs_quote("1" * 100)
    assert not needs_quote("")


FULL = Head("州政府办公室", "张三", "0908-4222222", "2022年8月26日")
ROWS = (
    Row(1, "促进市场主体复工复市", "州工信局、市场监督管理局", ((Cell("完成\n情况"), Cell("=1+1"), Cell("计划")),)),
    Row(2, "减免租金", "州财政局", ((Cell("未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP)),)),
)


def test_the_official_form_to_the_letter() -> None:
    sheet = first_sheet(render_day(OfficialTable(ABOUT, FULL, ROWS), ()))
    title, above, *below = sheet.values
    assert title == ("情况汇总表", *[None] * 5)
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
    assert '<dimension ref="A1:F5"/>' in first_xml(render_day(OfficialTable(ABOUT, FULL, ROWS), ()))


def test_the_normal_style_is_the_measure_of_columns() -> None:
    styles = zipfile.ZipFile(io.BytesIO(render_day(OfficialTable(ABOUT, FULL, ROWS)))).read("xl/styles.xml")
    first = re.search("<font>.*?</font>", styles.decode())
    assert first is not None
    assert re.findall(r'<(?:name|sz) val="(.*?)" ?/>', first[0]) == ["12", "Times New Roman"]


def test_only_the_paper_that_is_signed_has_a_line_for_it() -> None:
    below = first_sheet(render_day(OfficialTable(ABOUT, FULL, ROWS, signature=True)))["A6"]
    assert (below.value, below.border.left.style) == ("主要领导签字：", None)
    assert first_sheet(render_day(OfficialTable(ABOUT, FULL, ROWS))).max_row == 5


def ends_alone(content: bytes, page: float) -> bool:
    """Whether the last row stands without the one before it on a page that holds so many points."""
    sheet = first_sheet(content)
    heights = [sheet.row_dimensions[row].height or 0 for row in range(1, sheet.max_row + 1)]
    used, is_first = sum(heights[:3]), False
    for height in heights[3:]:
        is_first = used + height > page
        used = heights[2] + height if is_first else used + height
    return is_first


@pytest.mark.parametrize("count", range(1, 6))
def test_the_line_to_sign_never_stands_alone(count: int) -> None:
    """Also where wider fonts make the print smaller, unless the last row is nearly as tall as a row can be."""
    texts = (Cell("已办。" * 40), Cell("无"), Cell("无"))
    rows = tuple(Row(number, "减免租金", "州财政局", (texts,)) for number in range(count))
    for lines in range(1, 24):
        last = Row(count, "减免租金", "州财政局", ((texts[0], Cell("\n".join(["无"] * lines)), Cell("无")),))
        content = render_day(OfficialTable(ABOUT, FULL, (*rows, last), signature=True))
        shares = (100, 98, 90, 88) if lines < 16 else (100,)
        assert [share for share in shares if ends_alone(content, A4.height * 100 / share)] == [], lines


def test_what_is_unknown_leaves_room_for_the_pen() -> None:
    line = str(first_sheet(render_day(OfficialTable(ABOUT, Head("", "", "", ""), ())))["A2"].value)
    assert re.search("单位（盖章）：\u3000{12,}填报人：\u3000{5,}联系电话：\u3000{8,}时间：\u3000{8,}", line)


def test_a_long_name_leaves_the_other_fields_a_line() -> None:
    head = Head("自治州" * 16, "张三", "0908-4222222", "2022年8月26日")
    line = str(first_sheet(render_day(OfficialTable(ABOUT, head, ())))["A2"].value)
    assert [part.strip()[:3] for part in line.split("\n")] == ["单位（", "填报人"]


def test_units_that_lead_together_stand_below_each_other() -> None:
    """Each with its own marks; what they have in common is one cell over their rows."""
    gap = (Cell("【州医保局】\n未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP))
    row = Row(7, "缓缴", "州人社局、医保局", ((Cell("【州人社局】\n已办"), Cell("无"), Cell("继续")), gap))
    sheet = first_sheet(render_day(OfficialTable(ABOUT, FULL, (row, *ROWS))))
    assert {"A4:A5", "B4:B5", "C4:C5"} < {str(merged) for merged in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[4]] == [7, "缓缴", "州人社局、医保局", "【州人社局】\n已办", "无", "继续"]
    assert [cell.fill.fill_type for cell in sheet[4]] == [None] * 6
    assert [cell.fill.fill_type for cell in sheet[5][3:]] == ["solid"] * 3


def test_a_row_that_is_too_tall_is_cut_where_a_sentence_ends() -> None:
    text = "召开复工复市专题会议，逐户摸底。" * 200
    row = Row(1, "任务", "州财政局", ((Cell(text), Cell("无"), Cell("无", Mark.CLOSED)),))
    sheet = first_sheet(render_day(OfficialTable(ABOUT, FULL, (row,))))
    pieces = list(sheet.iter_rows(min_row=4))
    assert "".join(str(piece[3].value) for piece in pieces) == text
    assert all(str(piece[3].value).endswith("。") for piece in pieces)
    assert [piece[0].value for piece in pieces] == [1, *["续"] * (len(pieces) - 1)]
    assert {piece[5].fill.fill_type for piece in pieces} == {"solid"}
    for cell in (cell for piece in pieces for cell in piece):
        assert (cell.border.top.style == "thin") == (cell.row == 4)
        assert (cell.border.bottom.style == "thin") == (cell.row == sheet.max_row)


def test_the_properties_are_those_of_the_day() -> None:
    book = load_workbook(io.BytesIO(render_day(table("一是"), ())))
    known = book.properties
    assert (known.title, known.subject, known.creator) == (ABOUT.title, ABOUT.subject, ABOUT.author)
    assert known.created == datetime(2022, 8, 26)  # noqa: DTZ001  the format has no zone


def test_what_is_not_printed() -> None:
    """Its print area is an empty cell; the others' is all of the sheet, their pages count from one."""
    columns = (Column("单位", 9), Column("文件", 30))
    lists = (ListSheet("报送情况", columns, (("甲", "乙"),)), ListSheet("来源", columns, (), is_printed=False))
    book = load_workbook(io.BytesIO(render_day(table("一是"), lists)))
    assert [sheet.print_area for sheet in book] == ["'汇总表'!$A$1:$F$4", "'报送情况'!$A$1:$B$2", "'来源'!$D$1"]
    assert [sheet.page_setup.useFirstPageNumber for sheet in book] == [True] * 3
    assert [sheet.auto_filter.ref for sheet in book] == [None, "A1:B2", "A1:B1"]


def test_word_and_workbook_hold_the_same_texts() -> None:
    made = OfficialTable(
        ABOUT, FULL, (*ROWS, Row(3, "联办", "甲、乙", ((Cell("一\n二"), Cell("无"), Cell("无")),) * 2))
    )
    first = render_day_docx(made)
    assert first == render_day_docx(made)
    sheet = first_sheet(render_day(made))
    rows = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(first)).tables[0].rows]
    shown = [[str(value or "") for value in row] for row in sheet.iter_rows(min_row=3, values_only=True)]
    shown[-1][:3] = shown[-2][:3]  # python-docx gives a cell over several rows in each
    assert rows == shown


def test_a_word_table_of_thousands_of_rows_is_made_while_one_waits() -> None:
    """python-docx counts a table's rows anew for each that it is asked for."""
    rows = tuple(Row(number, "减租", "甲、乙", ((Cell("已办"), Cell("无"), Cell("无")),) * 2) for number in range(1500))
    content = render_day_docx(OfficialTable(ABOUT, FULL, rows))
    assert zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").count(b"<w:tr>") == 2 * 1500 + 1


def test_a_row_of_one_line_is_one_line_tall() -> None:
    """Names, brackets, dates and numbers of telephones among it, beside a column that wraps."""
    row = ("克孜勒苏银保监分局", "样例甲（最近填报人）", "2022-08-26 16:34:30", "0908-5550101", "短")
    columns = [Column(name, 8) for name in ("单位", "联系人", "到达时间", "联系电话", "问题")]
    listed = ListSheet("表", tuple(columns), (row, (*row[:4], "物流不畅" * 40), row))
    sheet = first_sheet(render_list(ABOUT, listed))
    heights = [sheet.row_dimensions[number].height or 0 for number in (3, 4, 5)]
    assert heights[0] == heights[2] <= 24 < heights[1]


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
    sheet = first_sheet(render_list(ABOUT, ListSheet("表", tuple(Column("列", width) for width in widths), ())))
    assert sum(
        column.width * len(range(column.min or 0, (column.max or 0) + 1)) for column in sheet.column_dimensions.values()
    ) == pytest.approx(114, abs=0.1)
