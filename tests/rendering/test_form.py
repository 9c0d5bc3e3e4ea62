"""The Excel form: what it is made of, what clerks do to it, what is refused."""

from __future__ import annotations

import io
import random
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiukun.rendering.form_workbook import render_form
from jiukun.reports.form_layout import FIELD_CELLS, HEAD_ROW, HEADS, Form, FormRow
from jiukun.reports.form_reading import read_form
from support import rendering

ROWS = (
    FormRow(1, "复工复市", "州工信局、市场监督管理局", ("不合理限制一律取消",)),
    FormRow(11, "清欠账款", "州工信局"),
)
FORM = Form(
    "测试措施情况汇总表", "州工信局", date(2022, 8, 26), "样例甲", "0908-5550101", ROWS, "请于17:00前报州政办信息科"
)
TEXTS = {
    (1, "完成情况"): "一是复工12家。\n二是走访30户。",
    (1, "存在问题"): "无",
    (1, "下一步计划"): "继续走访。",
    (2, "完成情况"): "清欠3笔。",
    (2, "存在问题"): "一笔有争议。",
    (2, "下一步计划"): "调解。",
}
CONTENT = {
    "单位": "州工信局",
    "日期": "2022-08-26",
    "填报人": "样例甲",
    "联系电话": "0908-5550101",
    "工作情况": [
        {"序号": "1", "完成情况": "一是复工12家。\n二是走访30户。", "存在问题": "无", "下一步计划": "继续走访。"},
        {"序号": "11", "完成情况": "清欠3笔。", "存在问题": "一笔有争议。", "下一步计划": "调解。"},
    ],
}
CLERK, PHONE, DAY = (FIELD_CELLS[key][1] for key in ("填报人", "联系电话", "日期"))


def column(head: str) -> int:
    return HEADS.index(head) + 1


def filled(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """The form filled in and then changed as a clerk does; the book is given."""
    book = load_workbook(io.BytesIO(render_form(FORM)))
    sheet = book.worksheets[0]
    for (place, head), text in TEXTS.items():
        sheet.cell(HEAD_ROW + place, column(head)).value = text
    change(book)
    return saved(book)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> tuple[Any, list[tuple[str, str]]]:
    document, told = read_form(data, "州工信局.xlsx")
    return document.content if document else None, [(one.code, one.cell) for one in told]


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


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[HEAD_ROW + 2].hidden = True


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


def head_gone(sheet: Worksheet) -> None:
    for row in (2, 3):
        for place in (1, 4):
            sheet.cell(row, place).value = None
    sheet.cell(2, 1).value = "联系电话：0908-5550101"


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
    for row in (2, 3):
        for place in range(1, 7):
            sheet.cell(row, place).value = None
    sheet.cell(2, 1).value = "单位（盖章）：州工信局    填报人：样例甲   联系电话：0908-5550101   时间：2022年8月26日"


def a_row_goes_on(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 2, 4).value = None
    sheet.insert_rows(HEAD_ROW + 2)
    sheet.cell(HEAD_ROW + 1, 4).value = "一是复工12家。"
    sheet.cell(HEAD_ROW + 2, 4).value = "二是走访30户。"
    sheet.cell(HEAD_ROW + 3, 4).value = "清欠3笔。"


def second_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("说明").cell(1, 1).value = "填写说明"


def blank_copy_of_the_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    copy = sheet.parent.copy_worksheet(sheet)
    for row in (1, 2):
        for place in (4, 5, 6):
            copy.cell(HEAD_ROW + row, place).value = None


def far_off_cell(sheet: Worksheet) -> None:
    sheet.cell(1_048_576, 16_384).value = "x"


def notes_below(sheet: Worksheet) -> None:
    sheet.cell(HEAD_ROW + 7, 4).value = "分管领导意见"


HARMLESS = [
    rows_above,
    row_between_heads_and_fields,
    column_before,
    wide_columns,
    hidden_row,
    spaced_heads,
    date_as_date,
    date_as_date_without_time,
    date_with_slashes,
    date_full_width,
    date_gone,
    merged_cells,
    carriage_returns,
    trailing_blanks,
    number_as_text,
    number_as_number,
    one_line_head,
    a_row_goes_on,
    second_sheet,
    blank_copy_of_the_sheet,
    far_off_cell,
    notes_below,
]


@pytest.mark.parametrize("change", HARMLESS, ids=lambda change: change.__name__)
def test_what_clerks_do_changes_nothing(change: Callable[[Worksheet], None]) -> None:
    assert read(filled(lambda book: change(book.worksheets[0]))) == (CONTENT, [])


def test_a_phone_stored_as_a_number_has_no_exponent() -> None:
    content, _ = read(filled(lambda book: setattr(book.worksheets[0].cell(*PHONE), "value", 13800000000.0)))
    assert content["联系电话"] == "13800000000"


def test_a_formula_left_in_a_cell() -> None:
    def formula(book: Any) -> None:
        book.worksheets[0].cell(HEAD_ROW + 1, 5).value = '="无"'

    content, told = read(filled(formula))
    assert told == [("JK608", f"汇总表!E{HEAD_ROW + 1}")]
    assert content["工作情况"][0]["存在问题"] == ""


def test_a_formula_with_a_result_is_taken_with_a_warning() -> None:
    data = rewritten(filled(), "xl/worksheets/sheet1.xml", with_a_result)
    content, told = read(data)
    assert told == [("JK607", f"汇总表!E{HEAD_ROW + 1}")]
    assert content["工作情况"][0]["存在问题"] == "算出的无"


def test_an_error_value_is_told() -> None:
    def error(book: Any) -> None:
        cell = book.worksheets[0].cell(HEAD_ROW + 1, 4)
        cell.value, cell.data_type = "#N/A", "e"

    content, told = read(filled(error))
    assert told == [("JK608", f"汇总表!D{HEAD_ROW + 1}")]
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


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The package with one part changed, or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content.decode()) if entry.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(""))
    return buffer.getvalue()


