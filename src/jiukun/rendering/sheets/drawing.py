"""Workbooks as bytes: text that stays text, looks, printed pages; the only home of openpyxl for writing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from jiukun.rendering.sheets.archives import EPOCH, entry
from jiukun.rendering.sheets.paper import BODY_FONT, HEAD_FONT, PAGE_FONT, clean

# Points to a unit of column width, at least: a digit of the font of Normal, 宋体 11. Excel makes it 8 pixels, which is
# 6 points; LibreOffice takes it as it is: 5.5, or 6.1 and more of another font in its place. Nothing may be cut at all.
UNIT = 5.4
CELL_MARGIN = 4.0  # points of a column that Excel keeps free of text, left and right together
PAGE_UNITS = 126  # across A4: with units of 6.1 points they still fit
PAGE_HEIGHT = 442.0  # points: the type area of GB/T 9704 lying down is 156 mm high
ROW_LIMIT = 409.0  # points: Excel knows no taller row

_DIMENSION = re.compile(rb'<dimension ref="A1:A1" ?/>')  # with lxml, which python-docx brings, there is no space
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_QUOTED_STARTS = frozenset("=+-@'＝＋－＠＇#")
_QUOTED_VALUE = re.compile(r"[\s\d０-９.,，．/:：%％$￥¥€£()（）年月日时分秒eE+-]+|true|false", re.IGNORECASE)
_QUOTED_LENGTH = 64  # no number, date or truth value is longer
_GB2312 = 134  # Windows' number of the character set: another font, if need be, is then a Chinese one
_CHUNK = 256  # rows compressed at once
_NUMBER = b"\0"  # stands for a row's number; no cleaned text holds it


class PaperSize(NamedTuple):
    """A size of paper, lying down: its number in Excel, and what is within the margins."""

    number: int
    units: int
    height: float  # points


A4 = PaperSize(9, PAGE_UNITS, PAGE_HEIGHT)
A3 = PaperSize(8, 182, 688.0)


@dataclass(frozen=True)
class Look:
    """How a cell looks; `edges` names the sides that have a line, `fill` is an RRGGBB colour."""

    font: str = BODY_FONT
    size: float = 12
    bold: bool = False
    horizontal: str = "left"
    vertical: str = "center"
    edges: str = "lrtb"
    fill: str = ""
    is_text: bool = True  # text wraps, a number shrinks


class Style(NamedTuple):
    """A look's numbers in the workbook, for ordinary text and for text that Excel would take for a value if typed."""

    plain: int
    quoted: int


class Styles:
    """The looks that a workbook has, each entered once."""

    def __init__(self, workbook: Workbook) -> None:
        self._sheet = workbook.worksheets[0]
        self._known: dict[Look, Style] = {}

    def __call__(self, look: Look) -> Style:
        """The numbers of a look."""
        if look not in self._known:
            self._known[look] = Style(self._number(look, is_quoted=False), self._number(look, is_quoted=True))
        return self._known[look]

    def _number(self, look: Look, *, is_quoted: bool) -> int:
        cell = Cell(self._sheet, row=1, column=1)  # the workbook keeps its style: each needs a cell of its own
        dress(cell, look)
        cell.quotePrefix = is_quoted
        return cell.style_id


class Sheet:
    """A sheet filled from the top, row by row, as XML: this takes a fifth of the time of openpyxl's cells."""

    def __init__(self, worksheet: Worksheet, columns: int) -> None:
        self.worksheet = worksheet
        self.rows: list[bytes] = []
        self.letters = [get_column_letter(number) for number in range(1, columns + 1)]

    @property
    def corner(self) -> str:
        """The last cell, as `F12`."""
        return f"{self.letters[-1]}{max(1, len(self.rows))}"

    def add(self, height: float, cells: Sequence[tuple[str | int, Style]]) -> None:
        """Add a row `height` points tall, its texts cleaned; an empty text is a cell without value."""
        parts = [cell_xml(letter, *cell) for letter, cell in zip(self.letters, cells, strict=True)]
        self.rows.append(row_xml(height, parts))

    def merge(self) -> None:
        """Make the last row one cell."""
        self.worksheet.merged_cells.add(f"A{len(self.rows)}:{self.corner}")

    def freeze(self) -> None:
        """Keep the rows so far in sight on the screen."""
        self.worksheet.freeze_panes = f"A{len(self.rows) + 1}"

    def filter(self, head: int) -> None:
        """Put filters on the row `head`, for all rows below it."""
        self.worksheet.auto_filter.ref = f"A{head}:{self.corner}"

    def set_page(self, widths: Sequence[float], header: str, paper: PaperSize = A4) -> None:
        """Have it printed as `set_page` says, the last row repeated."""
        set_page(self.worksheet, widths, len(self.rows), header, paper)


class Book:
    """A workbook of such sheets in the making."""

    def __init__(self) -> None:
        self._workbook = new_workbook()
        self._sheets: list[Sheet] = []
        self.styles = Styles(self._workbook)

    def sheet(self, name: str, columns: int) -> Sheet:
        """The next sheet, blank; with the name of the last one, that one begun anew."""
        if self._sheets and self._sheets[-1].worksheet.title == name:
            worksheet = self._sheets.pop().worksheet
        else:
            worksheet = self._workbook.create_sheet() if self._sheets else self._workbook.worksheets[0]
        worksheet.title = name
        self._sheets.append(Sheet(worksheet, columns))
        return self._sheets[-1]

    def to_bytes(self) -> bytes:
        """The file."""
        return to_bytes(self._workbook, self._sheets)


