"""Reports in a wrong place of the shared folder: told, and known again once they are moved (SPEC section 1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import DayInbox, Inbox
from jiukun.plan.model import Unit
from jiukun.project.folders import Project
from jiukun.project.handles import Entry
from jiukun.project.names import folder_date, is_dropping, is_report_name, no_day
from jiukun.project.opening import LINK, Content
from jiukun.reports.reading import read_report

_MOST = 200  # nobody reads on
_MOST_INNER = 20  # folders of a folder in which no report is expected
_LIMIT = 4 << 20  # bytes of a file that lies in no day's folder
_NEAREST = 2  # days, whose files are looked at each time
_CLOSED = "JK407"


class MisplacedFile(NamedTuple):
    """A file that lies in no day's folder: which units its name or its folder's names, and what is told of it."""

    path: str
    units: tuple[str, ...]
    problem: Diagnostic

    def content(self, project: Project) -> Content | None:
        """Its bytes and times, if they can be had and are not very many."""
        content = project.read(self.path, _LIMIT)
        return content if isinstance(content, Content) else None

    def may_be_report(self, content: Content | None) -> bool:
        """Whether a report may be lost in it; one that nobody has filled in is none."""
        if not self.units and not is_report_name(self.path):
            return False
        return content is None or not read_report(content.data, self.path).is_blank


def loose_problems(project: Project, day: date) -> list[Diagnostic]:
    """What lies in submissions/ itself where a report of the day would be missed."""
    if len(project.loose) > _MOST:
        message = f"有 {len(project.loose)} 个文件和文件夹不是日期文件夹，没有逐个看，里面的都没有计入"
        return [Diagnostic(Location(project.submissions.name), "JK404", message, "清理这个文件夹")]
    return [problem for _, problem in _loose(project, day)]


def misplaced_files(inbox: Inbox, day: date) -> list[MisplacedFile]:
    """The files that lie in submissions/ itself, in folders of it that are no day's, or in folders of the day's own."""
    return list(islice(_misplaced_files(inbox, day), _MOST))


def misplaced_state(inbox: Inbox, day: date) -> tuple[object, ...]:
    """A value that changes as soon as anything that lies in a wrong place is added, changed or taken away.

    A file of a day that is not next to this one may be written anew in its place without that.
    """
    project = inbox.project
    loose = [project.submissions / entry.name for entry in project.loose[:_MOST]]
    inner = [
        project.day_folder(folder) / name
        for folder, entries in inbox.day(day).entries.items()
        for name in entries.folders[:_MOST]
    ]
    others = [project.day_folder(folder) for other in inbox.around(day) for folder in inbox.folders(other)]
    folders = (*loose, *inner, *others[:_NEAREST])
    return *map(project.times_of, (*loose, *others)), *map(project.state, folders)


def closed(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """The folders of the days around that cannot be looked into."""
    for other in map(inbox.day, inbox.around(day)):
        for entries in other.entries.values():
            yield from (problem for problem in entries.problems if problem.code == _CLOSED)


def misplaced_by_unit(inbox: Inbox, day: date) -> dict[str, tuple[Diagnostic, ...]]:
    """简称 of each lead unit of which nothing valid is here → what it has put in a wrong place."""
    units = _without_report(inbox, day)
    found: dict[str, dict[Diagnostic, None]] = {unit.short: {} for unit in units}
    for file in misplaced_files(inbox, day):
        named = found.keys() & set(file.units)
        if named and file.may_be_report(file.content(inbox.project)):
            for short in named:
                found[short][file.problem] = None
    for unit in units:
        in_others = (_dated(unit, other, report, day) for other, report in _in_other_folders(inbox, unit, day))
        found[unit.short] |= dict.fromkeys(filter(None, in_others))
    return {short: tuple(problems) for short, problems in found.items()}


def newest_in_other_folders(inbox: Inbox, day: date) -> Iterator[tuple[Unit, FiledReport, Diagnostic]]:
    """Of units of which nothing valid is here the reports of the day among the last files in other days' folders."""
    files = [
        (report.by_time(), unit, other, report)
        for unit in _without_report(inbox, day)
        for other, report in _in_other_folders(inbox, unit, day)
    ]
    for _, unit, other, report in nlargest(_MOST, files, key=itemgetter(0)):
        problem = _dated(unit, other, report, day)
        if problem is not None:
            yield unit, report, problem


