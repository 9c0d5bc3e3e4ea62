"""What a person must look at: asked once where one answer serves all measures, and told where nothing was drafted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.drafting.drafts.yaml_texts import clean
from jiukun.drafting.reading.plan_contents import MeasureRead, Missed, PlanContents
from jiukun.drafting.reading.unit_shapes import Kind

_CLOSING = "）)〕]】］｝}"
_VAGUE = "只写了“{}”，没有写明是哪个单位，没有列为措施"
_REMEDIES = {
    "JK617": "确实是措施的，在方案或 data/measures.yaml 里补上；只是要求的，不必理会",
    "JK618": "照原文补进 data/measures.yaml；或把这一句改成“（牵头单位：甲；责任单位：乙）”，再起草一次",
}
_MOST_LISTED = 300  # numbers of measures in a question
_LONGEST = 60  # characters of a sentence that is quoted
# The words of a measure that are asked about, and the question that names all of them with their measures.
_OF_WORDS: tuple[tuple[Callable[[MeasureRead], Iterable[str]], str], ...] = (
    (lambda measure: measure.words(Kind.VAGUE), "{}没有点名，没有列入；知道是谁的，补进责任单位"),
    (lambda measure: measure.words(Kind.MENTION), "正文还提到{}，没有列入；要由它负责的，补进责任单位"),
    (lambda measure: measure.labels, "{}后面的单位列进了责任单位；要由它牵头或不必列的，改一下"),
)


def all_missed(found: PlanContents) -> list[Missed]:
    """What was not drafted, with the measures that only say 有关部门."""
    vague = (
        Missed(one.index, one.name, _VAGUE.format("、".join(map(one_line, one.words(Kind.VAGUE, Kind.DOUBT)))))
        for one in found.measures
        if not one.names_anybody
    )
    return sorted((*found.missed, *vague), key=lambda one: one.index)


def asks_of_all(found: PlanContents, named: list[MeasureRead], guessed: list[int]) -> Iterator[str]:
    """What one answer settles for the whole plan; `guessed` are the measures whose lead is a guess."""
    if guessed:
        yield f"第 {numbers_in_words(guessed)} 项没有写哪家牵头，暂由列在最前的单位牵头；方案另有规矩的，照规矩改"
    for words_of, question in _OF_WORDS:
        places: dict[str, list[int]] = defaultdict(list)
        for number, measure in enumerate(named, 1):
            for word in words_of(measure):
                places[clean(word)].append(number)
        if places:
            yield question.format("、".join(f"“{word}”（第 {numbers_in_words(at)} 项）" for word, at in places.items()))
    if missed := all_missed(found):
        listed = "、".join(f"“{one_line(one.words, _LONGEST)}”" for one in missed)
        yield f"原文{listed}没有列入（没有写单位，或者看不出由谁负责）；是措施就补上"


def notes_of_all(found: PlanContents, named: list[MeasureRead]) -> Iterator[str]:
    """What is worth knowing of all measures, and needs no answer."""
    rules = dict.fromkeys(clean(rule.words) for rule in found.lead_rules)
    if rules:
        yield f"方案写明{quoted(rules)}，没有另写牵头单位的各项照此办理。"
    numbers = [measure.number for measure in named if measure.number == _own_number(measure.mark)]
    known = [number for number in numbers if number is not None]
    if len(known) == len(named) and known != [*range(1, len(named) + 1)]:
        yield f"原文的序号是 {numbers_in_words(known)}，这里从 1 起重新编号。"


def diagnostics(source: Source, found: PlanContents, *, any_measure: bool) -> Iterator[Diagnostic]:
    """What of a document could not be read."""
    say = source.diagnostic
    if not any_measure:
        message = "没有找到措施：没有哪一处写着牵头单位、责任单位和单位名称"
        hint = "每项措施后面要有“（牵头单位：甲；责任单位：乙）”这样的话，或用“工作任务、牵头单位、责任单位”作表头的表"
        yield say(0, "JK615", message, hint)
    for index in found.unclosed:
        if source.text[index] in _CLOSING:
            yield say(index, "JK616", "这个括号没有左半边", "补上左括号，再核对这一项的单位")
        else:
            yield say(index, "JK616", "这个括号没有右半边，读到这一段的末尾为止", "补上右括号，再核对这一项的单位")
    for missed in all_missed(found):
        yield say(
            missed.index, missed.code, f"“{one_line(missed.words, _LONGEST)}”{missed.why}", _REMEDIES[missed.code]
        )


def numbers_in_words(numbers: list[int]) -> str:
    """1、2、5—8: runs of numbers by their ends."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = (f"{run[0]}{'、' if len(run) == 2 else '—'}{run[-1]}" if run[1:] else str(run[0]) for run in runs)  # noqa: PLR2004  two
    return "、".join([*ends][:_MOST_LISTED])


def quoted(words: Iterable[str]) -> str:
    """Words in quotation marks."""
    return "".join(f"“{clean(word)}”" for word in words)


def _own_number(mark: str) -> int | None:
    return parse_numeral(re.sub(r"[第条项章节部分、.．（）()：:\s]", "", mark))
