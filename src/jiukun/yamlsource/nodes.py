"""Text to nodes, by the C parser; and from nodes to what they hold."""

from __future__ import annotations

from typing import Any

import yaml

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Location
from jiukun.diagnostics.source import Source

_MOST_DUPLICATES = 5_000  # nobody reads on


def compose(text: str) -> yaml.Node | None:
    """The root of a text's nodes, None where it holds none; raises yaml.YAMLError where the text is no YAML."""
    loader = yaml.CBaseLoader(text)
    try:
        root: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return root


def content(source: Source) -> tuple[Any, tuple[Diagnostic, ...]]:
    """The content as dict, list and str, None where there is none, and what stands twice; raises as `compose`."""
    root = compose(source.text)
    if root is None:
        return None, (Diagnostic(Location(source.path), "JK101", "文件里只有注释或空行", "请对照样表填写"),)
    diagnostics: list[Diagnostic] = []
    return _content(root, (), source, diagnostics), tuple(diagnostics)


def _content(node: yaml.Node, path: FieldPath, source: Source, diagnostics: list[Diagnostic]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_content(child, (*path, place), source, diagnostics) for place, child in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name in mapping:
            if len(diagnostics) < _MOST_DUPLICATES:
                diagnostics.append(_duplicate(source, key, name, (*path, name)))
        else:
            mapping[name] = _content(value, (*path, name), source, diagnostics)
    return mapping


def _duplicate(source: Source, key: yaml.Node, name: str, path: FieldPath) -> Diagnostic:
    return source.diagnostic(
        key.start_mark.index,
        "JK133",
        f"“{one_line(name)}”写了两次，这里是第二次，内容没有读入",
        "把两处内容合并到一处",
        path,
    )
