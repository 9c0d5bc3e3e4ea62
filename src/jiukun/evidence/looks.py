"""What the looks at a day's folder have found: when they were taken, and which bytes each first saw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jiukun.evidence.timeliness import Evidence

_EVERYONE = "*"


class SeenBytes(NamedTuple):
    """Bytes that a look has found: since when they count as arrived, why, and whether the last look found them."""

    arrived_at: datetime
    evidence: Evidence
    is_there: bool = True


@dataclass(frozen=True)
class Looks:
    """The looks at a day's folder: the last one at all units, at some alone, and SHA-256 → what was seen."""

    everyone: datetime | None = None
    units: Mapping[str, datetime] = field(default_factory=dict)
    seen: Mapping[str, SeenBytes] = field(default_factory=dict)

    def last(self, unit: str | None = None) -> datetime | None:
        """The last look at a unit's place, or at any."""
        alone = self.units.values() if unit is None else filter(None, [self.units.get(unit)])
        return max((*alone, *filter(None, [self.everyone])), default=None)

    def with_look(self, moment: datetime, found: Mapping[str, SeenBytes], units: Iterable[str] | None) -> Looks:
        """After a look at all units, or at some, that found these bytes and no others.

        A look is never noted as earlier than the one before.
        """
        gone = {digest: entry._replace(is_there=False) for digest, entry in self.seen.items()}
        seen = {**gone, **found}
        if units is None:
            return Looks(max(moment, self.everyone or moment), self.units, seen)
        looked = {unit: max(moment, self.units.get(unit, moment)) for unit in units}
        return replace(self, units={**self.units, **looked}, seen=seen)


def read_looks(data: bytes, zone: ZoneInfo) -> Looks:
    """The record as it was written, by older versions too; raises ValueError and its like for anything else."""
    written = json.loads(data.decode())
    moments = {str(name): _moment(text, zone) for name, text in written.get("looks", written).items()}
    seen = {
        str(digest): SeenBytes(_moment(entry["arrived_at"], zone), Evidence(entry["evidence"]), bool(entry["there"]))
        for digest, entry in written.get("seen", {}).items()
        if "looks" in written
    }
    return Looks(moments.pop(_EVERYONE, None), moments, seen)


def write_looks(looks: Looks) -> bytes:
    """As JSON, the same for the same looks, a line for each entry."""
    moments = {_EVERYONE: looks.everyone, **looks.units}
    written: dict[str, Any] = {
        "looks": {name: moment.isoformat() for name, moment in moments.items() if moment is not None},
        "seen": {
            digest: {"arrived_at": entry.arrived_at.isoformat(), "evidence": entry.evidence, "there": entry.is_there}
            for digest, entry in looks.seen.items()
        },
    }
    return json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True).encode(errors="replace")


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)
