"""The plan's own rule for who leads (列首位的为牵头单位，下同): found wherever it stands, applied to all measures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import bracket_pairs

_LEADS = "(?:总?牵头|主办|主责|主要负责|总负责|负总责)"
_FIRST = (
    r"(?:[列排位写居放置]名?(?:序|列)?(?:在|于|居)?(?:首位?|第[一1](?:位|名|个|家)?|最前面?|前面)"
    r"|首位|第[一1](?:位|名|个|家)|首个|首家|(?:在|最)前面?)"
)
_NO_FIRST = r"(?![^，。；\n]{0,3}(?:逗号|分号|顿号|书记|责任人|时间))"
_SIGN = '(?:逗号|分号|[“"「][，,；;][”"」])'
_STAR = r"[“\"（(]?([*＊★☆▲△●◆※])[”\"）)]?"
_BETWEEN = r"[^，。；\n]{0,10}?"
_SHORT = r"[^，。；、\n（(]{0,8}?"
_RULES = {
    "comma": rf"{_SIGN}(?:之|以)?前{_BETWEEN}{_LEADS}|{_LEADS}{_SHORT}{_SIGN}(?:之|以)?前",
    "star": rf"{_STAR}(?:号|的|者|为|标|单位|部门){_SHORT}{_LEADS}|{_LEADS}(?:单位|部门)?{_SHORT}{_STAR}",
    "bold": rf"(?:加粗|黑体|粗体|加黑){_BETWEEN}{_LEADS}|{_LEADS}(?:单位|部门)?{_SHORT}(?:加粗|黑体|粗体|加黑)",
    "first": rf"{_FIRST}{_NO_FIRST}{_SHORT}{_LEADS}|{_LEADS}(?:单位|部门|责任单位){_SHORT}{_FIRST}",
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _RULES.items()))
_STOPS = "，,；;。\n（(〔[【"
_STOP = re.compile("[、，,；;。\n]")
_END = re.compile(r"[；;。\n）)〕\]】]")
_LONGEST = 120  # characters of a rule and its remarks


@dataclass(frozen=True)
class LeadRule:
    """Where a rule stands, its words, and which units of a list lead by it."""

    start: int
    end: int
    words: str
    chosen: Callable[[Sequence[Entry], str], list[Entry]]


def lead_rules(text: str, bold: Sequence[tuple[int, int]]) -> list[LeadRule]:
    """All rules of a document in their order."""
    return [_rule(found, text, bold) for found in _ANY.finditer(text)]


def rule_for(index: int, rules: Sequence[LeadRule]) -> LeadRule | None:
    """The rule that was said last before a place, else the first of all."""
    place = bisect_right(rules, index, key=lambda rule: rule.start)
    return rules[max(0, place - 1)] if rules else None


def without_rules(text: str) -> str:
    """A text of a duty with its rules of marking blanked out, up to the end of their bracket or clause."""
    pieces: list[str] = []
    begin = 0
    for found in _ANY.finditer(text):
        start, end = _extent(text, found.start(), found.end())
        pieces += [text[begin:start], " " * (end - max(start, begin))]
        begin = max(begin, end)
    return "".join([*pieces, text[begin:]])


def _rule(found: re.Match[str], text: str, bold: Sequence[tuple[int, int]]) -> LeadRule:
    if found["comma"]:
        signs = "；;" if re.search("分号|[；;]", found[0]) else "，,"
        chosen: Callable[[Sequence[Entry], str], list[Entry]] = partial(_before_sign, signs)
    elif found["star"]:
        sign = next(sign for sign in found[0] if sign in "*＊★☆▲△●◆※")
        chosen = partial(_marked, sign)
    else:
        chosen = partial(_bold, bold) if found["bold"] else _first
    start, end = _extent(text, found.start(), found.end())
    return LeadRule(start, end, text[start:end].strip(_STOPS + "）)〕]】"), chosen)


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """From the stop before a rule to the end of its bracket, or of the remarks behind it (有几家的分头负责，下同)."""
    begin = max(text.rfind(sign, max(0, start - 40), start) for sign in _STOPS) + 1
    begin = begin or max(0, start - 40 if start > 40 else 0)  # noqa: PLR2004  no clause is longer
    opening = text[begin - 1 : begin]
    if opening and opening in "（(〔[【":
        close = bracket_pairs(text, begin - 1, min(len(text), end + _LONGEST))[0].get(begin - 1)
        if close is not None:
            return begin - 1, close + 1
    stop = _END.search(text, end, end + _LONGEST)
    return begin, stop.start() if stop else min(len(text), end + _LONGEST)


def _first(entries: Sequence[Entry], text: str) -> list[Entry]:  # noqa: ARG001  as the other rules
    return list(entries[:1])


def _before_sign(signs: str, entries: Sequence[Entry], text: str) -> list[Entry]:
    """All before the first comma of their list; all, where it has none."""
    begin = entries[0].of_list if entries else 0
    stop = min((place for sign in signs if (place := text.find(sign, begin)) >= 0), default=len(text))
    return [entry for entry in entries if entry.index < stop]


def _marked(sign: str, entries: Sequence[Entry], text: str) -> list[Entry]:
    return [
        entry
        for entry in entries
        if sign in _STOP.split(text[entry.index : entry.index + len(entry.text) + 1], maxsplit=1)[0]
    ]


def _bold(bold: Sequence[tuple[int, int]], entries: Sequence[Entry], text: str) -> list[Entry]:  # noqa: ARG001
    return [entry for entry in entries if any(a <= entry.index + 1 < b for a, b in bold)]
