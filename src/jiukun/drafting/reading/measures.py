"""The measures of a document: which items hold them is decided by where the responsibility stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table
from jiukun.drafting.reading.duty_places import list_in_closing_bracket, statements
from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.flattened_tables import with_tables
from jiukun.drafting.reading.labels import LABEL, UNITS, Role
from jiukun.drafting.reading.lead_rules import lead_rules
from jiukun.drafting.reading.left_over import LeftOver, left_over
from jiukun.drafting.reading.measure_tables import TableReading, read_table
from jiukun.drafting.reading.numbered_items import Item, items, one_line_of, walk
from jiukun.drafting.reading.plan_contents import MeasureRead, PlanContents, Unread, WithoutUnits
from jiukun.drafting.reading.titles import title_before, title_of_passage, told_apart, unnumbered_title

_BETWEEN = re.compile(r"[\s。；;，,、]*")
_LONGEST_BODY = 5_000  # characters of a measure in one paragraph
_BODY_LIMIT = re.compile(r"(?:期限(?:延长|延|实施)?|执行|实施|延续)(?:到|至)(\d{4}年(?:\d{1,2}月)?(?:底|末|\d{1,2}日))")
_MOVED = "责任单位写在最后一条的后面，按整项的责任单位处理，请核对"
_LABEL_LINE = re.compile(rf"[\n\v](?=[ \t\u3000]{{0,20}}(?:{LABEL.pattern}))")
_FORMAL = re.compile("负责解释|起施行|有效期|起执行|执行至")  # articles of form: no measure, and none is missed
_NOT_READ = "看不出谁牵头、谁负责，这里的单位没有列入草稿"
_LONGEST = 400
_WITHIN = "的责任单位写在句子中间的括号里，请核对"
Statements = dict[int, list[Statement]]  # by id of the item
Spans = list[tuple[int, int]]


def read_measures(document: PlanDocument) -> PlanContents:
    """The measures in the order of the document, items that name no unit, and what could not be read."""
    measures: list[MeasureRead] = []
    without: list[WithoutUnits] = []
    unclosed: list[int] = []
    document, unread = with_tables(document)
    text = document.source.text
    rules = lead_rules(text, document.bold)
    mentions: list[LeftOver] = []
    for root in items(document):
        said, spans = _all_statements(root, text)
        unclosed += [place for some in said.values() for one in some for place in one.unclosed]
        taken = sorted([*spans, *((rule.start, rule.end) for rule in rules)])
        of_measures, of_none = _left_over(root, said, taken, text)
        mentions += of_measures
        unread += of_none
        _move_up(root, said)
        measures += _of_root(root, said, text)
        if not root.attached:
            places = [one.index for one in unread]
            without += (
                one for one in _without_units(root, said) if not any(one.index <= place < one.end for place in places)
            )
    tables = _tabled(document, {one.task for one in measures}, alone=not measures)
    measures += [one for table in tables for one in table.measures]
    without += [one for table in tables for one in table.without_units if table.measures]
    unread += [one for table in tables for one in table.unread]
    return PlanContents(
        tuple(told_apart(_with_mentions(sorted(measures, key=lambda one: one.index), mentions))),
        tuple(sorted(without, key=lambda one: one.index)),
        tuple(sorted(unclosed)),
        tuple(sorted(unread, key=lambda one: one.index)),
        tuple(rules),
    )


def _all_statements(root: Item, text: str) -> tuple[Statements, Spans]:
    """What each item says, and the places of the document that were read."""
    found = {
        id(item): [one for run in _runs(item, text) for one in statements(text, run[0][0], run[-1][1], run)]
        for item in walk(root)
    }
    spans = [(one.start, one.end) for some in found.values() for one in some]
    said = {key: _merged(some, text) for key, some in found.items()}
    for item in walk(root):
        _hand_up_limit(item, said)
    nowhere = not any(said.values())
    levels = {item.level for item in walk(root) if said[id(item)] and item is not root}
    for item in walk(root):
        silent = not item.children and not said[id(item)] and not any(said[id(one)] for one in _above(item))
        if item is not root and silent and (nowhere or item.level in levels):
            last = [list_in_closing_bracket(text, max(item.begin, one.start), one.end) for one in item.paragraphs]
            said[id(item)] = [one for one in last if one is not None]
            spans += [(one.start, one.end) for one in said[id(item)]]
    return said, sorted(spans)


def _left_over(root: Item, said: Statements, taken: Spans, text: str) -> tuple[list[LeftOver], list[Unread]]:
    """Units that are named beside what was read of a measure, and what was read of none."""
    mentions: list[LeftOver] = []
    unread: list[Unread] = []
    for item in walk(root):
        is_measure = item is not root and any(said[id(one)] for one in (item, *_above(item)))
        for paragraph in item.paragraphs:
            start, end = max(item.begin, paragraph.start), paragraph.end
            is_spoken = is_measure or any(one.start < end for one in said[id(item)])
            for found in left_over(text, start, end, taken):
                if found.names and is_spoken:
                    mentions.append(found)
                elif (
                    found.is_duty
                    and [found.words] != [one.words for one in unread[-1:]]
                    and (item is not root or not found.names or found.is_bracket)
                ):
                    unread.append(Unread(found.index, found.words, _NOT_READ))
    return mentions, unread


def _with_mentions(measures: list[MeasureRead], mentions: list[LeftOver]) -> list[MeasureRead]:
    """Measures in their order with the units that their sentences name and no rule has read."""
    begins = [one.index for one in measures]
    for found in mentions:
        place = max(0, bisect_right(begins, found.index) - 1)
        measures[place] = replace(measures[place], statement=measures[place].statement.mentioning(found.names))
    return measures


def _hand_up_limit(item: Item, said: Statements) -> None:
    """A deadline behind the last item of several is that of the item above them that names the units."""
    alone = [one for one in said[id(item)] if not one.has_units]
    said[id(item)] = [one for one in said[id(item)] if one.has_units]
    above = item.parent
    while above is not None and alone and not said[id(above)]:
        above = above.parent
    if above is not None and alone and len(said[id(above)]) == 1 and not said[id(above)][0].limit:
        said[id(above)][0] = replace(said[id(above)][0], limit=alone[0].limit)


def _runs(item: Item, text: str) -> Iterator[list[tuple[int, int]]]:
    """The places of an item's paragraphs, parted where a table stands between them."""
    run: list[tuple[int, int]] = []
    for paragraph in item.paragraphs:
        if run and text[run[-1][1] : paragraph.start].strip():
            yield run
            run = []
        run.append((max(item.begin, paragraph.start), paragraph.end))
    if run:
        yield run


