"""各牵头单位责任领导、责任人名单：谁还没有报，并生成可打印、可填写的名单；填好了用 jiukun import 收进 data/units.yaml。

退出状态：0 都报齐了，或还没到名单截止时间；1 过了截止时间还有没报齐的；2 名单里填了还没有导入的，不覆盖。
"""

from __future__ import annotations

from pathlib import Path

import typer

from jiukun.cli.options import OutputFile
from jiukun.cli.workspace import Workspace, WrongUseError, open_workspace
from jiukun.products.roster import TITLE_SUFFIX, roster, roster_sheet, take_roster
from jiukun.products.tables import About
from jiukun.project.opening import Content
from jiukun.rendering.console import deliver, say, typed
from jiukun.reports.roster_reading import read_roster


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
    target = workspace.target(output, "名单.xlsx")
    _keep_filled(workspace, target)
    from jiukun.rendering.list_workbook import render_list  # noqa: PLC0415  XlsxWriter is slow to load

    about = About(f"{plan.text.name}{TITLE_SUFFIX}", plan.text.name, plan.rule.office, now.date())
    data = render_list(about, roster_sheet(lines))
    deliver(project, target, data)
    if wanting:
        say(f"填好以后收进 data/units.yaml：jiukun import {typed(project.name_of(target))}")
    raise typer.Exit(1 if wanting and overdue else 0)


def _keep_filled(workspace: Workspace, target: Path) -> None:
    """Raise WrongUseError where the sheet that lies there says something that is not in the data yet.

    Where the sheet is older than the data, differences are changes to the data; its faults still count.
    """
    project = workspace.project
    content, units = project.read(target) if target.exists() else None, project.times_of("data/units.yaml")
    name = project.name_of(target)
    filled = read_roster(content.data, name) if isinstance(content, Content) else None
    if not isinstance(content, Content) or filled is None:
        return
    taken = take_roster(workspace.plan, filled)
    is_older = units is not None and content.times.modified < units.modified
    left = [f"{problem.cell}：{problem.message}" for problem in taken.problems if problem.is_error]
    left += [] if is_older else map(str, taken.changes)
    if left:
        listed = "\n".join(f"  {line}" for line in left)
        raise WrongUseError(
            f"{name} 里填了还没有收进 data/units.yaml 的，没有覆盖：\n{listed}\n"
            f"先运行 jiukun import {typed(name)}；不要的，把这个文件删去"
        )
