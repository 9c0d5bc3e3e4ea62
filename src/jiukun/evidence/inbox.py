"""The reports of a project as of a moment: those that lie in a day's folder, and those that were received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.receipts import Folder, KeptVersion, Receipts
from jiukun.evidence.timeliness import Version
from jiukun.evidence.versions import Lying, Report, digest_of, judge_all, once, rival, trusted, unreceived
from jiukun.plan.model import Plan, Unit
from jiukun.project.folders import Content, DayFiles, Project
from jiukun.project.names import is_form
from jiukun.reports.checks import Context, Judged, judge
from jiukun.reports.reading import Read, read_report
from jiukun.reports.submission import Submission

_NOTHING = Folder()
_MANY_DAYS = 64
_MANY_BYTES = 4096  # kept versions of a day, which are asked for twice
_MANY_REPORTS = 64  # what is compared with the next one of its unit, is so soon


class Reader:
    """Reads the reports of a project by one plan, as of one moment."""

    def __init__(self, project: Project, plan: Plan, at: datetime) -> None:
        self.project = project
        self.plan = plan
        self.at = at
        self._today = at.astimezone(plan.zone).date()
        self._receipts = Receipts(project, plan.zone)
        self.files = lru_cache(maxsize=_MANY_DAYS)(self._files)
        self._bytes = lru_cache(maxsize=_MANY_BYTES)(self._receipts.data)
        self._kept = lru_cache(maxsize=_MANY_DAYS)(self._receipts.of_day)
        self.days = lru_cache(maxsize=1)(self._all_days)
        self._compared = lru_cache(maxsize=_MANY_REPORTS)(self._compared_with_the_last)
        self._earlier_report = lru_cache(maxsize=_MANY_REPORTS)(self._counting)

    def __reduce__(self) -> tuple[type[Reader], tuple[Project, Plan, datetime]]:
        """What it has read stays behind when it goes to another process."""
        return Reader, (self.project, self.plan, self.at)

    def lying(self, files: DayFiles, short: str, *, repeats: bool = False) -> list[Lying]:
        """The unit's files in a day's folder; with `repeats` they are compared with the report before.

        Of two files of one unit neither counts: both are told. A form and the YAML that was made of it are one.
        """
        names = files.reports.get(short, ())
        compared = self._compared(short, files.day) if repeats else None
        found = compared or [self._lying(short, name, files.day) for name in names]
        if len(found) == 1:
            return found
        unit = self.plan.names[short]
        forms = [one for one in found if is_form(one.path)]
        if len(found) == 2 and len(forms) == 1:  # noqa: PLR2004  a pair
            other = next(one for one in found if one is not forms[0])
            if self.is_made_of_a_form(unit, files.day, other, forms[0]):
                return forms
        return [rival(one, names) for one in found]

    def is_made_of_a_form(self, unit: Unit, day: date, yaml: Lying, form: Lying) -> bool:
        """Whether a YAML report is what import made of this form, or of an earlier version of it that was received."""
        from jiukun.reports.form_reading import form_as_yaml  # noqa: PLC0415  only where there are forms

        if yaml.content is None or form.content is None:
            return False
        kept = (one for one in self.kept(unit, day).versions if is_form(one.path.name))
        earlier = (data for one in kept if isinstance(data := self._bytes(one), bytes))
        made = (form_as_yaml(data, form.path) for data in (form.content.data, *earlier))
        return yaml.content.data in made

    def check(self, path: Path, meant: date | None) -> tuple[Diagnostic, ...]:
        """What is wrong with a file that was named, compared with the report before it.

        Folder and file-name checks apply in a date's folder; elsewhere `meant` is the day it is meant for, if said.
        """
        name = self.project.name_of(path)
        day = self.project.date_of(path)
        if day is not None:
            files = self.files(day)
            short = self._short(path.stem)
            if short is not None and name in files.reports.get(short, ()):
                found = self.lying(files, short, repeats=True)
                return next((one for one in found if one.path == name), found[0]).judged.diagnostics
            strays = tuple(one for one in files.strays if one.location.path == name)
            if strays:
                return strays
        content = self.project.read(path)
        if isinstance(content, Diagnostic):
            return (content,)
        return judge(read_report(content.data, name), self.context(meant, repeats=True)).diagnostics

    def reports(self, unit: Unit, day: date) -> list[Report]:
        """Every version of a unit's report: those received, and the file lying there if it is none of them."""
        return self._versions(unit, day, self.kept(unit, day), self.lying(self.files(day), unit.short))

    def reports_of_day(self, day: date) -> Iterator[tuple[Unit, list[Report]]]:
        """As `reports`, of every lead unit in the plan's order.

        All files are opened before any is read.
        """
        files = self.files(day)
        found = {one.short: (self.kept(one, day), self.lying(files, one.short)) for one in self.plan.lead_units}
        judge_all([one for folder, lying in found.values() if not folder.versions for one in lying])
        for unit in self.plan.lead_units:
            yield unit, self._versions(unit, day, *found.pop(unit.short))

    def amiss(self, day: date) -> Iterator[Diagnostic]:
        """Files of a day that are no report, and what is wrong among its receipts."""
        yield from self.files(day).strays
        yield from self._receipts.spoiled_looks(day)
        for name, folder in self._kept(day).items():
            yield from folder.diagnostics
            unit = self.plan.names.get(name)
            if unit is None or unit.short not in self.plan.led:
                place = Location(f"data/receipts/{day.isoformat()}/{name}")
                message = f"签收过“{one_line(name)}”的报送，但现在的方案里没有这个牵头单位"
                yield Diagnostic(place, "JK414", message, "签收件原样保留；单位改名的，把旧名写进它的别名")
            for kept in folder.versions:
                data = self._bytes(kept)
                if isinstance(data, Diagnostic):
                    yield data

    def kept(self, unit: Unit, day: date) -> Folder:
        """What was received of a unit; a unit that was renamed is found by its older names."""
        folders = self._kept(day)
        if not folders:
            return _NOTHING
        found = [folders[name] for name in unit.names if name in folders]
        if len(found) < 2:  # noqa: PLR2004
            return found[0] if found else _NOTHING
        versions = sorted((one for folder in found for one in folder.versions), key=lambda one: one.arrived_at)
        papers = [folder.paper for folder in found if folder.paper]
        return Folder(
            tuple(versions), min(papers, default=None), tuple(one for folder in found for one in folder.diagnostics)
        )

    def last_report(self, unit: Unit, day: date) -> Submission | None:
        """The unit's newest report of a day before `day` that can be read."""
        for earlier in reversed(self.days()):
            found = self._earlier_report(unit.short, earlier) if earlier < day else None
            if found is not None:
                return found
        return None

    def context(self, day: date | None = None, unit: Unit | None = None, *, repeats: bool = False) -> Context:
        """What a report is judged by."""
        return Context(self.plan, self._today, day, unit, self._previous if repeats else None)

    def _previous(self, unit: Unit, day: date) -> Submission | None:
        return self._earlier_report(unit.short, day)

    def _files(self, day: date) -> DayFiles:
        """What lies in the folder of a day."""
        return self.project.day_files(day, self._short, tuple(self.plan.names), self._loose)

    @cached_property
    def _loose(self) -> list[str]:
        return self.project.loose()

    def _short(self, name: str) -> str | None:
        unit = self.plan.names.get(name)
        return unit.short if unit else None

    def _all_days(self) -> list[date]:
        """The days of which there are reports, lying or received, in order."""
        return sorted({*self.project.days(), *self._receipts.days()})

    def _received(self, unit: Unit, day: date, kept: KeptVersion) -> Report:
        """A kept version. One that was valid stays so; one that was not is judged again with today's data."""
        name = self.project.name_of(kept.path)
        data = self._data(unit, day, kept)
        if isinstance(data, Diagnostic):
            version = Version(kept.arrived_at, kept.evidence, kept.valid, kept.digest, kept.sequence, intact=False)
            return Report(version, name, lambda: Judged(None, (data,)))
        verdict = once(lambda: judge(read_report(data, name), self.context(day, unit)))
        valid = kept.valid or verdict().is_valid
        version = Version(kept.arrived_at, kept.evidence, valid, kept.digest, kept.sequence)
        return Report(version, name, (lambda: trusted(verdict())) if kept.valid else verdict)

    def _data(self, unit: Unit, day: date, kept: KeptVersion) -> bytes | Diagnostic:
        """The bytes of a kept version; of a spoiled one those that lie in the folder, if they are the same."""
        data = self._bytes(kept)
        if isinstance(data, bytes):
            return data
        lying = (self.project.read(name) for name in self.files(day).reports.get(unit.short, ()))
        same = (one.data for one in lying if isinstance(one, Content) and digest_of(one.data) == kept.digest)
        return next(same, data)

    def _versions(self, unit: Unit, day: date, folder: Folder, lying: Iterable[Lying]) -> list[Report]:
        return [*(self._received(unit, day, kept) for kept in folder.versions), *unreceived(folder, lying)]

    def _lying(self, short: str, name: str, day: date, *, repeats: bool = False) -> Lying:
        unit, zone = self.plan.names[short], self.plan.zone
        content = self.project.read(name)
        if isinstance(content, Diagnostic):
            told, seconds = Read(None, None, (content,)), self._own_time(name)
            return Lying(unit, name, None, seconds, zone, lambda: told, lambda: Judged(None, told.diagnostics))
        read = once(lambda: read_report(content.data, name))
        verdict = once(lambda: judge(read(), self.context(day, unit, repeats=repeats)))
        return Lying(unit, name, content, content.modified, zone, read, verdict)

    def _compared_with_the_last(self, short: str, day: date) -> list[Lying]:
        """The unit's files in a day's folder, each to be compared with the report before it."""
        return [self._lying(short, name, day, repeats=True) for name in self.files(day).reports.get(short, ())]

    def _own_time(self, name: str) -> float | None:
        """Of something that lies there but cannot be read."""
        try:
            return (self.project.root / name).lstat().st_mtime
        except OSError:
            return None

    def _counting(self, short: str, day: date) -> Submission | None:
        """The report of an earlier day that counts: the newest valid one received, else the file lying there."""
        unit = self.plan.names[short]
        for kept in sorted(self.kept(unit, day).versions, key=lambda one: (one.valid, one.arrived_at), reverse=True):
            data = self._data(unit, day, kept)
            found = read_report(data, self.project.name_of(kept.path)).submission if isinstance(data, bytes) else None
            if found is not None:
                return found
        lying = self._compared(short, day)
        return lying[0].read().submission if len(lying) == 1 else None
