"""What each unit said of each measure on a day, and what changed against the last report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from jiukun.evidence.day import DayView, Line, line_of, view
from jiukun.evidence.inbox import Reader
from jiukun.plan.model import Measure, Unit
from jiukun.products.measure_texts import MeasureTexts, clerk_of, did_report, reporting, said
from jiukun.products.tables import Cell, Mark
from jiukun.reports.likeness import is_repeat, is_unchanged
from jiukun.reports.submission import TEXTS

_UNCHANGED, _ONLY_NUMBERS, _NEW = "没有变化", "只改了日期或数字", "有更新"
_REPEATING = {(_UNCHANGED,), (_ONLY_NUMBERS,)}  # what is said of 完成情况 then says nothing new
_MANY_LINES = 1024
_MANY_TEXTS = 4096  # what was said is asked for again on the next day


class Record(NamedTuple):
    """What one unit said of one measure on one day, or why nothing; `line` is without text.

    `clerk` and `phone` are those of the report, where anything of it can be used. `change` is in words, against the
    last day on which a report was due; `repeats` where 完成情况 says nothing new.
    """

    day: date
    measure: Measure
    line: Line
    clerk: str
    phone: str
    said: MeasureTexts
    change: str
    repeats: bool


def is_sound(cell: Cell) -> bool:
    """Whether a cell holds the unit's own words, and not why there are none."""
    return cell.mark is Mark.NONE


class DayHistory:
    """Days as of a moment: lines and texts, each found once, as what is said of a day is compared with the next."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.plan = reader.plan
        self._views: dict[date, DayView] = {}
        self._measures = {one.number: one for one in reader.plan.measures}
        self._line = lru_cache(maxsize=_MANY_LINES)(self._read)
        self._said = lru_cache(maxsize=_MANY_TEXTS)(self._find)
        self._told: dict[date, dict[tuple[str, int], MeasureTexts]] = {}

    def day(self, day: date) -> tuple[DayView, tuple[Record, ...]]:
        """The day, without texts, and its records."""
        before = self.plan.previous_due(day)
        needed = [one for one in (before, day) if one is not None]
        self._views = {one: self._views.get(one) or view(self.reader, one) for one in needed}
        bare = self._views[day].without_texts()
        return bare, tuple(_records(self, self._views[day], bare, before))

    def knows(self, days: Iterable[date], records: Iterable[Record]) -> None:
        """Take up days that were read, and all that was said on them."""
        self._told = {one: {} for one in days}
        for one in records:
            self._told[one.day][one.line.unit.short, one.measure.number] = one.said

    def said(self, unit: Unit, measure: Measure, day: date) -> MeasureTexts | None:
        """What a unit said of a measure; None where it owed nothing and said nothing."""
        if day in self._told:
            return self._told[day].get((unit.short, measure.number))
        return self._said(unit.short, measure.number, day)

    def _find(self, short: str, number: int, day: date) -> MeasureTexts | None:
        measure = self._measures[number]
        line = self._line(short, day)
        if self.plan.owes(line.unit, measure, day) or did_report(line, measure):
            return said(self.plan, day, measure, line)
        return None

    def _read(self, short: str, day: date) -> Line:
        known = self._views.get(day)
        return known.by_unit[short] if known else line_of(self.reader, self.plan.names[short], day)


def _records(past: DayHistory, current: DayView, bare: DayView, before: date | None) -> Iterator[Record]:
    """The records of a day, in the plan's order, with the lines of `bare`, the same without texts.

    `before` is the last day before it on which a report was due.
    """
    clerks = {line.unit.short: clerk_of(line) for line in current.lines}
    for measure in past.plan.measures:
        for line in reporting(past.plan, current, measure):
            short = line.unit.short
            now = past.said(line.unit, measure, current.day)
            if now is not None:
                then = past.said(line.unit, measure, before) if before else None
                differences = tuple(map(_difference, now, then or ()))
                change, repeats = _change(now, then, differences), differences[:1] in _REPEATING
                yield Record(current.day, measure, bare.by_unit[short], *clerks[short], now, change, repeats)


def _change(now: MeasureTexts, then: MeasureTexts | None, differences: Sequence[str]) -> str:
    """What changed since the last report was due, in words; nothing where there is no text to compare."""
    if not any(map(is_sound, now)):
        return ""
    if then is None:
        return "首次报送"
    if not any(map(is_sound, then)):
        return "上次没有可比的报送"
    return _told(differences)


@cache
def _told(differences: Sequence[str]) -> str:
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
    return _UNCHANGED if is_unchanged(now.text, then.text) else _ONLY_NUMBERS
