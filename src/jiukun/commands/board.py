"""看板：一个网页文件，给领导看当日报送、各单位逐日情况、当日问题、每项措施的灯和最近的报送。

默认最近 14 天；当日是这段时间里最后一个报送日。用浏览器打开 out/board.html，不用联网；可以筛选，可以打印。
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from jiukun.board import board
from jiukun.day import missed_days
from jiukun.outputs.console import say, say_problems
from jiukun.outputs.progress import watched
from jiukun.period import survey
from jiukun.reader import Reader
from jiukun.workspace import open_workspace


def run(
    ctx: typer.Context,
    first_text: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="从哪天起，默认到止日共 14 天")
    ] = None,
    last_text: Annotated[str | None, typer.Option("--to", metavar="日期", help="到哪天止，默认今天")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="文件", help="写到哪里，默认 out/board.html")
    ] = None,
) -> None:
    """Write the board."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    reader = Reader(project, plan, now)
    period = survey(reader, first, last, watched)
    say_problems(period.strays)
    if not period.views:
        say(f"{first.isoformat()} 至 {last.isoformat()} 没有应报的报送，也没有收到报送。")
    from jiukun.outputs.page import render_board  # noqa: PLC0415  jinja2 is slow to load

    shown = board(plan, period, now, partial(missed_days, reader))
    target = output.absolute() if output else project.out / "board.html"
    project.write(target, render_board(shown))
    say(f"已生成 {project.name_of(target)}")
