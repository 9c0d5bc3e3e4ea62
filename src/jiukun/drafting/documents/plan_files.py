"""Plan documents of any kind of file, known by its name: .docx as plain text with tables, and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from jiukun.chinese.text import one_line
from jiukun.diagnostics.codes import CODES
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.diagnostics.source import Source
from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table, text_document
from jiukun.project.office_files import WORD, RefusedError, broken
from jiukun.project.office_parts import Node
from jiukun.project.seen import WHOLE, Place, Unseen, Why, by_kind
from jiukun.project.word_documents import grid, open_document
from jiukun.project.word_text import WordParagraph, WordReader
from jiukun.yamlsource.decoding import decode

_WORDS = ("牵头", "责任", "单位", "负责", "方案")  # what a plan holds, whatever its encoding
_EXCERPT = 16
_MOST_CHARACTERS = 200_000  # of some 200 pages
_MOST_LINES = _MOST_CELLS = 20_000
_MOST_DUTIES = 8_000  # of these words
_DUTY = re.compile("(?:牵头|责任|负责|配合)(?:单位)?|单位")
_TEXTS = (".txt", ".text", ".md", ".markdown")
_HINTS = {
    ".doc": "用 Word 或 WPS 打开，“文件→另存为”，类型选“Word 文档（*.docx）”，再用存好的文件",
    ".wps": "用 WPS 打开，“文件→另存为”，类型选“Microsoft Word 文件（*.docx）”，再用存好的文件",
    ".pdf": "用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”；扫描件要先做文字识别，并核对一遍",
}
_NOT_READ = {Why.DRAWN: "图片、图表没有读", Why.OUTSIDE: "脚注、页眉、页脚没有读"}
_TAKE_IN = "要起草的，取消隐藏、去掉删除线，或写进正文，再起草一次；不要的不用管"
_ACCEPTED = "读的是接受全部修订以后的样子；有要拒绝的，在“审阅”里处理好再起草一次"


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
    if len(text) > _MOST_CHARACTERS:
        raise _too_much("文字超过 20 万字")
    if text.count("\n") + text.count("\r") - text.count("\r\n") > _MOST_LINES:
        raise _too_much("文字超过 2 万行")
    if cells > _MOST_CELLS:
        raise _too_much("表格超过 2 万格")
    if len(_DUTY.findall(text)) > _MOST_DUTIES:
        raise _too_much("“牵头单位”“责任单位”“负责”“配合”这样的词超过 8 千处")


def _too_much(found: str) -> RefusedError:
    hint = "只留方案的文字和表格；整本的汇编请拆成一份一份的"
    return RefusedError("JK614", f"{found}，不像一份方案，没有读", hint)


def read_word(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in a .docx, and what is wrong with the file; never raises, whatever the bytes are."""
    try:
        return _Reader(open_document(data, WORD)).read(path)
    except RefusedError as refused:
        return None, (refused.diagnostic(path),)
    except Exception:  # noqa: BLE001  zip and XML can be broken in any way; nothing of it is ours to tell
        return None, (broken(path, WORD),)


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, reader: WordReader) -> None:
        self._reader = reader
        self._pieces: list[str] = []  # a line for each paragraph
        self._length = 0
        self._bold: list[tuple[int, int]] = []

    def read(self, path: str) -> tuple[PlanDocument, tuple[Diagnostic, ...]]:
        """The whole document, and what of it is not read."""
        blocks = tuple(self._blocks(self._reader.body))
        text = "\n".join(self._pieces)
        _check_mass(text, sum(len(row) for block in blocks if isinstance(block, Table) for row in block.rows))
        return PlanDocument(Source(path, text), blocks, tuple(self._bold)), tuple(_not_read(path, self._reader.unseen))

    def _blocks(self, parent: Node) -> list[Paragraph | Table]:
        blocks: list[Paragraph | Table] = []
        for node in parent:
            if node.tag == "tbl":
                nested: list[Table] = []
                blocks += [self._table(node, nested), *nested]
            elif node.tag == "p":
                paragraph = self._reader.read(node)
                blocks.append(self._add(paragraph))
                for box in paragraph.boxes:
                    blocks += self._blocks(box)
        return blocks

    def _add(self, paragraph: WordParagraph) -> Paragraph:
        text, start = paragraph.text.replace("\n", "\v"), self._length
        self._bold += [(start + begin, start + end) for begin, end in paragraph.bold]
        self._pieces.append(text)
        self._length += len(text) + 1
        return Paragraph(start, text, paragraph.level)

    def _table(self, table: Node, nested: list[Table]) -> Table:
        """A table; those within its cells are added to `nested`."""
        rows: list[tuple[Paragraph, ...]] = []
        seen: dict[Place, Paragraph] = {}
        for cells in grid(table):
            blank = Paragraph(self._length, "")
            row = [blank] * (cells[0].place[1] - 1 if cells else 0)
            for cell in cells:
                if cell.hidden_by:
                    self._reader.pass_over(cell.node, cell.hidden_by)
                    self._length += self._reader.count - len(self._pieces)
                    self._pieces += [""] * (self._reader.count - len(self._pieces))
                else:
                    seen[cell.place] = self._cell(cell.node, nested)
                row += [seen.get(cell.corner, blank)] * cell.width
            rows.append(tuple(row))
        return Table(tuple(rows))

    def _cell(self, node: Node, nested: list[Table]) -> Paragraph:
        """A cell as one paragraph of several lines; the tables in it are kept apart, too."""
        start, first = self._length, len(self._pieces)
        nested += [block for block in self._blocks(node) if isinstance(block, Table)]  # each adds its lines to the text
        return Paragraph(start, "\n".join(self._pieces[first:]))


def _not_read(path: str, unseen: list[Unseen]) -> Iterator[Diagnostic]:
    for why, first, names in by_kind(((item.why, item) for item in unseen), _named):
        message = "：".join(filter(None, (_NOT_READ.get(why, CODES[why].title), names)))
        hint = _ACCEPTED if why == Why.TRACKED else _TAKE_IN
        yield Diagnostic(Location(path, max(1, first.place[0])), why.value, message, hint)


def _named(item: Unseen) -> str:
    """第 12 段脚注“……”."""
    where = item.where if item.place == WHOLE else f"第 {item.place[0]} 段{item.where}"
    return f"{where}“{one_line(item.text, _EXCERPT)}”" if item.text else where
