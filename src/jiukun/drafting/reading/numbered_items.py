"""The items of a document: what its numbering and headings make of its paragraphs, and what they are called."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter
from unicodedata import numeric

from jiukun.chinese.numerals import CHARACTERS, parse_numeral
from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table
from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.labels import LABEL, Role, role_of
from jiukun.drafting.reading.plan_contents import MeasureRead

_ORDINALS = {
    "第章": re.compile(rf"第([{CHARACTERS}\d]{{1,9}})[章部][分]?[、.．:：\s]*"),
    "第节": re.compile(rf"第([{CHARACTERS}\d]{{1,9}})节[、.．:：\s]*"),
    "第条": re.compile(rf"第([{CHARACTERS}\d]{{1,9}})[条项][、.．:：\s]*"),
    "任务": re.compile(rf"任务([{CHARACTERS}\d]{{1,9}})\s*[、.．:：]\s*"),
    "一": re.compile(rf"([{CHARACTERS}]{{1,9}})[、.．]\s*"),
    "（一）": re.compile(rf"[（(]\s*([{CHARACTERS}]{{1,9}})\s*[）)][、.．]?\s*|([㈠-㈩])\s*"),
    "1.1.1": re.compile(r"\d{1,3}[.．]\d{1,3}[.．]\d{1,3}(?![\d%％])[、.．\s]*"),
    "1.1": re.compile(r"\d{1,3}[.．]\d{1,3}(?=[、\s]|[.．](?!\d))[、.．\s]*"),
    "1": re.compile(r"(\d{1,4})\s*(?:[、．]|[.](?!\d))\s*|([⒈-⒛])\s*"),
    "（1）": re.compile(r"[（(]\s*(\d{1,4})\s*[）)][、.．]?\s*|([⑴-⒇])\s*"),
    "1）": re.compile(r"(\d{1,3})[）)][、.．]?\s*"),
    "①": re.compile(r"([①-⑳㉑-㉟])[、.．]?\s*"),
}
_ATTACHMENT = re.compile(r"附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*(?:[：:.、]\s*)?")
_NARROWEST, _WIDEST, _RAGGED = 25, 60, 3  # characters of a line of a page, and by how many it may fall short
_LONGEST_MARK = 12
_START = attrgetter("start")
_CHINESE = r"[\u3000-\u9fff\uff00-\uffef]"
_BREAK = re.compile(rf"(?<={_CHINESE})(?<!\s)[^\S\n\v]*+[\n\v]\s*+(?={_CHINESE})")  # each run of blanks is seen once
_FULL_STOP = re.compile(r"(?<=[\u4e00-\u9fff”）])[.．]$")
_STOP = re.compile("[\u4e00-\u9fff”）][.．](?=[\u4e00-\u9fff])")  # a point typed for a full stop
LONGEST = 25  # characters that fit the column 工作任务
_SHORTEST = 4
_LEADING = " \t\u3000\v\n。；;，,、：:）)"
_BOUNDARIES = ("[。！？!?；;]", "[：:—]", "[，,]", "[、和及与并]|(?<=的)")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"), ("〔", "〕"))


@dataclass
class Item:
    """A numbered item or heading, its paragraphs, and the items below it. The root is all that stands in none."""

    mark: str = ""
    level: str = ""
    number: int | None = None
    begin: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)  # who is responsible, as it says itself
    parent: Item | None = None
    attached: bool = False

    def walk(self) -> Iterator[Item]:
        """The item and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.children)

    @property
    def above(self) -> Iterator[Item]:
        """The items above it, without the root."""
        above = self.parent
        while above is not None and above.parent is not None:
            yield above
            above = above.parent

    @property
    def end(self) -> int:
        """Where the last of its own paragraphs ends."""
        return self.paragraphs[-1].end if self.paragraphs else self.begin

    @property
    def title(self) -> str:
        """Its first sentence."""
        return first_sentence("".join(first.text[self.begin - first.start :] for first in self.paragraphs[:1]))

    @property
    def place(self) -> str:
        """Its number with those above it: 二、（一）; 1.2 says already what is above it."""
        above = self.parent.place if self.parent is not None else ""
        return self.mark if above and self.mark.startswith(above) else above + self.mark


def first_sentence(text: str) -> str:
    """What stands before the first full stop, on one line; 。in brackets or quotation marks ends nothing."""
    depth = 0
    for index, character in enumerate(text[:2_000]):
        if character in "（(“《〔）)”》〕":
            depth = max(0, depth + (1 if character in "（(“《〔" else -1))
        elif not depth and (character in "。！？" or (character in ".．" and _STOP.match(text, max(0, index - 1)))):
            return one_line_of(text[:index])
    return one_line_of(text)


def one_line_of(text: str) -> str:
    """Text on one line: the breaks of lines between Chinese characters are no spaces."""
    return _FULL_STOP.sub("", " ".join(_BREAK.sub("", text.strip()).split()).strip(" 。；;，,、"))


def ordinal(text: str) -> tuple[str, str, int | None, int] | None:
    """Level, mark, number and length of the ordinal that a paragraph begins with; None where it has none."""
    indent = len(text) - len(text.lstrip())
    head = text[indent : indent + 30]
    for level, pattern in _ORDINALS.items():
        found = pattern.match(head)
        if found and found.end() < len(text.rstrip()) - indent:
            number = next((group for group in found.groups() if group), "")
            value = parse_numeral(number) or (int(numeric(number, 0)) or None if len(number) == 1 else None)
            return level, found[0].strip(), value, indent + found.end()
    return None


