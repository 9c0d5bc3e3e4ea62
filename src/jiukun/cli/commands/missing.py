"""到点点名：谁没报、谁迟报、谁按时，该打谁的电话。

--notice 写出可以直接粘贴的通知，每个单位一段，另有一段合并的：截止以前提醒还没报的，以后催报。
--output 把通知写成文件；以 .csv 结尾的写成一张表（单位、姓名、电话、内容），给发短信的程序用。
退出状态：0 全部按时（还没到截止时间的不算）；1 有迟报、未报、报送有误，或纸质版没到、迟到。
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiukun.cli.options import DayAtHand
from jiukun.cli.workspace import WrongUseError, check_ending, open_workspace
from jiukun.evidence.day_view import searched_view
from jiukun.evidence.timeliness import Paper, Status
from jiukun.products.contacts import contacts
from jiukun.rendering.console import FORMAT_HELP, Format, note, say_json
from jiukun.rendering.rollcall_text import rollcall_json, say_rollcall, unread_shown
from jiukun.rendering.stray_text import note_strays

_WANTING = frozenset({Status.LATE, Status.INVALID, Status.MISSING})
_SHEET = ".csv"
_PAPER = frozenset({Paper.LATE, Paper.MISSING})


def run(
    ctx: typer.Context,
    date_text: DayAtHand = None,
    at_text: Annotated[
        str | None, typer.Option("--at", metavar="时间", help="以哪一刻为准，如 17:05，默认现在")
    ] = None,
    notice: Annotated[bool, typer.Option("--notice", help="写出发给各单位的提醒或催报通知")] = False,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="文件夹|F.csv", help="通知写成文件，放在这里，或写成一张表")
    ] = None,
    output: Annotated[Format, typer.Option("--format", metavar="text|json", help=FORMAT_HELP)] = Format.TEXT,
) -> None:
    """Tell who is on time, late or missing."""
    if target is not None and not notice:
        raise WrongUseError("--output 与 --notice 一起用，指定通知写到哪个文件夹")
    if notice and output is Format.JSON:
        raise WrongUseError("--notice 写的是给人看的通知，不能与 --format json 一起用")
    workspace = open_workspace(ctx.obj, as_json=output is Format.JSON)
    now = workspace.now()
    day = workspace.day_at_hand(date_text, now)
    at = workspace.moment(at_text, day, now)
    inbox = workspace.inbox_to_read(day, at, now, as_json=output is Format.JSON)
    current = searched_view(inbox, day)
    if target is not None:
        workspace.check_place(target)
        check_ending(target, _SHEET)
    contact = contacts(inbox, current)
    if words := inbox.plans.words(day):
        note(words)
    if output is Format.JSON:
        say_json(rollcall_json(current, contact))
    elif notice:
        from jiukun.cli.giving_notice import give_notice  # noqa: PLC0415  only where it is asked for

        give_notice(inbox, current, contact, target)
    else:
        say_rollcall(current, contact)
        under_units = {problem for line in current.lines for problem in unread_shown(line)}
        note_strays([problem for problem in current.problems if problem not in under_units], day)
        if at > now:
            note("提示：--at 的时间还没有到，以上只是按目前已有的文件判断。")
    raise typer.Exit(
        1 if any(line.standing.status in _WANTING or line.paper in _PAPER for line in current.lines) else 0
    )