def _merged(said: list[Statement], text: str) -> list[Statement]:
    """Statements that complete each other as one: 牵头单位 on one line, 共同牵头单位 or 责任单位 on the next."""
    merged: list[Statement] = []
    for one in said:
        last = merged[-1] if merged else None
        if last is not None and _goes_on(last, one, text):
            merged[-1] = last.joined(one)
        else:
            merged.append(one)
    return merged


def _goes_on(last: Statement, one: Statement, text: str) -> bool:
    """Whether a statement completes the one before it; a person named far from it is another matter's (联系人)."""
    if not text[last.end : one.start].strip():
        return True
    if last.roles & one.roles:
        return False
    is_near = (last.on_lines and one.on_lines) or _BETWEEN.fullmatch(text, last.end, one.start) is not None
    return is_near or not last.has_units or (not one.has_units and one.roles != {Role.LEADER})


def _move_up(root: Item, said: Statements) -> None:
    """What stands behind the last of several items that name nobody speaks of the item above them all.

    Not where other items of that level name units of their own: there it is that item's.
    """
    speaking = {one.level for one in walk(root) if said[id(one)] and not _is_last(one)}
    for one in reversed(list(walk(root))):
        if one.parent is None or said[id(one)] or len(one.children) < 2:  # noqa: PLR2004  several
            continue
        last = one.children[-1]
        silent = all(not said[id(below)] for child in one.children[:-1] for below in walk(child))
        if silent and len(said[id(last)]) == 1 and last.level not in speaking:
            said[id(one)], said[id(last)] = said[id(last)], []


def _is_last(item: Item) -> bool:
    return item.parent is not None and item.parent.children[-1] is item


