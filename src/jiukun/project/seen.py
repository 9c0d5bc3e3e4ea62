"""A sheet or Word document as a person sees it: what each cell shows, its place, and what is not seen.

The form's rules read this layer; they know nothing of the files' formats.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from jiukun.chinese.text import seen

Place = tuple[int, int]  # row and column, from 1
_Item = TypeVar("_Item")
_MOST_NAMED = 20  # places in one message
_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


class Flaw(NamedTuple):
    """Why the text of a cell cannot be taken: a code, what is wrong, how to mend it."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True)
class Cell:
    """What a cell shows, or why that cannot be told. A merged one is its whole area, to `bottom` and `right`.

    `line` is of a document its paragraph. `day` is the date of a date cell, `formula` what it was calculated by.
    """

    row: int
    column: int
    text: str
    bottom: int
    right: int
    line: int = 1
    flaw: Flaw | None = None
    day: date | None = None
    formula: str = ""

    @property
    def place(self) -> Place:
        """Its upper left corner."""
        return self.row, self.column

    @property
    def name(self) -> str:
        """What a person calls a cell of a sheet: D4."""
        return place_name(self.place)


class Why(StrEnum):
    """Why something is not read: the code that says so."""

    HIDDEN = "JK621"
    STRUCK = "JK622"
    COMMENT = "JK623"
    DRAWN = "JK624"
    OUTSIDE = "JK625"
    FURTHER = "JK626"
    TRACKED = "JK627"
    CLIPPED = "JK633"


class Unseen(NamedTuple):
    """Something that is in the file and is not read as text of a cell: why, and where it is.

    `where` is what a person calls the place, empty where the cell says it; `text` begins what is written there.
    """

    why: Why
    where: str
    place: Place
    text: str = ""


WHOLE: Place = (0, 0)  # the place of what is not in any cell


@dataclass
class Sheet:
    """A visible sheet, or a whole Word document, each of whose paragraphs is a row of one cell.

    `cells` are those that show something, by place; `covered` leads from each place of a merged area, where it
    matters, to the area's corner.
    """

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    covered: dict[Place, Place] = field(default_factory=dict)
    unseen: list[Unseen] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()

    @property
    def is_document(self) -> bool:
        """Whether it is of Word: its cells have no names."""
        return not self.name

    def at(self, row: int, column: int) -> Cell | None:
        """What is shown at a place, be it by a merged cell whose corner lies elsewhere."""
        return self.cells.get(self.covered.get((row, column), (row, column)))

    def area_name(self, cell: Cell) -> str:
        """What a person calls a cell, or the area that it is merged of: D4, E4:E6; empty in Word."""
        if self.is_document:
            return ""
        end = (cell.bottom, cell.right)
        return cell.name if cell.place == end else f"{cell.name}:{place_name(end)}"


class SeenFile(NamedTuple):
    """The visible sheets of a file, and what is hidden of the whole."""

    sheets: tuple[Sheet, ...]
    unseen: tuple[Unseen, ...] = ()


def by_kind(items: Iterable[tuple[Why, _Item]], name: Callable[[_Item], str]) -> Iterator[tuple[Why, _Item, str]]:
    """Each kind of what is not read: the first of it, and the names of all of it, as many as a message holds."""
    kinds: defaultdict[Why, list[_Item]] = defaultdict(list)
    for why, item in items:
        kinds[why].append(item)
    for why, found in sorted(kinds.items(), key=lambda kind: (kind[0] == Why.OUTSIDE, kind[0])):
        more = f"等 {len(found)} 处" if len(found) > _MOST_NAMED else ""
        yield why, found[0], "、".join(dict.fromkeys(map(name, found[:_MOST_NAMED]))) + more


def shown(text: str) -> str:
    """A text without the characters that show nothing, its lines parted by LF, blanks after it gone."""
    return seen(text.replace("\r\n", "\n").replace("\r", "\n")).rstrip()


def only_counts_pages(text: str) -> bool:
    """Whether a header or footer says nothing but 第 1 页 共 2 页."""
    return not re.sub(r"[第共页码\W\d_]+", "", text)


def place_of(name: str) -> Place | None:
    """(4, 2) for B4."""
    found = _NAME.fullmatch(name)
    return (int(found[2]), _column_number(found[1])) if found else None


def place_name(place: Place) -> str:
    """B4 for (4, 2)."""
    return f"{column_letters(place[1])}{place[0]}"


def column_letters(number: int) -> str:
    """A for 1, XFD for 16,384."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _column_number(letters: str) -> int:
    """1 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
