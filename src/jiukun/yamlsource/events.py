"""What is refused before anything is composed: tags, anchors, depth, number of items, several documents.

The C composer recurses and dies of deep nesting; its event stream does not, or from libyaml 0.2.6 on it stops at a
depth of a thousand. Both cost the same, so events are looked at only where the text holds a sign of what is refused.
"""

from __future__ import annotations

import re

import yaml

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.kinds import Limits

_SIGNS = ("[", "{", "&", "*", "!", "? ", "?\t", "--- ", "\n---", "\n...", "\x85", "\u2028", "\u2029")
_DEEP = re.compile(r"-[ \t]+-|[\r\n] {20}")
_TOO_DEEP = "exceeded maximum nesting depth"
_MANY = 1 << 16  # a shorter text cannot hold items enough to harm


def refusals(source: Source, limits: Limits) -> tuple[Diagnostic, ...]:
    """The first construct of the text that is not accepted, if any; syntax errors are left to the composer."""
    if _at_least_lines(source.text) > limits.lines:
        message = f"超过 {limits.lines} 行，不再读下去"
        return (Diagnostic(Location(source.path), "JK132", message, "请对照样表重新填写"),)
    if not _suspicious(source.text):
        return ()
    found = _first_within(source, source.text, limits)
    return (found,) if found else ()


def _at_least_lines(text: str) -> int:
    """How many lines the text has, without parting it; fewer only where it ends them in different ways."""
    return max(text.count("\n"), text.count("\r"))


def _suspicious(text: str) -> bool:
    return len(text) > _MANY or any(sign in text for sign in _SIGNS) or _DEEP.search(text) is not None


def _first_within(source: Source, text: str, limits: Limits) -> Diagnostic | None:
    """The first in a text with which the source's begins, as far as the parser can read it."""
    try:
        return _first_refusal(source, text, limits)
    except yaml.MarkedYAMLError as error:
        if error.problem != _TOO_DEEP or error.problem_mark is None:
            return None
        # The parser reads up to a line ahead of its events: those of what stands before are still to be seen.
        return _first_within(source, text[: error.problem_mark.index], limits)
    except yaml.YAMLError:
        return None


def _first_refusal(source: Source, text: str, limits: Limits) -> Diagnostic | None:
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        if isinstance(event, yaml.events.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.events.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.events.DocumentStartEvent):
            documents += 1
        at = event.start_mark.index if event.start_mark else 0
        if isinstance(event, yaml.events.NodeEvent) and (event.anchor or getattr(event, "tag", None)):
            return _reference(source, at)
        if depth > limits.depth:
            return source.diagnostic(at, "JK132", f"层次超过 {limits.depth} 层，不再读下去", "请对照样表重新填写")
        if count > limits.events:
            return source.diagnostic(at, "JK132", f"条目超过 {limits.events} 个，不再读下去", "请对照样表重新填写")
        if documents > 1:
            return source.diagnostic(at, "JK131", "一个文件里有几份文档，只能有一份", "删去顶格的“---”及多余的内容")
    return None


def _reference(source: Source, at: int) -> Diagnostic:
    sign = source.text[at : at + 1]
    return source.diagnostic(
        at,
        "JK130",
        f"“{sign}”开头的内容会被当作 YAML 的标签、锚点或别名，这里不支持",
        "如果是文字，请给整句加引号，或用“|”另起一行写",
    )
