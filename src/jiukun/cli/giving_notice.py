"""The notices of a day to its units (`missing --notice`): shown, or written where they are wanted."""

from __future__ import annotations

from pathlib import Path

from jiukun.evidence.day_view import DayView
from jiukun.evidence.days_before import missed_by_unit
from jiukun.evidence.inbox import Inbox
from jiukun.products.contacts import Contacts
from jiukun.products.notices import Notices, notices
from jiukun.project.folders import Project
from jiukun.rendering.console import deliver, say
from jiukun.rendering.notice_text import notice_files, notice_names, notice_rows, say_notices


def give_notice(inbox: Inbox, view: DayView, contacts: Contacts, target: Path | None) -> None:
    """Show the notices, or write them where they are wanted: as a sheet, or as files in a folder."""
    found = notices(view, contacts, missed_by_unit(inbox, view))
    if target is None or not found.single:
        say_notices(found)
    if target is not None and target.suffix.lower() == ".csv":
        deliver(inbox.project, target.absolute(), notice_rows(found))
    elif target is not None:
        _write(inbox.project, target.absolute(), view, found)


def _write(project: Project, folder: Path, view: DayView, found: Notices) -> None:
    """Write the notices as files; those of the day that an earlier run wrote, and that no longer hold, are deleted."""
    files = notice_files(found, view.day)
    for name, data in files.items():
        project.write(folder / name, data)
        say(f"已生成 {project.name_of(folder / name)}")
    for name in notice_names(view.plan, view.day):
        if name not in files and (folder / name).is_file():
            (folder / name).unlink()
            say(f"已删去 {project.name_of(folder / name)}，现在不用催了")
