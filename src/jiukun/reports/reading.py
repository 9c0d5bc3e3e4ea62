"""A report from bytes to submission, whatever kind of file it came in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Misfit
from jiukun.project.names import is_form
from jiukun.project.office_files import kind_of
from jiukun.reports.submission import REPORT, Submission
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.reading import load
from jiukun.yamlsource.values import validated


class Placed(Protocol):
    """A file's content, and the place of each part of it: line and column, or a cell."""

    @property
    def content(self) -> Any:
        """Dict, list and str only."""

    def diagnostic(
        self, path: FieldPath, code: str, message: str, hint: str = "", *, of_key: bool = False
    ) -> Diagnostic:
        """A problem of the value at `path`, or of its key."""

    def within(self, path: FieldPath, piece: str, code: str, message: str, hint: str = "") -> Diagnostic:
        """A problem of a piece of the text at `path`."""


class Read(NamedTuple):
    """A report as far as it could be read. Without a submission there is at least one error."""

    document: Placed | None
    submission: Submission | None
    diagnostics: tuple[Diagnostic, ...]


def read_report(data: bytes, path: str) -> Read:
    """Read a report in YAML or in a filled form; never raises, whatever the bytes are.

    What is a workbook or a Word document by its bytes is a form, whatever it is called.
    """
    is_a_form = kind_of(data) or is_form(path)
    return _from_form(data, path) if is_a_form else Read(*load(data, path, REPORT, Submission))


def looks_like_report(data: bytes) -> bool:
    """Whether bytes are a report in YAML, whatever the file is called."""
    text, _ = decode(data, "", REPORT.required)
    return text is not None and all(key in text for key in ("单位", "工作情况", "完成情况"))


@lru_cache(maxsize=64)  # what is judged is soon made YAML of, or compared with it
def _from_form(data: bytes, path: str) -> Read:
    from jiukun.reports.form_reading import read_form  # noqa: PLC0415  only where there are forms

    document, found = read_form(data, path)
    if document is None:
        return Read(None, None, found)
    submission, misfits = validated(Submission, document.content, REPORT)
    wanting = [misfit for misfit in misfits if not document.is_left_out(misfit.path)]
    return Read(document, submission, (*found, *(_in_its_cell(document, misfit) for misfit in wanting)))


def _in_its_cell(document: Placed, misfit: Misfit) -> Diagnostic:
    return document.diagnostic(misfit.path, misfit.code, misfit.message, misfit.hint)
