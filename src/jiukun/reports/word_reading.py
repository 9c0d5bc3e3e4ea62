"""A Word document (.docx) as a person sees it once all changes are accepted: each paragraph and table row is a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jiukun.project.office_files import WORD_FORM, Package
from jiukun.project.office_parts import Node, Relation, main_part, parse_part, relations
from jiukun.reports.seen import (
    COMMENT,
    DRAWN,
    HIDDEN,
    OUTSIDE,
    STRUCK,
    TRACKED,
    WHOLE,
    Cell,
    Place,
    SeenFile,
    Sheet,
    Unseen,
    shown,
)

_NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_GONE = frozenset({"del", "moveFrom"})
_CHANGED = frozenset({*_GONE, "ins", "moveTo"})
# What holds runs or paragraphs without being one.
_AROUND = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "ruby", "rubyBase", "dir"}
    | {"bdo", "r", "oMath", "oMathPara"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F0FB": "☒", "F0FD": "☒"}  # of Wingdings
_DRAWINGS = frozenset({"drawing", "pict", "object"})
_MOST_COLUMNS = 63  # as Word
_MOST_TEXT = 1 << 20
_MOST_CELLS = 60_000
_DEEPEST = 40  # levels of tables within cells and of content controls
_PAGE_WORDS = re.compile(r"[第共页码\W\d_]+")


@dataclass
class _Paragraphs:
    """The lines of a cell or paragraph under way."""

    lines: list[str] = field(default_factory=lambda: [""])

    @property
    def text(self) -> str:
        return shown("\n".join(self.lines)).strip("\n")


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
        self._package, self._related = package, related
        self._label = _labels(self._parts("numbering"))
        styles = {node.get("styleId", ""): node for part in self._parts("styles") for node in part.iterfind("style")}
        self._styles = {name: _style_chain(styles, name) for name in styles}
        self._comments = self._notes("comments", "comment")
        self._footnotes = {**self._notes("footnotes", "footnote"), **self._notes("endnotes", "endnote")}
        self._sheet = Sheet("")
        self._row = 0
        self._paragraph = 0  # how many were begun
        self._place: Place = (1, 1)  # of the cell under way
        self._left = _MOST_TEXT
        self._is_tracked = False
        self._struck: list[str] = []
        self._hidden: list[str] = []

    def read(self, body: Node) -> Sheet:
        self._blocks(body, 0)
        for kind, where in (("header", "页眉"), ("footer", "页脚")):
            for part in self._parts(kind):
                text = _bare(part)
                if _PAGE_WORDS.sub("", text):
                    self._tell(OUTSIDE, text, where, WHOLE)
        if self._is_tracked:
            self._tell(TRACKED, "", "修订", WHOLE)
        return self._sheet

    def _blocks(self, parent: Node, depth: int) -> None:
        """The paragraphs and tables of the body, each row of a table and each paragraph a row of the sheet."""
        for node in self._content(parent, depth):
            if node.tag == "tbl":
                self._table(node, depth)
            else:
                self._row += 1
                self._place = (self._row, 1)
                line = self._paragraph + 1
                paragraphs = _Paragraphs()
                self._read_paragraph(node, paragraphs, depth)
                self._put((self._row, 1), self._row, 1, paragraphs.text, line)

    def _content(self, parent: Node, depth: int) -> Iterator[Node]:
        """The paragraphs and tables of a body or cell that are left when changes are accepted."""
        if depth > _DEEPEST:
            raise self._package.too_large()
        for node in parent:
            if _is_placeholder(node):
                continue
            if node.tag in {"p", "tbl"}:
                yield node
            elif node.tag in _CHANGED | _AROUND:
                self._is_tracked |= node.tag in _CHANGED
                if node.tag not in _GONE:
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
        is_hidden = _is_set(row.find("trPr/hidden"))
        for cell in self._within(row, "tc"):
            width = _count(cell, "tcPr/gridSpan", 1)
            if column > _MOST_COLUMNS:
                break
            merge, corner = cell.find("tcPr/vMerge"), open_cells.get(column)
            goes_on = merge is not None and merge.get("val", "continue") == "continue" and corner is not None
            self._place = (self._row, column)
            line = self._paragraph + 1
            paragraphs = _Paragraphs()
            self._read_cell(cell, paragraphs, depth + 1)
            if goes_on and corner is not None:
                self._go_on(corner, column, width)
                if paragraphs.text.strip():
                    self._tell(HIDDEN, paragraphs.text, "盖在合并的格子下面", self._place)
            elif is_hidden:
                self._hidden_row(paragraphs.text)
            else:
                self._put((self._row, column), self._row, column + width - 1, paragraphs.text, line)
                for place in range(column + 1, column + width):
                    self._sheet.covered[self._row, place] = (self._row, column)
            open_cells[column] = corner if goes_on and corner is not None else (self._row, column)
            if merge is None:
                del open_cells[column]
            column += width

    def _hidden_row(self, text: str) -> None:
        if text.strip():
            self._tell(HIDDEN, text, "隐藏的行", self._place)

    def _go_on(self, corner: Place, column: int, width: int) -> None:
        """Let the cell above reach down to this row."""
        for place in range(column, column + width):
            self._sheet.covered[self._row, place] = corner
        above = self._sheet.cells.get(corner)
        if above is not None:
            self._sheet.cells[corner] = Cell(
                *corner, above.text, above.name, self._row, above.right, above.line, above.character
            )

    def _within(self, parent: Node, tag: str) -> Iterator[Node]:
        """The rows or cells of a table, also those in content controls and insertions."""
        for node in parent:
            if node.tag == tag:
                yield node
            elif node.tag in {"sdt", "sdtContent", "ins", "moveTo", "customXml"}:
                yield from self._within(node, tag)

    def _is_deleted(self, row: Node) -> bool:
        changed = row.find("trPr/del") is not None
        self._is_tracked |= changed or row.find("trPr/ins") is not None
        return changed

    def _read_cell(self, cell: Node, paragraphs: _Paragraphs, depth: int) -> None:
        """The lines of a cell; those of a table in it follow row by row."""
        for node in self._content(cell, depth):
            if node.tag == "p":
                self._read_paragraph(node, paragraphs, depth)
                continue
            for row in self._within(node, "tr"):
                if not self._is_deleted(row):
                    inner = [_Paragraphs() for _ in self._within(row, "tc")]
                    for place, inside in zip(inner, self._within(row, "tc"), strict=True):
                        self._read_cell(inside, place, depth + 1)
                    paragraphs.lines[-1] += "　".join(place.text for place in inner)
                    paragraphs.lines.append("")

    def _read_paragraph(self, node: Node, paragraphs: _Paragraphs, depth: int) -> None:
        """Add a paragraph to the lines, after the number that Word gives it."""
        self._paragraph += 1
        style = node.find("pPr/pStyle")
        properties = self._styles.get(style.get("val", "") if style is not None else "", {})
        number = self._number(node, properties)
        text = number + "".join(self._inline(node, properties, depth))
        paragraphs.lines[-1] += text
        self._left -= len(text)
        if self._left < 0:
            raise self._package.too_large()
        if node.find("pPr/rPr/del") is None:
            paragraphs.lines.append("")
        for words, code in ((self._struck, STRUCK), (self._hidden, HIDDEN)):
            if joined := shown("".join(words)).strip():
                self._tell(code, joined, "", self._place)
            words.clear()

    def _number(self, node: Node, properties: dict[str, str]) -> str:
        """What Word writes before a paragraph of a list."""
        own_id, own_level = node.find("pPr/numPr/numId"), node.find("pPr/numPr/ilvl")
        number_id = own_id.get("val", "") if own_id is not None else properties.get("numId", "")
        level = own_level.get("val", "") if own_level is not None else properties.get("ilvl", "0")
        is_listed = number_id and level.isdecimal() and len(level) == 1
        return self._label(number_id, int(level)) if is_listed and self._label else ""

    def _inline(self, parent: Node, properties: dict[str, str], depth: int) -> Iterator[str]:
        """The text that is seen; what is struck out, hidden or drawn is noted."""
        if depth > _DEEPEST:
            raise self._package.too_large()
        for node in parent:
            if _is_placeholder(node):
                continue
            if node.tag == "r":
                run = list(self._run(node, depth))
                style = node.find("rPr/rStyle")
                looks = {**properties, **self._styles.get(style.get("val", "") if style is not None else "", {})}
                if _looks(node, looks, "strike", "dstrike"):
                    self._struck += run
                elif _looks(node, looks, "vanish"):
                    self._hidden += run
                else:
                    yield from run
            elif node.tag in _CHANGED:
                self._is_tracked = True
                if node.tag not in _GONE:
                    yield from self._inline(node, properties, depth + 1)
            elif node.tag in _AROUND:
                yield from self._inline(node, properties, depth + 1)

    def _run(self, run: Node, depth: int) -> Iterator[str]:
        for node in run:
            if node.tag == "t":
                yield node.text or ""
            elif node.tag in _SIGNS:
                yield _SIGNS[node.tag]
            elif node.tag == "sym":
                yield _SYMBOLS.get(node.get("char", "").upper(), "□")
            elif node.tag in _DRAWINGS:
                self._drawing(node)
            elif node.tag == "commentReference":
                self._tell(COMMENT, self._comments.get(node.get("id", ""), ""), "", self._place)
            elif node.tag in {"footnoteReference", "endnoteReference"}:
                self._tell(OUTSIDE, self._footnotes.get(node.get("id", ""), ""), "脚注", self._place)
            elif node.tag == "ruby":
                yield from self._inline(node, {}, depth + 1)

    def _drawing(self, node: Node) -> None:
        words = "".join(_bare(box) for box in node.iter("txbxContent"))
        is_picture = any(
            node.find(f".//{tag}") is not None for tag in ("pic", "blip", "imagedata", "OLEObject", "chart")
        )
        if words or is_picture:
            self._tell(DRAWN, words, "文本框" if words else "图片", self._place)

    def _put(self, place: Place, bottom: int, right: int, text: str, line: int) -> None:
        if not text.strip():
            return
        if len(self._sheet.cells) >= _MOST_CELLS:
            raise self._package.too_large()
        self._sheet.cells[place] = Cell(*place, text, f"第 {line} 段", bottom, right, line, 1)

    def _tell(self, code: str, text: str, where: str, place: Place) -> None:
        if text or where:
            self._sheet.unseen.append(Unseen(code, where, place, text))

    def _parts(self, kind: str) -> list[Node]:
        targets = [relation.target for relation in self._related.values() if relation.kind == kind]
        return [root for target in targets if (root := parse_part(self._package, target)) is not None]

    def _notes(self, kind: str, tag: str) -> dict[str, str]:
        """The texts of comments or footnotes by their ids; the lines that part notes from the text are none."""
        nodes = (node for part in self._parts(kind) for node in part.iterfind(tag))
        return {node.get("id", ""): _bare(node) for node in nodes if node.get("type", "normal") == "normal"}


def _is_placeholder(node: Node) -> bool:
    """Whether a content control only asks for text (单击此处输入文字)."""
    return node.tag == "sdt" and node.find("sdtPr/showingPlcHdr") is not None


def _bare(node: Node) -> str:
    """All text in a part that is not read as a cell."""
    lines = ("".join(t.text or "" for t in paragraph.iter("t")) for paragraph in node.iter("p"))
    return shown("\n".join(line for line in lines if line.strip())).strip()


def _style_chain(styles: dict[str, Node], name: str) -> dict[str, str]:
    """What of a style, or of those that it is based on, decides what is seen."""
    found: dict[str, str] = {}
    for _ in range(10):
        node = styles.get(name)
        if node is None:
            break
        for path, key in (("rPr/strike", "strike"), ("rPr/dstrike", "dstrike"), ("rPr/vanish", "vanish")):
            mark = node.find(path)
            if mark is not None:
                found.setdefault(key, mark.get("val", "1"))
        for key in ("numId", "ilvl"):
            number = node.find(f"pPr/numPr/{key}")
            if number is not None:
                found.setdefault(key, number.get("val", ""))
        based_on = node.find("basedOn")
        name = based_on.get("val", "") if based_on is not None else ""
    return found


def _looks(run: Node, looks: dict[str, str], *marks: str) -> bool:
    """Whether a run bears one of the marks, by itself or by its style."""
    for mark in marks:
        own = run.find(f"rPr/{mark}")
        if _is_set(own) if own is not None else looks.get(mark, "0") not in {"0", "false", "off"}:
            return True
    return False


def _is_set(node: Node | None) -> bool:
    return node is not None and node.get("val", "1") not in {"0", "false", "off"}


def _count(node: Node, path: str, default: int) -> int:
    found = node.find(path)
    text = found.get("val", "") if found is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) <= 9 and int(text) else default  # noqa: PLR2004


def _labels(parts: list[Node]) -> Callable[[str, int], str] | None:
    """What gives the next number of a list at a level; None where the document numbers nothing."""
    if not parts:
        return None
    from jiukun.drafting.documents.word_numbering import Numbering  # noqa: PLC0415  python-docx is slow to load

    for node in parts[0].iter():  # with the names by which it is known there
        node.tag = f"{{{_NAMES}}}{node.tag}"
        node.attrib = {f"{{{_NAMES}}}{key}": value for key, value in node.attrib.items()}
    return Numbering(parts[0]).label
