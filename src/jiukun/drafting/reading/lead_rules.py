"""The plan's own rule for who leads (列首位的为牵头单位，下同): found wherever it stands, applied to all measures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from jiukun.chinese.brackets import bracket_pairs
from jiukun.chinese.text import is_within
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.unit_lists import Entry

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


class LeadRule(NamedTuple):
    """Where a rule stands, its words, and which units of a list lead by it."""

    start: int
    end: int
    words: str
    kind: str
    signs: str

    def chosen(self, entries: list[Entry], document: PlanDocument) -> list[Entry]:
        """Those of a list's units that lead; all lead where a list has no comma."""
        text = document.source.text
        if self.kind == "comma":
            begin = entries[0].of_list if entries else 0
            stop = min((place for sign in self.signs if (place := text.find(sign, begin)) >= 0), default=len(text))
            return [entry for entry in entries if entry.index < stop]
        if self.kind == "star":
            pieces = (text[entry.index : entry.index + len(entry.text) + 1] for entry in entries)
            marked = (self.signs in _STOP.split(piece, maxsplit=1)[0] for piece in pieces)
            return [entry for entry, is_marked in zip(entries, marked, strict=True) if is_marked]
        if self.kind == "bold":
            return [entry for entry in entries if is_within(entry.index + 1, document.bold)]
        return entries[:1]


def lead_rules(text: str) -> list[LeadRule]:
    """All rules of a document in their order."""
    return [_rule(found, text) for found in _ANY.finditer(text)]


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


def _rule(found: re.Match[str], text: str) -> LeadRule:
    kind = found.lastgroup or "first"
    signs = "；;" if re.search("分号|[；;]", found[0]) else "，,"
    if kind == "star":
        signs = next(sign for sign in found[0] if sign in "*＊★☆▲△●◆※")
    start, end = _extent(text, found.start(), found.end())
    return LeadRule(start, end, text[start:end].strip(_STOPS + "）)〕]】"), kind, signs)


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """From the stop before a rule to the end of its bracket, or of the remarks behind it (有几家的分头负责，下同)."""
    begin = max(text.rfind(sign, max(0, start - 40), start) for sign in _STOPS) + 1
    begin = begin or max(0, start - 40)
    opening = text[begin - 1 : begin]
    if opening and opening in "（(〔[【":
        close = bracket_pairs(text, begin - 1, min(len(text), end + _LONGEST))[0].get(begin - 1)
        if close is not None:
            return begin - 1, close + 1
    stop = _END.search(text, end, end + _LONGEST)
    return begin, stop.start() if stop else min(len(text), end + _LONGEST)
