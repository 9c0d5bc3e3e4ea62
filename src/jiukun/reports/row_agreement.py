"""Whether 序号 and 工作任务 of a form's row mean the same measure: a row where they disagree counts for neither."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from jiukun.chinese.text import nearest, one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath
from jiukun.plan.model import Measure, Plan
from jiukun.reports.form_document import FormDocument
from jiukun.reports.form_layout import ENTRIES, LEADS, NUMBER, TASK
from jiukun.reports.reading import Read

_ALIKE = 0.6  # of 1: a task in somewhat other words
_COMPARED = 60  # characters of a task; the time grows with the square
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN = re.compile(r"[\s、，,;；/()（）：:及和与等]+|牵头|配合|责任|单位|部门")


def with_agreeing_rows(read: Read, plan: Plan) -> Read:
    """A form whose rows were held against the plan: a row of another measure has no number, and that is an error.

    What was typed into the printed columns is a warning, as it is printed nowhere.
    """
    document, submission = read.document, read.submission
    if not isinstance(document, FormDocument) or submission is None or submission.entries is None:
        return read
    measures = {measure.number: measure for measure in plan.measures}
    entries = list(submission.entries)
    diagnostics: list[Diagnostic] = []
    for place, (row, entry) in enumerate(zip(document.table.rows, submission.entries, strict=True)):
        task, leads = row[TASK], row[LEADS]
        measure = measures.get(entry.number) if entry and entry.number is not None else None
        path: FieldPath = (ENTRIES, place)
        if entry is not None and measure is not None and not _agrees(task, measure, plan.measures):
            entries[place] = entry.model_copy(update={"number": None})
            diagnostics.append(_disagreement(document, (*path, NUMBER), task, measure, plan))
        elif measure is not None and (more := _more_than(measure.task, task)):
            diagnostics.append(_typed_in(document, (*path, TASK), more))
        if more := _beside_names(leads, plan):
            diagnostics.append(_typed_in(document, (*path, LEADS), more))
    changed = submission.model_copy(update={"entries": tuple(entries)})
    return Read(document, changed, (*read.diagnostics, *diagnostics))


def _agrees(task: str, measure: Measure, measures: tuple[Measure, ...]) -> bool:
    """Whether a task means a measure: the same, shortened, with words added, or more like it than like any other."""
    bare, own = _bare(task), _bare(measure.task)
    if not bare or own in bare or _is_shortened(bare, own):
        return True
    likeness = _likeness(bare, own)
    return likeness >= _ALIKE and all(_likeness(bare, _bare(other.task)) <= likeness for other in measures)


def _is_shortened(text: str, whole: str) -> bool:
    """Whether the text is what is left of the whole when characters are left out."""
    rest = iter(whole)
    return len(text) > 1 and all(character in rest for character in text)


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, text[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()


def _disagreement(document: FormDocument, path: FieldPath, task: str, measure: Measure, plan: Plan) -> Diagnostic:
    numbers = {other.task: other.number for other in plan.measures}
    alike = nearest(task.strip(), numbers)
    meant = f"“{one_line(task)}”是方案的第 {numbers[alike]} 项；" if alike else ""
    message = f"序号是 {measure.number}，工作任务却是“{one_line(task)}”，对不上，这一行没有采用"
    hint = f"{meant}方案的第 {measure.number} 项是“{one_line(measure.task)}”，照方案改正序号或工作任务"
    return document.diagnostic(path, "JK631", message, hint)


def _typed_in(document: FormDocument, path: FieldPath, more: str) -> Diagnostic:
    message = f"{path[-1]}这一格里多写的“{one_line(more)}”没有读"
    return document.diagnostic(path, "JK632", message, f"要报的，写进完成情况等栏；{path[-1]}照方案写")


def _more_than(task: str, typed: str) -> str:
    """What was typed beside the plan's own words; all of it where they were changed."""
    bare, own = _bare(typed), _bare(task)
    if not bare or _is_shortened(bare, own):
        return ""
    return typed.replace(task.strip(), "", 1).strip()


def _beside_names(leads: str, plan: Plan) -> str:
    """What is left of the column 牵头单位 without the names of the plan's units."""
    rest = unicodedata.normalize("NFKC", leads)
    names = {unicodedata.normalize("NFKC", name) for name in (*plan.names, *plan.groups)}
    shortened = {name.removeprefix(plan.rule.prefix) for name in names}  # as they are joined
    for name in sorted(names | shortened - {""}, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return _BETWEEN.sub(" ", rest).strip()


def _bare(text: str) -> str:
    """A task for comparison: without white space and signs, width aside."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))
