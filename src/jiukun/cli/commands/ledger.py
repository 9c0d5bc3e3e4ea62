"""工作台账：一段时间里每项措施每天谁报了什么、有什么变化，问题从哪天起、持续了多少天，各单位是否按时。

默认最近 14 天，写成 Excel；--format csv 或 jsonl 写成给别的程序用的逐日记录。
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.periods import survey_period
from jiukun.cli.workspace import WrongUseError, open_workspace
from jiukun.plan.model import Plan, Unit
from jiukun.products.ledger import by_day, ledger
from jiukun.products.period import Period, only
from jiukun.products.tables import About
from jiukun.rendering.console import deliver, say
from jiukun.rendering.csv_and_json import as_csv, as_json_lines


class Kind(StrEnum):
    """`--format`."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


def run(
    ctx: typer.Context,
    first_text: FirstDay = None,
    last_text: LastDay = None,
    number: Annotated[int | None, typer.Option("--measure", metavar="序号", help="只要这一项措施")] = None,
    unit_name: Annotated[str | None, typer.Option("--unit", metavar="单位", help="只要这个单位")] = None,
    kind: Annotated[
        Kind, typer.Option("--format", metavar="xlsx|csv|jsonl", help="Excel 工作簿，或给别的程序用的记录")
    ] = Kind.XLSX,
    output: OutputFile = None,
) -> None:
    """Write the ledger of a period."""
    workspace = open_workspace(ctx.obj)
    plan = workspace.plan
    measure = workspace.measure(number) if number is not None else None
    unit = workspace.unit(unit_name) if unit_name is not None else None
    if unit and measure and unit not in plan.leads[measure.number]:
        raise WrongUseError(f"“{unit.short}”不牵头第 {measure.number} 项措施，它牵头的是第 {_numbers(plan, unit)} 项")
    surveyed = survey_period(workspace, first_text, last_text)
    period = only(surveyed.period, unit.short if unit else None, number)
    scope = tuple([f"第{measure.number}项"] if measure else []) + tuple([unit.short] if unit else [])
    if not period.records:
        say(f"{'　'.join((period.span, *scope))} 没有应报的报送，也没有收到报送。")
    name = "-".join(("台账", f"{period.first.isoformat()}_{period.last.isoformat()}", *scope))
    deliver(workspace.project, workspace.target(output, f"{name}.{kind}"), _content(kind, period, scope))
    surveyed.end()


def _numbers(plan: Plan, unit: Unit) -> str:
    return "、".join(str(measure.number) for measure in plan.led[unit.short])


def _content(kind: Kind, period: Period, scope: tuple[str, ...]) -> bytes:
    if kind is Kind.XLSX:
        from jiukun.rendering.list_workbook import render_lists  # noqa: PLC0415  XlsxWriter is slow to load

        plan = period.plan
        about = About("工作台账", "　".join((plan.text.name, period.span, *scope)), plan.rule.office, period.last)
        return render_lists(about, ledger(period, scope))
    return as_csv(by_day(period)) if kind is Kind.CSV else as_json_lines(by_day(period))