def bomb() -> bytes:
    return rewritten(filled(), "xl/media/image1.png", lambda _: "\0" * (30 << 20))


REFUSED = {
    "old format": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "JK601"),
    "no package": (b"plainly no package", "JK602"),
    "cut short": (filled()[:2000], "JK602"),
    "empty": (b"", "JK602"),
    "no sheets": (rewritten(filled(), "xl/workbook.xml", lambda _: "<x/>"), "JK605"),
    "macros": (rewritten(filled(), "xl/vbaProject.bin", lambda _: "x"), "JK603"),
    "outside links": (rewritten(filled(), "xl/externalLinks/externalLink1.xml", lambda _: "<x/>"), "JK603"),
    "embedded objects": (rewritten(filled(), "xl/embeddings/oleObject1.bin", lambda _: "x"), "JK603"),
    "macro sheet type": (
        rewritten(filled(), "[Content_Types].xml", lambda text: text.replace("sheet.main", "sheet.macroEnabled.main")),
        "JK603",
    ),
    "entities": (
        rewritten(filled(), "xl/sharedStrings.xml", lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text),
        "JK602",
    ),
    "bomb": (bomb(), "JK604"),
}


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
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\u2028\u2029"
) | st.sampled_from("\n　：#=+-@'_x000D_")
ANY_TEXT = st.text(CHARACTERS, min_size=1, max_size=80).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_carried_over_text_comes_back_unchanged(done: str, problems: str, plans: str) -> None:
    row = replace(ROWS[0], done=done, problems=problems, plans=plans)
    content, told = read(render_form(replace(FORM, rows=(row,))))
    assert told == []
    assert content["工作情况"] == [{"序号": "1", "完成情况": done, "存在问题": problems, "下一步计划": plans}]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render_form(FORM) == render_form(FORM)


def test_what_may_be_typed_in_and_what_not() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"F2", "D3", "F3", "D5", "E5", "F5", "D6", "E6", "F6"}
    assert {sheet[place].number_format for place in unlocked} == {"@"}
    assert (sheet["C2"].value, sheet["D2"].value) == (None, "州工信局")


def test_rows_grow_as_one_types() -> None:
    """A row with a height of its own would not; LibreOffice prints such a row as tall as rows are by default."""
    for row, tall in ((ROWS[1], 76.5), (replace(ROWS[1], done="甲\n" * 8 + "乙"), 163.5)):
        xml = (
            zipfile.ZipFile(io.BytesIO(render_form(replace(FORM, rows=(row,)))))
            .read("xl/worksheets/sheet1.xml")
            .decode()
        )
        rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml))
        assert "customHeight" in rows["4"]
        assert " ht=" not in rows["5"]
        assert f'<sheetFormatPr defaultRowHeight="{tall:g}"/>' in xml