def _loose(project: Project, day: date) -> Iterator[tuple[Entry, Diagnostic]]:
    for entry in project.loose:
        found = LINK if entry.is_link else no_day(entry.name, day, is_folder=entry.is_folder)
        if found is not None and not (entry.is_link and folder_date(entry.name)):  # told with its own day
            yield entry, Diagnostic(Location(f"{project.submissions.name}/{entry.name}"), *found)


def _misplaced_files(inbox: Inbox, day: date) -> Iterator[MisplacedFile]:
    project, day_inbox = inbox.project, inbox.day(day)
    held = inbox.names(day_inbox.plan).held
    for entry, problem in _loose(project, day) if len(project.loose) <= _MOST else ():
        if entry.is_folder:
            yield from _files_in(inbox, day, project.submissions / entry.name)
        elif not entry.is_link:
            yield MisplacedFile(problem.location.path, held(PurePosixPath(entry.name).stem), problem)
    reported = {file.path: file.problem for file in day_inbox.folder.unread if file.units}
    for folder, entries in day_inbox.entries.items():
        for name in entries.folders[:_MOST]:
            place = project.day_folder(folder) / name
            yield from _files_in(inbox, day, place, reported.get(project.name_of(place)))


def _files_in(inbox: Inbox, day: date, folder: Path, of_folder: Diagnostic | None = None) -> Iterator[MisplacedFile]:
    """The files below a folder; where its name names a unit, `of_folder` is what is said of all that lies in it."""
    held, project = inbox.names(inbox.plan(day)).held, inbox.project
    for file in _files_below(project, folder):
        path = project.name_of(file)
        own = Diagnostic(Location(path), "JK404", "放错了位置，没有计入", f"移到 submissions/{day}/，到达时间不变")
        yield MisplacedFile(path, held(folder.name) if of_folder else held(file.stem), of_folder or own)


def _files_below(project: Project, folder: Path, *, further: bool = True) -> Iterator[Path]:
    """The files in a folder and, `further`, in the first folders in it; nothing behind a link or a closed door."""
    entries: list[Entry] = []
    with suppress(OSError):
        entries = [entry for entry in project.entries(folder) if not entry.is_link and not is_dropping(entry.name)]
    yield from (folder / entry.name for entry in entries if not entry.is_folder)
    inner = [folder / entry.name for entry in entries if entry.is_folder and further]
    for place in inner[:_MOST_INNER]:
        yield from _files_below(project, place, further=False)


def _without_report(inbox: Inbox, day: date) -> list[Unit]:
    return [unit for unit in inbox.plan(day).lead_units if not inbox.day(day).has_valid(unit.short)]


def _in_other_folders(inbox: Inbox, unit: Unit, day: date) -> Iterator[tuple[DayInbox, FiledReport]]:
    """The unit's files in the folders of the days around, whichever day they are of."""
    key = inbox.plans.key(inbox.plan(day), unit.short)
    for other in map(inbox.day, inbox.around(day)):
        is_there = any(entries.files for entries in other.entries.values())
        known = inbox.plans.unit(other.plan, key) if is_there else None
        for report in other.folder.reports.get(known.short, []) if known else []:
            yield other, report


def _dated(unit: Unit, other: DayInbox, report: FiledReport, day: date) -> Diagnostic | None:
    """What is told of a file in another day's folder that says it is of this day."""
    if other.other_day(report) != day:
        return None
    folder = PurePosixPath(report.path).parent.name
    message = f"{unit.short} {day} 的报送放在了 {folder} 的文件夹里，没有计入"
    return Diagnostic(Location(report.path), "JK418", message, f"移到 submissions/{day}/，到达时间不变")
