"""Who is on time, late or missing: SPEC section 4 as a table, and what must hold for any versions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiukun.evidence.standing_words import late_words, status_words
from jiukun.evidence.timeliness import (
    Duty,
    Evidence,
    Moments,
    Paper,
    Sight,
    Standing,
    Status,
    Version,
    arrival,
    nanoseconds,
    paper_standing,
    standing,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = datetime(2022, 8, 26, tzinfo=SHANGHAI)
QUICK = settings(deadline=None, max_examples=300, derandomize=True)


def moments(deadline: datetime, at: datetime) -> Moments:
    return Moments(nanoseconds(deadline), nanoseconds(at))


def moment(clock: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A time of 26 August; `+1 09:00` is of the day after."""
    days, _, time = clock.rpartition(" ")
    parts = datetime.strptime(time, "%H:%M:%S" if time.count(":") == 2 else "%H:%M")  # noqa: DTZ007  a time of day
    return DAY.replace(hour=parts.hour, minute=parts.minute, second=parts.second, tzinfo=zone) + timedelta(
        int(days or 0)
    )


DEADLINE = moment("17:00")
UNSOUND = "×"


def version(written: str) -> Version:
    """`16:40` arrived then and is sound, `16:40×` is not."""
    arrived_at = moment(written.removesuffix(UNSOUND))
    return Version(arrived_at, Evidence.FILE_TIME, valid=not written.endswith(UNSOUND), text=written)


def received(*written: str) -> list[Version]:
    """Versions in the order in which they were received."""
    return [version(words)._replace(sequence=place) for place, words in enumerate(written, 1)]


# What arrived, in the order of receipt | as of || status | minutes late | decisive version | used version | remarks
TABLE: list[tuple[str, str, str, int, str, str, str]] = [
    # nothing is there
    ("", "08:00", "pending", 0, "", "", ""),
    ("", "16:59:59", "pending", 0, "", "", ""),
    ("", "17:00", "missing", 0, "", "", ""),
    ("", "+1 09:00", "missing", 0, "", "", ""),
    # on time is before the deadline; 17:00:00 sharp is late, by 0 minutes
    ("16:40", "18:00", "on_time", 0, "16:40", "16:40", ""),
    ("16:40", "16:50", "on_time", 0, "16:40", "16:40", ""),
    ("16:59:59", "18:00", "on_time", 0, "16:59:59", "16:59:59", ""),
    ("17:00", "18:00", "late", 0, "17:00", "17:00", ""),
    ("17:00:30", "18:00", "late", 0, "17:00:30", "17:00:30", ""),
    ("17:01", "18:00", "late", 1, "17:01", "17:01", ""),
    ("17:20:59", "18:00", "late", 20, "17:20:59", "17:20:59", ""),
    ("+1 17:00", "+1 18:00", "late", 1440, "+1 17:00", "+1 17:00", ""),
    ("-1 12:00", "18:00", "on_time", 0, "-1 12:00", "-1 12:00", ""),
    # what arrives later than the moment is not there yet
    ("16:40", "16:39", "pending", 0, "", "", ""),
    ("17:20", "17:10", "missing", 0, "", "", ""),
    ("16:40", "16:40", "on_time", 0, "16:40", "16:40", ""),
    # a correction leaves the unit on time; the sound version that was received last is used
    ("16:40, 17:30", "18:00", "on_time", 0, "16:40", "17:30", "corrected"),
    ("16:40, 17:30", "17:00", "on_time", 0, "16:40", "16:40", ""),
    ("16:40, 16:50, 16:55", "18:00", "on_time", 0, "16:40", "16:55", "corrected"),
    ("17:10, 17:30", "18:00", "late", 10, "17:10", "17:30", "corrected"),
    # newer is what was received later, not what is stated as having come later
    ("17:30, 16:40", "18:00", "on_time", 0, "16:40", "16:40", "corrected"),
    ("16:40, 16:55, 16:50", "18:00", "on_time", 0, "16:40", "16:50", "corrected"),
    ("17:30, 16:40", "17:00", "on_time", 0, "16:40", "16:40", ""),
    ("16:40, 16:30×", "18:00", "on_time", 0, "16:40", "16:40", "rejected"),
    # the same text again is no correction
    ("16:40, 16:40", "18:00", "on_time", 0, "16:40", "16:40", ""),
    # one that is not sound displaces nothing
    ("16:40, 16:50×", "18:00", "on_time", 0, "16:40", "16:40", "rejected"),
    ("16:40, 17:30×", "18:00", "on_time", 0, "16:40", "16:40", "rejected"),
    ("16:40, 17:30×", "17:20", "on_time", 0, "16:40", "16:40", ""),
    ("16:40, 16:50×, 16:55", "18:00", "on_time", 0, "16:40", "16:55", "corrected"),
    ("16:40, 16:50, 16:55×", "18:00", "on_time", 0, "16:40", "16:50", "corrected rejected"),
    ("17:10, 17:30×", "18:00", "late", 10, "17:10", "17:10", "rejected"),
    # only what is not sound: invalid, before the deadline too
    ("16:40×", "16:50", "invalid", 0, "16:40×", "16:40×", ""),
    ("16:40×", "18:00", "invalid", 0, "16:40×", "16:40×", ""),
    ("16:40×, 16:50×", "18:00", "invalid", 0, "16:50×", "16:50×", ""),
    ("17:20×", "18:00", "invalid", 0, "17:20×", "17:20×", ""),
    # the first sound version decides when it was there
    ("16:40×, 16:50", "18:00", "on_time", 0, "16:50", "16:50", ""),
    ("16:40×, 17:20", "18:00", "late", 20, "17:20", "17:20", ""),
    ("16:40×, 17:20", "17:10", "invalid", 0, "16:40×", "16:40×", ""),
]


