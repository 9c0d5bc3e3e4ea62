"""The bulletin in the layout of GB/T 9704-2012, read from the document's own XML."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn

from jiukun.products.bulletin import title_of
from jiukun.products.letter import Grid, Letter, Paragraph, Place
from jiukun.products.tables import About
from jiukun.rendering.bulletin_docx import render_letter
from support.desk import DAY, Desk, at, replaced

LETTER = Letter(
    About("关于报送情况的通报", "测试方案", "州政府办公室", date(2022, 8, 6)),
    (
        Paragraph(Place.TITLE, "关于报送情况的通报"),
        Paragraph(Place.SUBTITLE, "（2022年8月）"),
        Paragraph(Place.ADDRESSEE, "各牵头单位："),
        Paragraph(Place.HEADING, "一、总体情况"),
        Paragraph(Place.SUBHEADING, "（一）电子版"),
        Paragraph(Place.BODY, "正文。\n第二段\t后"),
        Grid(("单位", "应报"), (11, 3), (("州财政局", "2"), ("=1+1", "<w:p/>"))),
    ),
    "州政府办公室",
    "2022年8月6日",
)
FONTS = {
    "标题": ("方正小标宋简体", 22.0),
    "副标题": ("楷体_GB2312", 16.0),
    "主送机关": ("仿宋_GB2312", 16.0),
    "一级标题": ("黑体", 16.0),
    "二级标题": ("楷体_GB2312", 16.0),
    "正文": ("仿宋_GB2312", 16.0),
}


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(io.BytesIO(render_letter(LETTER)))


def fonts(owner: Any) -> set[str]:
    """The fonts of a run or style for every script, and no theme's that would go before them."""
    names = owner.element.rPr.rFonts.attrib
    assert not [name for name in names if name.endswith("Theme")]
    return {names[qn(f"w:{script}")] for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_the_page(document: Any) -> None:
    """A4; margins 37, 35, 28 and 26 mm, so a type area of 156 by 225 mm; 22 lines to it."""
    section = document.sections[0]
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm, 1) for length in (*size, *margins)] == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert (grid.get(qn("w:type")), int(225 / 25.4 * 72 / pitch)) == ("lines", 22)
    assert document.styles["正文"].paragraph_format.line_spacing.pt == pytest.approx(pitch, abs=0.1)


@pytest.mark.parametrize("name", FONTS)
def test_the_fonts_of_each_place(document: Any, name: str) -> None:
    style = document.styles[name]
    font, size = FONTS[name]
    assert (fonts(style), style.font.size.pt) == ({font}, size)
    assert style.font.bold is None
    assert style.paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    assert [paragraph.style.name for paragraph in document.paragraphs if paragraph.text][1:7] == list(FONTS)


def test_paragraphs_begin_two_characters_in(document: Any) -> None:
    for name in ("一级标题", "二级标题", "正文"):
        style = document.styles[name]
        assert style.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
        assert style.paragraph_format.first_line_indent.pt == 32
    for name in ("标题", "主送机关"):
        assert document.styles[name].element.pPr.ind is None
    assert document.styles["标题"].paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER


def test_headings_stay_with_what_follows_and_can_be_navigated(document: Any) -> None:
    for level, name in enumerate(("一级标题", "二级标题")):
        style = document.styles[name]
        assert style.paragraph_format.keep_with_next
        assert style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level)


def test_page_numbers_stand_outside(document: Any) -> None:
    """— 1 — in 四号 宋体: on odd pages at the right, on even ones at the left, one character off the edge."""
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    footers = ((section.footer, "right"), (section.even_page_footer, "left"))
    for footer, side in footers:
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert "".join(field.text for field in paragraph._p.iter(qn("w:instrText"))).strip() == "PAGE"
        assert paragraph._p.pPr.jc.get(qn("w:val")) == side
        indent = paragraph.paragraph_format
        assert (indent.left_indent.pt, indent.right_indent.pt) == (14, 14)
        for run in paragraph.runs:
            assert (fonts(run), run.font.size.pt) == ({"宋体"}, 14)
    assert section.footer_distance.mm == pytest.approx(35 - 7 - 5, abs=0.1)  # the number's own height is 5 mm


def test_the_table_has_its_headings_on_every_page(document: Any) -> None:
    table = document.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["单位", "应报"],
        ["州财政局", "2"],
        ["=1+1", "<w:p/>"],
    ]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert sum(round(column.width.mm, 1) for column in table.columns) == pytest.approx(156, abs=0.2)
    assert fonts(table.rows[0].cells[0].paragraphs[0].runs[0]) == {"黑体"}
    assert fonts(table.rows[1].cells[0].paragraphs[0].runs[0]) == {"仿宋_GB2312"}


def test_figures_and_headings_of_a_table_are_not_broken(desk: Desk) -> None:
    """Every heading of two to four characters, and a figure of five digits, has room on a line."""
    at(desk, "18:00:00", "bulletin", "--from", DAY, "--output", "b.docx")
    table = Document(str(desk.root / "b.docx")).tables[0]
    margins = {margin.tag: int(margin.get(qn("w:w"))) for margin in table._tbl.tblPr.find(qn("w:tblCellMar"))}
    assert margins == {qn("w:left"): 28, qn("w:right"): 28}
    for column, cell in zip(table.columns, table.rows[0].cells, strict=True):
        room = column.width.pt - 2 * 28 / 20
        needed = min(len(cell.text), 4) * 12
        assert room >= max(needed, 5 * 6.7), cell.text


