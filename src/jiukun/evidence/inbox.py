"""The reports of a project's days as of a moment: those that lie in their folders, and those that were received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, cached_property, lru_cache, partial
from itertools import chain

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.day_folder import DayFolder, Sorter
from jiukun.evidence.day_plans import DayPlans
from jiukun.evidence.filed_report import FiledReport, FiledVersion
from jiukun.evidence.look_record import LookRecord, SeenBytes
from jiukun.evidence.receipts import Receipts
from jiukun.evidence.timeliness import Sight, Version, arrival, moment_of, nanoseconds
from jiukun.evidence.unit_receipts import SHORT_DIGEST, KeptVersion, UnitReceipts, joined
from jiukun.plan.model import Plan, Unit
from jiukun.project.folders import DayEntries, Project
from jiukun.project.names import UnitNames
from jiukun.project.opening import FileTimes
from jiukun.reports.checks import Context

MOST_VERSIONS = 50  # that are kept of one unit and day unless the office asks for more
_MANY_DAYS = 64
_UNRECEIVED = 1 << 30  # sorts a file that was not received after the received versions
MOST_LYING = 20  # files of one unit in a day's folder that are looked at
_AROUND = 7  # days each way, in whose folders a report of a day is looked for
_LAST_MOMENT = 253_370_764_800 * 10**9  # of the year 9999, save a day or two: file systems hold times that no date does


class Inbox:
    """The days of a project, each by its own plan, as of the moment `at`; `now` is the clock's."""

    def __init__(self, project: Project, plans: DayPlans, at: datetime, now: datetime) -> None:
        self.project = project
        self.plans = plans
        self.at = at
        self.now = now
        self.today = at.astimezone(plans.current.zone).date()
        self.receipts = Receipts(project, plans.current.zone)
        self.day = lru_cache(maxsize=_MANY_DAYS)(partial(DayInbox, self))
        self.names = lru_cache(maxsize=_MANY_DAYS)(_unit_names)

    def plan(self, day: date) -> Plan:
        """The plan of a day, today's where the day's own is broken (which a command tells before)."""
        return self.plans.of(day) or self.plans.current

    @cached_property
    def days(self) -> list[date]:
        """The days of which there are reports, lying or received, in order."""
        return sorted({*self._folders, *self.plans.received_days})

    @cached_property
    def _folders(self) -> dict[date, list[date]]:
        """Each day that the folders of submissions/ are of, with the dates that they bear."""
        found: dict[date, list[date]] = {}
        for folder in self.project.days():
            found.setdefault(self.plans.meant(folder), []).append(folder)
        return found

    def folders(self, day: date) -> list[date]:
        """The days whose folders hold the reports of a day: of a weekly or monthly report earlier ones too."""
        return sorted({*self._folders.get(day, []), *([day] if self.plans.meant(day) == day else [])})

    def around(self, day: date) -> list[date]:
        """The other due dates that the folders of the days before and after mean, the nearest first."""
        return [other for other in dict.fromkeys(map(self.plans.meant, _days_around(day))) if other != day]

    def context(self, plan: Plan, day: date | None = None, unit: Unit | None = None) -> Context:
        """What a report is judged by."""
        return Context(plan, self.today, day, unit)

    def moment(self, time: int) -> datetime:
        """A time of a file in the project's zone."""
        return moment_of(min(max(time, 0), _LAST_MOMENT)).astimezone(self.plans.current.zone)


