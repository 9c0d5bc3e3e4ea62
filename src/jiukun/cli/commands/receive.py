"""签收：把当天文件夹里新到的报送逐份存档，记下到达时间和是否合格。

不写单位就查看全部；当天的文件夹里写一份 签收-日期.txt，各单位打开就知道收到没有、退回的怎么改。
--paper 登记纸质版已到；--at 由办公室写明到达时间；--watch 一直看着，按 Ctrl+C 结束。
退出状态：0 已签收；1 有报送不合格或不能签收。
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, NamedTuple

import typer

from jiukun.cli.options import DayAtHand
from jiukun.cli.unbroken import unbroken
from jiukun.cli.workspace import BrokenDataError, Workspace, WrongUseError, open_workspace, option_reason
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_problems import problems
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.look_record import LookRecord
from jiukun.evidence.misplaced import misplaced_reports
from jiukun.evidence.receipts import Receipts
from jiukun.evidence.receiving import (
    Look,
    LookResult,
    Outcome,
    folders_state,
    is_settled,
    keep_plan,
    look_again,
    look_at,
    snapshot,
)
from jiukun.evidence.standing_words import clock_words, moment_words
from jiukun.evidence.unit_receipts import Statement
from jiukun.plan.model import Unit
from jiukun.project.folders import Project
from jiukun.project.opening import Content
from jiukun.project.writing import error_words
from jiukun.rendering.console import note, say
from jiukun.rendering.look_text import say_look
from jiukun.rendering.slip_text import slip, slip_name

_READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_PAUSE = 1.0  # seconds
_POLL = 2.0
_PATIENCE = 10.0  # for which a writer may pause


def run(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="单位", help="只看这些单位，默认全部")] = None,
    paper: Annotated[bool, typer.Option("--paper", help="登记这些单位的纸质版已到")] = False,
    everyone: Annotated[bool, typer.Option("--all", help="与 --paper 一起：还没有登记的全部登记")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="与 --paper 一起：登记错了，撤回（留有记录）")] = False,
    date_text: DayAtHand = None,
    at_text: Annotated[
        str | None, typer.Option("--at", metavar="时间", help="由办公室写明的到达时间，如 16:50")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="与 --at 一起：为什么这样登记")] = "",
    watch: Annotated[bool, typer.Option("--watch", help="一直看着，新到就签收，按 Ctrl+C 结束")] = False,
) -> None:
    """Keep what has newly arrived."""
    reason = option_reason(reason)
    _check_options(names, paper=paper, everyone=everyone, undo=undo, at=at_text, reason=reason, watch=watch)
    workspace = open_workspace(ctx.obj)
    if watch:
        _watch(workspace, names, date_text)
        return
    with Receipts(workspace.project, workspace.plan.zone).turn():
        now = workspace.now()
        day = workspace.day_at_hand(date_text, now)
        inbox = workspace.inbox_to_read(day, now, now)
        plan = inbox.plan(day)
        units = tuple(workspace.unit(name, plan) for name in names) if names else None
        stated = workspace.moment(at_text, day, now) if at_text is not None else None
        if stated is not None and stated > now:
            raise WrongUseError(f"--at 的时间 {moment_words(stated, day)} 还没有到，到达时间不能写在将来")
        if paper:
            due = tuple(unit for unit in plan.lead_units if plan.owed(unit, day) and not plan.excused(unit, day))
            _note_paper(inbox, day, units or due, stated or now, undo=undo)
            return
        look = Look(now, units, Statement(stated, reason) if stated else None, beyond=bool(units))
        found = _settled_look(workspace, inbox, day, look)
    after = workspace.inbox(now, now)
    say_look(after, day, look, found)
    _leave_slip(after, day)
    raise typer.Exit(1 if any(map(_is_wrong, found)) or _is_any_lost(after, day) else 0)


def _check_options(
    names: list[str] | None, *, paper: bool, everyone: bool, undo: bool, at: str | None, reason: str, watch: bool
) -> None:
    """Raise WrongUseError for options that do not go together."""
    if (everyone or undo) and not paper:
        raise WrongUseError("--all、--undo 与 --paper 一起用")
    if paper and (watch or bool(names) is everyone):
        raise WrongUseError(
            "--paper 要写明是哪个单位的纸质版，例如：jiukun receive --paper 州工信局；全部到了用 --paper --all"
        )
    if undo and not names:
        raise WrongUseError("--undo 要写明撤回哪个单位的，例如：jiukun receive --paper --undo 州工信局")
    if watch and at is not None:
        raise WrongUseError("--watch 按实际时间签收，不能与 --at 同用")
    if reason and at is None:
        raise WrongUseError("--reason 与 --at 一起用，写明为什么这样登记到达时间")


def _settled_look(workspace: Workspace, inbox: Inbox, day: date, look: Look) -> list[LookResult]:
    """One look; where a file was written just now, it is taken only if it is the same a moment later."""
    if words := _clock_words(inbox, day, look):
        note(words)
    before = snapshot(inbox, day)
    if not is_settled(inbox, day, look.moment):
        time.sleep(_PAUSE)
        inbox = workspace.inbox(inbox.at, inbox.now)  # the folder is looked at anew
    return look_at(inbox, day, look, before)


def _clock_words(inbox: Inbox, day: date, look: Look) -> str:
    """A warning where the clock is behind the look before; blank where it is not."""
    last = inbox.day(day).looks.last()
    if last is None or last <= look.moment:
        return ""
    found = f"这台电脑的时钟比上次签收（{clock_words(last, day)}）还早，请核对时间。新到的按上次签收的时间算"
    return f"{found}；如果是那一次的时钟错了，用 --at 写明到达时间。"


def _watch(workspace: Workspace, names: list[str] | None, date_text: str | None) -> None:
    now = workspace.now()
    plan = workspace.inbox(now, now).plan(workspace.day_at_hand(date_text, now))
    for name in names or ():
        workspace.unit(name, plan)  # later the plan may be away for a moment, now it is wrong use
    note(f"正在看着报送文件夹，每 {_POLL:g} 秒一次，按 Ctrl+C 结束。")
    watch = _Watch(workspace.project, names, date_text)
    try:
        while True:
            with unbroken():  # what was kept is told
                watch.look()
            time.sleep(_POLL)
    except KeyboardInterrupt:
        note("不再看了。")


class _Quiet(NamedTuple):
    """A look that found nothing new: what it was taken with, what the folders were like, and what it noted."""

    workspace: Workspace
    inbox: Inbox
    state: tuple[object, ...]
    received: object
    looks: LookRecord


@dataclass
class _Watch:
    """Looks again and again. A file is taken when two looks in a row found the same bytes. News is shown once."""

    project: Project
    names: list[str] | None
    date_text: str | None
    before: frozenset[tuple[str, str]] = frozenset()
    already_shown: set[str] = field(default_factory=set)
    failed: str = ""
    last: _Quiet | None = None

    def look(self) -> None:
        """One look. A failure that lasts, as of a share that is away for a while, is shown once."""
        try:
            self.project.check_there()
            self._look()
        except (OSError, BrokenDataError, WrongUseError) as error:
            why = error.remedy if isinstance(error, BrokenDataError) else str(error)
            why = error_words(error) if isinstance(error, OSError) else why
            words = f"这一次没有看成：{why}。接着看"
            if words != self.failed:
                note(words)
            self.failed = words
        else:
            self.failed = ""

    def _look(self) -> None:
        if self.last is not None and self._is_quiet(self.last):
            return
        self.last = None
        workspace = open_workspace(self.project.root)  # the plan may have changed
        with Receipts(workspace.project, workspace.plan.zone).turn():
            now = workspace.now()
            day = workspace.day_at_hand(self.date_text, now)
            inbox = workspace.inbox_to_read(day, now, now)
            units = tuple(workspace.unit(name, inbox.plan(day)) for name in self.names) if self.names else None
            look = Look(now, units, patience=_PATIENCE)
            if (words := _clock_words(inbox, day, look)) and self._is_unsaid(words):
                note(words)
            state = folders_state(inbox, day)
            found = look_at(inbox, day, look, self.before)
            quiet = _Quiet(workspace, inbox, state, inbox.receipts.fingerprint(day), inbox.receipts.looks(day))
        before, self.before = self.before, snapshot(inbox, day)
        if self.before == before and not any(news.outcome is Outcome.KEPT for news in found):
            self.last = None if any(news.outcome is Outcome.UNFINISHED for news in found) else quiet
            return
        after = workspace.inbox(now, now)
        unsaid = {problem for problem in problems(after, day) if self._is_unsaid(_words_of(problem))}
        unsaid |= {problem for news in found for problem in news.problems if self._is_unsaid(_words_of(problem))}
        fresh = [news for news in found if news.outcome is Outcome.KEPT or not unsaid.isdisjoint(news.problems)]
        if fresh or unsaid:
            with _if_it_can_be_shown():
                say_look(after, day, look, fresh, unsaid)
        _leave_slip(after, day)

    def _is_quiet(self, last: _Quiet) -> bool:
        """Whether all is as the last look found it. If so the look is noted, and no file is read again."""
        inbox = last.inbox
        with inbox.receipts.turn():
            now = last.workspace.now()
            day = last.workspace.day_at_hand(self.date_text, now)
            if (folders_state(inbox, day), inbox.receipts.fingerprint(day)) != (last.state, last.received):
                return False
            units = tuple(inbox.plan(day).names[name] for name in self.names) if self.names else None
            looks = look_again(inbox, day, Look(now, units), last.looks)
            self.last = last._replace(received=inbox.receipts.fingerprint(day), looks=looks)
        return True

    def _is_unsaid(self, words: str) -> bool:
        is_new = words not in self.already_shown
        self.already_shown.add(words)
        return is_new


@contextmanager
def _if_it_can_be_shown() -> Iterator[None]:
    """What was kept is kept though its news cannot be written; where nobody reads on the watch is told so."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        note(f"已经签收，只是结果写不出来：{error_words(error)}")


