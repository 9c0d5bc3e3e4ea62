"""The official summary table (汇总表) of a day and the lists beside it, as plain rows; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jiukun.checks import Judged
from jiukun.contacts import Ring
from jiukun.dates import chinese_date
from jiukun.day import DayView, Line
from jiukun.diagnostics import field_name
from jiukun.plan import Measure, Plan, Unit
from jiukun.submission import Entry
from jiukun.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row
from jiukun.timeliness import Status
from jiukun.wording import (
    EVIDENCE_WORDS,
    PAPER_WORDS,
    STATUS_WORDS,
    arrival_words,
    evidence_words,
    moment_words,
    remark_words,
    status_words,
)


@dataclass(frozen=True)
class Summary:
    """A day's table and lists, and what is wanting in it: one sentence a gap."""

    table: OfficialTable
    lists: tuple[ListSheet, ...]
    gaps: tuple[str, ...]


NO_PROBLEM = frozenset(
    {"无", "暂无", "没有", "无问题", "暂无问题", "没有问题", "不存在问题", "无存在问题", "无其他问题"}
)
_HEADINGS = {"done": "完成情况", "problems": "存在问题", "plans": "下一步计划"}
# A report with one of these is of another unit or day, or one of two: nothing of it can be attributed.
_NOT_ITS_OWN = frozenset({"JK303", "JK304", "JK401"})
_WORST = (Mark.INVALID, Mark.GAP, Mark.CLOSED, Mark.NONE)


def summarize(plan: Plan, view: DayView, ring: Callable[[Unit], Ring]) -> Summary:
    """The office's workbook of a day."""
    lines = {line.unit.short: line for line in view.lines}
    rows = tuple(
        _row(plan, view, measure, [lines[unit.short] for unit in _shown(plan, measure)]) for measure in plan.measures
    )
    office = plan.rule
    head = Head(office.office, office.contact.name, office.contact.phone, chinese_date(view.day))
    lists = (_standings(plan, view, ring), _problems(plan, view), _sources(view))
    return Summary(OfficialTable(plan.text.title, head, rows), lists, _gaps(plan, view, view.lines))


def unit_sheet(plan: Plan, view: DayView, unit: Unit) -> Summary:
    """The one sheet that a unit prints, signs and stamps: its own measures, the head from its report."""
    line = next(line for line in view.lines if line.unit.short == unit.short)
    submission = line.used.judged.submission if line.used else None
    clerk, phone = (submission.clerk or "", submission.phone or "") if submission else ("", "")
    name = (submission.unit if submission and line.used and line.used.judged.is_valid else None) or unit.short
    rows = tuple(_row(plan, view, measure, [line]) for measure in plan.led[unit.short])
    table = OfficialTable(plan.text.title, Head(name, clerk, phone, chinese_date(view.day)), rows, signature=True)
    return Summary(table, (), _gaps(plan, view, (line,)))


def is_problem(text: str) -> bool:
    """Whether 存在问题 names one."""
    return text.strip(" \t\r\n\u3000。.！!") not in NO_PROBLEM


def _shown(plan: Plan, measure: Measure) -> tuple[Unit, ...]:
    return plan.filers[measure.number]


def _row(plan: Plan, view: DayView, measure: Measure, lines: Sequence[Line]) -> Row:
    cells = {key: _joined(plan, view, measure, lines, key) for key in _HEADINGS}
    leads = plan.joined(measure.leads)
    return Row(measure.number, measure.task, leads, cells["done"], cells["problems"], cells["plans"])


def _joined(plan: Plan, view: DayView, measure: Measure, lines: Sequence[Line], key: str) -> Cell:
    """The texts of all units that report a measure, each under its name where there are several."""
    if measure.is_closed(view.day):
        return Cell("已办结" if key == "done" else "", Mark.CLOSED)
    cells = [(line, _cell(plan, view, measure, line, key)) for line in lines]
    mark = min((cell.mark for _, cell in cells), key=_WORST.index, default=Mark.NONE)
    if len(cells) == 1:
        return Cell(cells[0][1].text, mark)
    return Cell("\n".join(f"【{line.unit.short}】\n{cell.text}" for line, cell in cells if cell.text), mark)


