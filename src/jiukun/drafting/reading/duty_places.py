"""Where a plan says who is responsible: brackets, lines with labels, sentences; and what no rule has read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiukun.chinese.brackets import bracket_pairs
from jiukun.chinese.text import is_within, line_end
from jiukun.drafting.reading.duty_text import Statement, is_sentence, read_duty_text
from jiukun.drafting.reading.labels import LABEL, UNITS, Role, is_limit, role_of
from jiukun.drafting.reading.unit_lists import Entry, entered, looks_named
from jiukun.drafting.reading.unit_shapes import Kind, ends_like_a_unit, is_group

_MOST_IN_A_BRACKET = 3_000  # characters; nobody's list is longer
_BEGINS = re.compile(rf"\s{{0,20}}(?:{LABEL.pattern})")
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]+[、.．）)]")
_CLOSES = re.compile(rf"。|[。；; \t\u3000\v）)]*+(?:\Z|\n|{_NUMBERED.pattern})")
_DATED = re.compile(r"\s*[\d〇○零一二三四五六七八九十]{4}\s*年.{1,12}[日号]\s*")
_STOPS = "。；;！？）)〕]】｝}：:∶﹕"
_LONGEST_SENTENCE = 200
_LONGEST_NAME = 40
_MOST_LINES = 50
_SEPARATED = re.compile("[、，,；;：:\\n]")
_STOP = re.compile("[。；;\\n]")
_SENTENCE = re.compile("[^。！？\\n]+")
_COMMA = re.compile("[，,；;]")
_SIGNATURE = re.compile("(?:人民政府|委员会|人民政府办公室|委员会办公室|政府办公室)$")
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
_LEFT_BRACKET = re.compile(
    r"[（(〔\[【][^（()）〔〕\[\]【】\n]*(?:牵头|负责|配合|责任)[^（()）〔〕\[\]【】\n]*[）)〕\]】][。；\s]*$"
)
_VALUE = re.compile(r"[ \t\u3000]*[\u4e00-\u9fff]")
# Sentences of reporting, and of the document itself, say nothing of a measure's units.
_REPORTING = re.compile(
    "报送|上报|报至|汇总|反馈|联系人|联系电话|每[日天周月].{0,20}报|解释|印发|抄送|督查|督导|通报|考核"
)
_BELOW_A_SIGNATURE = re.compile(r"(?<=政府|员会|公室)\s*$|\s*[\d〇○零一二三四五六七八九十]{4}\s*年.{1,12}[日号]")
_CLAUSES = re.compile(r"[^。；;\n]+")
_OPENING = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*$")
_LONGEST_LEFT = 400  # characters of a sentence or bracket


def statements(text: str, paragraphs: list[tuple[int, int]]) -> list[Statement]:
    """All in some paragraphs of a text, one behind the other; `paragraphs` are their places."""
    found = [*_bracketed(text, paragraphs[0][0], paragraphs[-1][1])]
    found += _labelled(text, paragraphs, [(bracket.start, bracket.end) for bracket in found])
    led = any(Role.LEAD in statement.roles and not statement.within for statement in found)
    covered = sorted((statement.start, statement.end) for statement in found)
    found += [replace(sentence, within=led) for sentence in _free(text, paragraphs, covered)]
    found = sorted((statement for statement in found if statement.roles), key=lambda statement: statement.start)
    # What a bracket within a sentence says is a remark beside what is said outside.
    outside = [statement for statement in found if not statement.within]
    return outside if any(statement.has_units for statement in outside) else found


def list_in_closing_bracket(text: str, start: int, end: int) -> Statement | None:
    """A bracket at the end of a paragraph that holds nothing but units: （市财政局，各县区人民政府）."""
    stripped = text[start:end].rstrip("。；; \t\u3000\v")
    pairs, _ = bracket_pairs(text, start, start + len(stripped))
    opening = next((opening for opening, close in pairs.items() if close == start + len(stripped) - 1), None)
    if opening is None or len(stripped) - opening + start > _MOST_IN_A_BRACKET:
        return None
    inner = entered(text[opening + 1 : pairs[opening]], opening + 1)
    names = [entry.text for entry in inner if entry.kind is Kind.NAME]
    if not names or not all(ends_like_a_unit(name) or is_group(name) for name in names) or len(names[0]) < 3:
        return None
    return Statement(opening, pairs[opening] + 1, tuple(inner))


def _bracketed(text: str, start: int, end: int) -> Iterator[Statement]:
    """In brackets that begin with a label, and in outermost ones that are sentences."""
    pairs, never = bracket_pairs(text, start, end)
    reached = tried = start
    for opening in sorted({*pairs, *never}):
        close = pairs.get(opening)
        if opening < reached:
            continue
        within = False
        if not _has_a_label(text, opening + 1, close):
            if close is None or opening < tried:
                continue
            tried = close
            if close - opening > _MOST_IN_A_BRACKET or not is_sentence(text[opening + 1 : close]):
                continue
            within = _is_within_a_sentence(text, start, opening, close, end)
        stop = close if close is not None else line_end(text, opening, end)
        statement = read_duty_text(text[opening + 1 : stop], opening + 1, None, bracketed=True)
        unclosed = () if close is not None else (opening,)
        yield replace(statement, start=opening, end=stop + (close is not None), within=within, unclosed=unclosed)
        reached = stop


def _is_within_a_sentence(text: str, start: int, opening: int, close: int, end: int) -> bool:
    """Whether a bracket neither stands behind a full stop nor closes its paragraph."""
    before = text[max(start, opening - 20) : opening].rstrip()
    closes = _CLOSES.match(text, close + 1, min(end, close + 20)) is not None
    return not closes and before[-1:] not in {*"。；;！？"}


def _has_a_label(text: str, start: int, close: int | None) -> bool:
    """Whether a bracket begins with a label, or has one behind a deadline: （6月底前。牵头单位：甲）."""
    if _BEGINS.match(text, start):
        return True
    found = LABEL.search(text, start, close) if close is not None and close - start <= _MOST_IN_A_BRACKET else None
    if found is None or role_of(found[0]) not in UNITS:
        return False
    before = text[start : found.start()].strip(" ，,；;。、")
    return len(before) <= _LONGEST_NAME and (is_limit(before) or text[found.start() - 1] in "，,；;。 ")


def _labelled(text: str, paragraphs: list[tuple[int, int]], covered: list[tuple[int, int]]) -> Iterator[Statement]:
    """Lines that begin with a label, and the lines that go on with its list."""
    index = 0
    while index < len(paragraphs):
        start, end = paragraphs[index]
        index += 1
        labels = (label for label in LABEL.finditer(text, start, end) if _begins_list(text, start, label, covered))
        if not (label := next(labels, None)):
            continue
        begin = label.start()
        while index < len(paragraphs) and _goes_on(text, (begin, end), paragraphs[index : index + 2]):
            end = paragraphs[index][1]
            index += 1
        statement = read_duty_text(text[begin:end], begin, None)
        yield replace(statement, on_lines=True, unclosed=_stray(text, begin, end))


def _begins_list(text: str, start: int, label: re.Match[str], covered: list[tuple[int, int]]) -> bool:
    """Whether a label stands where a sentence begins, and in no bracket that was read."""
    if is_within(label.start(), covered):
        return False
    value = _STOP.split(text[label.end() : label.end() + _LONGEST_SENTENCE], maxsplit=1)[0]
    if label["spaced"]:  # without a colon
        return looks_named(entered(value, 0))
    if _begins_sentence(text, start, label.start()) or role_of(label[0]) not in UNITS:
        return _begins_sentence(text, start, label.start())
    return text[label.start() - 1].isspace() or looks_named(entered(value, 0))


def _begins_sentence(text: str, start: int, index: int) -> bool:
    before = text[max(start, index - 40) : index].rstrip(" \t\u3000\v")  # an indent and a bullet are no longer
    return not before or before[-1] in _STOPS or before.lstrip(" \t\u3000●■◆★▲-*·1234567890.、（(") == ""


def _stray(text: str, begin: int, end: int) -> tuple[int, ...]:
    """The bracket at the end of lines that nothing opens."""
    last = begin + len(text[begin:end].rstrip("。；; \t\u3000\v\n")) - 1
    if last <= begin or text[last] not in "）)〕】]" or text[begin:end].count("\n") > _MOST_LINES:
        return ()
    pairs, _ = bracket_pairs(text, begin, end)
    return () if last in pairs.values() else (last,)


def _goes_on(text: str, line: tuple[int, int], following: list[tuple[int, int]]) -> bool:
    """Whether a line goes on with the list of the line above it; who signs the document does not."""
    above, more = text[line[0] : line[1]].rstrip(), text[slice(*following[0])]
    if not more.strip() or LABEL.search(more) or "。" in above or len(above) > _MOST_IN_A_BRACKET or "\n" in more:
        return False
    if text[line[1] : following[0][0]].strip() or _NUMBERED.match(more):
        return False
    first = _SEPARATED.split(more.strip(), maxsplit=1)[0]
    last = _SEPARATED.split(above[-_LONGEST_NAME:])[-1]
    cut = not ends_like_a_unit(last) and not is_group(last) and ends_like_a_unit(last + first)
    names = entered(more, 0)
    if not looks_named(names) and not (cut and looks_named(entered(last + more, 0))):
        return False
    return above.endswith(("、", "，", ",", "：", ":")) or not _is_signature(text, line[1], following)


def _is_signature(text: str, end: int, following: list[tuple[int, int]]) -> bool:
    """Whether a line stands apart, below a blank one, or signs: a government's name, or any above a date."""
    more = text[slice(*following[0])]
    dated = len(following) > 1 and _DATED.fullmatch(text, *following[1]) is not None
    names = entered(more, 0)
    signed = len(names) == 1 and _SIGNATURE.search(names[0].text) is not None
    return dated or signed or text.count("\n", end, following[0][0]) > 1


