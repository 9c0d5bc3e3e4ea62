"""报送前自查：逐个检查报送文件，指出每一处问题在哪一行、怎么改。

不写路径，就检查当天（或 --date 那天）文件夹里的全部报送。
退出状态：0 没有问题；1 有错误（--strict 时警告也算），或没有找到报送。
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from jiukun.cli.workspace import Workspace, open_workspace
from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.inbox import Reader
from jiukun.evidence.versions import judge_all
from jiukun.project.folders import Project, absolute
from jiukun.project.names import REPORT_ENDINGS
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


def run(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="路径", help="报送文件或文件夹，可以写几个")] = None,
    date_text: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天的报送，默认今天")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Check reports before they are sent."""
    workspace = open_workspace(ctx.obj, as_json=output is Format.JSON)
    now = workspace.now()
    day = workspace.day(date_text, now)
    reader = Reader(workspace.project, workspace.plan, now)
    if paths:
        files, found = _named(workspace, reader, paths, day if date_text else None)
    else:
        files, found = _of_day(workspace, reader, day)
    if output is Format.JSON:
        say_json(problems_json(found, files))
    else:
        _say(files, found)
    raise typer.Exit(1 if has_errors(found) or (strict and found) else 0)


class _Checked(NamedTuple):
    """The report files in a place, of how many reports they are, what is wrong, and what lies there that is none."""

    files: frozenset[str]
    reports: int
    found: tuple[Diagnostic, ...]
    strays: tuple[Diagnostic, ...] = ()


def _of_day(workspace: Workspace, reader: Reader, day: date) -> tuple[int, list[Diagnostic]]:
    """How many reports the day has, and what is wrong in its folder."""
    checked = _check_day(reader, day)
    found = [*checked.strays, *checked.found]
    if not checked.reports and not checked.strays:
        found.append(_nothing(workspace.project.name_of(workspace.project.day_folder(day))))
    return checked.reports, found


def _named(workspace: Workspace, reader: Reader, paths: list[Path], meant: date | None) -> tuple[int, list[Diagnostic]]:
    """How many files were named, and what is wrong with them; each file once."""
    places = {path: list(_places(workspace.project, path)) for path in paths}
    wanted = list(dict.fromkeys(place for inside in places.values() for place in inside))
    checked = {place: _check(reader, meant, place) for place in wanted}
    strays: list[Diagnostic] = []
    for path, inside in places.items():
        strays += [stray for place in inside for stray in checked[place].strays]
        if not strays and not any(checked[place].files for place in inside):
            strays.append(_nothing(workspace.project.name_of(path)))
    files: set[str] = set().union(*(one.files for one in checked.values()))
    return len(files), list(dict.fromkeys([*strays, *(one for place in checked.values() for one in place.found)]))


def _places(project: Project, path: Path) -> Iterable[date | Path]:
    """What to check of a path that was named: the folders of days, or files."""
    if not path.is_dir():
        return [absolute(path)]
    return _days_in(project, path) or _reports_in(absolute(path))


def _check(reader: Reader, meant: date | None, place: date | Path) -> _Checked:
    if isinstance(place, date):
        return _check_day(reader, place)
    return _Checked(frozenset([reader.project.name_of(place)]), 1, reader.check(place, meant))


def _check_day(reader: Reader, day: date) -> _Checked:
    files = reader.files(day)
    reports = [one for short in files.reports for one in reader.lying(files, short, repeats=True)]
    judge_all(reports)
    found = tuple([one for report in reports for one in report.judged.diagnostics])
    names = frozenset([name for names in files.reports.values() for name in names])
    return _Checked(names, len(reports), found, files.strays)


def _days_in(project: Project, path: Path) -> list[date]:
    """The days whose folders a named folder is or holds: one, or all of submissions/."""
    if absolute(path) == project.submissions:
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
    note(f"某个代码的详细说明：jiukun explain {min(found).code}")
