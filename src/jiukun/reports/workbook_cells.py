"""What each cell of a workbook shows: its text or number in its format, or why that cannot be told."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from jiukun.project.office_parts import Node
from jiukun.reports.format_codes import BUILT_IN, GENERAL
from jiukun.reports.number_formats import day_of, shown_number, shown_text
from jiukun.reports.seen import Flaw, shown

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LARGEST = 1e15  # of a number Excel keeps fifteen digits
_PICTURE = re.compile(r"(?:^|[^A-Z])(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_AS_TEXT = "把这一格的格式改成“文本”，再照看到的样子重新输入"
_TYPE_IN = "改成直接写内容"


class Shown(NamedTuple):
    """What a cell shows. `struck` is what of it is struck out, `hidden` what its format hides."""

    text: str = ""
    flaw: Flaw | None = None
    day: date | None = None
    formula: str = ""
    struck: str = ""
    hidden: str = ""


class _Styles(NamedTuple):
    """The number format of each style, and whether it strikes its text out."""

    formats: tuple[str, ...] = ()
    struck: tuple[bool, ...] = ()

    def format(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else GENERAL

    def is_struck(self, style: int) -> bool:
        return style < len(self.struck) and self.struck[style]


class RichText(NamedTuple):
    """What is seen of a rich text, and what of it is struck out."""

    seen: str
    struck: str


class CellReader:
    """Reads the cells of one workbook by its styles and shared strings."""

    def __init__(self, styles: Node | None, strings: Node | None, *, from_1904: bool) -> None:
        self._styles = _styles(styles)
        self._strings = [rich_text(node) for node in strings.iterfind("si")] if strings is not None else []
        self._from_1904 = from_1904

    def show(self, node: Node) -> Shown:
        """What the cell of a sheet shows."""
        kind, style = node.get("t", "n"), integer(node.get("s"), 0)
        written, value = node.find("f"), node.findtext("v") or ""
        formula = (written.text or "=") if written is not None else ""
        flaw = _flaw(node, kind, value, formula)
        if flaw:
            return Shown(flaw=flaw, formula=formula)
        code = self._styles.format(style)
        if kind in {"n", "d"}:
            seen = self._number(kind, value.strip(), code) if value.strip() else Shown()
        else:
            rich = self._text(node, kind, value)
            text = shown(shown_text(rich.seen, code)) if rich.seen else ""
            seen = Shown(text, struck=rich.struck, hidden="" if text else rich.seen)
        if self._styles.is_struck(style):
            return Shown(struck=seen.text + seen.struck, formula=formula)
        return seen._replace(formula=formula)

    def _number(self, kind: str, value: str, code: str) -> Shown:
        """A number as its cell shows it, the date that it is, or why it cannot be shown."""
        try:
            number = _serial(value, from_1904=self._from_1904) if kind == "d" else float(value)
        except (ValueError, OverflowError):
            return Shown(flaw=Flaw("JK628", f"这一格的数“{value[:20]}”读不了", _AS_TEXT))
        if not abs(number) < _LARGEST:
            return Shown(flaw=Flaw("JK628", "这一格是超过 15 位的数，Excel 已经丢了末尾几位", _AS_TEXT))
        if kind == "d" and code == GENERAL:
            code = BUILT_IN[14]
        day = day_of(number, code, from_1904=self._from_1904)
        text = shown_number(number, code, from_1904=self._from_1904)
        if text is None:
            return Shown(flaw=Flaw("JK628", "这一格的数按它的格式显示成什么样，认不出来", _AS_TEXT), day=day)
        return Shown(shown(text).strip(), day=day, hidden="" if text.strip() else value)

    def _text(self, node: Node, kind: str, value: str) -> RichText:
        if kind == "s":
            place = integer(value, -1)
            return self._strings[place] if 0 <= place < len(self._strings) else RichText("", "")
        if kind == "inlineStr":
            inline = node.find("is")
            return rich_text(inline) if inline is not None else RichText("", "")
        if kind == "b":
            return RichText({"1": "TRUE", "0": "FALSE"}.get(value.strip(), value), "")
        return RichText(_unescaped(value), "")


def _styles(root: Node | None) -> _Styles:
    """Whatever of the styles is spoiled or absent, numbers are shown plainly then."""
    if root is None:
        return _Styles()
    own = {
        integer(node.get("numFmtId"), -1): node.get("formatCode", GENERAL) for node in root.iterfind("numFmts/numFmt")
    }
    struck = [_strikes(font) for font in root.iterfind("fonts/font")]
    formats: list[str] = []
    struck_styles: list[bool] = []
    for style in root.iterfind("cellXfs/xf"):
        number, font = integer(style.get("numFmtId"), 0), integer(style.get("fontId"), 0)
        formats.append(own.get(number) or BUILT_IN.get(number, GENERAL))
        struck_styles.append(font < len(struck) and struck[font])
    return _Styles(tuple(formats), tuple(struck_styles))


def _strikes(properties: Node | None) -> bool:
    strike = properties.find("strike") if properties is not None else None
    return strike is not None and is_on(strike.get("val", "1"))


def rich_text(node: Node) -> RichText:
    """The runs of a text; how it is read aloud (phonetic runs) is not part of it."""
    seen: list[str] = []
    struck: list[str] = []
    for child in node:
        if child.tag == "t":
            seen.append(child.text or "")
        elif child.tag == "r":
            (struck if _strikes(child.find("rPr")) else seen).append("".join(t.text or "" for t in child.iterfind("t")))
    return RichText(_unescaped("".join(seen)), _unescaped("".join(struck)))


def _unescaped(text: str) -> str:
    return shown(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def _flaw(node: Node, kind: str, value: str, formula: str) -> Flaw | None:
    """Why a cell's value is none that a person wrote."""
    if _PICTURE.search(formula) or (kind == "str" and _PICTURE.search(value)) or (kind == "e" and "vm" in node.attrib):
        return Flaw("JK629", "这一格里是图片，不是文字", "把要报的内容写成文字，照片另附")
    if kind == "e":
        return Flaw("JK608", f"这一格是错误值 {value[:20]}", _TYPE_IN)
    if formula and not value and kind != "str":
        return Flaw("JK608", "这一格是公式，又没有结果", _TYPE_IN)
    return None


def _serial(value: str, *, from_1904: bool) -> float:
    """A date in ISO 8601 as Excel counts days."""
    moment = datetime.fromisoformat(value.strip()).replace(tzinfo=None)
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  a cell has no zone
    return (moment - first) / timedelta(days=1)


def is_on(value: str) -> bool:
    """Whether an attribute says yes."""
    return value.strip().lower() in {"1", "true", "on"}


def integer(text: str | None, default: int) -> int:
    """A whole number that is written in an attribute."""
    bare = (text or "").strip()
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else default  # noqa: PLR2004  no place is farther
