"""The text of Word's paragraphs as it is seen once all changes are accepted, and what of them is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from jiukun.project.office_files import Package
from jiukun.project.office_parts import Node, Relation, integer, is_on, marks, related_parts
from jiukun.project.seen import Unseen, Why, shown
from jiukun.project.word_numbering import Numbering

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F0FB": "☒", "F0FD": "☒"}  # of Wingdings
_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})
_PICTURES = ("pic", "blip", "imagedata", "OLEObject", "chart", "relIds")
_NOTES = {  # what refers to a note: the kind of part that holds it, its tag, and how it is told
    "commentReference": ("comments", "comment", Why.COMMENT, ""),
    "footnoteReference": ("footnotes", "footnote", Why.OUTSIDE, "脚注"),
    "endnoteReference": ("endnotes", "endnote", Why.OUTSIDE, "脚注"),
}
_OF_PARAGRAPHS = ("pPr/*", "pPr/numPr/*")
_OF_STYLES = (*_OF_PARAGRAPHS, "rPr/*", "basedOn")
_LINE_BREAK = re.compile(r"[\r\n]+")  # no break where it stands in a text
_WHITE = "FFFFFF"
_LEVELS = 9  # of headings
_MOST_TEXT = 1 << 20
_MOST_BASED_ON = 10  # styles each based on the next


class WordParagraph(NamedTuple):
    """What is seen of a paragraph, after the number that Word gives it; `level` is that of a heading, else 0.

    `bold` has the places of bold words. `boxes` are the text boxes that hang on it.
    """

    text: str
    level: int
    bold: list[tuple[int, int]]
    boxes: list[Node]


class WordReader:
    """Reads the paragraphs of the body of one document in their order; `count` is how many were begun.

    `unseen` gathers what is not read, at the first column of the row of that number, until it is taken away.
    """

    def __init__(self, package: Package, related: dict[str, Relation], body: Node) -> None:
        self._package, self._related = package, related
        self._numbering = Numbering(next(iter(self.parts("numbering")), None))
        nodes = [node for root in self.parts("styles") for node in root.iterfind("style")]
        styles = {node.get("styleId", ""): marks(node, *_OF_STYLES) for node in nodes}
        self._styles = {name: _style_chain(styles, name) for name in styles}
        defaults = (node for node in nodes if node.get("type") == "paragraph" and is_on(node.get("default", "0")))
        self._default = next((node.get("styleId", "") for node in defaults), "")
        self._notes = {reference: self._texts(kind, tag) for reference, (kind, tag, _, _) in _NOTES.items()}
        self._left = _MOST_TEXT
        self._unread: dict[Why, list[str]] = {Why.STRUCK: [], Why.HIDDEN: []}  # of the paragraph under way
        self._boxes: list[Node] = []  # of it, too
        self._shaded = {line for cell in body.iter("tc") if _is_shaded(cell) for line in cell.iterfind("p")}
        self.body = body
        self.count = 0
        self.unseen: list[Unseen] = []

    def read(self, node: Node) -> WordParagraph:
        """What is seen of a paragraph."""
        self.count += 1
        own = marks(node, *_OF_PARAGRAPHS)
        looks = {**self._styles.get(own.get("pStyle", self._default), {}), **own}
        looks |= {"shd": ""} if node in self._shaded else {}
        is_hidden = is_on({**looks, **marks(node, "pPr/rPr/*")}.get("vanish", "0"))
        label = "" if is_hidden else self._numbering.label(looks.get("numId", ""), integer(looks.get("ilvl"), 0))
        pieces = [(label, False), *self._runs(node, looks)]
        ends = list(accumulate(len(piece) for piece, _ in pieces))
        self._left -= ends[-1]
        if self._left < 0:
            raise self._package.too_large()
        for why, words in self._unread.items():
            self._tell(why, "", shown("".join(words)).strip())
            words.clear()
        boxes, self._boxes = self._boxes, []
        bold = [(end - len(piece), end) for (piece, is_bold), end in zip(pieces, ends, strict=True) if is_bold]
        level = integer(looks.get("outlineLvl"), _LEVELS) + 1
        return WordParagraph("".join(piece for piece, _ in pieces), level if level <= _LEVELS else 0, bold, boxes)

    def pass_over(self, cell: Node, hidden_by: str) -> None:
        """Note the text of a cell that is hidden."""
        lines = [self.read(node).text for node in cell.iter("p")]
        self._tell(Why.HIDDEN, hidden_by, "\n".join(lines).strip())

    def _runs(self, parent: Node, base: dict[str, str]) -> Iterator[tuple[str, bool]]:
        """The text that is seen, and whether it is bold; what is struck out, hidden or drawn is noted."""
        for run in parent.iterfind("r"):
            pieces = list(self._run(run))
            own = marks(run, "rPr/*")
            looks = {**base, **self._styles.get(own.get("rStyle", ""), {}), **own}
            is_white = looks.get("color", "").upper() == _WHITE and not looks.keys() & {"shd", "highlight"}
            if is_on(looks.get("strike", "0")) or is_on(looks.get("dstrike", "0")):
                self._unread[Why.STRUCK] += pieces
            elif is_on(looks.get("vanish", "0")) or is_white:
                self._unread[Why.HIDDEN] += pieces
            else:
                yield from ((piece, is_on(looks.get("b", "0"))) for piece in pieces)

    def _run(self, run: Node) -> Iterator[str]:
        for node in run:
            if node.tag == "t":
                yield _LINE_BREAK.sub(" ", node.text or "")
            elif node.tag in _SIGNS:
                yield _SIGNS[node.tag]
            elif node.tag == "sym":
                yield _SYMBOLS.get(node.get("char", "").upper(), "□")
            elif node.tag in _DRAWINGS:
                self._drawing(node)
            elif node.tag in _NOTES:
                _, _, why, where = _NOTES[node.tag]
                self._tell(why, where, self._notes[node.tag].get(node.get("id", ""), ""))
            elif node.tag == "ruby":
                yield from (piece for piece, _ in self._runs(node, {"shd": ""}))

    def _drawing(self, node: Node) -> None:
        boxes = boxes_in(node)
        self._boxes += boxes
        if not any(map(bare_text, boxes)) and has_picture(node):
            self.unseen.append(Unseen(Why.DRAWN, "图片", (self.count, 1)))

    def _tell(self, why: Why, where: str, text: str) -> None:
        if text:
            self.unseen.append(Unseen(why, where, (self.count, 1), text))

    def parts(self, kind: str) -> list[Node]:
        """The parts of a kind that the document refers to."""
        return related_parts(self._package, self._related, kind)

    def _texts(self, kind: str, tag: str) -> dict[str, str]:
        """The texts of comments or footnotes by their ids; the lines that part notes from the text are none."""
        nodes = (node for part in self.parts(kind) for node in part.iterfind(tag))
        return {node.get("id", ""): bare_text(node) for node in nodes if node.get("type", "normal") == "normal"}


def bare_text(node: Node) -> str:
    """All text in a part that is not read as a cell."""
    pieces = ("\n" if inner.tag == "p" else inner.text or "" for inner in node.iter() if inner.tag in {"p", "t"})
    return shown("\n".join(line for line in "".join(pieces).split("\n") if line.strip())).strip()


def boxes_in(node: Node) -> list[Node]:
    """The text boxes of a run or drawing, none within another."""
    return [node] if node.tag == "txbxContent" else [box for child in node for box in boxes_in(child)]


def has_picture(node: Node) -> bool:
    """Whether a picture, chart or diagram is in it."""
    return any(node.find(f".//{tag}") is not None for tag in _PICTURES)


def _style_chain(styles: dict[str, dict[str, str]], name: str) -> dict[str, str]:
    """How paragraphs of a style and their text look, by the style itself or those that it is based on."""
    found: dict[str, str] = {}
    for _ in range(_MOST_BASED_ON):
        looks = styles.get(name, {})
        found, name = {**looks, **found}, looks.get("basedOn", "")
    return found


def _is_shaded(cell: Node) -> bool:
    """Whether white letters are seen in a cell."""
    shading = cell.find("tcPr/shd")
    return shading is not None and shading.get("fill", "auto").upper() not in {"AUTO", _WHITE}
