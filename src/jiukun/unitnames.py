"""Names of a plan gathered into units: the prefix of a name holds for the later names of its list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from jiukun.plandata import why_no_file_name
from jiukun.planreading import Mention, is_group, is_odd, same_brackets

_SHORT = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
_LEVEL = (
    "(?:自治[州县旗区]|地区|州(?![级直属])|市(?![场容域级直属郊内]|政(?:管理|公用|园林|工程|设施|服务|建设)|民(?:中心|服务|热线)|区)"
    "|县(?![域级直属])|区(?![域块划级直属])|省(?![级直属会])|盟(?![级直属])|旗(?![级直属]))"
)
_OWN = re.compile(rf"({_LEVEL})((?:党委|委)(?=[^员]))?(.+)")
_LEADING_LEVEL = re.compile("(自治[州县旗区]|[州市县区省盟旗]|地区)(?=[级直属])")
_PARTY = re.compile(
    "(?:组织部|宣传部|统战部|统一战线工作部|政法委|政法委员会|社会工作部|社工部|党校|老干部局|网信办|编办|巡察办|巡视办"
    "|网络安全和信息化委员会办公室|机构编制委员会办公室|政研室|政策研究室|改革办|财经办|国安办|台办|台港澳办|农办|外办|军民融合办"
    "|机要局|保密办|文明办|讲师团|金融办|教育工委|机关工委|直属机关工委|直属机关工作委员会)(?:（.*）)?"
)
_ALONE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协", "纪委", "监委"})  # no alias without its level
# Which take no prefix from their list: what is of the state, of firms, or of another place.
_OTHERS = re.compile(
    r"团[州市县区旗盟]委|(?:国网|国家|国务院|中国|中央|中铁|中石|人行|人民银行|驻|省|自治区|南方电网|武警|民航|各|全).*"
    r"|.*(?:分局|支局|分行|支行|公司|集团|银行|学院|大学|街道|街道办事处|[乡镇村]|社区|管委会|管理委员会|军分区|电网"
    r"|移动|联通|电信|铁塔|海关|银保监局|银监局|证监局|通信管理局|海事局)(?:（.*）)?"
    r"|.{1,8}?(?:县|(?<![城都超门])市|(?<![社园景林城厂校库矿灾])区|旗).*(?:政府|局|委|办|委员会|中心|办公室)"
    r"|.*(?:人民政府(?!办)|兵团).*"
    r"|(?:金融监管总局|金融监督管理总局|行署).*|.{2,6}(?:经济|经济技术|高新技术|高新技术产业|产业|工业)(?:开发区|园区|产业园)"
    r"|.{1,10}(?:自治县|自治旗|县|(?<![城都超门])市|旗|(?<![社园景林校厂库矿灾新发区功开税范验灌军片牧技])区)"
)
# Places that the government named behind the last of them is said of: 东山县、西山县、南河区人民政府.
_KINDS = ("县市区旗", "乡镇", "道")
_BARE_PLACE = re.compile("(?!各|全).{1,10}(?:[县市区旗乡镇]|街道)")
_SEAT = re.compile("((?!各|全).{1,10}(?:[县市区旗乡镇]|街道))(人民政府|政府|办事处)")
# A group of one department: those named behind it are of the same places.
_EACH_OFFICE = re.compile(
    "((?:全[州市县区省])?各(?:[省市县区州旗盟乡镇]|地区|自治[州县旗区]|街道)++(?:（[^）]*）)?+)(?!人民政府|政府|党委|党工委|管委会|管理委员会|办事处|行政公署|村|居).{2,}"
)
_LONE = "“{}”暂列为一个单位，因为要由它牵头报送；请改成单位组，写上成员单位"
_ODD = "“{}”不像单位的名称，请核对"
_NO_LEVEL = "“{}”没有写是哪一级的，是不是“{}”？是，就改过来"
_NO_MEMBERS = "方案没有写明“{}”有哪些成员，请写上，并在“单位”里登记"
_TWO_PLACES = 2
_MOST_ALIKE = 60  # names in a bucket that are compared with each other
_NOT_IN_NAMES = str.maketrans('\\/:*?"<>|', "＼、：＊？”〈〉｜")
_TRADE_UNION = "工会"  # its characters stand in 工商业联合会, too
_COMMITTEE = re.compile("委员会$")
_OFFICE = re.compile("办公室$")


@dataclass(frozen=True)
class DraftUnit:
    """A unit to be; `asks` are questions for a person."""

    short: str
    full: str
    aliases: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftGroup:
    """A group to be; without members where the document names none."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    asks: tuple[str, ...] = ()


