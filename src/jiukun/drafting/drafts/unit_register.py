"""The units and groups of a plan, gathered from the lists of its measures."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jiukun.drafting.drafts.likely_same import questions
from jiukun.drafting.drafts.name_levels import EACH_OFFICE, cleaned, resolved, seats_of
from jiukun.drafting.reading import Mention, is_group, is_odd

_LONE = "“{}”暂列为一个单位，因为要由它牵头报送；请改成单位组，写上成员单位"
_ODD = "“{}”不像单位的名称，请核对"
_NO_LEVEL = "“{}”没有写是哪一级的，是不是“{}”？是，就改过来"
_NO_MEMBERS = "方案没有写明“{}”有哪些成员，请写上，并在“单位”里登记"
_ALONE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协", "纪委", "监委"})  # no alias without its level


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
class UnitRegister:
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
) -> UnitRegister:
    """Units in the order of their first leading, then of their first mention; groups; the prefix said once.

    `sole` are groups that must lead as nobody else is named. A group without members that leads is drafted as a
    unit, for somebody must report.
    """
    lists = (*lead_lists, *other_lists)
    seats = seats_of(lists)
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
    return UnitRegister(tuple(drafted), tuple(_groups(kept, of_group)), _prefix(units), place, written, seats)


def _members_of(group: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """Those governments, of all that the addressees name, for which a group stands."""
    if EACH_OFFICE.fullmatch(group):
        return ()
    kinds = [kind for kind in ("乡", "镇", "街道") if kind in group] or (
        ["县", "市", "区", "旗"] if "县" in group or "市" in group or group.startswith(("各区", "各旗")) else []
    )
    return tuple(one for one in members if re.sub("(?:人民政府|政府|办事处)$", "", one).endswith(tuple(kinds)))


def _units(gathered: list[_Gathered], lone: dict[str, list[str]]) -> list[DraftUnit]:
    claimed = {unit.short.casefold(): unit.short for unit in gathered}
    bare_count = Counter(unit.bare for unit in gathered if unit.bare != unit.short)
    doubled = questions(gathered)
    prefix = _prefix({unit.short: unit for unit in gathered})
    drafted = []
    for unit in gathered:
        full = max(unit.forms, key=len, default=unit.short) if unit.bare != unit.short else unit.short
        free = bare_count[unit.bare] == 1 and unit.bare not in _ALONE
        forms = [one for one in (*unit.forms, *lone.get(unit.short, ())) if one != unit.bare]
        names = (full, *forms, *([unit.bare] if free else ()))
        own = [one for one in dict.fromkeys(names) if claimed.setdefault(one.casefold(), unit.short) == unit.short]
        asks = (*doubled.get(unit.short, ()), *([_LONE.format(unit.short)] if unit.short in lone else ()))
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
