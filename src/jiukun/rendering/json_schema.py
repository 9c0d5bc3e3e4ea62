"""JSON Schema (2020-12) of our files for editors, made from the models, with a project's units and measures in it.

An editor reads YAML 1.2, where `4222222` is a number and a blank is null; what `validate` accepts is never red there.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from jiukun.plan.model import Measures, Plan, Units
from jiukun.reports.submission import Submission

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DESCRIPTIONS = {
    "单位": "单位的简称、全称或别名",
    "日期": "这份报送是哪一天的，例如 2022-08-26",
    "填报人": "填这份报送的人",
    "联系电话": "座机带区号，或手机",
    "工作情况": "本单位牵头的每项措施一段，以“- 序号: ”开头",
    "序号": "措施在方案里的序号",
    "完成情况": "这一次的进展；分几段写就用“|”另起一行，每段缩进",
    "存在问题": "没有就写“无”",
    "下一步计划": "接下来做什么、什么时候做完",
    "方案": "方案的名称",
    "汇总表": "汇总表的标题",
    "报送要求": "向谁报、几点前报、哪些天报",
    "每日截止": "例如 17:00；整点算迟报",
    "报送日": "每日、周一至周五、每周五、每周一、周四、每月25日、每月末",
    "免报日": "不用报送的日期，例如节假日",
    "加报日": "照常报送的日期，例如调休上班",
    "特例": "单独几天的规定：改每日截止，或准予免报",
    "措施": "逐项措施，序号从 1 起连续",
    "工作任务": "措施的名称，印在汇总表里",
    "牵头单位": "按期报送的单位",
    "责任单位": "配合的单位",
    "要点": "措施里的数字和时限，用自己的话",
    "报送单位": "共同牵头的只由其中几家报送时才写",
    "起报日期": "后加的措施从哪天起报",
    "完成时限": "照方案的说法，例如 2022年底",
    "办结日期": "次日起不再要求报送",
    "简称": "用作文件名，印在汇总表里",
    "单位组": "一个名称代表几个单位",
}


def submission_schema(plan: Plan) -> dict[str, Any]:
    """Of a report in this project: only lead units, only the plan's measures."""
    schema = _schema(Submission, f"{plan.text.name}：{plan.rule.schedule.words}报送")
    schema["properties"]["单位"]["enum"] = [name for unit in plan.lead_units for name in unit.names]
    del schema["properties"]["单位"]["type"], schema["properties"]["单位"]["pattern"]
    number = schema["$defs"]["Entry"]["properties"]["序号"]
    titles = "；".join(f"{measure.number} {measure.task}" for measure in plan.measures)
    numbers = [measure.number for measure in plan.measures]
    schema["$defs"]["Entry"]["properties"]["序号"] = {
        "title": number["title"],
        "description": f"{number['description']}：{titles}",
        "anyOf": [{"enum": numbers}, {"type": "string", "pattern": number["pattern"]}],
    }
    schema["properties"]["工作情况"]["minItems"] = 1
    return schema


def measures_schema(plan: Plan | None) -> dict[str, Any]:
    """Of data/measures.yaml, with the names of data/units.yaml where these are sound."""
    schema = _schema(Measures, "data/measures.yaml：方案")
    if plan is not None:
        known = {"enum": [*plan.names, *plan.groups]}
        for key in ("牵头单位", "责任单位", "报送单位"):
            _array_of(schema["$defs"]["Measure"]["properties"][key])["items"] = known
    return schema


def units_schema() -> dict[str, Any]:
    """Of data/units.yaml."""
    return _schema(Units, "data/units.yaml：单位")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    for definition in (schema, *schema.get("$defs", {}).values()):
        _describe(definition)
    return {"$schema": DIALECT, **schema, "title": title}


def _describe(definition: dict[str, Any]) -> None:
    """What must be there is never blank; what may be left out may be blank; both are named in Chinese."""
    definition.pop("description", None)
    definition.pop("title", None)
    required = definition.get("required", ())
    for key, given in definition.get("properties", {}).items():
        known = _without_null(given)
        described: dict[str, Any] = known if key in required else {"anyOf": [known, {"type": "null"}]}
        described["title"] = key
        if key in _DESCRIPTIONS:
            described["description"] = _DESCRIPTIONS[key]
        definition["properties"][key] = described


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in schema.items() if name not in {"title", "default"}}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        kept = {**{name: value for name, value in kept.items() if name != "anyOf"}, **choices[0]}
    if "items" in kept:
        kept["items"] = _without_null(kept["items"])
    return kept


def _array_of(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the list itself, where a blank is allowed beside it."""
    return next((choice for choice in schema.get("anyOf", ()) if choice.get("type") == "array"), schema)
