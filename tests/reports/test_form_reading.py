"""The Excel form read back: what clerks do to it, what is refused, what never raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.rendering.form_workbook import render_form
from jiukun.rendering.sheets.paper import clean
from jiukun.reports.form_layout import HEAD_ROW, HEADS
from jiukun.reports.form_reading import read_form
from support.forms import CLERK, CONTENT, DAY, FIRST_SHEET, FORM, PHONE, ROWS, filled, read, rewritten, saved

# Each changes the sheet; the content must stay the same.


def rows_above(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):  # openpyxl, unlike Excel, leaves them where they are
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 3)


def row_between_heads_and_fields(sheet: Worksheet) -> None:
    sheet.insert_rows(HEAD_ROW)


def column_before(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_cols(1)


def wide_columns(sheet: Worksheet) -> None:
    sheet.column_dimensions["D"].width = 90


def spaced_heads(sheet: Worksheet) -> None:
    for place, head in enumerate(HEADS, 1):
        sheet.cell(HEAD_ROW, place).value = f" {head[0]} \n{head[1:]} "


def date_as_date(sheet: Worksheet) -> None:
    sheet.cell(*DAY).value = datetime(2022, 8, 26)  # noqa: DTZ001  a cell has no zone


def date_as_date_without_time(sheet: Worksheet) -> None:
    sheet.cell(*DAY).value = date(2022, 8, 26)


def date_with_slashes(sheet: Worksheet) -> None:
    sheet.cell(*DAY).value = "2022/8/26"


def date_full_width(sheet: Worksheet) -> None:
    sheet.cell(*DAY).value = "２０２２年８月２６日"


def date_gone(sheet: Worksheet) -> None:
    sheet.cell(*DAY).value = None


def after_the_labels(sheet: Worksheet) -> None:
    for place, text in ((CLERK, "填报人： 样例甲"), (PHONE, "联系电话：0908-5550101"), (DAY, "时间：2022.8.26")):
        sheet.cell(*place).value = text


def over_the_labels(sheet: Worksheet) -> None:
    for place, text in ((CLERK, "样例甲"), (PHONE, "0908-5550101"), (DAY, "8月26日")):
        sheet.cell(*place).value = text


def merged_cells(sheet: Worksheet) -> None:
    sheet.merge_cells(start_row=HEAD_ROW + 1, end_row=HEAD_ROW + 1, start_column=4, end_column=4)


def carriage_returns(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 1, 4).value = "一是复工12家。_x000D_\n二是走访30户。\n\n"


def trailing_blanks(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 1, 5).value = "无  "
    sheet.cell(*CLERK).value = "样例甲　"


def number_as_text(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 2, 1).value = "11 "


def number_as_number(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 2, 1).value = 11.0


def one_line_head(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for place in range(1, 7):
        sheet.cell(2, place).value = None
    sheet.cell(2, 1).value = "单位（盖章）：州工信局    填报人：样例甲   联系电话：0908-5550101   时间：2022年8月26日"


def a_row_goes_on(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 2, 4).value = None
    sheet.insert_rows(HEAD_ROW + 2)
    sheet.cell(HEAD_ROW + 1, 4).value = "一是复工12家。"
    sheet.cell(HEAD_ROW + 2, 4).value = "二是走访30户。"
    sheet.cell(HEAD_ROW + 3, 4).value = "清欠3笔。"


def blank_copy_of_the_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    copy = sheet.parent.copy_worksheet(sheet)
    for row in (1, 2):
        for place in (4, 5, 6):
            copy.cell(HEAD_ROW + row, place).value = None


HARMLESS = [
    rows_above,
    row_between_heads_and_fields,
    column_before,
    wide_columns,
    spaced_heads,
    date_as_date,
    date_as_date_without_time,
    date_with_slashes,
    date_full_width,
    date_gone,
    after_the_labels,
    over_the_labels,
    merged_cells,
    carriage_returns,
    trailing_blanks,
    number_as_text,
    number_as_number,
    one_line_head,
    a_row_goes_on,
    blank_copy_of_the_sheet,
]


@pytest.mark.parametrize("change", HARMLESS, ids=lambda change: change.__name__)
def test_what_clerks_do_changes_nothing(change: Callable[[Worksheet], None]) -> None:
    assert read(filled(lambda book: change(book.worksheets[0]))) == (CONTENT, [])


@pytest.mark.parametrize(
    "text",
    [
        "8.26",
        "8-26",
        "8月26号",
        "2022年8月26日（星期五）",
        "2022.8.26 周五",
        "2022年8月26日17时",
        "2022-8-26 17:00",
        "__8月26日__",
    ],
)
def test_dates_as_clerks_write_them(text: str) -> None:
    data = filled(cell_value(DAY, f"时间：{text}"))
    assert read(data, "submissions/2022-08-26/州工信局.xlsx") == (CONTENT, [])


@pytest.mark.parametrize("text", ["13.26", "8.32", "本周五", "8月"])
def test_what_is_no_date_is_told(text: str) -> None:
    _, problems = read(filled(cell_value(DAY, f"时间：{text}")), "submissions/2022-08-26/州工信局.xlsx")
    assert problems == [("JK206", "汇总表!F2")]


@pytest.mark.parametrize("label", ["合计", "总 计", "备注：截至16时", "注：截至16时"])
def test_a_row_of_totals_or_remarks_is_no_measure(label: str) -> None:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["A6"].value, sheet["D6"].value = label, "15户"

    assert read(filled(change)) == (CONTENT, [("JK625", "汇总表!A6")])


def test_a_row_without_a_number_is_told_once() -> None:
    data = filled(lambda book: setattr(book.worksheets[0]["A5"], "value", "新增"))
    content, told = read(data)
    assert (content["工作情况"][1]["完成情况"], told) == ("清欠3笔。", [("JK205", "汇总表!A5")])


def test_a_signature_with_its_date_is_one() -> None:
    data = filled(lambda book: setattr(book.worksheets[0]["A7"], "value", "主要领导签字：张三  2022年8月26日"))
    assert read(data) == (CONTENT, [])


def test_a_field_left_blank_is_told_at_its_cell() -> None:
    """Also where the next one was typed over its label."""

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(*CLERK).value, sheet.cell(*PHONE).value = "填报人：", "0908-5550101"

    content, told = read(filled(change))
    assert (content["填报人"], content["联系电话"], told) == ("", "0908-5550101", [("JK301", "汇总表!D2")])


def test_a_phone_stored_as_a_number_has_no_exponent() -> None:
    content, _ = read(filled(lambda book: setattr(book.worksheets[0].cell(*PHONE), "value", 13800000000.0)))
    assert content["联系电话"] == "13800000000"


def test_a_formula_left_in_a_cell() -> None:
    def formula(book: Any) -> None:
        book.worksheets[0].cell(HEAD_ROW + 1, 5).value = '="无"'

    content, problems = read(filled(formula))
    assert problems == [("JK608", f"汇总表!E{HEAD_ROW + 1}")]
    assert content["工作情况"][0]["存在问题"] == ""


def test_a_formula_with_a_result_is_taken_with_a_warning() -> None:
    data = rewritten(filled(), "xl/worksheets/sheet1.xml", with_a_result)
    content, problems = read(data)
    assert problems == [("JK607", f"汇总表!E{HEAD_ROW + 1}")]
    assert content["工作情况"][0]["存在问题"] == "算出的无"


def test_an_error_value_is_told() -> None:
    def error(book: Any) -> None:
        cell = book.worksheets[0].cell(HEAD_ROW + 1, 4)
        cell.value, cell.data_type = "#N/A", "e"

    content, problems = read(filled(error))
    assert problems == [("JK608", f"汇总表!D{HEAD_ROW + 1}")]
    assert content["工作情况"][0]["完成情况"] == ""


def test_two_filled_sheets_are_too_many() -> None:
    assert read(filled(lambda book: book.copy_worksheet(book.worksheets[0]))) == (None, [("JK606", "")])


def test_another_workbook_is_no_form() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "别的表"
    assert read(saved(book)) == (None, [("JK605", "")])


def with_a_result(text: str) -> str:
    place = f'r="E{HEAD_ROW + 1}"'
    start = text.index(place)
    end = text.index("</c>", start) + 4
    style = text[start:].partition('s="')[2].partition('"')[0]
    cell = f'<c {place} s="{style}" t="str"><f>"算出的"&amp;"无"</f><v>算出的无</v></c>'
    return text[: text.rindex("<c ", 0, start + 1)] + cell + text[end:]


REFUSED = {
    "old format": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "JK601"),
    "no package": (b"plainly no package", "JK602"),
    "cut short": (filled()[:2000], "JK602"),
    "empty": (b"", "JK602"),
    "no sheets": (rewritten(filled(), "xl/workbook.xml", lambda _: "<x/>"), "JK605"),
    "no workbook": (rewritten(filled(), "xl/workbook.xml", lambda _: "<x"), "JK602"),
    "macros": (rewritten(filled(), "xl/vbaProject.bin", lambda _: "x"), "JK603"),
    "macro sheets": (rewritten(filled(), "xl/macrosheets/sheet1.xml", lambda _: "<x/>"), "JK603"),
    "entities": (rewritten(filled(), FIRST_SHEET, lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text), "JK602"),
    "bomb": (rewritten(filled(), FIRST_SHEET, lambda text: text + " " * (17 << 20)), "JK604"),
    "no XML": (rewritten(filled(), FIRST_SHEET, lambda text: text[:-9]), "JK602"),
}
# What only decorates, or is never opened.
HARMLESS_PARTS = {
    "a large photo": ("xl/media/image1.png", lambda _: "\0" * (30 << 20)),
    "outside links": ("xl/externalLinks/externalLink1.xml", lambda _: "<x/>"),
    "embedded objects": ("xl/embeddings/oleObject1.bin", lambda _: "x"),
    "a macro sheet's type": ("[Content_Types].xml", lambda text: text.replace("sheet.main", "sheet.macroEnabled.main")),
    "spoiled styles": ("xl/styles.xml", lambda _: "<styleSheet"),
    "spoiled properties": ("docProps/core.xml", lambda _: "<x"),
}


@pytest.mark.parametrize("name", HARMLESS_PARTS)
def test_what_does_not_concern_the_text_is_not_looked_at(name: str) -> None:
    assert read(rewritten(filled(), *HARMLESS_PARTS[name])) == (CONTENT, [])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    data, code = REFUSED[name]
    assert read(data) == (None, [(code, "")])


@given(st.binary(max_size=2000) | st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert read_form(data, "x.xlsx")[0] is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_form_never_raises(data: st.DataObject) -> None:
    form = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 20))):
        form[data.draw(st.integers(0, len(form) - 1))] = data.draw(st.integers(0, 255))
    document, told = read_form(bytes(form), "x.xlsx")
    assert document is not None or told


DAMAGED = filled()
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cf", "Mn"],
    exclude_characters="\ufffe\uffff\u2028\u2029\u115f\u1160\u2800\u3164\uffa0",
) | st.sampled_from("\n　：#=+-@'_x000D_")
ANY_TEXT = st.text(CHARACTERS, min_size=1, max_size=80).map(str.strip).filter(lambda text: text and clean(text) == text)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_carried_over_text_comes_back_unchanged(done: str, problems: str, plans: str) -> None:
    row = ROWS[0]._replace(done=done, problems=problems, plans=plans)
    content, told = read(render_form(FORM._replace(rows=(row,))))
    assert told == []
    assert content["工作情况"] == [{"序号": "1", "完成情况": done, "存在问题": problems, "下一步计划": plans}]


def cell_value(place: tuple[int, int], value: object) -> Callable[[Any], None]:
    """Writes a cell of the first sheet."""

    def change(book: Any) -> None:
        book.worksheets[0].cell(*place).value = value

    return change


@pytest.mark.parametrize("text", ["11.", "11、", "第11项", "第十一项", "十一", "（十一）", "１１", " 11 ", "(11)"])
def test_a_number_is_known_however_it_is_written(text: str) -> None:
    assert read(filled(cell_value((HEAD_ROW + 2, 1), text))) == (CONTENT, [])


@pytest.mark.parametrize(
    "text", ["8月26日", "８月２６号", "2022.8.26", "20220826", 44799, "44799", "2022年8月26日", "2022/08/26"]
)
def test_a_date_is_known_however_it_is_written(text: object) -> None:
    """A form in no folder says its year by its mark."""
    assert read(filled(cell_value(DAY, text))) == (CONTENT, [])


def test_a_month_and_day_are_of_the_year_of_the_folder() -> None:
    def next_year(book: Any) -> None:
        cell_value(DAY, "1月5日")(book)

    content, _ = read(filled(next_year), "submissions/2023-01-05/州工信局.xlsx")
    assert content["日期"] == "2023-01-05"


@pytest.mark.parametrize("head", ["完成情况（截至8月26日）", "工作完成情况", "完 成\n情 况", "进展情况"])
def test_heads_with_additions_are_heads(head: str) -> None:
    assert read(filled(cell_value((HEAD_ROW, 4), head))) == (CONTENT, [])


def test_a_head_that_is_missing_is_named() -> None:
    def change(book: Any) -> None:
        for place in (4, 5):
            cell_value((HEAD_ROW, place), "说明")(book)

    document, diagnostics = read_form(filled(change), "州工信局.xlsx")
    assert document is None
    assert [problem.message for problem in diagnostics] == ["报送表的表头缺少“完成情况”、“存在问题”"]


def test_a_number_that_its_format_hides_is_told() -> None:
    def change(book: Any) -> None:
        cell = book.worksheets[0].cell(HEAD_ROW + 1, 4)
        cell.value, cell.number_format = 12, ";;;"

    assert read(filled(change))[1] == [("JK621", "汇总表!D4"), ("JK301", "汇总表!D4")]


def test_several_hidden_and_struck_things_are_one_warning_each() -> None:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        for place in ("D4", "F5"):
            sheet[place].font = Font(strike=True)
        for row in (20, 21):
            sheet.cell(row, 4).value = "草稿"
            sheet.row_dimensions[row].hidden = True

    _, diagnostics = read_form(filled(change), "州工信局.xlsx")
    assert [(problem.code, problem.message) for problem in diagnostics] == [
        ("JK621", "隐藏着的内容没有读：第 20 行、第 21 行"),
        ("JK622", "划掉的字没有读：D4“一是复工12家。 二是走访30户…”、F5“调解。”"),
    ]


@pytest.mark.parametrize(("characters", "told"), [(50, []), (300, []), (1500, ["JK633"]), (4000, ["JK633"])])
def test_a_text_that_no_row_can_hold_is_told(characters: int, told: list[str]) -> None:
    _, diagnostics = read_form(filled(cell_value((HEAD_ROW + 1, 4), "访" * characters)), "州工信局.xlsx")
    assert [problem.code for problem in diagnostics] == told
    assert [problem.cell for problem in diagnostics] == ["汇总表!D4" for _ in told]
