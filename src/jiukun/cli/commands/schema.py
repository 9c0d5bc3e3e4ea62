"""报送文件的 JSON Schema，供编辑器边写边查（--of measures、--of units 是数据文件的）。"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jiukun.cli.workspace import open_project, open_workspace
from jiukun.plan.loading import load_plan
from jiukun.rendering.console import deliver, say_json
from jiukun.rendering.json_schema import measures_schema, submission_schema, units_schema


class Of(StrEnum):
    """Which file."""

    SUBMISSION = "submission"
    MEASURES = "measures"
    UNITS = "units"


def run(
    ctx: typer.Context,
    of: Annotated[
        Of, typer.Option("--of", metavar="submission|measures|units", help="哪种文件，默认报送")
    ] = Of.SUBMISSION,
    output: Annotated[Path | None, typer.Option("--output", metavar="文件", help="写到文件，默认显示在屏幕上")] = None,
) -> None:
    """Print a JSON Schema."""
    project = open_project(ctx.obj)
    if of is Of.SUBMISSION:
        schema = submission_schema(open_workspace(ctx.obj).plan)
    else:
        schema = measures_schema(load_plan(project)[0]) if of is Of.MEASURES else units_schema()
    if output is None:
        say_json(schema)
        return
    deliver(project, output.absolute(), (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode())
