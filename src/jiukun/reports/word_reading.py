"""A Word document (.docx) as one sheet: each paragraph and table row is a row."""

from __future__ import annotations

from dataclasses import replace

from jiukun.project.office_files import WORD_FORM
from jiukun.project.office_parts import Node
from jiukun.project.seen import WHOLE, Cell, Place, SeenFile, Sheet, Unseen, Why, shown
from jiukun.project.word_documents import WordCell, grid, open_document
from jiukun.project.word_text import WordReader, bare_text


def see_document(data: bytes) -> SeenFile:
    """The whole document as one sheet without a name.

    Raises RefusedError for what is not read, any other error for what is no document.
    """
    return SeenFile((_Reader(open_document(data, WORD_FORM)).read(),))


class _Reader:
    """Reads one document from its first paragraph to the last."""

    def __init__(self, text: WordReader) -> None:
        self._text = text
        self._sheet = Sheet("")
        self._row = 0

    def read(self) -> Sheet:
        self._take_unseen(WHOLE)
        self._blocks(self._text.body)
        return self._sheet

    def _blocks(self, parent: Node) -> None:
        """The paragraphs and tables of the body, each row of a table and each paragraph a row of the sheet."""
        for node in parent:
            if node.tag == "tbl":
                self._table(node)
            elif node.tag == "p":
                self._row += 1
                place, line = (self._row, 1), self._text.count + 1
                self._put(place, 1, self._paragraph(node), line)

    def _paragraph(self, node: Node) -> str:
        paragraph = self._text.read(node)
        words = "".join(map(bare_text, paragraph.boxes))
        self._text.unseen += [Unseen(Why.DRAWN, "文本框", WHOLE, words)] if words else []
        return f"{paragraph.text}\n"

    def _table(self, table: Node) -> None:
        above = self._row
        for row in grid(table):
            self._row += 1
            for cell in row:
                self._table_cell(cell, above)

    def _table_cell(self, cell: WordCell, above: int) -> None:
        """Note a cell of a table that has so many rows of the sheet above it, or let a merged one reach to it."""
        (row, column), right = cell.corner, cell.place[1] + cell.width - 1
        place, corner, line = (self._row, cell.place[1]), (above + row, column), self._text.count + 1
        if cell.hidden_by:
            self._text.pass_over(cell.node, cell.hidden_by)
            self._take_unseen(place)
        else:
            self._put(place, right, self._cell(cell.node), line)
        if whole := self._sheet.cells.get(corner):
            self._sheet.cells[corner] = replace(whole, bottom=self._row, right=max(whole.right, right))
            self._sheet.covered |= {(self._row, other): corner for other in range(cell.place[1], right + 1)}

    def _cell(self, cell: Node) -> str:
        """The lines of a cell; those of a table in it follow row by row."""
        pieces: list[str] = []
        for node in cell:
            if node.tag == "p":
                pieces.append(self._paragraph(node))
            for row in node.iterfind("tr"):
                inner = [self._cell(inside).strip("\n") for inside in row.iterfind("tc")]
                pieces.append("　".join(inner) + "\n")
        return "".join(pieces)

    def _put(self, place: Place, right: int, text: str, line: int) -> None:
        """Note what a cell shows, and what of it is not read."""
        self._take_unseen(place)
        words = shown(text).strip("\n")
        if words.strip():
            self._sheet.cells[place] = Cell(*place, words, self._row, right, line)

    def _take_unseen(self, place: Place) -> None:
        self._sheet.unseen += [unseen._replace(place=place) for unseen in self._text.unseen]
        self._text.unseen.clear()
