"""A report from bytes to submission, whatever kind of file it came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.project.names import is_form
from jiukun.project.office_files import kind_of
from jiukun.reports.submission import REPORT, Submission
from jiukun.yamlsource.decoding import decode
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.reading import load
from jiukun.yamlsource.values import validated

if TYPE_CHECKING:
    from jiukun.reports.form_document import FormDocument

# Errors of a text that is there, but cannot be taken.
_FILLED = frozenset({"JK312", "JK608", "JK628", "JK629", "JK630"})


class Read(NamedTuple):
    """A report as far as it could be read. Without a submission there is at least one error."""

    document: Document | FormDocument | None
    submission: Submission | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_blank(self) -> bool:
        """Whether it is as it was handed out: no 完成情况, 存在问题 or 下一步计划 is filled.

        A file that cannot be read is not known to be a blank.
        """
        if self.document is None or self.submission is None or self.submission.entries is None:
            return False
        if any(diagnostic.code in _FILLED and "." in diagnostic.field for diagnostic in self.diagnostics):
            return False
        texts = (text for _, entry in self.submission.placed for text in (entry.done, entry.problems, entry.plans))
        return not any(text and text.strip() for text in texts)


def read_report(data: bytes, path: str) -> Read:
    """Read a report in YAML or in a filled form; never raises, whatever the bytes are.

    What is a workbook or a Word document by its bytes is a form, whatever it is called.
    """
    if not kind_of(data) and not is_form(path):
        return Read(*load(data, path, REPORT, Submission))
    from jiukun.reports.form_reading import read_form  # noqa: PLC0415  only where there are forms

    document, found = read_form(data, path)
    if document is None:
        return Read(None, None, found)
    submission, misfits = validated(Submission, document.content, REPORT)
    wanting = (document.diagnostic(*misfit) for misfit in misfits if not document.is_left_out(misfit.path))
    return Read(document, submission, (*found, *wanting))


def looks_like_report(data: bytes) -> bool:
    """Whether bytes are a report in YAML, whatever the file is called."""
    text, _ = decode(data, "", REPORT.required)
    return text is not None and all(key in text for key in ("单位", "工作情况", "完成情况"))
