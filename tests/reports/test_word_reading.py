"""Word documents as units write them, read as a person sees them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from support.desk import DAY
from support.forms import read, saved

PLAIN = (Path(__file__).parent.parent / "forms" / "word-plain-州财政局.docx").read_bytes()
W = nsdecls("w")
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
NUMBERS = (
    f'<w:abstractNum {W} w:abstractNumId="77">{LEVEL}</w:abstractNum>',
    f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>',
)


def changed(change: Callable[[Any], None]) -> tuple[Any, list[tuple[str, str]]]:
    document = docx.Document(io.BytesIO(PLAIN))
    change(document)
    return read(saved(document), f"submissions/{DAY}/州财政局.docx")


CONTENT, _ = changed(lambda _: None)


def cell(document: Any, row: int, column: int) -> Any:
    return document.tables[0].rows[row].cells[column]


def automatic_numbers(document: Any) -> None:
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(NUMBERS[0]))
    part.append(parse_xml(NUMBERS[1]))
    for row in (2, 3):
        paragraph = cell(document, row, 0).paragraphs[0]
        paragraph.text = ""
        numbered = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbered))


def content_control(document: Any) -> None:
    inside = cell(document, 1, 4)._tc
    row, place = inside.getparent(), inside.getparent().index(inside)
    row.insert(place, parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>"))
    row[place][0].append(inside)


def fields_in_a_table(document: Any) -> None:
    line = document.paragraphs[1]._p
    table = document.add_table(1, 8)
    texts = ("单位（盖章）：", "州财政局", "填报人：", "样例甲", "联系电话：", "0908-4222222", "时间：", "8月26日")
    for place, text in enumerate(texts):
        table.cell(0, place).text = text
    line.addprevious(table._tbl)
    line.getparent().remove(line)


def all_within_one_cell(document: Any) -> None:
    body = document.element.body
    frame = document.add_table(1, 1)
    for element in list(body):
        if element is not frame._tbl and not element.tag.endswith("sectPr"):
            frame.cell(0, 0)._tc.append(element)


def title_in_two_lines(document: Any) -> None:
    title = document.paragraphs[0]
    title.insert_paragraph_before("附件1")
    title.insert_paragraph_before("自治州贯彻落实助企纾困政策措施")
    title.text = "情况汇总表"


def split_into_runs(document: Any) -> None:
    paragraph = cell(document, 1, 3).paragraphs[0]
    text = paragraph.text
    paragraph.text = ""
    for character in text:
        paragraph.add_run(character)


def page_numbers(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].text = "— 第 1 页 共 2 页 —"


def signed(document: Any) -> None:
    document.paragraphs[-1].text = "填报单位负责人：张三　　审核：李四"


@pytest.mark.parametrize(
    "change",
    [
        automatic_numbers,
        content_control,
        fields_in_a_table,
        all_within_one_cell,
        title_in_two_lines,
        split_into_runs,
        page_numbers,
        signed,
    ],
    ids=lambda change: change.__name__,
)
def test_what_clerks_do_in_word_changes_nothing(change: Callable[[Any], None]) -> None:
    assert changed(change) == (CONTENT, [])


def text_box(document: Any) -> None:
    box = (
        f"<w:p {W} {VML}><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    cell(document, 1, 3)._tc.append(parse_xml(box))


def picture(document: Any) -> None:
    image = f'<w:r {W} {VML}><w:pict><v:shape><v:imagedata src="x"/></v:shape></w:pict></w:r>'
    cell(document, 2, 4).paragraphs[0]._p.append(parse_xml(image))


def header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "另有2户停业"


def further_table(document: Any) -> None:
    document.add_table(1, 2).cell(0, 0).text = "样例乙"


def comment(document: Any) -> None:
    paragraph = cell(document, 1, 5).paragraphs[0]
    document.add_comment(paragraph.runs, text="请补充", author="样例乙")


def further_column(document: Any) -> None:
    table = document.tables[0]
    table.add_column(docx.shared.Cm(2))
    table.rows[0].cells[-1].text, table.rows[1].cells[-1].text = "备注", "季节性停业"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (text_box, ("JK624", "第 3 项的完成情况")),
        (picture, ("JK624", "第 5 项的存在问题")),
        (header, ("JK625", "全文")),
        (further_table, ("JK625", "第 28 段")),
        (comment, ("JK623", "第 3 项的下一步计划")),
        (further_column, ("JK625", "第 16 段")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_not_read_is_told(change: Callable[[Any], None], told: tuple[str, str]) -> None:
    assert changed(change) == (CONTENT, [told])


def nested_table(document: Any) -> None:
    table = cell(document, 1, 3).add_table(2, 2)
    for place, text in enumerate(("县市", "户数", "阿图什", "12")):
        table.cell(place // 2, place % 2).text = text


def list_in_a_cell(document: Any) -> None:
    automatic_numbers(document)
    number = f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
    cell(document, 1, 3).paragraphs[0]._p.get_or_add_pPr().append(parse_xml(number))
    for row in (2, 3):
        cell(document, row, 0).text = str(row + 3)


@pytest.mark.parametrize(
    ("change", "done"),
    [
        (nested_table, "样例第3片走访门店23家，办妥换证3件。\n县市　户数\n阿图什　12"),
        (list_in_a_cell, "5.样例第3片走访门店23家，办妥换证3件。"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_seen_in_a_cell_is_its_text(change: Callable[[Any], None], done: str) -> None:
    content, told = changed(change)
    assert (content["工作情况"][0]["完成情况"], told) == (done, [])
