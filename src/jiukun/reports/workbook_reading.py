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
from jiukun.project.office_parts import Node, Relation, main_part, parse_part, relations
from jiukun.reports.seen import (
    CLIPPED,
    COMMENT,
    DRAWN,
    FURTHER,
    HIDDEN,
    OUTSIDE,
    STRUCK,
    WHOLE,
    Cell,
    Place,
    SeenFile,
    Sheet,
    Unseen,
    column_letters,
    column_number,
    shown,
)
from jiukun.reports.workbook_cells import CellReader, integer, is_on, rich_text

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_TEXT = 1 << 20  # characters of all cells
_SHORT = 150  # characters, for which any cell has room enough
_WIDEST_TABLE = 64  # columns
_USUAL_WIDTH = 8.43
_FILLED = 0.9  # of a line, at 12 points where widths are counted in digits of 11
_MOST_LINES = 23  # of 12 points in 409
_MOST_COVERED = 200_000  # places within merged areas that lie in rows with text
_PAGE_CODES = re.compile(r'&*"[^"]*"|&(?:K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z&])')
_PAGE_WORDS = re.compile(r"[第共页码\W\d_]+")


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
    """What of a sheet is hidden, and how wide it is; `columns` has a byte for each, from 1, that is 1 where hidden."""

    widths: dict[int, float] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: bytearray = field(default_factory=lambda: bytearray(_LAST_COLUMN + 1))

    def hide_columns(self, first: int, last: int) -> None:
        first, last = max(first, 1), min(last, _LAST_COLUMN)
        self.columns[first : last + 1] = b"\1" * (last + 1 - first)

    def set_width(self, node: Node) -> None:
        """Note the width of columns, in half-width characters, as far as tables reach."""
        width = re.fullmatch(r"\d{1,3}(?:\.\d+)?", node.get("width", ""))
        last = min(integer(node.get("max"), 0), _WIDEST_TABLE)
        if width:
            self.widths.update(dict.fromkeys(range(integer(node.get("min"), 1), last + 1), float(width[0])))

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
    styles, strings = (_part(package, related, kind) for kind in ("styles", "sharedStrings"))
    book = _Book(package, CellReader(styles, strings, from_1904=from_1904))
    sheets: list[Sheet] = []
    unseen: list[Unseen] = []
    for node in root.iterfind("sheets/sheet"):
        title, relation = node.get("name", ""), related.get(node.get("id", ""))
        if relation is None:
            continue
        if relation.kind != "worksheet":
            unseen.append(Unseen(FURTHER, title, WHOLE))
            continue
        sheet = _sheet(book, title, relation.target)
        if node.get("state", "visible") == "visible":
            sheets.append(sheet)
        elif sheet.cells:
            unseen.append(Unseen(HIDDEN, f"工作表“{title}”", WHOLE))
    return SeenFile(tuple(sheets), tuple(unseen))


def _part(package: Package, related: dict[str, Relation], kind: str) -> Node | None:
    target = next((relation.target for relation in related.values() if relation.kind == kind), None)
    return parse_part(package, target) if target else None


def _sheet(book: _Book, title: str, target: str) -> Sheet:
    root = parse_part(book.package, target)
    if root is None:
        raise ValueError(target)
    sheet = Sheet(title)
    layout = _Layout()
    for node in root.iterfind("cols/col"):
        if is_on(node.get("hidden", "0")) or _is_nothing(node.get("width")):
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
    related = relations(book.package, target)
    sheet.unseen += _comments(_part(book.package, related, "comments"))
    drawing = root.find("drawing")
    drawn = related.get(drawing.get("id", "")) if drawing is not None else None
    sheet.unseen += _drawings(parse_part(book.package, drawn.target) if drawn else None)
    sheet.unseen += _objects(root)
    sheet.unseen += _margins(root.find("headerFooter"))
    for unseen in sheet.unseen:
        book.take(unseen.text)
    return sheet


def _cells(root: Node, layout: _Layout) -> Iterator[tuple[Place, Node]]:
    """The cells that are there, in their order; some programs leave the places out, which then follow each other."""
    defaults = root.find("sheetFormatPr")
    all_hidden = defaults is not None and is_on(defaults.get("zeroHeight", "0"))
    row = 0
    for line in root.iterfind("sheetData/row"):
        row = min(integer(line.get("r"), row + 1) or row + 1, _LAST_ROW)
        hidden = line.get("hidden", "1" if all_hidden and "ht" not in line.attrib else "0")
        if is_on(hidden) or _is_nothing(line.get("ht")):
            layout.rows.add(row)
        column = 0
        for node in line.iterfind("c"):
            found = _PLACE.fullmatch(node.get("r", ""))
            column = min(column_number(found[1]) if found else column + 1, _LAST_COLUMN)
            yield (row, column), node


