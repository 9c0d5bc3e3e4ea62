"""The ledger of names: every phrase of a list of units is entered, without splitting a name, and none is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jiukun.chinese.brackets import BRACKETS, bracket_pairs
from jiukun.chinese.text import without_spaces
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.unit_shapes import (
    BLANK,
    REMARK,
    Kind,
    ends_like_a_unit,
    is_group,
    is_named,
    is_person,
    is_vague,
    joined_group,
    kind_of,
)

_SEPARATORS = frozenset("、，,；;／/|｜。﹑､､")
_CONJUNCTION = re.compile("以及|及|和|与|[.．]")
_LONGEST_SENTENCE = 200  # nothing longer is taken apart
_SHORTEST_BEFORE_AND = 3  # 政府和社会资本合作中心, 党委和政府督查室
_SHORTEST_NAME = 3
_LEADING = re.compile(r"(?:以及|及其|及|并由|由|并|其中|包括)(?=.)")
_DUTY = re.compile(
    r"(?:等)?(?:依|根?据|按照?)(?:照)?(?:各自)?(?:的)?(?:工作)?(?:职责|职能|分工).*$"
    r"|(?:共同|分别|具体|分头|协同|联合|积极|全力|做好|总){0,3}(?:负责|配合|参与|参加|协助|落实|牵头)(?:落实|配合|负责|实施)?$"
)
_AND_OTHERS = re.compile(
    r"等(?:[\d一二三四五六七八九十两几]{1,3}[个家]?)?(?:其[他它])?(?:全?[州市县区省](?:级|直)?)?(?:各|有关|相关|责任|成员|职能|行业|主管)*"
    r"(?:[州市县区省]直)?(?:部门|单位|机构|委办局|企业|科室)?(?:和单位)?$"
)
# No name by themselves: a line's end stands before them. Persons behind a unit's name: 市教育局 张三.
_TAILS_WORDS = (
    "办公室 办事处 委员会 管委会 管理委员会 服务中心 中心 分局 支队 大队 总队 集团 公司 有限公司 分公司 "
    "联合会 管理局 员会 "
)
_TAILS = frozenset(_TAILS_WORDS.split())
_MARKS = "*＊★☆▲△●◆※#"
_ASIDE = re.compile(r"(.{2,}?)[（(〔\[【]([^（()）〔〕\[\]【】]*)[）)〕\]】]")
_PERSON_BESIDE = re.compile(r"[：:][\u4e00-\u9fff]{2,4}$|[（(].{1,6}[）)]$")
_BESIDE_COLON = re.compile(r"(.{2,}?)[：:∶](.*)")
_LEAD_MARK = re.compile("总?牵头|主办|主责|牵头(?:单位|部门)|为主")
_HELP_MARK = re.compile("(?:协办|配合|协助|参与|责任|落实|负责|承办|实施)(?:单位|部门)?")
# A list that says its ending once: 砚湖、鹿吟区政府; 市科技、财政、人社局.
_SEAT_END = re.compile(r".{1,6}?((?:自治[县旗]|[县市区旗乡镇]|街道)(?:人民政府|政府|管委会|党委|办事处)?)")
_BUREAU_END = re.compile(r"(?:[省市县区州]|自治[州县区])?[\u4e00-\u9fff]{2,8}?([局委办厅])")
_STEMS_WORDS = (
    "教育 科技 工信 公安 民政 司法 财政 人社 资源 环保 住建 交通 水利 农业 商务 文旅 卫健 应急 审计 统计 "
    "医保 林业 信访 体育 税务 发改 国资 城管 规划 国土 气象 粮食 民宗 外事 金融 市场监管 生态环境 "
    "自然资源 农业农村 交通运输 住房城乡建设 人力社保 退役军人 文化旅游 卫生健康 应急管理 发展改革 "
    "工业和信息化 行政审批 政务服务 乡村振兴 数据 物价 广电 文化 旅游 卫生 计生 安监 质监 工商 园林 房管 "
    "人防 地震 海洋 渔业 畜牧 扶贫 招商 机关事务 经信 经济和信息化 科学技术 文化和旅游 "
)
_STEMS = frozenset(_STEMS_WORDS.split())
_LONGEST_STEM = 5


@dataclass(frozen=True)
class Entry:
    """A phrase among units as it is written, where it stands, what it is, and what its list has it do."""

    text: str
    index: int
    kind: Kind = Kind.NAME
    role: Role = Role.DUTY
    of_list: int = 0  # where its list begins
    label: str = ""  # the word before it, where no rule knows that


def entered(text: str, index: int, role: Role = Role.DUTY) -> list[Entry]:
    """All phrases of a list that stands at `index`; neither 各街道(功能区) nor 文化和旅游局 is split."""
    found: list[Entry] = []
    for start, piece in _with_shared_endings([*_pieces(text)]):
        found += _entries(piece, index + start, role, index)
    if any(entry.kind is Kind.NAME and ends_like_a_unit(entry.text) for entry in found):
        for place, entry in enumerate(found):  # what is as short as a person's name may be somebody's, or a task
            is_short = len(entry.text) <= 4 and entry.text[0] not in "市县区州省"
            if entry.kind is Kind.NAME and is_short and not is_named(entry.text):
                found[place] = replace(entry, kind=Kind.DOUBT)
    return found


def looks_named(entries: list[Entry]) -> bool:
    """Whether a list is one of units, by how its names end."""
    return bool(entries) and all(entry.kind is not Kind.DOUBT and is_named(entry.text) for entry in entries)


def _entries(piece: str, index: int, role: Role, of_list: int) -> Iterator[Entry]:
    """A piece as one phrase, its vague companion (等有关部门), and what a bracket or colon behind it says."""
    name = _bare(piece)
    others = _AND_OTHERS.search(name)
    if others and others.start():
        if others[0] not in {"等", "等部门", "等单位"}:  # which only end a list
            yield Entry(others[0], index, Kind.VAGUE, role, of_list)
        name = name[: others.start()]
    beside = _BESIDE_COLON.fullmatch(name)
    if beside and is_named(beside[1]) and not is_vague(beside[1]):
        name, rest = beside.groups()
        if not all(is_person(part) or not part or part.isascii() for part in re.split("[、，,（）()]", rest)):
            yield Entry(rest, index, kind_of(rest), role, of_list)
    aside = _ASIDE.fullmatch(name)
    if aside and is_named(aside[1]) and not is_group(name) and not ends_like_a_unit(aside[2]):
        name = aside[1]
        role = Role.LEAD if _LEAD_MARK.fullmatch(aside[2]) else role
        role = Role.HELP if _HELP_MARK.fullmatch(aside[2]) and role is Role.LEAD else role
    if BLANK.fullmatch(name) or REMARK.fullmatch(name) or ("某" in name and is_person(name)):
        return
    yield Entry(name, index, kind_of(name), role, of_list)


def _bare(piece: str) -> str:
    """A name without white space, marks, unpaired brackets at its ends, and the words that say what the unit does."""
    name = without_spaces(piece).strip("。.：:∶﹕、，,；;").strip(_MARKS)
    if len(name) > _LONGEST_SENTENCE:
        return name[:_LONGEST_SENTENCE]
    if not BRACKETS.isdisjoint(name):
        pairs, _ = bracket_pairs(name, 0, len(name), angles=True)
        paired = {*pairs, *pairs.values()}
        name = "".join(sign for place, sign in enumerate(name) if place in paired or sign not in BRACKETS)
    found = _LEADING.match(name)
    name = name[found.end() :] if found else name
    shorter = _DUTY.sub("", name)
    return shorter.rstrip("、，,") if shorter != name else name


def _with_shared_endings(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Pieces, those without an ending of a unit with the one that their list says at its end."""
    stems: list[int] = []
    for place, (_, text) in enumerate(pieces):
        plain = without_spaces(text)
        if plain and not is_named(plain) and len(plain.lstrip("省市县区州")) <= _LONGEST_STEM + 3:
            stems.append(place)
            continue
        ending = _shared_ending([without_spaces(pieces[stem][1]) for stem in stems], plain)
        for stem in stems if ending else ():
            pieces[stem] = pieces[stem][0], without_spaces(pieces[stem][1]) + ending
        stems = []
    return pieces


