"""The one way from the bytes of a YAML file to a model: reports and data/ take it."""

from __future__ import annotations

from typing import Generic, NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.document import Document, Kind
from jiukun.yamlsource.parsing import parse
from jiukun.yamlsource.values import M, validated


class Loaded(NamedTuple, Generic[M]):
    """A file as far as it could be read. Without a document or a model there is at least one error."""

    document: Document | None
    model: M | None
    diagnostics: tuple[Diagnostic, ...]


def load(data: bytes, path: str, kind: Kind, model: type[M]) -> Loaded[M]:
    """Read the bytes of a file as a model, and all that is wrong with its writing and its shape; never raises."""
    text, found = decode(data, path, kind.required)
    if text is None:
        return Loaded(None, None, found)
    document, mistakes = parse(Source(path, text), kind)
    found = (*found, *mistakes)
    if document is None:
        return Loaded(None, None, found)
    read, misfits = validated(model, document.content, kind)
    if not found and not misfits:
        return Loaded(document, read, found)
    from jiukun.yamlsource.mistakes import explaining  # noqa: PLC0415  only where something is wrong

    found = (*found, *explaining.explain(document, kind.vocabulary, misfits))
    return Loaded(document, read, tuple(explaining.without_echoes(document, found)))
