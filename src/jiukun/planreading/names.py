"""Lists of units as plans write them: taken apart into names, without splitting one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Brackets by family: plans mix full and half width, and close one kind with another of its family.
_OPENING = {**dict.fromkeys("（(", "round"), **dict.fromkeys("〔[【［", "square"), **dict.fromkeys("〈<＜", "angle")}
_CLOSING = {**dict.fromkeys("）)", "round"), **dict.fromkeys("〕]】］", "square"), **dict.fromkeys("〉>＞", "angle")}
_SAME = str.maketrans("（(〔[【［〈<＜）)〕]】］〉>＞，,／/", "（" * 9 + "）" * 9 + "、、、、")
_SEPARATORS = frozenset("、，,；;／/|｜。")
_CONJUNCTION = re.compile("以及|及|和|与")
_ENDS = (
    *("局", "委", "办", "厅", "处", "室", "中心", "公司", "政府", "院", "队", "行", "会", "部", "署", "站", "所", "社"),
    *("集团", "园区", "开发区", "新区", "功能区", "学校", "大学", "街道", "联", "台", "馆", "团", "机构", "专班", "库"),
    *(
        "海关",
        "机关",
        "基地",
        "企业",
        "组",
        "协",
        "科",
        "总队",
        "关工委",
        "乡",
        "镇",
        "县",
        "市",
        "区",
        "州",
        "校",
        "厂",
    ),
)
_BRACKETED_END = re.compile(r"(?:[（(〔\[〈<][^（()）]*[）)〕\]〉>])$")
_BRACKETS = frozenset({*_OPENING, *_CLOSING})
_LONGEST = 40  # characters; nothing longer is a unit's name
_LONGEST_SENTENCE = 200  # nothing longer is taken apart
_SHORTEST_BEFORE_AND = 3  # 政府和社会资本合作中心, 党委和政府督查室
_BLANK = re.compile(r"[\sxX×ＸX_＿\-—–…·.．*＊/]*")
_SPACES = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]+")
_LEADING = re.compile(r"(?:以及|及其|及|并由|由|并)(?=.)")
_DUTY = re.compile(
    r"(?:等)?(?:依|根?据|按照?)(?:照)?(?:各自)?(?:的)?(?:职责|职能|分工).*$"
    r"|(?:共同|分别|具体|分头|协同|联合|积极|全力|做好){0,3}(?:负责|配合|参与|参加|协助|落实|牵头)(?:落实|配合|负责|实施)?$"
)
_AND_OTHERS = re.compile(r"等(?:其[他它])?(?:各|有关|相关)*(?:[州市县区省]直)?(?:责任)?(?:部门|单位|机构)?(?:和单位)?$")
_UNNAMED = re.compile(
    r"有关|相关|其[他它]|成员单位|(?:责任|牵头|配合|主管|职能|行业)(?:单位|部门)|部门$|单位$|各级|(?:^|[州市县区省])直(?:属)?(?:机关|各).*$"
    r"|[州市县区省]直(?:属)?机关$|委办局$|^(?:村|组|村组|社区|村社区|行政村)$"
)
_PLACES = re.compile(r"[县市区州旗盟乡镇村]|街道|园区|团场|地方政府")
_EACH = re.compile(r"(?:全[州市县区省])?各|全[州市县区省](?=[县市区乡镇街])")
_LEVELS_ALONE = re.compile(
    r"(?:县市区?|县区|区县|市区县|市县区?|旗县市?区?|乡镇街道|乡镇|镇街道?|县（[市区、]+）|县级|乡镇（[^）]{1,8}）)"
    r"(?:人民政府|政府|党委|党委政府|管委会|办事处)?"
)


@dataclass(frozen=True)
class Mention:
    """A name as it is written, and where in the document."""

    text: str
    index: int


@dataclass(frozen=True)
class Listing:
    """A list of units: those named, and the words for bodies that nobody has named (各有关部门)."""

    names: tuple[Mention, ...] = ()
    unnamed: tuple[Mention, ...] = ()


def bracket_pairs(text: str, start: int, end: int, *, angles: bool = False) -> tuple[dict[int, int], list[int]]:
    """Opening → closing bracket between two places of a text, and the openings that nothing closes. In linear time."""
    families = {"round", "square", "angle"} if angles else {"round", "square"}
    open_ones: list[int] = []
    count = dict.fromkeys(families, 0)
    pairs: dict[int, int] = {}
    never: list[int] = []
    for index in range(start, end):
        character = text[index]
        if _OPENING.get(character) in families:
            open_ones.append(index)
            count[_OPENING[character]] += 1
        elif count.get(_CLOSING.get(character, "")):
            while True:
                last = open_ones.pop()
                count[_OPENING[text[last]]] -= 1
                if _OPENING[text[last]] == _CLOSING[character]:
                    break
                never.append(last)
            pairs[last] = index
    return pairs, sorted(never + open_ones)


def same_brackets(name: str) -> str:
    """A name with all its brackets round and full-width: 各县（市）人民政府 for 各县〈市〉人民政府."""
    return name.translate(_SAME) if _OPENING.keys() & set(name) else name


def ends_like_a_unit(name: str) -> bool:
    """Whether a name ends as units' names do."""
    return len(name) > 1 and _BRACKETED_END.sub("", name[-_LONGEST:]).endswith(_ENDS)


