"""A report (报送) of one unit for one day, as far as it could be read."""

from __future__ import annotations

from pydantic import Field

from jiukun.yamlsource.document import Kind, Vocabulary
from jiukun.yamlsource.values import Day, FilledLine, FilledText, Number, Shape


class Entry(Shape):
    """What a unit says of one measure. None stands for what could not be read."""

    number: Number | None = Field(alias="序号")
    done: FilledText | None = Field(alias="完成情况")
    problems: FilledText | None = Field(alias="存在问题")
    plans: FilledText | None = Field(alias="下一步计划")


class Submission(Shape):
    """The file's content. None stands for what could not be read."""

    unit: FilledLine | None = Field(alias="单位")
    day: Day | None = Field(alias="日期")
    clerk: FilledLine | None = Field(alias="填报人")
    phone: FilledLine | None = Field(alias="联系电话")
    entries: tuple[Entry | None, ...] | None = Field(alias="工作情况")

    @property
    def placed(self) -> list[tuple[int, Entry]]:
        """Each entry that could be read, with its place in the file from 0."""
        return [(place, entry) for place, entry in enumerate(self.entries or ()) if entry is not None]

    def entry(self, number: int) -> Entry | None:
        """The first entry of a measure."""
        for entry in self.entries or ():
            if entry is not None and entry.number == number:
                return entry
        return None


TEXTS = {"done": "完成情况", "problems": "存在问题", "plans": "下一步计划"}

REPORT = Kind(
    Vocabulary(
        frozenset({"单位", "日期", "填报人", "联系电话", "工作情况", "序号", *TEXTS.values()}),
        frozenset({"工作情况"}),
        frozenset(TEXTS.values()),
        frozenset({"单位", "日期", "填报人", "联系电话", "工作情况"}),
    ),
    required=("单位", "工作情况", "填报人"),
)
