"""Which unit a name of a list means: the prefix of a name holds for the later names of its list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from jiukun.chinese.brackets import same_brackets
from jiukun.chinese.text import without_unseen
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import governments, is_group
from jiukun.project.names import why_no_file_name

_SHORT = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
_LEVEL = (
    "(?:自治[州县旗区]|地区|州(?![级直属])|市(?![场容域级直属郊内]|政(?:管理|公用|园林|工程|设施|服务|建设)|民(?:中心|服务|热线)|区)"
    "|县(?![域级直属])|区(?![域块划级直属])|省(?![级直属会])|盟(?![级直属])|旗(?![级直属]))"
)
_OWN = re.compile(rf"({_LEVEL})((?:党委|委)(?=[^员]))?(.+)")
_LEADING_LEVEL = re.compile("(自治[州县旗区]|[州市县区省盟旗]|地区)(?=[级直属])")
_PARTY = re.compile(
    "(?:组织部|宣传部|统战部|统一战线工作部|政法委|政法委员会|社会工作部|社工部|党校|老干部局|网信办|编办|巡察办|巡视办"
    "|网络安全和信息化委员会办公室|机构编制委员会办公室|政研室|政策研究室|改革办|财经办|国安办|台港澳办|军民融合办"
    "|机要局|保密办|文明办|讲师团|教育工委|机关工委|直属机关工委|直属机关工作委员会)(?:（.*）)?"
)
# Which take no prefix from their list: what is of the state, of firms, of another place, or an office (财务科).
_OTHERS = re.compile(
    r"[省市县区州旗盟](?:委|人大|政协|纪委).*|.*(?:[科股]|(?<!办事)处)"
    r"|团[州市县区旗盟省]委.*|(?:国网|国家|国务院|中国|中央|中铁|中石|人行|人民银行|驻|省|自治区|南方电网|武警|民航|各|全).*"
    r"|.*(?:分局|支局|分行|支行|公司|集团|银行|学院|大学|街道|街道办事处|[乡镇村]|社区|管委会|管理委员会|军分区|电网"
    r"|移动|联通|电信|铁塔|海关|银保监局|银监局|证监局|通信管理局|海事局)(?:（.*）)?"
    r"|.{1,8}?(?:县|(?<![城都超门])市|(?<![社园景林城厂校库矿灾])区|旗).*(?:政府|局|委|办|委员会|中心|办公室)"
    r"|.*(?:人民政府(?!办)|兵团).*"
    r"|(?:金融监管总局|金融监督管理总局|行署).*|.{2,6}(?:经济|经济技术|高新技术|高新技术产业|产业|工业)(?:开发区|园区|产业园)"
    r"|.{1,10}(?:自治县|自治旗|县|(?<![城都超门])市|旗|(?<![社园景林校厂库矿灾新发区功开税范验灌军片牧技])区)"
)
# A group of one department: those named behind it are of the same places.
EACH_OFFICE = re.compile(
    "((?:全[州市县区省])?各(?:[省市县区州旗盟乡镇]|地区|自治[州县旗区]|街道)++(?:（[^）]*）)?+)(?!人民政府|政府|党委|党工委|管委会|管理委员会|办事处|行政公署|村|居).{2,}"
)
_TWO_PLACES = 2
_NOT_IN_NAMES = str.maketrans('\\/:*?"<>|', "＼、：＊？”〈〉｜")


# Bodies of the state that stand under no local government and are named by their place: 澜汀金融监管局.
_BY_PLACE = re.compile(
    ".{2,4}(?:(?<!地方)金融监管(?:总局.*|分?局)|(?:银保监|银监|证监|保监)分?局|水文局|水文中心|(?<!住房)公积金(?:管理)?中心|海事局"
    "|邮政管理局|通信管理局|铁路局|税务局|气象局|煤监局|供电局|供电公司|烟草局|地震局|调查队)"
)
_QUALIFIED = re.compile("^(?:地方|住房|国家|中国|综合|自治|第[一二三])")


class Resolved(NamedTuple):
    """The unit that a name means: its name without prefix, the prefix of its 简称, and that of the full name."""

    entry: Entry
    bare: str
    prefix: str = ""
    written: str = ""
    free: bool = False  # nothing says of which level it is
    by_group: bool = False  # a group before it says of which places it is

    @property
    def short(self) -> str:
        """The 简称."""
        return self.prefix + self.bare


def resolved(lists: Iterable[list[Entry]], place: str) -> Iterator[Resolved]:
    """Each name of all lists of a plan that was issued at a place, which may be unknown."""
    sound = [{entry: sound_name(entry.text) for entry in entries} for entries in lists]
    seats: dict[str, str] = {}
    for names in sound:
        for name, seat in governments(names.values()).items():
            seats.setdefault(name, seat)
    owns = (_own_prefix(name, place) for names in sound for name in names.values())
    known = {_short(own[1]) for own in owns if own}
    level = _short(place.removeprefix(_proper(place)))
    for names in sound:
        yield from _of_list(names, place, level if level in known else "", seats)


def _of_list(names: dict[Entry, str], place: str, own_level: str, seats: dict[str, str]) -> Iterator[Resolved]:
    """Each name of a list; `own_level` is the issuer's where the plan names units of it, `seats` by their places."""
    level = written = party = each = ""
    proper = _proper(place)[:_TWO_PLACES]
    for entry, name in names.items():
        own = _own_prefix(name, place)
        of_another = _is_of_another(name, proper)
        if is_group(name):
            office = EACH_OFFICE.fullmatch(name)
            each = office[1] if office else ""
            yield Resolved(entry, name)
        elif name in seats:
            yield Resolved(entry, seats[name])
        elif own is not None:
            each = ""
            written, level, party, bare = own
            yield Resolved(entry, bare, _short(level) + party, written + party)
        elif each and not of_another:
            yield Resolved(entry, each + name, by_group=True)
        elif of_another:
            found = _LEADING_LEVEL.match(name)
            level, written = (found[1], found[1]) if found else (level, written)
            yield Resolved(entry, name)
        elif (level or own_level) and (not level or own_level in {"", _short(level)} or name.endswith("厅")):
            of_party = (party or "委") if _PARTY.fullmatch(name) else ""
            yield Resolved(entry, name, _short(level or own_level) + of_party, (written or own_level) + of_party)
        else:
            yield Resolved(entry, name, free=True)


