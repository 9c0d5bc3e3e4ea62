"""The official summary table (汇总表) of a day and the lists beside it, as plain rows; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiukun.chinese.dates import chinese_date
from jiukun.evidence.day import DayView, Line
from jiukun.evidence.standing_words import (
    EVIDENCE_WORDS,
    PAPER_WORDS,
    STATUS_WORDS,
    arrival_words,
    evidence_words,
    moment_words,
    remark_words,
    status_words,
)
from jiukun.evidence.timeliness import Status
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.contacts import WhomToRing
from jiukun.products.measure_texts import clerk_of, is_problem, reporting, said, unusable
from jiukun.products.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row


@dataclass(frozen=True)
class Summary:
    """A day's table and lists, and what is wanting in it: one sentence a gap."""

    table: OfficialTable
    lists: tuple[ListSheet, ...]
    gaps: tuple[str, ...]


_WORST = (Mark.INVALID, Mark.GAP, Mark.CLOSED, Mark.NONE)


def summarize(plan: Plan, view: DayView, contact: WhomToRing) -> Summary:
    """The office's workbook of a day."""
    rows = tuple(_row(plan, view, measure, reporting(plan, view, measure)) for measure in plan.measures)
    office = plan.rule
    head = Head(office.office, office.contact.name, office.contact.phone, chinese_date(view.day))
    lists = (_standings(plan, view, contact), _problems(plan, view), _sources(view))
    return Summary(OfficialTable(plan.text.title, head, rows), lists, _gaps(plan, view, view.lines))


def unit_sheet(plan: Plan, view: DayView, unit: Unit) -> Summary:
    """The one sheet that a unit prints, signs and stamps: its own measures, the head from its report."""
    line = view.by_unit[unit.short]
    rows = tuple(_row(plan, view, measure, [line]) for measure in plan.led[unit.short])
    table = OfficialTable(
        plan.text.title, Head(unit.short, *clerk_of(line), chinese_date(view.day)), rows, signature=True
    )
    return Summary(table, (), _gaps(plan, view, (line,)))


def _row(plan: Plan, view: DayView, measure: Measure, lines: Sequence[Line]) -> Row:
    """The texts of all units that report a measure, each under its name where there are several."""
    leads = plan.joined(measure.leads)
    if measure.is_closed(view.day):
        blank = Cell("", Mark.CLOSED)
        return Row(measure.number, measure.task, leads, Cell("已办结", Mark.CLOSED), blank, blank)
    texts = [(line, said(plan, view.day, measure, line)) for line in lines]
    done, problems, plans = (_joined([(line, cells[place]) for line, cells in texts]) for place in range(3))
    return Row(measure.number, measure.task, leads, done, problems, plans)


def _joined(cells: Sequence[tuple[Line, Cell]]) -> Cell:
    mark = min((cell.mark for _, cell in cells), key=_WORST.index, default=Mark.NONE)
    if len(cells) == 1:
        return cells[0][1]
    return Cell("\n".join(f"【{line.unit.short}】\n{cell.text}" for line, cell in cells if cell.text), mark)


def _gaps(plan: Plan, view: DayView, lines: Sequence[Line]) -> tuple[str, ...]:
    """Who is wanting in the table, and in which measures."""
    gaps = []
    for line in lines:
        numbers = "、".join(str(measure.number) for measure in plan.owed(line.unit, view.day))
        if line.standing.status in {Status.MISSING, Status.PENDING, Status.INVALID}:
            gaps.append(f"{line.unit.short}{STATUS_WORDS[line.standing.status]}（第 {numbers} 项）")
    return tuple(gaps)


def _standings(plan: Plan, view: DayView, contact: WhomToRing) -> ListSheet:
    columns = (
        ("单位", 12),
        ("情况", 8),
        ("到达时间", 10),
        ("迟报分钟", 5),
        ("依据", 6),
        ("纸质版", 6),
        ("备注", 8),
        ("联系人", 10),
        ("联系电话", 9),
        ("措施", 8),
    )
    rows = []
    for line in view.lines:
        person = contact(line)
        numbers = "、".join(str(measure.number) for measure in plan.owed(line.unit, view.day))
        stand = line.standing
        rows.append(
            (
                line.unit.short,
                status_words(stand),
                arrival_words(stand, view.day),
                stand.late_minutes if stand.status is Status.LATE else "",
                evidence_words(stand),
                PAPER_WORDS[line.paper],
                remark_words(stand),
                str(person),
                person.phone,
                numbers,
            )
        )
    return ListSheet("报送情况", tuple(Column(*pair) for pair in columns), tuple(rows))


def _problems(plan: Plan, view: DayView) -> ListSheet:
    """Every 存在问题 that is not 无, with the measure's responsible units, who owe cooperation."""
    columns = (("序号", 3), ("工作任务", 12), ("提出单位", 9), ("存在问题", 30), ("责任单位", 18))
    rows = []
    for measure in plan.measures:
        for line in reporting(plan, view, measure):
            cell = said(plan, view.day, measure, line).problems
            if cell.mark is Mark.NONE and cell.text and is_problem(cell.text) and not measure.is_closed(view.day):
                rows.append(
                    (measure.number, measure.task, line.unit.short, cell.text, plan.joined(measure.responsible))
                )
    return ListSheet("问题清单", tuple(Column(*pair) for pair in columns), tuple(rows))


def _sources(view: DayView) -> ListSheet:
    """The file, digest and arrival of each report used."""
    columns = (("单位", 12), ("文件", 24), ("SHA-256", 20), ("到达时间", 10), ("依据", 6))
    rows = [
        (
            line.unit.short,
            line.used.path,
            line.used.version.digest,
            moment_words(line.used.version.arrived_at, view.day),
            EVIDENCE_WORDS[line.used.version.evidence],
        )
        for line in view.lines
        if line.used is not None and unusable(line.used.judged) is None
    ]
    return ListSheet("来源", tuple(Column(*pair) for pair in columns), tuple(rows))
