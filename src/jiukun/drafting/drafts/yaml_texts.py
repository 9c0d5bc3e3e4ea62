"""The drafts of data/measures.yaml and data/units.yaml as text, each question above the field that it asks about."""

from __future__ import annotations

from typing import NamedTuple

from jiukun.drafting.drafts.name_levels import clean
from jiukun.drafting.drafts.unit_register import UnitRegister
from jiukun.drafting.reading.plan_contents import ReportingRule
from jiukun.yamlsource.writing import Field, write_fields

ASK = "待核："
_PERSON = {"姓名": "", "职务": "", "联系电话": ""}
_UNITS_HEAD = "简称用作文件名，印在汇总表里；全称照方案里的写法，可以改成机构全称。责任领导、责任人收到名单后填写。"


class DraftMeasure(NamedTuple):
    """A measure to be; `asks` are questions for a person, `notes` what else is worth knowing."""

    task: str
    leads: tuple[str, ...]
    responsible: tuple[str, ...] = ()
    limit: str = ""
    asks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def measures_text(
    head: str, rule: ReportingRule, measures: list[DraftMeasure], asks: tuple[str, ...], notes: tuple[str, ...]
) -> str:
    """data/measures.yaml; the rule's questions above their fields, `asks` and `notes` above all measures."""

    def field(key: str, value: tuple[Field, ...] = ()) -> Field:
        return Field(key, value or rule.fields.get(key, ""), _asked(rule.asks[key]) if key in rule.asks else ())

    reporting: tuple[Field, ...] = (
        *map(field, ("汇总单位", "接收科室")),
        Field("联系人", dict(zip(("姓名", "联系电话"), rule.contact, strict=True))),
        *map(field, ("起始日期", "结束日期", "每日截止")),
        Field("时区", "Asia/Shanghai"),
        *map(field, ("纸质版", "报送日")),
        Field("免报日", []),
        Field("加报日", []),
        *map(field, ("名单截止", "名称前缀")),
        Field("预警", {"连续未报": "2", "临期天数": "3"}),
    )
    fields = (
        *map(field, ("方案", "文号", "印发日期", "汇总表")),
        field("报送要求", reporting),
        Field("措施", [_measure_fields(*measure) for measure in enumerate(measures, 1)], (*notes, *_asked(*asks))),
    )
    return write_fields(fields, (head,))


def _measure_fields(number: int, measure: DraftMeasure) -> tuple[Field, ...]:
    fields = [
        Field("序号", str(number), (*map(clean, measure.notes), *_asked(*measure.asks))),
        Field("工作任务", measure.task),
        Field("牵头单位", list(measure.leads)),
        Field("责任单位", list(measure.responsible)),
        Field("要点", []),
    ]
    return (*fields, Field("完成时限", measure.limit)) if measure.limit else tuple(fields)


def units_text(head: str, register: UnitRegister) -> str:
    """data/units.yaml."""
    units: list[tuple[Field, ...]] = [
        (
            Field("简称", unit.short),
            Field("全称", unit.full),
            Field("别名", [*unit.aliases]),
            Field("责任领导", _PERSON),
            Field("责任人", _PERSON),
        )
        for unit in register.units
    ]
    groups: list[tuple[Field, ...]] = [
        (Field("名称", group.name), Field("别名", [*group.aliases]), Field("成员", [*group.members]))
        for group in register.groups
    ]
    fields = [Field("单位", units, _asked(*register.asks_of_units))]
    fields += [Field("单位组", groups, _asked(*register.asks_of_groups))] if groups else []
    return write_fields(fields, (head, _UNITS_HEAD))


def _asked(*asks: str) -> tuple[str, ...]:
    return tuple(f"{ASK}{clean(ask)}" for ask in asks)