@dataclass
class _Gathered:
    """A unit under way: the forms of its name, and whether a list's prefix was needed to know one."""

    short: str
    bare: str
    forms: list[str] = field(default_factory=list)
    free: bool = False


@dataclass(frozen=True)
class UnitNames:
    """The units and groups of a plan; `of` gives the names of a list as they stand in the drafted files."""

    units: tuple[DraftUnit, ...]
    groups: tuple[DraftGroup, ...]
    prefix: str
    place: str
    written: dict[str, str]
    seats: dict[str, str] = field(default_factory=dict)

    def of(self, names: Iterable[Mention]) -> tuple[str, ...]:
        """Each unit once."""
        known = resolved(names, self.place, self.seats)
        return tuple(dict.fromkeys(self.written[one.short.casefold()] for one in known))


def gather(
    lead_lists: list[tuple[Mention, ...]],
    other_lists: list[tuple[Mention, ...]],
    sole: Iterable[Mention],
    place: str,
    members: tuple[str, ...],
) -> UnitNames:
    """Units in the order of their first leading, then of their first mention; groups; the prefix said once.

    `sole` are groups that must lead as nobody else is named. A group without members that leads is drafted as a
    unit, for somebody must report.
    """
    lists = (*lead_lists, *other_lists)
    seats = _seats(lists)
    units: dict[str, _Gathered] = {}
    groups: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for one in (name for names in lists for name in resolved(names, place, seats)):
        known = written.setdefault(one.short.casefold(), one.short)
        if is_group(one.short):
            groups.setdefault(known, []).append(one.short if one.by_group else one.mention.text)
        else:
            unit = units.setdefault(known, _Gathered(known, one.bare, free=one.free))
            unit.forms.extend((one.full, cleaned(one.mention.text)))
    of_group = {name: _members_of(name, members) for name in groups}
    leading = {one.short.casefold() for names in (*lead_lists, tuple(sole)) for one in resolved(names, place, seats)}
    lone = [name for name in groups if name.casefold() in leading and not of_group[name]]
    units.update({name: _Gathered(name, name) for name in lone})
    drafted = _units([*units.values()], {name: groups[name] for name in lone})
    known_names = {name for unit in drafted for name in (unit.short, unit.full, *unit.aliases)}
    of_any = dict.fromkeys(name for names in of_group.values() for name in names)
    drafted += [DraftUnit(name, name, ()) for name in of_any if name not in known_names]
    kept = {name: forms for name, forms in groups.items() if name not in lone}
    return UnitNames(tuple(drafted), tuple(_groups(kept, of_group)), _prefix(units), place, written, seats)


@dataclass(frozen=True)
class Resolved:
    """A name of a list with the 简称, the name without prefix and the name in full that it means.

    `free` where its list says of no level; `by_group` where a group before it says of which places it is.
    """

    mention: Mention
    short: str
    bare: str
    full: str
    free: bool = False
    by_group: bool = False


def resolved(names: Iterable[Mention], place: str, seats: dict[str, str]) -> Iterator[Resolved]:
    """Each name of one list; `seats` are the governments of places that are named by the place alone."""
    level = written = party = each = ""
    proper = _proper(place)[:_TWO_PLACES]
    for mention in names:
        name = cleaned(mention.text)
        own = _own_prefix(name, place)
        of_another = bool(_OTHERS.fullmatch(name) or (proper and name.startswith(proper)) or _LEADING_LEVEL.match(name))
        if is_group(name):
            office = _EACH_OFFICE.fullmatch(name)
            each = office[1] if office else ""
            yield Resolved(mention, name, name, name)
        elif name in seats:
            yield Resolved(mention, seats[name], seats[name], seats[name])
        elif own is not None:
            each = ""
            written, level, party, bare = own
            yield Resolved(mention, _short(level) + party + bare, bare, written + party + bare)
        elif each and not of_another:
            yield Resolved(mention, each + name, each + name, each + name, by_group=True)
        elif not level or of_another:
            found = _LEADING_LEVEL.match(name)
            level, written = (found[1], found[1]) if found else (level, written)
            yield Resolved(mention, name, name, name, free=not of_another and not found)
        else:
            of_party = (party or "委") if _PARTY.fullmatch(name) else ""
            yield Resolved(mention, _short(level) + of_party + name, name, written + of_party + name)


