"""What was received and when: every version kept, one file each, under data/receipts/<date>/<unit>/.

The file's name says all that is recorded of a version: its number, arrival, evidence, verdict and SHA-256; its bytes
are those that came. So a version is written whole or not at all, and can be proved with any tool that knows SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import chain, islice, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.timeliness import Evidence
from jiukun.project.folders import Content, Project
from jiukun.project.names import folder_date

_STAMP_AFTER_YEAR = "%m%dT%H%M%S.%f%z"
_NAME = re.compile(
    r"(?P<sequence>\d{4,})_(?P<arrival>\d{8}T\d{6}\.\d{6}[+-]\d{4,6}(?:\.\d+)?)_(?P<evidence>receipt|file_time|stated)"
    r"_(?P<verdict>valid|invalid)_(?P<digest>[0-9a-f]{64})\.(?:yaml|xlsx)"
)
_PAPER = re.compile(r"paper_(?P<arrival>\d{8}T\d{6}\.\d{6}[+-]\d{4,6}(?:\.\d+)?)")
_LOOKS = "looks.json"
_TEMPORARY = ".tmp"
_LOCK = ".lock"
_EVERYONE = "*"
_PATIENCE = 600
_MOST_LOST = 50  # nobody reads on


class KeptVersion(NamedTuple):
    """A version as it is kept. `sequence` counts from 1 in the order in which versions were received."""

    sequence: int
    arrived_at: datetime
    evidence: Evidence
    valid: bool
    digest: str
    path: Path


class Arrived(NamedTuple):
    """A report that came: its bytes, the kind of file (.yaml, .xlsx), when, and on what evidence."""

    data: bytes
    suffix: str
    arrived_at: datetime
    evidence: Evidence


class Folder(NamedTuple):
    """What is kept of one unit on one day, in the order in which it was received."""

    versions: tuple[KeptVersion, ...] = ()
    paper: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def newest(self) -> KeptVersion | None:
        """The version that was received last."""
        return self.versions[-1] if self.versions else None


class Looks(NamedTuple):
    """The last looks at a day's folder: at all units, and at some alone."""

    everyone: datetime | None = None
    units: Mapping[str, datetime] = MappingProxyType({})

    def last(self, unit: str | None = None) -> datetime | None:
        """The last look at a unit's place, or at any."""
        alone = self.units.values() if unit is None else filter(None, [self.units.get(unit)])
        return max((*alone, *filter(None, [self.everyone])), default=None)


