"""What a measure is called: the plan's own words, short enough for the table's column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.labels import LABEL, Role, role_of
from jiukun.drafting.reading.numbered_items import Item, first_sentence, one_line_of
from jiukun.drafting.reading.plan_contents import MeasureRead

LONGEST = 25  # characters that fit the column 工作任务
_SHORTEST = 4
_LEADING = " \t\u3000\v\n。；;，,、：:）)"
_BOUNDARIES = ("[。！？!?；;]", "[：:—]", "[，,]", "[、和及与并]|(?<=的)")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"), ("〔", "〕"))


def shortened(text: str) -> str:
    """A title of at most 25 characters: up to the first boundary that leaves enough of it."""
    plain = text.strip(_LEADING.replace("）)", "") + "—")
    if len(plain) <= LONGEST:
        return plain
    for boundary in _BOUNDARIES:
        stops = [found.start() for found in re.finditer(boundary, plain[: LONGEST + 1])]
        fitting = [stop for stop in stops if _SHORTEST <= stop <= LONGEST and _is_whole(plain[:stop])]
        if fitting:
            return plain[: fitting[-1] if boundary is _BOUNDARIES[-1] else fitting[0]].strip(_LEADING)
    return plain[:LONGEST]


def _is_whole(text: str) -> bool:
    return all(text.count(first) == text.count(last) for first, last in _PAIRS)


def title_before(item: Item, first: Statement) -> str:
    """An item's title, without a statement that stands in its first sentence."""
    paragraph = item.paragraphs[0]
    stop = min(first.start, paragraph.end) if first.start > item.begin else paragraph.end
    return first_sentence(paragraph.text[item.begin - paragraph.start : stop - paragraph.start]) or item.title


def title_of_passage(item: Item, title: str, begin: int, said: Statement, text: str) -> str:
    """The title of one of several measures of an item: the item's own, and what its own paragraph begins with."""
    starts = [
        paragraph.start
        for paragraph in item.paragraphs[1:]
        if begin <= paragraph.start < said.start and paragraph.text.strip()
    ]
    inline = [paragraph.start for paragraph in item.paragraphs[1:] if paragraph.start <= said.start <= paragraph.end]
    start = max(begin, inline[0]) if inline and inline[0] < said.start else (starts[0] if starts else begin)
    plain = one_line_of(text[start : said.start]).strip(_LEADING).removeprefix(title).strip(_LEADING)
    own = shortened(re.split("[。；;]", plain, maxsplit=1)[0])
    if not own or own == title:
        return title
    whole = f"{title}：{own}"
    return whole if len(whole) <= LONGEST else own


def unnumbered_title(root: Item, said: Statement, segment: str, text: str) -> str:
    """Of a measure without number: its paragraph, or what stands above its lines."""
    paragraph = next(
        (paragraph for paragraph in root.paragraphs if paragraph.start <= said.start <= paragraph.end), None
    )
    inline = text[paragraph.start : said.start] if paragraph is not None else ""
    if inline.strip(_LEADING):
        return _unlabelled(inline if len(inline) <= len(segment) else segment)
    lines = [line for line in segment.split("\n") if line.strip()]
    labelled = next((line for line in lines if _is_task_line(line)), None)
    return _unlabelled(labelled or (lines[-1] if lines else ""))


def _is_task_line(line: str) -> bool:
    label = LABEL.match(line.strip())
    return label is not None and role_of(label[0]) is Role.OTHER and "任务" in label[0]


def _unlabelled(text: str) -> str:
    plain = text.strip(_LEADING)
    label = LABEL.match(plain)
    return first_sentence(plain[label.end() :] if label else plain)


def told_apart(measures: list[MeasureRead]) -> list[MeasureRead]:
    """Measures with short titles; those of the same title with the title above it, then with a count."""
    short = [replace(measure, task=shortened(measure.task)) for measure in measures]
    count = Counter(measure.task for measure in short)
    longer = [
        replace(measure, task=_below(measure)) if count[measure.task] > 1 and measure.parent else measure
        for measure in short
    ]
    count, seen = Counter(measure.task for measure in longer), Counter[str]()
    apart = []
    for measure in longer:
        seen[measure.task] += 1
        mark = f"（{seen[measure.task]}）"
        apart.append(
            replace(measure, task=measure.task[: LONGEST - len(mark)] + mark) if count[measure.task] > 1 else measure
        )
    return apart


def _below(measure: MeasureRead) -> str:
    whole = f"{shortened(measure.parent)}：{measure.task}"
    return whole if len(whole) <= LONGEST else measure.task
