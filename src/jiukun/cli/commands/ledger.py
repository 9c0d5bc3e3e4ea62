"""工作台账：一段时间里每项措施每天谁报了什么、有什么变化，问题从哪天起、持续了多少天，各单位是否按时。

默认最近 14 天，写成 Excel；--format csv 或 jsonl 写成给别的程序用的逐日记录。
--unit 后面写责任单位，就说哪些措施、哪些没有解决的问题等它配合，从哪天起，找谁联系。
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.periods import survey_period
from jiukun.cli.workspace import Workspace, WrongUseError, open_workspace
from jiukun.evidence.day_plans import DayPlans
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.help_owed import help_owed, help_sheet, help_words
from jiukun.products.ledger import by_day, ledger
from jiukun.products.period import Period, only
from jiukun.products.tables import About, ListSheet
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
    unit_name: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只要这个单位：它报的，和等它配合的")
    ] = None,
    kind: Annotated[
        Kind, typer.Option("--format", metavar="xlsx|csv|jsonl", help="Excel 工作簿，或给别的程序用的记录")
    ] = Kind.XLSX,
    output: OutputFile = None,
) -> None:
    """Write the ledger of a period."""
    workspace = open_workspace(ctx.obj)
    surveyed = survey_period(workspace, first_text, last_text)
    plans = surveyed.inbox.plans
    plan, unit, measure = _choice(workspace, plans, surveyed.period, unit_name, number)
    key = plans.key(plan, unit.short) if unit else None
    period = only(surveyed.period, key, number)
    scope = tuple([f"第{measure.number}项"] if measure else []) + tuple([unit.short] if unit else [])
    leads = unit is None or unit.short in plan.led
    if leads and not period.records:
        say(f"{'　'.join((period.span, *scope))} 没有应报的报送，也没有收到报送。")
    name = "-".join(("台账", f"{period.first.isoformat()}_{period.last.isoformat()}", *scope))
    sheets = list(ledger(period, scope) if kind is Kind.XLSX else [by_day(period)]) if leads else []
    if unit and key and plan.helped(unit):
        owed = help_owed(surveyed.inbox, surveyed.period, key, number)
        for line in help_words(unit, owed):
            say(line)
        sheets.append(help_sheet(unit, owed, "　".join((period.span, *scope))))
    target = workspace.target(output, f"{name}.{kind}")
    if kind is Kind.XLSX:
        deliver(workspace.project, target, _workbook(period, scope, sheets))
    else:
        for place, sheet in enumerate(sheets):
            own = target.with_stem(f"{target.stem}-配合") if place else target
            deliver(workspace.project, own, as_csv(sheet) if kind is Kind.CSV else as_json_lines(sheet))
    surveyed.end()


class _Choice(NamedTuple):
    """The unit and the measure that are asked for, as a plan knows them."""

    plan: Plan
    unit: Unit | None
    measure: Measure | None


def _choice(
    workspace: Workspace, plans: DayPlans, period: Period, unit_name: str | None, number: int | None
) -> _Choice:
    """As today's plan knows them, else that of the newest day of the period that does; raises WrongUseError."""
    today = workspace.plan.names.get((unit_name or "").strip())
    for plan in (workspace.plan, *(view.plan for view in reversed(period.views))):
        then = plans.unit(plan, today.short) if today else None
        with suppress(WrongUseError):
            return _choice_of(workspace, plan, then.short if then else unit_name, number)
    return _choice_of(workspace, workspace.plan, unit_name, number)


def _choice_of(workspace: Workspace, plan: Plan, unit_name: str | None, number: int | None) -> _Choice:
    measure = workspace.measure(number, plan) if number is not None else None
    unit = workspace.unit(unit_name, plan, may_help=True) if unit_name is not None else None
    if unit and measure:
        _check_concerns(plan, unit, measure)
    return _Choice(plan, unit, measure)


def _check_concerns(plan: Plan, unit: Unit, measure: Measure) -> None:
    """Raise WrongUseError unless the unit leads the measure or helps with it."""
    led, helped = [*plan.led.get(unit.short, ())], plan.helped(unit)
    if measure.number not in (*led, *helped):
        kinds = (("牵头", led), ("配合", helped))
        own = "，".join(f"它{word}的是第 {'、'.join(map(str, numbers))} 项" for word, numbers in kinds if numbers)
        raise WrongUseError(f"“{unit.short}”不牵头第 {measure.number} 项措施，也不是责任单位，{own}")


def _workbook(period: Period, scope: tuple[str, ...], sheets: Sequence[ListSheet]) -> bytes:
    from jiukun.rendering.list_workbook import render_lists  # noqa: PLC0415  XlsxWriter is slow to load

    plan = period.plan
    about = About("工作台账", "　".join((plan.text.name, period.span, *scope)), plan.rule.office, period.last)
    return render_lists(about, sheets)
