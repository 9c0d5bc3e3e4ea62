"""A plan document as drafts of data/measures.yaml and data/units.yaml, with questions where a person must look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.drafts.unit_register import DraftUnit, UnitRegister, gather
from jiukun.drafting.drafts.yaml_texts import DraftMeasure, clean, measures_text, units_text
from jiukun.drafting.reading import MeasureRead, Mention, PlanContents, ReportingRule, WithoutUnits, is_group, read_plan

_CLOSING = "）)〕]】］｝}"
_PLACE = re.compile("[\u4e00-\u9fff]{2,10}?(?:自治[州县旗]|[市县区州旗](?!场|域))")
_REWORD = "改成“（牵头单位：甲；责任单位：乙）”这样的写法再读，或在 data/measures.yaml 里补上"
_LONGEST_TASK = 300
_HEAD = "标“待核”的地方请看一遍，改好后删去那一行；改完运行 jiukun check。"
_SAMPLE_ASK = "这是样例，换成你们的"


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
        WithoutUnits(one.task, one.index, one.mark, _unlisted(one)) for one in found.measures if not one.names_anybody
    ]
    without = tuple(sorted((*found.without_units, *nobody), key=lambda one: one.index))
    place = found.duty.place or _place_of(found.duty.name, named)
    told = tuple(_told(document, found, without, any_measure=bool(named)))
    if not named:
        return None, told
    units = gather(
        [one.names for measure in named for one in measure.leads],
        [one.names for measure in named for one in measure.others],
        _sole_groups(named),
        place,
        found.duty.members,
    )
    measures = [_measure(one, number, units, found) for number, one in enumerate(named, 1)]
    numbered = _numbered(named)
    if not numbered:
        measures = [_with_mark(one, source) for one, source in zip(measures, named, strict=True)]
    left_out = [_left_out(one, sum(other.index < one.index for other in named)) for one in without]
    asks = {**found.duty.asks, **({} if numbered is not None else {"措施": _renumbered(named)})}
    duty = _filled_in(found.duty, name, today, asks)
    head = f"由 jiukun init 从“{one_line(name, 80)}”起草。{_HEAD}"
    return _written(head, duty, asks, units, measures, left_out), told


def sample_plan(today: date) -> PlanDraft:
    """A small project to edit by hand."""
    measures = [
        DraftMeasure("第一项措施的名称", ("甲局",), ("乙局",), asks=(f"{_SAMPLE_ASK}措施，一项一段，序号从 1 起连续",)),
        DraftMeasure("第二项措施的名称", ("乙局", "甲局"), ()),
    ]
    units = UnitRegister(
        (
            DraftUnit("甲局", "某某市甲局", ("市甲局",), (f"{_SAMPLE_ASK}单位，方案里出现的单位都要在这里登记",)),
            DraftUnit("乙局", "某某市乙局", ("市乙局",)),
        ),
        (),
        "",
        "",
        {},
    )
    asks = {"方案": f"{_SAMPLE_ASK}方案", "报送要求": "报送要求逐项核对：向谁报、几点前报、要不要纸质版、从哪天起报"}
    duty = ReportingRule("样例方案", "", None, "样例方案情况汇总表", "办公室", "办公室", today, "17:00", "每日", "是")
    return _written(f"由 jiukun init 新建。{_HEAD}", duty, asks, units, measures, [])


def _told(
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
        said = f"只写了“{one.words}”，没有写明是哪个单位" if one.words else "没有写由哪个单位负责"
        message = f"“{one_line(one.name)}”{said}，没有列为措施"
        yield say(one.index, "JK617", message, "确实是措施的，在方案或 data/measures.yaml 里补上；只是要求的，不必理会")


def _sole_groups(named: list[MeasureRead]) -> list[Mention]:
    """Groups that nobody stands beside in measures without a lead."""
    sole = []
    for measure in named:
        mentions = [one for listing in measure.others for one in listing.names]
        if not any(one.names for one in measure.leads) and all(is_group(one.text) for one in mentions):
            sole += mentions[:1]
    return sole


def _place_of(name: str, named: list[MeasureRead]) -> str:
    """The place that a plan's name begins with, where names of units begin with it, too: 明江市."""
    found = _PLACE.match(name)
    lists = (one for measure in named for one in (*measure.leads, *measure.others))
    units = (mention.text for one in lists for mention in one.names)
    return found[0] if found and any(one.startswith(found[0]) and len(one) > len(found[0]) for one in units) else ""


