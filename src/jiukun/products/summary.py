"""The official summary table (汇总表) of a day and the lists beside it, as plain rows; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from jiukun.chinese.dates import chinese_date
from jiukun.evidence.day_view import DayLine, DayView
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
from jiukun.plan.model import Measure, Unit
from jiukun.products.contacts import Contacts
from jiukun.products.measure_texts import MeasureTexts, clerk_of, is_problem, reporting, texts_of, unusable
from jiukun.products.tables import About, Cell, Column, Head, ListSheet, Mark, OfficialTable, Row

_Texts = Sequence[tuple[DayLine, MeasureTexts]]  # what each unit says of a measure
_Reported = Sequence[tuple[Measure, _Texts]]


class Summary(NamedTuple):
    """A day's table and lists, and what is wanting in it: one sentence a gap."""

    table: OfficialTable
    lists: tuple[ListSheet, ...]
    gaps: tuple[str, ...]


def summarize(view: DayView, contacts: Contacts) -> Summary:
    """The office's workbook of a day."""
    plan = view.plan
    reported = [(measure, _texts(view, measure, reporting(view, measure))) for measure in plan.measures]
    rows = tuple(_row(view, measure, texts) for measure, texts in reported)
    office = plan.rule
    head = Head(office.office, office.contact.name, office.contact.phone, chinese_date(view.day))
    lists = (_standings(view, contacts), _problems(view, reported), _sources(view))
    about = About(plan.text.title, f"{plan.text.name}　{head.date}", office.office, view.day)
    return Summary(OfficialTable(about, head, rows), lists, _gaps(view, view.lines, reported))


def unit_sheet(view: DayView, unit: Unit) -> Summary:
    """The one sheet that a unit prints, signs and stamps: its own measures, the head from its report.

    It is the form to the letter, so that it can be read back as one; whether its text is a correction is not on it.
    """
    line = view.by_unit[unit.short]
    reported = [(measure, _texts(view, measure, [line])) for measure in view.plan.led[unit.short].values()]
    rows = tuple(_row(view, measure, texts, is_form=True) for measure, texts in reported)
    text = view.plan.text
    head = Head(unit.short, *clerk_of(line), chinese_date(view.day))
    about = About(text.title, f"{text.name}　{unit.short}　{head.date}", unit.short, view.day)
    return Summary(OfficialTable(about, head, rows, signature=True), (), _gaps(view, (line,), reported))


def _texts(view: DayView, measure: Measure, lines: Sequence[DayLine]) -> _Texts:
    return [(line, texts_of(view, measure, line)) for line in lines]


def _row(view: DayView, measure: Measure, reported: _Texts, *, is_form: bool = False) -> Row:
    """The texts of all units that report a measure, each under its name where there are several."""
    leads = view.plan.joined(measure.leads)
    if measure.is_closed(view.day):
        blank = Cell("", Mark.CLOSED)
        return Row(measure.number, measure.task, leads, ((Cell("已办结", Mark.CLOSED), blank, blank),))
    if len(reported) == 1:
        line, texts = reported[0]
        correction = "" if is_form else _correction(view, line)
        return Row(measure.number, measure.task, "\n".join(filter(None, (leads, correction))), (texts,))
    return Row(measure.number, measure.task, leads, tuple(_named(view, line, texts) for line, texts in reported))


def _named(view: DayView, line: DayLine, texts: MeasureTexts) -> MeasureTexts:
    """A unit's texts, its name above the first: they stand side by side in its own row."""
    correction = _correction(view, line)
    name = f"【{line.unit.short}】{f'（{correction}）' if correction else ''}"
    return texts._replace(done=texts.done._replace(text=f"{name}\n{texts.done.text}"))


def _correction(view: DayView, line: DayLine) -> str:
    """17:42更正 where the text that counts is a correction, else empty."""
    used = line.standing.used
    return f"{moment_words(used.arrived_at, view.day)}更正" if line.standing.corrected and used else ""


def _gaps(view: DayView, lines: Sequence[DayLine], reported: _Reported) -> tuple[str, ...]:
    """Who is wanting in the table, and in which measures; also of a sound report, where one was added since it came."""
    added: dict[str, list[Measure]] = {}
    for measure, reports in reported:
        for line, texts in reports:
            if texts.done.mark is not Mark.NONE and view.plan.owes(line.unit, measure, view.day):
                added.setdefault(line.unit.short, []).append(measure)
    gaps = []
    for line in lines:
        short, status = line.unit.short, line.standing.status
        if status in {Status.MISSING, Status.PENDING, Status.INVALID}:
            gaps.append(f"{short}{STATUS_WORDS[status]}（第 {_numbers(view.plan.owed(line.unit, view.day))} 项）")
        elif status in {Status.ON_TIME, Status.LATE} and short in added:
            gaps.append(f"{short}的报送里没有第 {_numbers(added[short])} 项")
    return tuple(gaps)


def _numbers(measures: Iterable[Measure]) -> str:
    return "、".join(str(measure.number) for measure in measures)


def _standings(view: DayView, contacts: Contacts) -> ListSheet:
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
        person = contacts[line.unit.short]
        numbers = _numbers(view.plan.owed(line.unit, view.day))
        stand = line.standing
        rows.append(
            (
                line.unit.short,
                status_words(stand),
                arrival_words(stand, view.day),
                stand.late_minutes if stand.status is Status.LATE else "",
                evidence_words(stand),
                PAPER_WORDS[line.paper],
                remark_words(stand, line.reason),
                str(person),
                person.phone,
                numbers,
            )
        )
    return ListSheet("报送情况", tuple(Column(*pair) for pair in columns), tuple(rows))


def _problems(view: DayView, reported: _Reported) -> ListSheet:
    """Every 存在问题 that is not 无, with the measure's responsible units, who owe cooperation."""
    columns = (("序号", 3), ("工作任务", 12), ("提出单位", 9), ("存在问题", 30), ("责任单位", 18))
    rows = tuple(
        (measure.number, measure.task, line.unit.short, texts.problems.text, view.plan.joined(measure.responsible))
        for measure, reports in reported
        if not measure.is_closed(view.day)
        for line, texts in reports
        if texts.problems.mark is Mark.NONE and texts.problems.text and is_problem(texts.problems.text)
    )
    return ListSheet("问题清单", tuple(Column(*pair) for pair in columns), rows)


def _sources(view: DayView) -> ListSheet:
    """The file, digest and arrival of each report used."""
    columns = (("单位", 12), ("文件", 24), ("SHA-256", 20), ("到达时间", 10), ("依据", 6))
    rows = [
        (
            line.unit.short,
            line.used.path,
            line.used.digest,
            moment_words(line.standing.used.arrived_at, view.day),
            EVIDENCE_WORDS[line.standing.used.evidence],
        )
        for line in view.lines
        if line.used and line.standing.used and unusable(line.used.judged) is None
    ]
    return ListSheet("来源", tuple(Column(*pair) for pair in columns), tuple(rows), is_printed=False)
