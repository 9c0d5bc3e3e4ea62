"""The rows that are printed, as plain data: the official table and the lists beside it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Mark(StrEnum):
    """Why a cell looks different from an ordinary one; the value names the workbook's style."""

    NONE = "none"
    GAP = "gap"  # 未报送, 尚未报送
    INVALID = "invalid"  # 报送有误
    CLOSED = "closed"  # 已办结


class Cell(NamedTuple):
    """One text of the table; several paragraphs are parted by line feeds."""

    text: str
    mark: Mark = Mark.NONE


class Row(NamedTuple):
    """One measure: 序号, 工作任务, 牵头单位, and below each other the 完成情况, 存在问题, 下一步计划 of each unit."""

    number: int
    task: str
    leads: str
    texts: tuple[tuple[Cell, Cell, Cell], ...]


class Head(NamedTuple):
    """The line above the table; what is unknown is empty and left for the pen."""

    unit: str
    clerk: str
    phone: str
    date: str  # 2022年8月26日


class About(NamedTuple):
    """What a file's properties say: its title and subject, whose it is and of which day."""

    title: str
    subject: str
    author: str
    day: date


class OfficialTable(NamedTuple):
    """The form of the plan's annex. `signature` asks for 主要领导签字： below the table."""

    about: About
    head: Head
    rows: tuple[Row, ...]
    signature: bool = False


class Column(NamedTuple):
    """A heading and how many CJK characters its cells hold in a line."""

    heading: str
    width: int


class ListSheet(NamedTuple):
    """A further sheet: a heading row and rows of text or whole numbers.

    Each piece of a row that has to be parted begins with its first `keys` values. `header` stands at the head of each
    page, by default the name; `blank` is what a sheet without rows says. One `is_wide` has so many columns that it
    needs paper of twice the size (A3); one that is not `is_printed` is left out where the whole workbook is printed.
    What is typed into one that `is_form` stays text.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int, ...], ...]
    keys: int = 1
    header: str = ""
    blank: str = ""
    is_wide: bool = False
    is_printed: bool = True
    is_form: bool = False
