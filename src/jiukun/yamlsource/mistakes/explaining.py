"""Why a text that is YAML is not of the shape it must have, told where the writer went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jiukun.diagnostics.diagnostic import Diagnostic, Misfit, field_name
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.kinds import Vocabulary
from jiukun.yamlsource.mistakes import finding
from jiukun.yamlsource.mistakes.finding import HARMLESS


def explain(document: Document, vocabulary: Vocabulary, misfits: Sequence[Misfit]) -> Iterator[Diagnostic]:
    """Typing mistakes first; then the misfits that none of them explains."""
    unknown = {document.line(misfit.path, of_key=True) for misfit in misfits if misfit.code == "JK203"}
    found = list(placed(document, finding.find(document.source, vocabulary)))
    told = [one for one in found if one.code not in HARMLESS and not _is_key(one, unknown)]
    yield from told
    lines = {one.location.line for one in (*told, *(one for one in found if one.code in HARMLESS))}
    for misfit in misfits:
        diagnostic = _placed_misfit(document, misfit, told)
        if diagnostic is not None and (misfit.code == "JK202" or diagnostic.location.line not in lines):
            yield diagnostic


def placed(document: Document, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same diagnostics with the field in which each stands."""
    for one in found:
        index = document.source.starts[one.location.line - 1] + one.location.column - 1
        yield replace(one, field=field_name(document.path_at(index)))


def _is_key(found: Diagnostic, unknown: set[int]) -> bool:
    """What reads as a key of its own is told as an unknown key rather than as a paragraph out of place."""
    return found.code == "JK118" and found.location.line in unknown


def _placed_misfit(document: Document, misfit: Misfit, told: Iterable[Diagnostic]) -> Diagnostic | None:
    path = misfit.path
    if misfit.code == "JK202":
        return None if _is_mistyped(document, misfit, told) else _missing(document, misfit)
    if misfit.code == "JK204" and document.opening(path) in {"[", "{"}:
        return finding.special_start(document, path)
    return document.diagnostic(path, misfit.code, misfit.message, misfit.hint, of_key=misfit.code == "JK203")


def _is_mistyped(document: Document, misfit: Misfit, told: Iterable[Diagnostic]) -> bool:
    """Whether a missing key stands there after all, with a mistake of typing."""
    first, last = document.span(misfit.path[:-1])
    key = f"“{misfit.path[-1]}"
    return any(first <= one.location.line <= last and key in one.message for one in told)


def _missing(document: Document, misfit: Misfit) -> Diagnostic:
    key = str(misfit.path[-1])
    for index in finding.swallowed_keys(document.source, *document.span(misfit.path[:-1]), key):
        message = f"缺少“{key}”：这一行缩进过深，被当作了上面的正文"
        hint = f"把“{key}:”改为半角冒号加空格，并与本项的其他栏目对齐"
        return document.source.diagnostic(index, "JK202", message, hint, misfit.path)
    return document.diagnostic(misfit.path, misfit.code, misfit.message, misfit.hint)
