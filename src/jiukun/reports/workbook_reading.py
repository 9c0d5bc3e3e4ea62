"""A workbook (.xlsx) as a person sees it: its visible sheets, what each cell shows, and what is hidden or drawn."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from jiukun.chinese.text import display_width
from jiukun.project.office_files import SHEET, Package, RefusedError
from jiukun.project.office_parts import Node, integer, is_on, main_part, parse_part, related_parts, relations
from jiukun.project.seen import WHOLE, Cell, Place, SeenFile, Sheet, Unseen, Why, column_letters, place_of
from jiukun.reports.workbook_cells import CellReader
from jiukun.reports.workbook_objects import unseen_objects

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_TEXT = 1 << 20  # characters of all cells
_WIDEST_TABLE = 64  # columns
_USUAL_WIDTH = 8.43
_TALLEST = 409.5  # points of a row
_FILLED = 0.9  # of a line, at 12 points where widths are counted in digits of 11
_TALL_LINE, _LOW_LINE = 17.5, 12  # points from line to line, at 12 points with room, and at 10 without
_PADDING = 6  # points above and below the lines
_MOST_COVERED = 200_000  # places within merged areas that lie in rows with text


@dataclass
class _Book:
    """What all sheets of a workbook share; `left` is how much text may still come."""

    package: Package
    cells: CellReader
    left: int = _MOST_TEXT

    def take(self, text: str) -> str:
        """Count a text, and refuse the workbook when it holds more than any report."""
        self.left -= len(text)
        if self.left < 0:
            raise RefusedError(SHEET.codes[3], "表里的文字超过 1 MiB，没有读", "只写要点，详细材料另附")
        return text


@dataclass
class _Layout:
    """What of a sheet is hidden, and how wide it is; `columns` has a byte for each, from 1, that is 1 where hidden.

    `heights` are those that a person fixed: such a row does not grow with its texts.
    """

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: bytearray = field(default_factory=lambda: bytearray(_LAST_COLUMN + 1))

    def hide_columns(self, first: int, last: int) -> None:
        first, last = max(first, 1), min(last, _LAST_COLUMN)
        self.columns[first : last + 1] = b"\1" * (last + 1 - first)

    def set_width(self, node: Node) -> None:
        """Note the width of columns, in half-width characters, as far as tables reach."""
        last = min(integer(node.get("max"), 0), _WIDEST_TABLE)
        if width := _size(node.get("width")):
            self.widths.update(dict.fromkeys(range(integer(node.get("min"), 1), last + 1), width))

    def hidden_until(self) -> dict[int, int]:
        """Each hidden row → the last of those hidden rows that follow it without a gap."""
        until: dict[int, int] = {}
        for row in sorted(self.rows, reverse=True):
            until[row] = until.get(row + 1, row)
        return until


class _Area(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


def see_workbook(data: bytes) -> SeenFile:
    """The visible sheets. Raises RefusedError for what is not read, ValueError for what is no workbook."""
    package = Package(data, SHEET)
    name = main_part(package, "xl/workbook.xml")
    root, related = parse_part(package, name), relations(package, name)
    if root is None:
        raise ValueError(name)
    properties = root.find("workbookPr")
    from_1904 = properties is not None and is_on(properties.get("date1904", "0"))
    parts = (related_parts(package, related, kind) for kind in ("styles", "sharedStrings"))
    styles, strings = (next(iter(found), None) for found in parts)
    book = _Book(package, CellReader(styles, strings, from_1904=from_1904))
    sheets: list[Sheet] = []
    unseen: list[Unseen] = []
    for node in root.iterfind("sheets/sheet"):
        title, relation = node.get("name", ""), related.get(node.get("id", ""))
        if relation is None:
            continue
        if relation.kind != "worksheet":
            unseen.append(Unseen(Why.FURTHER, title, WHOLE))
            continue
        sheet = _sheet(book, title, relation.target)
        if node.get("state", "visible") == "visible":
            sheets.append(sheet)
        elif sheet.cells:
            unseen.append(Unseen(Why.HIDDEN, f"工作表“{title}”", WHOLE))
    return SeenFile(tuple(sheets), tuple(unseen))


def _sheet(book: _Book, title: str, target: str) -> Sheet:
    root = parse_part(book.package, target)
    if root is None:
        raise ValueError(target)
    sheet = Sheet(title)
    layout = _Layout()
    for node in root.iterfind("cols/col"):
        if is_on(node.get("hidden", "0")) or _size(node.get("width")) == 0:
            layout.hide_columns(integer(node.get("min"), 1), integer(node.get("max"), _LAST_COLUMN))
        layout.set_width(node)
    areas = [area for node in root.iterfind("mergeCells/mergeCell") if (area := _area(node.get("ref", "")))]
    by_corner = {(area.top, area.left): area for area in areas}
    for place, node in _cells(root, layout):
        cell = _cell(book, sheet, place, node, by_corner.get(place))
        if cell is not None:
            sheet.cells[place] = cell
    _cover(sheet, areas)
    _hide(sheet, layout)
    sheet.unseen += _clipped(sheet, layout)
    sheet.hidden_rows = frozenset(layout.rows)
    for unseen in unseen_objects(book.package, root, relations(book.package, target)):
        book.take(unseen.text)
        sheet.unseen.append(unseen)
    return sheet


def _cells(root: Node, layout: _Layout) -> Iterator[tuple[Place, Node]]:
    """The cells in their order. Some programs leave out the places; such cells follow each other."""
    defaults = root.find("sheetFormatPr")
    all_hidden = defaults is not None and is_on(defaults.get("zeroHeight", "0"))
    row = 0
    for line in root.iterfind("sheetData/row"):
        row = min(integer(line.get("r"), row + 1) or row + 1, _LAST_ROW)
        hidden = line.get("hidden", "1" if all_hidden and "ht" not in line.attrib else "0")
        if is_on(hidden) or _size(line.get("ht")) == 0:
            layout.rows.add(row)
        if is_on(line.get("customHeight", "0")) and (height := _size(line.get("ht"))):
            layout.heights[row] = height
        column = 0
        for node in line.iterfind("c"):
            found = place_of(node.get("r", ""))
            column = min(found[1] if found else column + 1, _LAST_COLUMN)
            yield (row, column), node


def _cell(book: _Book, sheet: Sheet, place: Place, node: Node, area: _Area | None) -> Cell | None:
    """What a cell shows; None where that is nothing."""
    seen = book.cells.show(node)
    for why, text in ((Why.STRUCK, seen.struck), (Why.HIDDEN, seen.hidden)):
        if text.strip():
            sheet.unseen.append(Unseen(why, "", place, book.take(text)))
    if not seen.text.strip() and seen.flaw is None:
        return None
    row, column = place
    bottom, right = (area.bottom, area.right) if area else place
    text = book.take(seen.text)
    return Cell(row, column, text, bottom, right, flaw=seen.flaw, day=seen.day, formula=seen.formula)


def _cover(sheet: Sheet, areas: list[_Area]) -> None:
    """Note which places a merged area covers, as far as rows hold text: what lies covered is not seen."""
    rows = sorted({row for row, _ in sheet.cells})
    last = max((cell.right for cell in sheet.cells.values()), default=0)
    last = min(last, max((column for _, column in sheet.cells), default=0) + 1)
    left = _MOST_COVERED
    for area in areas:
        within = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        columns = range(area.left, min(area.right, last) + 1)
        left -= len(within) * len(columns) + 1
        if left < 0:
            raise RefusedError(SHEET.codes[3], "表里合并的格子太多，没有读", SHEET.trim)
        corner = (area.top, area.left)
        for place in ((row, column) for row in within for column in columns):
            if place != corner and place not in sheet.covered:
                sheet.covered[place] = corner
                covered = sheet.cells.pop(place, None)
                if covered is not None:
                    sheet.unseen.append(
                        Unseen(Why.HIDDEN, f"{covered.name}（盖在合并的格子下面）", place, covered.text)
                    )


def _hide(sheet: Sheet, layout: _Layout) -> None:
    """Take away what stands in hidden rows and columns; a merged cell is seen as long as any of its rows is."""
    named: set[str] = set()
    hidden_until = layout.hidden_until()
    for cell in list(sheet.cells.values()):
        in_rows = hidden_until.get(cell.row, 0) >= cell.bottom
        in_columns = layout.columns.find(0, cell.column, cell.right + 1) < 0
        if not (in_rows or in_columns):
            continue
        del sheet.cells[cell.place]
        where = f"第 {cell.row} 行" if in_rows else f"{column_letters(cell.column)} 列"
        if where not in named:
            sheet.unseen.append(Unseen(Why.HIDDEN, where, cell.place))
            named.add(where)


def _clipped(sheet: Sheet, layout: _Layout) -> Iterator[Unseen]:
    """Texts for which the rows of their cell are not, or cannot be made, tall enough to print whole.

    Where rows grow that is told even if it is doubtful; where a person fixed them, only if it is sure.
    """
    for cell in sheet.cells.values():
        rows = range(cell.row, min(cell.bottom, cell.row + _WIDEST_TABLE) + 1)
        is_fixed = any(row in layout.heights for row in rows)
        width = sum(
            layout.widths.get(column, _USUAL_WIDTH) for column in range(cell.column, min(cell.right, _WIDEST_TABLE) + 1)
        )
        if len(cell.text) <= width and "\n" not in cell.text:
            continue
        line, filled = (_LOW_LINE, 1) if is_fixed else (_TALL_LINE, _FILLED)
        room = max(width * filled, 1)
        lines = sum(max(1, ceil(display_width(text) / room)) for text in cell.text.split("\n"))
        if lines * line > sum(layout.heights.get(row, _TALLEST) for row in rows) - _PADDING * (not is_fixed):
            yield Unseen(Why.CLIPPED, "", cell.place, cell.text)


def _area(reference: str) -> _Area | None:
    first, last = (place_of(corner) for corner in (reference.partition(":")[0], reference.partition(":")[2]))
    if first is None or last is None:
        return None
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(first, last, strict=True))
    return _Area(top, left, bottom, right)


def _size(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,3}(?:\.\d+)?", text) else None
