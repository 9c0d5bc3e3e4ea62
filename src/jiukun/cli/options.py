"""Options that several commands have, each worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FirstDay = Annotated[str | None, typer.Option("--from", metavar="日期", help="从哪天起，默认到止日共 14 天")]
LastDay = Annotated[str | None, typer.Option("--to", metavar="日期", help="到哪天止，默认今天")]
OutputFile = Annotated[Path | None, typer.Option("--output", metavar="文件", help="写到哪里，默认在 out/ 下")]
