"""A text read by the parser, and what is wrong with its writing."""

from __future__ import annotations

import re

import yaml

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.events import refusals
from jiukun.yamlsource.kinds import Kind
from jiukun.yamlsource.mistakes import finding
from jiukun.yamlsource.mistakes.explaining import placed
from jiukun.yamlsource.mistakes.finding import HARMLESS
from jiukun.yamlsource.mistakes.syntax_words import syntax_error
from jiukun.yamlsource.nodes import content

_HASH = re.compile(r"#(?=\S)")
_CONTROL = "JK105"  # which no typing mistake explains
_COMMENT = "JK115"  # which explains no syntax error


def parse(source: Source, kind: Kind) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document of a text, and all that is wrong with its writing. Without a document there is an error."""
    breaks = tuple(finding.line_breaks(source))
    refused = refusals(source, kind.limits_of(source.text))
    if refused:
        return None, (*breaks, *_in_the_writers_terms(source, kind, refused))
    try:
        read, told = content(source)
    except yaml.YAMLError as error:
        return None, (*breaks, *_syntax(source, kind, error, explained=bool(breaks)))
    slips = finding.find(source, kind.vocabulary) if _may_be_spoiled(source.text) else []
    lost = [one for one in slips if one.code in HARMLESS]
    if read is None:
        return None, (*breaks, *lost, *told)
    document = Document(source, read)
    return document, (*placed(document, (*breaks, *lost)), *told)


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
    slips = tuple(finding.find(source, kind.vocabulary))
    return slips if any(slip.location.line == refused[0].location.line for slip in slips) else (*slips, *refused)


def _syntax(source: Source, kind: Kind, error: yaml.YAMLError, *, explained: bool) -> tuple[Diagnostic, ...]:
    """What was mistyped; the parser's own words only where nothing explains them."""
    found = tuple(finding.find(source, kind.vocabulary))
    parser = syntax_error(source, error)
    if parser.code == _CONTROL:
        return (*(one for one in found if one.location.line != parser.location.line), parser)
    if explained or any(one.code != _COMMENT for one in found):
        return found
    return (*found, parser)
