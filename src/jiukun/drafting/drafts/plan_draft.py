"""A plan document as drafts of data/measures.yaml and data/units.yaml, with questions where a person must look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.drafts.unit_register import DraftUnit, UnitRegister, gather
from jiukun.drafting.drafts.yaml_texts import DraftMeasure, clean, measures_text, units_text
from jiukun.drafting.reading import read_plan
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.lead_rules import rule_for
from jiukun.drafting.reading.plan_contents import MeasureRead, PlanContents, ReportingRule, WithoutUnits
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import Kind, is_group

_CLOSING = "）)〕]】］｝}"
_PLACE = re.compile(
    "[\u4e00-\u9fff]{2,10}?(?:自治[州县旗]|[市县区州旗省](?!场|域))(?!.{1,12}(?:街道|[镇乡]|开发区|园区|[局委厅](?:\\d|关于|工作|重点|年)))"
)
_REWORD = "改成“（牵头单位：甲；责任单位：乙）”这样的写法再读，或在 data/measures.yaml 里补上"
_HEAD = "标“待核”的地方请看一遍，改好后删去那一行；改完运行 jiukun check。"
_SAMPLE_ASK = "这是样例，换成你们的"
_MOST_COMMENTS = 150_000  # characters of all measures' own words: a file of data/ has at most 1 MiB
_MOST_LISTED = 300  # numbers of measures in a question
_PLAIN_DEFAULTS = "先按常用的填了，请核对"


@dataclass(frozen=True)
class PlanDraft:
    """Both files as text, and the counts to tell."""

    measures: str
    units: str
    counts: str


def draft_plan(document: PlanDocument, name: str, today: date) -> tuple[PlanDraft | None, tuple[Diagnostic, ...]]:
    """Drafts from a document named `name`, none where it has no measure; and what in it could not be read."""
    found = read_plan(document)
    named = [one for one in found.measures if one.names_anybody]
    nobody = [
        WithoutUnits(one.task, one.index, one.mark, "、".join(one_line(word) for word in _words_of(one)))
        for one in found.measures
        if not one.names_anybody
    ]
    without = tuple(sorted((*found.without_units, *nobody), key=lambda one: one.index))
    diagnostics = tuple(_diagnostics(document, found, without, any_measure=bool(named)))
    if not named:
        return None, diagnostics
    led = [_leads_and_others(one, found, document.source.text) for one in named]
    place = found.rule.place or _place_of(found.rule.name)
    units = gather(
        [entry for leads, _, _ in led for entry in leads],
        [entry for _, others, _ in led for entry in others],
        place,
        found.rule.members,
    )
    room = _MOST_COMMENTS // len(named)
    measures = [
        _measure(one, number, units, leads, others, found, room)
        for number, (one, (leads, others, _)) in enumerate(zip(named, led, strict=True), 1)
    ]
    asks = dict(found.rule.asks)
    rule = _filled_in(found.rule, name, today, asks)
    of_measures = tuple(_asks_of_all(named, [guessed for _, _, guessed in led], without))
    head = f"由 jiukun init 从“{one_line(name, 80)}”起草。{_HEAD}"
    return _written(head, rule, asks, units, measures, of_measures, tuple(_notes(named, found))), diagnostics


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
    rule = ReportingRule("样例方案", "", None, "样例方案情况汇总表", "办公室", "办公室", today, "17:00", "每日", "是")
    return _written(f"由 jiukun init 新建。{_HEAD}", rule, asks, units, measures, (), ())


def _diagnostics(
    document: PlanDocument, found: PlanContents, without: tuple[WithoutUnits, ...], *, any_measure: bool
) -> Iterator[Diagnostic]:
    say = document.source.diagnostic
    if not any_measure:
        message = "没有找到措施：没有哪一处写着牵头单位、责任单位和单位名称"
        hint = "每项措施后面要有“（牵头单位：甲；责任单位：乙）”这样的话，或用“工作任务、牵头单位、责任单位”作表头的表"
        yield say(0, "JK615", message, hint)
    for index in found.unclosed:
        if document.source.text[index] in _CLOSING:
            yield say(index, "JK616", "这个括号没有左半边", "补上左括号，再核对这一项的单位")
        else:
            yield say(index, "JK616", "这个括号没有右半边，读到这一段的末尾为止", "补上右括号，再核对这一项的单位")
    for missed in found.unread:
        yield say(missed.index, "JK618", f"“{one_line(missed.words, 60)}”：{missed.why}", _REWORD)
    for one in without:
        wanting = f"只写了“{one.words}”，没有写明是哪个单位" if one.words else "没有写由哪个单位负责"
        message = f"“{one_line(one.name)}”{wanting}，没有列为措施"
        yield say(one.index, "JK617", message, "确实是措施的，在方案或 data/measures.yaml 里补上；只是要求的，不必理会")


def _words_of(measure: MeasureRead) -> list[str]:
    return [*measure.words(Kind.VAGUE), *measure.words(Kind.DOUBT)]


def _leads_and_others(measure: MeasureRead, plan: PlanContents, text: str) -> tuple[list[Entry], list[Entry], bool]:
    """Who leads and who else is responsible; and whether the lead is a guess, as neither it nor a rule names one."""
    leads, others = measure.entries(Role.LEAD), measure.entries(Role.DUTY, Role.HELP)
    guessed = False
    if not leads:
        rule = rule_for(measure.statement.end, plan.lead_rules)
        duty = [one for one in others if one.role is Role.DUTY] or others
        leads = rule.chosen(duty, text) if rule else []
        guessed = not leads
        leads = leads or [next((one for one in duty if not is_group(one.text)), duty[0])]
        guessed = guessed and len(others) > 1
    return leads, [one for one in others if one not in leads], guessed


def _measure(
    found: MeasureRead,
    number: int,
    units: UnitRegister,
    leads: list[Entry],
    others: list[Entry],
    plan: PlanContents,
    room: int,
) -> DraftMeasure:
    doubtful = _quoted(found.words(Kind.DOUBT))
    asks = [f"还写了{doubtful}，看不出是哪个单位，没有列入"] if doubtful else []
    if any(found.statement.start <= place <= found.statement.end for place in plan.unclosed):
        asks.append("的括号只有一半，核对单位有没有多、有没有少")
    asks += found.asks
    task = clean(found.task)
    if not task:
        task = "（没有标题）"
        asks.append("没有找到工作任务的名称")
    sentence = clean(found.sentence)
    shown = f"{sentence[:room]}{'……' if len(sentence) > room else ''}"
    persons = found.statement.persons
    notes = [f"原文：{one_line(found.mark)}{' ' if found.mark[-1:].isalnum() else ''}{shown}"]
    notes += [f"牵头领导、责任人：{one_line(persons, 100)}"] if persons else []
    lead_names = units.of(leads)
    explicit = any(one.role is Role.LEAD for one in leads)
    responsible = tuple(name for name in units.of(others) if explicit or name not in lead_names)
    limit = clean(found.statement.limit)
    return DraftMeasure(
        task, lead_names, responsible, limit, tuple(f"第 {number} 项{ask}" for ask in asks), tuple(notes)
    )


def _asks_of_all(named: list[MeasureRead], guessed: list[bool], without: tuple[WithoutUnits, ...]) -> Iterator[str]:
    """What one answer settles for the whole plan, asked once."""
    alone = [number for number, guess in enumerate(guessed, 1) if guess]
    if alone:
        yield f"第 {_numbers(alone)} 项没有写哪家牵头，暂由列在最前的单位牵头；方案另有规矩的，照规矩改"
    vague: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, list[int]] = defaultdict(list)
    for number, measure in enumerate(named, 1):
        for word in measure.words(Kind.VAGUE):
            vague[clean(word)].append(number)
        for label in dict.fromkeys(one.label for one in measure.statement.entries if one.label):
            labels[clean(label)].append(number)
    if vague:
        yield f"{_located(vague)}没有点名，没有列入；知道是谁的，补进责任单位"
    if labels:
        yield f"{_located(labels)}后面的单位列进了责任单位；要由它牵头或不必列的，改一下"
    if without:
        listed = "、".join(f"“{one_line(one.name)}”" for one in without)
        yield f"原文{listed}没有写单位，没有列为措施；是措施就补上"


def _located(words: dict[str, list[int]]) -> str:
    return "、".join(f"“{word}”（第 {_numbers(numbers)} 项）" for word, numbers in words.items())


def _numbers(numbers: list[int]) -> str:
    """1、2、5—8: runs of numbers by their ends."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [
        f"{first}" if first == last else f"{first}{'、' if last == first + 1 else '—'}{last}" for first, last in runs
    ]
    return "、".join(shown[:_MOST_LISTED])


