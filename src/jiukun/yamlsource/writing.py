"""Writing reports and plans: the one writer, whose text the reader gives back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Plain text that is YAML's text and ours: no indicator, no colon or # that could mean something.
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`])[^\s:#](?:[^\n\r:#]*[^\s:#])?")
# What a block scalar gives back as it stands: printable, one kind of line break, no tab at a line's begin.
_BLOCK = re.compile("[\n\t\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_UNPRINTABLE = re.compile('[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff"\\\\]')
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_TIME = re.compile(r"(?:\d{4}-\d\d-\d\d )?\d\d:\d\d")
_FLOW = frozenset(",[]{}")
_INDENT = "    "
_HEAD, _TEXTS = ("单位", "日期", "填报人", "联系电话"), ("完成情况", "存在问题", "下一步计划")


@dataclass(frozen=True)
class Field:
    """A key of a plan's file and its value: a text, names in a row, a record, keys below it, or a list of such.

    Comments stand above it.
    """

    key: str
    value: str | list[str] | dict[str, str] | tuple[Field, ...] | list[tuple[Field, ...]]
    comments: tuple[str, ...] = ()


def write_fields(fields: Sequence[Field], comments: Sequence[str] = (), after: Sequence[str] = ()) -> str:
    """A file of the plan as YAML, with comments at its head and its end."""
    return "\n".join([*_comments(comments), *_fields(fields), *_comments(after)]) + "\n"


def write_report(
    content: Mapping[str, Any], comments: Sequence[str] = (), entry_comments: Sequence[Sequence[str]] = ()
) -> str:
    """A report's content, as it is read, as YAML, with comments at its head and above its entries.

    An empty text is left open for the clerk.
    """
    lines = [*_comments(comments), *(f"{key}:{_value(content[key])}" for key in _HEAD), "工作情况:"]
    entries: Sequence[Mapping[str, str]] = content["工作情况"]
    for entry, above in zip(entries, entry_comments or [()] * len(entries), strict=True):
        lines += [*_comments(above), f"- 序号:{_value(entry['序号'])}"]
        lines += [line for key in _TEXTS for line in _text(key, entry[key])]
    return "\n".join([*lines, ""])


def _fields(fields: Sequence[Field]) -> list[str]:
    return [line for field in fields for line in (*_comments(field.comments), *_field(field.key, field.value))]


def _field(key: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {value}" if _TIME.fullmatch(value) else f"{key}:{_value(value)}"]
    if isinstance(value, dict):
        return [f"{key}: {{{', '.join(f'{name}: {in_row(text)}' for name, text in value.items())}}}"]
    if isinstance(value, tuple):
        return [f"{key}:", *(f"  {line}" for line in _fields(value))]
    if not isinstance(value, list):
        raise TypeError(value)
    if any(isinstance(item, tuple) for item in value):
        return [f"{key}:", *(line for item in value for line in _item(item))]
    return [f"{key}: [{', '.join(map(in_row, value))}]"]


def _item(fields: tuple[Field, ...]) -> list[str]:
    """An item of a list; what is said of its first key stands above the dash."""
    first, *rest = fields
    head, *below = _field(first.key, first.value)
    return [*_comments(first.comments), f"- {head}", *(f"  {line}" for line in (*below, *_fields(rest)))]


def in_row(text: str) -> str:
    """A text within brackets."""
    return _line(text) if not _FLOW & set(text) else quoted(text)


def _comments(comments: Sequence[str]) -> list[str]:
    return [f"# {line}".rstrip() for comment in comments for line in comment.splitlines()]


def _value(text: str) -> str:
    """What follows a colon: nothing, or a text of one line after a space."""
    return f" {_line(text)}" if text else ""


def _line(text: str) -> str:
    """A text of one line, in quotation marks where it must be."""
    return text if not text or _is_plain(text) else quoted(text)


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and _BLOCK.fullmatch(text) is not None and "\t" not in text


def _text(key: str, text: str) -> list[str]:
    """A text of any length: a short one on the key's line, a longer one as a block to read and to paste into."""
    if not text:
        return [f"  {key}: |", _INDENT] if key != "存在问题" else [f"  {key}:"]
    if "\n" not in text and len(text) <= 40 and _is_plain(text):  # what is read at a glance
        return [f"  {key}: {text}"]
    if _BLOCK.fullmatch(text) and text == text.strip("\n\t ") and not re.search(r"^[\t]", text, re.MULTILINE):
        return [f"  {key}: |", *(f"{_INDENT}{line}" if line else "" for line in text.split("\n"))]
    return [f"  {key}: {quoted(text)}"]


def quoted(text: str) -> str:
    """A text in double quotation marks, on one line, with everything invisible spelt out."""
    return f'"{_UNPRINTABLE.sub(_escape, text)}"'


def single_quoted(text: str) -> str:
    """A text of one line in single quotation marks, which give it back as it stands."""
    return "'{}'".format(text.replace("'", "''"))


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return _NAMED.get(found[0]) or (f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}")
