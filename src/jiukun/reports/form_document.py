"""A filled form as a report: its content, the place of each part of it in words, and what of it was not read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePath
from typing import Any

from jiukun.chinese.dates import parse_date
from jiukun.chinese.text import half_width, one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Location, field_name
from jiukun.project.names import folder_date
from jiukun.project.seen import WHOLE, Cell, Flaw, Place, Unseen, Why, by_kind, place_name
from jiukun.reports.form_layout import ENTRIES, LABELS, NUMBER, TEXTS
from jiukun.reports.form_table import FormTable
from jiukun.reports.number_formats import serial_day

_MONTH_DAY = re.compile(r"(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_AFTER_DATE = re.compile(r"\s*\(?(?:星期|周)[一二三四五六日天]\)?$|(?<=[日号\s])\s*\d{1,2}[时点:](?:\d{1,2}分?)?$")
_BLANKS = " \t\n\u3000_＿"  # beside what was written into a blank
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.0)?")  # of the years 1982 to 2091
_EXCERPT = 16
# What `validate` says of a report in YAML's words, in the words of a form.
_HINTS = {
    "JK303": "改正表上的日期；日期没错的，把文件移到那一天的文件夹",
    "JK304": "改正表上的单位，或核对文件名",
    "JK305": "写单位的简称或全称，和办公室发的表一致",
    "JK308": "在表里补上这一项：序号和工作任务照方案写",
    "JK309": "合并成一行；如果是序号写错了，改成正确的序号",
    "JK315": "删去这一行",
}
_PLACE_IN_LIST = re.compile(r"，前一次在第 \d+ 段")
_NOT_READ = {
    Why.HIDDEN: ("隐藏着的内容没有读", "要报的，取消隐藏；不要的，删去"),
    Why.STRUCK: ("划掉的字没有读", "不要的，删去；要报的，取消删除线"),
    Why.COMMENT: ("批注没有读", "要报的，写进格子里；再删去批注"),
    Why.DRAWN: ("图片、图表和文本框没有读", "要报的，用文字写进格子里；再删去它们"),
    Why.OUTSIDE: ("这些文字不在报送的格子里，没有读", "要报的，写进对应的格子；其余的删去"),
    Why.FURTHER: ("其他工作表没有读", "要报的，写进报送的表里；再删去多余的工作表"),
    Why.CLIPPED: (
        "这几格的字太多，打印时一格印不下",
        "只写要点；或加宽这一列、调高这一行；或在下面加一行接着写；或请办公室用 jiukun compile --unit 打印",
    ),
    Why.TRACKED: ("文档有修订，是按接受全部修订读的", "在“审阅”里接受全部修订，再保存"),
}


@dataclass(frozen=True)
class FormDocument:
    """The content as of a report in YAML, and the place of each part. Every value is text; a blank one is empty."""

    path: str
    table: FormTable = field(repr=False)
    content: dict[str, Any]

    def diagnostic(self, path: FieldPath, code: str, message: str, hint: str = "") -> Diagnostic:
        """A problem of the value at `path`, at its row and column, in a form's words."""
        known = path
        while known and known not in self.table.places:
            known = known[:-1]
        flaw = self.table.flaws.get(path) if code == "JK301" else None
        own_hint = hint if hint.startswith("是不是") else _HINTS.get(code, hint)
        words = flaw or Flaw(code, _PLACE_IN_LIST.sub("", message), own_hint)
        return self._at(self.table.places.get(known, (1, 1)), words, path)

    def within(self, path: FieldPath, piece: str, code: str, message: str, hint: str = "") -> Diagnostic:  # noqa: ARG002
        """A problem of a piece of the text at `path`: of its cell."""
        return self.diagnostic(path, code, message, hint)

    def is_left_out(self, path: FieldPath) -> bool:
        """Whether the path is a text of a row without 序号: then there is one problem for the whole row."""
        return path[-1] in TEXTS and (*path[:-1], NUMBER) in self.table.flaws

    def problems(self, unseen: tuple[Unseen, ...]) -> Iterator[Diagnostic]:
        """One warning for each kind of content that is not read, and one for what was calculated."""
        for path in self.table.calculated:
            if path not in self.table.flaws:
                flaw = Flaw("JK607", "这一格是公式，取了它上次的结果", "改成直接写内容")
                yield self._at(self.table.places[path], flaw, path)
        items: list[tuple[Why, Cell | Unseen]] = [(Why.OUTSIDE, cell) for cell in self.table.unread]
        for item in (*self.table.sheet.unseen, *unseen):
            items += [(item.why, item)] if item.why != Why.CLIPPED or item.place in self.table.claims else []
        for why, first, names in by_kind(items, self._named):
            message, hint = _NOT_READ[why]
            yield self._at(first.place, Flaw(why.value, f"{message}：{names}" if names else message, hint), ())

    def _named(self, item: Cell | Unseen) -> str:
        """Where something is and how it begins: D4“另有2户”."""
        if isinstance(item, Cell):
            where = self.table.sheet.area_name(item) or self.name(item.place)
            return f"{where}（{item.flaw.message}）" if item.flaw else f"{where}“{one_line(item.text, _EXCERPT)}”"
        place = "" if item.place == WHOLE else self.name(item.place)
        is_whole = item.why == Why.HIDDEN and item.where  # 第 5 行
        where = item.where if is_whole or not place else f"{place}{f'的{item.where}' if item.where else ''}"
        return f"{where}“{one_line(item.text, _EXCERPT)}”" if item.text else where

    def name(self, place: Place) -> str:
        """What a person calls a place: D4; in Word 第 11 项的存在问题."""
        sheet = self.table.sheet
        if not sheet.is_document:
            return place_name(place)
        cell, known = sheet.cells.get(place), self._paths.get(place)
        return self._spoken(known) if known else f"第 {cell.line} 段" if cell else ""

    @cached_property
    def _paths(self) -> dict[Place, FieldPath]:
        """Which field stands at a place."""
        return {place: path for path, place in self.table.places.items() if path[-1] != ENTRIES and len(path) != 2}

    @cached_property
    def _lines(self) -> list[tuple[Place, int]]:
        """Which paragraph each cell of a document begins with, in order."""
        return sorted((cell.place, cell.line) for cell in self.table.sheet.cells.values())

    def _spoken(self, path: FieldPath) -> str:
        """第 11 项的存在问题; 填报人."""
        if len(path) < 2:
            return "表格" if path[0] == ENTRIES else str(path[0])
        number = self.table.rows[int(path[1])][NUMBER]
        row = f"第 {number} 项" if number.isdecimal() else f"第 {self.table.places[path[:2]][0]} 行"
        return f"{row}的{path[-1]}" if isinstance(path[-1], str) else row

    def _at(self, place: Place, flaw: Flaw, path: FieldPath) -> Diagnostic:
        sheet = self.table.sheet
        location, cell = Location(self.path), sheet.name or "全文"
        subject = self._spoken(path) if path else ""
        if place != WHOLE and sheet.is_document:
            seen = sheet.at(*place)
            location = Location(self.path, seen.line if seen else self._line(place))
            cell = subject or self.name(place)
        elif place != WHOLE:
            location, cell = Location(self.path, *place), f"{sheet.name}!{self.name(place)}"
        return Diagnostic(location, flaw.code, flaw.message, flaw.hint, field_name(path), cell, subject=subject)

    def _line(self, place: Place) -> int:
        """The paragraph of a blank cell of a document: that of the last cell before it."""
        before = bisect_left(self._lines, (place, 0))
        return self._lines[before - 1][1] if before else 1