@pytest.mark.parametrize(("arrived", "at", "status", "late", "decisive", "used", "remarks"), TABLE)
def test_standing(arrived: str, at: str, status: str, late: int, decisive: str, used: str, remarks: str) -> None:
    versions = received(*arrived.split(", ")) if arrived else []
    found = standing(versions, moments(DEADLINE, moment(at)))
    assert (str(found.status), found.late_minutes) == (status, late)
    assert (found.decisive.text if found.decisive else "") == decisive
    assert (found.used.text if found.used else "") == used
    assert " ".join(word for word in ("corrected", "rejected") if getattr(found, word)) == remarks


@pytest.mark.parametrize("at", ["08:00", "18:00"])
@pytest.mark.parametrize("arrived", ["", "16:40", "17:20", "16:40×"])
def test_nothing_is_due(arrived: str, at: str) -> None:
    versions = [version(arrived)] if arrived else []
    found = standing(versions, moments(DEADLINE, moment(at)), Duty(due=False))
    assert (found.status, found.late_minutes) == (Status.EXEMPT, 0)
    assert found.used == (versions[0] if versions and at == "18:00" else None)


@pytest.mark.parametrize("at", ["08:00", "18:00"])
@pytest.mark.parametrize("arrived", ["", "16:40", "17:20", "16:40×"])
def test_excused_stays_though_a_report_comes(arrived: str, at: str) -> None:
    versions = [version(arrived)] if arrived else []
    for unreadable in (False, True):
        duty = Duty(excused=True, unreadable=unreadable)
        found = standing(versions, moments(DEADLINE, moment(at)), duty)
        assert (found.status, found.late_minutes) == (Status.EXCUSED, 0)
        assert found.used == (versions[0] if versions and at == "18:00" else None)


@pytest.mark.parametrize(
    ("arrived", "at", "status"),
    [
        ("", "08:00", "invalid"),
        ("", "18:00", "invalid"),
        ("16:40×", "18:00", "invalid"),
        ("16:40", "18:00", "on_time"),
        ("17:20", "18:00", "late"),
    ],
)
def test_where_nothing_but_an_unreadable_file_lies_it_is_invalid(arrived: str, at: str, status: str) -> None:
    versions = [version(arrived)] if arrived else []
    assert standing(versions, moments(DEADLINE, moment(at)), Duty(unreadable=True)).status == status


def test_a_version_whose_text_is_lost_still_decides() -> None:
    lost = Version(moment("16:40"), Evidence.RECEIPT, 1, intact=False)
    _, unsound, sound = received("16:40", "17:10×", "17:30")
    alone = standing([lost], moments(DEADLINE, moment("18:00")))
    assert (alone.status, alone.decisive, alone.used) == (Status.ON_TIME, lost, lost)
    followed = standing([lost, unsound, sound], moments(DEADLINE, moment("18:00")))
    assert (followed.status, followed.decisive, followed.used) == (Status.ON_TIME, lost, sound)


def test_an_intact_version_is_used_before_a_later_one_whose_text_is_lost() -> None:
    intact, later = received("16:40", "16:50")
    lost = later._replace(intact=False)
    found = standing([intact, lost], moments(DEADLINE, moment("18:00")))
    assert (found.decisive, found.used, found.newest) == (intact, intact, lost)


