"""通报：一段时间里各单位的按时率、逐日的迟报和未报、雷同的报送、持续最久的问题，写成公文格式的 Word 文件。

默认最近 14 天。通报里的每个数字都能在同一段时间的台账里找到。
"""

from __future__ import annotations

import typer

from jiukun.cli.options import FirstDay, LastDay, OutputFile
from jiukun.cli.workspace import open_workspace
from jiukun.evidence.inbox import Reader
from jiukun.products.bulletin import bulletin
from jiukun.products.period import survey
from jiukun.rendering.console import deliver, say, say_problems
from jiukun.rendering.progress import watched


def run(
    ctx: typer.Context,
    first_text: FirstDay = None,
    last_text: LastDay = None,
    output: OutputFile = None,
) -> None:
    """Write the bulletin of a period."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    period = survey(Reader(project, plan, now), first, last, watched)
    say_problems(period.strays)
    if not period.is_due(plan.rule):
        say(f"{period.span} 没有应报的报送。")
    from jiukun.rendering.bulletin_docx import render_letter  # noqa: PLC0415  python-docx is slow to load

    target = workspace.target(output, f"通报-{first.isoformat()}_{last.isoformat()}.docx")
    deliver(project, target, render_letter(bulletin(plan, period, now.date())))
