"""Workbooks as bytes: text that stays text, looks, printed pages; the only home of XlsxWriter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from xlsxwriter import Workbook

from jiukun.products.tables import About
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, PAGE_FONT, clean

# The Normal style is the measure of all columns. A digit of Times New Roman 12, and of the fonts that take its place,
# is 6 points wide on every screen and in every office program (6.7 in Noto Serif, which makes columns only wider).
NORMAL = {"font_name": "Times New Roman", "font_size": 12}
UNIT = 6.0  # points to a unit of column width, at least
CELL_MARGIN = 4.0  # points of a column that Excel keeps free of text, left and right together
ROW_LIMIT = 408.75  # points: Excel knows no taller row

_STEPS = 7  # XlsxWriter counts columns in pixels, 7 to a unit
_PIXEL = 0.75  # points; rows are whole pixels high
_QUOTED_STARTS = frozenset("=+-@'＝＋－＠＇#")
_QUOTED_VALUE = re.compile(r"[\s\d０-９.,，．/:：%％$￥¥€£()（）年月日时分秒eE+-]+|true|false", re.IGNORECASE)
_QUOTED_LENGTH = 64  # no number, date or truth value is longer
_GB2312 = 134  # Windows' number of the character set: another font, if need be, is then a Chinese one
_LONGEST_HEADER = 100  # characters; Excel allows 255, its own signs among them
_SIDES = {"l": "left", "r": "right", "t": "top", "b": "bottom"}
_VERTICALS = {"center": "vcenter", "top": "top", "bottom": "bottom"}


class PaperSize(NamedTuple):
    """A size of paper, lying down: its number in Excel, what is within the margins, and how large a screen shows it."""

    number: int
    units: int
    height: float  # points
    zoom: int  # percent at which the width is seen on a screen of 1,366 pixels

    @property
    def points(self) -> float:
        """The width of a table that fills it."""
        return self.units * UNIT


A4 = PaperSize(9, 114, 487.0, 120)
A3 = PaperSize(8, 170, 733.0, 90)


class Look(NamedTuple):
    """How a cell looks; `edges` names the sides that have a line, `fill` is an RRGGBB colour."""

    font: str = BODY_FONT
    size: float = 12
    bold: bool = False
    horizontal: str = "left"
    vertical: str = "center"
    edges: str = "lrtb"
    fill: str = ""
    is_text: bool = True  # text wraps, a number shrinks
    is_open: bool = False  # may be typed in where the sheet is protected


class Style(NamedTuple):
    """A look in the workbook, for ordinary text and for text that Excel would take for a value if typed."""

    plain: Any
    quoted: Any


class Sheet:
    """A sheet: rows and columns are counted from 0."""

    def __init__(self, worksheet: Any) -> None:
        self.worksheet = worksheet

    def put(self, row: int, column: int, value: str | int, style: Style) -> None:
        """A number, or text of at most 32,767 characters that is cleaned and stays text; an empty one is a blank."""
        if isinstance(value, int):
            self.worksheet.write_number(row, column, value, style.plain)
        elif value == "":
            self.worksheet.write_blank(row, column, None, style.plain)
        else:
            own = style.quoted if needs_quote(value) else style.plain
            self.worksheet.write_string(row, column, _no_markup(value), own)

    def row(self, row: int, height: float, cells: Iterable[tuple[str | int, Style]], first: int = 0) -> None:
        """A row, `height` points tall, with cells in the columns from `first` on."""
        self.worksheet.set_row(row, height)
        for column, (value, style) in enumerate(cells, first):
            self.put(row, column, value, style)

    def merge(self, first: int, last: int, columns: tuple[int, int], value: str | int, style: Style) -> None:
        """One cell over the rows from `first` to `last` and the columns given; one place needs no merging."""
        if (first, columns[0]) != (last, columns[1]):
            self.worksheet.merge_range(first, columns[0], last, columns[1], "", style.plain)
        self.put(first, columns[0], value, style)

    def set_widths(self, points: Sequence[float]) -> None:
        """The widths of the columns; what one loses by rounding the next one gains."""
        ends = [round(end / UNIT * _STEPS) for end in accumulate(points, initial=0)]
        for column, (start, end) in enumerate(pairwise(ends)):
            self.worksheet.set_column_pixels(column, column, end - start)

    def set_page(self, head: int, header: str = "", paper: PaperSize = A4) -> None:
        """The paper lying down, one page wide, the row `head` on every page, `header` above, the page number below."""
        page = self.worksheet
        page.set_landscape()
        page.set_paper(paper.number)
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(_inches(10), _inches(10), _inches(20), _inches(18))
        page.repeat_rows(head, head)
        if header:
            page.set_header(_in_margin(clean(header)[:_LONGEST_HEADER].replace("&", "&&"), HEAD_FONT), _MARGIN)
        page.set_footer(_in_margin("— &P —", PAGE_FONT), _MARGIN)
        page.set_start_page(1)
        page.set_zoom(paper.zoom)


class Book:
    """A workbook in the making; `default_height` is the height in points of rows that have none of their own."""

    def __init__(self, about: About, default_height: float = 15) -> None:
        self._buffer = io.BytesIO()
        self._styles: dict[Look, Style] = {}
        self.workbook = Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {**NORMAL},  # which XlsxWriter adds to
                "default_row_height": round(whole_pixels(default_height) / _PIXEL),
            },
        )
        made = datetime.combine(about.day, time())
        self.workbook.set_properties(
            {
                "title": clean(about.title),
                "subject": clean(about.subject),
                "author": clean(about.author),
                "created": made,
            }
        )

    def sheet(self, name: str) -> Sheet:
        """A further sheet, blank."""
        return Sheet(self.workbook.add_worksheet(name))

    def style(self, look: Look) -> Style:
        """A look's formats, each entered once."""
        if look not in self._styles:
            properties = _properties(look)
            quoted = {**properties, "quote_prefix": True}
            self._styles[look] = Style(self.workbook.add_format(properties), self.workbook.add_format(quoted))
        return self._styles[look]

    def to_bytes(self) -> bytes:
        """The file. The same content gives the same bytes."""
        self.workbook.close()
        return self._buffer.getvalue()


def needs_quote(text: str) -> bool:
    """Whether Excel would take a text, were it typed, for a formula, number, date, error or truth value."""
    return text[:1] in _QUOTED_STARTS or (len(text) <= _QUOTED_LENGTH and _QUOTED_VALUE.fullmatch(text) is not None)


def whole_pixels(points: float) -> float:
    """The height that a row really has: rounded up, so that nothing is cut."""
    return -(-points // _PIXEL) * _PIXEL


def _no_markup(text: str) -> str:
    """XlsxWriter takes a text between <r> and </r> for its own markup; with a blank behind it, it stays text."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _properties(look: Look) -> dict[str, object]:
    return {
        "font_name": look.font,
        "font_size": look.size,
        "font_charset": _GB2312,
        "bold": look.bold,
        "align": look.horizontal,
        "valign": _VERTICALS[look.vertical],
        "text_wrap": look.is_text,
        "shrink": not look.is_text,
        **{_SIDES[edge]: 1 for edge in look.edges},
        **({"bg_color": f"#{look.fill}"} if look.fill else {}),
        **({"locked": False, "num_format": "@"} if look.is_open else {}),
    }


def _in_margin(text: str, font: str) -> str:
    return f'&C&"{font},常规"&14 {text}' if text[:1].isdigit() else f'&C&"{font},常规"&14{text}'


def _inches(millimetres: float) -> float:
    return round(millimetres / 25.4, 4)


_MARGIN = {"margin": _inches(11)}
