"""The units and groups of a plan, gathered from the lists of its measures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from jiukun.drafting.drafts.name_levels import EACH_OFFICE, Resolved, clean, resolved, sound_name
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import is_group, is_odd
from jiukun.project.names import why_no_file_name

_ALONE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协", "纪委", "监委"})  # no alias without its level
_STAND_IN = "（成员待填）"
_MOST_NAMED = 40  # names in a question
_TRADE_UNION = "工会"  # its characters stand in 工商业联合会, too
_MOST_COMPARED = 400  # units; no plan names more
_SHORTEST = 3  # characters that two names must share


class DraftUnit(NamedTuple):
    """A unit to be."""

    short: str
    full: str
    aliases: tuple[str, ...]


class DraftGroup(NamedTuple):
    """A group to be; without members where the document names none."""

    name: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class UnitRegister:
    """The units and groups of a plan; `of` gives the names of a list as they stand in the drafted files."""

    units: tuple[DraftUnit, ...]
    groups: tuple[DraftGroup, ...] = ()
    prefix: str = ""
    asks_of_units: tuple[str, ...] = ()
    asks_of_groups: tuple[str, ...] = ()
    names: dict[Entry, str] = field(default_factory=dict)

    def of(self, entries: Iterable[Entry]) -> tuple[str, ...]:
        """Each unit once, without those that a group beside them has as members."""
        names = dict.fromkeys(self.names[entry] for entry in entries)
        members = {member for group in self.groups if group.name in names for member in group.members}
        return tuple(name for name in names if name not in members)

    def others(self, entries: Iterable[Entry], leads: Iterable[Entry]) -> tuple[str, ...]:
        """Those beside the leads; one who leads by a rule alone is not responsible besides."""
        by_rule = () if any(entry.role is Role.LEAD for entry in leads) else self.of(leads)
        return tuple(name for name in self.of(entries) if name not in by_rule)


def _same_key(name: str) -> str:
    """What names of one unit surely share: 市人民政府办公室 is 市政府办公室."""
    return name.casefold().replace("人民政府", "政府")


def gather(leads: list[Entry], others: list[Entry], place: str, members: tuple[str, ...]) -> UnitRegister:
    """Units, those that lead first; groups, with a stand-in where one that leads has no members; the common prefix."""
    lists: dict[int, list[Entry]] = defaultdict(list)
    for entry in sorted((*leads, *others), key=lambda entry: entry.index):
        lists[entry.of_list].append(entry)
    meant = {unit.entry: unit for unit in resolved(lists.values(), place)}
    units: dict[str, list[Resolved]] = defaultdict(list)
    groups: dict[str, list[Resolved]] = defaultdict(list)
    same: dict[str, str] = {}
    names: dict[Entry, str] = {}
    for entry in (*leads, *others):
        unit = meant[entry]
        names[entry] = same.setdefault(_same_key(unit.short), unit.short)
        (groups if is_group(unit.short) else units)[names[entry]].append(unit)
    leading = {names[entry] for entry in leads}
    known = {name: found for name in groups if (found := _members_of(name, members))}
    stand_ins = {name: (name + _STAND_IN,) for name in groups if name in leading and name not in known}
    of_group = {**known, **stand_ins}
    claimed = {name.casefold(): name for name in (*groups, *units)}
    drafted = _units(units, claimed)
    more = dict.fromkeys(name for names in of_group.values() for name in names if name.casefold() not in claimed)
    prefix = _prefix(units)
    return UnitRegister(
        (*drafted, *(DraftUnit(name, name, ()) for name in more)),
        tuple(DraftGroup(name, _aliases(name, groups[name], claimed), of_group.get(name, ())) for name in groups),
        prefix,
        tuple(_asks_of_units(units, prefix)),
        tuple(_asks_of_groups([*groups], [name for name in groups if name not in known], [*stand_ins])),
        names,
    )


def _aliases(group: str, forms: list[Resolved], claimed: dict[str, str]) -> tuple[str, ...]:
    """The other names that a group alone bears."""
    names = dict.fromkeys(form.short if form.by_group else clean(form.entry.text) for form in forms)
    return tuple(name for name in names if claimed.setdefault(name.casefold(), group) == group and name != group)


def _members_of(group: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """Those governments, of all that the addressees name, for which a group stands."""
    if EACH_OFFICE.fullmatch(group):
        return ()
    is_county = re.match(".*[县市]|各[区旗]", group) is not None
    kinds = tuple(kind for kind in ("乡", "镇", "街道") if kind in group) or (tuple("县市区旗") if is_county else ())
    return tuple(member for member in members if re.sub("(?:人民政府|政府|办事处)$", "", member).endswith(kinds))


def _units(units: dict[str, list[Resolved]], claimed: dict[str, str]) -> list[DraftUnit]:
    """Units by 简称 with the full name and the other names that they alone bear."""
    bare_count = Counter(forms[0].bare for forms in units.values() if forms[0].prefix)
    drafted = []
    for short, forms in units.items():
        bare = forms[0].bare
        names = [name for form in forms for name in (form.written + form.bare, sound_name(form.entry.text))]
        full = max(names, key=len) if forms[0].prefix else short
        free = [bare] if bare_count[bare] == 1 and bare not in _ALONE else []
        whole = dict.fromkeys([full, *(name for name in names if name != bare), *free])
        sound = [name for name in whole if why_no_file_name(name) is None]
        own = [name for name in sound if claimed.setdefault(name.casefold(), short) == short]
        aliases = tuple(name for name in own if name not in {short, full})
        drafted.append(DraftUnit(short, full if full in own else "", aliases))
    return drafted


def _asks_of_units(units: dict[str, list[Resolved]], prefix: str) -> list[str]:
    """What is odd about units, each question once for all of which it may be asked."""
    odd = [short for short in units if is_odd(short)]
    free = [short for short, forms in units.items() if prefix and forms[0].free and prefix + short not in units]
    free = [short for short in free if short not in odd]
    asks = [f"{quoted(odd)}不像单位的名称，请核对"] if odd else []
    asks += [f"{quoted(free)}没有写是哪一级的，前面要不要加“{prefix}”？要，就改过来"] if free else []
    pairs = _likely_same([(short, forms[0].bare) for short, forms in units.items()])
    same = "；".join(f"“{later}”与“{earlier}”" for later, earlier in pairs[:_MOST_NAMED])
    rest = f"等 {len(pairs)} 对" if len(pairs) > _MOST_NAMED else ""
    asks += [f"{same}{rest}，是不是同一个单位？是，就把前一个写进后一个的别名，删去前一条"] if pairs else []
    return asks


def _asks_of_groups(groups: list[str], empty: list[str], stand_ins: list[str]) -> list[str]:
    lone = f"；{quoted(stand_ins)}要牵头报送，先用“{_STAND_IN}”顶着" if stand_ins else ""
    asks = [f"方案没有写明{quoted(empty)}有哪些成员，请写上，并在“单位”里登记{lone}"] if empty else []
    alike = [
        f"“{name}”与“{other}”"
        for place, name in enumerate(groups)
        for other in groups[place + 1 : place + 1 + _MOST_NAMED]
        if other.startswith(name) or name.startswith(other)
    ]
    return asks + ([f"{'；'.join(alike)}，是不是一回事？是，就并成一个组"] if alike else [])


def quoted(names: Iterable[str]) -> str:
    """Names in quotation marks; all of them, for what is asked about must be found."""
    return "".join(f"“{clean(name)}”" for name in names)


def _prefix(units: dict[str, list[Resolved]]) -> str:
    """The prefix of most units; none where it begins a name that has no prefix, for it would be cut from that."""
    prefixes = [forms[0].prefix.removesuffix("委").removesuffix("党") for forms in units.values() if forms[0].prefix]
    prefix = max(dict.fromkeys(prefixes), key=prefixes.count, default="")
    misled = any(short.startswith(prefix) and not forms[0].prefix for short, forms in units.items())
    return "" if misled else prefix


def _likely_same(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of 简称 that may mean one unit, the later first; each unit is its 简称, and that without its level."""
    compared = [
        (short, short.removesuffix(bare).removesuffix("委"), _essence(bare), _essence(short))
        for short, bare in units[:_MOST_COMPARED]
    ]
    return [
        (later[0], earlier[0])
        for earlier, later in combinations(compared, 2)
        if (earlier[1] == later[1] and _abbreviates(earlier[2], later[2])) or _is_ending(earlier[3], later[3])
    ]


def _is_ending(one: str, other: str) -> bool:
    """Whether one of two names is the other with something before it: 市财政局, 财政局."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.endswith(short)


def _abbreviates(one: str, other: str) -> bool:
    """Whether one of two names is an abbreviation of the other: 发改委, 发展和改革委员会; 市委网信办, 市网信办."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    is_within = short != _TRADE_UNION and all(character in rest for character in short)
    return is_within and short[:1] == long[:1] and short[-1:] == long[-1:]


def _essence(name: str) -> str:
    """A name by which it is compared: 委 for 委员会, 办 for 办公室, without a bracket at its end."""
    plain = re.sub("（.*）$", "", name).replace("人民政府", "政府")
    return re.sub("办公室$", "办", re.sub("委员会$", "委", plain))
