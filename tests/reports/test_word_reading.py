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

from jiukun.reports.reading import read_report
from support.desk import DAY
from support.forms import read, rewritten, saved

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


def repeated_rows(document: Any) -> None:
    """A control for rows that repeat, in which each row has a control of its own that still shows its prompt."""
    row = cell(document, 2, 0)._tc.getparent()
    table, place = row.getparent(), row.getparent().index(row)
    inner = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent/></w:sdt>"
    table.insert(place, parse_xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    table[place][1][0][1].append(row)


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
        repeated_rows,
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


def modern(content: str) -> Any:
    """A paragraph with a drawing as Word writes it today, beside what old programs get of it."""
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    )
    drawing = f"<w:drawing><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></w:drawing>"
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback/></mc:AlternateContent>'
    return parse_xml(f"<w:p {W} {spaces}><w:r>{choice}</w:r></w:p>")


BOX = "<wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"


def modern_text_box(document: Any) -> None:
    cell(document, 1, 3)._tc.append(modern(BOX))


def text_box_in_a_group(document: Any) -> None:
    cell(document, 1, 3)._tc.append(modern(f"<wpg:wgp><wpg:grpSp>{BOX}</wpg:grpSp></wpg:wgp>"))


def diagram(document: Any) -> None:
    cell(document, 1, 3)._tc.append(modern("<dgm:relIds/>"))


def white_text(document: Any) -> None:
    run = cell(document, 1, 3).paragraphs[0].add_run("白字")
    run.font.color.rgb = docx.shared.RGBColor(255, 255, 255)


def merged_as_of_old(document: Any) -> None:
    for place, value in ((4, "restart"), (5, "continue")):
        properties = cell(document, 1, place)._tc.get_or_add_tcPr()
        properties.append(parse_xml(f'<w:hMerge {W} w:val="{value}"/>'))


def embedded_file(document: Any) -> None:
    document.paragraphs[-1]._p.addprevious(parse_xml(f"<w:altChunk {W}/>"))


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
        (modern_text_box, ("JK624", "第 3 项的完成情况")),
        (text_box_in_a_group, ("JK624", "第 3 项的完成情况")),
        (diagram, ("JK624", "第 3 项的完成情况")),
        (white_text, ("JK621", "第 3 项的完成情况")),
        (embedded_file, ("JK624", "全文")),
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


def test_cells_merged_as_of_old_are_told_as_merged() -> None:
    _, told = changed(merged_as_of_old)
    assert told[0] == ("JK621", "第 3 项的下一步计划")  # what the cell covers
    assert told[1:] == [("JK630", "第 3 项的存在问题"), ("JK630", "第 3 项的下一步计划")]


def inside(document: Any, piece: str) -> None:
    """Put a piece of XML behind the text of a cell."""
    spaces = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    for element in parse_xml(f"<w:p {W} {spaces}>{piece}</w:p>"):
        cell(document, 1, 3).paragraphs[0]._p.append(element)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


PROMPT = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent>"
RUBY = f"<w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
)
HALF = "<m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
INLINE = [
    (f"<w:sdt>{PROMPT}</w:sdt>", ""),
    (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('写了')}</w:sdtContent></w:sdt>", "写了"),
    (f"<w:r><w:ruby>{RUBY}</w:ruby></w:r>", "拼"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
    (FIELD + run("3"), "3"),
    (run("甲\n乙"), "甲 乙"),
    (f"<m:oMath><m:f>{HALF}</m:f></m:oMath>", "1/2"),
    (f"<w:smartTag><w:hyperlink>{run('链接')}</w:hyperlink></w:smartTag>", "链接"),
    (f"<w:unheardOf>{run('新标签')}</w:unheardOf>", "新标签"),
]


@pytest.mark.parametrize(("piece", "text"), INLINE)
def test_what_stands_in_a_line_is_read_as_it_is_seen(piece: str, text: str) -> None:
    content, told = changed(lambda document: inside(document, piece))
    assert content["工作情况"][0]["完成情况"] == CONTENT["工作情况"][0]["完成情况"] + text
    assert told == []


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


def with_note(data: bytes, kind: str) -> bytes:
    """The document with note 1 of a kind, referred to at the end of its last cell."""
    note = f'<w:{kind}s {W}><w:{kind} w:id="1"><w:p>{run("注" + kind)}</w:p></w:{kind}></w:{kind}s>'
    relation = f'<Relationship Id="n{kind}" Type="x/{kind}s" Target="{kind}s.xml"/></Relationships>'
    mark = f'<w:r><w:{kind}Reference w:id="1"/></w:r></w:p></w:tc>'
    data = rewritten(data, f"word/{kind}s.xml", lambda _: note)
    data = rewritten(data, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", relation))
    return rewritten(data, "word/document.xml", lambda text: mark.join(text.rsplit("</w:p></w:tc>", 1)))


def test_footnotes_and_endnotes_of_one_number_are_told_apart() -> None:
    data = with_note(with_note(PLAIN, "footnote"), "endnote")
    (problems,) = read_report(data, f"submissions/{DAY}/州财政局.docx").diagnostics
    assert (problems.code, "的脚注“注footnote”" in problems.message, "的脚注“注endnote”" in problems.message) == (
        "JK625",
        True,
        True,
    )
