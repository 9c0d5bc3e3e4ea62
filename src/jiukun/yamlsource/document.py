"""A composed document: its content as text, lists and mappings, and the place of each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from jiukun.diagnostics import Diagnostic, FieldPath, Location
from jiukun.text import one_line
from jiukun.yamlsource.source import Source


@dataclass(frozen=True)
class Document:
    """`content` holds dict, list and str only: every scalar is the text that was written."""

    source: Source
    content: Any
    _root: yaml.Node = field(repr=False)

    def index(self, path: FieldPath, *, of_key: bool = False) -> int:
        """Where the value at `path` begins, or its key; the nearest enclosing place for what is not there."""
        node = self._root
        key: yaml.Node | None = None
        for part in path:
            step = _step(node, part)
            if step is None:
                return int(node.start_mark.index)
            key, node = step
        chosen = key if of_key and key is not None else node
        return int(chosen.start_mark.index)

    def index_within(self, path: FieldPath, piece: str) -> int:
        """Where a piece of the text at `path` stands; where the text begins if it is written in another way."""
        start = self.index(path)
        found = self.source.text.find(piece, start)
        return found if found >= 0 else start

    def diagnostic(
        self, path: FieldPath, code: str, message: str, hint: str = "", *, of_key: bool = False
    ) -> Diagnostic:
        """A problem of the value at `path`."""
        return self.source.diagnostic(self.index(path, of_key=of_key), code, message, hint, path)

    def path_at(self, index: int) -> FieldPath:
        """The path of the innermost value that begins before the character at `index` and is not followed by another."""
        path: list[str | int] = []
        node = self._root
        while before := [(part, child) for part, child in _children(node) if child.start_mark.index <= index]:
            part, node = before[-1]
            path.append(part)
        return tuple(path)

    def span(self, path: FieldPath) -> tuple[int, int]:
        """First and last line of the value at `path`, from 1."""
        node = self._root
        for part in path:
            step = _step(node, part)
            if step is None:
                break
            node = step[1]
        first = self.source.location(node.start_mark.index).line
        return first, self.source.location(max(node.start_mark.index, node.end_mark.index - 1)).line


def compose(source: Source) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document and its duplicate keys; raises yaml.YAMLError where the text is no YAML."""
    loader = yaml.CBaseLoader(source.text)
    try:
        root = loader.get_single_node()
    finally:
        loader.dispose()
    if root is None:
        return None, (Diagnostic(Location(source.path), "JK101", "文件里只有注释或空行", "请对照样表填写"),)
    diagnostics: list[Diagnostic] = []
    content = _content(root, (), source, diagnostics)
    return Document(source, content, root), tuple(diagnostics)


def _content(node: yaml.Node, path: FieldPath, source: Source, diagnostics: list[Diagnostic]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_content(child, (*path, place), source, diagnostics) for place, child in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name in mapping:
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


def _children(node: yaml.Node) -> list[tuple[str | int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(key.value if isinstance(key, yaml.ScalarNode) else "?", value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return list(enumerate(node.value))
    return []


def _step(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    """Key and value of one step down; the first key of a duplicated one."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if (key.value if isinstance(key, yaml.ScalarNode) else "?") == part:
                return key, value
    return None
