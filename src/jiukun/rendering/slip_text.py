"""The slip (签收-<date>.txt) that lies in a day's folder: what came of whom, when, and whether it was sent back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jiukun.evidence.day_problems import problems
from jiukun.evidence.inbox import Inbox
from jiukun.plan.model import Unit
from jiukun.rendering.console import as_text_file
from jiukun.rendering.look_text import kept_words

_SHOWN = 20  # errors of a report
_OF_OUR_CLOCK = "JK419"


def slip_name(day: date) -> str:
    """The name of the file; `is_dropping` knows it again."""
    return f"签收-{day.isoformat()}.txt"


def slip(inbox: Inbox, day: date) -> bytes:
    """What was received of a day, and what lies there and was not.

    The same receipts give the same bytes. Nothing where nothing came.
    """
    plan = inbox.plan(day)
    known = [plan.names[name] for name in inbox.day(day).receipts if name in plan.names]
    units = {unit.short: unit for unit in (*plan.lead_units, *known)}
    received = [line for unit in units.values() for line in _received(inbox, day, unit)]
    folders = tuple(f"{inbox.project.name_of(inbox.project.day_folder(folder))}/" for folder in inbox.folders(day))
    strays = [
        f"  {problem.location.path}：{problem.message}。{problem.hint}"
        for problem in sorted(problems(inbox, day))
        if problem.location.path.startswith(folders) and problem.code != _OF_OUR_CLOCK
    ]
    if not received and not strays:
        return b""
    head = f"{day.isoformat()} 签收情况　{plan.rule.section}（由 jiukun 写，不用填；没有列出的单位还没有收到）"
    lines = [head, "", *received, *(["没有计入的文件", *strays] if strays else [])]
    return as_text_file("\n".join(lines).rstrip("\n") + "\n")


def _received(inbox: Inbox, day: date, unit: Unit) -> Iterator[str]:
    """A unit's versions in the order in which they came; of the newest why it was sent back."""
    versions = [(filed, kept) for filed in inbox.day(day).versions(unit.short) if (kept := filed.report.kept)]
    if versions:
        yield unit.short
        for filed, kept in versions:
            yield f"  {kept_words(inbox, day, unit, kept._replace(valid=filed.version.valid))}"
        newest, _ = versions[-1]
        judged = newest.report.judged
        for error in judged.errors[:_SHOWN] if not newest.version.valid else ():
            yield f"    {judged.spoken(error)}{f'（{error.hint}）' if error.hint else ''}"
        if len(judged.errors) > _SHOWN:
            yield f"    共 {len(judged.errors)} 处错误"
        yield ""
