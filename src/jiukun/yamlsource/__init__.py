"""Bytes to documents with places, and what typing did wrong in them: the only home of yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jiukun.diagnostics.diagnostic import Diagnostic, Misfit
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.kinds import Kind, Limits, Vocabulary
from jiukun.yamlsource.plain import read_plain

__all__ = ["Document", "Kind", "Limits", "Source", "Vocabulary", "decode", "explain", "read"]


def read(data: bytes, path: str, kind: Kind) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file, and all that is wrong with its writing; never raises.

    Without a document there is at least one error.
    """
    text, told = decode(data, path, kind.required)
    if text is None:
        return None, told
    source = Source(path, text)
    content = read_plain(text, kind.limits_of(text))
    if content is not None:
        return Document(source, content), told
    from jiukun.yamlsource.parsing import parse  # noqa: PLC0415  yaml is slow to load, and few texts need it

    document, found = parse(source, kind)
    return document, (*told, *found)


def explain(document: Document, vocabulary: Vocabulary, misfits: Sequence[Misfit]) -> Iterable[Diagnostic]:
    """Why a document is not of the shape it must have: typing mistakes, then the misfits that none of them explains."""
    if not misfits:
        return ()
    from jiukun.yamlsource.mistakes import explaining  # noqa: PLC0415  only where something is wrong

    return explaining.explain(document, vocabulary, misfits)
