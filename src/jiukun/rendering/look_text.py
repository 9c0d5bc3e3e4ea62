"""What a look found, for a person: what came, from whom, when, sound or sent back."""

from __future__ import annotations

from datetime import date

from jiukun.evidence.inbox import Reader
from jiukun.evidence.look import Found, Look, Outcome
from jiukun.evidence.standing_words import EVIDENCE_WORDS, clock_words, late_words
from jiukun.rendering.console import say, say_problems
from jiukun.reports.checks import Judged

_SHOWN = 3


def say_look(reader: Reader, day: date, look: Look, found: list[Found], *, news_alone: bool = False) -> None:
    """New versions first, then what could not be taken, then what did not change and who is absent.

    With `news_alone` those found are not all that lie there: nothing is said of who is absent.
    """
    plan = reader.plan
    say(f"{day.isoformat()} 签收　{clock_words(look.moment, day)}")
    kept = [one for one in found if one.outcome is Outcome.KEPT]
    for one in kept:
        _say_kept(reader, day, one)
    for one in found:
        if one.outcome is Outcome.REFUSED:
            say(f"  {one.unit.short}　不能签收")
            _say_errors(one.judged)
    unfinished = [one.unit.short for one in found if one.outcome is Outcome.UNFINISHED]
    if unfinished:
        say(f"  没有写完，下次再收：{'、'.join(unfinished)}")
    same = [one for one in found if one.outcome is Outcome.SAME]
    if same:
        say(f"  没有变化：{'、'.join(_same_words(one) for one in same)}")
    wanted = look.units if look.units is not None else [unit for unit in plan.lead_units if plan.owed(unit, day)]
    present = {one.unit.short for one in found}
    absent = [unit.short for unit in wanted if unit.short not in present]
    if absent and not news_alone:
        say(f"  没有文件：{'、'.join(absent)}")
    say(f"新签收 {len(kept)} 份。")
    if reader.files(day).strays:
        say()
        say_problems(reader.files(day).strays)


def _say_kept(reader: Reader, day: date, found: Found) -> None:
    kept = found.kept
    if kept is None:
        return
    versions = reader.kept(found.unit, day).versions
    earlier = [one for one in versions if one.sequence < kept.sequence and one.arrived_at <= kept.arrived_at]
    late = kept.arrived_at.timestamp() - reader.plan.deadline(day).timestamp()
    words = [f"{clock_words(kept.arrived_at, day)}（{EVIDENCE_WORDS[kept.evidence]}）"]
    if any(one.valid for one in earlier):
        words.append("更正件" if kept.valid else "更正件未通过，仍用前一份")
    elif late >= 0 and reader.plan.owed(found.unit, day):
        words.append(f"过了截止时间{late_words(int(late // 60))}")
    words.append("合格" if kept.valid else "退回")
    say(f"  {found.unit.short}　" + "　".join(words))
    if not kept.valid:
        _say_errors(found.judged)
    if found.not_imported:
        say(f"      {found.not_imported}（表照常计入）")


def _say_errors(judged: Judged | None) -> None:
    if judged is None:
        return
    errors = judged.errors
    for one in errors[:_SHOWN]:
        say(f"      {judged.spoken(one)}（{one.code}）")
    if len(errors) > _SHOWN:
        say(f"      共 {len(errors)} 处错误")


def _same_words(found: Found) -> str:
    return f"{found.unit.short}（仍有误）" if found.judged and found.judged.errors else found.unit.short
