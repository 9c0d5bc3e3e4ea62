"""Plans in Word: what a person who prints the document sees is read, and what is left out is told, and where."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jiukun.drafting.documents.paragraphs import Paragraph, Table
from jiukun.drafting.documents.plan_files import read_plan_document
from support.desk import Desk, at
from support.forms import rewritten

W = nsdecls("w")
MORE = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
FIRST = "一、甲。（牵头单位：市甲局）"
SECOND = "二、乙。（牵头单位：市乙局）"
LAST = "三、丙。（牵头单位：市丙局）"
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
NUMBERS = (
    f'<w:abstractNum {W} w:abstractNumId="77">{LEVEL}</w:abstractNum>',
    f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>',
)
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'


def run(text: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def row(*cells: str, properties: str = "") -> str:
    columns = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{columns}</w:tr>"


def table(*rows: str) -> str:
    heads = row(*(paragraph(run(head)) for head in ("序号", "工作任务", "牵头单位")))
    return f"<w:tbl>{heads}{''.join(rows)}</w:tbl>"


def entry(number: str, task: str, unit: str, **more: str) -> str:
    return row(*(paragraph(run(text)) for text in (number, task, unit)), **more)


def with_styles(document: Any) -> None:
    """A paragraph style of hidden text, one that is based on it, and one of characters."""
    for kind, name, content in (
        ("paragraph", "Gone", "<w:rPr><w:vanish/></w:rPr>"),
        ("paragraph", "AlsoGone", '<w:basedOn w:val="Gone"/>'),
        ("character", "GoneWords", "<w:rPr><w:vanish/></w:rPr>"),
    ):
        style = f'<w:style {W} w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{content}</w:style>'
        document.styles.element.append(parse_xml(style))
    for element in NUMBERS:
        part = document.part.numbering_part.element
        part.insert(0 if element is NUMBERS[0] else len(part), parse_xml(element))


def word(*pieces: str, change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A document of pieces of XML."""
    document = docx.Document()
    with_styles(document)
    body = document.element.body
    for place, piece in enumerate(parse_xml(f"<w:body {W} {MORE}>{''.join(pieces)}</w:body>")):
        body.insert(place, piece)
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def drafted(folder: Path, data: bytes) -> tuple[list[str], list[str]]:
    """The tasks with their lead units, and the warnings with their places."""
    desk = Desk(folder)
    desk.file("方案.docx", data)
    result = at(desk, "09:00", "init", "甲", "--plan", "方案.docx")
    assert (result.status, result.err) == (0, "")
    measures = yaml.safe_load((folder / "甲/data/measures.yaml").read_text("utf-8"))["措施"]
    tasks = [f"{measure['工作任务']}：{'、'.join(measure['牵头单位'])}" for measure in measures]
    return tasks, re.findall(r"警告 (JK\d+  .*)", result.out)


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


