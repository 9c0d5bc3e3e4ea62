"""Bytes to documents with places, and what typing did wrong in them: the only home of yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import yaml

from jiukun.diagnostics import Diagnostic, field_name
from jiukun.yamlsource import mistakes
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.document import Document, compose
from jiukun.yamlsource.events import Limits, refusals
from jiukun.yamlsource.mistakes import Vocabulary
from jiukun.yamlsource.source import Source
from jiukun.yamlsource.words import syntax_error

__all__ = ["Document", "Kind", "Limits", "Source", "Vocabulary", "mistaken_shape", "read"]

_HASH = re.compile(r"#(?=\S)")
# Mistakes of which the text can still be YAML: they do not explain a syntax error.
_HARMLESS = frozenset({"JK115"})


@dataclass(frozen=True)
class Kind:
    """A kind of YAML file: its words, those that one of its kind must hold, and how large it may be."""

    vocabulary: Vocabulary
    required: tuple[str, ...]
    limits: Limits = Limits()


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
    cut = mistakes.find(source, kind.vocabulary) if _may_be_cut(text) else []
    lost = [one for one in cut if one.code in _HARMLESS]
    if document is None:
        return None, (*told, *breaks, *lost, *duplicates)
    return document, (*told, *_placed(document, (*breaks, *lost)), *duplicates)


def mistaken_shape(document: Document, kind: Kind) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Typing mistakes of a text that is YAML, but not of the shape that was meant: those to tell, those `read` told."""
    found = list(_placed(document, mistakes.find(document.source, kind.vocabulary)))
    return [one for one in found if one.code not in _HARMLESS], [one for one in found if one.code in _HARMLESS]


def _may_be_cut(text: str) -> bool:
    """Whether some # stands where it begins a comment with no space after it."""
    return any(found.start() and text[found.start() - 1].isspace() for found in _HASH.finditer(text))


def _in_the_writers_terms(
    source: Source, kind: Kind, refused: tuple[Diagnostic, ...]
) -> tuple[Diagnostic, ...]:
    """A text that begins with & * or ! is a slip of typing, told as such."""
    if refused[0].code != "JK130":
        return refused
    slips = tuple(mistakes.find(source, kind.vocabulary))
    return slips if any(slip.location.line == refused[0].location.line for slip in slips) else (*slips, *refused)


def _syntax(source: Source, kind: Kind, error: yaml.YAMLError, *, explained: bool) -> tuple[Diagnostic, ...]:
    """What was mistyped; the parser's own words only where nothing explains them."""
    found = tuple(mistakes.find(source, kind.vocabulary))
    if explained or any(one.code not in _HARMLESS for one in found):
        return found
    return (*found, syntax_error(source, error))


def _placed(document: Document, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same diagnostics with the field in which each stands."""
    starts = document.source.starts
    for one in found:
        index = starts[one.location.line - 1] + one.location.column - 1
        yield replace(one, field=field_name(document.path_at(index)))
