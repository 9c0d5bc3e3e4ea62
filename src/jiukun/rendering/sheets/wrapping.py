"""How a text wraps in a column of a sheet and how tall its lines are; pure, never an under-estimate."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

EM = 20  # widths are whole numbers, one em (the width of a Chinese character) being this many
BOLD = 1.1  # no bold letter is wider than this many times what the table below grants the regular one
LEADING = 35 / 24  # line to line, per point of size: 1.448 in Noto Sans CJK, the tallest of the likely fonts
PADDING = 6.0  # points above and below the lines of a row together

# Heights are those of one whole environment that really occurs, and in which no other needs more: figures in DejaVu
# Sans (0.64 em), Chinese in Noto CJK (1.45 em from line to line), columns of Nimbus or Liberation (6 points a unit).
# With 宋体 (0.5, 1.19, 6) and with Noto CJK alone (0.56, 1.45, 6.7) lines hold as much or more and are no taller.
# The widest of 仿宋_GB2312 (every letter half an em), Noto Sans CJK, Noto Serif CJK and DejaVu Sans, rounded up.
_ASCII = {
    10: " !\"'()*,-./:;I[\\]fijlrt|",
    13: "$0123456789?FJLPS_`abcdegkopqsvxyz{}",
    14: "BCETXYZhnu",
    16: "&ADGKNOQRUV",
    18: "#+<=>H^w~",
    20: "@M%m",
    22: "W",
}
_BLOCKS = (
    (0x00A0, 0x017F, 22),
    (0x0370, 0x045F, 23),
    (0x0600, 0x06FF, 25),
    (0x2010, 0x202F, 20),
    (0x2460, 0x24FF, 20),
    (0x25A0, 0x25FF, 23),
    (0x2E80, 0x9FFF, 20),
    (0xAC00, 0xD7AF, 20),
    (0xF900, 0xFAFF, 20),
    (0xFE30, 0xFE6F, 20),
    (0xFF00, 0xFFEF, 20),
    (0x20000, 0x3FFFF, 20),
)
_OTHER = 36  # no other character of DejaVu Sans is wider
_LONG = 200  # characters; names, numbers and paragraphs that stay as they were come again soon
_LONG_DASHES = {"\u2e3a": 44, "\u2e3b": 64}
_WIDEST, NARROWEST = max(_LONG_DASHES.values()), min(_ASCII)

_ASCII_WIDTHS = {char: width for width, chars in _ASCII.items() for char in chars}

# Where a line may not break, by the rules of Excel and of Unicode; a renderer that breaks there needs fewer lines.
_NO_START = frozenset(
    " \u3000\u2002\u2003\u2009!%),.:;>?]}¢¨°·ˇˉ―‖’”\"'…‰′″›℃∶、。〃々〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞"
    "！＂％＇），．：；？］｀｜｝～￠ー\u00a0\u2011\u202f\u200d\u2060\ufeff"
    "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # what changes the emoji before it
)
_NO_END = frozenset("$([{£¥‘“\"'〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥\u00a0\u2011\u202f\u200d\u2060\ufeff")
_CHINESE = "\u2e80"  # below it, whatever is no space holds together as a word does

# What LibreOffice 7.4 does besides, found by trying each sign: after these marks it does not part with a word,
# 「，2022」 say; and these are where it breaks a word that is longer than a line, before it breaks it anywhere.
_CLINGING = _NO_START.difference(" \u3000\u2002\u2003\u2009；：？！")
_AFTER = "-/?!|\\—–‐…"
_BEFORE = "%¢′″‰℃"


class _Widths(dict[str, int]):
    """The width of any character, worked out when first met."""

    def __missing__(self, char: str) -> int:
        code = ord(char)
        known = _ASCII_WIDTHS.get(char) or _LONG_DASHES.get(char)
        width = known or next((width for first, last, width in _BLOCKS if first <= code <= last), _OTHER)
        self[char] = width
        return width


_WIDTHS = _Widths()


def wrap(text: str, capacity: int) -> list[int]:
    """Where each line of a text ends, if a line holds `capacity` (in 1/EM em, at least 1); at least one line.

    A line feed belongs to the line that it ends. No renderer needs more lines than these. That holds by construction:
    a line here ends no later than in any renderer whose letters are no wider, whose lines are no shorter and which
    breaks a line at the last place that it may.
    """
    ends: list[int] = []
    start = 0
    for paragraph in text.split("\n"):
        ends += [start + place for place in _breaks(paragraph, capacity)]
        start += len(paragraph) + 1
        ends.append(start)
    ends[-1] -= 1
    return ends


def count_lines(text: str, capacity: int) -> int:
    """How many lines `wrap` makes of a text."""
    if "\n" not in text:  # nearly all
        return len(_breaks(text, capacity)) + 1
    return sum([len(_breaks(paragraph, capacity)) + 1 for paragraph in text.split("\n")])


def width(text: str) -> int:
    """How wide a text of one line is, in 1/EM em."""
    return sum(_widths(text))


def capacity(points: float, size: float, *, bold: bool = False) -> int:
    """How much fits in a line `points` wide at type of `size` points."""
    return max(1, int(points * EM / size / (BOLD if bold else 1)))


def row_height(lines: int, size: float) -> float:
    """How tall, in points, a row of so many lines is."""
    return lines * size * LEADING + PADDING


def lines_within(height: float, size: float) -> int:
    """How many lines a row of at most `height` points holds."""
    return int((height - PADDING) / (size * LEADING))


def _widths(text: str) -> bytes:
    """The width of each character."""
    return bytes(map(_WIDTHS.__getitem__, text))


def _breaks(paragraph: str, capacity: int) -> list[int]:
    """Where the lines of a paragraph part."""
    return _known_breaks(paragraph, capacity) if len(paragraph) < _LONG else _found_breaks(paragraph, capacity)


def _found_breaks(paragraph: str, capacity: int) -> list[int]:
    """Calls are dear here: most lines make but one."""
    breaks: list[int] = []
    end = len(paragraph)
    if end * _WIDEST <= capacity:
        return breaks
    reach = list(accumulate(_widths(paragraph), initial=0))  # how far the text goes up to each character
    start = 0
    while start + 1 < end and reach[end] - reach[start] > capacity:
        place = max(bisect_right(reach, reach[start] + capacity, start, end) - 1, start + 1)
        before, after = paragraph[place - 1], paragraph[place]
        if before < _CHINESE or before in _NO_START or before in _NO_END or after in _NO_START:
            place = _line_end(paragraph, start, place)
        breaks.append(place)
        start = place
    return breaks


_known_breaks = lru_cache(maxsize=4096)(_found_breaks)


def _line_end(text: str, start: int, place: int) -> int:
    """The last place after `start`, and at `place` at most, where every renderer may break."""
    for end in range(place, start, -1):
        before, after = text[end - 1], text[end]
        if after not in _NO_START and before not in _NO_END and _bond(before, after) == "":
            return end
    return _emergency_end(text, start, place)


def _bond(before: str, after: str) -> str:
    """What may keep two characters together: a word that goes on; a sign, bracket or stop that clings to it."""
    if " " < before < _CHINESE:
        if " " < after < _CHINESE:
            return f"{'word' if before.isascii() else 'sign'} {'word' if after.isascii() else 'sign'}"
        return "opening" if after in _NO_END else ""
    if before in _CLINGING:
        return "stop" if " " < after < _CHINESE else "bracket" if after in _NO_END else ""
    return ""


def _emergency_end(text: str, start: int, last: int) -> int:
    """Where the most hesitant renderer breaks a line in which not all would break at any one place.

    Each sign after or before which some renderers may break has a last place in the line, and so has each mark and
    each kind of bond that some heed. Which these are is a renderer's own affair; it breaks no earlier than the
    earliest of the places.
    """
    signs = [text.rfind(sign, start, last) + 1 for sign in _AFTER]
    signs += [text.rfind(sign, start + 1, last + 1) for sign in _BEFORE]
    bonds: dict[tuple[str, str, str], int] = {}
    for end in range(start + 1, last + 1):
        before, after = text[end - 1], text[end]
        bond = _bond(before, after)
        if bond != "word word":
            bonds[bond, after if after in _NO_START else "", before if before in _NO_END else ""] = end
    return min([last, *bonds.values(), *(place for place in signs if place > start)])
