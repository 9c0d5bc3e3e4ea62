"""A letter of the office (公文) as plain data: paragraphs by their place in GB/T 9704, and tables."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from jiukun.products.tables import About


class Place(Enum):
    """What a paragraph is in the letter (GB/T 9704-2012, chapter 7)."""

    TITLE = "标题"
    SUBTITLE = "副标题"
    ADDRESSEE = "主送机关"
    HEADING = "一级标题"
    SUBHEADING = "二级标题"
    BODY = "正文"
    SYMBOL = "发文字号"
    IMPRINT = "版记"


class Paragraph(NamedTuple):
    """One paragraph."""

    place: Place
    text: str


class Grid(NamedTuple):
    """A table: headings, and rows as long; `widths` are the columns' shares of the line."""

    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Letter(NamedTuple):
    """The whole letter: who issues it, and its date in words without leading zeros."""

    about: About
    parts: tuple[Paragraph | Grid, ...]
    issuer: str
    date: str
