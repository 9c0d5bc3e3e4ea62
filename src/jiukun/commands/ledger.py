"""工作台账：一段时间里每项措施每天谁报了什么、有什么变化，问题从哪天起、持续了多少天，各单位是否按时。

默认最近 14 天，写成 Excel；--format csv 或 jsonl 写成给别的程序用的逐日记录。
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jiukun.ledger import by_day, ledger
from jiukun.outputs.console import say, say_problems
from jiukun.outputs.progress import watched
from jiukun.outputs.rows import as_csv, as_json_lines
from jiukun.period import Period, only, survey
from jiukun.plan import Plan, Unit
from jiukun.reader import Reader
from jiukun.workspace import WrongUseError, open_workspace


class Kind(StrEnum):
    """`--format`."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


def run(
    ctx: typer.Context,
    first_text: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="从哪天起，默认到止日共 14 天")
    ] = None,
    last_text: Annotated[str | None, typer.Option("--to", metavar="日期", help="到哪天止，默认今天")] = None,
    number: Annotated[int | None, typer.Option("--measure", metavar="序号", help="只要这一项措施")] = None,
    unit_name: Annotated[str | None, typer.Option("--unit", metavar="单位", help="只要这个单位")] = None,
    kind: Annotated[
        Kind, typer.Option("--format", metavar="xlsx|csv|jsonl", help="Excel 工作簿，或给别的程序用的记录")
    ] = Kind.XLSX,
    output: Annotated[Path | None, typer.Option("--output", metavar="文件", help="写到哪里，默认在 out/ 下")] = None,
) -> None:
    """Write the ledger of a period."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    measure = workspace.measure(number) if number is not None else None
    unit = workspace.unit(unit_name) if unit_name is not None else None
    if unit and measure and unit not in plan.leads[measure.number]:
        raise WrongUseError(f"“{unit.short}”不牵头第 {measure.number} 项措施，它牵头的是第 {_numbers(plan, unit)} 项")
    period = survey(Reader(project, plan, now), first, last, watched)
    measures = frozenset([measure.number] if measure else [one.number for one in plan.measures])
    leads = {one.short for one in (plan.leads[measure.number] if measure else plan.lead_units)}
    period = only(period, frozenset(leads & {unit.short} if unit else leads), measures)
    say_problems(period.strays)
    if not period.records:
        say(f"{first.isoformat()} 至 {last.isoformat()} 没有应报的报送，也没有收到报送。")
    target = output.absolute() if output else project.out / f"台账-{first.isoformat()}_{last.isoformat()}.{kind}"
    project.write(target, _content(kind, plan, period))
    say(f"已生成 {project.name_of(target)}")


def _numbers(plan: Plan, unit: Unit) -> str:
    return "、".join(str(one.number) for one in plan.led[unit.short])


def _content(kind: Kind, plan: Plan, period: Period) -> bytes:
    if kind is Kind.XLSX:
        from jiukun.outputs.lists import render_lists  # noqa: PLC0415  openpyxl is slow to load

        return render_lists(ledger(plan, period))
    return as_csv(by_day(period)) if kind is Kind.CSV else as_json_lines(by_day(period))