def _measure(found: MeasureRead, number: int, units: UnitRegister, plan: PlanContents) -> DraftMeasure:
    leads = tuple(dict.fromkeys(name for one in found.leads for name in units.of(one.names)))
    others = tuple(dict.fromkeys(name for one in found.others for name in units.of(one.names)))
    asks = []
    if not leads:
        leads = (next((name for name in others if not is_group(name)), others[0]),)
        others = tuple(name for name in others if name not in leads)
        if not plan.first_leads:
            asks.append(f"第 {number} 项没有写牵头单位，暂由列在最前的“{leads[0]}”牵头")
    lists = (*found.leads, *found.others)
    unnamed = [words.text for one in lists for words in one.unnamed]
    if unnamed:
        asks.append(f"第 {number} 项还写了“{_listed(unnamed)}”，没有点名，没有列入")
    doubtful = [words.text for one in lists for words in one.words]
    if doubtful:
        asks.append(f"第 {number} 项还写了“{_listed(doubtful)}”，看不出是哪个单位，没有列入")
    if any(found.statement.start <= place <= found.statement.end for place in plan.unclosed):
        asks.append(f"第 {number} 项的括号只有一半，核对单位有没有多、有没有少")
    asks += [f"第 {number} 项{ask}" for ask in found.asks]
    task = clean(found.task)
    if len(task) > _LONGEST_TASK:
        task = task[:_LONGEST_TASK] + "…"
        asks.append(f"第 {number} 项的工作任务太长，请改成一句话")
    if not task:
        task = "（没有标题）"
        asks.append(f"第 {number} 项没有找到工作任务的名称")
    notes = (f"牵头领导、责任人：{one_line(found.statement.persons, 100)}",) if found.statement.persons else ()
    return DraftMeasure(task, leads, others, clean(found.statement.limit), tuple(asks), notes)


def _unlisted(found: MeasureRead) -> str:
    """The words of a measure that name nobody."""
    return _listed([words.text for one in (*found.leads, *found.others) for words in (*one.unnamed, *one.words)])


def _listed(words: list[str]) -> str:
    return "、".join(dict.fromkeys(one_line(one) for one in words))


def _numbered(named: list[MeasureRead]) -> bool | None:
    """Whether the document itself numbers its measures 1 to the last; None where it does so with gaps."""
    if any(one.number is None or _own_number(one.mark) != one.number for one in named):
        return False
    return True if [one.number for one in named] == list(range(1, len(named) + 1)) else None


def _own_number(mark: str) -> int | None:
    return parse_numeral(re.sub(r"[第条项章节部分、.．（）()：:\s]", "", mark))


def _renumbered(named: list[MeasureRead]) -> str:
    listed = "、".join(str(one.number) for one in named[:20])
    return f"原文的序号是 {listed}{'……' if len(named) > 20 else ''}，这里从 1 起重新编号"  # noqa: PLR2004  to be read at a glance


def _with_mark(measure: DraftMeasure, found: MeasureRead) -> DraftMeasure:
    notes = (f"原文 {one_line(found.mark)}", *measure.notes) if found.mark else measure.notes
    return DraftMeasure(measure.task, measure.leads, measure.responsible, measure.limit, measure.asks, notes)


def _left_out(one: WithoutUnits, before: int) -> tuple[int, str]:
    return before, f"原文“{one_line(one.name)}”没有写单位，没有列为措施；是措施就补上"


def _filled_in(duty: ReportingRule, name: str, today: date, asks: dict[str, str]) -> ReportingRule:
    """The duty with sensible defaults for what the document does not say; each is a question in `asks`."""

    def given(key: str, value: str, default: str, words: str) -> str:
        if not value:
            asks.setdefault(key, words)
        return clean(value) or default

    title = given("方案", duty.name, re.sub(r"\.[^.]+$", "", clean(name)) or "方案", "没有认出方案的名称")
    if duty.issued is None:
        asks.setdefault("印发日期", "没有认出印发日期")
    first_day = duty.first_day or today
    if duty.first_day is None or (duty.issued is not None and duty.first_day == duty.issued + timedelta(days=1)):
        asks.setdefault("起始日期", f"方案没有写从哪天起报，按{'印发的第二天' if duty.issued else '今天'}")
    office = given(
        "汇总单位", duty.office, f"{duty.place}人民政府办公室" if duty.place else "办公室", "没有认出由谁汇总"
    )
    section = given("接收科室", duty.section, office, "没有认出报给哪个科室")
    return ReportingRule(
        title,
        clean(duty.document),
        duty.issued,
        given("汇总表", duty.table, f"{title}情况汇总表", "方案没有附表，标题是按方案名称起的"),
        office,
        section,
        first_day,
        given("每日截止", duty.deadline, "17:00", "方案没有写每天几点前报"),
        duty.weekdays or "每日",
        given("纸质版", duty.paper, "否", "方案没有说要纸质版"),
        duty.roster_deadline,
        duty.contact,
    )


def _written(
    head: str,
    duty: ReportingRule,
    asks: dict[str, str],
    units: UnitRegister,
    measures: list[DraftMeasure],
    left_out: list[tuple[int, str]],
) -> PlanDraft:
    places = sum(len(one.leads) for one in measures)
    counts = f"措施 {len(measures)} 项、牵头 {places} 处、单位 {len(units.units)} 个、单位组 {len(units.groups)} 个"
    return PlanDraft(measures_text(head, duty, asks, units.prefix, measures, left_out), units_text(head, units), counts)