def _cell(plan: Plan, view: DayView, measure: Measure, line: Line, key: str) -> Cell:
    """What one unit says of a measure, or why it says nothing."""
    if line.used is None:
        return Cell(
            _absence(plan, view, measure, line) if key == "done" else "", _absence_mark(plan, view, measure, line)
        )
    judged = line.used.judged
    whole = _whole_reason(judged)
    if whole is not None:
        return Cell(f"报送有误：{whole}" if key == "done" else "", Mark.INVALID)
    found = judged.submission.entry(measure.number) if judged.submission else None
    twice = next(
        (one for one in judged.diagnostics if one.code == "JK309" and f"第 {measure.number} 项" in one.message), None
    )
    if twice is not None:
        return Cell(f"报送有误：{twice.message}" if key == "done" else "", Mark.INVALID)
    if found is None:
        if not _is_owed(plan, view, measure, line.unit):
            return Cell("当日无报送任务" if key == "done" else "")
        return Cell("报送有误：漏报本项，或序号读不出" if key == "done" else "", Mark.INVALID)
    return _field(judged, found, key)


def _field(judged: Judged, found: tuple[int, Entry], key: str) -> Cell:
    """One text of an entry; where it is not sound, the reason, and what could be read of it."""
    place, entry = found
    text: str | None = getattr(entry, key)
    path = field_name(("工作情况", place, _HEADINGS[key]))
    wrong = next((one for one in judged.diagnostics if one.is_error and one.field == path), None)
    if wrong is None:
        return Cell(text, Mark.NONE) if text is not None else Cell("报送有误：读不出", Mark.INVALID)
    as_read = f"\n{text}" if text and wrong.code.startswith("JK1") else ""
    return Cell(f"报送有误：{wrong.message}{as_read}", Mark.INVALID)


def _whole_reason(judged: Judged) -> str | None:
    """Why nothing of a report can be used, or None where something can."""
    own = next((one for one in judged.diagnostics if one.code in _NOT_ITS_OWN), None)
    if own is None and judged.submission is not None:
        return None
    first = own or next((one for one in judged.diagnostics if one.is_error), None)
    if first is None:
        return "读不出"
    place = f"第 {first.location.line} 行，" if first.location.line > 1 else ""
    return f"{place}{first.message}"


def _is_owed(plan: Plan, view: DayView, measure: Measure, unit: Unit) -> bool:
    return measure in plan.owed(unit, view.day)


def _absence(plan: Plan, view: DayView, measure: Measure, line: Line) -> str:
    if not _is_owed(plan, view, measure, line.unit):
        return "当日无报送任务"
    return "尚未报送" if line.standing.status is Status.PENDING else "未报送"


def _absence_mark(plan: Plan, view: DayView, measure: Measure, line: Line) -> Mark:
    return Mark.GAP if _is_owed(plan, view, measure, line.unit) else Mark.NONE


def _gaps(plan: Plan, view: DayView, lines: Sequence[Line]) -> tuple[str, ...]:
    """Who is wanting in the table, and in which measures."""
    gaps = []
    for line in lines:
        numbers = "、".join(str(measure.number) for measure in plan.owed(line.unit, view.day))
        if line.standing.status in {Status.MISSING, Status.PENDING, Status.INVALID}:
            gaps.append(f"{line.unit.short}{STATUS_WORDS[line.standing.status]}（第 {numbers} 项）")
    return tuple(gaps)


def _standings(plan: Plan, view: DayView, ring: Callable[[Unit], Ring]) -> ListSheet:
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
        contact = ring(line.unit)
        numbers = "、".join(str(measure.number) for measure in plan.led[line.unit.short])
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
                str(contact),
                contact.phone,
                numbers,
            )
        )
    return ListSheet("报送情况", tuple(Column(*pair) for pair in columns), tuple(rows))


def _problems(plan: Plan, view: DayView) -> ListSheet:
    """Every 存在问题 that is not 无, with the measure's responsible units, who owe cooperation."""
    columns = (("序号", 3), ("工作任务", 12), ("提出单位", 9), ("存在问题", 30), ("责任单位", 18))
    lines = {line.unit.short: line for line in view.lines}
    rows = []
    for measure in plan.measures:
        for unit in _shown(plan, measure):
            line = lines[unit.short]
            cell = _cell(plan, view, measure, line, "problems")
            if (
                line.used is not None
                and cell.mark is Mark.NONE
                and cell.text
                and is_problem(cell.text)
                and not measure.is_closed(view.day)
            ):
                rows.append((measure.number, measure.task, unit.short, cell.text, plan.joined(measure.responsible)))
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
        if line.used is not None
    ]
    return ListSheet("来源", tuple(Column(*pair) for pair in columns), tuple(rows))
