"""Reports in a wrong place of the shared folder: told, and known again once they are moved (SPEC section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from jiukun.chinese.dates import parse_date
from jiukun.chinese.text import half_width
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
_OF_SYSTEMS = (".", "#", "$", "@", "~")  # how the names of their folders begin


class MisplacedFile(NamedTuple):
    """A file that lies in no day's folder: which units its name or its folder's names, and what is told of it.

    `is_meant`: its place can only be meant for the day; what lies elsewhere must say itself that it is of the day.
    """

    path: str
    units: tuple[str, ...]
    problem: Diagnostic
    is_meant: bool


class MisplacedReport(NamedTuple):
    """What may be a report of the day in a wrong place: whose, if that is known, and its bytes or why none are read."""

    units: tuple[str, ...]
    problem: Diagnostic
    content: Content | Diagnostic


def loose_problems(project: Project, day: date) -> list[Diagnostic]:
    """What lies in submissions/ itself where a report of the day would be missed."""
    if len(project.loose) > _MOST:
        message = f"有 {len(project.loose)} 个文件和文件夹不是日期文件夹，没有逐个看，里面的都没有计入"
        return [Diagnostic(Location(project.submissions.name), "JK404", message, "清理这个文件夹")]
    return [problem for _, problem in _loose(project, day)]


def misplaced_files(inbox: Inbox, day: date) -> list[MisplacedFile]:
    """The files that lie in submissions/ itself, in folders of it that are no day's, or in folders of the day's own."""
    found = (file for file in _misplaced_files(inbox, day) if file.units or is_report_name(file.path))
    return list(islice(found, _MOST))


def misplaced_reports(inbox: Inbox, day: date) -> Iterator[MisplacedReport]:
    """The reports of the day among them, by what is written in them: an archive of other days' is nobody's fault."""
    for file in misplaced_files(inbox, day):
        content = inbox.project.read(file.path, _LIMIT)
        units = _whose(inbox, day, file, content)
        if units is not None:
            yield MisplacedReport(units, file.problem, content)


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


def closed_folders(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """The folders of the days around that cannot be looked into."""
    for other in map(inbox.day, inbox.around(day)):
        for entries in other.entries.values():
            yield from (problem for problem in entries.problems if problem.code == _CLOSED)


def misplaced_by_unit(inbox: Inbox, day: date) -> dict[str, tuple[Diagnostic, ...]]:
    """简称 of each lead unit of which nothing valid is here → what it has put in a wrong place."""
    units = _without_report(inbox, day)
    found: dict[str, dict[Diagnostic, None]] = {unit.short: {} for unit in units}
    for file in misplaced_reports(inbox, day):
        for short in found.keys() & set(file.units):
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
    """The day's own inner folders first."""
    project, day_inbox = inbox.project, inbox.day(day)
    held = inbox.names(day_inbox.plan).held
    reported = {file.path: file.problem for file in day_inbox.folder.unread if file.units}
    for folder, entries in day_inbox.entries.items():
        for name in entries.folders[:_MOST]:
            place = project.day_folder(folder) / name
            yield from _files_in(inbox, day, place, reported.get(project.name_of(place)), is_meant=True)
    loose = [*_loose(project, day)] if len(project.loose) <= _MOST else []
    for entry, problem in loose:
        if not (entry.is_folder or entry.is_link):
            yield MisplacedFile(problem.location.path, held(PurePosixPath(entry.name).stem), problem, is_meant=True)
    for entry, _ in loose:
        if entry.is_folder:
            place = project.submissions / entry.name
            yield from _files_in(inbox, day, place, is_meant=_means(entry.name, day))


def _whose(inbox: Inbox, day: date, file: MisplacedFile, content: Content | Diagnostic) -> tuple[str, ...] | None:
    """Whose report of the day a file may be, empty where that is not known; None where it is none."""
    by_place = file.units if file.is_meant and file.units else None
    read = read_report(content.data, file.path) if isinstance(content, Content) else None
    if read is None or read.submission is None:
        return by_place
    written = read.submission.day
    if read.is_blank or (written is not None and inbox.plans.meant(written) != day):
        return None
    own = inbox.plan(day).names.get(read.submission.unit or "")
    return by_place if written is None else file.units or ((own.short,) if own else ())


def _means(name: str, day: date) -> bool:
    """Whether a folder's name is the day's, written otherwise: 2022.8.26, 8月26日, 0826."""
    numbers = [int(number) for number in re.findall("[0-9]{1,4}", half_width(name))]
    return parse_date(name) == day or numbers in ([day.month, day.day], [day.month * 100 + day.day])


def _files_in(
    inbox: Inbox, day: date, folder: Path, of_folder: Diagnostic | None = None, *, is_meant: bool
) -> Iterator[MisplacedFile]:
    """The files below a folder; where its name names a unit, `of_folder` is what is said of all that lies in it."""
    held, project = inbox.names(inbox.plan(day)).held, inbox.project
    for file in _files_below(project, folder):
        path = project.name_of(file)
        own = Diagnostic(Location(path), "JK404", "放错了位置，没有计入", f"移到 submissions/{day}/，到达时间不变")
        units = () if of_folder else held(file.stem)
        yield MisplacedFile(path, units or held(folder.name), of_folder or own, is_meant)


def _files_below(project: Project, folder: Path, *, further: bool = True) -> Iterator[Path]:
    """The files in a folder and, `further`, in the first folders in it; nothing behind a link or a closed door.

    Folders of a system, such as `#recycle`, hold nobody's reports.
    """
    if folder.name.startswith(_OF_SYSTEMS):
        return
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