def _is_of_another(name: str, proper: str) -> bool:
    """Whether a name takes no level from its list, as it belongs to another place or to the state, or says its own."""
    is_by_place = _BY_PLACE.fullmatch(name) is not None and not _QUALIFIED.match(name)
    is_of_place = proper != "" and name.startswith(proper)
    return is_by_place or is_of_place or (_OTHERS.fullmatch(name) or _LEADING_LEVEL.match(name)) is not None


def clean(text: str) -> str:
    """A text in one line, without signs that are no text."""
    return without_unseen(" ".join(text.split()))


def sound_name(name: str) -> str:
    """A name as it may stand in our files: brackets round, what no file's name may hold in full width."""
    plain = same_brackets(clean(name)).translate(_NOT_IN_NAMES).strip(" .~")
    return plain if plain and why_no_file_name(plain) is None else f"单位{plain[:30]}"


def _own_prefix(name: str, place: str) -> tuple[str, str, str, str] | None:
    """The prefix as written, its level, 委 of the party, and the rest; the place's own name counts as its level."""
    proper = _proper(place)
    level = place.removeprefix(proper)
    if proper and name.startswith(place) and len(name) > len(place) + 1:
        found = _OWN.fullmatch(level + name.removeprefix(place))
        return (place, level, found[2] or "", found[3]) if found else None
    found = _OWN.fullmatch(name)
    return (found[1], found[1], found[2] or "", found[3]) if found and len(found[3]) >= _TWO_PLACES else None


def _proper(place: str) -> str:
    """A place's own name: 青川 of 青川市."""
    return re.sub("(?:自治[州县旗区]|[州市县区省盟旗])$", "", place)


def _short(level: str) -> str:
    return _SHORT.get(level, level)
