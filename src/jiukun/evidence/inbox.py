"""The reports of a project's days as of a moment: those that lie in their folders, and those that were received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import chain

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.day_folder import DayFolder, Sorter
from jiukun.evidence.day_plans import DayPlans
from jiukun.evidence.filed_report import FiledReport, FiledVersion
from jiukun.evidence.kept import SHORT_DIGEST, Folder, KeptVersion, joined
from jiukun.evidence.looks import Looks, SeenBytes
from jiukun.evidence.receipts import Receipts
from jiukun.evidence.timeliness import Sight, Version, arrival, moment_of, nanoseconds
from jiukun.plan.model import Plan, Unit
from jiukun.project.folders import Project
from jiukun.project.names import UnitNames
from jiukun.project.opening import FileTimes
from jiukun.reports.checks import Context

MOST_VERSIONS = 50  # that are kept of one unit and day unless the office asks for more
_NOTHING = Folder()
_MANY_DAYS, _MANY_UNITS = 64, 4096
_UNRECEIVED = 1 << 30  # sorts a file that was not received after the received versions
MOST_LYING = 20  # files of one unit in a day's folder that are looked at
_AROUND = 7  # days each way, in whose folders a report of a day is looked for
_LAST_MOMENT = 253_370_764_800 * 10**9  # of the year 9999, save a day or two: file systems hold times that no date does


class Inbox:
    """Reads the reports of a project, each day by its own plan, as of the moment `at`; `now` is the clock's."""

    def __init__(self, project: Project, plans: DayPlans, at: datetime, now: datetime) -> None:
        self.project = project
        self.plans = plans
        self.at = at
        self.now = now
        self.receipts = Receipts(project, plans.current.zone)
        self._today = at.astimezone(plans.current.zone).date()
        self.folder = lru_cache(maxsize=_MANY_DAYS)(self._sorted_folder)
        self.kept_of_day = lru_cache(maxsize=_MANY_DAYS)(self._received_of_day)
        self.looks = lru_cache(maxsize=_MANY_DAYS)(self._looks_of_day)
        self.versions = lru_cache(maxsize=_MANY_UNITS)(self._versions)
        self.lying = lru_cache(maxsize=_MANY_UNITS)(self._sorted_lying)
        self.received = lru_cache(maxsize=_MANY_UNITS)(self._all_received)
        self.entries = lru_cache(maxsize=_MANY_DAYS)(project.day_entries)
        self._names = lru_cache(maxsize=_MANY_DAYS)(_unit_names)
        self._seen_near = lru_cache(maxsize=_MANY_DAYS)(self._all_seen_near)

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

    def _received_of_day(self, day: date) -> dict[str, Folder]:
        return self.receipts.of_day(day, self.looks(day)) if day in self.plans.received_days else {}

    def _looks_of_day(self, day: date) -> Looks:
        return self.receipts.looks(day) if day in self.plans.received_days else Looks()

    def kept(self, unit: Unit, day: date) -> Folder:
        """What was received of a unit; a unit that was renamed is found by its older names."""
        folders = self.kept_of_day(day)
        if not folders:
            return _NOTHING
        found = [folders[name] for name in unit.names if name in folders]
        return found[0] if len(found) == 1 else joined(found)

    def _sorted_lying(self, short: str, day: date) -> tuple[FiledReport, ...]:
        """A unit's files in a day's folder, by their own times; blanks are left out."""
        folder = self.kept(self.plan(day).names[short], day)
        reports = self.folder(day).reports.get(short, [])
        return tuple(sorted((report for report in reports if _is_report(report, folder)), key=FiledReport.by_time))

    def surplus(self, unit: Unit, day: date, report: FiledReport) -> tuple[Diagnostic, ...]:
        """That no more versions of a unit are kept by themselves, of a file that no look has kept."""
        number = len(self.kept(unit, day).versions)
        if number < MOST_VERSIONS or not self.is_unreceived(unit, day, report):
            return ()
        message = f"{unit.short}这一天已存 {number} 份，这一份照常计入，但没有存下"
        hint = f"核实以后运行 jiukun receive {unit.short} --date {day} 存下它"
        return (Diagnostic(Location(report.path), "JK421", message, hint),)

    def unread(self, unit: Unit, day: date) -> tuple[Diagnostic, ...]:
        """What lies in the day's folder under the unit's name and cannot be read, or may be another unit's."""
        return tuple(file.problem for file in self.folder(day).unread_of(unit.short))

    def context(self, plan: Plan, day: date | None = None, unit: Unit | None = None) -> Context:
        """What a report is judged by."""
        return Context(plan, self._today, day, unit)

    def sight(self, unit: Unit, day: date, moment: datetime | None = None) -> Sight:
        """A look at a unit's place: `moment`, by default now, and the look before."""
        before = self.looks(day).last(unit.short)
        at, since = nanoseconds(moment or self.now), nanoseconds(before) if before else None
        return Sight(at, since, self._earliest(day))

    def moment(self, time: int) -> datetime:
        """A time of a file in the project's zone."""
        return moment_of(min(max(time, 0), _LAST_MOMENT)).astimezone(self.plans.current.zone)

    def first_seen(self, unit: Unit, day: date, digest: str, times: FileTimes | None, sight: Sight) -> Version:
        """When bytes arrived that are not received yet: as a look first saw them, else by the file's own times.

        A look at another day's folder counts too: a report that was moved to the right one keeps its arrival.
        """
        seen = self.looks(day).seen.get(digest)
        if seen is None and not self.kept(unit, day).has(digest):
            near = next((near[digest] for near in self._seen_near(day) if digest in near), None)
            seen = near._replace(is_there=True) if near else None
        if seen is not None and seen.is_there:
            return Version(seen.arrived_at, seen.evidence)
        time, evidence = arrival(times or (), sight)
        return Version(self.moment(time), evidence)

    def around(self, day: date) -> list[date]:
        """The other due dates that the folders of the days before and after mean, the nearest first."""
        return [other for other in dict.fromkeys(map(self.plans.meant, _days_around(day))) if other != day]

    def _all_seen_near(self, day: date) -> list[Mapping[str, SeenBytes]]:
        """What the looks at the folders of the days around saw, those of the nearest first."""
        return [seen for other in self.around(day) if (seen := self.looks(other).seen)]

    def _versions(self, short: str, day: date) -> tuple[FiledVersion, ...]:
        """Every version of a unit's report: those received, and the files lying there that no look has kept."""
        unit = self.plan(day).names[short]
        lying = [report for report in self.lying(unit.short, day) if self.is_unreceived(unit, day, report)]
        found = chain(
            (filed for filed in self.received(short, day) if not filed.is_foreign),
            (self._unreceived(unit, day, report, place) for place, report in enumerate(lying, _UNRECEIVED)),
        )
        if len(lying) + len(self.kept(unit, day).versions) < 2:  # a comparison takes two
            return tuple(found)
        return tuple(map(FiledVersion.to_compare, found))

    def is_unreceived(self, unit: Unit, day: date, report: FiledReport) -> bool:
        """Whether no look has kept what lies there, or only before it went away and came back.

        Where the record of the looks is lost, an older version beside the newest one is taken to have lain there.
        """
        folder = self.kept(unit, day)
        newest = folder.newest
        if newest is None or not folder.has(report.digest):
            return True
        seen = self.looks(day).seen.get(report.digest)
        if seen is not None:
            return not (seen.is_there or newest.is_of(report.digest))
        return not any(newest.is_of(lying.digest) for lying in self.lying(unit.short, day))

    def _all_received(self, short: str, day: date) -> tuple[FiledVersion, ...]:
        """Every version that is kept of a unit, in the order in which they were received."""
        unit = self.plan(day).names[short]
        kept = self.kept(unit, day).versions
        found = (self._received(unit, day, version, place) for place, version in enumerate(kept))
        return tuple(map(FiledVersion.to_compare, found) if len(kept) > 1 else found)

    def _received(self, unit: Unit, day: date, kept: KeptVersion, place: int) -> FiledVersion:
        path = self.project.name_of(kept.path)
        kept = kept if self._is_current(kept, day) else kept._replace(verdict=None)
        report = FiledReport(self.project, path, unit, self.context(self.plan(day), day, unit), kept)
        arrived = Version(kept.arrived_at, kept.evidence, place, reason=kept.reason)
        version = report.version(arrived)
        same = None if version.intact else self._same_bytes(unit, day, kept)
        if same is not None:
            report, version = same, same.version(arrived)
        return FiledVersion(version, report, report.is_foreign)

    def _is_current(self, kept: KeptVersion, day: date) -> bool:
        """Whether the verdict on record holds: of a valid version for good, else by the plan by which it was found."""
        if kept.verdict is None or kept.valid:
            return kept.valid
        return kept.verdict.plan == self.plans.digest(day) and day <= self._today

    def _same_bytes(self, unit: Unit, day: date, kept: KeptVersion) -> FiledReport | None:
        """The file that lies in the folder with the bytes of a version that was spoiled since."""
        lying = self.folder(day).reports.get(unit.short, [])
        same = next((report for report in lying if report.digest and kept.is_of(report.digest)), None)
        if same is None:
            return None
        return FiledReport(self.project, same.path, unit, self.context(self.plan(day), day, unit), kept)

    def _unreceived(self, unit: Unit, day: date, report: FiledReport, place: int) -> FiledVersion:
        version = self.first_seen(unit, day, report.digest, report.times, self.sight(unit, day))
        return FiledVersion(report.version(version._replace(sequence=place)), report)

    def _sorted_folder(self, day: date) -> DayFolder:
        """What lies in a day's folder."""
        plan = self.plan(day)
        known = {name: plan.names.get(name) for name in self.kept_of_day(day)}
        owners = {
            kept.digest[:SHORT_DIGEST]: unit.short
            for name, folder in self.kept_of_day(day).items()
            for kept in folder.versions
            if (unit := known[name]) is not None
        }
        sorter, found = Sorter(self.project, self._names(plan), self.context(plan, day), owners), DayFolder()
        for folder in self.folders(day):
            place = self.project.name_of(self.project.day_folder(folder))
            sorter.sort(place, self.entries(folder), found)
            found.limit(place, MOST_LYING)
        return found

    def has_valid(self, unit: Unit, day: date) -> bool:
        """Whether anything valid of the unit came or lies there."""
        return any(filed.version.valid for filed in self.versions(unit.short, day))

    def other_day(self, report: FiledReport, unit: Unit, folder: date) -> date | None:
        """The day that a report says it is of, where that is not the one in whose folder it lies."""
        kept = [version for version in self.kept(unit, folder).versions if version.is_of(report.digest)]
        if any(version.valid or (version.verdict and version.verdict.of_the_day) for version in kept):
            return None
        written = report.submission.day if report.submission else None
        meant = self.plans.meant(written) if written else None
        return meant if meant != folder and not report.is_blank else None

    def _earliest(self, day: date) -> int:
        """Before the plan was issued no report can have been written."""
        issued = self.plan(day).text.issued
        return nanoseconds(datetime(issued.year, issued.month, issued.day, tzinfo=self.plan(day).zone)) if issued else 0


def _days_around(day: date) -> Iterable[date]:
    """The days before and after, the nearest first, as far as the calendar goes."""
    ordinals = (day.toordinal() + days for near in range(1, _AROUND + 1) for days in (-near, near))
    return (date.fromordinal(ordinal) for ordinal in ordinals if 1 <= ordinal <= date.max.toordinal())


def _is_report(report: FiledReport, folder: Folder) -> bool:
    """Whether something is filled in, or it was received all the same."""
    return (bool(folder.versions) and folder.has(report.digest)) or not report.is_blank


def _unit_names(plan: Plan) -> UnitNames:
    return UnitNames({name: unit.short for name, unit in plan.names.items()})
