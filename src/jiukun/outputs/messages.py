"""Notices as text on the screen, and as files that old Notepad opens well."""

from __future__ import annotations

from jiukun.notices import Notices
from jiukun.outputs.console import say

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


def notice_files(notices: Notices) -> list[tuple[str, bytes]]:
    """Name and bytes of each file: UTF-8 with BOM and CRLF, as Notepad before Windows 10 needs."""
    texts = [(f"催报-{one.unit}.txt", f"发给 {one.to}\n\n{one.text}\n") for one in notices.single]
    if notices.combined:
        texts.append((f"{_COMBINED}.txt", f"{notices.combined}\n"))
    return [(name, text.replace("\n", "\r\n").encode("utf-8-sig")) for name, text in texts]
