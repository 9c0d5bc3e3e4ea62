"""What each unit said of each measure on a day, and what changed against the last report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from jiukun.evidence.day_view import DayLine, DayView, line_of, view
from jiukun.evidence.inbox import Inbox
from jiukun.plan.model import Measure, Plan
from jiukun.products.measure_texts import MeasureTexts, clerk_of, did_report, reporting, texts_of
from jiukun.products.tables import Cell, Mark
from jiukun.reports.likeness import is_repeat, is_unchanged
from jiukun.reports.submission import TEXTS

_UNCHANGED, _ONLY_DATES, _NEW = "没有变化", "只改了日期", "有更新"
_REPEATING = {(_UNCHANGED,), (_ONLY_DATES,)}  # what is said of 完成情况 then says nothing new

Thread = tuple[int, str, str]  # what a measure and a unit are known by: of the measure its 序号 and 工作任务


class Record(NamedTuple):
    """What one unit said of one measure on one day, or why nothing; `line` is that of the day, `plan` its plan.

    `clerk` and `phone` are those of the report, where anything of it can be used. `change` is in words, against the
    last day on which a report was due; `repeats` where 完成情况 says nothing new.
    """

    day: date
    plan: Plan
    measure: Measure
    line: DayLine
    clerk: str
    phone: str
    texts: MeasureTexts
    change: str
    repeats: bool

    @property
    def thread(self) -> Thread:
        """What its measure and unit are known by."""
        return self.measure.number, self.measure.task, self.line.key


def is_sound(cell: Cell) -> bool:
    """Whether a cell holds the unit's own words, and not why there are none."""
    return cell.mark is Mark.NONE


class DayHistory:
    """The days as of a moment, each by its own plan: what was said on them, and what is new in it."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self._views: dict[date, DayView] = {}
        self.days = inbox.days

    def day(self, day: date) -> tuple[DayView, tuple[Record, ...]]:
        """The day and its records. Texts of earlier days that are no longer compared with are dropped."""
        before = self.inbox.plan(day).previous_due(day)
        needed = [needed for needed in (before, day) if needed is not None]
        for gone in set(self._views).difference(needed):
            _forget(self._views.pop(gone))
        for wanted in needed:
            if wanted not in self._views:
                self._views[wanted] = view(self.inbox, wanted)
        current = self._views[day]
        return current, tuple(self._records(current, before))

    def texts(self, thread: Thread, day: date) -> MeasureTexts | None:
        """What a unit said of a measure on a day; None where it owed and said nothing, or was no lead unit then."""
        number, task, key = thread
        plan = self._views[day].plan if day in self._views else self.inbox.plan(day)
        measure, unit = plan.numbered.get(number), self.inbox.plans.unit(plan, key)
        if measure is None or measure.task != task or unit is None or unit.short not in plan.led:
            return None
        current = self._views.get(day)
        line = current.by_unit[unit.short] if current else line_of(self.inbox, unit, day)
        return _texts(current or DayView(day, self.inbox.at, plan, (line,), ()), measure, line)

    def _records(self, current: DayView, before: date | None) -> Iterator[Record]:
        """The records of a day, in the plan's order; `before` is the last day on which a report was due."""
        clerks = {line.unit.short: clerk_of(line) for line in current.lines}
        for measure in current.plan.measures:
            for line in reporting(current, measure):
                short = line.unit.short
                now = _texts(current, measure, line)
                if now is not None:
                    then = self.texts((measure.number, measure.task, line.key), before) if before else None
                    differences = tuple(map(_difference, now, then or ()))
                    change, repeats = _change(now, then, differences), differences[:1] in _REPEATING
                    yield Record(current.day, current.plan, measure, line, *clerks[short], now, change, repeats)


def _texts(current: DayView, measure: Measure, line: DayLine) -> MeasureTexts | None:
    """What was said of a measure; None where nothing was owed and nothing said."""
    if current.plan.owes(line.unit, measure, current.day) or did_report(line, measure):
        return texts_of(current, measure, line)
    return None


def _forget(view: DayView) -> None:
    for report in (report for line in view.lines for report in (line.used, line.newest) if report):
        report.forget()


def _change(now: MeasureTexts, then: MeasureTexts | None, differences: Sequence[str]) -> str:
    """What changed since the last report was due, in words; nothing where there is no text to compare."""
    if not any(map(is_sound, now)):
        return ""
    if then is None:
        return "首次报送"
    if not any(map(is_sound, then)):
        return "上次没有可比的报送"
    return _difference_words(differences)


@cache
def _difference_words(differences: Sequence[str]) -> str:
    """The differences of the texts in words; there are not many that they can have."""
    words: dict[str, list[str]] = {}
    for name, difference in zip(TEXTS.values(), differences, strict=True):
        if difference:
            words.setdefault(difference, []).append(name)
    return "；".join(f"{'、'.join(names)}{how}" for how, names in words.items())


def _difference(now: Cell, then: Cell) -> str:
    """Nothing of what is not sound."""
    if not is_sound(now):
        return ""
    if not is_sound(then):
        return _NEW
    if not is_repeat(now.text, then.text):  # seen at once of most
        return _NEW
    return _UNCHANGED if is_unchanged(now.text, then.text) else _ONLY_DATES
