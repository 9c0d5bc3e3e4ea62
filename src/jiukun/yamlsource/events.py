"""A text's content, read in one pass over the events of the parser.

The C composer recurses and dies of deep nesting, its event stream does not: what is refused is refused there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
)

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Location
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Limits, steps_down

_TOO_DEEP = "exceeded maximum nesting depth"
_MOST_SLIPS = 5_000  # nobody reads on
_START_AGAIN = "请对照样表重新填写"


class RefusedError(Exception):
    """A text holds what is not accepted; `diagnostic` says what and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_content(source: Source, limits: Limits) -> tuple[Any, tuple[Diagnostic, ...]]:
    """A text's content as dict, list and str, None where it holds none.

    Besides the keys that stand twice, and the texts of several lines that the parser joins to one.

    Raises RefusedError, and yaml.YAMLError where the text is no YAML.
    """
    if max(source.text.count("\n"), source.text.count("\r")) > limits.lines:
        message = f"超过 {limits.lines} 行，不再读下去"
        raise RefusedError(Diagnostic(Location(source.path), "JK132", message, _START_AGAIN))
    try:
        content, has_slips = _content(source, source.text, limits)
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP and error.problem_mark is not None:
            # libyaml 0.2.6 stops by itself, up to a line ahead of its events: those before are still to be judged.
            with suppress(yaml.YAMLError):
                _content(source, source.text[: error.problem_mark.index], limits)
        raise
    if not has_slips:
        return content, ()
    root = yaml.compose(source.text, Loader=yaml.CBaseLoader)
    return content, tuple(islice(_slips(source, root, ()), _MOST_SLIPS))


def _content(source: Source, text: str, limits: Limits) -> tuple[Any, bool]:
    """The content of a text with which the source's begins, and whether there are slips in it.

    Raises RefusedError at the first event that is not accepted.
    """
    has_slips = False
    opened: list[list[Any]] = []  # the collections around `values`
    values: list[Any] = []  # of the innermost collection; of a mapping keys and values in turn
    events = iter(yaml.CBaseLoader(text).get_event, None)
    for event in islice(events, limits.events + 1):
        if isinstance(event, ScalarEvent) and not (event.tag or event.anchor):
            values.append(event.value)
            has_slips = has_slips or _is_joined(event)
        elif isinstance(event, CollectionEndEvent):
            collection = _mapping(values) if isinstance(event, MappingEndEvent) else values
            has_slips = has_slips or 2 * len(collection) < len(values)
            values = opened.pop()
            values.append(collection)
        else:
            if isinstance(event, CollectionStartEvent):
                opened.append(values)
                values = []
            _check(source, event, has_document=bool(values))
            if len(opened) > limits.depth:
                raise _refusal(source, event, "JK132", f"层次超过 {limits.depth} 层，不再读下去", _START_AGAIN)
    for event in events:  # more than the limit
        raise _refusal(source, event, "JK132", f"条目超过 {limits.events} 个，不再读下去", _START_AGAIN)
    return values[0] if values else None, has_slips


def _check(source: Source, event: Event, *, has_document: bool) -> None:
    if isinstance(event, NodeEvent) and (event.anchor or getattr(event, "tag", None)):
        sign = source.text[_index(event) : _index(event) + 1]
        message = f"“{sign}”开头的内容会被当作 YAML 的标签、锚点或别名，这里不支持"
        raise _refusal(source, event, "JK130", message, "如果是文字，请给整句加引号，或用“|”另起一行写")
    if isinstance(event, DocumentStartEvent) and has_document:
        raise _refusal(source, event, "JK131", "一个文件里有几份文档，只能有一份", "删去顶格的“---”及多余的内容")


def _mapping(values: list[Any]) -> dict[str, Any]:
    """Of a key that stands twice the first value; a key that is no text is named `?`."""
    mapping: dict[str, Any] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        mapping.setdefault(key if isinstance(key, str) else "?", value)
    return mapping


def _slips(source: Source, node: Any, path: FieldPath) -> Iterator[Diagnostic]:
    """The keys that stand twice, and the texts of several lines that the parser joins to one."""
    if node.id == "scalar" and _is_joined(node):
        hint = "栏目名和冒号后面写“|”，从下一行起写正文，各段对齐"
        yield source.diagnostic(_index(node), "JK122", "这几行会连成一段，换行变成空格", hint, path)
    known: set[str | int] = set()
    for part, key, child in steps_down(node):
        inner = (*path, part)
        if key is not child:
            yield from _slips(source, key, path)
        yield from _slips(source, child, inner)
        if part in known:
            message = f"“{one_line(str(part))}”写了两次，这里是第二次，内容没有读入"
            yield source.diagnostic(_index(key), "JK133", message, "把两处内容合并到一处", inner)
        known.add(part)


def _is_joined(text: Any) -> bool:
    """Whether a scalar is of several lines without a sign that says so."""
    return " " in text.value and not text.style and text.start_mark.line < text.end_mark.line


def _refusal(source: Source, event: Event, code: str, message: str, hint: str) -> RefusedError:
    return RefusedError(source.diagnostic(_index(event), code, message, hint))


def _index(place: Any) -> int:
    return place.start_mark.index if place.start_mark else 0