def test_a_report_of_another_day_is_no_correction_that_was_rejected() -> None:
    sound, other = received("16:40", "16:50×")
    found = standing([sound, other._replace(of_the_day=False)], moments(DEADLINE, moment("18:00")))
    assert (found.status, found.used, found.rejected) == (Status.ON_TIME, sound, False)


def test_of_two_versions_of_one_moment_the_later_in_order_is_used() -> None:
    first, second = (Version(moment("16:40"), Evidence.RECEIPT, number) for number in (1, 2))
    for versions in ([first, second], [second, first]):
        found = standing(versions, moments(DEADLINE, moment("18:00")))
        assert (found.decisive, found.used) == (first, second)


def test_wall_clocks_are_not_compared() -> None:
    """On 30 October 2022 clocks in Berlin went from 3:00 back to 2:00: 2:15 came twice, an hour apart."""
    berlin = ZoneInfo("Europe/Berlin")
    deadline = datetime(2022, 10, 30, 2, 30, tzinfo=berlin)
    at = datetime(2022, 10, 30, 18, 0, tzinfo=berlin)
    first = Version(datetime(2022, 10, 30, 2, 15, tzinfo=berlin), Evidence.RECEIPT)
    second = Version(datetime(2022, 10, 30, 2, 15, fold=1, tzinfo=berlin), Evidence.RECEIPT)
    assert standing([first], moments(deadline, at)).status is Status.ON_TIME
    late = standing([second], moments(deadline, at))
    assert (late.status, late.late_minutes) == (Status.LATE, 45)


def test_zones_do_not_matter() -> None:
    for zone in ("Asia/Urumqi", "America/New_York", "UTC"):
        told = Version(moment("16:59:59").astimezone(ZoneInfo(zone)), Evidence.RECEIPT)
        assert standing([told], moments(DEADLINE, moment("18:00").astimezone(ZoneInfo(zone)))).status is Status.ON_TIME


MOMENTS = st.integers(-5400, 5400).map(lambda seconds: DEADLINE + timedelta(seconds=seconds))
VERSIONS = st.lists(
    st.builds(
        Version,
        arrived_at=MOMENTS,
        evidence=st.sampled_from(Evidence),
        sequence=st.integers(1, 99),
        valid=st.booleans(),
        text=st.sampled_from("甲乙"),
        intact=st.booleans(),
    ),
    max_size=6,
    unique_by=(lambda version: version.arrived_at, lambda version: version.sequence),
)
RANK = {status: rank for rank, status in enumerate((Status.ON_TIME, Status.LATE, Status.INVALID, Status.MISSING))}


def judged(versions: list[Version], at: datetime) -> Standing:
    return standing(versions, moments(DEADLINE, at))


@QUICK
@given(VERSIONS, MOMENTS, MOMENTS)
def test_what_is_decided_stays_decided(versions: list[Version], first: datetime, other: datetime) -> None:
    """A later look never turns on time into late, nor late into anything else, nor changes the minutes."""
    before, after = (judged(versions, at) for at in sorted((first, other)))
    if before.status in {Status.ON_TIME, Status.LATE}:
        assert (after.status, after.late_minutes, after.decisive) == (
            before.status,
            before.late_minutes,
            before.decisive,
        )


@QUICK
@given(VERSIONS, VERSIONS, MOMENTS)
def test_a_further_version_never_worsens(versions: list[Version], further: list[Version], at: datetime) -> None:
    before, after = judged(versions, at), judged([*versions, *further], at)
    if before.status is not Status.PENDING:
        assert RANK[after.status] <= RANK[before.status]
    if before.status is Status.LATE and after.status is Status.LATE:
        assert after.late_minutes <= before.late_minutes


