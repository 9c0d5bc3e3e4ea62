"""The official table as a Word document, for those who edit and circulate it in Word: the workbook's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from jiukun.products.tables import Cell, Mark, OfficialTable, Row
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, TITLE_FONT, clean
from jiukun.rendering.sheets.table_rows import FILLS, SIZE
from jiukun.rendering.summary_workbook import SHARES, line_above
from jiukun.rendering.word_parts import TableRow, add_table, element, number_pages, set_font, set_language, to_bytes
from jiukun.reports.form_layout import HEADS, SIGNATURE

_LINE_WIDTH = 267.0  # mm
_COMMON = 3  # columns before those of the units
_SHORT = 8  # characters; such a text stands in the middle


def render_day_docx(table: OfficialTable) -> bytes:
    """The table of a day or of a unit. The same table gives the same bytes."""
    document: Any = Document()
    _set_page(document)
    _add_line(document, table.about.title, TITLE_FONT, 22, WD_ALIGN_PARAGRAPH.CENTER)
    _add_line(document, line_above(table.head), BODY_FONT, SIZE, WD_ALIGN_PARAGRAPH.LEFT)
    count = 1 + sum(len(row.texts) for row in table.rows)
    rows = add_table(document, count, SHARES, _LINE_WIDTH, 0.8)
    for cell, head in zip(rows[0].cells, HEADS, strict=True):
        _fill(cell, Cell(head), HEAD_FONT, is_centred=True)
    first = 1
    for row in table.rows:
        _fill_rows(rows[first : first + len(row.texts)], row)
        first += len(row.texts)
    if table.signature:
        _sign(document, rows[-1])
    return to_bytes(document, table.about)


def _set_page(document: Any) -> None:
    """A4 lying down, page numbers below."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm((297 - _LINE_WIDTH) / 2)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(20), Mm(18), Mm(11)
    number_pages(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.CENTER)
    normal = document.styles["Normal"]
    set_font(normal, BODY_FONT, SIZE)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1
    set_language(document)


def _add_line(document: Any, text: str, font: str, size: float, side: WD_ALIGN_PARAGRAPH) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    set_font(paragraph.add_run(clean(text)), font, size)
    paragraph.paragraph_format.space_after = Pt(4)
    return paragraph


def _fill_rows(rows: Sequence[TableRow], row: Row) -> None:
    """A measure: the units' texts below each other, beside them in one cell each what they have in common."""
    for grid_row, texts in zip(rows, row.texts, strict=True):
        for place, cell in enumerate(texts, _COMMON):
            _fill(grid_row.cells[place], cell, BODY_FONT, is_centred=len(cell.text) <= _SHORT)
            if cell.mark is not Mark.NONE:
                _shade(grid_row.elements[place], cell.mark)
    for place, text in enumerate((str(row.number), row.task, row.leads)):
        _fill(rows[0].cells[place], Cell(text), BODY_FONT, is_centred=True)
        if len(rows) > 1:
            for grid_row in rows:
                grid_row.elements[place].vMerge = "restart" if grid_row is rows[0] else "continue"


def _fill(cell: Any, content: Cell, font: str, *, is_centred: bool) -> None:
    """The text, a paragraph a line."""
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for number, line in enumerate(clean(content.text).rstrip().split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(line)
        run.bold = content.mark is not Mark.NONE or None
        if font != BODY_FONT:
            set_font(run, font, SIZE)


def _shade(cell: Any, mark: Mark) -> None:
    shade = element("shd", val="clear", color="auto", fill=FILLS[mark])
    properties = cell.get_or_add_tcPr()
    properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")


def _sign(document: Any, last: TableRow) -> None:
    """The line to sign stands on no page without the end of the table."""
    for cell in last.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    below = _add_line(document, SIGNATURE, BODY_FONT, 14, WD_ALIGN_PARAGRAPH.CENTER)
    below.paragraph_format.space_before = Pt(28)
