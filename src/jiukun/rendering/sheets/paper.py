"""What every document on paper shares: the fonts of GB/T 9704, and text that a document can hold."""

from __future__ import annotations

import re

TITLE_FONT = "方正小标宋简体"  # GB/T 9704: titles
HEAD_FONT = "黑体"  # first-level headings
SUBHEAD_FONT = "楷体_GB2312"  # second-level headings
BODY_FONT = "仿宋_GB2312"  # running text
PAGE_FONT = "宋体"  # page numbers; also a workbook's Normal style, which is the measure of all column widths

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text that a cell or paragraph can hold and show: every line break a line feed, a tab a full-width space.

    Excel and LibreOffice show a tab in a cell as nothing at all. What XML cannot hold becomes U+FFFD.
    """
    # True of most texts, and much faster than looking for exceptions.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _NOT_XML.sub("\ufffd", _LINE_BREAKS.sub("\n", text).replace("\t", "\u3000"))
