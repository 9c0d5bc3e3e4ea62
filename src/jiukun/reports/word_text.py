"""The text of Word's paragraphs as it is seen once all changes are accepted, and what of them is not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jiukun.project.office_files import Package
from jiukun.project.office_parts import Node, Relation, related_parts
from jiukun.project.word_numbering import Numbering, value_of
from jiukun.reports.seen import WHOLE, Unseen, Why, shown

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F0FB": "☒", "F0FD": "☒"}  # of Wingdings
_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})
_PICTURES = ("pic", "blip", "imagedata", "OLEObject", "chart", "relIds")
_NOTES = {  # what refers to a note: the kind of part that holds it, its tag, and how it is told
    "commentReference": ("comments", "comment", Why.COMMENT, ""),
    "footnoteReference": ("footnotes", "footnote", Why.OUTSIDE, "脚注"),
    "endnoteReference": ("endnotes", "endnote", Why.OUTSIDE, "脚注"),
}
_OF_STYLE = ("rPr/strike", "rPr/dstrike", "rPr/vanish", "rPr/color", "pPr/numPr/numId", "pPr/numPr/ilvl")
_OFF = frozenset({"0", "false", "off"})
_WHITE = "FFFFFF"
_MOST_TEXT = 1 << 20
_MOST_BASED_ON = 10  # styles each based on the next


class ParagraphReader:
    """Reads the paragraphs of one document in their order; `count` is how many were begun.

    `unseen` gathers what is not read, until it is taken away.
    """

    def __init__(self, package: Package, related: dict[str, Relation]) -> None:
        self._package, self._related = package, related
        self._numbering = Numbering(next(iter(self.parts("numbering")), None))
        styles = {node.get("styleId", ""): node for part in self.parts("styles") for node in part.iterfind("style")}
        self._styles = {name: _style_chain(styles, name) for name in styles}
        self._notes = {reference: self._texts(kind, tag) for reference, (kind, tag, _, _) in _NOTES.items()}
        self._left = _MOST_TEXT
        self._unread: dict[Why, list[str]] = {Why.STRUCK: [], Why.HIDDEN: []}  # of the paragraph under way
        self.count = 0
        self.is_shaded = False  # whether white letters are seen
        self.unseen: list[Unseen] = []

    def read(self, node: Node) -> str:
        """The text of a paragraph after the number that Word gives it, and a line feed where it ends one."""
        self.count += 1
        style = self._styles.get(value_of(node, "pPr/pStyle"), {})
        text = self._number(node, style) + "".join(self._runs(node.iterfind("r"), style))
        self._left -= len(text)
        if self._left < 0:
            raise self._package.too_large()
        for why, words in self._unread.items():
            self._tell(why, "", shown("".join(words)).strip())
            words.clear()
        return text if node.find("pPr/rPr/del") is not None else f"{text}\n"

    def _number(self, node: Node, style: dict[str, str]) -> str:
        """What Word writes before a paragraph of a list."""
        number_id = value_of(node, "pPr/numPr/numId") or style.get("numId", "")
        level = value_of(node, "pPr/numPr/ilvl") or style.get("ilvl", "0")
        is_listed = number_id and level.isdecimal() and len(level) == 1
        return self._numbering.label(number_id, int(level)) if is_listed else ""

    def _runs(self, runs: Iterable[Node], style: dict[str, str]) -> Iterator[str]:
        """The text that is seen; what is struck out, hidden or drawn is noted."""
        for run in runs:
            pieces = list(self._run(run))
            own = {mark.tag: mark.get("val", "1") for mark in run.iterfind("rPr/*")}
            looks = {**style, **self._styles.get(own.get("rStyle", ""), {}), **own}
            is_white = looks.get("color", "").upper() == _WHITE and not own.keys() & {"shd", "highlight"}
            if looks.get("strike", "0") not in _OFF or looks.get("dstrike", "0") not in _OFF:
                self._unread[Why.STRUCK] += pieces
            elif looks.get("vanish", "0") not in _OFF or (is_white and not self.is_shaded):
                self._unread[Why.HIDDEN] += pieces
            else:
                yield from pieces

    def _run(self, run: Node) -> Iterator[str]:
        for node in run:
            if node.tag == "t":
                yield node.text or ""
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
                yield from self._runs(node.iterfind("r"), {})

    def _drawing(self, node: Node) -> None:
        words = "".join(bare_text(box) for box in node.iter("txbxContent"))
        self._tell(Why.DRAWN, "文本框", words)
        if not words and has_picture(node):
            self.unseen.append(Unseen(Why.DRAWN, "图片", WHOLE))

    def _tell(self, why: Why, where: str, text: str) -> None:
        if text:
            self.unseen.append(Unseen(why, where, WHOLE, text))

    def parts(self, kind: str) -> list[Node]:
        """The parts of a kind that the document refers to."""
        return related_parts(self._package, self._related, kind)

    def _texts(self, kind: str, tag: str) -> dict[str, str]:
        """The texts of comments or footnotes by their ids; the lines that part notes from the text are none."""
        nodes = (node for part in self.parts(kind) for node in part.iterfind(tag))
        return {node.get("id", ""): bare_text(node) for node in nodes if node.get("type", "normal") == "normal"}


def bare_text(node: Node) -> str:
    """All text in a part that is not read as a cell."""
    lines = ("".join(t.text or "" for t in paragraph.iter("t")) for paragraph in node.iter("p"))
    return shown("\n".join(line for line in lines if line.strip())).strip()


def _style_chain(styles: dict[str, Node], name: str) -> dict[str, str]:
    """What of a style, or of those that it is based on, decides what is seen."""
    found: dict[str, str] = {}
    for _ in range(_MOST_BASED_ON):
        node = styles.get(name)
        marks = {path.rpartition("/")[2]: node.find(path) for path in _OF_STYLE} if node is not None else {}
        own = {key: mark.get("val", "1") for key, mark in marks.items() if mark is not None}
        found = {**own, **found}
        name = value_of(node, "basedOn")
    return found


def has_picture(node: Node) -> bool:
    """Whether a picture, chart or diagram is in it."""
    return any(node.find(f".//{tag}") is not None for tag in _PICTURES)


def is_set(node: Node | None) -> bool:
    """Whether a property is there and not switched off."""
    return node is not None and node.get("val", "1") not in _OFF
