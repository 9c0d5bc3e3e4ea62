"""What was received and when: every version kept, one file each, under data/receipts/<date>/<unit>/.

The file's name says all that is recorded of a version: its number, arrival, evidence, verdict and SHA-256; its bytes
are those that came. So a version is written whole or not at all, and can be proved with any tool that knows SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.look_record import LAST_NUMBER, LookRecord, read_looks, read_older_looks, write_looks
from jiukun.evidence.timeliness import Evidence
from jiukun.evidence.unit_receipts import (
    PAPER,
    SHORT_DIGEST,
    FolderReader,
    KeptVersion,
    Statement,
    UnitReceipts,
    digest_of,
    linked,
    spoiled,
    stamp,
)
from jiukun.project.folders import DATA_LIMIT, Project
from jiukun.project.handles import Entry, LinkError
from jiukun.project.names import PLAN_FOLDER, folder_date, why_no_file_name
from jiukun.project.opening import OFFICE_LIMIT, Content

_LOOKS, _OLDER_LOOKS = "looks.jsonl", "looks.json"
_LOCK = ".lock"
_PATIENCE = 600


class Arrived(NamedTuple):
    """A report that came: its bytes, the ending of such a file (.yaml, .xlsx, .docx), when, and on what evidence."""

    data: bytes
    ending: str
    arrived_at: datetime
    evidence: Evidence


class Receipts:
    """The receipts of a project, their moments in its time zone."""

    def __init__(self, project: Project, zone: ZoneInfo) -> None:
        self._project = project
        self._zone = zone
        self._root = project.receipts

    def days(self) -> list[date]:
        """The days of which something was received."""
        found = map(folder_date, self._project.names(self._root))
        return [day for day in found if day is not None]

    def of_day(self, day: date, looks: LookRecord) -> dict[str, UnitReceipts]:
        """Each folder of a day by its name, which is one of the unit's names; `looks` are those at the day."""
        folder = self._root / day.isoformat()
        on_record = frozenset(digest for _, digest in looks.kept)
        reader = FolderReader(self._project, self._zone, looks.kept_by_unit(folder.name), on_record)
        lying = {entry.name for entry in self._entries(day) if entry.is_folder or entry.is_link}
        recorded = {name for name in reader.verdicts if why_no_file_name(name) is None}
        units = sorted((lying | recorded) - {PLAN_FOLDER, _LOOKS, _OLDER_LOOKS})
        return {name: reader.read(folder / name) for name in units}

    def names_of_day(self, day: date) -> list[str]:
        """All names in a day's folder, without opening anything: a quick way to see whether anything was received."""
        return self._project.names(self._root / day.isoformat())

    def data(self, kept: KeptVersion) -> bytes | Diagnostic:
        """The bytes that came, or that they were spoiled since."""
        content = self._project.read(kept.path, OFFICE_LIMIT)
        if isinstance(content, Diagnostic):
            return content
        if not kept.is_of(digest_of(content.data)):
            return spoiled(self._project.name_of(kept.path))
        return content.data

    def plan_folder(self, day: date) -> Path:
        """Where the plan is kept by which a day was received."""
        return self._root / day.isoformat() / PLAN_FOLDER

    def keep_plan(self, day: date, files: Mapping[str, bytes], *, anew: bool) -> None:
        """Keep the plan's files, name → bytes, with a day; unless `anew` only where none lie. Only within `turn`.

        Where a receiver is killed the first ones lie there all or not at all: one alone would be a broken copy.
        """
        folder = self.plan_folder(day)
        lying = {entry.name for entry in self._project.entries(folder)}
        if not lying and not self._project.has(folder):
            self._project.write_received_folder(folder, files)
            return
        if not anew and lying.intersection(files):
            return
        for name, data in files.items():
            content = self._project.read(folder / name, DATA_LIMIT)
            if not isinstance(content, Content) or content.data != data:
                self._project.write(folder / name, data)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Receivers take turns, each at most as long as its process; what a killed one left behind is cleared."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  only receivers need it

        if any(entry.is_link and entry.name == _LOCK for entry in self._project.entries(self._root)):
            raise OSError(0, "这是一个链接，签收用的锁不能是链接，删去它再试", str(self._root / _LOCK))
        self._root.mkdir(exist_ok=True)  # nothing is made where data/ is away
        lock = FileLock(self._root / _LOCK, timeout=_PATIENCE)
        try:
            held = lock.acquire()
        except Timeout:
            raise OSError(0, "另一个 jiukun receive 一直没有结束，关掉它再试", str(self._root / _LOCK)) from None
        with held:
            self._project.clear_receipts()
            yield

    def keep(self, day: date, unit: str, report: Arrived, *, valid: bool, last: int) -> KeptVersion:
        """Keep a version as the next one in the unit's folder, whose `last` number is known. Only within `turn`."""
        folder = self._root / day.isoformat() / unit
        there = FolderReader(self._project, self._zone, {}).read(folder)
        # A forged number stops nobody: beyond the last one arrivals say the order.
        sequence = min(max(last, there.last) + 1, LAST_NUMBER)
        digest = digest_of(report.data)[:SHORT_DIGEST]
        verdict = "valid" if valid else "invalid"
        name = f"{sequence:04d}_{stamp(report.arrived_at)}_{report.evidence}_{verdict}_{digest}{report.ending}"
        self._project.write(folder / name, report.data)
        return KeptVersion(sequence, report.arrived_at, report.evidence, valid, digest, folder / name)

    def state(self, kept: KeptVersion, statement: Statement, said_at: datetime) -> KeptVersion:
        """Keep the office's word on a version beside it; earlier words stay. Only within `turn`."""
        written = {"arrived_at": statement.arrived_at.isoformat(), "reason": statement.reason, "sha256": kept.digest}
        text = json.dumps(written, ensure_ascii=False, indent=1)
        self._project.write(kept.path.parent / f"{kept.sequence:04d}_stated_{stamp(said_at)}.json", text.encode())
        return kept._replace(stated=statement)

    def mend(self, kept: KeptVersion, data: bytes) -> None:
        """Write the bytes of a spoiled version again. Only within `turn`."""
        self._project.write(kept.path, data)

    def note_paper(self, day: date, unit: str, arrived_at: datetime) -> None:
        """Mark that the paper came. Only within `turn`."""
        self._project.write(self._root / day.isoformat() / unit / f"paper_{stamp(arrived_at)}", b"")

    def undo_paper(self, day: date, unit: str, moment: datetime) -> bool:
        """Take the ticks of a unit's paper back; their files stay, with the moment of it. Only within `turn`."""
        folder = self._root / day.isoformat() / unit
        names = [entry.name for entry in self._project.entries(folder)]
        ticks = [name for name in names if (found := PAPER.fullmatch(name)) and not found["undone"]]
        for name in ticks:
            self._project.rename(folder / name, f"{name}_undone_{stamp(moment)}")
        return bool(ticks)

    def looks(self, day: date) -> LookRecord:
        """The record of the looks at a day's folder. A spoiled one counts as none: the next look begins anew."""
        names = self.names_of_day(day)
        for name, reader in ((_LOOKS, read_looks), (_OLDER_LOOKS, read_older_looks)):
            if name in names:
                content = self._project.read(self._root / day.isoformat() / name, DATA_LIMIT)
                return reader(content.data, self._zone) if isinstance(content, Content) else LookRecord(spoiled=1)
        return LookRecord()

    def fingerprint(self, day: date) -> frozenset[tuple[str, int, int, int]]:
        """A value that changes as soon as anything is noted or kept of a day."""
        return self._project.state(self._root / day.isoformat())

    def note_looks(self, day: date, looks: LookRecord) -> None:
        """Write the record of the looks. Only within `turn`."""
        self._project.write(self._root / day.isoformat() / _LOOKS, write_looks(looks))

    def problems(self, day: date, looks: LookRecord) -> Iterator[Diagnostic]:
        """That the record of the day's `looks` cannot be read, or that it, the plan or the whole is a link, if so."""
        folder = self._root / day.isoformat()
        try:
            links = {entry.name: entry.is_link for entry in self._project.entries(folder)}
        except LinkError:
            yield linked(self._project.name_of(folder), is_folder=True)
            return
        if links.get(PLAN_FOLDER):
            yield linked(self._project.name_of(folder / PLAN_FOLDER), is_folder=True)
        record = _LOOKS if _LOOKS in links else _OLDER_LOOKS
        if links.get(record):
            yield linked(self._project.name_of(folder / record), is_folder=False)
        elif looks.spoiled:
            place = Location(self._project.name_of(folder / record))
            message = "查看记录里有读不懂的，按没有记过处理"
            hint = "合并版本时留下的标记就删去，否则从备份里恢复；下一次 receive 会重新记录"
            yield Diagnostic(place, "JK412", message, hint)

    def _entries(self, day: date) -> list[Entry]:
        with suppress(LinkError):  # see `problems`
            return self._project.entries(self._root / day.isoformat())
        return []
