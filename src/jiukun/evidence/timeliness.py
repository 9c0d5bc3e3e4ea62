"""Who is on time, late or missing on a date; pure: it sees no clock, no file and no console."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple


class Status(StrEnum):
    """Where a unit stands with its report of a day (SPEC section 4)."""

    ON_TIME = "on_time"
    LATE = "late"
    INVALID = "invalid"
    MISSING = "missing"
    PENDING = "pending"
    EXEMPT = "exempt"


class Paper(StrEnum):
    """Where a unit stands with the signed, stamped paper."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    PENDING = "pending"
    NOT_REQUIRED = "not_required"


class Evidence(StrEnum):
    """What an arrival rests on: the look that found it, the file's own time, or the office's word."""

    RECEIPT = "receipt"
    FILE_TIME = "file_time"
    STATED = "stated"


class Version(NamedTuple):
    """One version of a unit's report: when it arrived, on what evidence, and whether it is sound.

    `sequence` orders versions of the same moment; `intact` is false where the arrival is known but the text is lost.
    """

    arrived_at: datetime
    evidence: Evidence
    valid: bool
    digest: str = ""
    sequence: int = 0
    intact: bool = True

    @property
    def order(self) -> tuple[float, int]:
        """Since the epoch, as wall clocks cannot be compared over a change to summer time."""
        return self.arrived_at.timestamp(), self.sequence


class Standing(NamedTuple):
    """A unit's standing at a moment.

    `decisive` is the version on which the status rests, `used` the one whose text counts, `newest` the one that came
    last, sound or not; all None where nothing has arrived. `late_minutes` is 0 unless late, rounded down.
    """

    status: Status
    decisive: Version | None = None
    used: Version | None = None
    late_minutes: int = 0
    corrected: bool = False
    rejected: bool = False
    newest: Version | None = None


def arrival(previous_look: datetime | None, modified: datetime, look: datetime) -> tuple[datetime, Evidence]:
    """When a version that a look has found arrived, and on what evidence.

    It is the time of the look, unless the file's own time lies between the look before, if any, and this one. So a
    first look makes nobody late, and a back-dated copy is never earlier than a look that did not find it; where the
    clock went back since the look before, that look's time counts.
    """
    since = previous_look.timestamp() if previous_look else float("-inf")
    if since < modified.timestamp() <= look.timestamp():
        return modified, Evidence.FILE_TIME
    return (previous_look if previous_look and since > look.timestamp() else look), Evidence.RECEIPT


class Moments(NamedTuple):
    """The deadline of a day, and the moment as of which it is judged, both in seconds since the epoch."""

    deadline: float
    at: float


def standing(versions: Sequence[Version], moments: Moments, *, due: bool) -> Standing:
    """Judge the versions of one unit as of a moment.

    On time is before the deadline; 17:00:00 sharp is late, by 0 minutes (the plan says 17点前). The first sound
    version decides; a later one corrects it, and one that is not sound displaces nothing.
    """
    ordered = sorted([(one.order, one) for one in versions], key=itemgetter(0))
    present = [pair for pair in ordered if pair[0][0] <= moments.at]
    arrived = [one for _, one in present]
    sound = [one for one in arrived if one.valid]
    readable = [one for one in sound if one.intact] or sound or arrived
    used = readable[-1] if readable else None
    _, newest = max(present, key=itemgetter(0), default=(None, None))
    rejected = bool(sound) and not arrived[-1].valid
    status, minutes = _status(arrived, sound, moments, due=due)
    return Standing(status, sound[0] if sound else used, used, minutes, len(sound) > 1, rejected, newest)


def paper_standing(arrived_at: datetime | None, moments: Moments, *, required: bool) -> Paper:
    """Judge the paper as of a moment; its deadline is that of the report."""
    if not required:
        return Paper.NOT_REQUIRED
    if arrived_at is None or arrived_at.timestamp() > moments.at:
        return Paper.PENDING if moments.at < moments.deadline else Paper.MISSING
    return Paper.ON_TIME if arrived_at.timestamp() < moments.deadline else Paper.LATE


def _status(arrived: Sequence[Version], sound: Sequence[Version], moments: Moments, *, due: bool) -> tuple[Status, int]:
    if not due:
        return Status.EXEMPT, 0
    if not arrived:
        return (Status.PENDING if moments.at < moments.deadline else Status.MISSING), 0
    if not sound:
        return Status.INVALID, 0
    late = sound[0].order[0] - moments.deadline
    return (Status.LATE, int(late // 60)) if late >= 0 else (Status.ON_TIME, 0)