def test_it_prints_as_the_paper() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    assert sheet["A1"].value == "测试措施情况汇总表"
    assert [cell.value for cell in sheet[HEAD_ROW]][:6] == list(HEADS)
    assert sheet["A8"].value == "主要领导签字："
    assert sheet["A9"].value == "表样 jiukun-1　州工信局　2022-08-26"
    assert sheet.print_area == "'汇总表'!$A$1:$F$9"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_it_helps_and_counts_what_is_wanting() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    helps = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert helps["D5"].promptTitle == "第1项 完成情况"
    assert helps["D5"].prompt == "当日进展，分几段写就按 Alt+回车。要点：不合理限制一律取消"
    assert (helps["E5"].type, helps["E5"].formula1, helps["E5"].showErrorMessage) == ("list", '"无"', False)
    assert (helps["D5"].type, helps["D5"].formula1, helps["D5"].errorStyle) == ("textLength", "30000", "warning")
    blank = "(LEN(TRIM(F2))=0)+(LEN(TRIM(D3))=0)+SUMPRODUCT((LEN(A5:A6)>0)*(LEN(TRIM(D5:F6))=0))"
    assert sheet["H2"].value == f'=IF({blank}=0,"已填完，可以报送","还有 "&({blank})&" 处没有填")'
    assert sheet["H3"].value == "请于17:00前报州政办信息科"


def test_a_long_prompt_is_cut_to_what_excel_allows() -> None:
    row = replace(ROWS[0], points=("要" * 400,))
    sheet = load_workbook(io.BytesIO(render_form(replace(FORM, rows=(row,))))).worksheets[0]
    assert all(len(one.prompt) <= 255 for one in sheet.data_validations.dataValidation)


def resaved(forms: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """The forms opened and saved as xlsx by LibreOffice, all in one run."""
    for name, data in forms.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    target = folder / "resaved"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    convert = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
    files = [str(folder / f"{name}.xlsx") for name in forms]
    subprocess.run([*command, *convert, *files], check=True, capture_output=True, timeout=180)
    return {name: (target / f"{name}.xlsx").read_bytes() for name in forms}


def test_resaved_by_libreoffice_it_reads_the_same(tmp_path: Path) -> None:
    rendering.require()
    assert read(resaved({"州工信局": filled()}, tmp_path)["州工信局"]) == (CONTENT, [])


def test_any_report_goes_to_a_form_and_back_through_libreoffice(tmp_path: Path) -> None:
    """Texts of all kinds, typed into the cells as Excel stores them."""
    rendering.require()
    dice = random.Random(44)
    # Save `_x000D_`: LibreOffice writes it without its escape, and from then on it is a line break to everybody.
    plain = ["复工", "12家", "：", "\n", "　", " ", "'", '"', "0908", "😀", "&<>", "％", "é"]
    pieces = [*plain, "=1+1", "#N/A", "@x", "[red]"]
    wanted, forms = {}, {}
    for number in range(12):
        texts = ["".join(dice.choices(pieces, k=dice.randint(1, 12))).strip() or "无" for _ in range(3)]
        book = load_workbook(io.BytesIO(render_form(replace(FORM, rows=ROWS[:1]))))
        for head, text in zip(HEADS[3:], texts, strict=True):
            cell = book.worksheets[0].cell(HEAD_ROW + 1, column(head))
            cell.value, cell.data_type = text, "s"
        forms[f"form{number}"] = saved(book)
        wanted[f"form{number}"] = [{"序号": "1", **dict(zip(HEADS[3:], texts, strict=True))}]
    for name, data in resaved(forms, tmp_path).items():
        content, told = read(data)
        assert (content["工作情况"], told) == (wanted[name], [])


def test_printed_nothing_of_a_filled_form_is_lost(tmp_path: Path) -> None:
    rendering.require()
    long = "全州复工复市有序推进，累计走访企业128户，办结诉求36件。" * 12
    rows = tuple(replace(row, done=long, problems="无", plans=long[:90]) for row in ROWS)
    pdf = rendering.pdfs({"form": render_form(replace(FORM, rows=rows))}, tmp_path)["form"]
    pages = rendering.pages(pdf)
    assert rendering.faults(pages) == []
    printed = "".join(word.text for page in pages for word in page.body)
    assert printed.count("累计走访企业128户") >= 20


@pytest.mark.parametrize(("blank", "words"), [((), "已填完，可以报送"), (("D5", "F6", "D3"), "还有 3 处没有填")])
def test_the_sheet_counts_what_is_wanting(tmp_path: Path, blank: tuple[str, ...], words: str) -> None:
    """As LibreOffice calculates it."""
    rendering.require()

    def clear(book: Any) -> None:
        for place in blank:
            book.worksheets[0][place].value = None

    data = resaved({"form": filled(clear)}, tmp_path)["form"]
    assert load_workbook(io.BytesIO(data), data_only=True).worksheets[0]["H2"].value == words
