"""A look at a day's folder: what has newly arrived is kept, with its arrival and verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import DayInbox, Inbox
from jiukun.evidence.look_record import LookRecord, SeenBytes, Verdict, VersionKey
from jiukun.evidence.misplaced import misplaced_files, misplaced_reports, misplaced_state, newest_in_other_folders
from jiukun.evidence.receipts import Arrived, Receipts
from jiukun.evidence.share import check_share
from jiukun.evidence.timeliness import Version, nanoseconds
from jiukun.evidence.unit_receipts import KeptVersion, Statement, digest_of
from jiukun.plan.model import Unit
from jiukun.project.names import FORM_ENDINGS
from jiukun.project.office_files import kind_of
from jiukun.project.opening import FileTimes

_ENDINGS = {"workbook": ".xlsx", "document": ".docx"}
_QUIET = 1.0  # seconds for which a file must not have been written
_BEING_READ = "JK407"  # another program holds or writes the file


class Outcome(StrEnum):
    """What came of a look at a unit's files."""

    KEPT = "kept"  # a new version
    SAME = "same"  # the version that was received last
    STATED = "stated"  # nothing new, but the office says when the newest version came
    UNFINISHED = "unfinished"  # a file that is still being written
    REFUSED = "refused"  # a file that cannot be taken


class LookResult(NamedTuple):
    """What a look found of one unit. `kept` is the version that counts as received last, if any.

    `report` is what lies there, `problems` say why it cannot be taken.
    """

    unit: Unit
    outcome: Outcome
    kept: KeptVersion | None = None
    report: FiledReport | None = None
    problems: tuple[Diagnostic, ...] = ()


class Look(NamedTuple):
    """One look: its moment, the units looked at (None for all), and what the office states of the arrival, if it does.

    What seems unfinished is left alone for `patience` seconds after it was last written. With `beyond` more versions
    are kept than `inbox.MOST_VERSIONS`.
    """

    moment: datetime
    units: tuple[Unit, ...] | None = None
    stated: Statement | None = None
    patience: float = 0
    beyond: bool = False


def snapshot(inbox: Inbox, day: date) -> frozenset[tuple[str, str]]:
    """Path and digest of every file that lies in a day's folder now, and the paths of what lies in a wrong place."""
    folder = inbox.day(day).folder
    reports = ((report.path, report.digest) for own in folder.reports.values() for report in own)
    unread = ((file.path, file.digest) for file in folder.unread)
    return frozenset([*reports, *unread, *((file.path, "") for file in misplaced_files(inbox, day))])


def is_settled(inbox: Inbox, day: date, look: datetime) -> bool:
    """Whether no file was written within the last second before a look."""
    folder = inbox.day(day).folder
    times = [report.times for own in folder.reports.values() for report in own]
    times += [file.times for file in folder.unread]
    return not any(own is not None and _is_recent(own.modified, look, _QUIET) for own in times)


def _is_recent(time: int, look: datetime, within: float) -> bool:
    """Whether a file was written within so many seconds of a look; another computer's clock may be a little ahead."""
    return abs(nanoseconds(look) - time) < within * 10**9


def look_at(inbox: Inbox, day: date, look: Look, before: frozenset[tuple[str, str]]) -> list[LookResult]:
    """Keep what has newly arrived, and the plan with it. Only within a turn of the receipts.

    A file that is not as it was in the snapshot `before` is still being written and left for the next look. The look
    is noted last: where a receiver is killed on the way, the next one finds the rest and judges it by the look before.
    """
    day_inbox = inbox.day(day)
    names, unread = day_inbox.plan.names, day_inbox.folder.unread
    leads = [unit.short for unit in day_inbox.plan.lead_units]
    everyone = list(dict.fromkeys([*leads, *day_inbox.folder.reports]))
    wanted = everyone if look.units is None else [unit.short for unit in look.units]
    is_idle = _is_idle(day_inbox) and not snapshot(inbox, day)
    if not is_idle:
        keep_plan(inbox, day, look.moment)
    turn = _Turn(day_inbox, inbox.receipts, look, before, {}, {})
    found = [found for short in everyone if short in wanted for found in turn.receive(names[short])]
    for file in unread:
        if (file.path, file.digest) in before and file.digest:
            turn.note(file.digest, file.times, names[(file.units or wanted or leads)[0]])
    found += [news for news in turn.misplaced() if news.unit.short in wanted]
    if is_idle and not (found or turn.seen):
        return found
    unseen = {found.unit.short for found in found if _is_unseen(found)}
    looked = None if look.units is None and not unseen else sorted({*wanted} - unseen)
    there = _still_there(inbox, day, is_sure=not unseen)
    looks = day_inbox.looks.with_look(look.moment, {**there, **turn.seen}, looked, turn.kept)
    if look.stated is None:  # else the office itself says when it came
        check_share(inbox, day)  # what is away, or went away meanwhile, was not looked at
    inbox.receipts.note_looks(day, looks)
    return found


