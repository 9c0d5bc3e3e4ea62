"""What a measure is called: the title of its item, a part of its paragraph, or the line above it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.labels import LABEL, Role, role_of
from jiukun.drafting.reading.numbered_items import Item, first_sentence, one_line_of
from jiukun.drafting.reading.plan_contents import MeasureRead

_LEADING = " \t\u3000\v\n。；;，,、：:"


def title_before(item: Item, first: Statement) -> str:
    """An item's title, without a statement that stands in its first sentence."""
    paragraph = item.paragraphs[0]
    stop = min(first.start, paragraph.end) if first.start > item.begin else paragraph.end
    return first_sentence(paragraph.text[item.begin - paragraph.start : stop - paragraph.start]) or item.title


def with_segment(title: str, segment: str, *, first: bool) -> str:
    """The title of one of several measures of an item: with what its own passage begins with."""
    plain = one_line_of(segment)
    if first:
        plain = plain.removeprefix(title)
    own = re.split("[。；;]", plain.strip(_LEADING).removeprefix("）").strip(_LEADING), maxsplit=1)[0]
    return f"{title}：{own}" if own and own != title else title


def unnumbered_title(root: Item, one: Statement, segment: str, text: str) -> str:
    """Of a measure without number: its paragraph, or what stands above its lines."""
    paragraph = next((some for some in root.paragraphs if some.start <= one.start <= some.end), None)
    inline = text[paragraph.start : one.start] if paragraph is not None else ""
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
    """Measures of the same title with the title above it, then with a count."""
    count = Counter(one.task for one in measures)
    longer = [
        replace(one, task=f"{one.parent}：{one.task}") if count[one.task] > 1 and one.parent else one
        for one in measures
    ]
    count, seen = Counter(one.task for one in longer), Counter[str]()
    told = []
    for one in longer:
        seen[one.task] += 1
        told.append(replace(one, task=f"{one.task}（{seen[one.task]}）") if count[one.task] > 1 else one)
    return told
