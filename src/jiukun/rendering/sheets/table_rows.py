"""A sheet laid out row by row: columns, headings, rows as tall as their texts, parted only where a page is too low."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import zip_longest
from typing import NamedTuple

from jiukun.products.tables import Cell, Mark
from jiukun.rendering.sheets.cutting import cut
from jiukun.rendering.sheets.drawing import (
    A4,
    CELL_MARGIN,
    ROW_LIMIT,
    Book,
    Look,
    PaperSize,
    Style,
    whole_pixels,
)
from jiukun.rendering.sheets.paper import HEAD_FONT, clean
from jiukun.rendering.sheets.wrapping import capacity, count_lines, lines_within, row_height
from jiukun.reports.form_layout import GOES_ON

SIZE = 12.0  # 小四

FILLS = {Mark.GAP: "FFF2CC", Mark.INVALID: "FBE0D6", Mark.CLOSED: "EAEAEA"}
_ROUNDING = 1.0  # points by which programs may find a page lower
_SHARES_OF_TYPE = (1, 0.98, 0.9, 0.88)  # to which programs and wider fonts make the whole print smaller


class Align(Enum):
    """Where the texts of a column stand."""

    LEFT = "left"
    CENTER = "center"
    SHORT = "short"  # in the middle if on one line


class Field(NamedTuple):
    """A column: its heading, its width in points and the place of its texts."""

    heading: str
    points: float
    align: Align

    def line(self, size: float, *, bold: bool = False) -> int:
        """How much a line of its text holds."""
        return capacity(self.points - CELL_MARGIN, size, bold=bold)


class _Piece(NamedTuple):
    """A text as a cell shows it, or a number, how many lines it takes, and its mark."""

    value: str | int
    lines: int = 1
    mark: Mark = Mark.NONE


_NOTHING = _Piece("")
_Key = tuple[int, Mark, bool, bool, str, str]  # see `Layout._look`


class Layout:
    """A sheet that is filled from the top."""

    def __init__(self, book: Book, name: str, fields: Sequence[Field], size: float, paper: PaperSize = A4) -> None:
        self.sheet = book.sheet(name)
        self._book = book
        self._fields = fields
        self._size = size
        self._paper = paper
        self._lines = [(field.line(size), field.line(size, bold=True)) for field in fields]
        self._styles: dict[_Key, Style] = {}
        self._heights: list[float] = []
        self._head = 0
        self._used = 0.0  # points of the page that the last row stands on
        self.sheet.set_widths([field.points for field in fields])

    @property
    def row(self) -> int:
        """The next row."""
        return len(self._heights)

    def across(self, text: str, look: Look, height: float = 0) -> None:
        """A text from edge to edge, at least `height` points tall."""
        style = self._book.style(look)
        line = capacity(self._paper.points - CELL_MARGIN, look.size, bold=look.bold)
        for piece in cut(clean(text), line, lines_within(ROW_LIMIT, look.size)):
            tall = max(height, row_height(count_lines(piece, line), look.size))
            self.sheet.merge(self.row, self.row, (0, len(self._fields) - 1), piece, style)
            self._add(tall)

    def heads(self, header: str) -> None:
        """The headings: at the head of every page, below `header`, and always in sight on the screen."""
        style = self._book.style(Look(HEAD_FONT, self._size, horizontal="center"))
        texts = [clean(field.heading) for field in self._fields]
        lines = [count_lines(text, field.line(self._size)) for text, field in zip(texts, self._fields, strict=True)]
        self._head = self.row
        self._add(min(row_height(max(lines), self._size), ROW_LIMIT), [(text, style) for text in texts])
        self.sheet.set_page(self._head, header, self._paper)
        self.sheet.worksheet.freeze_panes(self.row, 0)

    def record(self, fixed: Sequence[str | int], texts: Sequence[Sequence[Cell]], reserve: float = 0) -> None:
        """One measure: the rows of its units below each other, beside them what they have in common.

        Only what is taller than a row can be, or than a page with `reserve` points kept free, goes on in a further
        row. Where nothing does, what is common is one cell over all rows of a page, no taller than the first of them,
        as a page may end below it.
        """
        common = [self._piece(place, value) for place, value in enumerate(fixed)]
        units = [[self._piece(place, *cell) for place, cell in enumerate(cells, len(fixed))] for cells in texts]
        most = max(1, lines_within(self._limit(reserve), self._size))
        if all(piece.lines <= most for pieces in (common, *units) for piece in pieces):
            self._whole(common, units)
        else:
            self._parted(common, units, most)

    def sign(self, text: str, look: Look, height: float) -> None:
        """A line below the table that stands on no page without the last row, also where that is printed smaller.

        The last row grows where it would fit on a page and the line would not: both then go to the next one. Where
        that would take more than a row can be, only type that is not made smaller is heeded.
        """
        rooms = [self._room_for_last(self._paper.height / share) for share in _SHARES_OF_TYPE]
        own = self._heights[-1]
        tall = min(_tall_enough(own, rooms, height), ROW_LIMIT)
        self._heights[-1] = tall if tall < ROW_LIMIT else min(_tall_enough(own, rooms[:1], height), ROW_LIMIT)
        self.sheet.worksheet.set_row(self.row - 1, self._heights[-1])
        self.across(text, look, height)

    def listing(self, rows: Sequence[Sequence[str | int]], heights: Sequence[float], *, is_form: bool = False) -> None:
        """Rows of a list, each as tall as `heights` says, to be filtered on the screen, or to be filled in."""
        styles = [self._list_styles(field, is_open=is_form) for field in self._fields]
        for row, height in zip(rows, heights, strict=True):
            cells = [(value, own[isinstance(value, int)]) for value, own in zip(row, styles, strict=True)]
            self._add(height, cells)
        self.sheet.worksheet.autofilter(self._head, 0, self.row - 1, len(self._fields) - 1)

    def end(self, *, is_printed: bool = True) -> None:
        """Settle what of the sheet is printed: all of it, or an empty cell beside it, which no program prints."""
        columns = (0, len(self._fields) - 1) if is_printed else (len(self._fields) + 1,) * 2
        rows = (0, self.row - 1) if is_printed else (0, 0)
        self.sheet.worksheet.print_area(rows[0], columns[0], rows[1], columns[1])

    def _limit(self, reserve: float) -> float:
        """How tall a row can be: a first row has the first page below the headings, not the next one, to itself."""
        above = sum(self._heights) if self.row == self._head + 1 else self._heights[self._head]
        return min(ROW_LIMIT, self._paper.height - above - reserve)

    def _piece(self, place: int, value: str | int, mark: Mark = Mark.NONE) -> _Piece:
        text = shown(value)
        return _Piece(text, _lines(text, self._lines[place][mark is not Mark.NONE]), mark)

    def _whole(self, common: Sequence[_Piece], units: Sequence[Sequence[_Piece]]) -> None:
        vertical = "top" if len(units) > 1 else "center"
        first = self.row
        for unit in units:
            height = row_height(_tallest(unit), self._size)
            if self.row > first and self._begins_page(height):
                self._beside(first, common, vertical)
                first = self.row
            if self.row == first:
                height = max(height, row_height(_tallest(common), self._size))
            self._add(height, self._cells(unit, len(common)), len(common))
        self._beside(first, common, vertical)

    def _beside(self, first: int, common: Sequence[_Piece], vertical: str) -> None:
        """What the rows from `first` on have in common, each text one cell over them."""
        for place, (value, style) in enumerate(self._cells(common, vertical=vertical)):
            self.sheet.merge(first, self.row - 1, (place, place), value, style)

    def _parted(self, common: Sequence[_Piece], units: Sequence[Sequence[_Piece]], most: int) -> None:
        """Rows in which texts go on; they say so, and no line parts them. The last piece alone is as tall as it is."""
        for number, unit in enumerate(units):
            whole = [*(common if number == 0 else [_NOTHING] * len(common)), *unit]
            columns = [self._parts(place, piece, most) for place, piece in enumerate(whole)]
            total = max(map(len, columns))
            for step in range(total):
                edges = "lr" + "t" * (step == 0) + "b" * (step == total - 1)
                pieces = [parts[step] if step < len(parts) else _Piece("", mark=parts[0].mark) for parts in columns]
                if step:
                    pieces[0] = _Piece(GOES_ON)
                height = row_height(_tallest(pieces), self._size) if step == total - 1 else self._limit(0)
                self._add(height, self._cells(pieces, vertical="top", edges=edges))

    def _parts(self, place: int, piece: _Piece, most: int) -> list[_Piece]:
        """A text in pieces of at most `most` lines each."""
        if piece.lines <= most:
            return [piece]
        line = self._lines[place][piece.mark is not Mark.NONE]
        return [piece._replace(value=text, lines=count_lines(text, line)) for text in cut(str(piece.value), line, most)]

    def _cells(
        self, pieces: Sequence[_Piece], first: int = 0, vertical: str = "center", edges: str = "lrtb"
    ) -> list[tuple[str | int, Style]]:
        """What the columns from `first` on show, each in its style."""
        return [
            (value, self._style((place, mark, lines > 1, isinstance(value, int), vertical, edges)))
            for place, (value, lines, mark) in enumerate(pieces, first)
        ]

    def _style(self, key: _Key) -> Style:
        if key not in self._styles:
            self._styles[key] = self._book.style(self._look(*key))
        return self._styles[key]

    def _look(self, place: int, mark: Mark, is_long: bool, is_number: bool, vertical: str, edges: str) -> Look:  # noqa: FBT001  a key
        align = self._fields[place].align
        return Look(
            size=self._size,
            bold=mark is not Mark.NONE,
            horizontal="left" if align is Align.LEFT or (align is Align.SHORT and is_long) else "center",
            vertical=vertical,
            edges=edges,
            fill=FILLS.get(mark, ""),
            is_text=not is_number,
        )

    def _list_styles(self, field: Field, *, is_open: bool) -> tuple[Style, Style]:
        """Of texts and of numbers."""
        horizontal = "left" if field.align is Align.LEFT else "center"
        text = Look(size=self._size, horizontal=horizontal, is_open=is_open)
        return self._book.style(text), self._book.style(Look(size=self._size, horizontal=horizontal, is_text=False))

    def _add(self, height: float, cells: Sequence[tuple[str | int, Style]] = (), first: int = 0) -> None:
        """The next row, its cells in the columns from `first` on."""
        height = whole_pixels(height)
        self._used = height + (self._heights[self._head] if self._begins_page(height) else self._used)
        self.sheet.row(self.row, height, cells, first)
        self._heights.append(height)

    def _begins_page(self, height: float) -> bool:
        """Whether the next row, if so tall, is the first of a page on which type is not made smaller."""
        return self._used + whole_pixels(height) > self._paper.height - _ROUNDING

    def _room_for_last(self, holds: float) -> float:
        """How much is left for the last row on the page that the others end on, if a page holds so much."""
        used = sum(self._heights[: self._head + 1])
        for height in self._heights[self._head + 1 : -1]:
            used = height + (used if used + height <= holds else self._heights[self._head])
        return holds - used


def _tallest(pieces: Sequence[_Piece]) -> int:
    return max([piece.lines for piece in pieces])


def _tall_enough(tall: float, rooms: Sequence[float], line: float) -> float:
    """The least height, `tall` or more, with which a row fits no room without the line below it fitting, too."""
    for room in sorted(rooms):
        if room - line < tall <= room:
            tall = whole_pixels(room + 1)
    return tall


def shown(value: str | int) -> str | int:
    """What a cell shows: a number, or a text without the blanks at its end."""
    return value if isinstance(value, int) else clean(value).rstrip()


def heights(rows: Sequence[Sequence[str | int]], fields: Sequence[Field], size: float) -> list[float]:
    """How tall each row of a list is."""
    lines = [field.line(size) for field in fields]
    return [row_height(max(map(_lines, row, lines)), size) for row in rows]


def _lines(value: str | int, line: int) -> int:
    return 1 if isinstance(value, int) else count_lines(value, line)


def pieces(
    row: Sequence[str | int], fields: Sequence[Field], keys: int, size: float, limit: float
) -> Iterator[tuple[str | int, ...]]:
    """A row that is too tall as several: each begins with the keys that are not, and ends with its number, as 1/3."""
    most = max(1, lines_within(limit, size))
    parted: list[list[str | int]] = [
        [value] if isinstance(value, int) else [*cut(value, field.line(size), most)]
        for value, field in zip(row, fields, strict=True)
    ]
    is_key = [place < keys and len(texts) == 1 for place, texts in enumerate(parted)]
    total = max(map(len, parted))
    for number, values in enumerate(zip_longest(*parted, fillvalue=""), 1):
        own = [texts[0] if key else value for value, texts, key in zip(values, parted, is_key, strict=True)]
        yield (*own[:-1], f"{number}/{total}" if total > 1 else "")
