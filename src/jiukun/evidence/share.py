"""Whether the folder of the units is there: a share that is not connected is no empty folder."""

from __future__ import annotations

from datetime import date

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.look_record import LookRecord
from jiukun.project.handles import AwayError
from jiukun.project.names import is_dropping

_AWAY = "文件夹不在，可能是网络文件夹断开了"
_EMPTY = "文件夹是空的，这一天却签收过，可能是网络文件夹断开了"


def check_open(inbox: Inbox, day: date) -> None:
    """Raise OSError where submissions/ is a link to a share that is away, or the day's folder in it is closed."""
    for folder in inbox.folders(day):
        inbox.project.names(inbox.project.day_folder(folder))


def check_share(inbox: Inbox, day: date) -> None:
    """As `check_open`, and where it seems to be away: no look is noted at what may only not be connected."""
    check_open(inbox, day)
    if found := share_problem(inbox, day):
        raise AwayError(str(inbox.project.submissions), f"{found.message}。{found.hint}")


def share_problem(inbox: Inbox, day: date) -> Diagnostic | None:
    """That submissions/ seems to be away, looked at anew each time; None where it does not.

    It is not there though a report was kept, or holds nothing though one of the day was and the day is not past.
    """
    project = inbox.project
    if not all(map(is_dropping, project.names(project.submissions))):
        return None
    is_there = project.has(project.submissions)
    if not any(_has_kept(inbox, other) for other in ([day] if is_there else inbox.plans.received_days)):
        return None
    if is_there and is_past(inbox, day):
        return None
    hint = f"接上以后再运行一次；确实清空了，就新建 submissions/{day}"
    return Diagnostic(Location(project.submissions.name), "JK407", _EMPTY if is_there else _AWAY, hint)


def is_past(inbox: Inbox, day: date) -> bool:
    """Whether the day is over by the clock: its reports may have been put away."""
    return day < inbox.now.astimezone(inbox.plans.current.zone).date()


def _has_kept(inbox: Inbox, day: date) -> bool:
    return any(unit.versions for unit in inbox.receipts.of_day(day, LookRecord()).values())