def _seats(lists: Iterable[tuple[Mention, ...]]) -> dict[str, str]:
    """东山县 → 东山县人民政府, where a list says 东山县、南河区人民政府."""
    seats: dict[str, str] = {}
    for names in lists:
        run: list[str] = []
        for name in (cleaned(one.text) for one in names):
            seat = _SEAT.fullmatch(name)
            if seat:
                kind = next(kind for kind in _KINDS if seat[1][-1] in kind)
                seats.update({one: one + seat[2] for one in run if one[-1] in kind and one not in seats})
            run = [*run, name] if _BARE_PLACE.fullmatch(name) else []
    return seats


def _members_of(group: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """Those governments, of all that the addressees name, for which a group stands."""
    if _EACH_OFFICE.fullmatch(group):
        return ()
    kinds = [kind for kind in ("乡", "镇", "街道") if kind in group] or (
        ["县", "市", "区", "旗"] if "县" in group or "市" in group or group.startswith(("各区", "各旗")) else []
    )
    return tuple(one for one in members if re.sub("(?:人民政府|政府|办事处)$", "", one).endswith(tuple(kinds)))


def cleaned(name: str) -> str:
    """A name as it may stand in our files: brackets round, what no file's name may hold in full width."""
    plain = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]", "", name)
    plain = same_brackets(plain).translate(_NOT_IN_NAMES).strip(" .~")
    return plain if plain and why_no_file_name(plain) is None else f"单位{plain[:30]}"


def _own_prefix(name: str, place: str) -> tuple[str, str, str, str] | None:
    """The prefix as written, its level, 委 of the party, and the rest; the place's own name counts as its level."""
    proper = _proper(place)
    level = place.removeprefix(proper)
    if proper and name.startswith(place) and len(name) > len(place) + 1:
        found = _OWN.fullmatch(level + name.removeprefix(place))
        return (place, level, found[2] or "", found[3]) if found else None
    found = _OWN.fullmatch(name)
    if found is None or len(found[3]) < _TWO_PLACES:
        return None
    return found[1], found[1], found[2] or "", found[3]


def _proper(place: str) -> str:
    """A place's own name: 青川 of 青川市."""
    return re.sub("(?:自治[州县旗区]|[州市县区省盟旗])$", "", place)


def _short(level: str) -> str:
    return _SHORT.get(level, level)


def _units(gathered: list[_Gathered], lone: dict[str, list[str]]) -> list[DraftUnit]:
    claimed = {unit.short.casefold(): unit.short for unit in gathered}
    bare_count = Counter(unit.bare for unit in gathered if unit.bare != unit.short)
    questions = _questions(gathered)
    prefix = _prefix({unit.short: unit for unit in gathered})
    drafted = []
    for unit in gathered:
        full = max(unit.forms, key=len, default=unit.short) if unit.bare != unit.short else unit.short
        free = bare_count[unit.bare] == 1 and unit.bare not in _ALONE
        forms = [one for one in (*unit.forms, *lone.get(unit.short, ())) if one != unit.bare]
        names = (full, *forms, *([unit.bare] if free else ()))
        own = [one for one in dict.fromkeys(names) if claimed.setdefault(one.casefold(), unit.short) == unit.short]
        asks = (*questions.get(unit.short, ()), *([_LONE.format(unit.short)] if unit.short in lone else ()))
        asks = (*asks, *(_doubts(unit, prefix, claimed) if unit.short not in lone else ()))
        aliases = tuple(one for one in own if one not in {unit.short, full})
        drafted.append(DraftUnit(unit.short, full if full in own else "", aliases, asks))
    return drafted


