"""A Word document (.docx) as a person sees it once all changes are accepted: its body and the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import SubElement

from jiukun.project.office_files import Package, PackageKind
from jiukun.project.office_parts import Node, integer, is_on, main_part, marks, parse_part, relations
from jiukun.project.seen import WHOLE, Place, Unseen, Why, only_counts_pages
from jiukun.project.word_text import WordReader, bare_text, boxes_in, has_picture

_GONE = frozenset({"del", "moveFrom"})
_CHANGED = frozenset({*_GONE, "ins", "moveTo"})
_PROPERTIES = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "rt"})  # and readings
_FRACTION_BAR = Node("r")
SubElement(_FRACTION_BAR, "t").text = "/"
_CONTENT = frozenset({"p", "r", "tbl", "tr", "tc", "altChunk"})
_DEEPEST = 40  # levels of tables within cells and of content controls
_MOST_COLUMNS = 63  # as Word


class WordCell(NamedTuple):
    """A cell and its place in its table; `corner` is that of the merged cell that it belongs to, else its own.

    `hidden_by` says why a person does not see it, empty where one does.
    """

    node: Node
    place: Place
    width: int
    corner: Place
    hidden_by: str


def open_document(data: bytes, kind: PackageKind) -> WordReader:
    """A reader whose body holds paragraphs and tables, a table rows, a row cells, a paragraph runs: frames are gone.

    What is not read and lies outside of paragraphs is noted. Raises RefusedError for what is not read, any other
    error for what is no document.
    """
    package = Package(data, kind)
    name = main_part(package, "word/document.xml")
    root = parse_part(package, name)
    body = root.find("body") if root is not None else None
    if body is None:
        raise ValueError(name)
    is_tracked = _accept(body, package)
    reader = WordReader(package, relations(package, name), body)
    reader.unseen += [Unseen(Why.TRACKED, "", WHOLE)] * is_tracked
    reader.unseen += [Unseen(Why.DRAWN, "嵌入的文件", WHOLE) for _ in body.iter("altChunk")]
    reader.unseen += _margins(reader)
    return reader


def _margins(reader: WordReader) -> Iterator[Unseen]:
    """The headers and footers, unless they only number the pages."""
    for kind, where in (("header", "页眉"), ("footer", "页脚")):
        for part in reader.parts(kind):
            text = bare_text(part)
            if not only_counts_pages(text):
                yield Unseen(Why.OUTSIDE, where, WHOLE, text)
            if has_picture(part):
                yield Unseen(Why.DRAWN, f"{where}里的图片", WHOLE)


def _accept(parent: Node, package: Package, depth: int = 0, holder: str = "body") -> bool:
    """Leave what is seen once all changes are accepted, and say whether there were any.

    What only frames its content (insertions, content controls, links, formulas) gives way to it; `holder` is what
    stands around all such frames. A control that only asks for text (单击此处输入文字) goes; one around rows or cells
    does not ask, whatever it says.
    """
    if depth > _DEEPEST:
        raise package.too_large()
    kept: list[Node] = []
    endless: set[Node] = set()  # paragraphs whose end is deleted
    is_tracked = False
    for node in parent:
        is_deleted = node.tag in _GONE or node.find("trPr/del") is not None
        is_tracked |= is_deleted or node.tag in _CHANGED or node.find("trPr/ins") is not None
        is_prompt = node.tag == "sdt" and node.find("sdtPr/showingPlcHdr") is not None and holder not in {"tbl", "tr"}
        if is_deleted or is_prompt:
            continue
        if node.tag in _PROPERTIES:
            kept.append(node)
            continue
        within = [*node.iterfind("ruby"), *boxes_in(node)] if node.tag == "r" else [node]  # beside signs and drawings
        for inner in within:
            within_it = node.tag if node.tag in _CONTENT else holder
            is_tracked |= _accept(inner, package, depth + (node.tag not in {"p", "tr", "tc"}), within_it)
        if node.tag == "p" and any(mark.tag in _GONE for mark in node.iterfind("pPr/rPr/*")):
            endless.add(node)
        if node.tag == "den":
            kept.append(_FRACTION_BAR)
        if _is_frame(node):
            kept += (inner for cell in node.iterfind("tr/tc") for inner in cell if inner.tag != "tcPr")
        else:
            kept += [node] if node.tag in _CONTENT else node
    parent[:] = _joined(kept, endless)
    return is_tracked or bool(endless)


def _joined(nodes: list[Node], endless: set[Node]) -> Iterator[Node]:
    """Let paragraphs whose end is deleted go on in the next one."""
    begun: list[Node] = []
    for node, following in pairwise([*nodes, Node("end")]):
        if node in endless and following.tag == "p":
            begun += node.iterfind("r")
            continue
        if begun:
            node[:] = [*node.iterfind("pPr"), *begun, *node.iterfind("r")]
            begun = []
        yield node


def _is_frame(table: Node) -> bool:
    """Whether a table is none, but only frames its text: all of one column, none of it hidden."""
    rows = table.findall("tr")
    return bool(rows) and all(len(row.findall("tc")) == 1 and row.find("trPr/hidden") is None for row in rows)


def grid(table: Node) -> Iterator[list[WordCell]]:
    """The cells of each row of a table, places counted from 1."""
    corners: dict[int, Place] = {}  # column → that of the merged cell that may go on below
    for number, row in enumerate(table.iterfind("tr"), 1):
        of_row = marks(row, "trPr/*")
        column = 1 + min(integer(of_row.get("gridBefore"), 0), _MOST_COLUMNS)
        cells: list[WordCell] = []
        for node in row.iterfind("tc"):
            if column > _MOST_COLUMNS:
                break
            place, own = (number, column), marks(node, "tcPr/*")
            above = corners.pop(column, place)
            corner = place if own.get("vMerge", "restart") == "restart" else above
            if cells and own.get("hMerge", "restart") != "restart":
                corner = cells[-1].corner
            hidden_by = "盖在合并的格子下面" if corner != place else "隐藏的行" * is_on(of_row.get("hidden", "0"))
            width = min(integer(own.get("gridSpan"), 1) or 1, _MOST_COLUMNS + 1 - column)
            cells.append(WordCell(node, place, width, corner, hidden_by))
            if "vMerge" in own:
                corners[column] = corner
            column += width
        yield cells
