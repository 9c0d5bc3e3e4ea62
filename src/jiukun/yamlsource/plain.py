"""The plainest YAML, read without the parser: what `new` and `import` write, and what is typed as they write it.

Nearly every file of ours is of this form, and in it takes a third of the parser's time. What is out of the ordinary,
mistakes of typing above all, is left to the parser; what is read here is what the parser would read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from jiukun.yamlsource.kinds import Limits

_START = r"[\w（(“‘《【〔]"
_WORDS = rf"{_START}[^\n:#]*+(?::(?=[^\s:#])[^\n:#]*+)*+"  # what may be given back is remembered, in 300 bytes each
_GAP = r"(?:(?:\#(?:\ [^\n#]*)?)?\n)*"  # blank lines and comments
# Tried at the beginning of a line alone, an entry takes one pass over whatever text.
_ENTRY = re.compile(
    rf"""
    (^(\ *)(-\ +)?                                        # indentation, dash
    (?:(\w{{1,40}}):                                      # a key and
      (?:\ *\n                                            # nothing,
        |\ +({_WORDS}|\[[^\n#]*|{{[^\n#]*)\n              # or one line,
        |\ \|\n((?:\2\ \ (?!\ ).+\n)(?:\n*\2\ \ .+\n)*))  # or a block of text two columns deeper
      |({_WORDS})\n)                                      # or the plain item of a list
    {_GAP})""",
    re.VERBOSE | re.MULTILINE,
)
_HEAD = re.compile(rf"\A{_GAP}", re.VERBOSE)
_FLOW_ITEM = re.compile(rf"{_START}[^:,\[\]{{}}#]*")
_FLOW_PAIR = re.compile(rf" *(\w{{1,40}}): +({_FLOW_ITEM.pattern})?")
_DEEPEST = 6

_Stack = list[tuple[str, Any]]  # the lists and mappings that may go on, each with the indentation of its entries


def read_plain(text: str, limits: Limits) -> dict[str, Any] | None:
    """The content as dict, list and str; None where the text is not of the plainest form, or too long to be sure.

    No line makes a parser tell of more than eight events, and no comma of more than two besides.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.count("\n")
    if lines > limits.lines or 8 * (lines + 1) + 2 * text.count(",") > limits.events or not _is_harmless(text):
        return None
    if text.startswith(("\n", "#")):
        text = _HEAD.sub("", text, count=1)
    entries = _ENTRY.findall(text)
    is_plain = entries and len(text) == sum([len(entry[0]) for entry in entries])  # nothing stands between them
    return _content(entries) if is_plain else None


def _content(entries: Iterable[tuple[str, ...]]) -> dict[str, Any] | None:
    """What the entries hold; None where one of them does not belong where it stands."""
    root: dict[str, Any] = {}
    stack: _Stack = [("", root)]
    at, parent = stack[-1]
    waiting = ""  # the key of the parent whose value may follow below it
    for _, indent, dash, key, line, block, item in entries:
        if dash or indent != at or parent.__class__ is list:
            parent = _parent(stack, waiting, indent, list if dash else dict)
            at = indent
            if parent is None or len(stack) > _DEEPEST or (block if dash else item):
                return None
            if item:
                parent.append(item.rstrip(" "))
                waiting = ""
                continue
            if dash:
                parent.append({})
                at, parent = indent + " " * len(dash), parent[-1]
                stack.append((at, parent))
        elif item:
            return None
        if line:
            value = line.rstrip(" ") if line[0] not in "[{" else _flow(line.rstrip(" "))
        else:
            value = block[len(indent) + 2 :].replace("\n  " + indent, "\n")
        if value is None or key in parent:
            return None
        parent[key] = value
        waiting = "" if line or block else key
    return root


def _is_harmless(text: str) -> bool:
    """Whether it holds nothing that is invisible, and no full-width sign that may have been meant as a sign of YAML."""
    shown = text.replace("\n", "")
    is_seen = shown.isprintable() or shown.replace("\u3000", "").isprintable()
    return is_seen and "｜" not in shown and "＞" not in shown


def _parent(stack: _Stack, waiting: str, indent: str, kind: type) -> Any:
    """The list or mapping to which an indented entry belongs, opened by it or going on; None for a stray one."""
    at, value = stack[-1]
    if waiting and (indent > at if kind is dict else indent >= at):
        value[waiting] = kind()
        stack.append((indent, value[waiting]))
    while stack and (stack[-1][0] > indent or stack[-1][1].__class__ is not kind):
        stack.pop()
    return stack[-1][1] if stack and stack[-1][0] == indent else None


def _flow(written: str) -> list[str] | dict[str, str] | None:
    """`[甲, 乙]` or `{姓名: 甲, 职务: }`; None where it is not of the plainest form."""
    body, close = written[1:-1], written[-1]
    if written[0] == "[":
        items = [item.strip(" ") for item in body.split(",")] if body.strip(" ") else []
        return items if close == "]" and all(map(_FLOW_ITEM.fullmatch, items)) else None
    pairs = [_FLOW_PAIR.fullmatch(pair) for pair in body.split(",")]
    read = {pair[1]: (pair[2] or "").rstrip(" ") for pair in pairs if pair}
    return read if close == "}" and len(read) == len(pairs) else None
