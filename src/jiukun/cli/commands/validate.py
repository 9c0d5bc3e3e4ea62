"""报送前自查：逐个检查报送文件，指出每一处问题在哪一行、怎么改。

不写路径，就检查当天（或 --date 那天）文件夹里的全部报送。
--fix 把打字打错的地方（全角冒号、缺空格、缩进、编码等）改好，只改有把握的，不动正文的一个字；--diff 先看看会怎样改。
退出状态：0 没有问题；1 有错误（--strict 时警告也算），或没有找到报送；2 那一天留存的方案有误。
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import unified_diff
from itertools import chain
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from jiukun.cli.options import NextDay
from jiukun.cli.workspace import Workspace, is_of_a_kept_plan, open_workspace
from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.day_problems import strays
from jiukun.evidence.days_before import problems_beside_last
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.share import check_open
from jiukun.project.folders import Project, absolute, is_same_place
from jiukun.project.names import REPORT_ENDINGS, is_form, is_report_name
from jiukun.project.office_files import kind_of
from jiukun.project.opening import Content
from jiukun.rendering.console import (
    FORMAT_HELP,
    Format,
    note,
    problem_counts,
    problems_json,
    say,
    say_json,
    say_problems,
)
from jiukun.reports.checks import Context, judge
from jiukun.reports.reading import read_report


def run(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="路径", help="报送文件或文件夹，可以写几个")] = None,
    date_text: NextDay = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="改好有把握的打字错误，正文一字不动")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只看 --fix 会怎样改，不改文件")] = False,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Check reports before they are sent."""
    workspace = open_workspace(ctx.obj, as_json=output is Format.JSON)
    now = workspace.now()
    day = workspace.day(date_text, now)
    inbox = workspace.inbox(now, now)
    if not paths:
        check_open(inbox, day)
    if fix or diff:
        files_to_fix = _files(paths) if paths else _files_of_day(inbox, day)
        _fix(workspace.project, files_to_fix, diff=diff, as_json=output is Format.JSON)
    if paths:
        files, found = _named(workspace, inbox, paths, day if date_text else None)
    else:
        files, found = _of_day(workspace, inbox, day)
    if output is Format.JSON:
        say_json(problems_json(found, files))
    else:
        _say(files, found)
    if any(map(is_of_a_kept_plan, found)):
        raise typer.Exit(2)
    raise typer.Exit(1 if has_errors(found) or (strict and found) else 0)


def _fix(project: Project, paths: list[Path], *, diff: bool, as_json: bool) -> None:
    """Mend what is sure in the YAML reports that were named, or only show how; in JSON the diagnostics show it."""
    from jiukun.reports.fixing import fix  # noqa: PLC0415  only where it is asked for

    for path in dict.fromkeys(paths):
        content = None if is_form(path.name) else project.read(path)
        fixed = fix(content.data, path.name) if isinstance(content, Content) else None
        if fixed is None:
            continue
        if not diff:
            kept = content.times.modified if isinstance(content, Content) and not fixed.mended else None
            project.write(absolute(path), fixed.after.encode(), modified=kept)  # who saves it anew has not filed anew
        if not as_json:
            words = f" {fixed.mended} 处" if fixed.mended else "编码，存成 UTF-8"
            say(f"{project.name_of(path)}：{'可以' if diff else '已'}改好{words}")
            for line in _difference(fixed.before, fixed.after) if diff else ():
                say(f"  {line}")
            say()


def _files(paths: list[Path]) -> list[Path]:
    """The files that were named or lie in a folder that was; a link is not written through."""
    inside = (_reports_in(path) if path.is_dir() else [path] for path in paths)
    return [path for path in chain.from_iterable(inside) if not path.is_symlink()]


def _files_of_day(inbox: Inbox, day: date) -> list[Path]:
    folders = ((inbox.project.day_folder(folder), found.files) for folder, found in inbox.day(day).entries.items())
    return [folder / name for folder, names in folders for name in names if is_report_name(name)]


def _difference(before: str, after: str) -> list[str]:
    return list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]


class _Checked(NamedTuple):
    """The report files in a place, what is wrong with them, and what lies there that is none."""

    files: frozenset[str]
    found: tuple[Diagnostic, ...]
    strays: tuple[Diagnostic, ...] = ()


def _of_day(workspace: Workspace, inbox: Inbox, day: date) -> tuple[int, list[Diagnostic]]:
    """How many reports the day has, and what is wrong in its folder."""
    checked = _check_day(inbox, day)
    found = [*checked.strays, *checked.found]
    if not checked.files and not checked.strays:
        found.append(_nothing(workspace.project.name_of(workspace.project.day_folder(day))))
    return len(checked.files), found


