"""The layout of the Excel form: what its writer puts where, and by which words its reader finds it again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

SHEET_NAME = "汇总表"
SIGNATURE = "主要领导签字："
VERSION = 1

# The fields above the table in the official form's order, by their keys in a report.
LABELS = {"单位": "单位（盖章）：", "填报人": "填报人：", "联系电话": "联系电话：", "日期": "时间："}
HEADS = ("序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划")
NUMBER, TASK, LEADS = HEADS[:3]
TEXTS = HEADS[3:]
ENTRIES = "工作情况"  # the key of a report that holds the table's rows
NO_PROBLEM = "无"

# Where the writer puts them: row and column, from 1, of each field's label and value.
TITLE_ROW, HEAD_ROW = 1, 4
FIELD_CELLS = {
    "单位": ((2, 1), (2, 4)),
    "填报人": ((2, 5), (2, 6)),
    "联系电话": ((3, 1), (3, 4)),
    "日期": ((3, 5), (3, 6)),
}

# The labels as clerks write them; between the characters there may be white space.
_WORDS = {
    "单位": ("单位（盖章）", "单位(盖章)", "单位盖章", "填报单位", "单位"),
    "填报人": ("填报人员", "填报人", "填表人"),
    "联系电话": ("联系电话", "联系方式", "电话"),
    "日期": ("填报时间", "填报日期", "时间", "日期"),
}
_LONGEST_MARK = 200  # characters; what is longer costs time to match and is none
_MARK = re.compile(r"表样\s*jiukun-(\d{1,9})\s+(\S.*?)\s+(\S+)")
_BELOW = re.compile(
    r"表样jiukun-|主要领导签字|(?:单位|主要|分管)?(?:领导|负责人)?(?:签字|签名)(?:\(盖章\))?:|(?:审核|签发|填报)人:"
)


@dataclass(frozen=True)
class FormRow:
    """A measure: what is printed of it, its 要点 as help, and the texts to begin with."""

    number: int
    task: str
    leads: str
    points: tuple[str, ...] = ()
    done: str = ""
    problems: str = ""
    plans: str = ""


@dataclass(frozen=True)
class Form:
    """A form for one unit and day. `due` stands beside the table: by when it is due, and to whom."""

    title: str
    unit: str
    day: date
    clerk: str
    phone: str
    rows: tuple[FormRow, ...]
    due: str = ""


@dataclass(frozen=True)
class Mark:
    """The small print below the table: of which version the form is, whose, and of which day (as 2022-08-26)."""

    version: int
    unit: str
    day: str

    def __str__(self) -> str:
        return f"表样 jiukun-{self.version}　{self.unit}　{self.day}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """The mark that a cell's text is, or None."""
        found = _MARK.fullmatch(text.strip()) if len(text) <= _LONGEST_MARK else None
        return cls(int(found[1]), found[2], found[3]) if found else None


def plain(text: str) -> str:
    """A heading for comparison: without white space, full-width letters and signs as half-width ones (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def labelled(text: str) -> list[tuple[str, str]]:
    """The fields of a line and what follows each label up to the next; empty if the text does not begin with a label.

    A label has a colon after it, or is all there is in the text.
    """
    bare = _LABEL.fullmatch(f"{text.strip()}:")
    if bare:
        return [(str(bare.lastgroup), "")]
    found = list(_LABEL.finditer(text))
    if not found or text[: found[0].start()].strip():
        return []
    ends = [*(one.start() for one in found[1:]), len(text)]
    return [(str(one.lastgroup), text[one.end() : end].strip()) for one, end in zip(found, ends, strict=True)]


def is_below(text: str) -> bool:
    """Whether a text is one of those that stand below a table: a signature, a name under it, or the mark."""
    return _BELOW.match(plain(text[:40])) is not None


def _spaced(words: Iterable[str]) -> str:
    return "|".join(r"\s*".join(map(re.escape, word)) for word in words)


_LABEL = re.compile("(?:" + "|".join(f"(?P<{key}>{_spaced(words)})" for key, words in _WORDS.items()) + r")\s*[：:]")
