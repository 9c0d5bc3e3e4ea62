"""A Word document (.docx) as a person sees it once all changes are accepted: each paragraph and table row is a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from jiukun.project.office_files import WORD_FORM, Package
from jiukun.project.office_parts import Node, Relation, main_part, parse_part, relations
from jiukun.reports.seen import DRAWN, HIDDEN, OUTSIDE, TRACKED, WHOLE, Cell, Place, SeenFile, Sheet, Unseen, shown
from jiukun.reports.word_text import (
    CHANGED,
    DEEPEST,
    GONE,
    PROPERTIES,
    ParagraphReader,
    bare_text,
    has_picture,
    is_placeholder,
    is_set,
)

_MOST_COLUMNS = 63  # as Word
_MOST_CELLS = 60_000
_PAGE_WORDS = re.compile(r"[第共页码\W\d_]+")


def see_document(data: bytes) -> SeenFile:
    """The whole document as one sheet without a name.

    Raises RefusedError for what is not read, ValueError for what is no document.
    """
    package = Package(data, WORD_FORM)
    name = main_part(package, "word/document.xml")
    root = parse_part(package, name)
    body = root.find("body") if root is not None else None
    if body is None:
        raise ValueError(name)
    return SeenFile((_Reader(package, relations(package, name)).read(body),))


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, package: Package, related: dict[str, Relation]) -> None:
        self._package = package
        self._text = ParagraphReader(package, related)
        self._sheet = Sheet("")
        self._row = 0

    def read(self, body: Node) -> Sheet:
        self._blocks(body, 0)
        for kind, where in (("header", "页眉"), ("footer", "页脚")):
            for part in self._text.parts(kind):
                text = bare_text(part)
                if _PAGE_WORDS.sub("", text):
                    self._tell(OUTSIDE, text, where, WHOLE)
                if has_picture(part):
                    self._tell(DRAWN, "", f"{where}里的图片", WHOLE)
        if self._text.is_tracked:
            self._tell(TRACKED, "", "修订", WHOLE)
        return self._sheet

    def _blocks(self, parent: Node, depth: int) -> None:
        """The paragraphs and tables of the body, each row of a table and each paragraph a row of the sheet."""
        for node in self._content(parent, depth):
            if node.tag == "tbl":
                self._table(node, depth)
            else:
                self._row += 1
                place, line = (self._row, 1), self._text.count + 1
                text = self._text.read(node, depth)
                self._put(place, self._row, 1, text, line)

    def _content(self, parent: Node, depth: int) -> Iterator[Node]:
        """The paragraphs and tables of a body or cell that are left when changes are accepted."""
        if depth > DEEPEST:
            raise self._package.too_large()
        for node in parent:
            if is_placeholder(node) or node.tag in PROPERTIES:
                continue
            if node.tag in {"p", "tbl"}:
                yield node
                continue
            self._text.is_tracked |= node.tag in CHANGED
            if node.tag == "altChunk":
                self._tell(DRAWN, "", "嵌入的文件", WHOLE)
            elif node.tag not in GONE:
                yield from self._content(node, depth + 1)

    def _table(self, node: Node, depth: int) -> None:
        rows = [row for row in self._within(node, "tr") if not self._is_deleted(row)]
        if all(len(list(self._within(row, "tc"))) == 1 for row in rows) and node.find(".//tc//tbl") is not None:
            for row in rows:  # it only frames what is in it
                for cell in self._within(row, "tc"):
                    self._blocks(cell, depth + 1)
            return
        open_cells: dict[int, Place] = {}  # column → the corner of the merged cell that may go on below
        for row in rows:
            self._row += 1
            self._table_row(row, open_cells, depth)

    def _table_row(self, row: Node, open_cells: dict[int, Place], depth: int) -> None:
        column = 1 + _count(row, "trPr/gridBefore", 0)
        is_hidden = is_set(row.find("trPr/hidden"))
        for cell in self._within(row, "tc"):
            width = _count(cell, "tcPr/gridSpan", 1)
            if column > _MOST_COLUMNS:
                break
            merge, corner = cell.find("tcPr/vMerge"), open_cells.get(column)
            if _goes_on(cell.find("tcPr/hMerge")):
                corner = self._sheet.covered.get((self._row, column - 1), (self._row, column - 1))
                goes_on = True
            else:
                goes_on = _goes_on(merge) and corner is not None
            place, line = (self._row, column), self._text.count + 1
            text = self._cell(cell, depth + 1)
            if goes_on and corner is not None:
                self._go_on(corner, column, width)
                self._tell_hidden(text, "盖在合并的格子下面", place)
            elif is_hidden:
                self._tell_hidden(text, "隐藏的行", place)
            else:
                self._put(place, self._row, column + width - 1, text, line)
                for other in range(column + 1, column + width):
                    self._sheet.covered[self._row, other] = place
            open_cells[column] = corner if goes_on and corner is not None else place
            if merge is None:
                del open_cells[column]
            column += width

    def _tell_hidden(self, text: str, where: str, place: Place) -> None:
        self._tell_remarks(place)
        if text.strip():
            self._tell(HIDDEN, text, where, place)

    def _go_on(self, corner: Place, column: int, width: int) -> None:
        """Let the cell above, or before, reach to this place."""
        for place in range(column, column + width):
            self._sheet.covered[self._row, place] = corner
        above = self._sheet.cells.get(corner)
        if above is not None:
            right = max(above.right, column + width - 1)
            self._sheet.cells[corner] = replace(above, bottom=self._row, right=right)

    def _within(self, parent: Node, tag: str) -> Iterator[Node]:
        """The rows or cells of a table, also those in content controls and insertions."""
        for node in parent:
            if node.tag == tag:
                yield node
            elif node.tag not in PROPERTIES | GONE | {"tr", "tc"}:
                yield from self._within(node, tag)

    def _is_deleted(self, row: Node) -> bool:
        changed = row.find("trPr/del") is not None
        self._text.is_tracked |= changed or row.find("trPr/ins") is not None
        return changed

    def _cell(self, cell: Node, depth: int) -> str:
        """The lines of a cell; those of a table in it follow row by row."""
        pieces: list[str] = []
        self._text.is_shaded = _is_shaded(cell)
        for node in self._content(cell, depth):
            if node.tag == "p":
                pieces.append(self._text.read(node, depth))
                continue
            for row in self._within(node, "tr"):
                if not self._is_deleted(row):
                    inner = [self._cell(inside, depth + 1).strip("\n") for inside in self._within(row, "tc")]
                    pieces.append("　".join(inner) + "\n")
        self._text.is_shaded = False
        return "".join(pieces)

    def _put(self, place: Place, bottom: int, right: int, text: str, line: int) -> None:
        """Note what a cell shows, and what of it is not read."""
        self._tell_remarks(place)
        words = shown(text).strip("\n")
        if not words.strip():
            return
        if len(self._sheet.cells) >= _MOST_CELLS:
            raise self._package.too_large()
        self._sheet.cells[place] = Cell(*place, words, bottom, right, line)

    def _tell_remarks(self, place: Place) -> None:
        for remark in self._text.remarks:
            self._tell(remark.code, remark.text, remark.where, place)
        self._text.remarks.clear()

    def _tell(self, code: str, text: str, where: str, place: Place) -> None:
        self._sheet.unseen.append(Unseen(code, where, place, text))


def _goes_on(merge: Node | None) -> bool:
    """Whether a cell belongs to the one above or before it."""
    return merge is not None and merge.get("val", "continue") == "continue"


def _is_shaded(cell: Node) -> bool:
    shading = cell.find("tcPr/shd")
    return shading is not None and shading.get("fill", "auto").upper() not in {"AUTO", "FFFFFF"}


def _count(node: Node, path: str, default: int) -> int:
    found = node.find(path)
    text = found.get("val", "") if found is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) <= 9 and int(text) else default  # noqa: PLR2004
