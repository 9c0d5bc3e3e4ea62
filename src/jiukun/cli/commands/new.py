"""给单位备好当天的报送：本单位牵头的措施、上次的填报人和电话都已填好。

--form 备 Excel 表（给没有装 jiukun 的单位），--carry 带上一次的内容。已有的文件一律不改动。
退出状态：0 备好了；1 一个也没有备（已经有了，或当日不用报）。
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jiukun.cli.options import NextDay
from jiukun.cli.workspace import Workspace, WrongUseError, check_ending, open_workspace
from jiukun.evidence.days_before import last_reports
from jiukun.plan.model import Unit
from jiukun.products.prefilled import SCHEMA_NAME, draft_form, draft_yaml
from jiukun.project.writing import error_words
from jiukun.rendering.console import note, say
from jiukun.rendering.json_schema import submission_schema


def run(
    ctx: typer.Context,
    unit_name: Annotated[str | None, typer.Option("--unit", metavar="单位", help="给哪个单位")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="给每个牵头单位")] = False,
    date_text: NextDay = None,
    form: Annotated[bool, typer.Option("--form", help="备 Excel 表，默认备 YAML 文件")] = False,
    carry: Annotated[bool, typer.Option("--carry", help="带上一次报送的内容，在它上面改")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="路径", help="写到哪个文件（--all 时是文件夹）")
    ] = None,
) -> None:
    """Prepare reports to fill in."""
    workspace = open_workspace(ctx.obj)
    if (unit_name is None) is not everyone:
        raise WrongUseError("写明给哪个单位（--unit 州工信局），或给全部牵头单位（--all），二者选一")
    units = workspace.plan.lead_units if unit_name is None else (workspace.unit(unit_name),)
    now = workspace.now()
    day = workspace.day(date_text, now)
    inbox = workspace.inbox_to_read(day, now, now)
    reports = last_reports(inbox, units, day)
    written = owing = 0
    for unit in units:
        if not workspace.plan.owed(unit, day):
            say(f"{unit.short}　{day.isoformat()} 没有要报的措施")
            continue
        owing += 1
        ending = ".xlsx" if form else ".yaml"
        target = _target(workspace, unit, day.isoformat(), ending, output, everyone=everyone)
        taken = [workspace.project.name_of(target)] if workspace.project.has(target) else []
        if not form and output is None:
            taken += [report.path for report in inbox.day(day).folder.reports.get(unit.short, [])]
        if taken:
            say(f"{unit.short}　已经有 {taken[0]}，没有改动")
            continue
        last = reports.get(unit.short)
        if form:
            from jiukun.rendering.form_workbook import render_form  # noqa: PLC0415  XlsxWriter is slow to load

            data = render_form(draft_form(workspace.plan, unit, day, last, carry=carry))
        else:
            data = draft_yaml(workspace.plan, unit, day, last, carry=carry).encode()
        workspace.project.write(target, data, new=True)
        say(f"已备好 {workspace.project.name_of(target)}")
        written += 1
    if owing and not form:  # where nothing was written, one that was killed may have come to the reports alone
        _renew_schema(workspace)
    raise typer.Exit(0 if written else 1)


def _target(workspace: Workspace, unit: Unit, day: str, ending: str, output: Path | None, *, everyone: bool) -> Path:
    name = f"{unit.short}{ending}"
    if output is not None and everyone:
        return output.absolute() / name
    if output is not None:
        check_ending(output, ending)
        return output.absolute()
    project = workspace.project
    return (project.out / "forms" if ending == ".xlsx" else project.submissions) / day / name


def _renew_schema(workspace: Workspace) -> None:
    """Write the schema that the reports name, if it is not there or stale; one can do without it."""
    target = workspace.project.out / SCHEMA_NAME
    text = json.dumps(submission_schema(workspace.plan), ensure_ascii=False, indent=2) + "\n"
    try:
        if not target.exists() or target.read_bytes() != text.encode():
            workspace.project.write(target, text.encode())
            note(f"已更新 {workspace.project.name_of(target)}（供编辑器边写边查）")
    except OSError as error:
        note(f"没能更新 {workspace.project.name_of(target)}：{error_words(error)}（不影响填报）")