def form_document(path: str, table: FormTable) -> FormDocument:
    """The report that a form holds."""
    fields = {key: table.fields[key].strip(_BLANKS) for key in LABELS}
    if table.mark is not None:
        fields["单位"] = fields["单位"] or table.mark.unit
        fields["日期"] = fields["日期"] or table.mark.day
    fields["日期"] = _date(fields["日期"], _year(path, table))
    content: dict[str, Any] = {key: "" if (key,) in table.flaws else value for key, value in fields.items()}
    content[ENTRIES] = [
        {key: "" if (ENTRIES, place, key) in table.flaws else row[key] for key in (NUMBER, *TEXTS)}
        for place, row in enumerate(table.rows)
    ]
    return FormDocument(path, table, content)


def _year(path: str, table: FormTable) -> int | None:
    """The year of the folder in which the form lies, else of its own mark."""
    days = [day for part in PurePath(path).parts if (day := folder_date(part))]
    marked = parse_date(table.mark.day) if table.mark else None
    return next((day.year for day in (*days, marked) if day), None)


def _date(text: str, year: int | None) -> str:
    """A date as 2022-08-26 where it can be read: also 8月26日 of a year, and the number by which Excel counts days."""
    bare = _AFTER_DATE.sub("", half_width(text))
    month_day = _MONTH_DAY.fullmatch(bare)
    day: date | None = parse_date(bare)
    if month_day and year:
        day = parse_date(f"{year}年{month_day[1]}月{month_day[2]}日")
    elif day is None and _SERIAL.fullmatch(bare):
        day = serial_day(float(bare))
    return day.isoformat() if day else text