def _is_idle(day: DayInbox) -> bool:
    """Whether nobody can be late on the day yet, or at all, and nothing was received of it: no look need be noted."""
    is_ahead = day.date > day.inbox.now.astimezone(day.plan.zone).date()
    is_received = day.date in day.inbox.plans.received_days
    return not is_received and (is_ahead or not day.plan.rule.is_due(day.date))


def keep_plan(inbox: Inbox, day: date, moment: datetime) -> None:
    """Keep the plan with what is received of a day. Only within a turn of the receipts."""
    today = moment.astimezone(inbox.plans.current.zone).date()
    if today >= day:  # of a report that is filed early the plan may still change
        inbox.receipts.keep_plan(day, inbox.plans.files(), anew=today == day)


def _still_there(inbox: Inbox, day: date, *, is_sure: bool) -> dict[str, SeenBytes]:
    """The bytes that the look before found and that still lie there, also those of units not looked at.

    Unless `is_sure`, some file could not be read: it may hold any of them, so none counts as gone.
    """
    digests = {digest for _, digest in snapshot(inbox, day)}
    seen = inbox.day(day).looks.seen.items()
    return {digest: entry for digest, entry in seen if entry.is_there and (not is_sure or digest in digests)}


def folders_state(inbox: Inbox, day: date) -> tuple[object, ...]:
    """A value that changes as soon as a look would find anything new: the plan, the day's folders, a further folder."""
    project = inbox.project
    folders = (project.root / "data", *map(project.day_folder, inbox.folders(day)))
    own = map(project.state, folders)
    return day, project.times_of(project.submissions), *own, *misplaced_state(inbox, day)


def look_again(inbox: Inbox, day: date, look: Look, looks: LookRecord) -> LookRecord:
    """Note a look that finds all as the last one in `looks` did. Only within a turn of the receipts."""
    if looks.last() is None:  # nothing was to be noted
        return looks
    there = {digest: seen for digest, seen in looks.seen.items() if seen.is_there}
    looked = None if look.units is None else [unit.short for unit in look.units]
    after = looks.with_look(look.moment, there, looked)
    inbox.receipts.note_looks(day, after)
    return after


def _is_unseen(found: LookResult) -> bool:
    """Whether a file lay there that could not be read: what it holds came before this look, not after it."""
    return found.outcome is Outcome.UNFINISHED or any(problem.code == _BEING_READ for problem in found.problems)


