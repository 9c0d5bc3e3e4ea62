"""Lists of units as plans write them: taken apart into names, without splitting one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jiukun.drafting.reading.unit_shapes import (
    BRACKETS,
    FIRST_LEADS,
    bracket_pairs,
    ends_like_a_unit,
    is_group,
    is_no_name,
    is_unnamed,
    joined_group,
    without_spaces,
)

_SEPARATORS = frozenset("、，,；;／/|｜。﹑､､")
_CONJUNCTION = re.compile("以及|及|和|与|[.．]")
_LONGEST_SENTENCE = 200  # nothing longer is taken apart
_SHORTEST_BEFORE_AND = 3  # 政府和社会资本合作中心, 党委和政府督查室
_SHORTEST_NAME = 3
_BLANK = re.compile(r"[\sxX×ＸX_＿\-—–…·.．*＊/]*|[（(]?(?:无|暂无|没有)[）)]?")
_LEADING = re.compile(r"(?:以及|及其|及|并由|由|并)(?=.)")
_DUTY = re.compile(
    r"(?:等)?(?:依|根?据|按照?)(?:照)?(?:各自)?(?:的)?(?:职责|职能|分工).*$"
    r"|(?:共同|分别|具体|分头|协同|联合|积极|全力|做好|总){0,3}(?:负责|配合|参与|参加|协助|落实|牵头)(?:落实|配合|负责|实施)?$"
)
_AND_OTHERS = re.compile(
    r"等(?:[\d一二三四五六七八九十两几]{1,3}[个家])?(?:[\d一二三四五六七八九十]{1,3})?(?:其[他它])?(?:各|有关|相关)*"
    r"(?:[州市县区省]直)?(?:责任)?(?:部门|单位|机构)?(?:和单位)?$"
)
# No name by themselves: a line's end stands before them. Persons behind a unit's name: 市教育局 张三.
_TAILS = frozenset(
    [
        "办公室",
        "办事处",
        "委员会",
        "管委会",
        "管理委员会",
        "服务中心",
        "中心",
        "分局",
        "支队",
        "大队",
        "总队",
        "集团",
        "公司",
        "有限公司",
        "分公司",
        "联合会",
        "管理局",
        "员会",
    ]
)
_PERSON = re.compile("[\u4e00-\u9fff]{2,4}(?:[（(].{0,12}[）)])?")


@dataclass(frozen=True)
class Mention:
    """A name as it is written, and where in the document."""

    text: str
    index: int


@dataclass(frozen=True)
class Listing:
    """A list of units: those named, the words for bodies that nobody has named (各有关部门), and words beside them."""

    names: tuple[Mention, ...] = ()
    unnamed: tuple[Mention, ...] = ()
    words: tuple[Mention, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Whether it holds any of them."""
        return bool(self.names or self.unnamed or self.words)


def listing(text: str, index: int) -> Listing:
    """The names in a text that stands at `index` of the document; neither 各街道(功能区) nor 文化和旅游局 is split."""
    names: list[Mention] = []
    unnamed: list[Mention] = []
    words: list[Mention] = []
    for start, piece in _pieces(text):
        name = _bare(piece)
        others = _AND_OTHERS.search(name)
        if others and others.start():
            unnamed += [Mention(others[0], index + start)] if len(others[0]) > 1 else []  # 等 alone ends a list
            name = name[: others.start()]
        if _BLANK.fullmatch(name) or FIRST_LEADS.search(name):
            continue
        kind = unnamed if is_unnamed(name) else words if is_no_name(name) else names
        kind.append(Mention(name, index + start))
    if any(ends_like_a_unit(one.text) for one in names):
        words += [one for one in names if _is_person(one.text)]
        names = [one for one in names if not _is_person(one.text)]
    return Listing(tuple(names), tuple(unnamed), tuple(words))


def looks_named(found: Listing) -> bool:
    """Whether a list is one of units, by how its names end."""
    known = all(ends_like_a_unit(one.text) or is_group(one.text) for one in found.names)
    return bool(found.names or found.unnamed) and known and not found.words


def _is_person(name: str) -> bool:
    """Whether what stands among units may be somebody's name, or what is to be done: it ends as no unit's name does."""
    return _PERSON.fullmatch(name) is not None and not ends_like_a_unit(name) and name[0] not in "市县区州省"


def _bare(piece: str) -> str:
    """A name without white space, unpaired brackets at its ends, and the words that say what the unit does."""
    name = without_spaces(piece).strip("。.：:∶﹕、，,；;")
    if len(name) > _LONGEST_SENTENCE:
        return name[:_LONGEST_SENTENCE]
    pairs, _ = bracket_pairs(name, 0, len(name), angles=True)
    paired = {*pairs, *pairs.values()}
    name = "".join(one for place, one in enumerate(name) if place in paired or one not in BRACKETS)
    found = _LEADING.match(name)
    name = name[found.end() :] if found else name
    shorter = _DUTY.sub("", name)
    return shorter.rstrip("、，,") if shorter != name else name


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a list with their places: parted by signs, by spaces and 和 only between what ends like units."""
    for start, part in _parted(text):
        if joined_group(part.strip(), 0):
            yield start, part
            continue
        for place, piece in _spaced(part):
            yield from _joined(start + place, piece)


def _parted(text: str) -> Iterator[tuple[int, str]]:
    pairs, _ = bracket_pairs(text, 0, len(text), angles=True)
    start, index, is_blank = 0, 0, True  # whether nothing stands in the part yet
    while index < len(text):
        group = joined_group(text, index) if is_blank else 0
        is_blank = is_blank and not group and text[index].isspace()
        if group:
            index = group - 1
        elif index in pairs:
            index = pairs[index]
        elif text[index] in _SEPARATORS:
            yield start, text[start:index]
            start, is_blank = index + 1, True
        index += 1
    yield start, text[start:]


def _spaced(text: str) -> Iterator[tuple[int, str]]:
    """Parted at white space where a unit's name ends before it and the words behind it end like one."""
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]
    if not words:
        return
    begin, before = words[0]
    for start, word in words[1:]:
        if _ends_before(before, word):
            yield begin, before
            begin, before = start, word
        else:
            before += word
    yield begin, before


def _ends_before(before: str, word: str) -> bool:
    """Whether a name ends where white space stands: 市教育局 财政局, 市教育局 张三; but 教 育 局, 市政府 办公室."""
    if not ends_like_a_unit(before) or len(before) < _SHORTEST_NAME or word in _TAILS:
        return False
    return ends_like_a_unit(word) or is_unnamed(word) or _PERSON.fullmatch(word) is not None


def _joined(start: int, text: str) -> Iterator[tuple[int, str]]:
    """Parted at 和, 及, 以及 between two names."""
    begin = 0
    for found in _CONJUNCTION.finditer(text) if len(text) <= _LONGEST_SENTENCE else ():
        left, right = text[begin : found.start()], text[found.end() :]
        following = _CONJUNCTION.split(right, maxsplit=1)[0]
        likely = any(ends_like_a_unit(one) or is_group(one) or is_unnamed(one) for one in (right, following))
        if len(left) >= _SHORTEST_BEFORE_AND and (ends_like_a_unit(left) or is_group(left)) and likely:
            yield start + begin, left
            begin = found.end()
    yield start + begin, text[begin:]