GONE = "JK621  第 2 行第 1 列  隐藏着的内容没有读：第 2 段"
BEGUN = "“二、乙。（牵头单位：市乙局）”"
HIDDEN: dict[str, tuple[str, str]] = {
    "hidden text": (paragraph(run(SECOND, "<w:vanish/>")), GONE + BEGUN),
    "a hidden style": (paragraph(run(SECOND), '<w:pStyle w:val="Gone"/>'), GONE + BEGUN),
    "a style based on a hidden one": (paragraph(run(SECOND), '<w:pStyle w:val="AlsoGone"/>'), GONE + BEGUN),
    "a hidden style of characters": (paragraph(run(SECOND, '<w:rStyle w:val="GoneWords"/>')), GONE + BEGUN),
    "white letters": (paragraph(run(SECOND, '<w:color w:val="FFFFFF"/>')), GONE + BEGUN),
    "struck out": (
        paragraph(run(SECOND, "<w:strike/>")),
        f"JK622  第 2 行第 1 列  划掉的字没有读：第 2 段{BEGUN}",
    ),
    "deleted": (
        paragraph(f"<w:del>{run(SECOND).replace('w:t>', 'w:delText>')}</w:del>"),
        "JK627  文档有修订",
    ),
    "moved away": (
        paragraph(f"<w:moveFrom>{run(SECOND)}</w:moveFrom>"),
        "JK627  文档有修订",
    ),
    "an embedded file": ("<w:altChunk/>", "JK624  图片、图表没有读：嵌入的文件"),
    "a picture": (
        paragraph('<w:r><w:pict><v:shape><v:imagedata src="x"/></v:shape></w:pict></w:r>'),
        "JK624  第 2 行第 1 列  图片、图表没有读：第 2 段图片",
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_in_print_is_no_measure_and_told(tmp_path: Path, name: str) -> None:
    piece, warning = HIDDEN[name]
    data = word(paragraph(run(FIRST)), piece, paragraph(run(LAST)))
    assert drafted(tmp_path, data) == (["甲：市甲局", "丙：市丙局"], [warning])


ASKS = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(SECOND)}</w:sdtContent></w:sdt>"


def test_a_prompt_is_no_text(tmp_path: Path) -> None:
    data = word(paragraph(run(FIRST)), paragraph(ASKS), paragraph(run(LAST)))
    assert drafted(tmp_path, data) == (["甲：市甲局", "丙：市丙局"], [])


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def boxed(content: str) -> str:
    return f"<w:r><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></w:r>"


HALVES = (run("二、乙。（牵头单位："), run("市乙局）"))
OLD = f"<mc:Fallback>{boxed(paragraph(run('二、旧。（牵头单位：市旧局）')))}</mc:Fallback>"
SEEN: dict[str, str] = {
    "white letters on highlighted ground": paragraph(run(SECOND, '<w:color w:val="FFFFFF"/><w:highlight/>')),
    "hidden switched off": paragraph(run(SECOND, '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Gone"/>'),
    "a control in a control": control(control(paragraph(run(SECOND)))),
    "a control in a line": paragraph(control(run(SECOND))),
    "tags and links": paragraph(f"<w:smartTag><w:hyperlink>{run(SECOND)}</w:hyperlink></w:smartTag>"),
    "a text box": paragraph(boxed(paragraph(run(SECOND)))),
    "a control in a text box": paragraph(boxed(paragraph(control(run(SECOND))))),
    "for new and old programs": paragraph(
        f"<mc:AlternateContent><mc:Choice>{boxed(paragraph(run(SECOND)))}</mc:Choice>{OLD}</mc:AlternateContent>"
    ),
    "a frame of one cell": f"<w:tbl><w:tr><w:tc>{paragraph(run(SECOND))}</w:tc></w:tr></w:tbl>",
    "line breaks": paragraph(f"{HALVES[0]}<w:r><w:br/></w:r>{HALVES[1]}"),
    "a reading": paragraph(
        f"<w:r><w:ruby><w:rt>{run('yi')}</w:rt><w:rubyBase>{run(SECOND)}</w:rubyBase></w:ruby></w:r>"
    ),
    "a line break in the file": paragraph(run(SECOND.replace("：", "：\n"))),
}


@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_is_a_measure(tmp_path: Path, name: str) -> None:
    data = word(paragraph(run(FIRST)), SEEN[name], paragraph(run(LAST)))
    assert drafted(tmp_path, data) == (["甲：市甲局", "乙：市乙局", "丙：市丙局"], [])


def hidden_by_default(document: Any) -> None:
    document.styles["Normal"].font.hidden = True


def test_the_default_style_hides_what_has_no_other(tmp_path: Path) -> None:
    seen = (paragraph(run(text, '<w:vanish w:val="0"/>')) for text in (FIRST, LAST))
    data = word(*seen, paragraph(run(SECOND)), change=hidden_by_default)
    assert drafted(tmp_path, data) == (["甲：市甲局", "丙：市丙局"], [(GONE + BEGUN).replace("第 2", "第 3")])


def test_signs_and_fractions_are_read_as_in_a_form() -> None:
    half = f"<m:oMath><m:f><m:num>{run('1')}</m:num><m:den>{run('2')}</m:den></m:f></m:oMath>"
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:tab/><w:ptab/><w:noBreakHyphen/></w:r>'
    document, problems = read_plan_document(word(paragraph(signs + half)), "方案.docx")
    assert problems == ()
    assert document is not None
    assert document.source.lines[0] == "☑\t\t-1/2"


def test_changes_are_read_as_accepted_and_a_deleted_end_joins_paragraphs(tmp_path: Path) -> None:
    inserted = f"<w:ins>{HALVES[1]}</w:ins><w:moveTo>{run('（完成时限：年底）')}</w:moveTo>"
    pieces = (paragraph(HALVES[0], "<w:rPr><w:del/></w:rPr>"), paragraph(inserted))
    data = word(paragraph(run(FIRST)), *pieces, paragraph(run(LAST)))
    tasks, warnings = drafted(tmp_path, data)
    assert tasks == ["甲：市甲局", "乙：市乙局", "丙：市丙局"]
    assert warnings == ["JK627  文档有修订"]


def test_numbers_that_word_writes_pass_over_what_is_hidden_or_deleted(tmp_path: Path) -> None:
    hidden = paragraph(run("乙。", "<w:vanish/>"), f"{LISTED}<w:rPr><w:vanish/></w:rPr>")
    deleted = paragraph("<w:del/>", f"{LISTED}<w:rPr><w:del/></w:rPr>")
    last = paragraph(run("丙。（牵头单位：市丙局"), LISTED)  # its bracket is told with what stands before it
    tasks, warnings = drafted(tmp_path, word(paragraph(run(FIRST[2:]), LISTED), hidden, deleted, last))
    assert tasks == ["甲：市甲局", "丙：市丙局"]
    assert [warning[:5] for warning in warnings] == ["JK627", "JK621", "JK616"]
    assert "二、丙。" in (tmp_path / "甲/data/measures.yaml").read_text("utf-8")


def test_rows_that_are_hidden_or_deleted_are_no_measures(tmp_path: Path) -> None:
    rows = (
        entry("1", "甲", "市甲局"),
        entry("2", "乙", "市乙局", properties="<w:hidden/>"),
        entry("3", "丙", "市丙局", properties="<w:del/>"),
        entry("4", "丁", "市丁局", properties='<w:hidden w:val="0"/>'),
    )
    tasks, warnings = drafted(tmp_path, word(table(*rows)))
    assert tasks == ["甲：市甲局", "丁：市丁局"]
    assert warnings == [
        "JK627  文档有修订",
        "JK621  第 7 行第 1 列  隐藏着的内容没有读：第 7 段隐藏的行“2”、第 8 段隐藏的行“乙”、第 9 段隐藏的行“市乙局”",
    ]


def test_every_text_stands_at_its_place() -> None:
    """Behind rows that are hidden, numbers that Word writes, text boxes and cells of several paragraphs, too."""
    tall = row(paragraph(run("2")), paragraph(run("乙")) * 2, paragraph(run("市乙局")), properties="<w:hidden/>")
    boxes = paragraph(run(FIRST) + boxed(paragraph(run("框"))), LISTED)
    last = entry("3", "丙", "市丙局", properties='<w:gridBefore w:val="1"/>')
    document, _ = read_plan_document(word(boxes, table(entry("1", "甲", "市甲局"), tall, last), boxes), "方案.docx")
    assert document is not None
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    cells = [cell for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert [len(lines), len(cells)] == [4, 13]
    assert [document.source.text[text.start : text.end] for text in (*lines, *cells)] == [
        text.text for text in (*lines, *cells)
    ]


def test_what_a_merged_cell_covers_is_told(tmp_path: Path) -> None:
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = (
        row(paragraph(run("1")), paragraph(run("甲")), merged[0] + paragraph(run("市甲局"))),
        row(paragraph(run("2")), paragraph(run("乙")), merged[1] + paragraph(run("市乙局"))),
    )
    tasks, warnings = drafted(tmp_path, word(table(*rows)))
    assert tasks == ["甲：市甲局", "乙：市甲局"]
    assert warnings == ["JK621  第 9 行第 1 列  隐藏着的内容没有读：第 9 段盖在合并的格子下面“市乙局”"]


def test_rows_that_word_numbers_are_measures(tmp_path: Path) -> None:
    rows = (
        row(paragraph("", LISTED), paragraph(run(task)), paragraph(run(unit))) for task, unit in (("甲", "市甲局"),)
    )
    assert drafted(tmp_path, word(table(*rows))) == (["甲：市甲局"], [])
    assert "一、" in (tmp_path / "甲/data/measures.yaml").read_text("utf-8")


def commented(document: Any) -> None:
    document.add_comment(document.paragraphs[1].runs, text="再议", author="样例乙")


def headed(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "内部文件"
    document.sections[0].footer.paragraphs[0].text = "— 第 1 页 —"


ASIDE: dict[str, tuple[Callable[[Any], None], str]] = {
    "comments": (commented, "JK623  第 2 行第 1 列  批注没有读：第 2 段“再议”"),
    "headers": (headed, "JK625  脚注、页眉、页脚没有读：页眉“内部文件”"),
}


@pytest.mark.parametrize("name", ASIDE)
def test_what_stands_beside_the_text_is_told(tmp_path: Path, name: str) -> None:
    change, warning = ASIDE[name]
    data = word(paragraph(run(FIRST)), paragraph(run(SECOND)), change=change)
    assert drafted(tmp_path, data) == (["甲：市甲局", "乙：市乙局"], [warning])


def test_footnotes_are_told(tmp_path: Path) -> None:
    note = f'<w:footnotes {W}><w:footnote w:id="1">{paragraph(run("市丙局配合"))}</w:footnote></w:footnotes>'
    relation = '<Relationship Id="n" Type="x/footnotes" Target="footnotes.xml"/></Relationships>'
    data = word(paragraph(run(FIRST) + '<w:r><w:footnoteReference w:id="1"/></w:r>'))
    data = rewritten(data, "word/footnotes.xml", lambda _: note)
    data = rewritten(data, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", relation))
    assert drafted(tmp_path, data) == (
        ["甲：市甲局"],
        ["JK625  脚注、页眉、页脚没有读：第 1 段脚注“市丙局配合”"],
    )