def items(document: PlanDocument) -> Iterator[Item]:
    """Roots with the items below them: the document itself, then each of its attachments."""
    root = Item()
    stack: list[Item] = []
    for block in _unwrapped(document):
        if begins_attachment(block.text):
            yield root
            root, stack = Item(begin=block.start, paragraphs=[block], attached=True), []
            continue
        item = _item(block)
        if item is None:
            (stack[-1] if stack else root).paragraphs.append(block)
            continue
        while stack and any(open_item.level == item.level for open_item in stack):
            stack.pop()
        item.parent = stack[-1] if stack else root
        item.parent.children.append(item)
        stack.append(item)
    yield root


def _unwrapped(document: PlanDocument) -> Iterator[Paragraph]:
    """The paragraphs that hold anything; lines that were broken at the edge of a page as one."""
    edge = _edge(document)
    whole: Paragraph | None = None
    last = 0
    for block in document.blocks:
        line = None if isinstance(block, Table) or not block.text.strip() else block
        if whole is not None and (line is None or last < edge or _begins(line)):
            yield whole
            whole = None
        if line is not None:
            last = len(line.text.rstrip()) if edge else -1
            first = whole or line
            whole = Paragraph(first.start, document.source.text[first.start : line.end], first.level)
    if whole is not None:
        yield whole


def _edge(document: PlanDocument) -> int:
    """The length from which a line goes on in the next, 0 in a document whose lines are paragraphs."""
    lengths = [(len(paragraph.text.rstrip()), paragraph.text.rstrip()[-1]) for paragraph in document.paragraphs]
    longest = max((length for length, _ in lengths), default=0)
    broken = [length for length, last in lengths if length >= longest - _RAGGED and last not in "。；：！？”"]
    return longest - _RAGGED if _NARROWEST <= longest <= _WIDEST and len(broken) > _RAGGED else 0


def _begins(line: Paragraph) -> bool:
    """Whether a line begins a paragraph: indented, numbered, with a label, or an attachment."""
    return line.text[0].isspace() or any((begins_attachment(line.text), ordinal(line.text), LABEL.match(line.text)))


def begins_attachment(line: str) -> bool:
    """附件 on a line of its own; 附件：1.… with a name behind it only announces one."""
    plain = line.strip()
    return len(plain) <= _LONGEST_MARK and _ATTACHMENT.fullmatch(plain) is not None


def _item(block: Paragraph) -> Item | None:
    found = ordinal(block.text)
    if found is not None:
        level, mark, number, length = found
        return Item(mark, level, number, block.start + length, [block])
    indent = len(block.text) - len(block.text.lstrip())
    return Item("", f"#{block.level}", None, block.start + indent, [block]) if block.level else None


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


def title_of_passage(item: Item, title: str, begin: int, statement: Statement, text: str) -> str:
    """The title of one of several measures of an item: the item's own, and what its own paragraph begins with."""
    paragraphs = item.paragraphs
    after = bisect_left(paragraphs, statement.start, 1, key=_START)
    first = bisect_left(paragraphs, begin, 1, after, key=_START)
    start = paragraphs[first].start if first < after else begin
    if after > 1 and statement.start <= paragraphs[after - 1].end:
        start = max(begin, paragraphs[after - 1].start)
    plain = one_line_of(text[start : statement.start]).strip(_LEADING).removeprefix(title).strip(_LEADING)
    own = shortened(re.split("[。；;]", plain, maxsplit=1)[0])
    if not own or own == title:
        return title
    whole = f"{title}：{own}"
    return whole if len(whole) <= LONGEST else own


def unnumbered_title(root: Item, statement: Statement, segment: str, text: str) -> str:
    """Of a measure without number: its paragraph, or what stands above its lines."""
    place = bisect_right(root.paragraphs, statement.start, key=_START) - 1
    is_inline = place >= 0 and statement.start <= root.paragraphs[place].end
    inline = text[root.paragraphs[place].start : statement.start] if is_inline else ""
    if inline.strip(_LEADING):
        return _unlabelled(inline if len(inline) <= len(segment) else segment)
    lines = [line for line in segment.split("\n") if line.strip()]
    labels = ((line, LABEL.match(line.strip())) for line in lines)
    tasks = (line for line, label in labels if label and role_of(label[0]) is Role.OTHER and "任务" in label[0])
    return _unlabelled(next(tasks, lines[-1] if lines else ""))


def _unlabelled(text: str) -> str:
    plain = text.strip(_LEADING)
    label = LABEL.match(plain)
    return first_sentence(plain[label.end() :] if label else plain)


def with_own_titles(measures: list[MeasureRead]) -> list[MeasureRead]:
    """Measures with short titles; those of the same title with the title above it, then with a count."""
    apart = [replace(measure, task=shortened(measure.task)) for measure in measures]
    count = Counter(measure.task for measure in apart)
    for place, measure in enumerate(apart):
        below = f"{shortened(measure.parent)}：{measure.task}"
        if count[measure.task] > 1 and measure.parent and len(below) <= LONGEST:
            apart[place] = replace(measure, task=below)
    count, seen = Counter(measure.task for measure in apart), Counter[str]()
    for place, measure in enumerate(apart):
        seen[measure.task] += 1
        if count[measure.task] > 1:
            mark = f"（{seen[measure.task]}）"
            apart[place] = replace(measure, task=measure.task[: LONGEST - len(mark)] + mark)
    return apart
