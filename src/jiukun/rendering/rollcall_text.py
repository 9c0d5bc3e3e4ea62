"""The roll call at the deadline: a table for the person who rings, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from jiukun.chinese.text import visible
from jiukun.evidence.day import DayView, Line
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
from jiukun.evidence.versions import Report
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.contacts import LAST_CLERK, ContactPerson, WhomToRing
from jiukun.rendering.console import problem_json, say, say_problems

_TO_RING = (Status.MISSING, Status.INVALID, Status.PENDING)
_SHOWN = 3
# Of hyphens: a line drawn of other signs is twice as wide on a Chinese console as programs think.
_RULE_BELOW_HEADS = "    \n    \n -- \n    \n    \n    \n    \n    \n"
_WHOLE = frozenset({"电话", "到达"})
_ORDER = (Status.MISSING, Status.INVALID, Status.PENDING, Status.LATE, Status.ON_TIME, Status.EXEMPT)


def say_rollcall(plan: Plan, view: DayView, contact: WhomToRing) -> None:
    """Those to ring first, with name, number and measures; then the late; then who is in."""
    deadline, now = (moment_words(moment, view.day) for moment in (view.deadline, view.at))
    say(f"{view.day.isoformat()} 报送情况　截止 {deadline}　此刻 {now}")
    counts = Counter(line.standing.status for line in view.lines)
    say("　".join(f"{STATUS_WORDS[status]} {counts[status]}" for status in _ORDER if counts[status]))
    lines = sorted(view.lines, key=lambda line: _ORDER.index(line.standing.status))
    _say_to_ring(plan, view, [line for line in lines if line.standing.status in _TO_RING], contact)
    headings = ("单位", "情况", "到达", "依据", "纸质版", "备注")
    _say_table("迟报", headings, _in(view, lines, Status.LATE))
    _say_table("按时", headings, _in(view, lines, Status.ON_TIME))
    for line in lines:
        if line.standing.rejected and line.newest is not None:
            _say_reasons(line.unit, "更正件未通过，", line.newest)
    _say_papers(view.lines)
    if view.strays:
        say()
        say_problems(view.strays)


def rollcall_json(plan: Plan, view: DayView, contact: WhomToRing) -> dict[str, Any]:
    """The contract of `missing --format json` (SPEC section 4), version 1."""
    counts = Counter(str(line.standing.status) for line in view.lines)
    return {
        "version": 1,
        "date": view.day.isoformat(),
        "deadline": view.deadline.isoformat(),
        "at": view.at.isoformat(),
        "units": [_unit_json(plan, view, line, contact(line)) for line in view.lines],
        "diagnostics": [problem_json(one) for one in view.strays],
        "summary": {str(status): counts[str(status)] for status in Status},
    }


def _unit_json(plan: Plan, view: DayView, line: Line, ring: ContactPerson) -> dict[str, Any]:
    stand = line.standing
    measures = plan.owed(line.unit, view.day) or plan.led[line.unit.short]
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
        "contact": {"name": ring.name, "title": ring.title, "phone": ring.phone},
    }


def _say_to_ring(plan: Plan, view: DayView, lines: list[Line], contact: WhomToRing) -> None:
    rows = []
    for line in lines:
        ring = contact(line)
        rows.append(
            (
                line.unit.short,
                STATUS_WORDS[line.standing.status],
                PAPER_WORDS[line.paper],
                _contact_words(ring),
                ring.phone or "（未登记）",
                "\n".join(_measure_words(plan, view, line, measure) for measure in plan.owed(line.unit, view.day)),
            )
        )
    title = "要催的" if any(line.standing.status is not Status.PENDING for line in lines) else "还没到的"
    _say_table(title, ("单位", "情况", "纸质版", "联系人", "电话", "措施"), rows)
    for line in lines:
        if line.standing.status is Status.INVALID and line.used is not None:
            _say_reasons(line.unit, "", line.used)


def _contact_words(ring: ContactPerson) -> str:
    if not ring.name:
        return "（未登记）"
    return f"{ring.name}\n（责任人未登记，{LAST_CLERK}）" if ring.title == LAST_CLERK else str(ring)


def _measure_words(plan: Plan, view: DayView, line: Line, measure: Measure) -> str:
    """Number and task; of a jointly led measure both leads, and which of the others has not filed either."""
    others = [one for one in view.lines if one.unit in plan.filers[measure.number] and one.unit != line.unit]
    words = f"{measure.number}.{measure.task}"
    if others:
        told = "，".join(f"{one.unit.short}{_filing_words(one)}" for one in others)
        words += f"（与{plan.joined(one.unit.short for one in others)}共同牵头，{told}）"
    return words


def _filing_words(line: Line) -> str:
    words = {Status.MISSING: "也没报", Status.PENDING: "也还没报", Status.INVALID: "报送有误"}
    return words.get(line.standing.status, "已报")


def _say_reasons(unit: Unit, why: str, report: Report) -> None:
    """Of a report that is not sound its first errors, so that one can say on the phone what to mend."""
    errors = report.judged.errors
    for one in errors[:_SHOWN]:
        say(f"  {unit.short}：{why}{report.judged.spoken(one)}（{one.code}）")
    if len(errors) > _SHOWN:
        say(f"  {unit.short}：共 {len(errors)} 处错误，用 jiukun validate 看全部")


def _say_papers(lines: Iterable[Line]) -> None:
    """Whose paper is wanting, also of those whose report is in."""
    for paper in (Paper.MISSING, Paper.LATE, Paper.PENDING):
        units = [line.unit.short for line in lines if line.paper is paper]
        if units:
            say()
            say(f"纸质版{PAPER_WORDS[paper]}（{len(units)}）：{'、'.join(units)}")


def _in(view: DayView, lines: Iterable[Line], status: Status) -> list[tuple[str, ...]]:
    return [
        (
            line.unit.short,
            status_words(line.standing),
            arrival_words(line.standing, view.day),
            evidence_words(line.standing),
            PAPER_WORDS[line.paper],
            remark_words(line.standing),
        )
        for line in lines
        if line.standing.status is status
    ]


def _say_table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table as wide as the console; user text is never markup."""
    if not rows:
        return
    from rich.box import Box  # noqa: PLC0415  rich is slow to load
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    shown = [place for place in range(len(headings)) if any(row[place] for row in rows)]
    table = Table(box=Box(_RULE_BELOW_HEADS, ascii=True), pad_edge=False, show_edge=False)
    for place in shown:
        table.add_column(Text(headings[place]), overflow="fold", no_wrap=headings[place] in _WHOLE)
    for row in rows:
        table.add_row(*(Text(visible(row[place])) for place in shown))
    say()
    say(f"{title}（{len(rows)}）")
    console = Console(color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        say(line.rstrip())
