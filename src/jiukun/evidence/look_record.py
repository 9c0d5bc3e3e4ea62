"""What the looks at a day's folder have found: when they were taken, which bytes each first saw, what was kept.

One entry a line, so that version control joins the lines of two offices.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jiukun.evidence.timeliness import Evidence

LAST_NUMBER = 999_999  # of versions; a greater one is forged
_EVERYONE = "*"
_MOST_GONE = 2000  # of what went away only a move to another day's folder is ever asked
_NO_ENTRY = (ValueError, AttributeError, TypeError, KeyError, OverflowError, RecursionError)


class SeenBytes(NamedTuple):
    """Bytes that a look has found: since when they count as arrived, why, and whether the last look found them."""

    arrived_at: datetime
    evidence: Evidence
    is_there: bool = True


class Verdict(NamedTuple):
    """That a version was kept as a unit's own: its number, whether it was sound, and if not, by which plan.

    `day` is that of the receipts, by which a copied record is known; older ones do not say it.
    """

    number: int
    valid: bool
    of_the_day: bool = True
    plan: str = ""
    day: str = ""


VersionKey = tuple[str, str]  # the folder of the unit, and how the SHA-256 of a version begins


class LookRecord(NamedTuple):
    """The looks at a day's folder: the last one at all units, at some alone, what was seen (by SHA-256) and kept.

    `spoiled` are lines that cannot be read. `is_joined` where version control joined two records and no look at all
    units came since.
    """

    everyone: datetime | None = None
    units: Mapping[str, datetime] = {}
    seen: Mapping[str, SeenBytes] = {}
    kept: Mapping[VersionKey, Verdict] = {}
    spoiled: int = 0
    is_joined: bool = False

    def last(self, unit: str | None = None) -> datetime | None:
        """The last look at a unit's place, or at any."""
        alone = self.units.values() if unit is None else filter(None, [self.units.get(unit)])
        return max((*alone, *filter(None, [self.everyone])), default=None)

    def kept_by_unit(self, day: str) -> dict[str, dict[str, Verdict]]:
        """What was kept of a day in the folder of each unit, by how the SHA-256 of a version begins."""
        found: dict[str, dict[str, Verdict]] = {}
        for (unit, digest), verdict in self.kept.items():
            if verdict.day in {"", day}:
                found.setdefault(unit, {})[digest] = verdict
        return found

    def with_look(
        self,
        moment: datetime,
        found: Mapping[str, SeenBytes],
        units: Iterable[str] | None,
        kept: Mapping[VersionKey, Verdict] | None = None,
    ) -> LookRecord:
        """The record after one more look at all units, or at some, that found these bytes and no others.

        A look is never noted as earlier than the one before. Of bytes that went away the last ones are remembered.
        """
        gone = sorted(
            ((digest, entry) for digest, entry in self.seen.items() if digest not in found),
            key=lambda entry: (entry[1].is_there, entry[1].arrived_at.timestamp()),
        )
        seen = {**{digest: entry._replace(is_there=False) for digest, entry in gone[-_MOST_GONE:]}, **found}
        known = self._replace(seen=seen, kept={**self.kept, **(kept or {})})
        if units is None:
            return known._replace(everyone=max(moment, self.everyone or moment), is_joined=False)
        looked = {unit: max(moment, self.units.get(unit, moment)) for unit in units}
        return known._replace(units={**self.units, **looked})


def read_looks(data: bytes, zone: ZoneInfo) -> LookRecord:
    """The record as it was written.

    Of two entries on the same bytes, as of two offices, the earlier arrival stands; of two looks the later.
    """
    moments: dict[str, datetime] = {}
    seen: dict[str, SeenBytes] = {}
    kept: dict[VersionKey, Verdict] = {}
    spoiled, is_joined = 0, False
    for line in filter(None, data.decode(errors="replace").split("\n")):
        try:
            entry = json.loads(line) if line.startswith("{") else {}  # many lines of rubbish cost no time
            if "look" in entry:
                moment, name = _moment(entry["at"], zone), _name(entry["look"])
                is_joined |= name in moments
                moments[name] = max(moment, moments.get(name, moment))
            elif "seen" in entry:
                new, digest = _seen(entry, zone), _name(entry["seen"])
                seen[digest] = _joined(seen.get(digest, new), new)
            else:
                verdict, place = _verdict(entry), (_name(entry["unit"]), _name(entry["kept"]))
                kept[place] = max(kept.get(place, verdict), verdict, key=attrgetter("valid", "number"))
        except _NO_ENTRY:
            spoiled += 1
    return LookRecord(moments.pop(_EVERYONE, None), moments, seen, kept, spoiled, is_joined)


def read_older_looks(data: bytes, zone: ZoneInfo) -> LookRecord:
    """The record as older versions wrote it: looks.json, one object."""
    try:
        written = json.loads(data.decode())
        moments = {str(name): _moment(text, zone) for name, text in written.get("looks", written).items()}
        seen = {
            str(digest): SeenBytes(
                _moment(entry["arrived_at"], zone), Evidence(entry["evidence"]), bool(entry["there"])
            )
            for digest, entry in written.get("seen", {}).items()
            if "looks" in written
        }
    except _NO_ENTRY:
        return LookRecord(spoiled=1)
    return LookRecord(moments.pop(_EVERYONE, None), moments, seen)


def write_looks(looks: LookRecord) -> bytes:
    """The same for the same looks, a line for each entry."""
    moments = [(_EVERYONE, looks.everyone)] * (2 if looks.is_joined else 1)  # as version control left them
    entries: list[dict[str, Any]] = [
        *(
            {"look": name, "at": moment.isoformat()}
            for name, moment in sorted([*moments, *looks.units.items()])
            if moment is not None
        ),
        *(
            {
                "seen": digest,
                "arrived_at": seen.arrived_at.isoformat(),
                "evidence": seen.evidence,
                "there": seen.is_there,
            }
            for digest, seen in sorted(looks.seen.items())
        ),
        *(
            {"kept": digest, "unit": unit, **verdict._asdict()}
            for (unit, digest), verdict in sorted(looks.kept.items())
        ),
    ]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode(errors="replace")


def _seen(entry: Mapping[str, Any], zone: ZoneInfo) -> SeenBytes:
    return SeenBytes(_moment(entry["arrived_at"], zone), Evidence(entry["evidence"]), bool(entry["there"]))


def _verdict(entry: Mapping[str, Any]) -> Verdict:
    number = int(entry["number"])
    if not 0 < number <= LAST_NUMBER:
        raise ValueError(number)
    day = str(entry.get("day", ""))
    return Verdict(number, bool(entry["valid"]), bool(entry["of_the_day"]), str(entry["plan"]), day)


def _name(written: object) -> str:
    if not isinstance(written, str) or not written:
        raise ValueError(written)
    return written.encode().decode()  # half a character is none


def _joined(known: SeenBytes, other: SeenBytes) -> SeenBytes:
    first = min(known, other, key=lambda seen: seen.arrived_at.timestamp())
    return first._replace(is_there=known.is_there or other.is_there)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)
