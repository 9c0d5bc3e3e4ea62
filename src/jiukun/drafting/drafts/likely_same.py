"""Names that may mean one unit though nothing makes it certain: 市发改委 and 市发展和改革委员会."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

_TRADE_UNION = "工会"  # its characters stand in 工商业联合会, too
_MOST_ALIKE = 60  # names in a bucket that are compared with each other
_SHORTEST = 3  # characters that two names must share


def likely_same(units: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of 简称 that may mean one unit, the later first; each unit is its 简称, and that without its level."""
    pairs = {tuple(sorted(pair)) for pair in (*_abbreviated(units), *_endings(units))}
    return [(units[later][0], units[earlier][0]) for earlier, later in sorted(pairs)]


def _abbreviated(units: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Of one level, and the one an abbreviation of the other: 发改委, 发展和改革委员会; 市委网信办, 市网信办."""
    buckets: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, (short, bare) in enumerate(units):
        key = _essence(bare)
        buckets[short.removesuffix(bare).removesuffix("委"), key[:1], key[-1:]].append(place)
    for bucket in buckets.values():
        for first, other in combinations(bucket[:_MOST_ALIKE], 2):
            short, long = sorted((_essence(units[first][1]), _essence(units[other][1])), key=len)
            rest = iter(long)
            if short != _TRADE_UNION and all(character in rest for character in short):
                yield first, other


def _endings(units: Sequence[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """The one named with something before it that the other is named without: 市财政局, 财政局."""
    whole: dict[str, list[int]] = defaultdict(list)
    for place, (short, _) in enumerate(units):
        whole[_essence(short)].append(place)
    for place, (short, _) in enumerate(units):
        key = _essence(short)
        for begin in range(len(key) - _SHORTEST + 1):
            yield from ((place, other) for other in whole.get(key[begin:], ())[:_MOST_ALIKE] if other != place)


def _essence(name: str) -> str:
    """A name by which it is compared: 委 for 委员会, 办 for 办公室, without a bracket at its end."""
    plain = re.sub("（.*）$", "", name).replace("人民政府", "政府")
    return re.sub("办公室$", "办", re.sub("委员会$", "委", plain))
