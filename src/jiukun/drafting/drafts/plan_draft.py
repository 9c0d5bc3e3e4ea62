"""A plan document as drafts of data/measures.yaml and data/units.yaml, with questions where a person must look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.drafts.questions import asks_of_all, diagnostics, notes_of_all, quoted
from jiukun.drafting.drafts.unit_register import DraftUnit, UnitRegister, gather
from jiukun.drafting.drafts.yaml_texts import DraftMeasure, clean, measures_text, units_text
from jiukun.drafting.reading import read_plan
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.lead_rules import rule_for
from jiukun.drafting.reading.plan_contents import MeasureRead, PlanContents, ReportingRule
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import Kind, is_group

_PLACE = re.compile(
    "[\u4e00-\u9fff]{2,10}?(?:自治[州县旗]|[市县区州旗省](?!场|域))(?!.{1,12}(?:街道|[镇乡]|开发区|园区|[局委厅](?:\\d|关于|工作|重点|年)))"
)
_HEAD = "标“待核”的地方请看一遍，改好后删去那一行；改完运行 jiukun check。"
_SAMPLE_ASK = "这是样例，换成你们的"
_MOST_COMMENTS = 150_000  # characters of all measures' own words: a file of data/ has at most 1 MiB


@dataclass(frozen=True)
class PlanDraft:
    """Both files as text, and the counts to tell."""

    measures: str
    units: str
    counts: str


@dataclass(frozen=True)
class _Led:
    """Who leads a measure and who else is responsible; `is_guess` where neither it nor a rule says who leads."""

    leads: list[Entry]
    others: list[Entry]
    is_guess: bool = False


def draft_plan(document: PlanDocument, name: str, today: date) -> tuple[PlanDraft | None, tuple[Diagnostic, ...]]:
    """Drafts from a document named `name`, none where it has no measure; and what in it could not be read."""
    found = read_plan(document)
    named = [one for one in found.measures if one.names_anybody]
    told = tuple(diagnostics(document.source, found, any_measure=bool(named)))
    if not named:
        return None, told
    led = [_led(one, found, document.source.text) for one in named]
    leads, others = [entry for one in led for entry in one.leads], [entry for one in led for entry in one.others]
    units = gather(leads, others, found.rule.place or _place_of(found.rule.name), found.rule.members)
    room = _MOST_COMMENTS // len(named)
    measures = [
        DraftMeasure(
            clean(one.task) or "（没有标题）",
            *_names(who, units),
            clean(one.statement.limit),
            tuple(f"第 {number} 项{ask}" for ask in _asks(one, found)),
            tuple(_notes(one, room)),
        )
        for number, (one, who) in enumerate(zip(named, led, strict=True), 1)
    ]
    asks = asks_of_all(found, named, [number for number, who in enumerate(led, 1) if who.is_guess])
    head = f"由 jiukun init 从“{one_line(name, 80)}”起草。{_HEAD}"
    rule = _filled_in(found.rule, name, today)
    return _written(head, rule, units, measures, (*asks,), (*notes_of_all(found, named),)), told


def sample_plan(today: date) -> PlanDraft:
    """A small project to edit by hand."""
    measures = [
        DraftMeasure("第一项措施的名称", ("甲局",), ("乙局",), asks=(f"{_SAMPLE_ASK}措施，一项一段，序号从 1 起连续",)),
        DraftMeasure("第二项措施的名称", ("乙局", "甲局"), ()),
    ]
    units = UnitRegister(
        (DraftUnit("甲局", "某某市甲局", ("市甲局",)), DraftUnit("乙局", "某某市乙局", ("市乙局",))),
        asks_of_units=(f"{_SAMPLE_ASK}单位，方案里出现的单位都要在这里登记",),
    )
    asks = {"方案": f"{_SAMPLE_ASK}方案", "报送要求": "报送要求逐项核对：向谁报、几点前报、要不要纸质版、从哪天起报"}
    rule = ReportingRule(
        name="样例方案",
        table="样例方案情况汇总表",
        office="办公室",
        section="办公室",
        first_day=today,
        deadline="17:00",
        days="每日",
        paper="是",
        asks=asks,
    )
    return _written(f"由 jiukun init 新建。{_HEAD}", rule, units, measures)


def _led(measure: MeasureRead, plan: PlanContents, text: str) -> _Led:
    leads, others = measure.entries(Role.LEAD), measure.entries(Role.DUTY, Role.HELP)
    if leads:
        return _Led(leads, others)
    rule = rule_for(measure.statement.end, plan.lead_rules)
    duty = [one for one in others if one.role is Role.DUTY] or others
    leads = rule.chosen(duty, text) if rule else []
    guess = next((one for one in duty if not is_group(one.text)), duty[0])
    return _Led(
        leads or [guess], [one for one in others if one not in (leads or [guess])], not leads and len(others) > 1
    )


def _names(who: _Led, units: UnitRegister) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the leads and of the others; one who leads by a rule alone is not responsible besides."""
    leads = units.of(who.leads)
    is_said = any(one.role is Role.LEAD for one in who.leads)
    return leads, tuple(name for name in units.of(who.others) if is_said or name not in leads)


