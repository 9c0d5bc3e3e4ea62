"""The Excel form: what it is made of, what clerks do to it, what is refused."""

from __future__ import annotations

import io
import random
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiukun.rendering.form_workbook import render_form
from jiukun.reports.form_layout import HEAD_ROW, HEADS
from jiukun.reports.form_reading import read_form
from support import rendering
from support.forms import CONTENT, FORM, ROWS, column, filled


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> tuple[Any, list[tuple[str, str]]]:
    document, problems = read_form(data, "州工信局.xlsx")
    return document.content if document else None, [(problem.code, problem.cell) for problem in problems]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render_form(FORM) == render_form(FORM)


def test_what_may_be_typed_in_and_what_not() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"D2", "E2", "F2", "D4", "E4", "F4", "D5", "E5", "F5"}
    assert {sheet[place].number_format for place in unlocked} == {"@"}
    head = ["单位（盖章）：州工信局", None, None, "填报人：样例甲", "联系电话：0908-5550101", "时间：2022年8月26日"]
    assert [cell.value for cell in sheet[2]][:6] == head


def test_rows_grow_as_one_types() -> None:
    """A row with a fixed height would not. By default rows fill the page: so tall does LibreOffice print them."""
    long = ROWS[1]._replace(done="甲\n" * 20 + "乙")
    for rows, default, tall in ((ROWS[1:], 311.25, ""), (ROWS, 156, ""), ((ROWS[0], long), 156, "373.5")):
        form = render_form(FORM._replace(rows=rows))
        xml = zipfile.ZipFile(io.BytesIO(form)).read("xl/worksheets/sheet1.xml").decode()
        found = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml))
        assert "customHeight" in found["3"]
        assert {found[str(row)] for row in range(4, 4 + len(rows))} <= {' spans="1:8"', f' spans="1:8" ht="{tall}"'}
        assert f'<sheetFormatPr defaultRowHeight="{default:g}"/>' in xml
        assert tall in "".join(found.values())


def test_a_blank_form_fills_one_page(tmp_path: Path) -> None:
    rendering.require()
    forms = {str(count): render_form(FORM._replace(rows=ROWS[:1] * count)) for count in (1, 2, 3, 4)}
    for pdf in rendering.pdfs(forms, tmp_path).values():
        (page,) = rendering.pages(pdf)
        assert page.body[-1].text.endswith("2022-08-26")


def test_it_prints_as_the_paper() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    assert sheet["A1"].value == "测试措施情况汇总表"
    assert [cell.value for cell in sheet[HEAD_ROW]][:6] == list(HEADS)
    assert sheet["A7"].value == "主要领导签字："
    assert sheet["A8"].value == "表样 jiukun-2　州工信局　2022-08-26"
    assert sheet.print_area == "'汇总表'!$A$1:$F$8"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_it_helps_and_counts_what_is_wanting() -> None:
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    helps = {str(validation.sqref): validation for validation in sheet.data_validations.dataValidation}
    assert helps["D4"].promptTitle == "第1项 完成情况"
    assert helps["D4"].prompt == "这一次的进展，分几段写就按 Alt+回车。要点：不合理限制一律取消"
    assert (helps["E4"].type, helps["E4"].formula1, helps["E4"].showErrorMessage) == ("list", '"无"', False)
    fits = 'LEN(D4)/20+LEN(D4)-LEN(SUBSTITUTE(D4,CHAR(10),""))<=22'
    assert (helps["D4"].type, helps["D4"].formula1, helps["D4"].errorStyle) == ("custom", fits, "warning")
    assert sheet["H1"].value == "请于2022年8月26日 17:00 前报州政办信息科"


def test_nothing_but_the_paper_is_printed() -> None:
    """No colour and no hint within what is printed: they stand beside it."""
    sheet = load_workbook(io.BytesIO(render_form(FORM))).worksheets[0]
    assert {str(area.sqref) for area in sheet.conditional_formatting} == {"H2", "H4:H5"}
    printed = [cell for row in sheet["A1:F8"] for cell in row]
    assert {cell.fill.fill_type for cell in printed} == {None}
    assert {cell.font.color and cell.font.color.theme for cell in printed} <= {None, 1}  # black


def test_a_long_prompt_is_cut_to_what_excel_allows() -> None:
    row = ROWS[0]._replace(points=("要" * 400,))
    sheet = load_workbook(io.BytesIO(render_form(FORM._replace(rows=(row,))))).worksheets[0]
    assert all(len(validation.prompt) <= 255 for validation in sheet.data_validations.dataValidation)


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
        book = load_workbook(io.BytesIO(render_form(FORM._replace(rows=ROWS[:1]))))
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
    rows = tuple(row._replace(done=long, problems="无", plans=long[:90]) for row in ROWS)
    pdf = rendering.pdfs({"form": render_form(FORM._replace(rows=rows))}, tmp_path)["form"]
    pages = rendering.pages(pdf)
    assert rendering.faults(pages) == []
    printed = "".join(word.text for page in pages for word in page.body)
    assert printed.count("累计走访企业128户") >= 20


ASIDE = [
    ({}, "已填完，可以报送", ""),
    ({"D4": None, "F5": None, "D2": "填报人："}, "还有 3 处没有填　填报人", "完成情况没有填　"),
    ({"D4": "访" * 20 * 22, "F4": "长\n" * 30}, "已填完，可以报送", "下一步计划印不下　"),
    ({"D4": "访" * 20 * 23, "E4": "一\n" * 400}, "已填完，可以报送", "完成情况印不下　存在问题印不下　"),
]


@pytest.mark.parametrize(("typed", "status", "row"), ASIDE)
def test_the_sheet_says_what_is_wanting(tmp_path: Path, typed: dict[str, str], status: str, row: str) -> None:
    """As LibreOffice calculates it, which then is no part of the report."""
    rendering.require()

    def type_in(book: Any) -> None:
        for place, text in typed.items():
            book.worksheets[0][place].value = text

    data = resaved({"form": filled(type_in)}, tmp_path)["form"]
    sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    assert (sheet["H2"].value, sheet["H4"].value or "") == (status, row)
    assert "JK625" not in {code for code, _ in read(data)[1]}
