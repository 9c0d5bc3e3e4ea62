"""Plan documents of any kind of file, known by its name: .docx as plain text with tables, and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.diagnostics.source import Source
from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table, text_document
from jiukun.project.office_files import WORD, Package, RefusedError, broken
from jiukun.project.office_parts import Node, main_part, parse_part, relations
from jiukun.project.word_numbering import Numbering, value_of
from jiukun.yamlsource.decoding import decode

_WORDS = ("牵头", "责任", "单位", "负责", "方案")  # what a plan holds, whatever its encoding
_MOST_CHARACTERS = 200_000  # of some 200 pages
_MOST_LINES = _MOST_CELLS = 20_000
_MOST_DUTIES = 8_000  # of these words
_DUTIES = ("牵头", "责任", "单位", "负责", "配合")
_TEXTS = (".txt", ".text", ".md", ".markdown")
_HINTS = {
    ".doc": "用 Word 或 WPS 打开，“文件→另存为”，类型选“Word 文档（*.docx）”，再用存好的文件",
    ".wps": "用 WPS 打开，“文件→另存为”，类型选“Microsoft Word 文件（*.docx）”，再用存好的文件",
    ".pdf": "用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”；扫描件要先做文字识别，并核对一遍",
}
# What was deleted or moved away is read nowhere; what is drawn, or says how text looks, is no text of its paragraph.
_GONE = frozenset({"del", "moveFrom"})
_NOT_TEXT = _GONE | {"pPr", "rPr", "instrText", "pict", "drawing", "object", "rt", "txbxContent", "AlternateContent"}
_SIGNS = {"tab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off"})
_LINE_BREAK = re.compile(r"[\r\n]+")
_MOST_COLUMNS = 63  # as Word
_MOST_LEVELS = 9
_MOST_BASED_ON = 30  # styles each based on the next


def read_plan_document(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file of the kind that its name says, and what is wrong with it; never raises."""
    ending = PurePath(path).suffix.lower()
    if ending == ".docx":
        return read_word(data, path)
    if ending not in _TEXTS:
        message = f"“{ending}”格式读不了" if ending else "没有扩展名，不知道是什么格式"
        hint = _HINTS.get(ending, "把方案存成 Word 文档（.docx），或复制到记事本里存成 .txt")
        return None, (Diagnostic(Location(path), "JK611", f"{message}，能读的是 .docx、.txt、.md", hint),)
    text, problems = decode(data, path, _WORDS)
    if text is None:
        return None, problems
    try:
        _check_mass(text, text.count("\t") + text.count("|"))
    except RefusedError as refused:
        return None, (*problems, refused.diagnostic(path))
    return text_document(text, path, marked=ending.startswith(".m")), problems


def _check_mass(text: str, cells: int) -> None:
    """Raise RefusedError for more text, lines, cells or words of duties than any plan has."""
    _check_length(len(text), text.count("\n") + text.count("\r") - text.count("\r\n"))
    if cells > _MOST_CELLS:
        raise _too_much("表格超过 2 万格")
    if sum(map(text.count, _DUTIES)) > _MOST_DUTIES:
        raise _too_much("“牵头”“责任”“单位”“负责”“配合”超过 8 千处")


def _check_length(characters: int, lines: int) -> None:
    if characters > _MOST_CHARACTERS:
        raise _too_much("文字超过 20 万字")
    if lines > _MOST_LINES:
        raise _too_much("文字超过 2 万行")


def _too_much(found: str) -> RefusedError:
    hint = "只留方案的文字和表格；整本的汇编请拆成一份一份的"
    return RefusedError("JK614", f"{found}，不像一份方案，没有读", hint)


