"""Notices as text on the screen, and as files that old Notepad opens well."""

from __future__ import annotations

from datetime import date

from jiukun.chinese.text import visible
from jiukun.plan.model import Plan
from jiukun.products.notices import Notices
from jiukun.rendering.console import say

_COMBINED = "合并通知"


def say_notices(notices: Notices) -> None:
    """Each notice under whom it is for, then the one for all."""
    if not notices.single:
        say("没有要催的单位。")
        return
    for one in notices.single:
        say(f"【{one.unit}】发给 {one.to}")
        say(one.text)
        say()
    say(f"【{_COMBINED}】")
    say(notices.combined)


def notice_files(notices: Notices, day: date) -> dict[str, bytes]:
    """Name → bytes of each file: UTF-8 with BOM and CRLF, as Notepad before Windows 10 needs."""
    texts = {_name(day, one.unit): f"发给 {one.to}\n\n{one.text}\n" for one in notices.single}
    if notices.combined:
        texts[_name(day, _COMBINED)] = f"{notices.combined}\n"
    return {name: visible(text).replace("\n", "\r\n").encode("utf-8-sig") for name, text in texts.items()}


def notice_names(plan: Plan, day: date) -> list[str]:
    """The names of all files that there may be of a day."""
    return [_name(day, one) for one in (*(unit.short for unit in plan.lead_units), _COMBINED)]


def _name(day: date, whom: str) -> str:
    return f"催报-{day.isoformat()}-{whom}.txt"
