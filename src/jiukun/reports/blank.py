"""Whether a report is a blank: a form or file as it was handed out, in which nothing was filled in."""

from __future__ import annotations

from jiukun.reports.reading import Read

_FILLED = frozenset({"JK312", "JK608", "JK628", "JK629", "JK630"})  # there is something, but it cannot be taken


def is_blank(read: Read) -> bool:
    """Whether no 完成情况, 存在问题 or 下一步计划 is filled.

    A file that cannot be read is not known to be a blank.
    """
    if read.document is None or read.submission is None or read.submission.entries is None:
        return False
    if any(diagnostic.code in _FILLED and "." in diagnostic.field for diagnostic in read.diagnostics):
        return False
    entries = [entry for entry in read.submission.entries if entry is not None]
    texts = [text for entry in entries for text in (entry.done, entry.problems, entry.plans)]
    return not any(text and text.strip() for text in texts)