def _cell(book: _Book, sheet: Sheet, place: Place, node: Node, area: _Area | None) -> Cell | None:
    """What a cell shows; None where that is nothing."""
    seen = book.cells.show(node)
    for code, text in ((STRUCK, seen.struck), (HIDDEN, seen.hidden)):
        if text.strip():
            sheet.unseen.append(Unseen(code, "", place, text))
    if not seen.text.strip() and seen.flaw is None:
        return None
    row, column = place
    bottom, right = (area.bottom, area.right) if area else place
    name = f"{column_letters(column)}{row}"
    return Cell(row, column, book.take(seen.text), name, bottom, right, row, column, seen.flaw, seen.day, seen.formula)


def _cover(sheet: Sheet, areas: list[_Area]) -> None:
    """Note which places a merged area covers, where rows hold text; what lies covered there is not to be seen."""
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
                    sheet.unseen.append(Unseen(HIDDEN, f"{covered.name}（盖在合并的格子下面）", place, covered.text))


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
            sheet.unseen.append(Unseen(HIDDEN, where, cell.place))
            named.add(where)


def _clipped(sheet: Sheet, layout: _Layout) -> Iterator[Unseen]:
    """Texts for which the rows of their cell cannot be tall enough: Excel prints no row higher than 409 points."""
    for cell in sheet.cells.values():
        if len(cell.text) < _SHORT:
            continue
        columns = range(cell.column, min(cell.right, _WIDEST_TABLE) + 1)
        width = sum(layout.widths.get(column, _USUAL_WIDTH) for column in columns) * _FILLED
        lines = sum(max(1, ceil(display_width(line) / max(width, 1))) for line in cell.text.split("\n"))
        if lines > _MOST_LINES * (cell.bottom - cell.row + 1):
            yield Unseen(CLIPPED, "", cell.place, cell.text)


def _comments(root: Node | None) -> Iterator[Unseen]:
    for node in root.iterfind("commentList/comment") if root is not None else ():
        found = _PLACE.match(node.get("ref", ""))
        text = node.find("text")
        if found and text is not None and (words := rich_text(text).seen.strip()):
            yield Unseen(COMMENT, "", (int(found[2]), column_number(found[1])), words)


def _drawings(root: Node | None) -> Iterator[Unseen]:
    """Pictures, charts and text boxes, by the cell over which each begins; a mere line or shape is decoration."""
    for anchor in root if root is not None else ():
        words = shown("".join(node.text or "" for node in anchor.iter("t"))).strip()
        what = next(
            (name for tag, name in (("pic", "图片"), ("graphicFrame", "图表")) if anchor.find(f".//{tag}") is not None),
            "",
        )
        if what or words:
            yield Unseen(DRAWN, what or "文本框", _corner(anchor.find("from")), words)


def _objects(root: Node) -> Iterator[Unseen]:
    """Files of other programs that lie over the sheet."""
    for node in root.iterfind("oleObjects//oleObject"):
        corner = node.find("objectPr/anchor/from")
        yield Unseen(DRAWN, "嵌入的对象", _corner(corner))


def _corner(node: Node | None) -> Place:
    """The cell over which something drawn begins."""
    if node is None:
        return 1, 1
    return integer(node.findtext("row"), 0) + 1, integer(node.findtext("col"), 0) + 1


def _margins(node: Node | None) -> Iterator[Unseen]:
    """The page's header and footer, unless they only number the pages."""
    for part in node if node is not None else ():
        words = shown(_PAGE_CODES.sub(" ", part.text or "")).strip()
        if _PAGE_WORDS.sub("", words):
            yield Unseen(OUTSIDE, "页眉页脚", WHOLE, words)


def _area(reference: str) -> _Area | None:
    corners = [_PLACE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:  # noqa: PLR2004
        return None
    columns = sorted(column_number(corner[1]) for corner in corners if corner)
    rows = sorted(int(corner[2]) for corner in corners if corner)
    return _Area(rows[0], columns[0], rows[1], columns[1])


def _is_nothing(size: str | None) -> bool:
    """Whether a row or column has no height or width."""
    return size is not None and re.fullmatch(r"0+(?:\.0+)?", size.strip()) is not None