def read_word(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in a .docx, and what is wrong with the file; never raises, whatever the bytes are."""
    try:
        package = Package(data, WORD)
        name = main_part(package, "word/document.xml")
        root = parse_part(package, name)
        body = root.find("body") if root is not None else None
        return (None, (broken(path, WORD),)) if body is None else (_Reader(package, name).read(body, path), ())
    except RefusedError as refused:
        return None, (refused.diagnostic(path),)
    except Exception:  # noqa: BLE001  zip and XML can be broken in any way; nothing of it is ours to tell
        return None, (broken(path, WORD),)


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, package: Package, name: str) -> None:
        targets = {relation.kind: relation.target for relation in relations(package, name).values()}
        self._numbering = Numbering(parse_part(package, targets.get("numbering", "")))
        styles = parse_part(package, targets.get("styles", ""))
        found = [] if styles is None else styles.findall("style")
        self._styles = {style.get("styleId", ""): style for style in found}
        own = (style for style in found if style.get("type") == "paragraph" and style.get("default", "0") not in _OFF)
        self._default = next((style.get("styleId", "") for style in own), "")
        self._pieces: list[str] = []  # a line for each paragraph
        self._length = 0
        self._bold: list[tuple[int, int]] = []

    def read(self, body: Node, path: str) -> PlanDocument:
        """The whole document."""
        blocks = tuple(self._blocks(body))
        text = "\n".join(self._pieces)
        _check_mass(text, sum(len(row) for block in blocks if isinstance(block, Table) for row in block.rows))
        return PlanDocument(Source(path, text), blocks, tuple(self._bold))

    def _add(self, text: str, level: int = 0) -> Paragraph:
        paragraph = Paragraph(self._length, text, level)
        self._pieces.append(text)
        self._length += len(text) + 1
        _check_length(self._length - 1, len(self._pieces) - 1)
        return paragraph

    def _blocks(self, parent: Node) -> list[Paragraph | Table]:
        blocks: list[Paragraph | Table] = []
        for node in _outermost(parent, "p", "tbl"):
            if node.tag == "tbl":
                blocks += self._tables(node)
            else:
                blocks.append(self._paragraph(node))
                for box in _outermost(node, "txbxContent"):
                    blocks += self._blocks(box)
        return blocks

    def _paragraph(self, node: Node) -> Paragraph:
        pieces = [(_LINE_BREAK.sub(" ", text), bold) for text, bold in _inline(node)]
        text = "".join(piece for piece, _ in pieces)
        number_id = self._property(node, "pPr/numPr/numId") if text.strip() else ""
        level = _number(self._property(node, "pPr/numPr/ilvl"), 0)
        label = self._numbering.label(number_id, level) if number_id else ""
        heading = _number(self._property(node, "pPr/outlineLvl"), _MOST_LEVELS) + 1
        start = self._length + len(label)
        for piece, bold in pieces:
            self._bold += [(start, start + len(piece))] if bold else []
            start += len(piece)
        return self._add(label + text, heading if heading <= _MOST_LEVELS else 0)

    def _property(self, node: Node, path: str) -> str:
        """What a paragraph says of itself, else its style, or the style that this is based on."""
        name = value_of(node, "pPr/pStyle") or self._default
        found: Node | None = node
        for _ in range(_MOST_BASED_ON):
            if found is None or value_of(found, path):
                break
            found = self._styles.get(name)
            name = value_of(found, "basedOn")
        return value_of(found, path)

    def _tables(self, node: Node) -> list[Paragraph | Table]:
        """A table and those within its cells; one that only frames its text, all of one column, is no table."""
        rows = [row for row in _outermost(node, "tr") if row.find("trPr/del") is None]
        cells = [_outermost(row, "tc") for row in rows]
        if all(len(row) == 1 for row in cells):
            return [block for (cell,) in cells for block in self._blocks(cell)]
        nested: list[Table] = []
        return [self._table(rows, nested), *nested]

    def _table(self, nodes: list[Node], nested: list[Table]) -> Table:
        rows: list[tuple[Paragraph, ...]] = []
        for row in nodes:
            cells = [self._add("")] * _number(value_of(row, "trPr/gridBefore"), 0)
            for cell in _outermost(row, "tc"):
                read = self._cell(cell, nested)
                merge = cell.find("tcPr/vMerge")
                goes_on = merge is not None and merge.get("val", "continue") == "continue"
                if goes_on and rows and len(cells) < len(rows[-1]):
                    read = rows[-1][len(cells)]
                cells += [read] * _number(value_of(cell, "tcPr/gridSpan"), 1)
            rows.append(tuple(cells[:_MOST_COLUMNS]))
        return Table(tuple(rows))

    def _cell(self, node: Node, nested: list[Table]) -> Paragraph:
        """A cell as one paragraph of several lines; the tables in it are kept apart, too."""
        start, first = self._length, len(self._pieces)
        nested += [block for block in self._blocks(node) if isinstance(block, Table)]  # each adds its lines to the text
        return Paragraph(start, "\n".join(self._pieces[first:]))


def _outermost(parent: Node, *tags: str) -> list[Node]:
    """The nodes of some tags below a node, none within another, also those in content controls and insertions."""
    found: list[Node] = []
    for child in parent:
        if child.tag in tags:
            found.append(child)
        elif child.tag not in _GONE:
            found += _outermost(child, *tags)
    return found


def _number(text: str, default: int) -> int:
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and len(text) <= _MOST_LEVELS else default


def _inline(node: Node, *, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """The text of a paragraph as it is shown and whether bold, without what is deleted, hidden or in a frame."""
    for child in node:
        if child.tag == "t":
            yield child.text or "", bold
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], bold
        elif child.tag not in _NOT_TEXT and not _has(child, "vanish"):
            yield from _inline(child, bold=bold or _has(child, "b"))


def _has(run: Node, mark: str) -> bool:
    """Whether a run has a property of the kind that is on or off."""
    found = run.find(f"rPr/{mark}")
    return found is not None and found.get("val", "true") not in _OFF
