"""A plan document as drafts of data/measures.yaml and data/units.yaml, with questions where a person must look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.drafts.name_levels import clean
from jiukun.drafting.drafts.unit_register import DraftUnit, UnitRegister, gather, quoted
from jiukun.drafting.drafts.yaml_texts import DraftMeasure, measures_text, units_text
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.lead_rules import rule_for
from jiukun.drafting.reading.measures import read_plan
from jiukun.drafting.reading.plan_contents import MeasureRead, Missed, PlanContents, ReportingRule, numbered
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import Kind, is_group

_PLACE = re.compile(
    "(?!关于|自治)[\u4e00-\u9fff]{2,10}?(?:自治[州县旗]|[市县区州旗省](?!场|域))(?!.{1,12}(?:街道|[镇乡]|开发区|园区|[局委厅](?:\\d|关于|工作|重点|年)))"
)
_HEAD = "标“待核”的地方请看一遍，改好后删去那一行；改完运行 jiukun check。"
_SAMPLE_ASK = "这是样例，换成你们的"
_MOST_COMMENTS = 150_000  # characters of all measures' own words: a file of data/ has at most 1 MiB
_CLOSING = "）)〕]】］｝}"
_REMEDIES = {
    "JK617": "确实是措施的，在方案或 data/measures.yaml 里补上；只是要求的，不必理会",
    "JK618": "照原文补进 data/measures.yaml；或把这一句改成“（牵头单位：甲；责任单位：乙）”，再起草一次",
}
_MOST_LISTED = 300  # numbers of measures in a question
_LONGEST = 60  # characters of a sentence that is quoted


class PlanDraft(NamedTuple):
    """Both files as text, and the counts to tell."""

    measures: str
    units: str
    counts: str


def draft_plan(document: PlanDocument, name: str, today: date) -> tuple[PlanDraft | None, tuple[Diagnostic, ...]]:
    """Drafts from a document named `name`, none where it has no measure; and what in it could not be read."""
    found = read_plan(document)
    named = [measure for measure in found.measures if measure.words(Kind.NAME)]
    missed = _all_missed(found)
    problems = tuple(_diagnostics(document.source, found, missed, any_measure=bool(named)))
    if not named:
        return None, problems
    led = [_led(measure, found, document) for measure in named]
    begins = _PLACE.match(found.rule.fields["方案"])
    place = found.rule.place or (begins[0] if begins else "")
    leading = [entry for leads, _, _ in led for entry in leads]
    units = gather(leading, [entry for _, others, _ in led for entry in others], place, found.rule.members)
    room = _MOST_COMMENTS // len(named)
    measures = [
        DraftMeasure(
            clean(measure.task) or "（没有标题）",
            units.of(leads),
            units.others(others, leads),
            clean(measure.statement.limit),
            tuple(f"第 {number} 项{ask}" for ask in _asks(measure)),
            tuple(_notes(measure, room)),
        )
        for number, (measure, (leads, others, _)) in enumerate(zip(named, led, strict=True), 1)
    ]
    asks = _asks_of_all(missed, named, [number for number, (*_, is_guess) in enumerate(led, 1) if is_guess])
    head = f"由 jiukun init 从“{one_line(name, 80)}”起草。{_HEAD}"
    rule = _filled_in(found.rule, units.prefix, name, today)
    return _written(head, rule, units, measures, (*asks,), (*_notes_of_all(found, named),)), problems


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
    rule = replace(_filled_in(ReportingRule({"方案": "样例方案", "纸质版": "是"}), "", "", today), asks=asks)
    return _written(f"由 jiukun init 新建。{_HEAD}", rule, units, measures)


def _led(measure: MeasureRead, plan: PlanContents, document: PlanDocument) -> tuple[list[Entry], list[Entry], bool]:
    """Who leads, who else is responsible, and whether neither the measure nor a rule says who leads."""
    leads, others = measure.entries(Role.LEAD), measure.entries(Role.DUTY, Role.HELP)
    if leads:
        return leads, others, False
    rule = rule_for(measure.statement.end, plan.lead_rules)
    duty = [entry for entry in others if entry.role is Role.DUTY] or others
    chosen = rule.chosen(duty, document) if rule else []
    leads = chosen or [next((entry for entry in duty if not is_group(entry.text)), duty[0])]
    leading = {*leads}
    return leads, [entry for entry in others if entry not in leading], not chosen and len(others) > 1


def _asks(measure: MeasureRead) -> Iterator[str]:
    statement, doubtful = measure.statement, measure.words(Kind.DOUBT)
    if doubtful:
        yield f"还写了{quoted(doubtful)}，看不出是哪个单位，没有列入"
    if statement.unclosed:
        yield "的括号只有一半，核对单位有没有多、有没有少"
    yield from measure.asks
    if not clean(measure.task):
        yield "没有找到工作任务的名称"


def _notes(measure: MeasureRead, room: int) -> Iterator[str]:
    """The measure's own words, at most `room` characters of them, and the persons whom it names."""
    sentence, persons = clean(measure.sentence), measure.statement.persons
    yield f"原文：{numbered(one_line(measure.mark), sentence[:room])}{'……' if len(sentence) > room else ''}"
    if persons:
        yield f"牵头领导、责任人：{one_line(persons, 100)}"


