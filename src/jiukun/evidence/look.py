"""A look at a day's folder: what has newly arrived is kept, with its arrival and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.inbox import Reader
from jiukun.evidence.receipts import Arrived, KeptVersion, Looks, Receipts
from jiukun.evidence.timeliness import Evidence, arrival
from jiukun.evidence.versions import Lying
from jiukun.plan.model import Unit
from jiukun.project.names import FORM_ENDING, is_form
from jiukun.project.writing import error_words
from jiukun.reports.checks import Judged
from jiukun.reports.form_reading import form_as_yaml

_QUIET = 1.0  # seconds for which a file must not have been written


class Outcome(StrEnum):
    """What a look found in a unit's place."""

    KEPT = "kept"  # a new version
    SAME = "same"  # the version that was received last
    UNFINISHED = "unfinished"  # a file that is still being written
    REFUSED = "refused"  # a file that cannot be taken: unreadable, or one of two


@dataclass(frozen=True)
class Found:
    """What a look found of one unit. `kept` is the version that counts as received last, if any.

    `judged` is the verdict on what lies there, as far as it was looked into.

    `not_imported` says why the YAML of a form could not be written beside it; the form counts all the same.
    """

    unit: Unit
    outcome: Outcome
    kept: KeptVersion | None = None
    judged: Judged | None = None
    not_imported: str = ""


@dataclass(frozen=True)
class Look:
    """One look: its moment, the units looked at (None for all), and the arrival the office states, if it does.

    What seems unfinished is left alone for `patience` seconds after it was last written.
    """

    moment: datetime
    units: tuple[Unit, ...] | None = None
    stated: datetime | None = None
    patience: float = 0


def snapshot(reader: Reader, day: date) -> frozenset[tuple[str, str]]:
    """Path and digest of every report that lies in a day's folder now."""
    files = reader.files(day)
    return frozenset((one.path, one.digest) for short in files.reports for one in reader.lying(files, short))


def is_settled(reader: Reader, day: date, look: datetime) -> bool:
    """Whether no report was written within the last second before a look."""
    files = reader.files(day)
    times = (one.modified for short in files.reports for one in reader.lying(files, short) if one.modified)
    return not any(_is_recent(modified, look, _QUIET) for modified in times)


def _is_recent(modified: datetime, look: datetime, seconds: float) -> bool:
    """Whether a file was written within so many seconds of a look; another computer's clock may be a little ahead."""
    return abs(look.timestamp() - modified.timestamp()) < seconds


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
    turn = _Turn(reader, receipts, day, look, receipts.looks(day), before)
    found = [turn.receive(reader.lying(files, short)) for short in named]
    unseen = {one.unit.short for one in found if _is_unseen(one)}
    all_seen = look.units is None and not unseen
    receipts.note_look(day, None if all_seen else sorted(wanted - unseen), look.moment)
    return found


def _is_unseen(found: Found) -> bool:
    """Whether a file was there that could not be looked into: what it holds did not come after the look."""
    told = found.judged.diagnostics if found.outcome is Outcome.REFUSED and found.judged else ()
    return found.outcome is Outcome.UNFINISHED or any(one.code == "JK407" for one in told)


@dataclass(frozen=True)
class _Turn:
    """One look in the making."""

    reader: Reader
    receipts: Receipts
    day: date
    look: Look
    looks: Looks
    before: frozenset[tuple[str, str]]

    def receive(self, lying: list[Lying]) -> Found:
        """What lies in a unit's place."""
        first = lying[0]
        if any((one.path, one.digest) not in self.before for one in lying):
            return Found(first.unit, Outcome.UNFINISHED)
        if len(lying) > 1 or first.content is None or first.modified is None:
            told = tuple(diagnostic for one in lying for diagnostic in one.judged.diagnostics)
            return Found(first.unit, Outcome.REFUSED, judged=Judged(None, told))
        newest = self.reader.kept(first.unit, self.day).newest
        if newest is not None and newest.digest == first.digest and not self._is_mended(newest):
            if isinstance(self.receipts.data(newest), Diagnostic):
                self.receipts.mend(newest, first.content.data)
            if is_form(first.path) and newest.valid and not _is_imported(self.reader, self.day, first):
                _write_import(self.reader, self.day, first)  # a receiver was killed before it came to this
            return Found(first.unit, Outcome.SAME, newest, None if newest.valid else first.judged)
        if _is_recent(first.modified, self.look.moment, self.look.patience) and _seems_unfinished(first):
            return Found(first.unit, Outcome.UNFINISHED)
        return self._keep(first, first.content.data, first.modified)

    def _is_mended(self, newest: KeptVersion) -> bool:
        """Whether the office says when a version came that a clock which was wrong has put into the future."""
        return self.look.stated is not None and newest.arrived_at.timestamp() > self.look.moment.timestamp()

    def _keep(self, lying: Lying, data: bytes, modified: datetime) -> Found:
        if self.look.stated is not None:
            arrived_at, evidence = self.look.stated, Evidence.STATED
        else:
            arrived_at, evidence = arrival(self.looks.last(lying.unit.short), modified, self.look.moment)
        judged = lying.judged
        arrived = Arrived(data, FORM_ENDING if is_form(lying.path) else ".yaml", arrived_at, evidence)
        kept = self.receipts.keep(self.day, lying.unit.short, arrived, valid=judged.is_valid)
        why_not = _write_import(self.reader, self.day, lying) if is_form(lying.path) and judged.is_valid else ""
        return Found(lying.unit, Outcome.KEPT, kept, judged, why_not)


def _seems_unfinished(lying: Lying) -> bool:
    """Whether the rest of a file may still come: it is not sound, or its last line does not end."""
    ends = lying.content is not None and (is_form(lying.path) or lying.content.data.endswith(b"\n"))
    return not (ends and lying.judged.is_valid)


def _write_import(reader: Reader, day: date, form: Lying) -> str:
    """Write beside a form what import makes of it, with the form's own time; why that could not be, if so.

    Only where no other report of the unit lies there, save one that was made in this way.
    """
    data = form_as_yaml(form.content.data, form.path) if form.content else None
    if form.content is None or data is None:
        return ""
    target = _beside(reader, day, form) or reader.project.day_folder(day) / f"{form.unit.short}.yaml"
    try:
        reader.project.write(target, data, modified=form.content.modified)
    except OSError as error:
        return f"没能写出 {reader.project.name_of(target)}：{error_words(error)}"
    return ""


def _is_imported(reader: Reader, day: date, form: Lying) -> bool:
    """Whether the YAML beside a form was made of it: it has the form's time."""
    path = _beside(reader, day, form)
    try:
        return path is not None and form.content is not None and path.stat().st_mtime == form.content.modified
    except OSError:
        return False


def _beside(reader: Reader, day: date, form: Lying) -> Path | None:
    """The YAML that lies beside a form."""
    names = reader.files(day).reports[form.unit.short]
    return next((reader.project.root / name for name in names if not is_form(name)), None)
