"""The roll call at the deadline: a table for the person who rings, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from typing import Any, NamedTuple

from jiukun.chinese.text import display_width, visible
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.standing_words import (
    PAPER_WORDS,
    STATUS_WORDS,
    arrival_words,
    evidence_words,
    moment_words,
    remark_words,
    status_words,
)
from jiukun.evidence.timeliness import Paper, Status
from jiukun.plan.model import Measure, Unit
from jiukun.products.contacts import LAST_CLERK, ContactPerson, Contacts
from jiukun.rendering.console import problem_json, say

_TO_RING = (Status.MISSING, Status.INVALID, Status.PENDING)
_SHOWN = 3
_GAP, _BELOW = "   ", "    "
_CLOSING = "，。；、：）”"
_ORDER = (
    *(Status.MISSING, Status.INVALID, Status.PENDING, Status.LATE, Status.ON_TIME),
    *(Status.EXCUSED, Status.EXEMPT),
)


class Row(NamedTuple):
    """A row of a table, and what is said below it."""

    cells: tuple[str, ...]
    below: tuple[str, ...] = ()


def say_rollcall(view: DayView, contacts: Contacts) -> None:
    """Those to ring first, with name, number and measures; then the late; then who is in."""
    deadline, now = (moment_words(moment, view.day) for moment in (view.deadline, view.at))
    moved = view.plan.moved_deadline(view.day)
    why = f"（{moved.reason}）" if moved and moved.reason else ""
    often = "" if view.plan.is_daily else f"（{view.plan.rule.schedule.words}报送）"
    say(f"{view.day.isoformat()} 报送情况{often}　截止 {deadline}{why}　此刻 {now}")
    counts = Counter(line.standing.status for line in view.lines)
    say("　".join(f"{STATUS_WORDS[status]} {counts[status]}" for status in _ORDER if counts[status]))
    lines = sorted(view.lines, key=lambda line: _ORDER.index(line.standing.status))
    _say_to_ring(view, [line for line in lines if line.standing.status in _TO_RING], contacts)
    headings = ("单位", "情况", "到达", "依据", "纸质版", "备注")
    for title, status in (("迟报", Status.LATE), ("按时", Status.ON_TIME), ("准予免报", Status.EXCUSED)):
        _say_table(title, headings, _in(view, lines, status))
    for line in lines:
        if line.standing.rejected and line.newest is not None:
            _say_reasons(line.unit, "更正件未通过，", line.newest)
    _say_papers(view.lines)


def rollcall_json(view: DayView, contacts: Contacts) -> dict[str, Any]:
    """The contract of `missing --format json` (SPEC section 4), version 1."""
    counts = Counter(str(line.standing.status) for line in view.lines)
    return {
        "version": 1,
        "date": view.day.isoformat(),
        "deadline": view.deadline.isoformat(),
        "at": view.at.isoformat(),
        "units": [_unit_json(view, line, contacts[line.unit.short]) for line in view.lines],
        "diagnostics": [problem_json(problem) for problem in view.problems],
        "summary": {str(status): counts[str(status)] for status in Status},
    }


def _unit_json(view: DayView, line: DayLine, contact: ContactPerson) -> dict[str, Any]:
    stand = line.standing
    measures = view.plan.owed(line.unit, view.day) or view.plan.led[line.unit.short].values()
    return {
        "unit": line.unit.short,
        "status": str(stand.status),
        "arrived_at": stand.decisive.arrived_at.isoformat() if stand.decisive else None,
        "late_minutes": stand.late_minutes,
        "evidence": str(stand.decisive.evidence) if stand.decisive else None,
        "corrected": stand.corrected,
        "rejected": stand.rejected,
        "paper": str(line.paper),
        "measures": [measure.number for measure in measures],
        "contact": {"name": contact.name, "title": contact.title, "phone": contact.phone},
        "reason": line.reason or None,
    }


def _say_to_ring(view: DayView, lines: list[DayLine], contacts: Contacts) -> None:
    rows = []
    for line in lines:
        contact = contacts[line.unit.short]
        cells = (
            line.unit.short,
            STATUS_WORDS[line.standing.status],
            PAPER_WORDS[line.paper],
            str(contact) or "（未登记）",
            contact.phone or "（未登记）",
        )
        owed = view.plan.owed(line.unit, view.day)
        rows.append(Row(cells, tuple(_measure_words(view, line, measure) for measure in owed)))
    title = "要催的" if any(line.standing.status is not Status.PENDING for line in lines) else "还没到的"
    _say_table(title, ("单位", "情况", "纸质版", "联系人", "电话"), rows)
    if any(contacts[line.unit.short].title == LAST_CLERK for line in lines):
        say(f"  （{LAST_CLERK}）：责任人未登记，{LAST_CLERK}的电话")
    unread: dict[Diagnostic, list[str]] = {}
    for line in lines:
        if line.standing.status is Status.INVALID and line.used is not None:
            _say_reasons(line.unit, "", line.used)
        else:
            for problem in line.unread[:_SHOWN]:
                unread.setdefault(problem, []).append(line.unit.short)
    for problem, units in unread.items():
        say(f"  {'、'.join(units)}：{problem.location.path}，{problem.message}（{problem.code}）。{problem.hint}")


def _measure_words(view: DayView, line: DayLine, measure: Measure) -> str:
    """Number and task. For a jointly led measure also the other leads, and which of them has not filed either."""
    plan = view.plan
    others = [other for other in view.lines if other.unit in plan.filers[measure.number] and other.unit != line.unit]
    words = f"{measure.number}.{measure.task}"
    if others:
        filing = "，".join(f"{other.unit.short}{_filing_words(other)}" for other in others)
        words += f"（与{plan.joined(other.unit.short for other in others)}共同牵头，{filing}）"
    return words


def _filing_words(line: DayLine) -> str:
    words = {Status.MISSING: "也没报", Status.PENDING: "也还没报", Status.INVALID: "报送有误"}
    return words.get(line.standing.status, "已报")


def _say_reasons(unit: Unit, why: str, report: FiledReport) -> None:
    """Of a report that is not sound its first errors, so that one can say on the phone what to mend."""
    errors = report.judged.errors
    for error in errors[:_SHOWN]:
        say(f"  {unit.short}：{why}{report.judged.spoken(error)}（{error.code}）")
    if len(errors) > _SHOWN:
        say(f"  {unit.short}：共 {len(errors)} 处错误，用 jiukun validate 看全部")


def _say_papers(lines: Iterable[DayLine]) -> None:
    """Whose paper is wanting, also of those whose report is in."""
    for paper in (Paper.MISSING, Paper.LATE, Paper.PENDING):
        units = [line.unit.short for line in lines if line.paper is paper]
        if units:
            say()
            say(f"纸质版{PAPER_WORDS[paper]}（{len(units)}）：{'、'.join(units)}")


def _in(view: DayView, lines: Iterable[DayLine], status: Status) -> list[Row]:
    return [
        Row(
            (
                line.unit.short,
                status_words(line.standing),
                arrival_words(line.standing, view.day),
                evidence_words(line.standing),
                PAPER_WORDS[line.paper],
                remark_words(line.standing, line.reason),
            )
        )
        for line in lines
        if line.standing.status is status
    ]


def _say_table(title: str, headings: tuple[str, ...], rows: Sequence[Row]) -> None:
    """A table as wide as its cells, what belongs to a row in lines below it; user text is never markup."""
    if not rows:
        return
    cells = [headings, *(tuple(map(visible, row.cells)) for row in rows)]
    shown = [place for place in range(len(headings)) if any(row.cells[place] for row in rows)]
    widths = [max(display_width(line[place]) for line in cells) for place in shown]
    most = get_terminal_size().columns
    say()
    say(f"{title}（{len(rows)}）")
    for row, line in zip((None, *rows), cells, strict=True):
        for piece in _placed([line[place] for place in shown], widths, most):
            say(piece)
        if row is None:
            say("-" * min(most, sum(widths) + len(_GAP) * (len(widths) - 1)))
        for text in row.below if row else ():
            for piece in _folded(visible(text), most - len(_BELOW)):
                say(f"{_BELOW}{piece}")


def _placed(cells: Sequence[str], widths: Sequence[int], most: int) -> list[str]:
    """A row in its columns. On a narrower console the cells stand one after the other, each whole."""
    padded = [cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True)]
    lines = [_GAP.join(padded).rstrip()]
    if display_width(lines[0]) > most:
        lines = [cells[0]]
        for cell in filter(None, cells[1:]):
            joined = f"{lines[-1]}{_GAP}{cell}"
            lines[-1:] = [joined] if display_width(joined) <= most else [lines[-1], cell]
    return lines


def _folded(text: str, width: int) -> list[str]:
    """A text in lines of so many columns; the last column is left free for a closing sign."""
    lines = [""]
    for character in text:
        if display_width(lines[-1] + character) > width - 2 and character not in _CLOSING:
            lines.append("")
        lines[-1] += character
    return lines