def new_workbook() -> Workbook:
    """A workbook without sheets but one, `Sheet`, whose Normal style is 宋体 11."""
    workbook = Workbook()
    font = Font(name=PAGE_FONT, size=11, charset=_GB2312)
    workbook._named_styles["Normal"].font = font  # type: ignore[attr-defined]  # noqa: SLF001  there is no other way
    workbook._fonts[0] = font  # type: ignore[attr-defined]  # noqa: SLF001
    workbook.properties.creator = "jiukun"
    return workbook


def needs_quote(text: str) -> bool:
    """Whether Excel would take a text, were it typed, for a formula, number, date, error or truth value."""
    return text[:1] in _QUOTED_STARTS or (len(text) <= _QUOTED_LENGTH and _QUOTED_VALUE.fullmatch(text) is not None)


def put_text(cell: Cell, text: str) -> None:
    """Put text of at most 32,767 characters into a cell of openpyxl, to stay text whatever it looks like.

    Give the cell its look first, which would undo the mark of text.
    """
    cleaned = clean(text)
    cell.value = _escaped(cleaned) or None
    if cleaned:
        cell.data_type = "s"
        cell.quotePrefix = needs_quote(cleaned)


def dress(cell: Cell, look: Look) -> None:
    """Give a cell of openpyxl its look."""
    side = Side(style="thin")
    cell.font = Font(name=look.font, size=look.size, bold=look.bold, charset=_GB2312)
    cell.alignment = Alignment(
        horizontal=look.horizontal,
        vertical=look.vertical,
        wrap_text=look.is_text,
        shrink_to_fit=not look.is_text,
    )
    none = Side()
    left, right, top, bottom = (side if name in look.edges else none for name in "lrtb")
    cell.border = Border(left=left, right=right, top=top, bottom=bottom)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)


def set_page(sheet: Worksheet, widths: Sequence[float], repeat: int, header: str = "", paper: PaperSize = A4) -> None:
    """The paper lying down, one page wide, the row `repeat` on every page, `header` above, the page number below."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper.number
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _inches(12)
    margins.top, margins.bottom = _inches(28), _inches(26)
    margins.header = margins.footer = _inches(15)
    sheet.print_title_rows = f"{repeat}:{repeat}"
    sheet.oddFooter = _in_margin("— &P —", PAGE_FONT)
    sheet.oddHeader = _in_margin(header.replace("&", "&&"), HEAD_FONT)


def to_bytes(workbook: Workbook, sheets: Sequence[Sheet] = ()) -> bytes:
    """The file; `sheets` are those of its sheets that have rows besides openpyxl's cells. Same input, same bytes."""
    workbook.properties.created = workbook.properties.modified = EPOCH
    buffer = io.BytesIO()
    with _Archive(buffer, sheets) as archive:
        ExcelWriter(workbook, archive).save()
    return buffer.getvalue()


class _Archive(ZipFile):
    """An archive in which nothing tells when and where it was made, and in which sheets get their rows."""

    def __init__(self, buffer: io.BytesIO, sheets: Sequence[Sheet]) -> None:
        super().__init__(buffer, "w")
        self._sheets = sheets

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: object, **__: object) -> None:
        """Add a part that openpyxl has in memory."""
        super().writestr(entry(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: object, **__: object) -> None:
        """Add the file of a sheet, which openpyxl has written without the rows."""
        frame = Path(filename).read_bytes()
        sheet = next((sheet for sheet in self._sheets if sheet.worksheet.path == f"/{arcname}"), None)
        if sheet is None:
            self.writestr(arcname, frame)
            return
        top, end, bottom = frame.partition(b"</sheetData>")
        with self.open(entry(arcname), "w") as part:
            part.write(_DIMENSION.sub(f'<dimension ref="A1:{sheet.corner}"/>'.encode(), top))
            for start in range(0, len(sheet.rows), _CHUNK):
                rows = enumerate(sheet.rows[start : start + _CHUNK], start + 1)
                part.write(b"".join([row.replace(_NUMBER, b"%d" % number) for number, row in rows]))
            part.write(end + bottom)


def row_xml(height: float, cells: Iterable[bytes]) -> bytes:
    """A row `height` points tall. Its number, which its cells bear too, is filled in when the sheet is written."""
    return b'<row r="\0" ht="%b" customHeight="1">%b</row>' % (f"{height:g}".encode(), b"".join(cells))


def cell_xml(letter: str, value: str | int, style: Style) -> bytes:
    """A cell of a row in the column `letter`; its text is cleaned, an empty one is a cell without value."""
    if value == "":
        return f'<c r="{letter}\0" s="{style.plain}"/>'.encode()
    if isinstance(value, int):
        return f'<c r="{letter}\0" s="{style.plain}"><v>{value}</v></c>'.encode()
    number = style.quoted if needs_quote(value) else style.plain
    text = _escaped(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() else ""
    return f'<c r="{letter}\0" s="{number}" t="inlineStr"><is><t{space}>{text}</t></is></c>'.encode()


def _in_margin(text: str, font: str) -> HeaderFooterItem:
    item = HeaderFooterItem()
    item.center.text, item.center.font, item.center.size = text or None, f"{font},常规", 14
    return item


def _escaped(text: str) -> str:
    """`_x000D_` as `_x005F_x000D_`: Excel and LibreOffice read the former as a carriage return, openpyxl does not."""
    return _ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text


def _inches(millimetres: float) -> float:
    return round(millimetres / 25.4, 4)
