"""What was received and when: every version kept, one file each, under data/receipts/<date>/<unit>/.

The file's name says all that is recorded of a version: its number, arrival, evidence, verdict and SHA-256; its bytes
are those that came. So a version is written whole or not at all, and can be proved with any tool that knows SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.looks import Kept, Looks, Verdict, read_looks, read_older_looks, write_looks
from jiukun.evidence.timeliness import Evidence, nanoseconds
from jiukun.project.folders import DATA_LIMIT, Project
from jiukun.project.handles import LINKED, Entry, LinkError
from jiukun.project.names import PLAN_FOLDER, folder_date
from jiukun.project.opening import OFFICE_LIMIT, Content

_MOMENT = r"\d{8}T\d{6}(?:\.\d{6})?[+-]\d{4,6}(?:\.\d+)?"
_VERSION = re.compile(
    rf"(?P<sequence>\d{{4,}})_(?P<arrival>{_MOMENT})_(?P<evidence>receipt|file_time|stated)"
    r"_(?P<verdict>valid|invalid)_(?P<digest>[0-9a-f]{16}|[0-9a-f]{64})(?P<ending>\.[a-z]{1,5})"
)
_STATEMENT = re.compile(rf"(?P<sequence>\d{{4,}})_stated_(?P<moment>{_MOMENT})\.json")
_PAPER = re.compile(rf"paper_(?P<arrival>{_MOMENT})(?P<undone>_undone_{_MOMENT})?")
SHORT_DIGEST = 16  # of 64 signs, in the names of versions: as many as one can read out
_LOOKS, _OLDER_LOOKS = "looks.jsonl", "looks.json"
_LOCK = ".lock"
_PATIENCE = 600
_MOST_LOST = 50  # nobody reads on


class Statement(NamedTuple):
    """The office's word on when a version arrived, and why it says so."""

    arrived_at: datetime
    reason: str = ""


class KeptVersion(NamedTuple):
    """A version as it is kept. `sequence` counts from 1 in the order in which versions were received.

    `digest` is the SHA-256 of its bytes or how that begins, as its name has it. `stated` is the office's last word.
    `verdict` is that of the record of the looks, which bears out that it was kept as this unit's.
    """

    sequence: int
    found_at: datetime
    found_by: Evidence
    valid: bool
    digest: str
    path: Path
    stated: Statement | None = None
    verdict: Verdict | None = None

    @property
    def arrived_at(self) -> datetime:
        """As the office last stated it, else as it was found."""
        return self.stated.arrived_at if self.stated else self.found_at

    @property
    def evidence(self) -> Evidence:
        """What the arrival rests on."""
        return Evidence.STATED if self.stated else self.found_by

    @property
    def reason(self) -> str:
        """Why the office stated the arrival."""
        return self.stated.reason if self.stated else ""

    @property
    def is_renamed(self) -> bool:
        """Whether its name calls it valid, and the record of the looks does not."""
        return not self.valid and "_valid_" in self.path.name

    @property
    def place(self) -> Kept:
        """What the record of the looks knows it by."""
        return self.path.parent.name, self.digest[:SHORT_DIGEST]

    def is_of(self, digest: str) -> bool:
        """Whether it keeps the bytes of this SHA-256."""
        return digest.startswith(self.digest)


class Arrived(NamedTuple):
    """A report that came: its bytes, the ending of such a file (.yaml, .xlsx, .docx), when, and on what evidence."""

    data: bytes
    ending: str
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

    def has(self, digest: str) -> bool:
        """Whether bytes are kept."""
        return any(version.is_of(digest) for version in self.versions)


