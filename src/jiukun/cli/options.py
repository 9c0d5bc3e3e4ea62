"""Options that several commands have, each worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# Of `Workspace.day` and of `Workspace.day_at_hand`.
NextDay = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="哪一天的报送，默认今天；按周、按月报的默认下一个报送日")
]
DayAtHand = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="哪一天的报送，默认今天；按周、按月报的默认上一个报送日")
]
FirstDay = Annotated[str | None, typer.Option("--from", metavar="日期", help="从哪天起，默认 14 天，至少一个报送日")]
LastDay = Annotated[str | None, typer.Option("--to", metavar="日期", help="到哪天止，默认今天")]
OutputFile = Annotated[Path | None, typer.Option("--output", metavar="文件", help="写到哪里，默认在 out/ 下")]