def _named(workspace: Workspace, inbox: Inbox, paths: list[Path], meant: date | None) -> tuple[int, list[Diagnostic]]:
    """How many files were named, and what is wrong with them; each file once."""
    places = {path: list(_places(inbox, path)) for path in paths}
    wanted = dict.fromkeys(place for inside in places.values() for place in inside)
    checked = {place: _check(inbox, meant, place) for place in wanted}
    strays: list[Diagnostic] = []
    for path, inside in places.items():
        strays += [stray for place in inside for stray in checked[place].strays]
        if not strays and not any(checked[place].files for place in inside):
            strays.append(_nothing(workspace.project.name_of(path)))
    files: set[str] = set().union(*(place.files for place in checked.values()))
    found = (problem for place in checked.values() for problem in place.found)
    return len(files), list(dict.fromkeys([*strays, *found]))


def _places(inbox: Inbox, path: Path) -> Iterable[date | Path]:
    """What to check of a path that was named: the due dates that folders mean, or files."""
    if not path.is_dir():
        return [absolute(path)]
    return [*map(inbox.plans.meant, _days_in(inbox.project, path))] or _reports_in(absolute(path))


def _check(inbox: Inbox, meant: date | None, place: date | Path) -> _Checked:
    if isinstance(place, date):
        return _check_day(inbox, place)
    name, folder = inbox.project.name_of(place), inbox.project.date_of(place)
    if folder is not None:
        checked = _check_day(inbox, inbox.plans.meant(folder), name)
        found = (*checked.strays, *checked.found)
        own = tuple(problem for problem in found if problem.location.path == name or is_of_a_kept_plan(problem))
        if checked.files or own:
            return _Checked(frozenset([name]), own)
    return _Checked(frozenset([name]), _check_elsewhere(inbox, place, meant))


def _check_day(inbox: Inbox, day: date, only: str = "") -> _Checked:
    """All reports of a day, or `only` that file, each compared with the last one; and what lies there that is none."""
    if problems := inbox.plans.problems(day):
        return _Checked(frozenset(), problems)
    lying = (report for reports in inbox.day(day).folder.reports.values() for report in reports)
    reports = [report for report in lying if not only or report.path == only]
    found = [problem for report in reports for problem in _wrong(inbox, report, day)]
    names = frozenset(report.path for report in reports)
    return _Checked(names, tuple(found), tuple(strays(inbox, day)))


def _wrong(inbox: Inbox, report: FiledReport, day: date) -> Iterator[Diagnostic]:
    """What is wrong with a report of a day, also beyond the mistakes of typing that keep it from being read."""
    yield from problems_beside_last(inbox, report, day)
    if report.read.document is None and report.data is not None and not report.is_form:
        yield from _beyond(report.data, report.path, inbox.context(inbox.plan(day), day, report.unit))


def _beyond(data: bytes, name: str, context: Context) -> Iterable[Diagnostic]:
    from jiukun.reports.beyond import beyond_writing  # noqa: PLC0415  only where something is wrong

    return beyond_writing(data, name, context)


def _check_elsewhere(inbox: Inbox, path: Path, meant: date | None) -> tuple[Diagnostic, ...]:
    """What is wrong with a file that lies in no date's folder; `meant` is the day it is meant for, if said."""
    content = inbox.project.read(path)
    if isinstance(content, Diagnostic):
        return (content,)
    context = inbox.context(inbox.plans.current, meant)
    read = read_report(content.data, name := inbox.project.name_of(path))
    is_unread = read.document is None and not (is_form(name) or kind_of(content.data))
    return (*judge(read, context).diagnostics, *(_beyond(content.data, name, context) if is_unread else ()))


def _days_in(project: Project, path: Path) -> list[date]:
    """The days whose folders a named folder is or holds: one, or all of submissions/."""
    if is_same_place(path, project.submissions):
        return project.days()
    day = project.date_of(path / "any")
    return [day] if day is not None else []


def _reports_in(folder: Path) -> Iterator[Path]:
    """Every file below a folder that could be a report, in order of name; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(REPORT_ENDINGS) and not name.startswith((".", "~")):
                yield Path(parent) / name


def _nothing(name: str) -> Diagnostic:
    return Diagnostic(
        Location(name), "JK408", "这里没有报送文件", "把 单位简称.yaml 放到当天的文件夹里，或用 --date 指定日期"
    )


def _say(files: int, found: list[Diagnostic]) -> None:
    say_problems(found)
    counts = problem_counts(found)
    if not found:
        say(f"检查了 {files} 个文件，没有问题，可以报送。")
        return
    say(f"检查了 {files} 个文件：{counts['errors']} 处错误，{counts['warnings']} 处警告。")
    mendable = sum(bool(problem.edits) and not is_of_a_kept_plan(problem) for problem in found)
    if mendable:
        note(f"其中 {mendable} 处可以自动改好：jiukun validate --fix；先看会怎样改：--diff")
    note(f"某个代码的详细说明：jiukun explain {min(found).code}")