class DayInbox:
    """The reports of a day, by its plan. What was read is remembered; units are named by their 简称."""

    def __init__(self, inbox: Inbox, day: date) -> None:
        self.inbox = inbox
        self.date = day
        self.dropped = cache(self._dropped)
        self.received = cache(self._received)
        self.versions = cache(self._versions)

    @cached_property
    def plan(self) -> Plan:
        """See `Inbox.plan`."""
        return self.inbox.plan(self.date)

    @cached_property
    def entries(self) -> dict[date, DayEntries]:
        """What lies in the folders of the day, by the dates that they bear."""
        return {folder: self.inbox.project.day_entries(folder) for folder in self.inbox.folders(self.date)}

    @cached_property
    def looks(self) -> LookRecord:
        """What the looks at the day's folders have found."""
        return self.inbox.receipts.looks(self.date)

    @cached_property
    def receipts(self) -> dict[str, UnitReceipts]:
        """What was received, by the names under which it is kept."""
        return self.inbox.receipts.of_day(self.date, self.looks)

    @cached_property
    def folder(self) -> DayFolder:
        """What lies in the day's folders."""
        project, found = self.inbox.project, DayFolder()
        sorter = Sorter(project, self.inbox.names(self.plan), self.inbox.context(self.plan, self.date))
        for folder, entries in self.entries.items():
            place = project.name_of(project.day_folder(folder))
            unnamed = sorter.sort(place, entries, found)
            if unnamed:
                sorter.assign(place, unnamed, self._owners, found)
            found.limit(place, MOST_LYING)
        return found

    @cached_property
    def _owners(self) -> dict[str, str]:
        """How the SHA-256 of each kept version begins → the 简称 of its unit."""
        return {
            kept.digest[:SHORT_DIGEST]: unit.short
            for name, receipts in self.receipts.items()
            for kept in receipts.versions
            if (unit := self.plan.names.get(name)) is not None
        }

    @cached_property
    def _seen_near(self) -> list[Mapping[str, SeenBytes]]:
        """What the looks at the folders of the days around saw, those of the nearest first."""
        return [seen for other in self.inbox.around(self.date) if (seen := self.inbox.day(other).looks.seen)]

    def kept(self, unit: Unit) -> UnitReceipts:
        """What was received of a unit; a unit that was renamed is found by its older names."""
        return joined(self.receipts[name] for name in unit.names if name in self.receipts)

    def _dropped(self, short: str) -> tuple[FiledReport, ...]:
        """A unit's files in the day's folders, by their own times; blanks that were never received are left out."""
        kept = self.kept(self.plan.names[short])
        reports = self.folder.reports.get(short, [])
        filled = (report for report in reports if (kept.versions and kept.has(report.digest)) or not report.is_blank)
        return tuple(sorted(filled, key=FiledReport.by_time))

    def _received(self, short: str) -> tuple[FiledVersion, ...]:
        """Every version that is kept of a unit, in the order in which they were received."""
        unit = self.plan.names[short]
        kept = self.kept(unit).versions
        found = (self._received_version(unit, version, place) for place, version in enumerate(kept))
        return tuple(map(FiledVersion.to_compare, found) if len(kept) > 1 else found)

    def _versions(self, short: str) -> tuple[FiledVersion, ...]:
        """Every version of a unit's report: those received, and the files lying there that no look has kept."""
        unreceived = [report for report in self.dropped(short) if self.is_unreceived(report)]
        found = chain(
            (filed for filed in self.received(short) if not filed.is_foreign),
            (self._unreceived_version(report, place) for place, report in enumerate(unreceived, _UNRECEIVED)),
        )
        if len(unreceived) + len(self.kept(self.plan.names[short]).versions) < 2:  # a comparison takes two
            return tuple(found)
        return tuple(map(FiledVersion.to_compare, found))

    def has_valid(self, short: str) -> bool:
        """Whether anything valid of the unit came or lies there."""
        return any(filed.version.valid for filed in self.versions(short))

    def unread(self, short: str) -> tuple[Diagnostic, ...]:
        """What lies there under the unit's name and cannot be read, or may be another unit's."""
        return tuple(file.problem for file in self.folder.unread if short in file.units)

    def surplus(self, report: FiledReport) -> tuple[Diagnostic, ...]:
        """That no more versions of a unit are kept by themselves, of a file that no look has kept."""
        number = len(self.kept(report.unit).versions)
        if number < MOST_VERSIONS or not self.is_unreceived(report):
            return ()
        message = f"{report.unit.short}这一天已存 {number} 份，这一份照常计入，但没有存下"
        hint = f"核实以后运行 jiukun receive {report.unit.short} --date {self.date} 存下它"
        return (Diagnostic(Location(report.path), "JK421", message, hint),)

    def is_unreceived(self, report: FiledReport) -> bool:
        """Whether no look has kept what lies there, or only before it went away and came back.

        Where the record of the looks is lost, or was just joined from those of two offices, an older version beside the
        newest one is taken to have lain there; alone it came last.
        """
        kept = self.kept(report.unit)
        newest = kept.newest
        if newest is None or not kept.has(report.digest):
            return True
        seen = self.looks.seen.get(report.digest)
        if seen is not None and not (seen.is_there and self._is_joined(kept)):
            return not (seen.is_there or newest.is_of(report.digest))
        return not self._is_newest_there(report.unit)

    def other_day(self, report: FiledReport) -> date | None:
        """The day that a report says it is of, where that is not the one in whose folder it lies."""
        kept = [version for version in self.kept(report.unit).versions if version.is_of(report.digest)]
        if any(version.valid or (version.verdict and version.verdict.of_the_day) for version in kept):
            return None
        written = report.submission.day if report.submission else None
        meant = self.inbox.plans.meant(written) if written else None
        return meant if meant != self.date and not report.is_blank else None

    def first_seen(self, unit: Unit, digest: str, times: FileTimes | None, moment: datetime) -> Version:
        """When bytes arrived that are not received yet: as a look first saw them, else by the file's own times.

        `moment` is that of the look that finds them. A look at another day's folder counts too: a report that was
        moved to the right one keeps its arrival, but came no earlier than the last look at this day, which did not
        find it.
        """
        seen, kept, before = self.looks.seen.get(digest), self.kept(unit), self.looks.last(unit.short)
        if seen is None and not kept.has(digest):
            near = next((near[digest] for near in self._seen_near if digest in near), None)
            is_later = near is not None and (before is None or near.arrived_at > before)
            seen = near._replace(is_there=True) if near and is_later else None
        is_back = self._is_joined(kept) and kept.has(digest) and not self._is_newest_there(unit)
        if seen is not None and seen.is_there and not is_back:
            return Version(seen.arrived_at, seen.evidence)
        sight = Sight(nanoseconds(moment), nanoseconds(before) if before else None, self._earliest)
        time, evidence = arrival(times or (), sight)
        return Version(self.inbox.moment(time), evidence)

    def _is_joined(self, kept: UnitReceipts) -> bool:
        """Whether two offices kept versions side by side, and no look since their records were joined saw what lies."""
        return kept.is_merged and self.looks.is_joined

    def _is_newest_there(self, unit: Unit) -> bool:
        """Whether the version that was received last lies in the day's folders."""
        newest = self.kept(unit).newest
        return newest is not None and any(newest.is_of(report.digest) for report in self.dropped(unit.short))

    def _received_version(self, unit: Unit, kept: KeptVersion, place: int) -> FiledVersion:
        kept = kept if self._is_current(kept) else kept._replace(verdict=None)
        report = self._report_of(unit, self.inbox.project.name_of(kept.path), kept)
        arrived = Version(kept.arrived_at, kept.evidence, place, reason=kept.reason)
        version = report.version(arrived)
        same = None if version.intact else self._same_bytes(unit, kept)
        if same is not None:
            report = self._report_of(unit, same.path, kept)
            version = report.version(arrived)
        return FiledVersion(version, report, report.is_foreign)

    def _report_of(self, unit: Unit, path: str, kept: KeptVersion) -> FiledReport:
        return FiledReport(self.inbox.project, path, unit, self.inbox.context(self.plan, self.date, unit), kept)

    def _is_current(self, kept: KeptVersion) -> bool:
        """Whether the verdict on record holds: of a valid version for good, else by the plan by which it was found."""
        if kept.verdict is None or kept.valid:
            return kept.valid
        return kept.verdict.plan == self.inbox.plans.digest(self.date) and self.date <= self.inbox.today

    def _same_bytes(self, unit: Unit, kept: KeptVersion) -> FiledReport | None:
        """The file that lies in the folder with the bytes of a version that was spoiled since."""
        reports = self.folder.reports.get(unit.short, [])
        return next((report for report in reports if report.digest and kept.is_of(report.digest)), None)

    def _unreceived_version(self, report: FiledReport, place: int) -> FiledVersion:
        version = self.first_seen(report.unit, report.digest, report.times, self.inbox.now)
        return FiledVersion(report.version(version._replace(sequence=place)), report)

    @cached_property
    def _earliest(self) -> int:
        """Before the plan was issued no report can have been written."""
        issued = self.plan.text.issued
        return nanoseconds(datetime(issued.year, issued.month, issued.day, tzinfo=self.plan.zone)) if issued else 0


def _days_around(day: date) -> Iterable[date]:
    """The days before and after, the nearest first, as far as the calendar goes."""
    ordinals = (day.toordinal() + days for near in range(1, _AROUND + 1) for days in (-near, near))
    return (date.fromordinal(ordinal) for ordinal in ordinals if 1 <= ordinal <= date.max.toordinal())


def _unit_names(plan: Plan) -> UnitNames:
    return UnitNames({name: unit.short for name, unit in plan.names.items()})
