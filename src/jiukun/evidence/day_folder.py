"""Which file of a day's folder is whose: by its name, its bytes, and what it says inside (SPEC section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.unit_receipts import SHORT_DIGEST, digest_of
from jiukun.project.folders import DayEntries, Project
from jiukun.project.names import FORM_ENDINGS, REPORT_ENDINGS, YAML_ENDINGS, Finding, UnitNames, ending_of
from jiukun.project.office_files import kind_of, remedy
from jiukun.project.opening import PACKAGE, Content, FileTimes
from jiukun.reports.checks import Context
from jiukun.reports.reading import looks_like_report, read_report

_MOST_OPENED = 200  # files that bear no unit's name, to see whose they are
_CONTESTED = "JK415"


class UnreadFile(NamedTuple):
    """A file or folder that counts as nobody's report: why, which units it names, and what identifies it."""

    path: str
    units: tuple[str, ...]
    problem: Diagnostic
    digest: str
    times: FileTimes | None

    @property
    def is_somebodys(self) -> bool:
        """Whether it may be somebody's report after all: it names a unit, or is a report of an unknown one."""
        return bool(self.units) or self.problem.code == "JK402"


class DayFolder:
    """What lies in a day's folder: 简称 → the unit's reports, blanks too; files that are none; what else is amiss."""

    def __init__(self) -> None:
        self.reports: dict[str, list[FiledReport]] = {}
        self.unread: list[UnreadFile] = []
        self.problems: list[Diagnostic] = []
        self.is_crowded = False

    @property
    def named_singly(self) -> list[UnreadFile]:
        """The unread files that are reported one by one: where there are very many, only those that name a unit."""
        return [file for file in self.unread if file.units or not self.is_crowded]

    def limit(self, folder: str, most: int) -> None:
        """Leave only the files of each unit that were written last."""
        for short, reports in self.reports.items():
            if len(reports) > most:
                message = f"{short}放了 {len(reports)} 个文件，只看最后写的 {most} 个"
                self.problems.append(Diagnostic(Location(folder), "JK421", message, "留下要报的一个，其余移走"))
                self.reports[short] = sorted(reports, key=FiledReport.by_time)[-most:]


