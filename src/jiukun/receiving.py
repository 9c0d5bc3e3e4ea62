"""A look at a day's folder: what has newly arrived is kept, with its arrival and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jiukun.day import Lying, Reader
from jiukun.diagnostics import Diagnostic
from jiukun.plan import Unit
from jiukun.project import FORM_ENDING, is_form
from jiukun.receipts import Arrived, Kept, Receipts
from jiukun.timeliness import Evidence, arrival

_QUIET = 1.0  # seconds for which a file must not have been written


class Outcome(StrEnum):
    """What a look found in a unit's place."""

    KEPT = "kept"  # a new version
    SAME = "same"  # the version that was received last
    UNFINISHED = "unfinished"  # a file that is still being written
    REFUSED = "refused"  # a file that cannot be taken: unreadable, or one of two


@dataclass(frozen=True)
class Found:
    """What a look found of one unit. `kept` is the version that counts as received last, if any."""

    unit: Unit
    outcome: Outcome
    kept: Kept | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Look:
    """One look: its moment, the units looked at (None for all), and the arrival the office states, if it does."""

    moment: datetime
    units: tuple[Unit, ...] | None = None
    stated: datetime | None = None


def snapshot(reader: Reader, day: date) -> frozenset[tuple[str, str]]:
    """Path and digest of every report that lies in a day's folder now."""
    files = reader.files(day)
    return frozenset((one.path, one.digest) for short in files.reports for one in reader.lying(files, short))


def is_settled(reader: Reader, day: date, look: datetime) -> bool:
    """Whether no report was written within the last second before a look."""
    files = reader.files(day)
    times = (one.modified for short in files.reports for one in reader.lying(files, short) if one.modified)
    return not any(-_QUIET < look.timestamp() - modified.timestamp() < _QUIET for modified in times)


def look_at(
    reader: Reader, receipts: Receipts, day: date, look: Look, before: frozenset[tuple[str, str]]
) -> list[Found]:
    """Keep what has newly arrived. Only within a turn of the receipts.

    A file that is not as it was in the snapshot `before` is still being written and left for the next look. The look
    is noted last: where a receiver is killed on the way, the next one finds the rest and judges it by the look before.
    """
    files = reader.files(day)
    everyone = frozenset(unit.short for unit in reader.plan.lead_units) | frozenset(files.reports)
    wanted = everyone if look.units is None else frozenset(unit.short for unit in look.units)
    order = [*(unit.short for unit in reader.plan.lead_units), *files.reports]
    named = [short for short in dict.fromkeys(order) if short in files.reports and short in wanted]
    lying = {short: reader.lying(files, short) for short in named}
    looks = receipts.looks(day)
    found = [
        _receive(reader, receipts, day, look, looks.last(one[0].unit.short), one, before) for one in lying.values()
    ]
    unfinished = {one.unit.short for one in found if one.outcome is Outcome.UNFINISHED}
    all_seen = look.units is None and not unfinished
    receipts.note_look(day, None if all_seen else sorted(wanted - unfinished), look.moment)
    return found


def _receive(
    reader: Reader,
    receipts: Receipts,
    day: date,
    look: Look,
    previous: datetime | None,
    lying: list[Lying],
    before: frozenset[tuple[str, str]],
) -> Found:
    first = lying[0]
    if any((one.path, one.digest) not in before for one in lying):
        return Found(first.unit, Outcome.UNFINISHED)
    if len(lying) > 1 or first.content is None or first.modified is None:
        return Found(
            first.unit, Outcome.REFUSED, diagnostics=tuple(told for one in lying for told in one.judged.diagnostics)
        )
    data = first.content.data
    newest = reader.kept(first.unit, day).newest
    if newest is not None and newest.digest == first.digest:
        if isinstance(receipts.data(newest), Diagnostic):
            receipts.mend(newest, data)
        return Found(first.unit, Outcome.SAME, newest, first.judged.diagnostics if not newest.valid else ())
    arrived_at, evidence = (
        (look.stated, Evidence.STATED) if look.stated else arrival(previous, first.modified, look.moment)
    )
    judged = first.judged
    suffix = FORM_ENDING if is_form(first.path) else ".yaml"
    kept = receipts.keep(day, first.unit.short, Arrived(data, suffix, arrived_at, evidence), valid=judged.is_valid)
    return Found(first.unit, Outcome.KEPT, kept, judged.diagnostics)
