"""Which report nobody has filled in: such a blank is no report (SPEC section 1)."""

from __future__ import annotations

import unicodedata
from typing import Any

from jiukun.reports.reading import Read
from jiukun.reports.submission import TEXTS


def is_blank(read: Read) -> bool:
    """Whether no 完成情况, 存在问题 or 下一步计划 of any measure holds anything that can be seen."""
    content = read.document.content if read.document else None
    entries = content.get("工作情况") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return False
    return not any(_is_filled(entry.get(key, "")) for entry in entries for key in TEXTS.values())


def _is_filled(value: Any) -> bool:
    return not isinstance(value, str) or any(not _is_unseen(character) for character in value)


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc"}
