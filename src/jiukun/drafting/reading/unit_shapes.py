"""What the words of a list mean: a unit, a group of units, bodies that nobody has named, or no unit at all."""

from __future__ import annotations

import re

# Brackets by family: plans mix full and half width, and close one kind with another of its family.
_OPENING = {
    **dict.fromkeys("（(", "round"),
    **dict.fromkeys("〔[【［｛{", "square"),
    **dict.fromkeys("〈<＜", "angle"),
}
_CLOSING = {
    **dict.fromkeys("）)", "round"),
    **dict.fromkeys("〕]】］｝}", "square"),
    **dict.fromkeys("〉>＞", "angle"),
}
BRACKETS = frozenset({*_OPENING, *_CLOSING})
_SAME = str.maketrans("（(〔[【［｛{〈<＜）)〕]】］｝}〉>＞，,／/", "（" * 11 + "）" * 11 + "、、、、")
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
    *("人大", "政协", "移动", "联通", "电信", "铁塔", "电网", "供电", "股", "庭", "场", "园", "村", "盟", "旗", "省"),
    *("小学", "中学", "一中", "二中", "三中", "四中", "五中", "六中"),
)
LONGEST = 40  # characters; nothing longer is a unit's name
_BRACKETED_END = re.compile(r"(?:[（(〔\[〈<][^（()）]*[）)〕\]〉>])$")
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad]+")
_UNNAMED = re.compile(
    r"有关|相关|其[他它]|成员单位|(?:责任|牵头|配合|主管|职能|行业)(?:单位|部门)|部门$|单位$|各级"
    r"|(?:^|[州市县区省])直(?:属)?(?:机关)?各.*$|(?:^|[州市县区省])直(?:属)?(?:机关|单位|部门)$"
    r"|^[州市县区省]?属.*(?:企业|国企|院校|高校|学校|医院)$|委办局$|^(?:村|组|村组|社区|村社区|行政村)$"
)
_LEVEL = (
    "(?:自治[州县旗区]|直辖市|特区|功能区|行政区|管委会|地区|开发区|园区|街道|乡镇|地|省|市|县|区|州|旗|盟|师|乡|镇)"
)
_PLACES = re.compile(r"[县市区州旗盟乡镇村省]|街道|园区|团场|地方政府|地区")
_EACH = re.compile(r"(?:全[州市县区省])?各|全[州市县区省](?=[县市区乡镇街])")
_LEVELS_ALONE = re.compile(
    r"(?:县市区?|县区|区县|市区县|市县区?|旗县市?区?|乡镇街道|乡镇|镇街道?|街道|县（[市区、]+）|县级|乡镇（[^）]{1,8}）)"
    r"(?:人民政府|政府|党委|党委政府|管委会|办事处|办)?"
)
_BODY = "(?:人民政府|政府|党工委|党委|工委|行政公署|行署|办事处|管委会|管理委员会|村|居)"
_BRACKET = r"(?:[（(〔\[〈<][^（()）〕\]〉>\n]{1,12}[）)〕\]〉>])?"
_JOINED_GROUP = re.compile(
    rf"各{_LEVEL}+{_BRACKET}(?:[、和及与]{_LEVEL}+{_BRACKET}(?=[、和及与，,；;。）)\s]|$|{_BODY}))+(?:{_BODY}{_BRACKET})?"
    rf"|各{_LEVEL}+{_BRACKET}{_BODY}(?:[、和及与]{_BODY})+"
)
_END_OF_NAME = re.compile(r"\s*(?:[、，,；;。）)〕\]／/和及与]|以及|等|$)")
FIRST_LEADS = re.compile(
    "(?:列|排|位)(?:在|于|居)?(?:第一|首|最前|前)[位名个]?(?:的|者)?(?:单位|部门)?(?:即)?[为是](?:总|主要)?(?:牵头|主办|主责)(?:单位|部门|责任单位)?"
)
_NOT_A_NAME = re.compile(
    r"[：:∶﹕?？!！%％=＝+]|[“\"'‘][^”\"'’]*$"
    r"|^(?:上报|报送|抄送|提请|报)(?=[市县区州省国上请])"
    r"|^(?:待定|待明确|下同|同上|详见.*|见附件.*|以下.*|另行.*|上述.*|按.*(?:排序|执行)|排名不分先后|列.*(?:第一|首).*)$"
)
_TITLE = re.compile("书记|[市县区州省镇乡局处科厅院校行部]长|主任|常委|主席|同志|秘书|经理|专员|副")
_SURELY = 4  # characters; a person's name has fewer
_ODD = re.compile(r"[\d０-９“”\"'‘’《》<>＜＞…]")


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


def without_spaces(text: str) -> str:
    """A text without any white space or invisible character."""
    return _SPACES.sub("", text)


def ends_like_a_unit(name: str) -> bool:
    """Whether a name ends as units' names do."""
    return len(name) > 1 and _BRACKETED_END.sub("", name[-LONGEST:]).endswith(_ENDS)


def is_group(name: str) -> bool:
    """Whether a name stands for the governments of all places of a level: 各县（市）人民政府, 各街道（功能区）."""
    plain = same_brackets(name)
    if _LEVELS_ALONE.fullmatch(plain):
        return True
    return _EACH.match(plain) is not None and _PLACES.search(plain) is not None and not is_unnamed(plain)


def is_unnamed(name: str) -> bool:
    """Whether words mean bodies that are not named: 各有关部门, 各金融机构, 市各平台公司."""
    plain = same_brackets(name)
    if _UNNAMED.search(plain):
        return True
    return re.match("[州市县区省]?各", plain) is not None and not _PLACES.search(plain.partition("各")[2])


def is_no_name(name: str) -> bool:
    """Whether words cannot be a unit's name: too long, with a colon, or digits in what does not end as names do."""
    odd = _NOT_A_NAME.search(name) is not None or len(name) > LONGEST
    return odd or (_ODD.search(name) is not None and not ends_like_a_unit(name))


def is_odd(name: str) -> bool:
    """Whether a name is to be looked at: it does not end as units' names do, or holds digits or quotation marks."""
    return _ODD.search(name) is not None or not ends_like_a_unit(name)


def joined_group(text: str, index: int) -> int:
    """Where a group ends that begins here and holds 、 or 和 itself: 各市、县（区）人民政府; 0 for none."""
    found = _JOINED_GROUP.match(text, index, index + LONGEST * 2) if text.startswith("各", index) else None
    return found.end() if found and _END_OF_NAME.match(text, found.end(), found.end() + 20) else 0


def is_surely_a_unit(name: str) -> bool:
    """Whether a name beside 领导 or 责任人 is that of a unit and not of a person: 陈镇 ends as units do, too."""
    if not ends_like_a_unit(name) or _TITLE.search(name):
        return False
    return len(name) >= _SURELY or (len(name) == _SURELY - 1 and name[0] in "市县区州省盟旗")
