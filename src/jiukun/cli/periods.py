"""What the commands over several days share: reading the days, showing what is wrong, and the exit status."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import typer

from jiukun.cli.workspace import Workspace
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.share import check_open
from jiukun.products.period import Period, days_to_read, survey
from jiukun.rendering.console import note, say_problems
from jiukun.rendering.progress import watched
from jiukun.rendering.stray_text import note_strays

_BROKEN = 2


class Surveyed(NamedTuple):
    """A period that was read, from which reports, and when."""

    period: Period
    inbox: Inbox
    now: datetime

    def end(self) -> None:
        """End the command: 2 where a day is left out as its plan is broken, else 0 (SPEC section 3)."""
        if self.period.broken:
            note("有的日子留存的方案读不了，没有计入，见上面。改好签收文件夹里那一天的方案再运行一次。")
            raise typer.Exit(_BROKEN)


def survey_period(workspace: Workspace, first_text: str | None, last_text: str | None) -> Surveyed:
    """Read the days of `--from` and `--to`; show what is misplaced there, and which plans they are judged by."""
    now = workspace.now()
    first, last = workspace.period(first_text, last_text, now)
    inbox = workspace.inbox(now, now)
    if first <= now.date() <= last:
        check_open(inbox, workspace.day_at_hand(None, now))
    period = survey(inbox, first, last, watched(days_to_read(inbox, first, last)))
    say_problems(period.broken)
    note_strays(period.strays)
    own = [view.day.isoformat() for view in period.views if view.plan.text != workspace.plan.text]
    if own:
        note(f"{own[0]}{f' 等 {len(own)} 天' if len(own) > 1 else ''}按当天留存的方案算，与现在的 data/ 不同。")
    return Surveyed(period, inbox, now)
