"""What our Word documents share: fonts, page numbers, tables, properties, and bytes that are the same twice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jiukun.products.tables import About
from jiukun.rendering.sheets.paper import PAGE_FONT, clean, settled

_PAGE_NUMBER = (
    *(("text", "— "), ("begin", ""), ("instrText", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")),
    ("text", " —"),
)
_LONGEST_PROPERTY = 255  # characters; python-docx refuses longer ones


class TableRow(NamedTuple):
    """A row of a table: its cells, their elements and the element of its own properties."""

    cells: Sequence[Any]
    elements: Sequence[Any]
    properties: Any


def to_bytes(document: Any, about: About) -> bytes:
    """The file. The same document gives the same bytes."""
    core = document.core_properties
    texts = (about.title, about.subject, about.author)
    core.title, core.subject, core.author = (clean(text)[:_LONGEST_PROPERTY] for text in texts)
    core.last_modified_by, core.comments = core.author, ""
    core.created = core.modified = datetime.combine(about.day, time())
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def element(tag: str, **attributes: str) -> Any:
    """A new element of Word's own names."""
    return OxmlElement(f"w:{tag}", {qn(f"w:{name}"): value for name, value in attributes.items()})


def set_font(owner: Any, name: str, size: float) -> None:
    """The font of a run or style, for Chinese and for figures; in black."""
    owner.font.name = name
    owner.font.size = Pt(size)
    fonts = owner.element.rPr.rFonts
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), name)


def set_language(document: Any) -> None:
    """Chinese, so that lines break by its rules."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def number_pages(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character off the edge, 四号 宋体."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for kind, text in _PAGE_NUMBER:
        run = paragraph.add_run(text if kind == "text" else "")
        set_font(run, PAGE_FONT, 14)
        if kind == "instrText":
            run.element.append(element("instrText"))
            run.element[-1].text = text
        elif kind != "text":
            run.element.append(element("fldChar", fldCharType=kind))


def add_table(document: Any, rows: int, shares: Sequence[float], millimetres: float, margin: float) -> list[TableRow]:
    """A table with lines; columns have their shares of the width, cells a margin at their sides.

    Its first row stands at the head of every page. Its rows are looked up once: python-docx counts them each time.
    """
    table = document.add_table(rows=rows, cols=len(shares), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = [Mm(millimetres * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    drawn = list(document.element.body.iter(qn("w:tbl")))[-1]
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(round(Mm(margin).twips)), type="dxa"))
    drawn.tblPr.append(margins)
    found = [
        TableRow(row.cells, properties.tc_lst, properties.get_or_add_trPr())
        for row, properties in zip(table.rows, drawn.tr_lst, strict=True)
    ]
    for row in found:
        for cell, width in zip(row.elements, widths, strict=True):
            cell.width = width
    found[0].properties.append(element("tblHeader"))
    return found
