"""把填好的 Excel 或 Word 表导入成 YAML 报送，默认导入当天文件夹里的全部表。

表里有错误的不导入，指出在哪一格；已有不同的报送时，写了 --replace 才替换。
退出状态：0 都导入了；1 有的没有导入，或没有找到表。
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from jiukun.cli.workspace import Workspace, open_workspace
from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.inbox import Inbox
from jiukun.project.folders import absolute
from jiukun.project.names import is_form
from jiukun.project.office_files import kind_of
from jiukun.project.opening import Content
from jiukun.rendering.console import FORMAT_HELP, Format, problem_counts, problems_json, say, say_json, say_problems
from jiukun.reports.checks import judge
from jiukun.reports.form_reading import form_as_yaml
from jiukun.reports.reading import read_report


def run(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="表", help="填好的 .xlsx 表，可以写几个")] = None,
    date_text: Annotated[
        str | None, typer.Option("--date", metavar="日期", help="哪一天的报送，默认今天或表上的日期")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="已有不同的报送也替换")] = False,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Turn filled forms into YAML submissions."""
    workspace = open_workspace(ctx.obj, as_json=output is Format.JSON)
    now = workspace.now()
    day = workspace.day(date_text, now)
    inbox = workspace.day_inbox(day, now, now)
    forms = [absolute(path) for path in paths] if paths else _forms_of_day(inbox, day)
    meant = day if date_text is not None else None
    found: list[Diagnostic] = []
    done: list[str] = []
    if not forms:
        place = Location(workspace.project.name_of(workspace.project.day_folder(day)))
        found.append(Diagnostic(place, "JK408", "这里没有填好的 Excel 表", "写明表的路径，或用 --date 指定日期"))
    for path in forms:
        problems, words = _import(workspace, inbox, path, meant, replace=replace)
        found += problems
        done += words
    if output is Format.JSON:
        say_json(problems_json(found, len(forms)))
    else:
        say_problems(found)
        for line in done:
            say(line)
        if found:
            counts = problem_counts(found)
            say(f"{len(forms)} 张表：{counts['errors']} 处错误，{counts['warnings']} 处警告。")
    raise typer.Exit(1 if has_errors(found) else 0)


def _forms_of_day(inbox: Inbox, day: date) -> list[Path]:
    """Of each unit the form that counts: of several the one written last."""
    found = []
    for short in inbox.folder(day).reports:
        forms = [report for report in inbox.lying(inbox.plan(day).names[short], day) if report.is_form]
        found += [inbox.project.root / report.path for report in forms[-1:]]
    return found


def _import(
    workspace: Workspace, inbox: Inbox, path: Path, meant: date | None, *, replace: bool
) -> tuple[list[Diagnostic], list[str]]:
    """Import one form: what is wrong with it, and what was done."""
    project = workspace.project
    name = project.name_of(path)
    content = project.read(path)
    if isinstance(content, Diagnostic):
        return [content], []
    if not (kind_of(content.data) or is_form(path.name)):
        return [
            Diagnostic(
                Location(name),
                "JK403",
                "不是 .xlsx 或 .docx 表，不能导入",
                "用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx",
            )
        ], []
    folder_day = project.date_of(path)
    unit = workspace.plan.names.get(path.stem) if folder_day else None
    judged = judge(read_report(content.data, name), inbox.context(workspace.plan, folder_day or meant, unit))
    problems = list(judged.diagnostics)
    submission = judged.submission
    data = form_as_yaml(content.data, name)
    if has_errors(problems) or submission is None or data is None or submission.day is None:
        return problems, []
    written = workspace.plan.names[submission.unit or ""]
    target = project.day_folder(submission.day) / f"{written.short}.yaml"
    reports = inbox.folder(submission.day).reports.get(written.short, [])
    others = [report for report in reports if not report.is_form]
    existing = project.root / others[0].path if others else target
    lying = project.read(existing) if existing.exists() or existing.is_symlink() else None
    before = lying.data if isinstance(lying, Content) else b"" if lying else None
    if before == data:
        return problems, [f"没有变化 {project.name_of(existing)}"]
    if before is not None and not replace:
        message = f"已有不同的报送 {project.name_of(existing)}，没有导入"
        return [*problems, Diagnostic(Location(name), "JK401", message, "确认以表为准，就加 --replace 再导入")], []
    project.write(existing, data, new=before is None, modified=content.times.modified)
    return problems, [f"已导入 {name} → {project.name_of(existing)}"]
