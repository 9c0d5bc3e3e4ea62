"""A report to fill in: the unit's own measures, the clerk of its last report, and, if asked, that report's text."""

from __future__ import annotations

from datetime import date

from jiukun.chinese.dates import chinese_date
from jiukun.plan.model import Plan, Unit
from jiukun.reports.form_layout import Form, FormRow
from jiukun.reports.submission import Submission
from jiukun.yamlsource.writing import WrittenEntry, WrittenReport, write_report

SCHEMA_NAME = "报送.schema.json"
_SCHEMA_LINE = f"yaml-language-server: $schema=../../out/{SCHEMA_NAME}"
_GUIDE = "冒号用半角，后面空一格；“|”下面的正文，每段前面空四格；没有内容写“无”，不要空着，不要写“同上”。"


def draft_yaml(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> str:
    """As a YAML report, with tasks and 要点 as comments."""
    entries = []
    for measure in plan.owed(unit, day):
        entry = last.entry(measure.number) if last and carry else None
        texts = (entry.done or "", entry.problems or "", entry.plans or "") if entry else ("", "", "")
        comments = (f"第 {measure.number} 项　{measure.task}", *(f"要点：{point}" for point in measure.points))
        entries.append(WrittenEntry(measure.number, *texts, comments))
    clerk, phone = _clerk(last)
    head = (_SCHEMA_LINE, f"填写说明：{_due(plan, day)}。{_GUIDE}")
    return write_report(WrittenReport(unit.short, day.isoformat(), clerk, phone, tuple(entries), head))


def draft_form(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> Form:
    """As an Excel form."""
    rows = []
    for measure in plan.owed(unit, day):
        entry = last.entry(measure.number) if last and carry else None
        texts = (entry.done or "", entry.problems or "", entry.plans or "") if entry else ("", "", "")
        rows.append(FormRow(measure.number, measure.task, plan.joined(measure.leads), measure.points, *texts))
    clerk, phone = _clerk(last)
    return Form(plan.text.title, unit.short, day, clerk, phone, tuple(rows), _due(plan, day))


def _due(plan: Plan, day: date) -> str:
    """Till when the report of a day is due, and how often one is, where that is not every day."""
    deadline = plan.deadline(day)  # 24:00 is of the next day
    often = "" if plan.is_daily else f"（{plan.rule.schedule.words}报送）"
    return f"请于{chinese_date(deadline.date())} {deadline:%H:%M} 前报{plan.rule.section}{often}"


def _clerk(last: Submission | None) -> tuple[str, str]:
    return ((last.clerk or ""), (last.phone or "")) if last else ("", "")
