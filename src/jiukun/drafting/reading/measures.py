"""The measures of a document: which items hold them is decided by where the responsibility stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from jiukun.drafting.documents.paragraphs import PlanDocument, Table
from jiukun.drafting.reading.duty_places import LeftOver, left_over, list_in_closing_bracket, statements
from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.flattened_tables import with_tables
from jiukun.drafting.reading.labels import LABEL, UNITS, Role
from jiukun.drafting.reading.lead_rules import lead_rules
from jiukun.drafting.reading.measure_tables import read_table
from jiukun.drafting.reading.numbered_items import (
    Item,
    items,
    one_line_of,
    title_before,
    title_of_passage,
    unnumbered_title,
    with_own_titles,
)
from jiukun.drafting.reading.plan_contents import MeasureRead, Missed, PlanContents, numbered
from jiukun.drafting.reading.reporting_rule import read_reporting_rule
from jiukun.drafting.reading.unit_lists import Entry

_BETWEEN = re.compile(r"[\s。；;，,、]*")
_LONGEST_BODY = 5_000  # characters of a measure in one paragraph
_BODY_LIMIT = re.compile(r"(?:期限(?:延长|延|实施)?|执行|实施|延续)[到至](\d{4}年(?:\d{1,2}月)?(?:底|末|\d{1,2}日))")
_LABEL_LINE = re.compile(rf"[\n\v](?=[ \t\u3000]{{0,20}}(?:{LABEL.pattern}))")
_FORMAL = re.compile("负责解释|起施行|有效期|起执行|执行至")  # articles of form: no measure, and none is missed
_LONGEST = 400
_NOT_READ = "：看不出谁牵头、谁负责，这里的单位没有列入草稿"
Spans = list[tuple[int, int]]


def read_plan(document: PlanDocument) -> PlanContents:
    """The measures in the order of the document, items that name no unit, what could not be read, and the rule."""
    measures: list[MeasureRead] = []
    mentions: list[LeftOver] = []
    whole = document
    document, missed = with_tables(document)
    text = document.source.text
    rules = lead_rules(text)
    for root in items(document):
        spans = _read_statements(root, text)
        of_measures, of_none = _left_over(root, sorted([*spans, *((rule.start, rule.end) for rule in rules)]), text)
        mentions += of_measures
        _move_up(root)
        measures += _of_root(root, text)
        missed += [*of_none, *(() if root.attached else _without_units(root, [missed.index for missed in of_none]))]
    tables = [reading for block in document.blocks if isinstance(block, Table) and (reading := read_table(block))]
    if measures or not all(table.is_form for table in tables):  # one to be filled in counts where there is no other
        tables = [table for table in tables if not table.is_form]
    tabled: dict[str, list[Entry]] = defaultdict(list)
    for measure in (measure for table in tables for measure in table.measures):
        tabled[measure.task] += measure.statement.entries
    measures = [replace(measure, statement=measure.statement.mentioning(tabled[measure.task])) for measure in measures]
    known = {measure.task for measure in measures if measure.task}
    measures += [measure for table in tables for measure in table.measures if measure.task not in known]
    endings = (*known,)
    missed += [place for table in tables for place in table.missed if not place.words.endswith(endings)]
    measures.sort(key=lambda measure: measure.index)
    begins = [measure.index for measure in measures]
    beside: dict[int, list[tuple[Entry, ...]]] = defaultdict(list)
    for left in mentions:  # of the measure before it
        beside[max(0, bisect_right(begins, left.index) - 1)].append(left.names)
    for place, names in beside.items():
        measures[place] = replace(measures[place], statement=measures[place].statement.mentioning(*names))
    measures = with_own_titles(measures)
    return PlanContents(
        tuple(measures),
        tuple(missed),
        tuple(rules),
        read_reporting_rule(whole, [measure.index for measure in measures]),
    )


def _read_statements(root: Item, text: str) -> Spans:
    """Read what each item says; gives the places of the document that were read."""
    spans: Spans = []
    for item in root.walk():
        found = [statement for run in _runs(item, text) for statement in statements(text, run)]
        spans += [span for statement in found for span in statement.spans]
        item.statements = _merged(found, text)
    for item in root.walk():
        _hand_up_limit(item)
    speaking = [item for item in root.walk() if item.statements]
    levels = {item.level for item in speaking if item is not root}
    for item in root.walk():
        is_silent = not item.children and not any(holder.statements for holder in (item, *item.above))
        if item is not root and is_silent and (not speaking or item.level in levels):
            places = ((max(item.begin, paragraph.start), paragraph.end) for paragraph in item.paragraphs)
            item.statements = [statement for place in places if (statement := list_in_closing_bracket(text, *place))]
            spans += [(statement.start, statement.end) for statement in item.statements]
    return spans


def _left_over(root: Item, taken: Spans, text: str) -> tuple[list[LeftOver], list[Missed]]:
    """Units that are named beside what was read of a measure, and what was read of none."""
    mentions: list[LeftOver] = []
    missed: dict[str, Missed] = {}
    for item in root.walk():
        is_measure = item is not root and any(holder.statements for holder in (item, *item.above))
        for paragraph in item.paragraphs:
            end = paragraph.end
            is_spoken = is_measure or any(statement.start < end for statement in item.statements[:1])
            for found in left_over(text, max(item.begin, paragraph.start), end, taken):
                if found.names and is_spoken:
                    mentions.append(found)
                elif found.is_duty and (item is not root or item.statements or not found.names or found.is_bracket):
                    missed.setdefault(found.words, Missed(found.index, found.words, _NOT_READ, "JK618"))
    return mentions, [*missed.values()]


def _hand_up_limit(item: Item) -> None:
    """A deadline behind the last item of several is that of the item above them that names the units."""
    alone = [statement for statement in item.statements if not statement.has_units]
    item.statements = [statement for statement in item.statements if statement.has_units]
    above = next((above for above in item.above if above.statements), None)
    if above is not None and alone and len(above.statements) == 1 and not above.statements[0].limit:
        above.statements[0] = replace(above.statements[0], limit=alone[0].limit)


def _runs(item: Item, text: str) -> list[Spans]:
    """The places of an item's paragraphs, parted where a table stands between them."""
    runs: list[Spans] = []
    for paragraph in item.paragraphs:
        if not runs or text[runs[-1][-1][1] : paragraph.start].strip():
            runs.append([])
        runs[-1].append((max(item.begin, paragraph.start), paragraph.end))
    return runs


