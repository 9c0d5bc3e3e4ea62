"""Why a text that is YAML is not of the shape it must have, told where the writer went wrong."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from jiukun.diagnostics.diagnostic import Diagnostic, Misfit
from jiukun.yamlsource.document import Document, Vocabulary
from jiukun.yamlsource.mistakes import finding
from jiukun.yamlsource.parsing import HARMLESS


def explain(document: Document, vocabulary: Vocabulary, misfits: Sequence[Misfit]) -> Iterator[Diagnostic]:
    """Typing mistakes first; then the misfits that none of them explains. Those of `parse` are not repeated."""
    if not misfits:
        return
    keys = [document.index(misfit.path, of_key=True) for misfit in misfits if misfit.code == "JK203"]
    unknown = {document.source.location(index).line for index in keys}
    found = [mistake for mistake in finding.find(document.source, vocabulary) if not _is_unknown_key(mistake, unknown)]
    explained = {mistake.location.line for mistake in found}
    mistakes = [document.placed(mistake) for mistake in found if mistake.code not in HARMLESS]
    yield from mistakes
    for misfit in misfits:
        diagnostic = _of_misfit(document, vocabulary, misfit, mistakes)
        if diagnostic is not None and (misfit.code == "JK202" or diagnostic.location.line not in explained):
            yield diagnostic


def without_echoes(document: Document, diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Without the warning that lines are joined where one of them has a mistake: it was not meant as running text."""
    wrong = sorted(diagnostic.location.line for diagnostic in diagnostics if diagnostic.is_error)
    for diagnostic in diagnostics:
        if diagnostic.code == "JK122":
            first, last = document.span(document.path_of(diagnostic))
            if bisect_left(wrong, first) < bisect_right(wrong, last):
                continue
        yield diagnostic


def _is_unknown_key(mistake: Diagnostic, unknown: set[int]) -> bool:
    """Whether a paragraph out of place reads as a key of its own, and is told as an unknown key."""
    return mistake.code == "JK118" and mistake.location.line in unknown


def _of_misfit(
    document: Document, vocabulary: Vocabulary, misfit: Misfit, mistakes: Iterable[Diagnostic]
) -> Diagnostic | None:
    path = misfit.path
    if misfit.code == "JK202":
        return None if _is_mistyped(document, misfit, mistakes) else _missing(document, misfit)
    if misfit.code == "JK204" and document.rest_of_line(path)[:1] in {"[", "{"}:
        return finding.special_start(document, path, vocabulary)
    return document.diagnostic(path, misfit.code, misfit.message, misfit.hint, of_key=misfit.code == "JK203")


def _is_mistyped(document: Document, misfit: Misfit, mistakes: Iterable[Diagnostic]) -> bool:
    """Whether a missing key stands there after all, with a mistake of typing."""
    first, last = document.span(misfit.path[:-1])
    key = f"“{misfit.path[-1]}"
    lines = range(first, last + 2)  # at the line below a key may stand that is not indented as it should be
    return any(mistake.location.line in lines and key in mistake.message for mistake in mistakes)


def _missing(document: Document, misfit: Misfit) -> Diagnostic:
    key = str(misfit.path[-1])
    for index in finding.swallowed_keys(document.source, *document.span(misfit.path[:-1]), key):
        message = f"缺少“{key}”：这一行缩进过深，被当作了上面的正文"
        hint = f"把“{key}:”改为半角冒号加空格，并与本项的其他栏目对齐"
        return document.source.diagnostic(index, "JK202", message, hint, misfit.path)
    return document.diagnostic(misfit.path, misfit.code, misfit.message, misfit.hint)
