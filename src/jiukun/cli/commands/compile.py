"""生成当天的汇总表（--unit 则生成一个单位签字盖章用的表）。

缺报、有误的单位在表里标明，并在屏幕上列出。
退出状态：0 已生成；1 用了 --strict 且有缺口，没有生成。
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from jiukun.cli.options import DayAtHand, OutputFile
from jiukun.cli.workspace import open_workspace
from jiukun.evidence.day_view import searched_view
from jiukun.products.contacts import contacts
from jiukun.products.summary import Summary, summarize, unit_sheet
from jiukun.rendering.console import deliver, note, say
from jiukun.rendering.stray_text import note_strays


class Kind(StrEnum):
    """`--format`."""

    XLSX = "xlsx"
    DOCX = "docx"


def run(
    ctx: typer.Context,
    date_text: DayAtHand = None,
    at_text: Annotated[
        str | None, typer.Option("--at", metavar="时间", help="以哪一刻为准，如 18:00，默认现在")
    ] = None,
    unit_name: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只生成这个单位的表，供签字盖章")
    ] = None,
    kind: Annotated[Kind, typer.Option("--format", metavar="xlsx|docx", help="Excel 工作簿，或 Word 文档")] = Kind.XLSX,
    output: OutputFile = None,
    strict: Annotated[bool, typer.Option("--strict", help="有缺口就不生成")] = False,
) -> None:
    """Write the day's workbook."""
    workspace = open_workspace(ctx.obj)
    project = workspace.project
    now = workspace.now()
    day = workspace.day_at_hand(date_text, now)
    inbox = workspace.inbox_to_read(day, workspace.moment(at_text, day, now), now)
    current = searched_view(inbox, day)
    if unit_name is None:
        summary = summarize(current, contacts(inbox, current))
        name = f"汇总表-{day.isoformat()}.{kind}"
    else:
        unit = workspace.unit(unit_name, current.plan)
        summary = unit_sheet(current, unit)
        name = f"单位表/{day.isoformat()}/{unit.short}.{kind}"
    if words := inbox.plans.words(day):
        note(words)
    if not current.plan.rule.is_due(day):
        note(f"{day.isoformat()} 不是报送日，没有要报的措施。")
    note_strays(current.problems)
    for gap in summary.gaps:
        say(f"缺口：{gap}")
    if strict and summary.gaps:
        note("有缺口，没有生成（--strict）。")
        raise typer.Exit(1)
    deliver(project, workspace.target(output, name), _content(kind, summary))


def _content(kind: Kind, summary: Summary) -> bytes:
    if kind is Kind.DOCX:
        from jiukun.rendering.summary_docx import render_day_docx  # noqa: PLC0415  python-docx is slow to load

        return render_day_docx(summary.table)
    from jiukun.rendering.summary_workbook import render_day  # noqa: PLC0415  XlsxWriter is slow to load

    return render_day(summary.table, summary.lists)