def _words_of(problem: Diagnostic) -> str:
    return f"{problem.location}{problem.message}"


def _leave_slip(inbox: Inbox, day: date) -> None:
    """Write 签收-<date>.txt into the day's folder, if it is another than the one there and can be written."""
    project, data = inbox.project, slip(inbox, day)
    for folder in map(project.day_folder, inbox.folders(day)):
        path = folder / slip_name(day)
        before = project.read(path)
        if not data or not project.has(folder) or (isinstance(before, Content) and before.data == data):
            continue
        try:
            project.write(path, data)
        except OSError as error:
            if error.errno not in _READ_ONLY:
                note(f"没能写 {project.name_of(path)}：{error_words(error)}（不影响签收）")


def _note_paper(inbox: Inbox, day: date, units: tuple[Unit, ...], moment: datetime, *, undo: bool) -> None:
    for unit in units:
        before = inbox.day(day).kept(unit).paper
        if undo:
            is_undone = sum(inbox.receipts.undo_paper(day, name, inbox.now) for name in unit.names)
            say(f"{unit.short}　{'纸质版的登记已撤回' if is_undone else '纸质版没有登记过，没有可撤回的'}")
        elif before is not None:
            say(f"{unit.short}　纸质版先前已登记，到达 {moment_words(before, day)}")
            note(f"登记错了，用 jiukun receive --paper --undo {unit.short} 撤回。")
        else:
            keep_plan(inbox, day, inbox.now)
            inbox.receipts.note_paper(day, unit.short, moment)
            say(f"{unit.short}　纸质版已登记，到达 {moment_words(moment, day)}")


def _is_any_lost(inbox: Inbox, day: date) -> bool:
    """Whether anything lies there that is the report of some unit, though nothing says of which."""
    unread = (file.is_somebodys for file in inbox.day(day).folder.unread if not file.units)
    return any(unread) or any(not file.units for file in misplaced_reports(inbox, day))


def _is_wrong(found: LookResult) -> bool:
    if found.outcome is Outcome.REFUSED:
        return True
    is_valid = found.report is not None and found.report.judged.is_valid
    return found.kept is not None and not found.kept.valid and not is_valid
