"""A letter as a Word document in the layout of GB/T 9704-2012."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jiukun.products.letter import Grid, Letter, Paragraph, Place
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, SUBHEAD_FONT, TITLE_FONT, clean
from jiukun.rendering.word_parts import add_table, element, number_pages, set_font, set_language, to_bytes

_SIZE = 16.0  # 三号
_LEADING = 28.95  # points: 22 lines fill the 225 mm of the type area
_TABLE_SIZE = 12.0  # 小四
_IMPRINT_SIZE = 14.0  # 四号
_TIGHTER = "-5"  # twentieths of a point between characters: 28 fill a line of 156 mm (5.2.3), which holds 27 without
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
    Place.SYMBOL: (BODY_FONT, _SIZE),
    Place.IMPRINT: (BODY_FONT, _IMPRINT_SIZE),
}
_CENTERED = frozenset({Place.TITLE, Place.SUBTITLE, Place.SYMBOL})
_INDENTED = frozenset({Place.HEADING, Place.SUBHEADING, Place.BODY})


def render_letter(letter: Letter) -> bytes:
    """The file. The same letter gives the same bytes."""
    document: Any = Document()
    _set_page(document)
    _set_styles(document)
    document.add_paragraph(f"〔{letter.about.day.year}〕　　号", style=Place.SYMBOL.value)
    document.add_paragraph("", style=Place.BODY.value)
    for part in letter.parts:
        if isinstance(part, Paragraph):
            document.add_paragraph(clean(part.text), style=part.place.value)
            if part.place is Place.SUBTITLE:
                document.add_paragraph("", style=Place.ADDRESSEE.value)
        else:
            _add_grid(document, part)
    _sign(document, letter)
    _add_imprint(document, letter)
    return to_bytes(document, letter.about)


def _set_page(document: Any) -> None:
    """A4, 37, 35, 28 and 26 mm (5.2.1), 22 lines (5.2.3), page numbers outside (7.5)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # puts the number 7 mm below the type area
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(_LEADING * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        number_pages(footer.paragraphs[0], side)


def _set_styles(document: Any) -> None:
    """A style for each place, so that the office can change all of a kind at once."""
    set_font(document.styles["Normal"], BODY_FONT, _SIZE)
    set_language(document)
    for place, (font, size) in _FONTS.items():
        style = document.styles.add_style(place.value, WD_STYLE_TYPE.PARAGRAPH)
        set_font(style, font, size)
        if size == _SIZE:
            style.element.rPr.find(qn("w:sz")).addprevious(element("spacing", val=_TIGHTER))
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
            style.element.pPr.append(element("outlineLvl", val=str(_LEVELS[place])))
    _rule_imprint(document.styles[Place.IMPRINT.value])


def _add_grid(document: Any, grid: Grid) -> None:
    """A table across the line, its headings repeated on every page.

    Half a millimetre at the sides of a cell: a figure of five digits has room in a column of two characters' heading.
    """
    rows = add_table(document, 1 + len(grid.rows), grid.widths, _LINE_WIDTH, 0.5)
    for row, texts in zip(rows, (grid.headings, *grid.rows), strict=True):
        row.properties.insert(0, element("cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(18)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            set_font(paragraph.add_run(clean(text)), HEAD_FONT if row is rows[0] else BODY_FONT, _TABLE_SIZE)
            properties = paragraph.paragraph_format.element.pPr
            properties.insert_element_before(element("snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc")


def _add_imprint(document: Any, letter: Letter) -> None:
    """The 版记 (7.4) at the foot of the last page: 抄送 left to fill in, who printed it and when.

    LibreOffice heeds a frame at the foot only if each paragraph has it, not the style, and their borders are the same.
    """
    width = str(round(Mm(_LINE_WIDTH).twips))
    place = {"w": width, "vAnchor": "margin", "hAnchor": "margin", "xAlign": "center", "yAlign": "bottom"}
    for text in ("抄送：", f"{clean(letter.issuer)}\t{clean(letter.date)}印发"):
        paragraph = document.add_paragraph(f"\u3000{text}", style=Place.IMPRINT.value)
        paragraph.paragraph_format.element.pPr.append(element("framePr", **place))
    last = document.add_paragraph("").paragraph_format  # a document does not end with a frame
    last.line_spacing_rule, last.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def _rule_imprint(style: Any) -> None:
    """Lines of 0.35 mm above and below and of 0.25 mm between; the date at the right, one character off the edge."""
    layout = style.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
    layout.tab_stops.add_tab_stop(Pt(Mm(_LINE_WIDTH).pt - _IMPRINT_SIZE), WD_TAB_ALIGNMENT.RIGHT)
    borders = element("pBdr")
    for side, size in (("top", "8"), ("bottom", "8"), ("between", "6")):
        borders.append(element(side, val="single", sz=size, space="1", color="auto"))
    style.element.pPr.insert_element_before(borders, "w:tabs")


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
