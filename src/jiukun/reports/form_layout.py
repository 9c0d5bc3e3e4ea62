"""The layout of the form: what its writer puts where."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

SHEET_NAME = "汇总表"
SIGNATURE = "主要领导签字："
VERSION = 2  # in the first, each field stood beside its label

# The fields above the table in the official form's order, by their keys in a report.
LABELS = {"单位": "单位（盖章）：", "填报人": "填报人：", "联系电话": "联系电话：", "日期": "时间："}
HEADS = ("序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划")
NUMBER, TASK, LEADS = HEADS[:3]
TEXTS = HEADS[3:]
ENTRIES = "工作情况"  # the key of a report that holds the table's rows
NO_PROBLEM = "无"
GOES_ON = "续"  # in the 序号 cell of a row in which a text goes on

# Where the writer puts them, counted from 1: each field with its label in a cell of one row, by its column.
TITLE_ROW, FIELD_ROW, HEAD_ROW = 1, 2, 3
FIELD_CELLS = {"单位": 1, "填报人": 4, "联系电话": 5, "日期": 6}

LONGEST_MARK = 200  # characters; what is longer costs time to match and is none
_MARK = r"表样\s*jiukun-(\d{1,9})\s+(\S.*?)\s+(\S+)"


class FormRow(NamedTuple):
    """A measure: what is printed of it, its 要点 as help, and the texts to begin with."""

    number: int
    task: str
    leads: str
    points: tuple[str, ...] = ()
    done: str = ""
    problems: str = ""
    plans: str = ""


class Form(NamedTuple):
    """A form for one unit and day. `due` stands beside the table: by when it is due, and to whom."""

    title: str
    unit: str
    day: date
    clerk: str
    phone: str
    rows: tuple[FormRow, ...]
    due: str = ""


class Mark(NamedTuple):
    """The small print below the table: of which version the form is, whose, and of which day (as 2022-08-26)."""

    version: int
    unit: str
    day: str

    def __str__(self) -> str:
        return f"表样 jiukun-{self.version}　{self.unit}　{self.day}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """The mark that a cell's text is, or None."""
        found = re.fullmatch(_MARK, text.strip()) if len(text) <= LONGEST_MARK else None
        return cls(int(found[1]), found[2], found[3]) if found else None
