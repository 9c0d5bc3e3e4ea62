"""What no rule has read: labels with something behind them, and units that a sentence or a bracket names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiukun.drafting.reading.duty_places import is_within, line_end
from jiukun.drafting.reading.labels import LABEL, UNITS, role_of
from jiukun.drafting.reading.unit_lists import Entry, entered, looks_named

_ENDING = (
    "(?:局|办公室|委员会|委(?![托派员任])|办(?![理事法好实学结案件证税班])|厅|中心|公司|政府|银行|支队|大队|集团|(?:组织|宣传|统战)部)"
    "(?:办公室)?"
)
_LEVEL = "(?:自治[州县区旗]|[省市县区州旗镇])"
_NO_LEVEL = f"{_LEVEL}(?:[域级直属下区州]|民中|块链)"  # 市级, 县区, 市民中心
_REST = rf"[\u4e00-\u9fff]{{1,14}}?{_ENDING}"
_BEFORE = "(?:(?<![\u4e00-\u9fff])|(?<=[由请向与和及同对到在将含]))"
_NAMES = re.compile(
    rf"{_BEFORE}(?!{_NO_LEVEL}){_LEVEL}{_REST}(?:[、，和及与]+(?!{_NO_LEVEL}){_REST}(?![\u4e00-\u9fff]{{0,12}}长))*"
)
_DUTY = re.compile("牵头|负责|会同|配合|承办|主办")
_BRACKET = re.compile(
    r"[（(〔\[【][^（()）〔〕\[\]【】\n]*(?:牵头|负责|配合|责任)[^（()）〔〕\[\]【】\n]*[）)〕\]】][。；\s]*$"
)
_VALUE = re.compile(r"[ \t\u3000]*[\u4e00-\u9fff]")
# Sentences of reporting, and of the document itself, say nothing of a measure's units.
_REPORTING = re.compile(
    "报送|上报|报至|汇总|反馈|联系人|联系电话|每[日天周月].{0,20}报|解释|印发|抄送|督查|督导|通报|考核"
)
_BELOW_A_SIGNATURE = re.compile(r"(?<=政府|员会|公室)\s*$|\s*[\d〇○零一二三四五六七八九十]{4}\s*年.{1,12}[日号]")
_STOPS = "。；;\n"
_OPENING = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*$")
_LONGEST = 400  # characters of a sentence or bracket


@dataclass(frozen=True)
class LeftOver:
    """Words that stand at a place and the units named there, none behind a label that no rule has read.

    `is_duty` where they say that somebody leads, is responsible or helps; so does what a bracket names, or a line
    that holds nothing else.
    """

    index: int
    words: str
    names: tuple[Entry, ...] = ()
    is_duty: bool = True
    is_bracket: bool = False


def left_over(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[LeftOver]:
    """What of a paragraph is in no place that was read; `taken` are those, sorted."""
    for label in LABEL.finditer(text, start, end):
        is_read = is_within(label.start(), taken)
        if label[1] and not is_read and role_of(label[0]) in UNITS and _VALUE.match(text, label.end()):
            yield LeftOver(label.start(), text[label.start() : line_end(text, label.end(), end)])
            return
    bracket = _BRACKET.search(text, max(start, end - _LONGEST), end)
    for found in _NAMES.finditer(text, start, end):
        sentence = _sentence(
            text, found.start(), max(start, found.start() - _LONGEST), min(end, found.end() + _LONGEST)
        )
        names = entered(found[0], found.start())
        is_alone = found[0] == sentence
        if is_within(found.start(), taken) or not looks_named(names) or _REPORTING.search(sentence):
            continue
        if is_alone and _BELOW_A_SIGNATURE.match(text, found.end()):
            continue
        is_bracket = _OPENING.search(text[max(start, found.start() - _LONGEST) : found.start()]) is not None
        is_duty = is_bracket or is_alone or _DUTY.search(sentence) is not None
        yield LeftOver(found.start(), sentence, tuple(names), is_duty, is_bracket)
        bracket = None if bracket and bracket.start() < found.start() else bracket
    if bracket and not is_within(bracket.start() + 1, taken):
        yield LeftOver(bracket.start(), bracket[0].strip())


def _sentence(text: str, place: int, start: int, end: int) -> str:
    """The sentence in which a place stands."""
    begin = max(text.rfind(stop, start, place) + 1 for stop in _STOPS)
    ends = [found for stop in _STOPS if (found := text.find(stop, place, end)) >= 0]
    return text[max(begin, start) : min(ends, default=end)].strip()
