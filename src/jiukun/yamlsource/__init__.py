"""Bytes to documents with places, and what typing did wrong in them: the only home of yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from jiukun.diagnostics import Diagnostic
from jiukun.yamlsource import mistakes
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.document import Document, compose
from jiukun.yamlsource.events import Limits, refusals
from jiukun.yamlsource.explaining import explain, placed
from jiukun.yamlsource.mistakes import HARMLESS, Vocabulary
from jiukun.yamlsource.source import Source
from jiukun.yamlsource.words import syntax_error

__all__ = ["Document", "Kind", "Limits", "Source", "Vocabulary", "decode", "explain", "read"]

_HASH = re.compile(r"#(?=\S)")
_CONTROL = "JK105"  # which no typing mistake explains
_COMMENT = "JK115"  # which explains no syntax error


@dataclass(frozen=True)
class Kind:
    """A kind of YAML file: its words, those that one of its kind must hold, and how large it may be."""

    vocabulary: Vocabulary
    required: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)


def read(data: bytes, path: str, kind: Kind) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file, and all that is wrong with its writing; never raises.

    Without a document there is at least one error.
    """
    text, told = decode(data, path, kind.required)
    if text is None:
        return None, told
    source = Source(path, text)
    breaks = tuple(mistakes.line_breaks(source))
    refused = refusals(source, kind.limits)
    if refused:
        return None, (*told, *breaks, *_in_the_writers_terms(source, kind, refused))
    try:
        document, duplicates = compose(source)
    except yaml.YAMLError as error:
        return None, (*told, *breaks, *_syntax(source, kind, error, explained=bool(breaks)))
    slips = mistakes.find(source, kind.vocabulary) if _may_be_spoiled(text) else []
    lost = [one for one in slips if one.code in HARMLESS]
    if document is None:
        return None, (*told, *breaks, *lost, *duplicates)
    return document, (*told, *placed(document, (*breaks, *lost)), *duplicates)


def _may_be_spoiled(text: str) -> bool:
    """Whether the text, though YAML, may be another than was meant: a full-width `|`, a # that begins a comment."""
    return (
        "｜" in text
        or "＞" in text
        or any(found.start() and text[found.start() - 1].isspace() for found in _HASH.finditer(text))
    )


def _in_the_writers_terms(source: Source, kind: Kind, refused: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """A text that begins with & * or ! is a slip of typing, told as such."""
    if refused[0].code != "JK130":
        return refused
    slips = tuple(mistakes.find(source, kind.vocabulary))
    return slips if any(slip.location.line == refused[0].location.line for slip in slips) else (*slips, *refused)


def _syntax(source: Source, kind: Kind, error: yaml.YAMLError, *, explained: bool) -> tuple[Diagnostic, ...]:
    """What was mistyped; the parser's own words only where nothing explains them."""
    found = tuple(mistakes.find(source, kind.vocabulary))
    parser = syntax_error(source, error)
    if parser.code == _CONTROL:
        return (*(one for one in found if one.location.line != parser.location.line), parser)
    if explained or any(one.code != _COMMENT for one in found):
        return found
    return (*found, parser)
