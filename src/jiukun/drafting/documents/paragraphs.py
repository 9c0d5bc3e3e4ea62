"""Plan documents as plain text with paragraphs and tables in it; those that are text in the first place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from jiukun.diagnostics.source import Source

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_HEADING = re.compile(r"(#{1,6})\s+")
_MARKS = re.compile(r"\*\*|__|<br\s*/?>|^>\s?|^[-*+]\s+(?=\S)", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_FEWEST_COLUMNS = 3
_MOST_BROKEN = 10  # lines of a broken row


class Paragraph(NamedTuple):
    """A paragraph and where its text begins in the document's; `level` is that of a heading, else 0."""

    start: int
    text: str
    level: int = 0

    @property
    def end(self) -> int:
        """Where its text ends."""
        return self.start + len(self.text)


class Table(NamedTuple):
    """Rows of cells; a cell that spans several places stands in each of them, as the same one."""

    rows: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True)
class PlanDocument:
    """The text of a document, its paragraphs and tables in order, each with its place in the text."""

    source: Source
    blocks: tuple[Paragraph | Table, ...]
    bold: tuple[tuple[int, int], ...] = ()  # places of bold words

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Those outside tables that are not blank."""
        return [block for block in self.blocks if isinstance(block, Paragraph) and block.text.strip()]


def text_document(text: str, path: str, *, marked: bool = False) -> PlanDocument:
    """A text: each line a paragraph, rows of cells between bars or tabs a table."""
    plain = _MARKS.sub(lambda found: " " * len(found[0]), text) if marked else text  # every character at its place
    source = Source(path, plain)
    bold = tuple(found.span() for found in _BOLD.finditer(text)) if marked else ()
    return PlanDocument(source, tuple(_blocks(source, marked=marked)), bold)


def _blocks(source: Source, *, marked: bool) -> Iterator[Paragraph | Table]:
    lines = ((start, line, _cells(start, line)) for start, line in _rejoined(source))
    for is_table, group in groupby(lines, key=lambda line: line[2] is not None):
        if is_table:
            rows = tuple(cells for *_, cells in group if cells)
            yield from [Table(rows)] * bool(rows)
            continue
        for start, line, _ in group:
            heading = _HEADING.match(line) if marked else None
            mark = heading.end() if heading else 0
            yield Paragraph(start + mark, line[mark:], len(heading[1]) if heading else 0)


def _rejoined(source: Source) -> Iterator[tuple[int, str]]:
    """The lines of a text with their places; those over which a cell of a row between tabs was broken as one."""
    starts, lines = source.starts, source.lines
    width = place = 0  # tabs in a row of the table in which we are
    while place < len(lines):
        start, line = starts[place], lines[place]
        tabs = line.count("\t")
        width = width if tabs and width else tabs
        last = _last_of_row(lines, place, width) if width >= _FEWEST_COLUMNS - 1 else place
        if last > place:
            line = source.text[start : starts[last] + len(lines[last])]
        place = last + 1
        yield start, line


def _last_of_row(lines: list[str], first: int, width: int) -> int:
    """The last line of a row; the first of several that have its tabs together, where a row or no table follows."""
    counts = [*(line.count("\t") for line in lines[first : first + _MOST_BROKEN]), 0]
    tabs = counts[0]
    for place in range(1, min(len(counts), _MOST_BROKEN) - 1):
        tabs += counts[place]
        if tabs > width or counts[1] == width:
            break
        if tabs == width and (counts[place + 1] == width or counts[place]):
            return first + place
    return first


def _cells(start: int, line: str) -> tuple[Paragraph, ...] | None:
    """The cells of a line that is a row of a table, none for the rule below its heads; None for another line."""
    bare = line.strip()
    if bare.startswith("|") and bare.count("|") >= _FEWEST_COLUMNS:
        cells = () if _RULE.fullmatch(bare) else _parted(start, line, "|")[1:]
        return cells[:-1] if bare.endswith("|") else cells
    is_row = len(line.strip(" \t").split("\t")) >= _FEWEST_COLUMNS
    return _parted(start, line, "\t") if is_row else None


def _parted(start: int, line: str, by: str) -> tuple[Paragraph, ...]:
    cells = []
    for text in line.split(by):
        cells.append(Paragraph(start, text))
        start += len(text) + 1
    return tuple(cells)
