"""A report to fill in: the unit's own measures, the clerk of its last report, and, if asked, that report's text."""

from __future__ import annotations

from datetime import date

from jiukun.chinese.dates import chinese_date
from jiukun.plan.model import Plan, Unit
from jiukun.reports.form_layout import TEXTS, Form, FormRow
from jiukun.reports.submission import Submission
from jiukun.yamlsource.writing import write_report

SCHEMA_NAME = "报送.schema.json"
_SCHEMA_LINE = f"yaml-language-server: $schema=../../out/{SCHEMA_NAME}"
_GUIDE = "冒号用半角，后面空一格；“|”下面的正文，每段前面空四格；没有内容写“无”，不要空着，不要写“同上”。"


def draft_yaml(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> str:
    """As a YAML report, with tasks and 要点 as comments."""
    form = draft_form(plan, unit, day, last, carry=carry)
    content = {
        "单位": form.unit,
        "日期": form.day.isoformat(),
        "填报人": form.clerk,
        "联系电话": form.phone,
        "工作情况": [
            {"序号": str(row.number), **dict(zip(TEXTS, (row.done, row.problems, row.plans), strict=True))}
            for row in form.rows
        ],
    }
    points = [(f"第 {row.number} 项　{row.task}", *(f"要点：{point}" for point in row.points)) for row in form.rows]
    return write_report(content, (_SCHEMA_LINE, f"填写说明：{form.due}。{_GUIDE}"), points)


def draft_form(plan: Plan, unit: Unit, day: date, last: Submission | None, *, carry: bool) -> Form:
    """As an Excel form."""
    rows = []
    for measure in plan.owed(unit, day):
        entry = last.entry(measure.number) if last and carry else None
        texts = (entry.done or "", entry.problems or "", entry.plans or "") if entry else ("", "", "")
        rows.append(FormRow(measure.number, measure.task, plan.joined(measure.leads), measure.points, *texts))
    clerk, phone = (last.clerk or "", last.phone or "") if last else ("", "")
    return Form(plan.text.title, unit.short, day, clerk, phone, tuple(rows), _due(plan, day))


def _due(plan: Plan, day: date) -> str:
    """Till when the report of a day is due, and how often one is, where that is not every day."""
    deadline = plan.deadline(day)  # 24:00 is of the next day
    often = "" if plan.is_daily else f"（{plan.rule.schedule.words}报送）"
    return f"请于{chinese_date(deadline.date())} {deadline:%H:%M} 前报{plan.rule.section}{often}"
