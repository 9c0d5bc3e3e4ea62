"""Whether the folder of the units is there: a share that is not connected is no empty folder."""

from __future__ import annotations

from datetime import date

from jiukun.evidence.inbox import Inbox
from jiukun.evidence.look_record import LookRecord
from jiukun.project.handles import AwayError
from jiukun.project.names import is_dropping

_AWAY = "文件夹不在，可能是网络文件夹断开了。确实没有了，就新建一个"
_EMPTY = "文件夹是空的，上次查看时里面有文件，可能是网络文件夹断开了。确实清空了，就在里面新建文件夹"


def check_share(inbox: Inbox, day: date) -> None:
    """Raise OSError where submissions/, or the day's folder in it, is away or closed.

    It is away where it is not there though a report was kept, or holds nothing though the last look at the day found
    files. It is looked at anew each time.
    """
    project = inbox.project
    for folder in inbox.folders(day):
        project.names(project.day_folder(folder))
    if not all(map(is_dropping, project.names(project.submissions))):
        return
    if not project.has(project.submissions) and _has_kept(inbox):
        raise AwayError(str(project.submissions), _AWAY)
    if any(seen.is_there for seen in inbox.receipts.looks(day).seen.values()):
        raise AwayError(str(project.submissions), f"{_EMPTY} {day}")


def _has_kept(inbox: Inbox) -> bool:
    """Whether a report was kept of any day."""
    of_days = (inbox.receipts.of_day(day, LookRecord()) for day in inbox.plans.received_days)
    return any(unit.versions for units in of_days for unit in units.values())