def _notes(named: list[MeasureRead], found: PlanContents) -> Iterator[str]:
    """What is worth knowing of all measures, and needs no answer."""
    rules = dict.fromkeys(clean(rule.words) for rule in found.lead_rules)
    if rules:
        yield f"方案写明{_quoted([*rules])}，没有另写牵头单位的各项照此办理。"
    numbers = [one.number for one in named]
    if any(one.number is None or _own_number(one.mark) != one.number for one in named):
        return
    if numbers != [*range(1, len(named) + 1)]:
        yield f"原文的序号是 {_numbers([number or 0 for number in numbers])}，这里从 1 起重新编号。"


def _own_number(mark: str) -> int | None:
    return parse_numeral(re.sub(r"[第条项章节部分、.．（）()：:\s]", "", mark))


def _quoted(words: list[str]) -> str:
    return "".join(f"“{clean(word)}”" for word in words)


def _place_of(name: str) -> str:
    """The place that a plan's name begins with: 明江市."""
    found = _PLACE.match(name)
    return found[0] if found and not name.startswith(("关于", "自治")) else ""


def _filled_in(rule: ReportingRule, name: str, today: date, asks: dict[str, str]) -> ReportingRule:
    """The rule with sensible defaults for what the document does not say; one question in `asks` names them all."""
    wanting: dict[str, str] = {}

    def given(key: str, value: str, default: str) -> str:
        if not value and key not in asks:
            wanting.setdefault(key, default)
        return clean(value) or default

    title = given("方案名称", rule.name, re.sub(r"\.[^.]+$", "", clean(name)) or "方案")
    table = given("汇总表", rule.table, f"{title}情况汇总表")
    office = given("汇总单位", rule.office, f"{rule.place}人民政府办公室" if rule.place else "办公室")
    section = given("接收科室", rule.section, office)
    if rule.issued is None:
        wanting["印发日期"] = "空着"
    first_day = rule.first_day or today
    next_day = rule.issued + timedelta(days=1) if rule.issued and rule.issued < date.max else None
    if "起始日期" not in asks and (rule.first_day is None or rule.first_day == next_day):
        wanting["起始日期"] = "印发的第二天" if rule.issued else "今天"
    deadline = given("每日截止", rule.deadline, "17:00")
    paper = given("纸质版", rule.paper, "否")
    if [*wanting] == ["起始日期"]:
        asks["起始日期"] = f"方案没有写从哪天起报，按{wanting['起始日期']}"
    elif wanting:
        asks["报送要求"] = f"方案没有写{'、'.join(wanting)}，{_PLAIN_DEFAULTS}"
    return replace(
        rule,
        name=title,
        document=clean(rule.document),
        table=table,
        office=office,
        section=section,
        first_day=first_day,
        deadline=deadline,
        days=rule.days or "每日",
        paper=paper,
    )


def _written(
    head: str,
    rule: ReportingRule,
    asks: dict[str, str],
    units: UnitRegister,
    measures: list[DraftMeasure],
    of_measures: tuple[str, ...],
    notes: tuple[str, ...],
) -> PlanDraft:
    places = sum(len(one.leads) for one in measures)
    counts = f"措施 {len(measures)} 项、牵头 {places} 处、单位 {len(units.units)} 个、单位组 {len(units.groups)} 个"
    text = measures_text(head, rule, asks, units.prefix, measures, of_measures, notes)
    return PlanDraft(text, units_text(head, units), counts)
