"""A letter as a Word document in the layout of GB/T 9704-2012; the only home of python-docx for writing."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jiukun.products.letter import Grid, Letter, Paragraph, Place
from jiukun.rendering.sheets.archives import EPOCH, settled
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, PAGE_FONT, SUBHEAD_FONT, TITLE_FONT, clean

_SIZE = 16.0  # 三号
_LEADING = 28.95  # points: 22 lines fill the 225 mm of the type area
_TABLE_SIZE = 12.0  # 小四
_LINE_WIDTH = 156.0  # mm
_DATE_INDENT = 4  # characters that the date stands off the right
_LEVELS = {Place.HEADING: 0, Place.SUBHEADING: 1}
_FONTS = {
    Place.TITLE: (TITLE_FONT, 22.0),  # 二号
    Place.SUBTITLE: (SUBHEAD_FONT, _SIZE),
    Place.ADDRESSEE: (BODY_FONT, _SIZE),
    Place.HEADING: (HEAD_FONT, _SIZE),
    Place.SUBHEADING: (SUBHEAD_FONT, _SIZE),
    Place.BODY: (BODY_FONT, _SIZE),
}
_PAGE_NUMBER = (
    *(("text", "— "), ("begin", ""), ("instrText", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")),
    ("text", " —"),
)
_CENTERED = frozenset({Place.TITLE, Place.SUBTITLE})
_INDENTED = frozenset({Place.HEADING, Place.SUBHEADING, Place.BODY})


def render_letter(letter: Letter) -> bytes:
    """The file. The same letter gives the same bytes."""
    document: Any = Document()
    _set_page(document)
    _set_styles(document)
    for part in letter.parts:
        if isinstance(part, Paragraph):
            document.add_paragraph(clean(part.text), style=part.place.value)
            if part.place is Place.SUBTITLE:
                document.add_paragraph("", style=Place.ADDRESSEE.value)
        else:
            _add_grid(document, part)
    _sign(document, letter)
    core = document.core_properties
    core.author, core.title = "jiukun", next((one.text for one in letter.parts if isinstance(one, Paragraph)), "")
    core.comments = ""
    core.created = core.modified = EPOCH
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def _set_page(document: Any) -> None:
    """A4, 37, 35, 28 and 26 mm (5.2.1), 22 lines (5.2.3), page numbers outside (7.5)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # puts the number 7 mm below the type area
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001  python-docx has no word for it
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(_LEADING * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        _number_pages(footer.paragraphs[0], side)


def _number_pages(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character off the edge, 四号 宋体."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for kind, text in _PAGE_NUMBER:
        run = paragraph.add_run(text if kind == "text" else "")
        _set_font(run, PAGE_FONT, 14)
        if kind == "instrText":
            run._r.append(OxmlElement("w:instrText"))  # noqa: SLF001
            run._r[-1].text = text  # noqa: SLF001
        elif kind != "text":
            run._r.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))  # noqa: SLF001


def _set_styles(document: Any) -> None:
    """A style for each place, so that the office can change all of a kind at once."""
    _set_font(document.styles["Normal"], BODY_FONT, _SIZE)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for place, (font, size) in _FONTS.items():
        style = document.styles.add_style(place.value, WD_STYLE_TYPE.PARAGRAPH)
        _set_font(style, font, size)
        layout = style.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(_LEADING if place is not Place.TITLE else 35)
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if place in _CENTERED else WD_ALIGN_PARAGRAPH.JUSTIFY
        layout.keep_with_next = place in _LEVELS
        layout.widow_control = False  # it would leave pages of 21 lines
        if place in _INDENTED:
            layout.first_line_indent = Pt(2 * _SIZE)
            style.element.pPr.ind.set(qn("w:firstLineChars"), "200")
        if place in _LEVELS:
            level = OxmlElement("w:outlineLvl")
            level.set(qn("w:val"), str(_LEVELS[place]))
            style.element.pPr.append(level)


def _set_font(owner: Any, name: str, size: float) -> None:
    """The font of a run or style, for Chinese and for figures; in black."""
    owner.font.name = name
    owner.font.size = Pt(size)
    fonts = owner.element.rPr.rFonts
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


def _add_grid(document: Any, grid: Grid) -> None:
    """A table across the line, its headings repeated on every page."""
    table = document.add_table(rows=0, cols=len(grid.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tblPr.append(_cell_margins())  # noqa: SLF001  python-docx has no word for it
    widths = [Mm(_LINE_WIDTH * share / sum(grid.widths)) for share in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((grid.headings, *grid.rows)):
        cells = table.add_row().cells
        properties = table.rows[-1]._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, width, text in zip(cells, widths, row, strict=True):
            cell.width = width
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(18)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            snap = OxmlElement("w:snapToGrid", {qn("w:val"): "0"})
            paragraph._p.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc")  # noqa: SLF001
            _set_font(paragraph.add_run(clean(text)), HEAD_FONT if number == 0 else BODY_FONT, _TABLE_SIZE)


def _cell_margins() -> Any:
    """Half a millimetre: a figure of five digits has room in a column of two characters' heading."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(OxmlElement(side, {qn("w:w"): "28", qn("w:type"): "dxa"}))
    return margins


def _sign(document: Any, letter: Letter) -> None:
    """Who issues it, centred above the date, which stands four characters off the right (7.3.5).

    They never stand on a page without the end of the text.
    """
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    date_width = sum(0.5 if character.isascii() else 1 for character in letter.date)
    indent = max(0.0, _DATE_INDENT + (date_width - len(letter.issuer)) / 2)
    document.add_paragraph("", style=Place.BODY.value).paragraph_format.keep_with_next = True
    for text, characters in ((letter.issuer, indent), (letter.date, _DATE_INDENT)):
        paragraph = document.add_paragraph(clean(text), style=Place.ADDRESSEE.value)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(characters * _SIZE)
        paragraph.paragraph_format.keep_with_next = text is letter.issuer
