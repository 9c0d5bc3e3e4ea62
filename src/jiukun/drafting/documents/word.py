"""Word documents (.docx) as plain text: paragraphs with the numbers Word gives them, tables, text boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table
from jiukun.drafting.documents.word_numbering import Numbering
from jiukun.project.office_files import WORD, broken, refusal

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What holds blocks or runs without being one; what was deleted or moved away is read nowhere.
_GONE = frozenset({qn("w:del"), qn("w:moveFrom")})
_NOT_TEXT = frozenset(
    {
        *_GONE,
        *map(qn, ("w:pPr", "w:rPr", "w:instrText", "w:pict", "w:drawing", "w:object", "w:rt", "w:txbxContent")),
        f"{_ALTERNATIVE}AlternateContent",
    }
)
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\v", qn("w:cr"): "\v", qn("w:noBreakHyphen"): "-"}
_LINE_BREAK = re.compile(r"[\r\n]+")
_MOST_COLUMNS = 63  # as Word
_MOST_LEVELS = 9
_MOST_BASED_ON = 30  # styles each based on the next


def read_word(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in a .docx, and what is wrong with the file; never raises, whatever the bytes are."""
    refused = refusal(data, path, WORD)
    if refused is not None:
        return None, (refused,)
    try:
        return _Reader(docx.Document(io.BytesIO(data))).read(path), ()
    except Exception:  # noqa: BLE001  python-docx raises whatever its parser trips over; nothing of it is ours to tell
        return None, (broken(path, WORD),)


@dataclass(frozen=True)
class _Style:
    """What a paragraph's style says of headings and numbers; `based_on` says the rest."""

    based_on: str
    level: str
    number_id: str
    number_level: str


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        parts = document.part.rels.values()
        numbering = (one.target_part.element for one in parts if one.reltype == RELATIONSHIP_TYPE.NUMBERING)
        self._numbering = Numbering(next(numbering, None))
        self._styles = {style.get(qn("w:styleId"), ""): _style(style) for style in document.styles.element.style_lst}
        self._default = next(
            (one.get(qn("w:styleId"), "") for one in document.styles.element.style_lst if _is_default(one)), ""
        )
        self._pieces: list[str] = []  # a line for each paragraph
        self._length = 0
        self._bold: list[tuple[int, int]] = []

    def read(self, path: str) -> PlanDocument:
        """The whole document."""
        blocks = tuple(self._blocks(self._body))
        return PlanDocument(Source(path, "\n".join(self._pieces)), blocks, tuple(self._bold))

    def _add(self, text: str, level: int = 0) -> Paragraph:
        paragraph = Paragraph(self._length, text, level)
        self._pieces.append(text)
        self._length += len(text) + 1
        return paragraph

    def _blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        for node in _content(parent):
            if node.tag == qn("w:tbl"):
                yield from self._tables(node)
            else:
                yield self._paragraph(node)
                for box in _boxes(node):
                    yield from self._blocks(box)

    def _paragraph(self, node: Any) -> Paragraph:
        style = node.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val"), "") if style is not None else self._default
        own = _style(node)
        pieces = [(_LINE_BREAK.sub(" ", text), bold) for text, bold in _inline(node)]
        text = "".join(piece for piece, _ in pieces)
        number_id = own.number_id or self._of_style(name, "number_id")
        level = _level(own.number_level or self._of_style(name, "number_level"), 0)
        label = self._numbering.label(number_id, level) if number_id and text.strip() else ""
        heading = _level(own.level or self._of_style(name, "level"), _MOST_LEVELS) + 1
        start = self._length + len(label)
        for piece, bold in pieces:
            self._bold += [(start, start + len(piece))] if bold else []
            start += len(piece)
        return self._add(label + text, heading if heading <= _MOST_LEVELS else 0)

    def _of_style(self, name: str, attribute: str) -> str:
        """What a style says, or the one that it is based on."""
        for _ in range(_MOST_BASED_ON):
            style = self._styles.get(name)
            if style is None:
                return ""
            value: str = getattr(style, attribute)
            if value:
                return value
            name = style.based_on
        return ""

    def _tables(self, node: Any) -> Iterator[Paragraph | Table]:
        """A table and those within its cells; one that only frames its text, all of one column, is no table."""
        if all(sum(1 for _ in _within(row, qn("w:tc"))) == 1 for row in _rows(node)):
            for row in _rows(node):
                for cell in _within(row, qn("w:tc")):
                    yield from self._blocks(cell)
            return
        nested: list[Table] = []
        yield self._table(node, nested)
        yield from nested

    def _table(self, node: Any, nested: list[Table]) -> Table:
        rows: list[tuple[Paragraph, ...]] = []
        for row in _rows(node):
            cells: list[Paragraph] = []
            cells += [self._add("")] * _count(row, "w:trPr", "w:gridBefore", 0)
            for cell in _within(row, qn("w:tc")):
                read = self._cell(cell, nested)
                if _continues(cell) and rows and len(cells) < len(rows[-1]):
                    read = rows[-1][len(cells)]
                cells += [read] * _count(cell, "w:tcPr", "w:gridSpan", 1)
            rows.append(tuple(cells[:_MOST_COLUMNS]))
        return Table(tuple(rows))

    def _cell(self, node: Any, nested: list[Table]) -> Paragraph:
        """A cell as one paragraph of several lines; the tables in it are kept apart, too."""
        start, first = self._length, len(self._pieces)
        nested += [one for one in self._blocks(node) if isinstance(one, Table)]  # each adds its lines to the text
        return Paragraph(start, "\n".join(self._pieces[first:]))


