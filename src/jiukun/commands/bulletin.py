"""通报：一段时间里各单位的按时率、逐日的迟报和未报、雷同的报送、持续最久的问题，写成公文格式的 Word 文件。

默认最近 14 天。通报里的每个数字都能在同一段时间的台账里找到。
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiukun.bulletin import bulletin
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
    output: Annotated[Path | None, typer.Option("--output", metavar="文件", help="写到哪里，默认在 out/ 下")] = None,
) -> None:
    """Write the bulletin of a period."""
    workspace = open_workspace(ctx.obj)
    project, plan = workspace.project, workspace.plan
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    period = survey(Reader(project, plan, now), first, last, watched)
    say_problems(period.strays)
    if not period.views:
        say(f"{first.isoformat()} 至 {last.isoformat()} 没有应报的报送，也没有收到报送。")
    from jiukun.outputs.letters import render_letter  # noqa: PLC0415  python-docx is slow to load

    target = output.absolute() if output else project.out / f"通报-{first.isoformat()}_{last.isoformat()}.docx"
    project.write(target, render_letter(bulletin(plan, period, now.date())))
    say(f"已生成 {project.name_of(target)}")