def _merged(found: list[Statement], text: str) -> list[Statement]:
    """Statements that complete each other as one: 牵头单位 on one line, 共同牵头单位 or 责任单位 on the next."""
    groups: list[list[Statement]] = []
    roles: set[Role] = set()  # of the last group
    for statement in found:
        if groups and _goes_on(groups[-1], roles, statement, text):
            groups[-1].append(statement)
            roles |= statement.roles
        else:
            groups.append([statement])
            roles = statement.roles
    return [Statement.joined(*group) for group in groups]


def _goes_on(group: list[Statement], roles: set[Role], statement: Statement, text: str) -> bool:
    """Whether a statement completes those before it; a person named far from them is another matter's (联系人)."""
    end = group[-1].end
    if not text[end : statement.start].strip():
        return True
    if roles & statement.roles:
        return False
    is_near = (group[0].on_lines and statement.on_lines) or _BETWEEN.fullmatch(text, end, statement.start) is not None
    return is_near or not roles & UNITS or (not statement.has_units and statement.roles != {Role.LEADER})


def _move_up(root: Item) -> None:
    """What stands behind the last of several silent items speaks of all, unless others of its level name units."""
    whole = [*root.walk()]
    speaking = {
        item.level for item in whole if item.statements and (not item.parent or item.parent.children[-1] is not item)
    }
    for item in reversed(whole):
        *others, last = item.children or [item]
        is_silent = not any(inner.statements for child in others for inner in (item, *child.walk()))
        if item is not root and others and is_silent and len(last.statements) == 1 and last.level not in speaking:
            item.statements, last.statements = last.statements, []


