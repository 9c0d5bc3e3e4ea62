"""How much work a package would make: bounds on what a small file can make openpyxl build, in time and memory.

All are told from the bytes of the parts, before anything parses them: a part of 15 KB can unfold to millions of cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_MOST_ELEMENTS = 30_000  # a form has some 1,000; rows formatted far down a sheet, some 10,000
_MOST_READ = 60_000  # elements of the largest part, once for each sheet that it may be
_MOST_RELATED = 100_000  # and once for each relation that may lead to it
_MOST_MERGED = 20_000  # cells along the edges of merged ranges, each of which is made
_MOST_MERGES = 500
_MOST_TRANSLATED = 2_000_000  # characters of formulas that stand in many cells
_TAG = r"<(?:[^\s<>/:]+:)?"
_MERGE = re.compile(_TAG + r"mergeCell\s")
_MERGED = re.compile(r"[^<]{0,200}?ref\s?=\s?[\"']([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?[\"']")
_SHEET = re.compile(_TAG + r"sheet\s")
_RELATION = re.compile(_TAG + r"Relationship\s")
_SHARED = re.compile(r"shared|=\s?[\"'][^\"'<>]{0,20}&#")  # the word, or what may spell it
_SPLIT_TEXT = re.compile(r"<!--|<!\[CDATA\[|<\?")


def is_too_much(parts: Mapping[str, str]) -> bool:
    """Whether the XML parts of a package, by their names, would make more work than any filled form does."""
    elements = [_elements(text) for text in parts.values()]
    largest = max(elements, default=0)
    sheets, relations = (sum(len(tag.findall(text)) for text in parts.values()) for tag in (_SHEET, _RELATION))
    return (
        sum(elements) > _MOST_ELEMENTS
        or sheets * largest > _MOST_READ
        or relations * largest > _MOST_RELATED
        or any(_merges_too_much(text) or _translates_too_much(text) for text in parts.values())
    )


def element_count(parts: Mapping[str, str]) -> int:
    """How many elements the XML parts of a package hold."""
    return sum(map(_elements, parts.values()))


def _elements(text: str) -> int:
    return text.count("<") - text.count("</")


def _merges_too_much(text: str) -> bool:
    """Excel and openpyxl make the cells along the edges; a range that is written otherwise than they do is none."""
    places = [found.end() for found in _MERGE.finditer(text)]
    if len(places) > _MOST_MERGES:
        return True
    ranges = [_MERGED.match(text, place) for place in places]
    return None in ranges or sum(_edges(found) for found in ranges if found) > _MOST_MERGED


def _edges(found: re.Match[str]) -> int:
    first, top, last, bottom = found.groups()
    return 2 * (abs(_column(last) - _column(first)) + abs(int(bottom) - int(top)) + 2) if last else 1


def _column(letters: str) -> int:
    """The number of a column: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _translates_too_much(text: str) -> bool:
    """A shared formula is taken apart once for each cell that shares it; comments may join the pieces of a long one."""
    sharing = len(_SHARED.findall(text))
    if not sharing:
        return False
    longest = max(map(len, text.split("<"))) * (1 + len(_SPLIT_TEXT.findall(text)))
    return sharing * longest > _MOST_TRANSLATED
