"""What each cell of a workbook shows: its text or number in its format, or why that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from jiukun.project.office_parts import Node, integer, is_on, marks
from jiukun.project.seen import Flaw, shown
from jiukun.reports.format_codes import BUILT_IN, GENERAL
from jiukun.reports.number_formats import day_of, shown_number, shown_text

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LARGEST = 1e15  # of a number Excel keeps fifteen digits
_PICTURE = re.compile(r"(?:^|[^A-Z])(?:DISPIMG|IMAGE)\(", re.IGNORECASE)
_WHITE = "FFFFFF"
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


class _Style(NamedTuple):
    """What of a cell's look decides what is seen of it: its format, and its colours as `_colour` gives them."""

    format: str = GENERAL
    is_struck: bool = False
    colour: str = ""
    ground: str = _WHITE


class Run(NamedTuple):
    """A piece of a text that looks the same throughout; `colour` is empty where it is the cell's."""

    text: str
    is_struck: bool = False
    colour: str = ""


class CellReader:
    """Reads the cells of one workbook by its styles and shared strings."""

    def __init__(self, styles: Node | None, strings: Node | None, *, from_1904: bool) -> None:
        self._styles = _styles(styles)
        self._strings = [rich_text(node) for node in strings.iterfind("si")] if strings is not None else []
        self._from_1904 = from_1904

    def show(self, node: Node) -> Shown:
        """What the cell of a sheet shows."""
        kind, number = node.get("t", "n"), integer(node.get("s"), 0)
        style = self._styles[number] if number < len(self._styles) else _Style()
        written, value = node.find("f"), node.findtext("v") or ""
        formula = (written.text or "=") if written is not None else ""
        flaw = _flaw(node, kind, value, formula)
        if flaw:
            return Shown(flaw=flaw, formula=formula)
        is_number = kind in {"n", "d"}
        seen = self._number(kind, value.strip(), style.format) if is_number and value.strip() else Shown()
        runs = (Run(seen.text),) if is_number else self._text(node, kind, value)
        struck = [run for run in runs if run.is_struck or style.is_struck]
        pale = [run for run in runs if run not in struck and (run.colour or style.colour) == style.ground]
        whole = seen_text(run for run in runs if run not in struck and run not in pale)
        text = whole if is_number or not whole else shown(shown_text(whole, style.format))
        hidden = seen.hidden or seen_text(pale) or ("" if text else whole)
        return seen._replace(text=text, formula=formula, struck=seen_text(struck), hidden=hidden)

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

    def _text(self, node: Node, kind: str, value: str) -> tuple[Run, ...]:
        if kind == "s":
            place = integer(value, -1)
            return self._strings[place] if 0 <= place < len(self._strings) else ()
        if kind == "inlineStr":
            inline = node.find("is")
            return rich_text(inline) if inline is not None else ()
        if kind == "b":
            return (Run({"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)),)
        return (Run(value),)


def _styles(root: Node | None) -> list[_Style]:
    """The looks by their numbers. Where they are spoiled or missing, numbers are shown plainly."""
    if root is None:
        return []
    own = {
        integer(node.get("numFmtId"), -1): node.get("formatCode", GENERAL) for node in root.iterfind("numFmts/numFmt")
    }
    fonts = [
        (is_on(marks(font, "strike").get("strike", "0")), _colour(font.find("color")))
        for font in root.iterfind("fonts/font")
    ]
    grounds = [_ground(fill) for fill in root.iterfind("fills/fill")]
    found = []
    for style in root.iterfind("cellXfs/xf"):
        number, font, fill = (integer(style.get(key), 0) for key in ("numFmtId", "fontId", "fillId"))
        look = fonts[font] if font < len(fonts) else (False, "")
        ground = grounds[fill] if fill < len(grounds) else _WHITE
        found.append(_Style(own.get(number) or BUILT_IN.get(number, GENERAL), *look, ground))
    return found


def _colour(node: Node | None) -> str:
    """A colour, written so that equal ones compare equal: RRGGBB, else its name; empty where there is none."""
    if node is None:
        return ""
    if (node.get("indexed") in {"1", "9"} or node.get("theme") == "0") and node.get("tint", "0") == "0":
        return _WHITE
    return node.get("rgb", "")[-6:].upper() or " ".join(f"{key}={value}" for key, value in sorted(node.attrib.items()))


def _ground(fill: Node) -> str:
    """The colour of a cell behind its letters; a pattern or gradient is like no letter's."""
    pattern = fill.find("patternFill")
    kind = pattern.get("patternType", "none") if pattern is not None else "gradient"
    if kind == "none" or pattern is None:
        return _WHITE if kind == "none" else kind
    return _colour(pattern.find("fgColor")) if kind == "solid" else kind


def rich_text(node: Node) -> tuple[Run, ...]:
    """The runs of a text; how it is read aloud (phonetic runs) is not part of it."""
    runs = []
    for child in node:
        if child.tag == "t":
            runs.append(Run(child.text or ""))
        elif child.tag == "r":
            is_struck = is_on(marks(child, "rPr/strike").get("strike", "0"))
            runs.append(
                Run("".join(t.text or "" for t in child.iterfind("t")), is_struck, _colour(child.find("rPr/color")))
            )
    return tuple(runs)


def seen_text(runs: Iterable[Run]) -> str:
    """The text of runs without what nobody sees."""
    return shown(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(run.text for run in runs)))


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