def _of_root(root: Item, text: str) -> Iterator[MeasureRead]:
    """The measures of all items; who alone is said to lead an item leads those below it."""
    for item in root.walk():
        below = [inner for inner in item.walk() if inner is not item]
        roles = {role for inner in below for statement in inner.statements for role in statement.roles}
        leads_all = len(item.statements) == 1 and item.statements[0].roles & UNITS == {Role.LEAD}
        if leads_all and roles and Role.LEAD not in roles:
            for inner in below:
                whole = ((statement, statement.joined(*item.statements)) for statement in inner.statements)
                inner.statements = [replace(led, end=statement.end) for statement, led in whole]
        else:
            yield from _of_item(item, text)


def _of_item(item: Item, text: str) -> Iterator[MeasureRead]:
    begin, count = item.begin, len(item.statements)
    title = title_before(item, item.statements[0]) if item.statements and item.parent is not None else ""
    title_above = next((above.title for above in item.above), "")
    for place, statement in enumerate(item.statements, 1):
        if item.parent is None:
            task = unnumbered_title(item, statement, text[begin : statement.start], text)
            begin = max(begin, statement.start - _LONGEST)
        else:
            task = title_of_passage(item, title, begin, statement, text) if count > 1 else title
        limit = statement.limit or _body_limit(item, statement, text)
        end = max(statement.end, item.end) if place == count and item.parent is not None else statement.end
        yield MeasureRead(
            task,
            begin,
            item.place,
            item.number if count == 1 else None,
            title_above,
            replace(statement, limit=limit),
            one_line_of(_LABEL_LINE.sub(" ", text[begin:end])),
            tuple(_asks(item, statement, limit)),
        )
        begin = statement.end


def _asks(item: Item, statement: Statement, limit: str) -> Iterator[str]:
    is_behind = item.parent is not None and statement.end > item.end
    if is_behind and not statement.on_lines and not _begins_paragraph(item, statement):
        yield "责任单位写在最后一条的后面，按整项的责任单位处理，请核对"
    if statement.within:
        yield "的责任单位写在句子中间的括号里，请核对"
    if limit and not statement.limit:
        yield f"正文写“{limit}”，是不是完成时限"


def _begins_paragraph(item: Item, statement: Statement) -> bool:
    """Whether nothing stands before a statement in its paragraph, which is the item's or of one below it."""
    paragraphs = (paragraph for below in item.walk() for paragraph in below.paragraphs)
    holding = (paragraph for paragraph in paragraphs if paragraph.start <= statement.start < paragraph.end)
    return any(not paragraph.text[: statement.start - paragraph.start].strip() for paragraph in holding)


def _body_limit(item: Item, statement: Statement, text: str) -> str:
    """The end of a policy's term that its own paragraph states: 期限延至2023年底."""
    paragraph = item.paragraphs[0]
    if not paragraph.start <= statement.start <= paragraph.end:
        return ""
    found = _BODY_LIMIT.findall(text, max(item.begin, statement.start - _LONGEST_BODY), statement.start)
    return found[0] if len(found) == 1 else ""


def _without_units(root: Item, unread: list[int]) -> Iterator[Missed]:
    """Items that name nobody, among others that do; not where one above or below names units or was not read."""
    unread = sorted(unread)
    speaking = {id(holder) for item in root.walk() if item.statements for holder in (item, *item.above)}
    for item in root.walk():
        if (item.statements and item is not root) or not any(child.statements for child in item.children):
            continue
        for child in item.children:
            is_unread = bisect_left(unread, child.begin) < bisect_left(unread, child.end)
            if id(child) not in speaking and not is_unread and not _FORMAL.search(child.title):
                yield Missed(child.begin, numbered(child.place, child.title))
