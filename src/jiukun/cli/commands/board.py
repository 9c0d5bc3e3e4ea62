"""看板：一个网页文件，给领导看当日报送、各单位逐日情况、当日问题、每项措施的灯和最近的报送。

默认最近 14 天；当日是这段时间里最后一个报送日。用浏览器打开 out/board.html，不用联网；可以筛选，可以打印。
"""

from __future__ import annotations

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.periods import survey_period
from jiukun.cli.workspace import open_workspace
from jiukun.evidence.days_before import missed_by_unit
from jiukun.products.board import board, board_day
from jiukun.rendering.console import deliver, say


def run(
    ctx: typer.Context,
    first_text: FirstDay = None,
    last_text: LastDay = None,
    output: OutputFile = None,
) -> None:
    """Write the board."""
    workspace = open_workspace(ctx.obj)
    surveyed = survey_period(workspace, first_text, last_text)
    current = board_day(surveyed.period)
    if current is None:
        say(f"{surveyed.period.span} 没有应报的报送。")
    from jiukun.rendering.board_page import render_board  # noqa: PLC0415  jinja2 is slow to load

    missed = missed_by_unit(surveyed.inbox, current) if current else {}
    shown = board(surveyed.period, surveyed.now, missed)
    deliver(workspace.project, workspace.target(output, "board.html"), render_board(shown))
    surveyed.end()