class Receipts:
    """The receipts of a project, their moments in its time zone."""

    def __init__(self, project: Project, zone: ZoneInfo) -> None:
        self._project = project
        self._zone = zone
        self._root = project.receipts

    def days(self) -> list[date]:
        """The days of which something was received."""
        found = (folder_date(entry.name) for entry in self._project.entries(self._root))
        return [day for day in found if day is not None]

    def of_day(self, day: date) -> dict[str, Folder]:
        """Each folder of a day by its name, which is one of the unit's names."""
        looks, folder = self.looks(day), self._root / day.isoformat()
        units = [entry for entry in self._entries(day) if entry.name not in {PLAN_FOLDER, _LOOKS, _OLDER_LOOKS}]
        return {name: self._folder(folder / name, looks) for name, is_folder, is_link in units if is_folder or is_link}

    def names_of_day(self, day: date) -> list[str]:
        """The names in a day's folder, those of units among them; for a quick look whether anything was received."""
        return [entry.name for entry in self._entries(day)]

    def data(self, kept: KeptVersion) -> bytes | Diagnostic:
        """The bytes that came, or that they were spoiled since."""
        content = self._project.read(kept.path, OFFICE_LIMIT)
        if isinstance(content, Diagnostic):
            return content
        if not kept.is_of(hashlib.sha256(content.data).hexdigest()):
            return spoiled(self._project.name_of(kept.path))
        return content.data

    def plan_folder(self, day: date) -> Path:
        """Where the plan is kept by which a day was received."""
        return self._root / day.isoformat() / PLAN_FOLDER

    def keep_plan(self, day: date, files: Mapping[str, bytes], *, anew: bool) -> None:
        """Keep the plan's files, name → bytes, with a day; unless `anew` only where none lie. Only within `turn`."""
        folder = self.plan_folder(day)
        lying = {entry.name for entry in self._project.entries(folder)}
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

        self._root.mkdir(parents=True, exist_ok=True)
        if any(entry.is_link and entry.name == _LOCK for entry in self._project.entries(self._root)):
            raise LinkError(str(self._root / _LOCK))
        lock = FileLock(self._root / _LOCK, timeout=_PATIENCE)
        try:
            held = lock.acquire()
        except Timeout:
            raise OSError(0, "另一个 jiukun receive 一直没有结束，关掉它再试", str(self._root / _LOCK)) from None
        with held:
            self._project.clear_receipts()
            yield

    def keep(self, day: date, unit: str, report: Arrived, *, valid: bool) -> KeptVersion:
        """Keep a version as the unit's next one. Only within `turn`."""
        folder = self._root / day.isoformat() / unit
        newest = self._folder(folder, Looks()).newest
        sequence = newest.sequence + 1 if newest else 1
        digest = hashlib.sha256(report.data).hexdigest()[:SHORT_DIGEST]
        stamp, verdict = _stamp(report.arrived_at), "valid" if valid else "invalid"
        name = f"{sequence:04d}_{stamp}_{report.evidence}_{verdict}_{digest}{report.ending}"
        self._project.write(folder / name, report.data)
        return KeptVersion(sequence, report.arrived_at, report.evidence, valid, digest, folder / name)

    def state(self, kept: KeptVersion, statement: Statement, said_at: datetime) -> KeptVersion:
        """Keep the office's word on a version beside it; earlier words stay. Only within `turn`."""
        written = {"arrived_at": statement.arrived_at.isoformat(), "reason": statement.reason, "sha256": kept.digest}
        text = json.dumps(written, ensure_ascii=False, indent=1)
        self._project.write(kept.path.parent / f"{kept.sequence:04d}_stated_{_stamp(said_at)}.json", text.encode())
        return kept._replace(stated=statement)

    def mend(self, kept: KeptVersion, data: bytes) -> None:
        """Write the bytes of a spoiled version again. Only within `turn`."""
        self._project.write(kept.path, data)

    def note_paper(self, day: date, unit: str, arrived_at: datetime) -> None:
        """Mark that the paper came. Only within `turn`."""
        self._project.write(self._root / day.isoformat() / unit / f"paper_{_stamp(arrived_at)}", b"")

    def undo_paper(self, day: date, unit: str, moment: datetime) -> bool:
        """Take the ticks of a unit's paper back; their files stay, with the moment of it. Only within `turn`."""
        folder = self._root / day.isoformat() / unit
        names = [entry.name for entry in self._project.entries(folder)]
        ticks = [name for name in names if (found := _PAPER.fullmatch(name)) and not found["undone"]]
        for name in ticks:
            self._project.rename(folder / name, f"{name}_undone_{_stamp(moment)}")
        return bool(ticks)

    def looks(self, day: date) -> Looks:
        """What the looks at a day's folder found. A spoiled record is none: the next look decides by itself."""
        names = self.names_of_day(day)
        for name, reader in ((_LOOKS, read_looks), (_OLDER_LOOKS, read_older_looks)):
            if name in names:
                content = self._project.read(self._root / day.isoformat() / name, DATA_LIMIT)
                return reader(content.data, self._zone) if isinstance(content, Content) else Looks(spoiled=1)
        return Looks()

    def note_looks(self, day: date, looks: Looks) -> None:
        """Write the record of the looks. Only within `turn`."""
        self._project.write(self._root / day.isoformat() / _LOOKS, write_looks(looks))

    def problems(self, day: date) -> Iterator[Diagnostic]:
        """That the record of the day's looks cannot be read, or that the day's receipts are a link, if so."""
        folder = self._root / day.isoformat()
        try:
            names = {entry.name for entry in self._project.entries(folder)}
        except LinkError:
            yield self._link(folder)
            return
        if self.looks(day).spoiled:
            place = Location(self._project.name_of(folder / (_LOOKS if _LOOKS in names else _OLDER_LOOKS)))
            message = "查看记录里有读不懂的，按没有记过处理"
            hint = "合并版本时留下的标记就删去，否则从备份里恢复；下一次 receive 会重新记录"
            yield Diagnostic(place, "JK412", message, hint)

    def _link(self, folder: Path) -> Diagnostic:
        message = f"{LINKED}，里面的签收件没有读"
        return Diagnostic(Location(self._project.name_of(folder)), "JK406", message, "换成真正的文件夹，从备份里恢复")

    def _entries(self, day: date) -> list[Entry]:
        with suppress(LinkError):  # see `problems`
            return self._project.entries(self._root / day.isoformat())
        return []

    def _folder(self, folder: Path, looks: Looks) -> Folder:
        versions: list[KeptVersion] = []
        papers: list[datetime] = []
        statements: dict[tuple[int, str], Statement] = {}
        problems: list[Diagnostic] = []
        try:
            entries = self._project.entries(folder)
        except LinkError:
            return Folder(diagnostics=(self._link(folder),))
        for name, _, is_link in entries:
            version, paper, statement = _VERSION.fullmatch(name), _PAPER.fullmatch(name), _STATEMENT.fullmatch(name)
            try:
                if version and not is_link:
                    versions.append(self._kept(version, folder / name))
                elif paper:
                    papers += [] if paper["undone"] else [self._moment(paper["arrival"])]
                elif statement:  # in order of name: the last word of a version counts
                    of, word = self._statement(folder / name)
                    statements[int(statement["sequence"]), of] = word
                else:
                    problems.append(self._unknown(folder / name))
            except (ValueError, KeyError, TypeError, AttributeError):
                problems.append(self._unknown(folder / name))
        known = _each_once(_known(version, looks, statements) for version in versions)
        problems += [renamed(self._project.name_of(kept.path)) for kept in known if kept.is_renamed]
        problems += self._lost(folder, versions, looks.number(folder.name))
        return Folder(tuple(known), min(papers, default=None), tuple(problems))

    def _kept(self, found: re.Match[str], path: Path) -> KeptVersion:
        found_at = self._moment(found["arrival"])
        evidence, valid = Evidence(found["evidence"]), found["verdict"] == "valid"
        return KeptVersion(int(found["sequence"]), found_at, evidence, valid, found["digest"], path)

    def _statement(self, path: Path) -> tuple[str, Statement]:
        """How the SHA-256 begins of which it speaks, which older records do not say, and what it says."""
        content = self._project.read(path)
        if isinstance(content, Diagnostic):
            raise ValueError(content.message)  # noqa: TRY004  it is data that is wrong
        written = json.loads(content.data.decode())
        statement = Statement(self._moment(written["arrived_at"]), str(written["reason"]))
        return str(written.get("sha256", ""))[:SHORT_DIGEST], statement

    def _moment(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        with suppress(OverflowError):  # at the calendar's edges a moment has no time in another zone
            return moment.astimezone(self._zone)
        return moment

    def _unknown(self, path: Path) -> Diagnostic:
        place = Location(self._project.name_of(path))
        message = f"“{one_line(path.name, 60)}”不是签收件，或读不懂，没有采用"
        return Diagnostic(place, "JK412", message, "签收件不要改名；改回原来的名字，或从备份里恢复")

    def _lost(self, folder: Path, versions: list[KeptVersion], last: int) -> Iterator[Diagnostic]:
        """Numbers count on, up to the `last` that is known; where one is wanting, its file was taken away."""
        place, hint = Location(self._project.name_of(folder)), "签收件不能删除；从备份里恢复"
        numbers = sorted({kept.sequence for kept in versions})
        gaps = pairwise([0, *numbers, max(last, *numbers[-1:]) + 1] if last else [0, *numbers])
        lost = chain.from_iterable(range(before + 1, after) for before, after in gaps)
        yield from (
            Diagnostic(place, "JK413", f"第 {number} 件签收件不见了", hint) for number in islice(lost, _MOST_LOST)
        )


def spoiled(path: str) -> Diagnostic:
    """That a kept version is no longer what came."""
    message = "签收件的内容被改动过，与文件名里的 SHA-256 不符，没有采用"
    return Diagnostic(Location(path), "JK411", message, "从备份里恢复这个文件")


def renamed(path: str) -> Diagnostic:
    """That the name of a kept version was changed."""
    message = "签收件的文件名被改动过：名字说合格，签收时的记录说不合格，按不合格算"
    return Diagnostic(Location(path), "JK411", message, "从备份里恢复原来的名字")


def _each_once(versions: Iterable[KeptVersion]) -> list[KeptVersion]:
    """In order of receipt; equal bytes in a row, which two offices may have kept, are one with the earlier arrival."""
    ordered: list[KeptVersion] = []
    for version in sorted(versions, key=lambda kept: (kept.sequence, nanoseconds(kept.found_at))):
        if ordered and ordered[-1].place == version.place:
            first = min(ordered[-1], version, key=lambda kept: nanoseconds(kept.found_at))
            ordered[-1] = first._replace(stated=version.stated or ordered[-1].stated)
        else:
            ordered.append(version)
    return ordered


def _known(version: KeptVersion, looks: Looks, statements: Mapping[tuple[int, str], Statement]) -> KeptVersion:
    """A version with what else is on record of it."""
    number, digest = version.sequence, version.place[1]
    stated = statements.get((number, digest)) or statements.get((number, ""))
    verdict = looks.kept.get(version.place)
    return version._replace(stated=stated, verdict=verdict, valid=version.valid and (verdict is None or verdict.valid))


def _stamp(moment: datetime) -> str:
    """A moment in a file's name: 20220826T164000+0800; not by strftime, whose %Y differs between systems."""
    return moment.isoformat().replace("-", "", 2).replace(":", "")
