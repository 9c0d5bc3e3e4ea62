"""A Word document (.docx) as a person sees it once all changes are accepted: each paragraph and table row is a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import SubElement

from jiukun.project.office_files import WORD_FORM, Package
from jiukun.project.office_parts import Node, main_part, parse_part, relations
from jiukun.project.word_numbering import value_of
from jiukun.reports.seen import WHOLE, Cell, Place, SeenFile, Sheet, Unseen, Why, only_counts_pages, shown
from jiukun.reports.word_text import ParagraphReader, bare_text, has_picture, is_set

_GONE = frozenset({"del", "moveFrom"})
_CHANGED = frozenset({*_GONE, "ins", "moveTo"})
_PROPERTIES = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "rt"})  # and readings
_FRACTION_BAR = Node("r")
SubElement(_FRACTION_BAR, "t").text = "/"
_CONTENT = frozenset({"p", "r", "tbl", "tr", "tc", "altChunk"})
_DEEPEST = 40  # levels of tables within cells and of content controls
_MOST_COLUMNS = 63  # as Word
_MOST_CELLS = 60_000


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
    reader = _Reader(package, ParagraphReader(package, relations(package, name)))
    return SeenFile((reader.read(body, is_tracked=_accept(body, package)),))


def _accept(parent: Node, package: Package, depth: int = 0, holder: str = "body") -> bool:
    """Leave what is seen once all changes are accepted, and say whether there were any.

    What only frames its content (insertions, content controls, links, formulas) gives way to it; `holder` is what
    stands around all such frames. A control around rows or cells is no prompt, whatever it says.
    """
    if depth > _DEEPEST:
        raise package.too_large()
    kept: list[Node] = []
    is_tracked = False
    for node in parent:
        is_deleted = node.tag in _GONE or node.find("trPr/del") is not None
        is_tracked |= is_deleted or node.tag in _CHANGED or node.find("trPr/ins") is not None
        if is_deleted or (_is_prompt(node) and holder not in {"tbl", "tr"}):
            continue
        if node.tag in _PROPERTIES:
            kept.append(node)
            continue
        within = node.iterfind("ruby") if node.tag == "r" else [node]  # beside signs and drawings
        for inner in within:
            within_it = node.tag if node.tag in _CONTENT else holder
            is_tracked |= _accept(inner, package, depth + (node.tag not in {"p", "tr", "tc"}), within_it)
        if node.tag == "den":
            kept.append(_FRACTION_BAR)
        kept += [node] if node.tag in _CONTENT else node
    parent[:] = kept
    return is_tracked


def _is_prompt(node: Node) -> bool:
    """Whether a content control only asks for text (单击此处输入文字)."""
    return node.tag == "sdt" and node.find("sdtPr/showingPlcHdr") is not None


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, package: Package, text: ParagraphReader) -> None:
        self._package, self._text = package, text
        self._sheet = Sheet("")
        self._row = 0

    def read(self, body: Node, *, is_tracked: bool) -> Sheet:
        self._blocks(body)
        for kind, where in (("header", "页眉"), ("footer", "页脚")):
            for part in self._text.parts(kind):
                text = bare_text(part)
                if not only_counts_pages(text):
                    self._tell(Why.OUTSIDE, text, where, WHOLE)
                if has_picture(part):
                    self._tell(Why.DRAWN, "", f"{where}里的图片", WHOLE)
        if is_tracked:
            self._tell(Why.TRACKED, "", "修订", WHOLE)
        return self._sheet

    def _blocks(self, parent: Node) -> None:
        """The paragraphs and tables of the body, each row of a table and each paragraph a row of the sheet."""
        for node in self._content(parent):
            if node.tag == "tbl":
                self._table(node)
            else:
                self._row += 1
                place, line = (self._row, 1), self._text.count + 1
                self._put(place, 1, self._text.read(node), line)

    def _content(self, parent: Node) -> Iterator[Node]:
        """The paragraphs and tables of a body or cell."""
        for node in parent:
            if node.tag in {"p", "tbl"}:
                yield node
            elif node.tag == "altChunk":
                self._tell(Why.DRAWN, "", "嵌入的文件", WHOLE)

    def _table(self, node: Node) -> None:
        rows = node.findall("tr")
        if all(len(row.findall("tc")) == 1 for row in rows) and node.find(".//tc//tbl") is not None:
            for cell in node.iterfind("tr/tc"):  # it only frames what is in it
                self._blocks(cell)
            return
        open_cells: dict[int, Place] = {}  # column → the corner of the merged cell that may go on below
        for row in rows:
            self._row += 1
            self._table_row(row, open_cells)

    def _table_row(self, row: Node, open_cells: dict[int, Place]) -> None:
        column = 1 + _count(row, "trPr/gridBefore", 0)
        is_hidden = is_set(row.find("trPr/hidden"))
        for cell in row.iterfind("tc"):
            width = _count(cell, "tcPr/gridSpan", 1)
            if column > _MOST_COLUMNS:
                break
            place, line = (self._row, column), self._text.count + 1
            merge, corner = cell.find("tcPr/vMerge"), None
            if _goes_on(cell.find("tcPr/hMerge")):
                corner = self._sheet.covered.get((self._row, column - 1), (self._row, column - 1))
            elif _goes_on(merge):
                corner = open_cells.get(column)
            text = self._cell(cell)
            if corner is not None:
                self._go_on(corner, column, width)
                self._tell_hidden(text, "盖在合并的格子下面", place)
            elif is_hidden:
                self._tell_hidden(text, "隐藏的行", place)
            else:
                self._put(place, column + width - 1, text, line)
                for other in range(column + 1, column + width):
                    self._sheet.covered[self._row, other] = place
            open_cells.pop(column, None)
            if merge is not None:
                open_cells[column] = corner or place
            column += width

    def _tell_hidden(self, text: str, where: str, place: Place) -> None:
        self._take_unseen(place)
        if text.strip():
            self._tell(Why.HIDDEN, text, where, place)

    def _go_on(self, corner: Place, column: int, width: int) -> None:
        """Let the cell above, or before, reach to this place."""
        for place in range(column, column + width):
            self._sheet.covered[self._row, place] = corner
        above = self._sheet.cells.get(corner)
        if above is not None:
            right = max(above.right, column + width - 1)
            self._sheet.cells[corner] = replace(above, bottom=self._row, right=right)

    def _cell(self, cell: Node) -> str:
        """The lines of a cell; those of a table in it follow row by row."""
        pieces: list[str] = []
        shading = cell.find("tcPr/shd")
        self._text.is_shaded = shading is not None and shading.get("fill", "auto").upper() not in {"AUTO", "FFFFFF"}
        for node in self._content(cell):
            if node.tag == "p":
                pieces.append(self._text.read(node))
                continue
            for row in node.iterfind("tr"):
                inner = [self._cell(inside).strip("\n") for inside in row.iterfind("tc")]
                pieces.append("　".join(inner) + "\n")
        self._text.is_shaded = False
        return "".join(pieces)

    def _put(self, place: Place, right: int, text: str, line: int) -> None:
        """Note what a cell shows, and what of it is not read."""
        self._take_unseen(place)
        words = shown(text).strip("\n")
        if not words.strip():
            return
        if len(self._sheet.cells) >= _MOST_CELLS:
            raise self._package.too_large()
        self._sheet.cells[place] = Cell(*place, words, self._row, right, line)

    def _take_unseen(self, place: Place) -> None:
        self._sheet.unseen += [unseen._replace(place=place) for unseen in self._text.unseen]
        self._text.unseen.clear()

    def _tell(self, why: Why, text: str, where: str, place: Place) -> None:
        self._sheet.unseen.append(Unseen(why, where, place, text))


def _goes_on(merge: Node | None) -> bool:
    """Whether a cell belongs to the one above or before it."""
    return merge is not None and merge.get("val", "continue") == "continue"


def _count(node: Node, path: str, default: int) -> int:
    text = value_of(node, path)
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) <= 9 and int(text) else default
