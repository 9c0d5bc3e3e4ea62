"""What one unit says of one measure on a day, field by field, or why it says nothing; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import field_name
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.standing_words import STATUS_WORDS
from jiukun.evidence.timeliness import Status
from jiukun.plan.model import Measure
from jiukun.products.tables import Cell, Mark
from jiukun.reports.checks import Judged
from jiukun.reports.submission import TEXTS, Entry

# A report with one of these is of another unit or day, or one of two: nothing of it can be attributed.
_NOT_ITS_OWN = frozenset({"JK303", "JK304", "JK401"})


_NO_PROBLEM = (  # 无, 目前暂无, 未发现明显问题, 没有困难和问题; nothing at all, or a stroke
    r"(?:截[至止]目前|目前|当前|现阶段|暂时?|[今当本][日天周期]|均|尚|都)*"
    r"(?:无|没有|未(?:发现|出现|遇到|收到)|不存在)(?:存在|发现|出现|遇到)?"
    r"(?:任何|明显|突出|重大|较大|其[他它]|新的?)*的?(?:存在)?(?:(?:问题|困难|异常|情况)[和与及]?)*|"
)
_LONGEST_NONE = 40  # characters; what is longer says something
_SIGNS = re.compile(r"[\s。.！!，,；;：:、/／\\—–_~～-]+")


class MeasureTexts(NamedTuple):
    """The three texts of a measure. A sentence that stands for all of them is in the first, the others are blank."""

    done: Cell
    problems: Cell
    plans: Cell


def texts_of(view: DayView, measure: Measure, line: DayLine) -> MeasureTexts:
    """The unit's texts. What is sound in a report with errors is used, what is not is marked with the reason."""
    reported = _reported(line.used.judged, measure) if line.used else None
    if reported is not None:
        return reported
    if not view.plan.owes(line.unit, measure, view.day):
        return _instead("当日无报送任务", Mark.NONE)
    if line.used is None:
        return _absent(line)
    if line.used.judged.is_valid:  # by the plan as it was when it came
        return _instead("这一项是报送以后才要求报的，报送里没有", Mark.GAP)
    return _instead("报送有误：漏报本项，或序号读不出", Mark.INVALID)


def _reported(judged: Judged, measure: Measure) -> MeasureTexts | None:
    """What a report says of the measure, or why nothing of it can be used; None where it does not name the measure."""
    reason = unusable(judged)
    if reason is not None:
        return _instead(f"报送有误：{reason}", Mark.INVALID)
    entries = judged.submission.entries if judged.submission else None
    found = [(place, entry) for place, entry in enumerate(entries or ()) if entry and entry.number == measure.number]
    if len(found) > 1:
        return _instead(f"报送有误：第 {measure.number} 项报了 {len(found)} 次，分不清以哪次为准", Mark.INVALID)
    return MeasureTexts(*[_text(judged, *found[0], attribute) for attribute in TEXTS]) if found else None


def did_report(line: DayLine, measure: Measure) -> bool:
    """Whether the unit's report holds the measure, owed or not."""
    submission = line.used.submission if line.used else None
    return submission is not None and submission.entry(measure.number) is not None


def reporting(view: DayView, measure: Measure) -> list[DayLine]:
    """The lines of the units that report a measure: those that must, and other lead units that did so anyway."""
    leads, filers = view.plan.leads[measure.number], view.plan.filers[measure.number]
    lines = [view.by_unit[unit.short] for unit in leads]
    if filers is leads:
        return lines
    must = {unit.short for unit in filers}
    return [line for line in lines if line.unit.short in must or did_report(line, measure)]


def clerk_of(line: DayLine) -> tuple[str, str]:
    """填报人 and 联系电话 of a report of which anything can be used; else empty."""
    judged = line.used.judged if line.used else None
    if judged is None or judged.submission is None or unusable(judged) is not None:
        return "", ""
    return judged.submission.clerk or "", judged.submission.phone or ""


@lru_cache(maxsize=1024)  # 无 comes again and again
def is_problem(text: str) -> bool:
    """Whether 存在问题 names one."""
    return len(text) > _LONGEST_NONE or re.fullmatch(_NO_PROBLEM, _SIGNS.sub("", text)) is None


def unusable(judged: Judged) -> str | None:
    """Why nothing of a report can be used, or None where something can."""
    own = next((error for error in judged.diagnostics if error.code in _NOT_ITS_OWN), None)
    if own is None and judged.submission is not None:
        return None
    first = own or next((error for error in judged.diagnostics if error.is_error), None)
    if first is None:
        return "读不出"
    return first.message


def _absent(line: DayLine) -> MeasureTexts:
    """Why there is no report: excused, something unreadable in its place, or nothing (yet)."""
    status = line.standing.status
    if status is Status.EXCUSED:
        return _instead(STATUS_WORDS[status], Mark.CLOSED)
    if status is Status.INVALID and line.unread:
        return _instead(f"报送有误：{line.unread[0].message}", Mark.INVALID)
    return _instead(STATUS_WORDS[status], Mark.GAP)


def _instead(words: str, mark: Mark) -> MeasureTexts:
    return MeasureTexts(Cell(words, mark), Cell("", mark), Cell("", mark))


def _text(judged: Judged, place: int, entry: Entry, attribute: str) -> Cell:
    """One text; where it is not sound, the reason, and what a mistake of typing left of it."""
    text: str | None = getattr(entry, attribute)
    if text is not None and not judged.diagnostics:
        return Cell(text)
    path = field_name(("工作情况", place, TEXTS[attribute]))
    wrong = next((error for error in judged.diagnostics if error.is_error and error.field == path), None)
    if wrong is None:
        return Cell(text) if text is not None else Cell("报送有误：读不出", Mark.INVALID)
    as_read = f"\n{text}" if text and wrong.code.startswith("JK1") else ""
    return Cell(f"报送有误：{wrong.message}{as_read}", Mark.INVALID)