class Sorter(NamedTuple):
    """Sorts the files of a day's folder, to add them to what was found of the day; `context` is that of the day."""

    project: Project
    names: UnitNames
    context: Context

    def sort(self, folder: str, entries: DayEntries, found: DayFolder) -> list[PurePath]:
        """Add what a folder holds by the names alone; gives the files that bear no unit's name, see `assign`."""
        found.problems += entries.problems
        inner = [
            UnreadFile(f"{folder}/{name}", self.names.held(name), _inner_folder(f"{folder}/{name}"), "", None)
            for name in entries.folders[:_MOST_OPENED]
        ]
        if len(entries.folders) > _MOST_OPENED:
            message = f"日期文件夹里有 {len(entries.folders)} 个文件夹，里面的文件都没有计入"
            found.problems.append(Diagnostic(Location(folder), "JK404", message, "清理这个文件夹"))
            inner = [file for file in inner if file.units]
        found.unread += inner
        others = []
        for name in entries.files:
            path = PurePath(f"{folder}/{name}")
            short = self.names.exact(path.stem) if path.suffix.lower() in REPORT_ENDINGS else None
            if short is not None and not self._is_misnamed(path):
                self._file(found, short, str(path))
            else:
                others.append(path)
        return others

    def assign(self, folder: str, others: list[PurePath], owners: Mapping[str, str], found: DayFolder) -> None:
        """Add the files that bear no unit's name; `owners` are the 简称 by how the SHA-256 of kept bytes begins."""
        for path in others[:_MOST_OPENED]:
            self._assign(found, path, owners)
        if len(others) > _MOST_OPENED:
            message = f"有 {len(others)} 个文件的名字不是单位名，只打开了前 {_MOST_OPENED} 个，其余没有计入"
            found.is_crowded = True
            found.problems.append(Diagnostic(Location(folder), "JK403", message, "清理这个文件夹"))

    def _is_misnamed(self, path: PurePath) -> bool:
        """Whether a file with a form's ending is a report in YAML, which has to be renamed to be read."""
        content = self.project.read(str(path)) if path.suffix.lower() in FORM_ENDINGS else None
        if not isinstance(content, Content) or content.data.startswith(PACKAGE):
            return False
        return looks_like_report(content.data)

    def _file(self, found: DayFolder, short: str, path: str) -> None:
        unit = self.context.plan.names[short]
        found.reports.setdefault(short, []).append(
            FiledReport(self.project, path, unit, self.context._replace(unit=unit))
        )

    def _assign(self, found: DayFolder, path: PurePath, owners: Mapping[str, str]) -> None:
        """A file that bears no unit's name: what it holds and which units its name holds say whose it is."""
        content = self.project.read(str(path))
        held = self.names.held(path.stem if ending_of(path.name) in REPORT_ENDINGS else path.name)
        if isinstance(content, Diagnostic):
            times = self.project.times_of(str(path))
            found.unread.append(UnreadFile(str(path), held, content, "", times))
            return
        digest = digest_of(content.data)
        owner = owners.get(digest[:SHORT_DIGEST])
        if owner is not None and held in {(), (owner,)}:
            self._file(found, owner, str(path))
            return
        unread = self._why_unread(path, content, held)
        if isinstance(unread, str):
            self._file(found, unread, str(path))
        else:
            units, problem = unread
            found.unread.append(UnreadFile(str(path), units, problem, digest, content.times))

    def _why_unread(
        self, path: PurePath, content: Content, held: tuple[str, ...]
    ) -> str | tuple[tuple[str, ...], Diagnostic]:
        """The 简称 of the unit whose report it is, or which units are told why it is nobody's."""
        place = Location(str(path))
        if not kind_of(content.data) and ending_of(path.name) not in YAML_ENDINGS:
            return held, Diagnostic(place, *_remedy(path, content.data, held))
        submission = read_report(content.data, str(path)).submission
        written = self.context.plan.names.get(submission.unit or "") if submission else None
        inside = (written.short,) if written else ()
        units = tuple(dict.fromkeys((*held, *inside)))
        if len(units) == 1:
            return str(units[0])
        if units:
            message = f"分不清这是哪个单位的报送：{_contested(held, inside)}，没有计入"
            return units, Diagnostic(place, _CONTESTED, message, "核对内容，改名为一个单位的简称")
        meant = self.names.nearest(path.stem)
        hint = (
            f"是不是“{meant}”？请改名为 {meant}{path.suffix}"
            if meant
            else f"以单位简称命名，例如 州工信局{path.suffix}"
        )
        message = f"文件名“{one_line(path.stem)}”里没有登记过的单位名，里面也没有写明，没有计入"
        return (), Diagnostic(place, "JK402", message, hint)


def problems_of(unread: list[UnreadFile], *, sound: frozenset[str]) -> Iterator[Diagnostic]:
    """A problem for each file that was not taken; of less weight where its units have valid reports all the same."""
    for file in unread:
        problem = file.problem
        if file.units and sound.issuperset(file.units) and problem.code != _CONTESTED:
            yield Diagnostic(problem.location, "JK417", problem.message, "已有合格的报送；用不着它就移走")
        else:
            yield problem


def _remedy(path: PurePath, data: bytes, held: tuple[str, ...]) -> Finding:
    """Why a file cannot be read as a report, and what to do: one in YAML needs only its right name."""
    if looks_like_report(data):
        right = f"{held[0] if len(held) == 1 else '单位简称'}{YAML_ENDINGS[0]}"
        return "JK403", "里面是报送，扩展名却不对，没有计入", f"改名为 {right}"
    return remedy(path.name, data)


def _contested(held: tuple[str, ...], inside: tuple[str, ...]) -> str:
    parts = [f"文件名里有{'、'.join(held)}"] if held else []
    return "，".join([*parts, *(f"里面写的是{short}" for short in inside)])


def _inner_folder(path: str) -> Diagnostic:
    message = "日期文件夹里不应再有文件夹，里面的文件没有计入"
    return Diagnostic(Location(path), "JK404", message, "把里面的报送移到上一层")
