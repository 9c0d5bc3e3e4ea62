"""签收：把当天文件夹里新到的报送逐份存档，记下到达时间和是否合格。

不写单位就查看全部。--paper 登记纸质版已到；--at 由办公室写明到达时间；--watch 一直看着，按 Ctrl+C 结束。
退出状态：0 已签收；1 有报送不合格或不能签收。
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

import typer

from jiukun.cli.workspace import Workspace, WrongUseError, open_workspace
from jiukun.evidence.inbox import Reader
from jiukun.evidence.look import Found, Look, Outcome, is_settled, look_at, snapshot
from jiukun.evidence.receipts import Receipts
from jiukun.evidence.standing_words import clock_words, moment_words
from jiukun.plan.model import Unit
from jiukun.project.folders import Project
from jiukun.project.writing import error_words
from jiukun.rendering.console import note, say
from jiukun.rendering.look_text import say_look

_PAUSE = 1.0  # seconds
_POLL = 2.0
_PATIENCE = 10.0  # for which a writer may pause


def run(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="单位", help="只看这些单位，默认全部")] = None,
    paper: Annotated[bool, typer.Option("--paper", help="登记这些单位的纸质版已到")] = False,
    date_text: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天的报送，默认今天")] = None,
    at_text: Annotated[
        str | None, typer.Option("--at", metavar="时间", help="由办公室写明的到达时间，如 16:50")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="一直看着，新到就签收，按 Ctrl+C 结束")] = False,
) -> None:
    """Keep what has newly arrived."""
    workspace = open_workspace(ctx.obj)
    units = tuple(workspace.unit(name) for name in names) if names else None
    if paper and (units is None or watch):
        raise WrongUseError("--paper 要写明是哪个单位的纸质版，例如：jiukun receive --paper 州工信局")
    if watch and at_text is not None:
        raise WrongUseError("--watch 按实际时间签收，不能与 --at 同用")
    if watch:
        _watch(workspace, units, date_text)
        return
    receipts = Receipts(workspace.project, workspace.plan.zone)
    with receipts.turn():
        now = workspace.now()
        day = workspace.day(date_text, now)
        stated = workspace.moment(at_text, day, now) if at_text is not None else None
        if stated is not None and stated > now:
            raise WrongUseError(f"--at 的时间 {moment_words(stated, day)} 还没有到，到达时间不能写在将来")
        if paper:
            _note_paper(workspace, receipts, day, units or (), stated or now)
            return
        look = Look(now, units, stated)
        found = _settled_look(workspace, receipts, day, look)
    say_look(_reader(workspace, look), day, look, found)
    raise typer.Exit(1 if any(_is_amiss(one) for one in found) else 0)


def _reader(workspace: Workspace, look: Look) -> Reader:
    return Reader(Project(workspace.project.root), workspace.plan, look.moment)  # folders are looked at anew


def _settled_look(workspace: Workspace, receipts: Receipts, day: date, look: Look) -> list[Found]:
    """One look; where a file was written just now, it is taken only if it is the same a moment later."""
    if words := _clock_words(receipts, day, look):
        note(words)
    reader = _reader(workspace, look)
    before = snapshot(reader, day)
    if not is_settled(reader, day, look.moment):
        time.sleep(_PAUSE)
        reader = _reader(workspace, look)
    return look_at(reader, receipts, day, look, before)


def _clock_words(receipts: Receipts, day: date, look: Look) -> str:
    """What is to be said of a clock that went back since the look before, or of one that was wrong then."""
    last = receipts.looks(day).last()
    if last is None or last <= look.moment:
        return ""
    found = f"这台电脑的时钟比上次签收（{clock_words(last, day)}）还早，请核对时间。新到的按上次签收的时间算"
    return f"{found}；如果是那一次的时钟错了，用 --at 写明到达时间。"


def _watch(workspace: Workspace, units: tuple[Unit, ...] | None, date_text: str | None) -> None:
    note(f"正在看着报送文件夹，每 {_POLL:g} 秒一次，按 Ctrl+C 结束。")
    watch = _Watch(workspace, Receipts(workspace.project, workspace.plan.zone), units, date_text)
    try:
        while True:
            with _unbroken():
                watch.look()
            time.sleep(_POLL)
    except KeyboardInterrupt:
        note("不再看了。")


@contextmanager
def _unbroken() -> Iterator[None]:
    """Ctrl+C takes effect when the look is over and what was kept is told; pressed a second time, at once."""
    pressed = False
    at_once = signal.getsignal(signal.SIGINT)

    def wait(*_: object) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, at_once)

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, at_once)
    if pressed:
        raise KeyboardInterrupt


@dataclass
class _Watch:
    """Look upon look; a file is taken when two in a row found the same bytes. What was told is not told again."""

    workspace: Workspace
    receipts: Receipts
    units: tuple[Unit, ...] | None
    date_text: str | None
    before: frozenset[tuple[str, str]] = frozenset()
    told: set[str] = field(default_factory=set)
    failed: str = ""

    def look(self) -> None:
        """One look; that it failed, as where a share is away for a while, is told once."""
        try:
            self._look()
        except OSError as error:
            words = f"这一次没有看成：{error_words(error)}。接着看"
            if words != self.failed:
                note(words)
            self.failed = words
        else:
            self.failed = ""

    def _look(self) -> None:
        with self.receipts.turn():
            look = Look(self.workspace.now(), self.units, patience=_PATIENCE)
            day = self.workspace.day(self.date_text, look.moment)
            if (words := _clock_words(self.receipts, day, look)) and self._is_untold(words):
                note(words)
            reader = _reader(self.workspace, look)
            found = look_at(reader, self.receipts, day, look, self.before)
        self.before = snapshot(reader, day)
        if news := [one for one in found if self._is_news(one)]:
            say_look(_reader(self.workspace, look), day, look, news, news_alone=True)

    def _is_news(self, found: Found) -> bool:
        """A new version, or a refusal that was not yet told in these words."""
        if found.outcome is not Outcome.REFUSED:
            return found.outcome is Outcome.KEPT
        errors = found.judged.errors if found.judged else ()
        return self._is_untold("".join(f"{one.location}{one.message}" for one in errors))

    def _is_untold(self, words: str) -> bool:
        is_new = words not in self.told
        self.told.add(words)
        return is_new


def _note_paper(
    workspace: Workspace, receipts: Receipts, day: date, units: tuple[Unit, ...], arrived_at: datetime
) -> None:
    reader = Reader(workspace.project, workspace.plan, arrived_at)
    for unit in units:
        before = reader.kept(unit, day).paper
        if before is not None:
            say(f"{unit.short}　纸质版先前已登记，到达 {moment_words(before, day)}")
            note("登记错了，就删去签收文件夹里 paper_ 开头的文件。")
            continue
        receipts.note_paper(day, unit.short, arrived_at)
        say(f"{unit.short}　纸质版已登记，到达 {moment_words(arrived_at, day)}")


def _is_amiss(found: Found) -> bool:
    return found.outcome is Outcome.REFUSED or (found.kept is not None and not found.kept.valid)
