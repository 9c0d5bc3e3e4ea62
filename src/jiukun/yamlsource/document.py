"""A document: its content as text, lists and mappings, and the place of each part."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath
from jiukun.diagnostics.source import Source


class _Place(NamedTuple):
    """Where a value and its key begin and where it ends; its children in order and by the step that leads to each."""

    key: int
    start: int
    end: int
    children: list[tuple[str | int, _Place]]
    steps: dict[str | int, _Place]
    starts: list[int]


@dataclass(frozen=True)
class Document:
    """`content` holds dict, list and str only: every scalar is the text that was written."""

    source: Source
    content: Any

    def index(self, path: FieldPath, *, of_key: bool = False) -> int:
        """Where the value at `path` begins, or its key; the nearest enclosing place for what is not there."""
        place = self._place
        for part in path:
            if part not in place.steps:
                return place.start
            place = place.steps[part]
        return place.key if of_key else place.start

    def line(self, path: FieldPath, *, of_key: bool = False) -> int:
        """The line, from 1, on which the value at `path` or its key begins."""
        return self.source.location(self.index(path, of_key=of_key)).line

    def opening(self, path: FieldPath) -> str:
        """The first character of the value at `path` as it is written."""
        index = self.index(path)
        return self.source.text[index : index + 1]

    def within(self, path: FieldPath, piece: str, code: str, message: str, hint: str = "") -> Diagnostic:
        """A problem of a piece of the text at `path`; of the text where it is written in another way."""
        start = self.index(path)
        found = self.source.text.find(piece, start)
        return self.source.diagnostic(max(found, start), code, message, hint, path)

    def diagnostic(
        self, path: FieldPath, code: str, message: str, hint: str = "", *, of_key: bool = False
    ) -> Diagnostic:
        """A problem of the value at `path`."""
        return self.source.diagnostic(self.index(path, of_key=of_key), code, message, hint, path)

    def path_at(self, index: int) -> FieldPath:
        """The path of the innermost value that begins before the character at `index`, and last of its kind."""
        path: list[str | int] = []
        place = self._place
        while before := bisect_right(place.starts, index):
            part, place = place.children[before - 1]
            path.append(part)
        return tuple(path)

    def span(self, path: FieldPath) -> tuple[int, int]:
        """First and last line of the value at `path`, from 1."""
        place = self._place
        for part in path:
            if part not in place.steps:
                break
            place = place.steps[part]
        first = self.source.location(place.start).line
        return first, self.source.location(max(place.start, place.end - 1)).line

    @cached_property
    def _place(self) -> _Place:
        """The places of all values; only a document that something is wrong with needs them."""
        from jiukun.yamlsource.nodes import compose  # noqa: PLC0415  yaml is slow to load

        root = compose(self.source.text)
        return _place_of(root, root)


def _place_of(key: Any, node: Any) -> _Place:
    children = [(part, _place_of(of, child)) for part, of, child in _children(node)]
    steps = dict(reversed(children))  # of a key that stands twice the first counts
    starts = [child.start for _, child in children]
    return _Place(_index(key.start_mark), _index(node.start_mark), _index(node.end_mark), children, steps, starts)


def _children(node: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """The step down to each child, its key (the child itself in a list) and the child."""
    if node.id == "mapping":
        yield from ((key.value if key.id == "scalar" else "?", key, value) for key, value in node.value)
    elif node.id == "sequence":
        yield from ((number, child, child) for number, child in enumerate(node.value))


def _index(mark: Any) -> int:
    return int(mark.index)