def _doubts(unit: _Gathered, prefix: str, claimed: dict[str, str]) -> Iterator[str]:
    """What is odd about a single unit."""
    if is_odd(unit.short):
        yield _ODD.format(unit.short)
    elif unit.free and prefix and f"{prefix}{unit.short}".casefold() not in claimed:
        yield _NO_LEVEL.format(unit.short, prefix + unit.short)


def _groups(groups: dict[str, list[str]], members: dict[str, tuple[str, ...]]) -> Iterator[DraftGroup]:
    for name, forms in groups.items():
        aliases = tuple(one for one in dict.fromkeys(forms) if one != name)
        asks = [] if members[name] else [_NO_MEMBERS.format(name)]
        alike = [other for other in groups if other != name and (other.startswith(name) or name.startswith(other))]
        asks += [f"“{name}”与“{other}”是不是一回事" for other in alike[:1]]
        yield DraftGroup(name, aliases, members[name], tuple(asks))


def _prefix(units: dict[str, _Gathered]) -> str:
    """The prefix of most units; none where it begins a name that has no prefix, for it would be cut from that."""
    count: dict[str, int] = defaultdict(int)
    for unit in units.values():
        if unit.short != unit.bare:
            count[unit.short.removesuffix(unit.bare).removesuffix("委").removesuffix("党")] += 1
    prefix = max(count, key=lambda one: count[one], default="")
    misled = any(unit.short.startswith(prefix) and unit.short == unit.bare for unit in units.values())
    return "" if misled else prefix


def _questions(units: list[_Gathered]) -> dict[str, list[str]]:
    """Names that may mean one unit though nothing makes it certain; told at the later of the two."""
    questions: dict[str, list[str]] = defaultdict(list)
    order = {unit.short: place for place, unit in enumerate(units)}
    for one, other in _alike(units):
        earlier, later = sorted((one.short, other.short), key=order.__getitem__)
        hint = f"“{later}”与“{earlier}”是不是同一个单位？是，就把“{later}”写进“{earlier}”的别名，删去这一条"
        if hint not in questions[later]:
            questions[later].append(hint)
    return questions


def _alike(units: list[_Gathered]) -> Iterator[tuple[_Gathered, _Gathered]]:
    yield from _abbreviated(units)
    yield from _endings(units)
    by_short = {unit.short: unit for unit in units}
    for unit in units:
        other = by_short.get(unit.short.replace("委", "", 1))
        if other is not None and other is not unit and unit.short != unit.bare and other.bare == unit.bare:
            yield unit, other  # 市委网信办, 市网信办


def _abbreviated(units: list[_Gathered]) -> Iterator[tuple[_Gathered, _Gathered]]:
    """Of one level, and the one an abbreviation of the other: 发改委, 发展和改革委员会."""
    buckets: dict[tuple[str, str, str], list[_Gathered]] = defaultdict(list)
    for unit in units:
        key = _essence(unit.bare)
        buckets[unit.short.removesuffix(unit.bare), key[:1], key[-1:]].append(unit)
    for bucket in buckets.values():
        for one, other in combinations(bucket[:_MOST_ALIKE], 2):
            short, long = sorted((_essence(one.bare), _essence(other.bare)), key=len)
            if short != _TRADE_UNION and _is_within(short, long):
                yield one, other


def _endings(units: list[_Gathered]) -> Iterator[tuple[_Gathered, _Gathered]]:
    """The one named with something before it that the other is named without: 市财政局, 财政局."""
    whole: dict[str, list[_Gathered]] = defaultdict(list)
    for unit in units:
        whole[_essence(unit.short)].append(unit)
    for unit in units:
        key = _essence(unit.short)
        for begin in range(len(key) - 1):
            for other in whole.get(key[begin:], ())[:_MOST_ALIKE]:
                if other is not unit and (begin or unit.short < other.short) and len(key) - begin > _TWO_PLACES:
                    yield unit, other


def _essence(name: str) -> str:
    """A name by which it is compared: 委 for 委员会, 办 for 办公室, without a bracket at its end."""
    plain = re.sub("（.*）$", "", name)
    return _OFFICE.sub("办", _COMMITTEE.sub("委", plain)).replace("人民政府", "政府")


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of the one stand in the other in their order: 发改委 in 发展和改革委."""
    rest = iter(long)
    return all(character in rest for character in short)