class _Turn(NamedTuple):
    """One look in the making; `seen` and `kept` gather what it found."""

    day: DayInbox
    receipts: Receipts
    look: Look
    before: frozenset[tuple[str, str]]
    seen: dict[str, SeenBytes]
    kept: dict[VersionKey, Verdict]

    def receive(self, unit: Unit) -> Iterator[LookResult]:
        """Take what a unit has filed: versions, and files that cannot be taken."""
        lying = self.day.dropped(unit.short)
        if any((report.path, report.digest) not in self.before for report in lying):
            yield LookResult(unit, Outcome.UNFINISHED)
            return
        for report in lying:
            if report.data is None:
                yield LookResult(unit, Outcome.REFUSED, report=report, problems=report.judged.diagnostics)
        readable = [report for report in lying if report.data is not None]
        for filed in self.day.versions(unit.short):
            kept = filed.report.kept
            if kept is not None and kept.verdict is None:
                self._note_verdict(kept, filed.report)
        yield from self._versions(unit, readable)
        unread = self.day.unread(unit.short)
        if unread and not self.day.has_valid(unit.short):
            yield LookResult(unit, Outcome.REFUSED, problems=unread)

    def misplaced(self) -> Iterator[LookResult]:
        """What lies in a wrong place, noted so that it is known again once it is moved as told."""
        inbox, names = self.day.inbox, self.day.plan.names
        found: dict[str, list[Diagnostic]] = {}
        for file in misplaced_reports(inbox, self.day.date):
            problem = file.problem
            if isinstance(file.content, Diagnostic):
                problem = file.content  # it may be open in an office program: this look did not see what it holds
            elif file.units:
                self.note(digest_of(file.content.data), file.content.times, names[file.units[0]])
            for short in file.units:
                if not self.day.has_valid(short):
                    found.setdefault(short, []).append(problem)
        for unit, report, problem in newest_in_other_folders(inbox, self.day.date):
            self.note(report.digest, report.times, unit)
            found.setdefault(unit.short, []).append(problem)
        for short, problems in found.items():
            further = tuple(problem for problem in problems if problem not in self.day.unread(short))
            if further:
                yield LookResult(names[short], Outcome.REFUSED, problems=further)

    def note(self, digest: str, times: FileTimes | None, unit: Unit) -> SeenBytes:
        """Note that the bytes are there, and since when they count as arrived."""
        first = self.day.first_seen(unit, digest, times, self.look.moment)
        self.seen[digest] = SeenBytes(first.arrived_at, first.evidence)
        return self.seen[digest]

    def _versions(self, unit: Unit, lying: Sequence[FiledReport]) -> Iterator[LookResult]:
        first = {report.digest: report for report in reversed(lying)}  # of equal bytes the file written first
        unreceived = [report for report in lying if self.day.is_unreceived(report)]
        new = [report for report in unreceived if first[report.digest] is report]
        if any(self._seems_unfinished(report) for report in new):
            yield LookResult(unit, Outcome.UNFINISHED)
            return
        newest = self.day.kept(unit).newest
        for report in lying:
            if report not in unreceived and newest is not None:
                self.note(report.digest, report.times, unit)
                self._mend(report, newest)
        yield from (self._keep(unit, report) for report in new)
        if not new and lying and newest is not None:
            same = next((report for report in lying if newest.is_of(report.digest)), None)
            yield LookResult(unit, Outcome.SAME, self._restated(newest) or newest, same)
        elif not new and newest is not None and (restated := self._restated(newest)):
            yield LookResult(unit, Outcome.STATED, restated)

    def _keep(self, unit: Unit, report: FiledReport) -> LookResult:
        data = report.data
        if data is None:  # it was changed since it was judged
            return LookResult(unit, Outcome.UNFINISHED)
        seen, surplus = self.note(report.digest, report.times, unit), self.day.surplus(report)
        if surplus and not self.look.beyond:
            return LookResult(unit, Outcome.REFUSED, report=report, problems=surplus)
        arrived = Arrived(data, _ending(report), seen.arrived_at, seen.evidence)
        last = self.day.receipts[unit.short].last if unit.short in self.day.receipts else 0
        kept = self.receipts.keep(self.day.date, unit.short, arrived, valid=report.judged.is_valid, last=last)
        self._note_verdict(kept, report)
        if self.look.stated is not None:
            kept = self.receipts.state(kept, self.look.stated, self.look.moment)
        return LookResult(unit, Outcome.KEPT, kept, report)

    def _note_verdict(self, kept: KeptVersion, report: FiledReport) -> None:
        version = report.version(Version(kept.arrived_at, kept.evidence))
        plan = "" if version.valid else self.day.inbox.plans.digest(self.day.date)
        self.kept[kept.key] = Verdict(kept.sequence, version.valid, version.of_the_day, plan, self.day.date.isoformat())

    def _restated(self, newest: KeptVersion) -> KeptVersion | None:
        """The newest version with the office's word, where units are named and nothing of theirs is new."""
        if self.look.stated is None or self.look.units is None:
            return None
        return self.receipts.state(newest, self.look.stated, self.look.moment)

    def _mend(self, report: FiledReport, newest: KeptVersion) -> None:
        """Write a spoiled version again from the same bytes."""
        if newest.is_of(report.digest) and isinstance(self.receipts.data(newest), Diagnostic):
            self.receipts.mend(newest, report.data or b"")

    def _seems_unfinished(self, report: FiledReport) -> bool:
        """Whether a file just written may be incomplete: it is not sound, or its last line does not end."""
        if report.times is None or not _is_recent(report.times.modified, self.look.moment, self.look.patience):
            return False
        ends = report.is_form or (report.data or b"").endswith(b"\n")
        return not (ends and report.judged.is_valid)


def _ending(report: FiledReport) -> str:
    """The ending under which a version is kept, so that the program for it opens it."""
    by_name = PurePath(report.path).suffix.lower()
    return _ENDINGS.get(kind_of(report.data or b"")) or (by_name if by_name in FORM_ENDINGS else ".yaml")
