"""通报：一段时间里各单位的按时率、逐日的迟报和未报、雷同的报送、持续最久的问题，写成公文格式的 Word 文件。

默认最近 14 天。通报里的每个数字都能在同一段时间的台账里找到。
"""

from __future__ import annotations

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.periods import survey_period
from jiukun.cli.workspace import open_workspace
from jiukun.products.bulletin import bulletin
from jiukun.rendering.console import deliver, say


def run(
    ctx: typer.Context,
    first_text: FirstDay = None,
    last_text: LastDay = None,
    output: OutputFile = None,
) -> None:
    """Write the bulletin of a period."""
    workspace = open_workspace(ctx.obj)
    surveyed = survey_period(workspace, first_text, last_text)
    period = surveyed.period
    if not period.due_views:
        say(f"{period.span} 没有应报的报送。")
    from jiukun.rendering.bulletin_docx import render_letter  # noqa: PLC0415  python-docx is slow to load

    target = workspace.target(output, f"通报-{period.first.isoformat()}_{period.last.isoformat()}.docx")
    deliver(workspace.project, target, render_letter(bulletin(period, surveyed.now.date())))
    surveyed.end()
