"""The text of Word's paragraphs as it is seen once all changes are accepted, and what of them is not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiukun.project.office_files import Package
from jiukun.project.office_parts import Node, Relation, parse_part
from jiukun.project.word_numbering import Numbering
from jiukun.reports.seen import COMMENT, DRAWN, HIDDEN, OUTSIDE, STRUCK, shown

GONE = frozenset({"del", "moveFrom"})
CHANGED = frozenset({*GONE, "ins", "moveTo"})
PROPERTIES = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr", "rt"})  # and readings
DEEPEST = 40  # levels of tables within cells and of content controls
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F0FB": "☒", "F0FD": "☒"}  # of Wingdings
_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})
_PICTURES = ("pic", "blip", "imagedata", "OLEObject", "chart", "relIds")
_WHITE = "FFFFFF"
_MOST_TEXT = 1 << 20
_MOST_BASED_ON = 10  # styles each based on the next


class Remark(NamedTuple):
    """What of a paragraph is not read: the code that says why, where it is said to be, how it reads."""

    code: str
    where: str
    text: str


class ParagraphReader:
    """Reads the paragraphs of one document in their order; `count` is how many were begun.

    `remarks` gathers what is not read, until it is taken away.
    """

    def __init__(self, package: Package, related: dict[str, Relation]) -> None:
        self._package, self._related = package, related
        self._numbering = Numbering(next(iter(self.parts("numbering")), None))
        styles = {node.get("styleId", ""): node for part in self.parts("styles") for node in part.iterfind("style")}
        self._styles = {name: _style_chain(styles, name) for name in styles}
        self._comments = self._notes("comments", "comment")
        self._footnotes = {**self._notes("footnotes", "footnote"), **self._notes("endnotes", "endnote")}
        self._left = _MOST_TEXT
        self._struck: list[str] = []
        self._hidden: list[str] = []
        self.count = 0
        self.is_tracked = False
        self.is_shaded = False  # whether white letters are seen
        self.remarks: list[Remark] = []

    def read(self, node: Node, depth: int) -> str:
        """The text of a paragraph after the number that Word gives it, and a line feed where it ends one."""
        self.count += 1
        style = node.find("pPr/pStyle")
        properties = self._styles.get(style.get("val", "") if style is not None else "", {})
        number = self._number(node, properties)
        text = number + "".join(self._inline(node, properties, depth))
        self._left -= len(text)
        if self._left < 0:
            raise self._package.too_large()
        for words, code in ((self._struck, STRUCK), (self._hidden, HIDDEN)):
            self._remark(code, "", shown("".join(words)).strip())
            words.clear()
        return text if node.find("pPr/rPr/del") is not None else f"{text}\n"

    def _number(self, node: Node, properties: dict[str, str]) -> str:
        """What Word writes before a paragraph of a list."""
        own_id, own_level = node.find("pPr/numPr/numId"), node.find("pPr/numPr/ilvl")
        number_id = own_id.get("val", "") if own_id is not None else properties.get("numId", "")
        level = own_level.get("val", "") if own_level is not None else properties.get("ilvl", "0")
        is_listed = number_id and level.isdecimal() and len(level) == 1
        return self._numbering.label(number_id, int(level)) if is_listed else ""

    def _inline(self, parent: Node, properties: dict[str, str], depth: int) -> Iterator[str]:
        """The text that is seen; what is struck out, hidden or drawn is noted."""
        if depth > DEEPEST:
            raise self._package.too_large()
        for node in parent:
            if is_placeholder(node) or node.tag in PROPERTIES:
                continue
            if node.tag == "r":
                run = list(self._run(node, depth))
                style = node.find("rPr/rStyle")
                looks = {**properties, **self._styles.get(style.get("val", "") if style is not None else "", {})}
                if _looks(node, looks, "strike", "dstrike"):
                    self._struck += run
                elif _looks(node, looks, "vanish") or (_is_white(node, looks) and not self.is_shaded):
                    self._hidden += run
                else:
                    yield from run
                continue
            self.is_tracked |= node.tag in CHANGED
            if node.tag not in GONE:
                yield from ["/"] * (node.tag == "den")  # of a fraction
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
                self._remark(COMMENT, "", self._comments.get(node.get("id", ""), ""))
            elif node.tag in {"footnoteReference", "endnoteReference"}:
                self._remark(OUTSIDE, "脚注", self._footnotes.get(node.get("id", ""), ""))
            elif node.tag == "ruby":
                yield from self._inline(node, {}, depth + 1)

    def _drawing(self, node: Node) -> None:
        words = "".join(bare_text(box) for box in node.iter("txbxContent"))
        if words:
            self._remark(DRAWN, "文本框", words)
        elif has_picture(node):
            self.remarks.append(Remark(DRAWN, "图片", ""))

    def _remark(self, code: str, where: str, text: str) -> None:
        if text:
            self.remarks.append(Remark(code, where, text))

    def parts(self, kind: str) -> list[Node]:
        """The parts of a kind that the document refers to."""
        targets = [relation.target for relation in self._related.values() if relation.kind == kind]
        return [root for target in targets if (root := parse_part(self._package, target)) is not None]

    def _notes(self, kind: str, tag: str) -> dict[str, str]:
        """The texts of comments or footnotes by their ids; the lines that part notes from the text are none."""
        nodes = (node for part in self.parts(kind) for node in part.iterfind(tag))
        return {node.get("id", ""): bare_text(node) for node in nodes if node.get("type", "normal") == "normal"}


def is_placeholder(node: Node) -> bool:
    """Whether a content control only asks for text (单击此处输入文字)."""
    return node.tag == "sdt" and node.find("sdtPr/showingPlcHdr") is not None


def bare_text(node: Node) -> str:
    """All text in a part that is not read as a cell."""
    lines = ("".join(t.text or "" for t in paragraph.iter("t")) for paragraph in node.iter("p"))
    return shown("\n".join(line for line in lines if line.strip())).strip()


def _style_chain(styles: dict[str, Node], name: str) -> dict[str, str]:
    """What of a style, or of those that it is based on, decides what is seen."""
    found: dict[str, str] = {}
    for _ in range(_MOST_BASED_ON):
        node = styles.get(name)
        if node is None:
            break
        for key in ("strike", "dstrike", "vanish", "color"):
            mark = node.find(f"rPr/{key}")
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
        if is_set(own) if own is not None else looks.get(mark, "0") not in {"0", "false", "off"}:
            return True
    return False


def _is_white(run: Node, looks: dict[str, str]) -> bool:
    """Whether a run is white on nothing darker of its own."""
    own = run.find("rPr/color")
    color = own.get("val", "") if own is not None else looks.get("color", "")
    return color.upper() == _WHITE and run.find("rPr/shd") is None and run.find("rPr/highlight") is None


def has_picture(node: Node) -> bool:
    """Whether a picture, chart or diagram is in it."""
    return any(node.find(f".//{tag}") is not None for tag in _PICTURES)


def is_set(node: Node | None) -> bool:
    """Whether a property is there and not switched off."""
    return node is not None and node.get("val", "1") not in {"0", "false", "off"}
