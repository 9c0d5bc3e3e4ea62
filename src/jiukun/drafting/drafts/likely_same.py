"""Names that may mean one unit though nothing makes it certain: 市发改委 and 市发展和改革委员会."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Protocol

_TRADE_UNION = "工会"  # its characters stand in 工商业联合会, too
_MOST_ALIKE = 60  # names in a bucket that are compared with each other
_COMMITTEE = re.compile("委员会$")
_OFFICE = re.compile("办公室$")
_SHORTEST = 3  # characters that two names must share


class Named(Protocol):
    """A unit's 简称, and the same without the prefix of its level."""

    @property
    def short(self) -> str:
        """州工信局."""

    @property
    def bare(self) -> str:
        """工信局."""


def likely_same(units: Sequence[Named]) -> list[tuple[str, str]]:
    """Pairs of 简称 that may mean one unit, the later first."""
    order = {unit.short: place for place, unit in enumerate(units)}
    pairs = {tuple(sorted((order[one.short], order[other.short]))) for one, other in _alike(units)}
    return [(units[later].short, units[earlier].short) for earlier, later in sorted(pairs)]


def _alike(units: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    yield from _abbreviated(units)
    yield from _endings(units)
    by_short = {unit.short: unit for unit in units}
    for unit in units:
        other = by_short.get(unit.short.replace("委", "", 1))
        if other is not None and other is not unit and unit.short != unit.bare and other.bare == unit.bare:
            yield unit, other  # 市委网信办, 市网信办


def _abbreviated(units: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """Of one level, and the one an abbreviation of the other: 发改委, 发展和改革委员会."""
    buckets: dict[tuple[str, str, str], list[Named]] = defaultdict(list)
    for unit in units:
        key = _essence(unit.bare)
        buckets[unit.short.removesuffix(unit.bare), key[:1], key[-1:]].append(unit)
    for bucket in buckets.values():
        for one, other in combinations(bucket[:_MOST_ALIKE], 2):
            short, long = sorted((_essence(one.bare), _essence(other.bare)), key=len)
            if short != _TRADE_UNION and _is_within(short, long):
                yield one, other


def _endings(units: Sequence[Named]) -> Iterator[tuple[Named, Named]]:
    """The one named with something before it that the other is named without: 市财政局, 财政局."""
    whole: dict[str, list[Named]] = defaultdict(list)
    for unit in units:
        whole[_essence(unit.short)].append(unit)
    for unit in units:
        key = _essence(unit.short)
        for begin in range(len(key) - 1):
            for other in whole.get(key[begin:], ())[:_MOST_ALIKE]:
                if other is not unit and (begin or unit.short < other.short) and len(key) - begin >= _SHORTEST:
                    yield unit, other


def _essence(name: str) -> str:
    """A name by which it is compared: 委 for 委员会, 办 for 办公室, without a bracket at its end."""
    plain = re.sub("（.*）$", "", name)
    return _OFFICE.sub("办", _COMMITTEE.sub("委", plain)).replace("人民政府", "政府")


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of the one stand in the other in their order: 发改委 in 发展和改革委."""
    rest = iter(long)
    return all(character in rest for character in short)