class Receipts:
    """The receipts of a project, their moments in its time zone."""

    def __init__(self, project: Project, zone: ZoneInfo) -> None:
        self._project = project
        self._zone = zone
        self._root = project.root / "data" / "receipts"

    def days(self) -> list[date]:
        """The days of which something was received."""
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._root) as entries:
            return [day for entry in entries if (day := folder_date(entry.name)) is not None]
        return []

    def of_day(self, day: date) -> dict[str, Folder]:
        """Each folder of a day by its name, which is one of the unit's names."""
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self._root / day.isoformat()) as entries:
            return {entry.name: self._folder(Path(entry.path)) for entry in entries if entry.is_dir()}
        return {}

    def data(self, kept: KeptVersion) -> bytes | Diagnostic:
        """The bytes that came, or that they were spoiled since."""
        content = self._project.read(kept.path)
        if isinstance(content, Diagnostic):
            return content
        if hashlib.sha256(content.data).hexdigest() != kept.digest:
            place = Location(self._project.name_of(kept.path))
            return Diagnostic(
                place, "JK411", "签收件的内容被改动过，与文件名里的 SHA-256 不符，没有采用", "从备份里恢复这个文件"
            )
        return content.data

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Receivers take turns, each at most as long as its process; what a killed one left behind is cleared."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  only receivers need it

        self._root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._root / _LOCK, timeout=_PATIENCE)
        try:
            held = lock.acquire()
        except Timeout:
            raise OSError(0, "另一个 jiukun receive 一直没有结束，关掉它再试", str(self._root / _LOCK)) from None
        with held:
            with suppress(OSError), os.scandir(self._root / _TEMPORARY) as entries:
                for entry in entries:
                    with suppress(OSError):  # on Windows a virus scanner may be reading it
                        os.unlink(entry.path)  # noqa: PTH108
            yield

    def keep(self, day: date, unit: str, report: Arrived, *, valid: bool) -> KeptVersion:
        """Keep a version as the unit's next one. Only within `turn`."""
        folder = self._root / day.isoformat() / unit
        newest = self._folder(folder).newest
        sequence = newest.sequence + 1 if newest else 1
        digest = hashlib.sha256(report.data).hexdigest()
        stamp, verdict = _stamp(report.arrived_at), "valid" if valid else "invalid"
        name = f"{sequence:04d}_{stamp}_{report.evidence}_{verdict}_{digest}{report.suffix}"
        self._write(folder / name, report.data)
        return KeptVersion(sequence, report.arrived_at, report.evidence, valid, digest, folder / name)

    def mend(self, kept: KeptVersion, data: bytes) -> None:
        """Write the bytes of a spoiled version again. Only within `turn`."""
        self._write(kept.path, data)

    def note_paper(self, day: date, unit: str, arrived_at: datetime) -> None:
        """Mark that the paper came; removing the marker undoes it. Only within `turn`."""
        self._write(self._root / day.isoformat() / unit / f"paper_{_stamp(arrived_at)}", b"")

    def looks(self, day: date) -> Looks:
        """When the day's folder was last looked at. A spoiled note is none: the next look decides by itself."""
        import json  # noqa: PLC0415  slow to load

        content = self._project.read(self._root / day.isoformat() / _LOOKS)
        with suppress(ValueError, AttributeError, TypeError, OverflowError, RecursionError):
            looks = json.loads(content.data.decode()).items() if isinstance(content, Content) else ()
            moments = {str(name): datetime.fromisoformat(look).astimezone(self._zone) for name, look in looks}
            return Looks(moments.pop(_EVERYONE, None), moments)
        return Looks()

    def note_look(self, day: date, units: Iterable[str] | None, moment: datetime) -> None:
        """Note a look at all units or at some; it is never noted as earlier than the one before. Only within `turn`."""
        import json  # noqa: PLC0415  slow to load

        looks = self.looks(day)
        written = {_EVERYONE: looks.everyone, **looks.units}
        for name in (_EVERYONE,) if units is None else units:
            written[name] = max(moment, written.get(name) or moment)
        kept = {name: look.isoformat() for name, look in written.items() if look is not None}
        text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
        self._write(self._root / day.isoformat() / _LOOKS, text.encode(errors="replace"))

    def spoiled_looks(self, day: date) -> Iterator[Diagnostic]:
        """That the note of the day's looks cannot be read, if so."""
        path = self._root / day.isoformat() / _LOOKS
        if path.exists() and self.looks(day) == Looks():
            place = Location(self._project.name_of(path))
            message = "查看记录读不懂，按没有查看过处理"
            yield Diagnostic(place, "JK412", message, "从备份里恢复这个文件；下一次 receive 会重新记录")

    def _folder(self, folder: Path) -> Folder:
        versions: list[KeptVersion] = []
        papers: list[datetime] = []
        told: list[Diagnostic] = []
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208  names are all that is needed
        except FileNotFoundError:
            return Folder()
        for name in names:
            version, paper = _NAME.fullmatch(name), _PAPER.fullmatch(name)
            try:
                if version:
                    versions.append(self._kept(version, folder / name))
                elif paper:
                    papers.append(self._moment(paper["arrival"]))
                else:
                    told.append(self._unknown(folder / name))
            except ValueError:
                told.append(self._unknown(folder / name))
        versions.sort(key=lambda kept: kept.sequence)
        told.extend(self._lost(folder, versions))
        return Folder(tuple(versions), min(papers, default=None), tuple(told))

    def _kept(self, found: re.Match[str], path: Path) -> KeptVersion:
        arrived_at = self._moment(found["arrival"])
        evidence, valid = Evidence(found["evidence"]), found["verdict"] == "valid"
        return KeptVersion(int(found["sequence"]), arrived_at, evidence, valid, found["digest"], path)

    def _moment(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        with suppress(OverflowError):  # at the calendar's edges a moment has no time in another zone
            return moment.astimezone(self._zone)
        return moment

    def _unknown(self, path: Path) -> Diagnostic:
        place = Location(self._project.name_of(path))
        message = f"“{one_line(path.name, 60)}”不是签收件的文件名，没有采用"
        return Diagnostic(place, "JK412", message, "签收件不要改名；改回原来的名字，或从备份里恢复")

    def _lost(self, folder: Path, versions: list[KeptVersion]) -> Iterator[Diagnostic]:
        """Numbers count on; where one is wanting, its file was taken away."""
        place, hint = Location(self._project.name_of(folder)), "签收件不能删除；从备份里恢复"
        gaps = pairwise([0, *sorted({kept.sequence for kept in versions})])
        lost = chain.from_iterable(range(one + 1, other) for one, other in gaps)
        yield from (
            Diagnostic(place, "JK413", f"第 {number} 件签收件不见了", hint) for number in islice(lost, _MOST_LOST)
        )

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all: flushed under another name outside the units' folders, then renamed."""
        self._project.write(path, data, temporaries=self._root / _TEMPORARY)


def _stamp(moment: datetime) -> str:
    """A moment in a file's name; %Y gives years before 1000 fewer digits on some systems."""
    return f"{moment.year:04}{moment.strftime(_STAMP_AFTER_YEAR)}"