def _asks(measure: MeasureRead, plan: PlanContents) -> Iterator[str]:
    statement, doubtful = measure.statement, measure.words(Kind.DOUBT)
    if doubtful:
        yield f"还写了{quoted(doubtful)}，看不出是哪个单位，没有列入"
    if any(statement.start <= place <= statement.end for place in plan.unclosed):
        yield "的括号只有一半，核对单位有没有多、有没有少"
    yield from measure.asks
    if not clean(measure.task):
        yield "没有找到工作任务的名称"


def _notes(measure: MeasureRead, room: int) -> Iterator[str]:
    """The measure's own words, at most `room` characters of them, and the persons whom it names."""
    sentence, persons = clean(measure.sentence), measure.statement.persons
    gap = " " if measure.mark[-1:].isalnum() else ""
    yield f"原文：{one_line(measure.mark)}{gap}{sentence[:room]}{'……' if len(sentence) > room else ''}"
    if persons:
        yield f"牵头领导、责任人：{one_line(persons, 100)}"


def _place_of(name: str) -> str:
    """The place that a plan's name begins with: 明江市."""
    found = _PLACE.match(name)
    return found[0] if found and not name.startswith(("关于", "自治")) else ""


def _filled_in(rule: ReportingRule, name: str, today: date) -> ReportingRule:
    """The rule with sensible defaults for what the document does not say; one question names them all."""
    title = clean(rule.name) or re.sub(r"\.[^.]+$", "", clean(name)) or "方案"
    office = clean(rule.office) or (f"{rule.place}人民政府办公室" if rule.place else "办公室")
    next_day = rule.issued + timedelta(days=1) if rule.issued and rule.issued < date.max else None
    is_first_day = rule.first_day is not None and rule.first_day != next_day
    said = {
        "方案名称": rule.name,
        "汇总表": rule.table,
        "汇总单位": rule.office,
        "接收科室": rule.section,
        "印发日期": rule.issued,
        "起始日期": is_first_day,
        "每日截止": rule.deadline,
        "纸质版": rule.paper,
    }
    wanting = [key for key, value in said.items() if not value and key not in rule.asks]
    asks = dict(rule.asks)
    if wanting == ["起始日期"]:
        asks["起始日期"] = f"方案没有写从哪天起报，按{'印发的第二天' if rule.issued else '今天'}"
    elif wanting:
        asks["报送要求"] = f"方案没有写{'、'.join(wanting)}，先按常用的填了，请核对"
    return replace(
        rule,
        name=title,
        document=clean(rule.document),
        table=clean(rule.table) or f"{title}情况汇总表",
        office=office,
        section=clean(rule.section) or office,
        first_day=rule.first_day or today,
        deadline=rule.deadline or "17:00",
        days=rule.days or "每日",
        paper=rule.paper or "否",
        asks=asks,
    )


def _written(
    head: str,
    rule: ReportingRule,
    units: UnitRegister,
    measures: list[DraftMeasure],
    asks: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> PlanDraft:
    places = sum(len(one.leads) for one in measures)
    counts = f"措施 {len(measures)} 项、牵头 {places} 处、单位 {len(units.units)} 个、单位组 {len(units.groups)} 个"
    return PlanDraft(measures_text(head, rule, units.prefix, measures, asks, notes), units_text(head, units), counts)