def _shared_ending(stems: list[str], last: str) -> str:
    """The ending of a list's last name that the stems before it share; empty where they are no stems of units."""
    if is_vague(last) or is_group(last):
        return ""
    seat, bureau = _SEAT_END.fullmatch(last), _BUREAU_END.fullmatch(last)
    bare = [re.sub("^[省市县区州](?=..)", "", stem) for stem in stems]
    if seat and all(len(stem) <= _LONGEST_STEM for stem in bare):
        return seat[1]
    is_shared = bureau and last[0] not in "省市县区州" and all(stem in _STEMS for stem in bare)
    return bureau[1] if bureau and is_shared else ""


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
        group = joined_group(text, index) if is_blank or text[index - 1] in "及和与" else 0
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
    """Parted at white space where a unit's name ends before it and the words behind it end like one; no persons."""
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", text)]
    if not words:
        return
    begin, before = words[0]
    for start, word in words[1:]:
        last = before[-_LONGEST_SENTENCE:]
        unit = _PERSON_BESIDE.sub("", last)
        if is_person(word) and is_named(unit):
            continue
        if (unit != last and is_named(unit)) or _ends_before(last, word) or (is_person(before) and is_named(word)):
            yield begin, before
            begin, before = start, word
        else:
            before += word
    yield begin, before


def _ends_before(before: str, word: str) -> bool:
    """Whether a name ends where white space stands: 市教育局 财政局; but 教 育 局, 市政府 办公室."""
    if not ends_like_a_unit(before) or len(before) < _SHORTEST_NAME or word in _TAILS:
        return False
    return is_named(word) or re.fullmatch("[\u4e00-\u9fff]{2,4}(?:[（(].{0,12}[）)])?", word) is not None


def _joined(start: int, text: str) -> Iterator[tuple[int, str]]:
    """Parted at 和, 及, 以及 between two names, groups or vague words."""
    begin = 0
    for found in _CONJUNCTION.finditer(text) if len(text) <= _LONGEST_SENTENCE else ():
        left, right = text[begin : found.start()], text[found.end() :]
        following = _CONJUNCTION.split(right, maxsplit=1)[0]
        likely = any(is_named(_bare(side)) for side in (right, following))
        if len(left) >= _SHORTEST_BEFORE_AND and (is_named(left) or _AND_OTHERS.search(left)) and likely:
            yield start + begin, left
            begin = found.end()
    yield start + begin, text[begin:]
