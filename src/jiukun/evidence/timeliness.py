"""Who is on time, late or missing on a date; pure: it sees no clock, no file and no console."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60 * 10**9


def nanoseconds(moment: datetime) -> int:
    """Nanoseconds since the epoch, as a whole number: a rounded one might pass a deadline."""
    return (moment - _EPOCH) // _MICROSECOND * 1000


def moment_of(nanoseconds: int) -> datetime:
    """The moment so many nanoseconds after the epoch, never rounded up."""
    return _EPOCH + nanoseconds // 1000 * _MICROSECOND


class Status(StrEnum):
    """Where a unit stands with its report of a day (SPEC section 4)."""

    ON_TIME = "on_time"
    LATE = "late"
    INVALID = "invalid"
    MISSING = "missing"
    PENDING = "pending"
    EXEMPT = "exempt"
    EXCUSED = "excused"


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

    `sequence` is the order in which versions were received. `text` is the same for versions that say the same.
    `intact` is false where the arrival is known but the text is lost, `of_the_day` where it is of another day than the
    one in whose folder it lies. `reason` is why the office stated the arrival.
    """

    arrived_at: datetime
    evidence: Evidence
    sequence: int = 0
    valid: bool = True
    text: str = ""
    intact: bool = True
    of_the_day: bool = True
    reason: str = ""

    @property
    def moment(self) -> int:
        """Since the epoch, as wall clocks cannot be compared over a change to summer time."""
        return nanoseconds(self.arrived_at)


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


class Sight(NamedTuple):
    """A look that finds a file, in nanoseconds since the epoch: the moment of it and of the look before, if any.

    `earliest` is a moment before which no report can have been written (印发日期 of the plan).
    """

    moment: int
    before: int | None = None
    earliest: int = -(1 << 63)


def arrival(times: Sequence[int], sight: Sight) -> tuple[int, Evidence]:
    """When bytes that no look has found before arrived, and on what evidence.

    The first of the file's own times (last written, then created or changed in the folder) counts that lies between
    the look before, if any, and this one; else it is the time of this look. So a first look makes nobody late, and a
    back-dated copy is never earlier than a look that did not find it. Where the clock went back since the look
    before, that look's time counts.
    """
    since = sight.earliest if sight.before is None else max(sight.before, sight.earliest)
    own = next((time for time in times if since < time <= sight.moment), None)
    if own is not None:
        return own, Evidence.FILE_TIME
    return max(sight.moment, sight.before or sight.moment), Evidence.RECEIPT


class Moments(NamedTuple):
    """The deadline of a day, and the moment as of which it is judged, both in nanoseconds since the epoch."""

    deadline: int
    at: int


class Duty(NamedTuple):
    """Whether a unit's report of a day is due, whether it is excused, and whether something unreadable lies there."""

    due: bool = True
    excused: bool = False
    unreadable: bool = False


def standing(versions: Sequence[Version], moments: Moments, duty: Duty = Duty()) -> Standing:  # noqa: B008  frozen
    """Judge the versions of one unit as of a moment.

    On time is before the deadline; 17:00:00 sharp is late, by 0 minutes (the plan says 17点前). The earliest arrival
    of a sound version decides, the sound one that was received last gives the text; one that is not sound displaces
    nothing.
    """
    arrived = sorted((version for version in versions if version.moment <= moments.at), key=attrgetter("sequence"))
    sound = [version for version in arrived if version.valid]
    readable = [version for version in sound if version.intact] or sound or arrived
    used = readable[-1] if readable else None
    decisive = min(sound, key=attrgetter("moment"), default=used)
    newest = arrived[-1] if arrived else None
    rejected = newest is not None and bool(sound) and not newest.valid and newest.of_the_day
    status = _status(decisive, moments, duty)
    minutes = (decisive.moment - moments.deadline) // _MINUTE if decisive and status is Status.LATE else 0
    corrected = len({version.text for version in sound}) > 1
    return Standing(status, decisive, used, minutes, corrected, rejected, newest)


def paper_standing(arrived_at: datetime | None, moments: Moments, *, required: bool) -> Paper:
    """Judge the paper as of a moment; its deadline is that of the report."""
    if not required:
        return Paper.NOT_REQUIRED
    if arrived_at is None or nanoseconds(arrived_at) > moments.at:
        return Paper.PENDING if moments.at < moments.deadline else Paper.MISSING
    return Paper.ON_TIME if nanoseconds(arrived_at) < moments.deadline else Paper.LATE


def _status(decisive: Version | None, moments: Moments, duty: Duty) -> Status:
    if not duty.due:
        return Status.EXEMPT
    if duty.excused:
        return Status.EXCUSED
    if decisive is None:
        absent = Status.PENDING if moments.at < moments.deadline else Status.MISSING
        return Status.INVALID if duty.unreadable else absent
    if not decisive.valid:
        return Status.INVALID
    return Status.LATE if decisive.moment >= moments.deadline else Status.ON_TIME