def _of_root(root: Item, said: Statements, text: str) -> Iterator[MeasureRead]:
    inherited: dict[int, Statement] = {}
    for item in walk(root):
        own = said[id(item)]
        below = [one for child in item.children for deep in walk(child) for one in said[id(deep)]]
        lead_only_here = len(own) == 1 and below and not any(Role.LEAD in one.roles for one in below)
        if lead_only_here and own[0].roles & UNITS == {Role.LEAD}:
            inherited.update({id(deep): own[0] for child in item.children for deep in walk(child)})
            continue
        above = inherited.get(id(item))
        if above is not None:
            own = [replace(one, entries=above.entries + one.entries, limit=one.limit or above.limit) for one in own]
        yield from _of_item(item, own, text, root)


def _of_item(item: Item, said: list[Statement], text: str, root: Item) -> Iterator[MeasureRead]:
    parent = item.parent.title if item.parent is not None and item.parent is not root else ""
    begin = item.begin
    for place, one in enumerate(said):
        segment = text[begin : one.start] if begin <= one.start else ""
        if item is root:
            task = unnumbered_title(item, one, segment, text)
        else:
            task = title_before(item, said[0])
            task = title_of_passage(item, task, begin, one, text) if len(said) > 1 else task
        moved = one.end > item.end and item is not root
        asks = (_MOVED,) if moved and not one.on_lines and not _stands_alone(item, one) else ()
        asks = (*asks, _WITHIN) if one.within else asks
        limit = one.limit or _body_limit(item, one, text)
        if limit and not one.limit:
            asks = (*asks, f"正文写“{limit}”，是不是完成时限")
        end = max(one.end, item.end) if place == len(said) - 1 and item is not root else one.end
        if item is root:
            begin = max(begin, one.start - _LONGEST)
        yield MeasureRead(
            task,
            begin,
            item.place,
            item.number if len(said) == 1 else None,
            parent,
            replace(one, limit=limit),
            one_line_of(_LABEL_LINE.sub(" ", text[begin:end])),
            asks,
        )
        begin = one.end


def _stands_alone(item: Item, one: Statement) -> bool:
    """Whether a statement has a paragraph of its own."""
    paragraphs: Iterable[Paragraph] = (some for below in walk(item) for some in below.paragraphs)
    return any(
        not some.text[: one.start - some.start].strip() for some in paragraphs if some.start <= one.start < some.end
    )


def _body_limit(item: Item, one: Statement, text: str) -> str:
    """The end of a policy's term that its own paragraph states: 期限延至2023年底."""
    paragraph = item.paragraphs[0]
    if not paragraph.start <= one.start <= paragraph.end:
        return ""
    found = _BODY_LIMIT.findall(text, max(item.begin, one.start - _LONGEST_BODY), one.start)
    return found[0] if len(found) == 1 else ""


def _without_units(root: Item, said: Statements) -> Iterator[WithoutUnits]:
    """Items that name nobody, with none above or below them that does, among others that do."""
    speaking = {id(one) for item in walk(root) if said[id(item)] for one in (item, *_above(item))}
    for parent in walk(root):
        if said[id(parent)] and parent is not root:
            continue
        if not any(said[id(child)] for child in parent.children):
            continue
        for child in parent.children:
            if id(child) not in speaking and not _FORMAL.search(child.title):
                yield WithoutUnits(child.title, child.begin, child.place, end=child.end)


def _above(item: Item) -> Iterator[Item]:
    """The items above one, without the root."""
    above = item.parent
    while above is not None and above.parent is not None:
        yield above
        above = above.parent


def _tabled(document: PlanDocument, known: set[str], *, alone: bool) -> list[TableReading]:
    """Of all tables; one to be filled in counts only where the document has no other measures."""
    readings = [reading for block in document.blocks if isinstance(block, Table) and (reading := read_table(block))]
    plain = [one for one in readings if not one.is_form]
    return [
        replace(
            one,
            measures=tuple(some for some in one.measures if some.task not in known),
            without_units=tuple(some for some in one.without_units if some.task not in known),
        )
        for one in plain or (readings if alone else [])
    ]
