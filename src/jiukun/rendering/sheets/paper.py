"""What every document on paper shares: the fonts of GB/T 9704, text that a document can hold, the same bytes twice."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jiukun.chinese.text import UNTRUSTED

TITLE_FONT = "方正小标宋简体"  # GB/T 9704: titles
HEAD_FONT = "黑体"  # first-level headings
SUBHEAD_FONT = "楷体_GB2312"  # second-level headings
BODY_FONT = "仿宋_GB2312"  # running text
PAGE_FONT = "宋体"  # page numbers

_LINE_BREAKS = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_CHANGED = re.compile(f"[\t\r\x85\u2028\u2029{UNTRUSTED}]")
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # that an archive can name


def clean(text: str) -> str:
    """Text that a cell or paragraph can hold and show: every line break a line feed, a tab a full-width space.

    Excel and LibreOffice show a tab in a cell as nothing at all. What can neither be seen nor trusted becomes U+FFFD.
    """
    if not _CHANGED.search(text):
        return text
    return re.sub(f"[{UNTRUSTED}]", "\ufffd", re.sub(_LINE_BREAKS, "\n", text).replace("\t", "\u3000"))


def settled(data: bytes) -> bytes:
    """The archive with the same parts, and nothing that tells when and where it was made."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, _FIRST_MOMENT)
            entry.create_system = 0
            new.writestr(entry, old.read(name), ZIP_DEFLATED)
    return buffer.getvalue()
