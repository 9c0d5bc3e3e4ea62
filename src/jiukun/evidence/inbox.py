"""The reports of a project's days as of a moment: those that lie in their folders, and those that were received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property, lru_cache
from heapq import merge
from operator import attrgetter
from pathlib import Path

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.day_folder import DayFolder, Sorter, problems_of
from jiukun.evidence.day_plans import DayPlans
from jiukun.evidence.filed_report import FiledReport, FiledVersion, digest_of
from jiukun.evidence.looks import SeenBytes
from jiukun.evidence.receipts import SHORT_DIGEST, Folder, KeptVersion, Receipts
from jiukun.evidence.standing_words import clock_words
from jiukun.evidence.timeliness import Sight, Version, arrival, moment_of, nanoseconds
from jiukun.plan.model import Plan, Unit
from jiukun.project.folders import Project
from jiukun.project.names import UnitNames
from jiukun.project.opening import FileTimes
from jiukun.reports.checks import Context, repeats
from jiukun.reports.submission import Submission

MOST_VERSIONS = 50  # that are kept of one unit and day unless the office asks for more
_NOTHING = Folder()
_MANY_DAYS = 64
_UNRECEIVED = 1 << 30  # sorts a file that was not received after the received versions
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
        self.kept_of_day = lru_cache(maxsize=_MANY_DAYS)(self.receipts.of_day)
        self.looks = lru_cache(maxsize=_MANY_DAYS)(self.receipts.looks)
        self.versions = lru_cache(maxsize=4096)(self._versions)
        self._entries = lru_cache(maxsize=_MANY_DAYS)(project.day_entries)
        self._names = lru_cache(maxsize=_MANY_DAYS)(_unit_names)
        self._counting = lru_cache(maxsize=_MANY_DAYS)(self._counting_report)

    def plan(self, day: date) -> Plan:
        """The plan of a day, today's where the day's own is broken (which a command tells before)."""
        return self.plans.of(day) or self.plans.current

    def days(self) -> list[date]:
        """The days of which there are reports, lying or received, in order."""
        return sorted({*self._folders, *self.receipts.days()})

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

    def kept(self, unit: Unit, day: date) -> Folder:
        """What was received of a unit; a unit that was renamed is found by its older names."""
        folders = self.kept_of_day(day)
        found = [folders[name] for name in unit.names if name in folders]
        if len(found) < 2:  # noqa: PLR2004
            return found[0] if found else _NOTHING
        versions = merge(*(folder.versions for folder in found), key=attrgetter("found_at"))
        papers = [folder.paper for folder in found if folder.paper]
        problems = tuple(problem for folder in found for problem in folder.diagnostics)
        return Folder(tuple(versions), min(papers, default=None), problems)

    def lying(self, unit: Unit, day: date) -> list[FiledReport]:
        """The unit's files in a day's folder, by their own times; blanks are left out."""
        folder = self.kept(unit, day)
        reports = self.folder(day).reports.get(unit.short, [])
        return [report for report in sorted(reports, key=_by_time) if folder.has(report.digest) or not report.is_blank]

    def blanks(self, unit: Unit, day: date) -> list[FiledReport]:
        """The unit's files in a day's folder that nobody has filled in."""
        lying = self.lying(unit, day)
        return [report for report in self.folder(day).reports.get(unit.short, []) if report not in lying]

    def problems(self, day: date) -> Iterator[Diagnostic]:
        """What is amiss in a day's folder and among its receipts."""
        plan = self.plan(day)
        yield from self.strays(day)
        for unit in plan.lead_units:
            for report in self.blanks(unit, day):
                message = f"{unit.short}的这份报送还没有填，不算报送"
                yield Diagnostic(Location(report.path), "JK416", message, "填好再放进来；用不着它就删去")
            for report in self.lying(unit, day):
                yield from self.surplus(unit, day, report)
                meant = self._other_day(report, unit, day)
                if meant is not None:
                    message = f"{unit.short}的这份报送写的是 {meant}，却放在 {day} 的文件夹里，没有计入"
                    hint = f"移到 submissions/{meant}/，到达时间不变；日期写错了就改日期"
                    yield Diagnostic(Location(report.path), "JK418", message, hint)
        yield from self._ahead_of_the_clock(day)
        yield from self._problems_of_receipts(plan, day)

    def surplus(self, unit: Unit, day: date, report: FiledReport) -> tuple[Diagnostic, ...]:
        """That no more versions of a unit are kept by themselves, of a file that no look has kept."""
        number = len(self.kept(unit, day).versions)
        if number < MOST_VERSIONS or not self.is_unreceived(unit, day, report):
            return ()
        message = f"{unit.short}这一天已存 {number} 份，这一份照常计入，但没有存下"
        hint = f"核实以后运行 jiukun receive {unit.short} --date {day} 存下它"
        return (Diagnostic(Location(report.path), "JK421", message, hint),)

    def strays(self, day: date) -> Iterator[Diagnostic]:
        """What lies in a day's folder, or in submissions/ itself, and is no report."""
        folder = self.folder(day)
        yield from folder.problems
        yield from self.project.misplaced(day)
        named = {short for file in folder.unread for short in file.units}
        leads = {unit.short: unit for unit in self.plan(day).lead_units}
        sound = frozenset(short for short in named & set(leads) if self._has_valid(leads[short], day))
        yield from problems_of(folder.unread, sound=sound)

    def compared(self, report: FiledReport, day: date) -> tuple[Diagnostic, ...]:
        """What is wrong with a report before it is sent: also where it repeats the unit's last one."""
        last = self.previous_report(report.unit, day)
        if last is None:
            return report.judged.diagnostics
        found = repeats(report.read, report.judged, last, self.plan(day).previous_due(day))
        return tuple(sorted((*report.judged.diagnostics, *found)))

    def unread(self, unit: Unit, day: date) -> tuple[Diagnostic, ...]:
        """What lies in the day's folder under the unit's name and cannot be read, or may be another unit's."""
        return tuple(file.problem for file in self.folder(day).unread_of(unit.short))

    def elsewhere(self, unit: Unit, day: date) -> Iterator[Diagnostic]:
        """Reports of the unit that say they are of this day, in the folders of other days, where it has none here."""
        if self._has_valid(unit, day):
            return
        key = self.plans.key(self.plan(day), unit.short)
        for other in _around(day):
            is_there = any(self._entries(folder).files for folder in self.folders(other))
            known = self.plans.unit(self.plan(other), key) if is_there else None
            for report in self.folder(other).reports.get(known.short, []) if known else []:
                if known is not None and self._other_day(report, known, other) == day:
                    message = f"{unit.short} {day} 的报送放在了 {other} 的文件夹里，没有计入"
                    hint = f"移到 submissions/{day}/，到达时间不变"
                    yield Diagnostic(Location(report.path), "JK418", message, hint)

    def last_report(self, unit: Unit, day: date) -> Submission | None:
        """The unit's newest report of a day before `day` that can be read."""
        key = self.plans.key(self.plan(day), unit.short)
        for earlier in reversed(self.days()):
            if earlier < day and self._may_hold(earlier, unit):
                known = self.plans.unit(self.plan(earlier), key)
                found = self._counting(known.short, earlier) if known else None
                if found is not None:
                    return found
        return None

    def previous_report(self, unit: Unit, day: date) -> Submission | None:
        """The unit's report of the last day before `day` on which one was due."""
        plan = self.plan(day)
        before = plan.previous_due(day)
        known = self.plans.unit(self.plan(before), self.plans.key(plan, unit.short)) if before else None
        return self._counting(known.short, before) if known and before else None

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
            seen = self._seen_around(day, digest)
        if seen is not None and seen.is_there:
            return Version(seen.arrived_at, seen.evidence)
        time, evidence = arrival(times or (), sight)
        return Version(self.moment(time), evidence)

    def _seen_around(self, day: date, digest: str) -> SeenBytes | None:
        """What a look at the folder of a day around noted of the bytes."""
        for other in _around(day):
            seen = self.looks(other).seen.get(digest)
            if seen is not None:
                return seen._replace(is_there=True)
        return None

    def _versions(self, short: str, day: date) -> tuple[FiledVersion, ...]:
        """Every version of a unit's report: those received, and the files lying there that no look has kept."""
        unit = self.plan(day).names[short]
        received = [filed for filed in self._all_received(unit, day) if not filed.report.is_foreign]
        lying = [report for report in self.lying(unit, day) if self.is_unreceived(unit, day, report)]
        unreceived = [self._unreceived(unit, day, report, place) for place, report in enumerate(lying, _UNRECEIVED)]
        versions = _with_texts((*received, *unreceived))
        for filed in versions[:-1]:
            filed.report.forget()
        return versions

    def is_unreceived(self, unit: Unit, day: date, report: FiledReport) -> bool:
        """Whether no look has kept what lies there, or only before it went away and came back."""
        folder, seen = self.kept(unit, day), self.looks(day).seen.get(report.digest)
        if folder.newest is not None and folder.newest.is_of(report.digest):
            return False
        return not folder.has(report.digest) or not (seen and seen.is_there)

    def _all_received(self, unit: Unit, day: date) -> list[FiledVersion]:
        """In the order in which they were received."""
        return [self._received(unit, day, kept, place) for place, kept in enumerate(self.kept(unit, day).versions)]

    def _received(self, unit: Unit, day: date, kept: KeptVersion, place: int) -> FiledVersion:
        path = self.project.name_of(kept.path)
        kept = kept if self._is_current(kept, day) else kept._replace(verdict=None)
        report = FiledReport(self.project, path, unit, self.context(self.plan(day), day, unit), kept)
        if not report.digest:
            report = self._same_bytes(unit, day, kept) or report
        version = Version(kept.arrived_at, kept.evidence, place, reason=kept.reason)
        return FiledVersion(report.version(version), report)

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
            sorter.sort(place, self._entries(folder), found)
        return found

    def _has_valid(self, unit: Unit, day: date) -> bool:
        return any(filed.version.valid for filed in self.versions(unit.short, day))

    def _other_day(self, report: FiledReport, unit: Unit, folder: date) -> date | None:
        """The day that a report says it is of, where that is not the one in whose folder it lies."""
        kept = self.kept(unit, folder).versions
        if any(version.valid and version.is_of(report.digest) for version in kept):
            return None
        written = report.submission.day if report.submission else None
        meant = self.plans.meant(written) if written else None
        return meant if meant != folder and not report.is_blank else None

    def _ahead_of_the_clock(self, day: date) -> Iterator[Diagnostic]:
        """Files whose own time has not come yet: two clocks differ."""
        folder = self.folder(day)
        files = [*((report.path, report.times) for reports in folder.reports.values() for report in reports)]
        for path, times in (*files, *((file.path, file.times) for file in folder.unread)):
            if times is not None and times.modified > nanoseconds(self.now):
                own, clock = clock_words(self.moment(times.modified), day), clock_words(self.now, day)
                message = f"文件的时间 {own} 比这台电脑的时钟 {clock} 还晚，没有作为依据"
                yield Diagnostic(Location(path), "JK419", message, "核对两台电脑的时间；到达时间按查看的时间算")

    def _problems_of_receipts(self, plan: Plan, day: date) -> Iterator[Diagnostic]:
        yield from self.receipts.problems(day)
        for name, folder in self.kept_of_day(day).items():
            yield from folder.diagnostics
            unit = plan.names.get(name)
            if unit is None or unit.short not in plan.led:
                place = Location(f"data/receipts/{day.isoformat()}/{name}")
                message = f"签收过“{one_line(name)}”的报送，但方案里没有这个牵头单位"
                yield Diagnostic(place, "JK414", message, "签收件原样保留；单位改名的，把旧名写进它的别名")
                continue
            for filed in self._all_received(unit, day):
                if filed.report.is_foreign:
                    message = f"签收件里写的不是{unit.short}这一天的报送，没有采用"
                    yield Diagnostic(Location(filed.report.path), "JK420", message, "核对是谁放进来的，移走它")
            for kept in folder.versions:
                data = self.receipts.data(kept)
                if isinstance(data, Diagnostic):
                    yield data

    def _may_hold(self, day: date, unit: Unit) -> bool:
        """Whether a day's folders hold anything under one of the unit's names; a look at the names alone."""
        names = {*self.receipts.names_of_day(day), *(Path(name).stem for name in self._file_names(day))}
        return not names.isdisjoint(unit.names)

    def _file_names(self, day: date) -> tuple[str, ...]:
        return tuple(name for folder in self.folders(day) for name in self._entries(folder).files)

    def _counting_report(self, short: str, day: date) -> Submission | None:
        """The report of an earlier day that counts: the newest valid one, else what can be read."""
        versions = sorted(self.versions(short, day), key=lambda filed: (filed.version.valid, filed.version.sequence))
        return next((filed.report.submission for filed in reversed(versions) if filed.report.submission), None)

    def _earliest(self, day: date) -> int:
        """Before the plan was issued no report can have been written."""
        issued = self.plan(day).text.issued
        return nanoseconds(datetime(issued.year, issued.month, issued.day, tzinfo=self.plan(day).zone)) if issued else 0


def _unit_names(plan: Plan) -> UnitNames:
    return UnitNames({name: unit.short for name, unit in plan.names.items()})


def _around(day: date) -> Iterable[date]:
    """The days before and after, the nearest first, as far as the calendar goes."""
    ordinals = (day.toordinal() + days for near in range(1, _AROUND + 1) for days in (-near, near))
    return (date.fromordinal(ordinal) for ordinal in ordinals if 1 <= ordinal <= date.max.toordinal())


def _by_time(report: FiledReport) -> tuple[int, str]:
    return report.times.modified if report.times else 0, report.path


def _with_texts(versions: tuple[FiledVersion, ...]) -> tuple[FiledVersion, ...]:
    """With what tells versions that say the same, where there are several sound ones; one needs no comparison."""
    if sum(filed.version.valid for filed in versions) < 2:  # noqa: PLR2004  a comparison takes two
        return versions
    return tuple(filed._replace(version=filed.version._replace(text=_text_of(filed))) for filed in versions)


def _text_of(filed: FiledVersion) -> str:
    """What is the same for reports that say the same."""
    text = repr(filed.report.submission) if filed.version.valid else ""
    filed.report.forget()
    return digest_of(text.encode(errors="surrogatepass"))
