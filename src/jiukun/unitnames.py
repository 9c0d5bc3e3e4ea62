"""Names of a plan gathered into units: the prefix of a name holds for the later names of its list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from jiukun.plandata import why_no_file_name
from jiukun.planreading import Mention, is_group, same_brackets

_SHORT = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
_LEVEL = (
    "(?:自治[州县旗区]|州(?![级直属])|市(?![场容域级直属郊内]|政(?:管理|公用|园林|工程|设施|服务|建设)|民(?:中心|服务|热线)|区)"
    "|县(?![域级直属])|区(?![域块划级直属])|省(?![级直属会])|盟(?![级直属])|旗(?![级直属]))"
)
_OWN = re.compile(rf"({_LEVEL})((?:党委|委)(?=[^员]))?(.+)")
_LEADING_LEVEL = re.compile("(自治[州县旗区]|[州市县区省盟旗])(?=[级直])")
_PARTY = re.compile(
    "(?:组织部|宣传部|统战部|统一战线工作部|政法委|政法委员会|社会工作部|社工部|党校|老干部局)(?:（.*）)?"
)
_ALONE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协", "纪委", "监委"})  # no alias without its level
# Which take no prefix from their list: what is of the state, of firms, or of another place.
_OTHERS = re.compile(
    r"团[州市县区旗盟]委|(?:国网|国家|国务院|中国|中央|中铁|中石|人行|人民银行|驻|省|自治区|南方电网|武警|民航|各|全).*"
    r"|.*(?:分局|支局|分行|支行|公司|集团|银行|学院|大学|街道|街道办事处|[乡镇村]|社区|管委会|管理委员会|军分区|电网"
    r"|移动|联通|电信|铁塔|海关|银保监局|银监局|证监局|通信管理局|海事局)(?:（.*）)?"
    r"|.{1,8}?(?:县|(?<![城都超门])市|(?<![社园景林城厂校库矿灾])区|旗).*(?:政府|局|委|办|委员会|中心|办公室)"
    r"|.*人民政府(?!办).*"
)
_LONE = "“{}”暂列为一个单位，因为要由它牵头报送；请改成单位组，写上成员单位"
_NO_MEMBERS = "方案没有写明“{}”有哪些成员，请写上，并在“单位”里登记"
_TWO_PLACES = 2
_MOST_ALIKE = 60  # names in a bucket that are compared with each other
_NOT_IN_NAMES = str.maketrans('\\/:*?"<>|', "＼、：＊？”〈〉｜")
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


@dataclass(frozen=True)
class UnitNames:
    """The units and groups of a plan; `of` gives the names of a list as they stand in the drafted files."""

    units: tuple[DraftUnit, ...]
    groups: tuple[DraftGroup, ...]
    prefix: str
    place: str
    written: dict[str, str]

    def of(self, names: Iterable[Mention]) -> tuple[str, ...]:
        """Each unit once."""
        return tuple(dict.fromkeys(self.written[short.casefold()] for _, short, _, _ in resolved(names, self.place)))


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
    units: dict[str, _Gathered] = {}
    groups: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for names in (*lead_lists, *other_lists):
        for mention, short, bare, full in resolved(names, place):
            known = written.setdefault(short.casefold(), short)
            if is_group(mention.text):
                groups.setdefault(known, []).append(mention.text)
            else:
                units.setdefault(known, _Gathered(known, bare)).forms.extend((full, cleaned(mention.text)))
    of_group = {name: members if "县" in name or "市" in name else () for name in groups}
    leading = {cleaned(one.text).casefold() for names in (*lead_lists, tuple(sole)) for one in names}
    lone = [name for name in groups if name.casefold() in leading and not of_group[name]]
    units.update({name: _Gathered(name, name) for name in lone})
    drafted = _units([*units.values()], {name: groups[name] for name in lone})
    if any(of_group.values()):
        drafted += [DraftUnit(name, name, ()) for name in members if name not in units]
    kept = {name: forms for name, forms in groups.items() if name not in lone}
    return UnitNames(tuple(drafted), tuple(_groups(kept, of_group)), _prefix(units), place, written)


def resolved(names: Iterable[Mention], place: str) -> Iterator[tuple[Mention, str, str, str]]:
    """Each name of one list with the 简称, the name without prefix and the name in full that it means."""
    level = written = party = ""
    proper = _proper(place)[:_TWO_PLACES]
    for mention in names:
        name = cleaned(mention.text)
        own = _own_prefix(name, place)
        if is_group(mention.text):
            yield mention, name, name, name
        elif own is not None:
            written, level, party, bare = own
            yield mention, _short(level) + party + bare, bare, written + party + bare
        elif not level or _OTHERS.fullmatch(name) or (proper and name.startswith(proper)):
            found = _LEADING_LEVEL.match(name)
            level, written = (found[1], found[1]) if found else (level, written)
            yield mention, name, name, name
        else:
            of_party = (party or "委") if _PARTY.fullmatch(name) else ""
            yield mention, _short(level) + of_party + name, name, written + of_party + name


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
    drafted = []
    for unit in gathered:
        full = max(unit.forms, key=len, default=unit.short) if unit.bare != unit.short else unit.short
        free = bare_count[unit.bare] == 1 and unit.bare not in _ALONE
        forms = [one for one in (*unit.forms, *lone.get(unit.short, ())) if one != unit.bare]
        names = (full, *forms, *([unit.bare] if free else ()))
        own = [one for one in dict.fromkeys(names) if claimed.setdefault(one.casefold(), unit.short) == unit.short]
        asks = (*questions.get(unit.short, ()), *([_LONE.format(unit.short)] if unit.short in lone else ()))
        aliases = tuple(one for one in own if one not in {unit.short, full})
        drafted.append(DraftUnit(unit.short, full if full in own else "", aliases, asks))
    return drafted


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
            if _is_within(short, long):
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
                if other is not unit and (begin or unit.short < other.short) and len(other.bare) > _TWO_PLACES:
                    yield unit, other


def _essence(name: str) -> str:
    """A name by which it is compared: 委 for 委员会, 办 for 办公室, without a bracket at its end."""
    plain = re.sub("（.*）$", "", name)
    return _OFFICE.sub("办", _COMMITTEE.sub("委", plain)).replace("人民政府", "政府")


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of the one stand in the other in their order: 发改委 in 发展和改革委."""
    rest = iter(long)
    return all(character in rest for character in short)
