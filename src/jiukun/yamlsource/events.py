"""A text's content, read in one pass over the events of the parser.

The C composer recurses and dies of deep nesting, its event stream does not: what is refused is refused there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Limits

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
        return _content(source, _accepted(source, source.text, limits))
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP and error.problem_mark is not None:
            # libyaml 0.2.6 stops by itself, up to a line ahead of its events: those before are still to be judged.
            with suppress(yaml.YAMLError):
                _content(source, _accepted(source, source.text[: error.problem_mark.index], limits))
        raise


def _accepted(source: Source, text: str, limits: Limits) -> Iterator[Event]:
    """The events of a text with which the source's begins; raises RefusedError at the first that is not accepted."""
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, DocumentStartEvent):
            documents += 1
        if isinstance(event, NodeEvent) and (event.anchor or getattr(event, "tag", None)):
            sign = source.text[_index(event) : _index(event) + 1]
            message = f"“{sign}”开头的内容会被当作 YAML 的标签、锚点或别名，这里不支持"
            raise _refusal(source, event, "JK130", message, "如果是文字，请给整句加引号，或用“|”另起一行写")
        if depth > limits.depth:
            raise _refusal(source, event, "JK132", f"层次超过 {limits.depth} 层，不再读下去", _START_AGAIN)
        if count > limits.events:
            raise _refusal(source, event, "JK132", f"条目超过 {limits.events} 个，不再读下去", _START_AGAIN)
        if documents > 1:
            message = "一个文件里有几份文档，只能有一份"
            raise _refusal(source, event, "JK131", message, "删去顶格的“---”及多余的内容")
        yield event


def _refusal(source: Source, event: Event, code: str, message: str, hint: str) -> RefusedError:
    return RefusedError(source.diagnostic(_index(event), code, message, hint))


def _content(source: Source, events: Iterator[Event]) -> tuple[Any, tuple[Diagnostic, ...]]:
    builder = _Builder(source, events)
    content = None
    for event in events:
        if isinstance(event, NodeEvent):
            content = builder.value(event)
    return content, tuple(builder.slips)


class _Builder:
    """Builds values from events; it recurses no deeper than the events that are accepted."""

    def __init__(self, source: Source, events: Iterator[Event]) -> None:
        self._source = source
        self._events = events
        self._path: list[str | int] = []
        self.slips: list[Diagnostic] = []

    def value(self, event: Event) -> Any:
        """The value that begins with an event."""
        if isinstance(event, ScalarEvent):
            if " " in event.value and not event.style and _line(event.start_mark) < _line(event.end_mark):
                message = "这几行会连成一段，换行变成空格"
                self._say(event, "JK122", message, "栏目名和冒号后面写“|”，从下一行起写正文，各段对齐")
            return event.value
        self._path.append(0)
        value = self._mapping() if isinstance(event, MappingStartEvent) else self._sequence()
        self._path.pop()
        return value

    def _sequence(self) -> list[Any]:
        values: list[Any] = []
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                break
            self._path[-1] = len(values)
            values.append(self.value(event))
        return values

    def _mapping(self) -> dict[str, Any]:
        """Of a key that stands twice the first value; a key that is no text is named `?`."""
        mapping: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                break
            key = self.value(event)
            name = self._path[-1] = key if isinstance(key, str) else "?"
            value = self.value(next(self._events))
            if name in mapping:
                message = f"“{one_line(name)}”写了两次，这里是第二次，内容没有读入"
                self._say(event, "JK133", message, "把两处内容合并到一处")
            else:
                mapping[name] = value
        return mapping

    def _say(self, event: Event, code: str, message: str, hint: str) -> None:
        if len(self.slips) < _MOST_SLIPS:
            self.slips.append(self._source.diagnostic(_index(event), code, message, hint, tuple(self._path)))


def _index(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _line(mark: Any) -> int:
    return int(mark.line)
