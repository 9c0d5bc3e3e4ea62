"""检查方案和单位的数据文件（data/measures.yaml、data/units.yaml）。

退出状态：0 没有错误（可能有警告）；2 有错误。
"""

from __future__ import annotations

from typing import Annotated

import typer

from jiukun.cli.workspace import open_project
from jiukun.diagnostics.diagnostic import has_errors
from jiukun.plan.loading import check_data
from jiukun.rendering.console import FORMAT_HELP, Format, problem_counts, problems_json, say, say_json, say_problems


def run(
    ctx: typer.Context,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Check data/ itself."""
    plan, found = check_data(open_project(ctx.obj))
    if output is Format.JSON:
        say_json(problems_json(found, 2))
    else:
        say_problems(found)
        if plan is not None:
            places = sum(len(units) for units in plan.leads.values())
            leads = f"{len(plan.lead_units)} 个牵头单位（{places} 处）"
            say(f"{len(plan.measures)} 项措施，{leads}，共登记 {len(plan.units)} 个单位。")
        counts = problem_counts(found)
        say(f"{counts['errors']} 处错误，{counts['warnings']} 处警告。" if found else "数据没有问题。")
    raise typer.Exit(2 if has_errors(found) else 0)