@QUICK
@given(VERSIONS, MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_versions_does_not_matter(versions: list[Version], at: datetime, dice: random.Random) -> None:
    shuffled = list(versions)
    dice.shuffle(shuffled)
    assert judged(shuffled, at) == judged(versions, at)


@QUICK
@given(VERSIONS, MOMENTS)
def test_only_what_has_arrived_counts(versions: list[Version], at: datetime) -> None:
    arrived = [version for version in versions if version.arrived_at <= at]
    found = judged(versions, at)
    assert found == judged(arrived, at)
    assert found.used is None or found.used in arrived
    assert (found.used is None) is (not arrived)
    assert found.late_minutes == 0 or found.status is Status.LATE
    assert found.used is None or found.used.valid is any(version.valid for version in arrived)


@QUICK
@given(VERSIONS, MOMENTS)
def test_pending_only_before_the_deadline_and_missing_only_after(versions: list[Version], at: datetime) -> None:
    status = judged(versions, at).status
    assert status is not Status.PENDING or at < DEADLINE
    assert status is not Status.MISSING or at >= DEADLINE


@pytest.mark.parametrize(
    ("arrived", "at", "required", "expected"),
    [
        ("16:40", "18:00", True, Paper.ON_TIME),
        ("16:59:59", "18:00", True, Paper.ON_TIME),
        ("17:00", "18:00", True, Paper.LATE),
        ("17:20", "18:00", True, Paper.LATE),
        ("17:20", "17:10", True, Paper.MISSING),
        ("16:40", "16:30", True, Paper.PENDING),
        ("", "16:59:59", True, Paper.PENDING),
        ("", "17:00", True, Paper.MISSING),
        ("", "18:00", False, Paper.NOT_REQUIRED),
        ("17:20", "18:00", False, Paper.NOT_REQUIRED),
    ],
)
def test_paper(arrived: str, at: str, *, required: bool, expected: Paper) -> None:
    came = moment(arrived) if arrived else None
    assert paper_standing(came, moments(DEADLINE, moment(at)), required=required) is expected


@pytest.mark.parametrize(
    ("previous", "modified", "changed", "look", "expected", "evidence"),
    [
        # a first look at 17:05 makes nobody late who filed at 16:40
        ("", "16:40", "16:40", "17:05", "16:40", Evidence.FILE_TIME),
        ("", "16:40", "17:01", "17:05", "16:40", Evidence.FILE_TIME),
        ("", "17:05", "17:05", "17:05", "17:05", Evidence.FILE_TIME),
        ("", "17:30", "17:30", "17:05", "17:05", Evidence.RECEIPT),
        # a back-dated copy is never earlier than a look that did not find it: it is dated by when it was copied
        ("16:50", "16:40", "16:40", "17:05", "17:05", Evidence.RECEIPT),
        ("16:50", "16:40", "16:55", "17:05", "16:55", Evidence.FILE_TIME),
        ("16:50", "16:50", "16:50", "17:05", "17:05", Evidence.RECEIPT),
        ("16:50", "16:51", "16:51", "17:05", "16:51", Evidence.FILE_TIME),
        ("16:50", "16:51", "16:58", "17:05", "16:51", Evidence.FILE_TIME),
        ("16:50", "17:30", "17:30", "17:05", "17:05", Evidence.RECEIPT),
        ("16:50", "17:30", "16:58", "17:05", "16:58", Evidence.FILE_TIME),
        # the clock went back since the look before
        ("17:30", "17:20", "17:20", "17:05", "17:30", Evidence.RECEIPT),
        # before the plan was issued no report can have been written
        ("", "-9 16:40", "16:45", "17:05", "16:45", Evidence.FILE_TIME),
        ("", "-9 16:40", "-9 16:40", "17:05", "17:05", Evidence.RECEIPT),
        ("-9 08:00", "-9 16:40", "-9 16:40", "17:05", "17:05", Evidence.RECEIPT),
    ],
)
def test_arrival(previous: str, modified: str, changed: str, look: str, expected: str, evidence: Evidence) -> None:
    before = nanoseconds(moment(previous)) if previous else None
    sight = Sight(nanoseconds(moment(look)), before, nanoseconds(moment("-2 00:00")))
    times = nanoseconds(moment(modified)), nanoseconds(moment(changed))
    assert arrival(times, sight) == (nanoseconds(moment(expected)), evidence)


def test_a_file_without_times_arrived_at_the_look() -> None:
    assert arrival((), Sight(nanoseconds(moment("17:05")))) == (nanoseconds(moment("17:05")), Evidence.RECEIPT)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "不足1分钟"),
        (1, "1分钟"),
        (20, "20分钟"),
        (59, "59分钟"),
        (60, "1小时"),
        (61, "1小时1分钟"),
        (125, "2小时5分钟"),
        (24 * 60 - 1, "23小时59分钟"),
        (24 * 60, "1天"),
        (24 * 60 + 59, "1天"),
        (74 * 60, "3天2小时"),
    ],
)
def test_how_late_in_words(minutes: int, words: str) -> None:
    assert late_words(minutes) == words
    assert status_words(Standing(Status.LATE, late_minutes=minutes)) == f"迟报{words}"


def test_standings_in_words() -> None:
    assert {str(status): status_words(Standing(status)) for status in Status if status is not Status.LATE} == {
        "on_time": "按时",
        "invalid": "报送有误",
        "missing": "未报送",
        "pending": "尚未报送",
        "exempt": "当日不报",
        "excused": "准予免报",
    }