def _free(text: str, paragraphs: list[tuple[int, int]], covered: list[tuple[int, int]]) -> Iterator[Statement]:
    """Sentences that say who does it and nothing else, or end so: 由市甲局牵头，市乙局配合."""
    for start, end in paragraphs:
        for found in _SENTENCE.finditer(text, start, end):
            if len(found[0]) > _LONGEST_SENTENCE or not ("牵头" in found[0] or "负责" in found[0]):
                continue
            clauses = (found.start(), *(clause.end() for clause in _COMMA.finditer(text, *found.span())))
            parts = ((begin, text[begin : found.end()]) for begin in clauses if not is_within(begin, covered))
            begin, words = next((part for part in parts if is_sentence(part[1], free=True)), (0, ""))
            if words:
                yield read_duty_text(words, begin, None)


@dataclass(frozen=True)
class LeftOver:
    """Words at a place and the units named there; `is_duty` where they say who does what, or stand apart."""

    index: int
    words: str
    names: tuple[Entry, ...] = ()
    is_duty: bool = True
    is_bracket: bool = False


def left_over(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[LeftOver]:
    """What of a paragraph is in no place that was read; `taken` are those, sorted."""
    for label in LABEL.finditer(text, start, end):
        is_read = is_within(label.start(), taken)
        if label["known"] and not is_read and role_of(label[0]) in UNITS and _VALUE.match(text, label.end()):
            yield LeftOver(label.start(), text[label.start() : line_end(text, label.end(), end)])
            return
    bracket = _LEFT_BRACKET.search(text, max(start, end - _LONGEST_LEFT), end)
    for sentence, found in _names_in(text, start, end):
        place = found.start()
        names = entered(found[0], place)
        is_alone = found[0] == sentence
        if is_within(place, taken) or not looks_named(names) or _REPORTING.search(sentence):
            continue
        if is_alone and _BELOW_A_SIGNATURE.match(text, found.end()):
            continue
        is_bracket = _OPENING.search(text[max(start, place - _LONGEST_LEFT) : place]) is not None
        is_duty = is_bracket or is_alone or _DUTY.search(sentence) is not None
        yield LeftOver(place, sentence, tuple(names), is_duty, is_bracket)
        bracket = None if bracket and bracket.start() < place else bracket
    if bracket and not is_within(bracket.start() + 1, taken):
        yield LeftOver(bracket.start(), bracket[0].strip())


def _names_in(text: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
    """Names of units, each with the sentence in which it stands."""
    for whole in _CLAUSES.finditer(text, start, end):
        for found in _NAMES.finditer(text, *whole.span()):
            first, last = max(whole.start(), found.start() - _LONGEST_LEFT), found.end() + _LONGEST_LEFT
            yield text[first : min(whole.end(), last)].strip(), found
