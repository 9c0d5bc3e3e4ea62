"""What a look found, for a person: what came, from whom, when, sound or sent back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import takewhile

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_problems import problems
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.receiving import Look, LookResult, Outcome
from jiukun.evidence.standing_words import EVIDENCE_WORDS, clock_words, late_words
from jiukun.evidence.unit_receipts import KeptVersion
from jiukun.plan.model import Unit
from jiukun.rendering.console import say
from jiukun.rendering.stray_text import note_strays

_SHOWN = 3


def say_look(
    inbox: Inbox, day: date, look: Look, found: list[LookResult], strays: Iterable[Diagnostic] | None = None
) -> None:
    """New versions first, then what could not be taken, then what did not change and who is absent.

    With `strays`, the problems to be named, only news is shown: nothing of what did not change or who is absent.
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
    if absent and strays is None:
        say(f"  没有文件：{'、'.join(absent)}")
    say(f"新签收 {len(by_outcome[Outcome.KEPT])} 份。")
    note_strays(sorted({*(problems(inbox, day) if strays is None else strays)} - {*refused}))


def kept_words(inbox: Inbox, day: date, unit: Unit, kept: KeptVersion) -> str:
    """When a version came, whether it is a correction or late, and whether it is sound."""
    before = takewhile(lambda version: version.path != kept.path, inbox.day(day).kept(unit).versions)
    earlier = [version for version in before if version.arrived_at <= kept.arrived_at and version.valid]
    late = kept.arrived_at.timestamp() - inbox.plan(day).deadline(day).timestamp()
    words = [_arrival_words(kept, day)]
    if earlier:
        words.append(_correction_words(inbox, day, unit, kept, earlier))
    elif late >= 0 and inbox.plan(day).owed(unit, day):
        words.append(f"过了截止时间{late_words(int(late // 60))}")
    words.append("合格" if kept.valid else "退回")
    return "　".join(words)


def _correction_words(inbox: Inbox, day: date, unit: Unit, kept: KeptVersion, earlier: list[KeptVersion]) -> str:
    """What a version is to the sound ones before it: it corrects them only where it says something else."""
    if not kept.valid:
        return "更正件未通过，仍用前一份"
    texts = {
        filed.report.kept.path: filed.version.text for filed in inbox.day(day).versions(unit.short) if filed.report.kept
    }
    is_another = any(texts[version.path] != texts[kept.path] for version in earlier)
    return "更正件" if is_another else "内容与前一份相同"


def _say_kept(inbox: Inbox, day: date, found: LookResult) -> None:
    if found.kept is None:
        return
    say(f"  {found.unit.short}　{kept_words(inbox, day, found.unit, found.kept)}")
    if not found.kept.valid and found.report is not None:
        judged = found.report.judged
        for error in judged.errors[:_SHOWN]:
            say(f"      {judged.spoken(error)}（{error.code}）")
        if len(judged.errors) > _SHOWN:
            say(f"      共 {len(judged.errors)} 处错误")


def _say_stated(found: LookResult, day: date) -> None:
    """The arrival that the office has stated of a version that it had."""
    if found.kept is not None and found.kept.stated is not None:
        say(f"  {found.unit.short}　到达时间 {_arrival_words(found.kept, day)}")


def _arrival_words(kept: KeptVersion, day: date) -> str:
    """16:40:05（登记：电话先报）."""
    reason = f"：{kept.reason}" if kept.reason else ""
    return f"{clock_words(kept.arrived_at, day)}（{EVIDENCE_WORDS[kept.evidence]}{reason}）"


def _same_words(found: LookResult) -> str:
    """The unit; also that what lies there is still not sound."""
    is_sound = found.report is None or found.report.judged.is_valid
    return found.unit.short if is_sound or (found.kept and found.kept.valid) else f"{found.unit.short}（仍有误）"
