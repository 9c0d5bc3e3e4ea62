"""各牵头单位责任领导、责任人名单：谁还没有报，并生成可打印的名单。

退出状态：0 都报齐了，或还没到名单截止时间；1 过了截止时间还有没报齐的。
"""

from __future__ import annotations

import typer

from jiukun.cli.options import OutputFile
from jiukun.cli.workspace import open_workspace
from jiukun.products.roster import TITLE_SUFFIX, roster, roster_sheet
from jiukun.products.tables import About
from jiukun.rendering.console import deliver, say


def run(
    ctx: typer.Context,
    output: OutputFile = None,
) -> None:
    """List who is responsible in each lead unit."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    lines = roster(plan)
    wanting = [line for line in lines if line.lacking]
    deadline = plan.roster_deadline
    overdue = deadline is not None and now.timestamp() >= deadline.timestamp()
    for line in wanting:
        say(f"{line.unit.short}　{'没有报' if overdue else '还没有报'}：{'、'.join(line.lacking)}")
    limit = f"，截止 {deadline.date()} {deadline:%H:%M}{'，已过' if overdue else ''}" if deadline else ""
    say(f"{len(lines)} 个牵头单位，{len(lines) - len(wanting)} 个报齐，{len(wanting)} 个没有报齐{limit}。")
    from jiukun.rendering.list_workbook import render_list  # noqa: PLC0415  XlsxWriter is slow to load

    about = About(f"{plan.text.name}{TITLE_SUFFIX}", plan.text.name, plan.rule.office, now.date())
    data = render_list(about, roster_sheet(lines))
    deliver(project, workspace.target(output, "名单.xlsx"), data)
    raise typer.Exit(1 if wanting and overdue else 0)