def is_group(name: str) -> bool:
    """Whether a name stands for the governments of all places of a level: 各县（市）人民政府, 各街道（功能区）."""
    plain = same_brackets(name)
    if _LEVELS_ALONE.fullmatch(plain):
        return True
    return _EACH.match(plain) is not None and _PLACES.search(plain) is not None and not is_unnamed(plain)


def is_unnamed(name: str) -> bool:
    """Whether words mean bodies that are not named: 各有关部门, 各金融机构."""
    plain = same_brackets(name)
    if _UNNAMED.search(plain):
        return True
    return plain.startswith("各") and not _PLACES.search(plain)


def listing(text: str, index: int) -> Listing:
    """The names in a text that stands at `index` of the document; neither 各街道(功能区) nor 文化和旅游局 is split."""
    names: list[Mention] = []
    unnamed: list[Mention] = []
    for start, piece in _pieces(text):
        name = _bare(piece)
        others = _AND_OTHERS.search(name)
        if others and others.start():
            unnamed += [Mention(others[0], index + start)] if len(others[0]) > 1 else []  # 等 alone ends a list
            name = name[: others.start()]
        if _BLANK.fullmatch(name):
            continue
        known = len(name) <= _LONGEST and not is_unnamed(name)
        (names if known else unnamed).append(Mention(name, index + start))
    return Listing(tuple(names), tuple(unnamed))


def without_spaces(text: str) -> str:
    """A text without any white space or invisible character."""
    return _SPACES.sub("", text)


def _bare(piece: str) -> str:
    """A name without white space, unpaired brackets at its ends, and the words that say what the unit does."""
    name = without_spaces(piece).strip("。.：:、，,；;")
    if len(name) > _LONGEST_SENTENCE:
        return name[:_LONGEST_SENTENCE]
    pairs, _ = bracket_pairs(name, 0, len(name), angles=True)
    paired = {*pairs, *pairs.values()}
    name = "".join(one for place, one in enumerate(name) if place in paired or one not in _BRACKETS)
    found = _LEADING.match(name)
    name = name[found.end() :] if found else name
    shorter = _DUTY.sub("", name)
    return shorter.rstrip("、，,") if shorter != name else name


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a list with their places: parted by signs, by spaces and 和 only between what ends like units."""
    for start, part in _parted(text):
        for place, piece in _spaced(part):
            yield from _joined(start + place, piece)


def _parted(text: str) -> Iterator[tuple[int, str]]:
    pairs, _ = bracket_pairs(text, 0, len(text), angles=True)
    start, index = 0, 0
    while index < len(text):
        if index in pairs:
            index = pairs[index]
        elif text[index] in _SEPARATORS:
            yield start, text[start:index]
            start = index + 1
        index += 1
    yield start, text[start:]


def _spaced(text: str) -> Iterator[tuple[int, str]]:
    """Parted at white space where a unit's name ends before it and the words behind it end like one."""
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]
    if not words:
        return
    begin, before = words[0]
    for start, word in words[1:]:
        if ends_like_a_unit(before) and len(before) > 2 and (ends_like_a_unit(word) or is_unnamed(word)):  # noqa: PLR2004  教 育 局
            yield begin, before
            begin, before = start, word
        else:
            before += word
    yield begin, before


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