def _filled_in(rule: ReportingRule, prefix: str, name: str, today: date) -> ReportingRule:
    """The rule with sensible defaults for what the document does not say; one question names them all."""
    read = {key: clean(value) for key, value in rule.fields.items() if clean(value)}
    title = read.get("方案") or re.sub(r"\.[^.]+$", "", clean(name)) or "方案"
    office = read.get("汇总单位") or (f"{rule.place}人民政府办公室" if rule.place else "办公室")
    first_day = rule.issued + timedelta(days=1) if rule.issued and rule.issued < date.max else today
    usual = {
        "方案": title,
        "汇总表": f"{title}情况汇总表",
        "汇总单位": office,
        "接收科室": office,
        "印发日期": "",
        "起始日期": first_day.isoformat(),
        "每日截止": "17:00",
        "纸质版": "否",
    }
    asked = rule.asks.keys() - {"方案"}  # which asks for more than the name
    wanting = ["方案名称" if key == "方案" else key for key in usual if key not in read and key not in asked]
    asks = dict(rule.asks)
    if wanting == ["起始日期"]:
        asks["起始日期"] = f"方案没有写从哪天起报，按{'印发的第二天' if rule.issued else '今天'}"
    elif wanting:
        asks["报送要求"] = f"方案没有写{'、'.join(wanting)}，先按常用的填了，请核对"
    return replace(rule, fields={**usual, "报送日": "每日", "名称前缀": prefix, **read}, asks=asks)


def _written(
    head: str,
    rule: ReportingRule,
    units: UnitRegister,
    measures: list[DraftMeasure],
    asks: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> PlanDraft:
    places = sum(len(measure.leads) for measure in measures)
    counts = f"措施 {len(measures)} 项、牵头 {places} 处、单位 {len(units.units)} 个、单位组 {len(units.groups)} 个"
    return PlanDraft(measures_text(head, rule, measures, asks, notes), units_text(head, units), counts)


def _all_missed(found: PlanContents) -> list[Missed]:
    """What was not drafted, with the measures that only say 有关部门."""
    missed = [*found.missed]
    for measure in found.measures:
        if not measure.words(Kind.NAME):
            words = "、".join(map(one_line, measure.words(Kind.VAGUE, Kind.DOUBT)))
            why = f"只写了“{words}”，没有写明是哪个单位，没有列为措施"
            missed.append(Missed(measure.index, numbered(measure.mark, measure.task), why))
    return sorted(missed, key=lambda place: place.index)


def _asks_of_all(missed: list[Missed], named: list[MeasureRead], guessed: list[int]) -> Iterator[str]:
    """What one answer settles for the whole plan; `guessed` are the measures whose lead is a guess."""
    if guessed:
        yield f"第 {_numbers(guessed)} 项没有写哪家牵头，暂由列在最前的单位牵头；方案另有规矩的，照规矩改"
    for question, words in (
        ("{}没有点名，没有列入；知道是谁的，补进责任单位", [measure.words(Kind.VAGUE) for measure in named]),
        ("正文还提到{}，没有列入；要由它负责的，补进责任单位", [measure.words(Kind.MENTION) for measure in named]),
        ("{}后面的单位列进了责任单位；要由它牵头或不必列的，改一下", [measure.labels for measure in named]),
    ):
        places: dict[str, list[int]] = defaultdict(list)
        for number, of_measure in enumerate(words, 1):
            for word in of_measure:
                places[clean(word)].append(number)
        if places:
            yield question.format("、".join(f"“{word}”（第 {_numbers(at)} 项）" for word, at in places.items()))
    if missed:
        listed = "、".join(f"“{one_line(place.words, _LONGEST)}”" for place in missed)
        yield f"原文{listed}没有列入（没有写单位，或者看不出由谁负责）；是措施就补上"


def _notes_of_all(found: PlanContents, named: list[MeasureRead]) -> Iterator[str]:
    """What is worth knowing of all measures, and needs no answer."""
    rules = dict.fromkeys(clean(rule.words) for rule in found.lead_rules)
    if rules:
        yield f"方案写明{quoted(rules)}，没有另写牵头单位的各项照此办理。"
    digits = ((measure.number, re.sub(r"[第条项章节部分、.．（）()：:\s]", "", measure.mark)) for measure in named)
    numbers = [number for number, mark in digits if number == parse_numeral(mark)]
    known = [number for number in numbers if number is not None]
    if len(known) == len(named) and known != [*range(1, len(named) + 1)]:
        yield f"原文的序号是 {_numbers(known)}，这里从 1 起重新编号。"


def _diagnostics(
    source: Source, found: PlanContents, all_missed: list[Missed], *, any_measure: bool
) -> Iterator[Diagnostic]:
    """What of a document could not be read."""
    say = source.diagnostic
    if not any_measure:
        message = "没有找到措施：没有哪一处写着牵头单位、责任单位和单位名称"
        hint = "每项措施后面要有“（牵头单位：甲；责任单位：乙）”这样的话，或用“工作任务、牵头单位、责任单位”作表头的表"
        yield say(0, "JK615", message, hint)
    for index in sorted({place for measure in found.measures for place in measure.statement.unclosed}):
        side, more = ("左", "") if source.text[index] in _CLOSING else ("右", "，读到这一段的末尾为止")
        yield say(index, "JK616", f"这个括号没有{side}半边{more}", f"补上{side}括号，再核对这一项的单位")
    for missed in all_missed:
        words = one_line(missed.words, _LONGEST)
        yield say(missed.index, missed.code, f"“{words}”{missed.why}", _REMEDIES[missed.code])


def _numbers(numbers: list[int]) -> str:
    """1、2、5—8: runs of numbers by their ends."""
    apart = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    runs = [[number for _, number in run] for _, run in apart]
    ends = (f"{run[0]}{'、' if len(run) == 2 else '—'}{run[-1]}" if run[1:] else str(run[0]) for run in runs)
    return "、".join([*ends][:_MOST_LISTED])
