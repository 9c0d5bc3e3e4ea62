"""The drafts of data/measures.yaml and data/units.yaml as text, each question above the field that it asks about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiukun.drafting.drafts.unit_register import DraftGroup, DraftUnit, UnitRegister
from jiukun.drafting.reading import ReportingRule
from jiukun.yamlsource.writing import Field, write_fields

ASK = "待核："
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufeff\ufffe\uffff]")
_PERSON = {"姓名": "", "职务": "", "联系电话": ""}
_UNITS_HEAD = "简称用作文件名，印在汇总表里；全称照方案里的写法，可以改成机构全称。责任领导、责任人收到名单后填写。"


@dataclass(frozen=True)
class DraftMeasure:
    """A measure to be; `asks` are questions for a person, `notes` what else is worth knowing."""

    task: str
    leads: tuple[str, ...]
    responsible: tuple[str, ...] = ()
    limit: str = ""
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def measures_text(
    head: str,
    duty: ReportingRule,
    asks: dict[str, str],
    prefix: str,
    measures: list[DraftMeasure],
    left_out: list[tuple[int, str]],
) -> str:
    """data/measures.yaml; `asks` by the field they stand above, `left_out` by the number of measures before them."""

    def field(key: str, value: str) -> Field:
        return Field(key, value, _asked(asks[key]) if key in asks else ())

    rule: tuple[Field, ...] = (
        field("汇总单位", duty.office),
        field("接收科室", duty.section),
        Field("联系人", dict(zip(("姓名", "联系电话"), duty.contact, strict=True))),
        field("起始日期", duty.first_day.isoformat() if duty.first_day else ""),
        Field("结束日期", ""),
        field("每日截止", duty.deadline),
        Field("时区", "Asia/Shanghai"),
        field("纸质版", duty.paper),
        field("报送日", duty.weekdays),
        Field("免报日", []),
        Field("加报日", []),
        field("名单截止", duty.roster_deadline),
        Field("名称前缀", prefix),
        Field("预警", {"连续未报": "2", "临期天数": "3"}),
    )
    comments: dict[int, list[str]] = {}
    for before, words in left_out:
        comments.setdefault(before, []).extend(_asked(words))
    fields = (
        field("方案", duty.name),
        field("文号", duty.document),
        field("印发日期", duty.issued.isoformat() if duty.issued else ""),
        field("汇总表", duty.table),
        Field("报送要求", rule, _asked(asks["报送要求"]) if "报送要求" in asks else ()),
        Field(
            "措施",
            [_measure_fields(one, place, comments) for place, one in enumerate(measures, 1)],
            _asked(asks["措施"]) if "措施" in asks else (),
        ),
    )
    return write_fields(fields, (head,), comments.get(len(measures), ()))


def _measure_fields(measure: DraftMeasure, number: int, comments: dict[int, list[str]]) -> tuple[Field, ...]:
    above = (*comments.get(number - 1, ()), *map(clean, measure.notes), *_asked(*measure.asks))
    fields = [
        Field("序号", str(number), above),
        Field("工作任务", measure.task),
        Field("牵头单位", list(measure.leads)),
        Field("责任单位", list(measure.responsible)),
        Field("要点", []),
    ]
    return (*fields, Field("完成时限", measure.limit)) if measure.limit else tuple(fields)


def units_text(head: str, units: UnitRegister) -> str:
    """data/units.yaml."""
    listed = [_unit_fields(one) for one in units.units]
    fields = [Field("单位", listed)]
    if units.groups:
        fields.append(Field("单位组", [_group_fields(one) for one in units.groups]))
    return write_fields(fields, (head, _UNITS_HEAD))


def _unit_fields(unit: DraftUnit) -> tuple[Field, ...]:
    return (
        Field("简称", unit.short, _asked(*unit.asks)),
        Field("全称", unit.full),
        Field("别名", list(unit.aliases)),
        Field("责任领导", _PERSON),
        Field("责任人", _PERSON),
    )


def _group_fields(group: DraftGroup) -> tuple[Field, ...]:
    return (
        Field("名称", group.name, _asked(*group.asks)),
        Field("别名", list(group.aliases)),
        Field("成员", list(group.members)),
    )


def _asked(*asks: str) -> tuple[str, ...]:
    return tuple(f"{ASK}{clean(ask)}" for ask in asks)


def clean(text: str) -> str:
    """A text in one line, without signs that are no text."""
    return _NO_TEXT.sub("", " ".join(text.split()))
