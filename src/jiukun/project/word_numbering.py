"""The numbers that Word writes before paragraphs by itself: they stand in no text, only in its numbering part."""

from __future__ import annotations

import re
from collections.abc import Callable

from jiukun.chinese.numerals import chinese_numeral
from jiukun.project.office_parts import Node, integer, marks

_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEGAL = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")
_LARGEST = 10_000


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


_CHINESE = "chineseCounting chineseCountingThousand ideographDigital taiwaneseCounting taiwaneseCountingThousand"
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys([*_CHINESE.split(), "japaneseCounting", "koreanCounting"], chinese_numeral),
    "chineseLegalSimplified": lambda number: chinese_numeral(number).translate(_LEGAL),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "decimalEnclosedCircle": lambda number: chr(0x2460 + number - 1) if number <= 20 else str(number),  # ① to ⑳
    "decimalEnclosedCircleChinese": lambda number: chr(0x2460 + number - 1) if number <= 20 else str(number),
    "decimalZero": "{:02d}".format,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "bullet": lambda _: "",
    "none": lambda _: "",
}


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, part: Node | None) -> None:
        """`part` is the root of numbering.xml, None where the document has none."""
        self._levels: dict[str, dict[int, dict[str, str]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if part is not None:
            self._read(part)

    def label(self, number_id: str, level: int) -> str:
        """The label of the next paragraph of a list at a level from 0; empty where the list is unknown or bulleted."""
        shape = self._lists.get(number_id)
        levels = self._levels.get(shape or "", {})
        if shape is None or level not in levels:
            return ""
        counts = self._counts.setdefault(shape, [None] * _LEVELS)
        if (number_id, level) in self._starts and (number_id, level) not in self._begun:
            counts[level] = None
        self._begun.add((number_id, level))
        before = counts[level]
        counts[level] = self._start(number_id, levels, level) if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        for higher in range(level):
            counts[higher] = counts[higher] or self._start(number_id, levels, higher)
        return _shown(levels, level, counts)

    def _start(self, number_id: str, levels: dict[int, dict[str, str]], level: int) -> int:
        given = self._starts.get((number_id, level))
        return given if given is not None else integer(levels.get(level, {}).get("start"), 1)

    def _read(self, part: Node) -> None:
        for shape in part.findall("abstractNum"):
            levels = {integer(level.get("ilvl"), 0): marks(level, "*") for level in shape.iterfind("lvl")}
            self._levels[shape.get("abstractNumId", "")] = {key: levels[key] for key in levels if key < _LEVELS}
        for node in part.iterfind("num"):
            number_id = node.get("numId", "")
            self._lists[number_id] = marks(node, "*").get("abstractNumId", "")
            for override in node.iterfind("lvlOverride"):
                if start := marks(override, "*").get("startOverride"):
                    self._starts[number_id, integer(override.get("ilvl"), 0)] = integer(start, 1)


def _shown(levels: dict[int, dict[str, str]], level: int, counts: list[int | None]) -> str:
    plain = "isLgl" in levels[level]

    def number(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        value = counts[place] or 0
        kind = "decimal" if plain else levels.get(place, {}).get("numFmt", "")
        return _FORMATS.get(kind, str)(value) if 0 < value < _LARGEST else str(value)

    if levels[level].get("numFmt") == "bullet":
        return ""
    return _PLACE.sub(number, levels[level].get("lvlText", ""))
