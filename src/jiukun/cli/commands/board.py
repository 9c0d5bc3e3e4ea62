"""看板：一个网页文件，给领导看当日报送、各单位逐日情况、当日问题、每项措施的灯和最近的报送。

默认最近 14 天；当日是这段时间里最后一个报送日。用浏览器打开 out/board.html，不用联网；可以筛选，可以打印。
"""

from __future__ import annotations

from functools import partial

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.workspace import open_workspace
from jiukun.evidence.day import missed_days
from jiukun.evidence.inbox import Reader
from jiukun.products.board import board
from jiukun.products.period import survey
from jiukun.rendering.console import deliver, say, say_problems
from jiukun.rendering.progress import watched


def run(
    ctx: typer.Context,
    first_text: FirstDay = None,
    last_text: LastDay = None,
    output: OutputFile = None,
) -> None:
    """Write the board."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    reader = Reader(project, plan, now)
    period = survey(reader, first, last, watched)
    say_problems(period.strays)
    if not period.is_due(plan.rule):
        say(f"{period.span} 没有应报的报送。")
    from jiukun.rendering.board_page import render_board  # noqa: PLC0415  jinja2 is slow to load

    shown = board(plan, period, now, partial(missed_days, reader))
    deliver(project, workspace.target(output, "board.html"), render_board(shown))
