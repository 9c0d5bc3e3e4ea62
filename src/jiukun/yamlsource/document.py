"""A YAML document: its content as text, lists and mappings, and the place of each part; and the kinds of files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from jiukun.chinese.text import nearest
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, field_name
from jiukun.diagnostics.source import Source

_LONGEST_KEY = 8
_MIB = 1 << 20


class Limits(NamedTuple):
    """How deep and how long a file of its kind may be."""

    depth: int = 12
    events: int = 40_000
    lines: int = 20_000


class Vocabulary(NamedTuple):
    """The keys that a file of its kind may have.

    `containers` are those whose value is a list or a mapping, `texts` those under which people write freely,
    `outermost` those that stand at a line's begin.
    """

    keys: frozenset[str]
    containers: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    outermost: frozenset[str] = frozenset()

    def knows(self, key: str) -> bool:
        """Whether the key, or one very like it, is of this kind of file."""
        return key in self.keys or (len(key) <= _LONGEST_KEY and nearest(key, self.keys) is not None)


class Kind(NamedTuple):
    """A kind of YAML file: its words, those that one of its kind must hold, and how large it may be.

    Beyond `misfits` values that are not of the right shape the rest is only counted.
    """

    vocabulary: Vocabulary
    required: tuple[str, ...]
    limits: Limits = Limits()
    large: Limits | None = None  # of files over 1 MiB, where there may be such: they may take their time
    misfits: int = 20_000  # as many as the lines of a report

    def limits_of(self, text: str) -> Limits:
        """How deep and long this text may be."""
        return self.large if self.large and len(text) > _MIB else self.limits


class _Place(NamedTuple):
    """Where a value and its key begin and where it ends; its children in order and by the step that leads to each."""

    key: int
    start: int
    end: int
    children: list[tuple[str | int, _Place]]
    steps: dict[str | int, _Place]
    starts: list[int]


class Document:
    """`content` holds dict, list and str only: every scalar is the text that was written."""

    def __init__(self, source: Source, content: Any) -> None:
        self.source = source
        self.content = content

    def index(self, path: FieldPath, *, of_key: bool = False) -> int:
        """Where the value at `path`, or its key, begins; for a missing value the nearest place around it."""
        place, is_there = self._nearest_place(path)
        return place.key if of_key and is_there else place.start

    def within(self, path: FieldPath, piece: str, code: str, message: str, hint: str = "") -> Diagnostic:
        """A problem of a piece of the text at `path`; of the text where it is written in another way."""
        place, _ = self._nearest_place(path)
        found = self.source.text.find(piece, place.start, place.end)
        return self.source.diagnostic(max(found, place.start), code, message, hint, path)

    def diagnostic(
        self, path: FieldPath, code: str, message: str, hint: str = "", *, of_key: bool = False
    ) -> Diagnostic:
        """A problem of the value at `path`."""
        return self.source.diagnostic(self.index(path, of_key=of_key), code, message, hint, path)

    def placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """The same problem with its field."""
        return replace(diagnostic, field=field_name(self.path_of(diagnostic)))

    def path_of(self, diagnostic: Diagnostic) -> FieldPath:
        """The path of the innermost value that begins before the place of a problem, the last of them."""
        index = self.source.starts[diagnostic.location.line - 1] + diagnostic.location.column - 1
        path: list[str | int] = []
        place = self._place
        while before := bisect_right(place.starts, index):
            part, place = place.children[before - 1]
            path.append(part)
        return tuple(path)

    def span(self, path: FieldPath) -> tuple[int, int]:
        """First and last line of the value at `path`, from 1."""
        place, _ = self._nearest_place(path)
        first = self.source.location(place.start).line
        return first, self.source.location(max(place.start, place.end - 1)).line

    def rest_of_line(self, path: FieldPath) -> str:
        """What is written from the begin of the value at `path` to the end of its line."""
        place = self.source.location(self.index(path))
        return self.source.lines[place.line - 1][place.column - 1 :]

    def extent(self, path: FieldPath) -> tuple[int, int]:
        """Where the value at `path` begins and ends; a block of several lines ends before the next begins."""
        place, _ = self._nearest_place(path)
        return place.start, place.end

    def written(self, path: FieldPath) -> str:
        """The value at `path` as it is written."""
        start, end = self.extent(path)
        return self.source.text[start:end]

    def _nearest_place(self, path: FieldPath) -> tuple[_Place, bool]:
        """The place of the value at `path`, else of the nearest around it; and whether it is that of the value."""
        place = self._place
        for part in path:
            if part not in place.steps:
                return place, False
            place = place.steps[part]
        return place, True

    @cached_property
    def _place(self) -> _Place:
        """The places of all values; only a document that something is wrong with needs them."""
        root = yaml.compose(self.source.text, Loader=yaml.CBaseLoader)
        return _place_of(root, root)


def _place_of(key: Any, node: Any) -> _Place:
    children = [(part, _place_of(of, child)) for part, of, child in steps_down(node)]
    steps = dict(reversed(children))  # of a key that stands twice the first counts
    starts = [child.start for _, child in children]
    return _Place(_index(key.start_mark), _index(node.start_mark), _index(node.end_mark), children, steps, starts)


def steps_down(node: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """The step down to each child, its key (the child itself in a list) and the child."""
    if node.id == "mapping":
        yield from ((key.value if key.id == "scalar" else "?", key, value) for key, value in node.value)
    elif node.id == "sequence":
        yield from ((number, child, child) for number, child in enumerate(node.value))


def _index(mark: Any) -> int:
    return int(mark.index)