def test_the_signature_never_stands_alone(document: Any) -> None:
    body, blank = document.paragraphs[-7:-5]
    assert blank.text == ""
    assert blank.paragraph_format.keep_with_next
    assert body.paragraph_format.keep_with_next


def test_a_period_in_which_nothing_was_due(desk: Desk) -> None:
    """A report that was filed all the same makes no bulletin of noughts."""
    path = desk.root / "data" / "measures.yaml"
    path.write_text(replaced("免报日: []", f"免报日: [{DAY}]", path.read_text("utf-8")), "utf-8")
    desk.report()
    result = at(desk, "18:00:00", "bulletin", "--from", DAY, "--output", "b.docx")
    assert result.out == f"{DAY} 没有应报的报送。\n已生成 b.docx\n"
    texts = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs]
    assert texts[3] == "（2022年8月26日）"
    assert "2022年8月26日没有应报的报送。" in texts


def test_spaces_within_a_problem_stay(desk: Desk) -> None:
    desk.report(replaced("存在问题: 无", "存在问题: |\n    Excel 2016 打不开。\n    另外 缺人手。"))
    at(desk, "18:00:00", "bulletin", "--from", DAY, "--output", "b.docx")
    texts = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs]
    assert "1.州财政局，第2项“减免租金”：8月26日首次提出。Excel 2016 打不开。　另外 缺人手。" in texts


def test_who_signs_and_the_date(document: Any) -> None:
    """The date four characters off the right, without leading zeros, the name centred above it."""
    name, day = document.paragraphs[-5:-3]
    assert (name.text, day.text) == ("州政府办公室", "2022年8月6日")
    edges = [paragraph.paragraph_format.right_indent.pt / 16 for paragraph in (name, day)]
    assert edges[1] == 4
    widths = (6, 3 + 6 / 2)  # in characters: three Chinese ones and six figures of half a width
    assert edges[0] + widths[0] / 2 == edges[1] + widths[1] / 2
    assert name.paragraph_format.keep_with_next


def test_a_long_text_is_quoted_in_part(desk: Desk) -> None:
    """What a unit wrote at length is for the ledger; the bulletin says so."""
    text = "产权不清，" * 100
    desk.report(replaced("存在问题: 无", f"存在问题: {text}"))
    at(desk, "18:00:00", "bulletin", "--from", DAY, "--output", "b.docx")
    texts = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs]
    found = next(text for text in texts if text.startswith("1."))
    head = "1.州财政局，第2项“减免租金”：8月26日首次提出。"
    assert found == head + text[:300] + "……（全文见台账）"


def test_a_period_over_the_turn_of_the_year_says_which_year(desk: Desk) -> None:
    result = at(desk, "2023-01-02T18:00:00", "bulletin", "--from", "2022-12-30", "--output", "b.docx")
    assert result.status == 0
    texts = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs]
    assert texts[3] == "（2022年12月30日至2023年1月2日）"
    units = "州工信局、州市场监督管理局、州财政局、阿图什市人民政府、乌恰县人民政府"
    assert [text for text in texts if "未报送5家" in text] == [
        f"{day}：未报送5家，{units}。" for day in ("12月30日", "12月31日", "2023年1月1日", "2023年1月2日")
    ]
    assert texts[-4] == "2023年1月2日"


def test_a_problem_of_last_year_is_dated(desk: Desk) -> None:
    for day in (date(2022, 12, 31), date(2023, 1, 1)):
        text = replaced("存在问题: 无", "存在问题: 缺人手。", replaced(DAY, str(day)))
        desk.report(text, day=str(day))
    at(desk, "2023-01-01T18:00:00", "bulletin", "--from", "2023-01-01", "--output", "b.docx")
    texts = [paragraph.text for paragraph in Document(str(desk.root / "b.docx")).paragraphs]
    assert "1.州财政局，第2项“减免租金”：2022年12月31日首次提出，至1月1日已持续2天，提出2次。缺人手。" in texts


def test_the_properties_are_those_of_the_letter(document: Any) -> None:
    core = document.core_properties
    assert (core.author, core.title, core.comments) == ("州政府办公室", "关于报送情况的通报", "")
    assert {core.created.date(), core.modified.date()} == {date(2022, 8, 6)}


def test_what_the_office_fills_in(document: Any) -> None:
    """发文字号 above the title, 抄送 in the 版记 below the letter, which Word sets at the foot of the last page."""
    assert document.paragraphs[0].text == "〔2022〕　　号"
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "版记"] == [
        "\u3000抄送：",
        "\u3000州政府办公室\t2022年8月6日印发",
    ]


def test_a_title_breaks_between_words(desk: Desk) -> None:
    at(desk, "18:00:00", "bulletin", "--from", DAY, "--output", "b.docx")
    title = next(
        paragraph
        for paragraph in Document(str(desk.root / "b.docx")).paragraphs
        if paragraph.style and paragraph.style.name == "标题"
    )
    assert max(map(len, title.text.split("\n"))) <= 20


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("促进消费工作方案", ["关于促进消费工作方案报送情况的通报"]),
        ("自治州稳就业若干措施分工方案", ["关于自治州稳就业若干措施", "分工方案报送情况的通报"]),
    ],
)
def test_lines_of_a_title(name: str, lines: list[str]) -> None:
    assert title_of(name).split("\n") == lines
