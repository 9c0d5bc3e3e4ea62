"""Notices as text on the screen, and as files that old Notepad opens well."""

from __future__ import annotations

from datetime import date

from jiukun.plan.model import Plan
from jiukun.products.notices import Notices
from jiukun.products.tables import Column, ListSheet
from jiukun.rendering.console import as_text_file, say, say_lines
from jiukun.rendering.csv_and_json import as_csv

_COMBINED = "合并通知"


def say_notices(notices: Notices) -> None:
    """Each notice under whom it is for, then the one for all."""
    if not notices.single:
        say("没有要催的单位。")
        return
    for notice in notices.single:
        say(f"【{notice.unit}】发给 {notice.to}")
        say_lines(notice.text)
        say()
    say(f"【{_COMBINED}】")
    say_lines(notices.combined)


def notice_files(notices: Notices, day: date) -> dict[str, bytes]:
    """Name → bytes of each file."""
    texts = {_name(day, notice.unit): f"发给 {notice.to}\n\n{notice.text}" for notice in notices.single}
    if notices.combined:
        texts[_name(day, _COMBINED)] = notices.combined
    return {name: as_text_file(text.split("\n")) for name, text in texts.items()}


def notice_rows(notices: Notices) -> bytes:
    """As CSV for whatever sends messages: a row for each notice."""
    columns = tuple(Column(heading, 1) for heading in ("单位", "姓名", "电话", "内容"))
    rows = tuple((notice.unit, notice.name, notice.phone, notice.text) for notice in notices.single)
    return as_csv(ListSheet("通知", columns, rows))


def notice_names(plan: Plan, day: date) -> list[str]:
    """The names of all files that there may be of a day."""
    return [_name(day, whom) for whom in (*(unit.short for unit in plan.lead_units), _COMBINED)]


def _name(day: date, whom: str) -> str:
    return f"催报-{day.isoformat()}-{whom}.txt"
