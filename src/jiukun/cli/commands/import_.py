"""把填好的 Excel 或 Word 表导入成 YAML 报送，默认导入当天文件夹里的全部表；填好的名单收进 data/units.yaml。

表里有错误的不导入，指出在哪一格；已有不同的报送时，写了 --replace 才替换。
名单（jiukun roster 生成的）逐格收，改了什么逐个说，空着的格子不改。
退出状态：0 都导入了；1 有的没有导入，或没有找到表。
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from jiukun.cli.options import NextDay
from jiukun.cli.workspace import Workspace, WrongUseError, open_workspace
from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.inbox import Inbox
from jiukun.plan.contact_edits import with_contacts
from jiukun.products.roster import take_roster
from jiukun.project.folders import DATA_LIMIT, absolute
from jiukun.project.names import is_form
from jiukun.project.office_files import kind_of
from jiukun.project.opening import Content
from jiukun.rendering.console import FORMAT_HELP, Format, problem_counts, problems_json, say, say_json, say_problems
from jiukun.reports.checks import judge
from jiukun.reports.form_reading import form_as_yaml
from jiukun.reports.reading import read_report
from jiukun.reports.roster_reading import Roster, read_roster


def run(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="表", help="填好的表或名单，可以写几个")] = None,
    date_text: NextDay = None,
    replace: Annotated[bool, typer.Option("--replace", help="已有不同的报送也替换")] = False,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Turn filled forms into YAML submissions."""
    workspace = open_workspace(ctx.obj, as_json=output is Format.JSON)
    now = workspace.now()
    day = workspace.day(date_text, now)
    inbox = workspace.inbox_to_read(day, now, now)
    forms = [absolute(path) for path in paths] if paths else _forms_of_day(inbox, day)
    meant = day if date_text is not None else None
    found: list[Diagnostic] = [] if paths else [*inbox.day(day).folder.problems]
    done: list[str] = []
    if not forms and not found:
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
    """For each unit the form that counts: of several the one written last."""
    found, day_inbox = [], inbox.day(day)
    for short in day_inbox.folder.reports:
        forms = [report for report in day_inbox.dropped(short) if report.is_form]
        found += [inbox.project.root / report.path for report in forms[-1:]]
    return found


def _import(
    workspace: Workspace, inbox: Inbox, path: Path, meant: date | None, *, replace: bool
) -> tuple[list[Diagnostic], list[str]]:
    """Import one file. Gives what is wrong with it, and what was done in words."""
    content = workspace.project.read(path)
    if isinstance(content, Diagnostic):
        return [content], []
    filled = read_roster(content.data, workspace.project.name_of(path))
    if filled is not None:
        return _import_roster(workspace, filled)
    return _import_form(workspace, inbox, path, content, meant, replace=replace)


def _import_form(
    workspace: Workspace, inbox: Inbox, path: Path, content: Content, meant: date | None, *, replace: bool
) -> tuple[list[Diagnostic], list[str]]:
    project = workspace.project
    name = project.name_of(path)
    if not (kind_of(content.data) or is_form(path.name)):
        return [
            Diagnostic(
                Location(name),
                "JK403",
                "不是 .xlsx 或 .docx 表，不能导入",
                "用 Excel、Word 或 WPS 另存为 .xlsx 或 .docx",
            )
        ], []
    folder = project.date_of(path)
    folder_day = folder and inbox.plans.meant(folder)
    unit = workspace.plan.names.get(path.stem) if folder_day else None
    judged = judge(read_report(content.data, name), inbox.context(workspace.plan, folder_day or meant, unit))
    problems = list(judged.diagnostics)
    submission = judged.submission
    data = form_as_yaml(content.data, name)
    if has_errors(problems) or submission is None or data is None or submission.day is None:
        return problems, []
    written = workspace.plan.names[submission.unit or ""]
    day = inbox.plans.meant(submission.day)
    target = project.day_folder(day) / f"{written.short}.yaml"
    reports = inbox.day(day).folder.reports.get(written.short, [])
    others = [report for report in reports if not report.is_form]
    existing = project.root / others[0].path if others else target
    lying = project.read(existing) if project.has(existing) else None
    before = lying.data if isinstance(lying, Content) else b"" if lying else None
    if before == data:
        return problems, [f"没有变化 {project.name_of(existing)}"]
    if before is not None and not replace:
        message = f"已有不同的报送 {project.name_of(existing)}，没有导入"
        return [*problems, Diagnostic(Location(name), "JK401", message, "确认以表为准，就加 --replace 再导入")], []
    project.write(existing, data, new=before is None, modified=content.times.modified)
    return problems, [f"已导入 {name} → {project.name_of(existing)}"]


def _import_roster(workspace: Workspace, filled: Roster) -> tuple[list[Diagnostic], list[str]]:
    """Take a filled sheet of `roster` into data/units.yaml; raises WrongUseError where that cannot be edited."""
    project, taken = workspace.project, take_roster(workspace.plan, filled)
    path = (project.root / "data" / "units.yaml").resolve()  # of a link the file that it leads to
    name = project.name_of(path)
    lines = [f"  {change}" for change in taken.changes]
    if taken.changes:
        content = project.read(path, DATA_LIMIT)
        data = content.data if isinstance(content, Content) else b""
        written = with_contacts(data, name, taken.contacts)
        if written is None:
            by_hand = "\n".join(lines)
            raise WrongUseError(f"{name} 的写法比较特别，改了读回来对不上，没有改。请用记事本照下面的改：\n{by_hand}")
        project.write(path, written)
    words = [f"已收进 {name}，改了 {len(lines)} 处：" if lines else f"没有变化 {name}", *lines]
    if taken.blanks:
        words += ["名单里空着、没有改的：", *(f"  {blank}" for blank in taken.blanks)]
    if taken.absent:
        words.append(f"名单里没有、没有改的单位：{'、'.join(unit.short for unit in taken.absent)}")
    return list(taken.problems), words