def _style(node: Any) -> _Style:
    """Of a style, or what a paragraph itself says."""
    based_on = node.find(qn("w:basedOn"))
    return _Style(
        based_on.get(qn("w:val"), "") if based_on is not None else "",
        _property(node, "w:outlineLvl"),
        _property(node, "w:numPr", "w:numId"),
        _property(node, "w:numPr", "w:ilvl"),
    )


def _is_default(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true", "on"}


def _property(node: Any, *tags: str) -> str:
    found = node.find("/".join(map(qn, ("w:pPr", *tags))))
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _level(text: str, default: int) -> int:
    return int(text) if len(text) == 1 and text.isdecimal() else default


def _content(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or cell, also those in content controls and insertions."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _content(child)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The children of a kind, also those in content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml")}:
            yield from _within(child, tag)


def _rows(table: Any) -> Iterator[Any]:
    """The rows that were not deleted."""
    deleted = f"{qn('w:trPr')}/{qn('w:del')}"
    return (row for row in _within(table, qn("w:tr")) if row.find(deleted) is None)


def _continues(cell: Any) -> bool:
    """Whether a cell goes on with the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _count(node: Any, properties: str, tag: str, default: int) -> int:
    found = node.find(f"{qn(properties)}/{qn(tag)}")
    text = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) <= _MOST_LEVELS else default


def _inline(node: Any, *, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph as it is shown and whether bold, without what is deleted, hidden or in a frame."""
    for child in node:
        if child.tag == qn("w:t"):
            yield child.text or "", bold
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], bold
        elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT and not _has(child, "w:vanish"):
            yield from _inline(child, bold=bold or _has(child, "w:b"))


def _has(run: Any, tag: str) -> bool:
    """Whether a run has a property of the kind that is on or off."""
    found = run.find(f"{qn('w:rPr')}/{qn(tag)}")
    return found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "off"}


def _boxes(node: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, each once: of what is written for old and new programs, the new."""
    for child in node:
        if child.tag == qn("w:txbxContent"):
            yield child
        elif isinstance(child.tag, str) and child.tag not in {*_GONE, f"{_ALTERNATIVE}Fallback"}:
            yield from _boxes(child)
