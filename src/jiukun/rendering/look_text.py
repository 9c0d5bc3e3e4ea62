"""What a look found, for a person: what came, from whom, when, sound or sent back."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.look import Found, Look, Outcome
from jiukun.evidence.receipts import KeptVersion
from jiukun.evidence.standing_words import EVIDENCE_WORDS, clock_words, late_words
from jiukun.plan.model import Unit
from jiukun.rendering.console import say
from jiukun.rendering.stray_text import note_strays

_SHOWN = 3


def say_look(inbox: Inbox, day: date, look: Look, found: list[Found], *, news_alone: bool = False) -> None:
    """New versions first, then what could not be taken, then what did not change and who is absent.

    With `news_alone` those found are not all that lie there: nothing is said of who is absent.
    """
    plan = inbox.plan(day)
    say(f"{day.isoformat()} 签收　{clock_words(look.moment, day)}")
    by_outcome = {outcome: [news for news in found if news.outcome is outcome] for outcome in Outcome}
    for kept in by_outcome[Outcome.KEPT]:
        _say_kept(inbox, day, kept)
    for stated in by_outcome[Outcome.STATED]:
        _say_stated(stated, day)
    refused: dict[Diagnostic, list[str]] = {}
    for news in by_outcome[Outcome.REFUSED]:
        for problem in news.problems[:_SHOWN]:
            refused.setdefault(problem, []).append(news.unit.short)
    for problem, units in refused.items():
        words = f"{problem.location.path}：{problem.message}。{problem.hint}（{problem.code}）"
        say(f"  {'、'.join(units)}　不能签收　{words}")
    if unfinished := by_outcome[Outcome.UNFINISHED]:
        say(f"  没有写完，下次再收：{'、'.join(news.unit.short for news in unfinished)}")
    if same := by_outcome[Outcome.SAME]:
        say(f"  没有变化：{'、'.join(map(_same_words, same))}")
        for news in same:
            _say_stated(news, day)
    wanted = look.units if look.units is not None else [unit for unit in plan.lead_units if plan.owed(unit, day)]
    present = {news.unit.short for news in found}
    absent = [unit.short for unit in wanted if unit.short not in present]
    if absent and not news_alone:
        say(f"  没有文件：{'、'.join(absent)}")
    say(f"新签收 {len(by_outcome[Outcome.KEPT])} 份。")
    note_strays(sorted({*inbox.problems(day)} - {*refused}))


def kept_words(inbox: Inbox, day: date, unit: Unit, kept: KeptVersion) -> str:
    """When a version came, whether it is a correction or late, and whether it is sound."""
    before = takewhile(lambda version: version.path != kept.path, inbox.kept(unit, day).versions)
    earlier = [version for version in before if version.arrived_at <= kept.arrived_at]
    late = kept.arrived_at.timestamp() - inbox.plan(day).deadline(day).timestamp()
    words = [_arrival_words(kept, day)]
    if any(version.valid for version in earlier):
        words.append("更正件" if kept.valid else "更正件未通过，仍用前一份")
    elif late >= 0 and inbox.plan(day).owed(unit, day):
        words.append(f"过了截止时间{late_words(int(late // 60))}")
    words.append("合格" if kept.valid else "退回")
    return "　".join(words)


def _say_kept(inbox: Inbox, day: date, found: Found) -> None:
    if found.kept is None:
        return
    say(f"  {found.unit.short}　{kept_words(inbox, day, found.unit, found.kept)}")
    if not found.kept.valid and found.report is not None:
        judged = found.report.judged
        for error in judged.errors[:_SHOWN]:
            say(f"      {judged.spoken(error)}（{error.code}）")
        if len(judged.errors) > _SHOWN:
            say(f"      共 {len(judged.errors)} 处错误")


def _say_stated(found: Found, day: date) -> None:
    """The arrival that the office has stated of a version that it had."""
    if found.kept is not None and found.kept.stated is not None:
        say(f"  {found.unit.short}　到达时间 {_arrival_words(found.kept, day)}")


def _arrival_words(kept: KeptVersion, day: date) -> str:
    """16:40:05（登记：电话先报）."""
    reason = f"：{kept.reason}" if kept.reason else ""
    return f"{clock_words(kept.arrived_at, day)}（{EVIDENCE_WORDS[kept.evidence]}{reason}）"


def _same_words(found: Found) -> str:
    """The unit; also that what lies there is still not sound."""
    is_sound = found.report is None or found.report.judged.is_valid
    return found.unit.short if is_sound or (found.kept and found.kept.valid) else f"{found.unit.short}（仍有误）"
