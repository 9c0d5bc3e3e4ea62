"""A report to fill in: the unit's own measures, the clerk of its last report, and, if asked, that report's text."""

from __future__ import annotations

from datetime import date

from jiukun.chinese.dates import chinese_date
from jiukun.plan.model import Plan, Unit
from jiukun.reports.form_layout import Form, FormRow
from jiukun.reports.submission import Submission
from jiukun.yamlsource.writing import WrittenEntry, WrittenReport, write_report

SCHEMA_NAME = "报送.schema.json"
_GUIDE = (
    f"yaml-language-server: $schema=../../out/{SCHEMA_NAME}",
    "填写说明：冒号用半角，后面空一格；“|”下面的正文，每段前面空四格；没有内容写“无”，不要空着，不要写“同上”。",
)


def draft_yaml(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> str:
    """As a YAML report, with tasks and 要点 as comments."""
    entries = []
    for measure in plan.owed(unit, day):
        entry = last.entry(measure.number) if last and carry else None
        texts = (entry.done or "", entry.problems or "", entry.plans or "") if entry else ("", "", "")
        comments = (f"第 {measure.number} 项　{measure.task}", *(f"要点：{point}" for point in measure.points))
        entries.append(WrittenEntry(measure.number, *texts, comments))
    clerk, phone = _clerk(last)
    return write_report(WrittenReport(unit.short, day.isoformat(), clerk, phone, tuple(entries), _GUIDE))


def draft_form(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> Form:
    """As an Excel form."""
    rows = []
    for measure in plan.owed(unit, day):
        entry = last.entry(measure.number) if last and carry else None
        texts = (entry.done or "", entry.problems or "", entry.plans or "") if entry else ("", "", "")
        rows.append(FormRow(measure.number, measure.task, plan.joined(measure.leads), measure.points, *texts))
    clerk, phone = _clerk(last)
    deadline = plan.deadline(day)  # 24:00 is of the next day
    due = f"请于{chinese_date(deadline.date())} {deadline:%H:%M} 前报{plan.rule.section}"
    return Form(plan.text.title, unit.short, day, clerk, phone, tuple(rows), due)


def _clerk(last: Submission | None) -> tuple[str, str]:
    return ((last.clerk or ""), (last.phone or "")) if last else ("", "")
