"""What is kept of one unit on one day, as the names of the files in its folder say it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from heapq import merge
from itertools import chain, islice, pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.look_record import Verdict, VersionKey
from jiukun.evidence.timeliness import Evidence, nanoseconds
from jiukun.project.folders import Project
from jiukun.project.handles import LINKED, LinkError

_MOMENT = r"\d{8}T\d{6}(?:\.\d{6})?[+-]\d{4,6}(?:\.\d+)?"
_VERSION = re.compile(  # numbers up to LAST_NUMBER
    rf"(?P<sequence>\d{{4,6}})_(?P<arrival>{_MOMENT})_(?P<evidence>receipt|file_time|stated)"
    r"_(?P<verdict>valid|invalid)_(?P<digest>[0-9a-f]{16}|[0-9a-f]{64})(?P<ending>\.[a-z]{1,5})"
)
_STATEMENT = re.compile(rf"(?P<sequence>\d{{4,6}})_stated_(?P<moment>{_MOMENT})\.json")
PAPER = re.compile(rf"paper_(?P<arrival>{_MOMENT})(?P<undone>_undone_{_MOMENT})?")
SHORT_DIGEST = 16  # of 64 signs, in the names of versions: as many as one can read out
_MOST_LOST = 50  # nobody reads on


class Statement(NamedTuple):
    """The office's word on when a version arrived, and why it says so; `said_at` in nanoseconds since the epoch."""

    arrived_at: datetime
    reason: str = ""
    said_at: int = 0


class KeptVersion(NamedTuple):
    """A version as it is kept. `sequence` counts from 1 in the order in which an office received them.

    `digest` is the SHA-256 of its bytes or how that begins, as its name has it. `stated` is the office's last word.
    `verdict` is that of the record of the looks, which bears out that it was kept as this unit's; `is_copy` says that
    the record knows the bytes as another unit's or day's alone.
    """

    sequence: int
    found_at: datetime
    found_by: Evidence
    valid: bool
    digest: str
    path: Path
    stated: Statement | None = None
    verdict: Verdict | None = None
    is_copy: bool = False

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
    def key(self) -> VersionKey:
        """Its key in the record of the looks."""
        return self.path.parent.name, self.digest[:SHORT_DIGEST]

    def is_of(self, digest: str) -> bool:
        """Whether it keeps the bytes of this SHA-256."""
        return digest.startswith(self.digest)


class UnitReceipts(NamedTuple):
    """What is kept of one unit on one day, in the order in which it was received.

    `last` is the last number known of one folder, `is_merged` whether two offices counted side by side.
    """

    versions: tuple[KeptVersion, ...] = ()
    paper: datetime | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    last: int = 0
    is_merged: bool = False

    @property
    def newest(self) -> KeptVersion | None:
        """The version that was received last."""
        return self.versions[-1] if self.versions else None

    def has(self, digest: str) -> bool:
        """Whether bytes are kept."""
        return any(version.is_of(digest) for version in self.versions)


class FolderReader(NamedTuple):
    """Reads the folder of a unit; `verdicts` are those on record of the day, see `LookRecord.kept_by_unit`.

    `on_record` is how the SHA-256 begins of all that is on record in the day's folder, of whatever unit or day.
    """

    project: Project
    zone: ZoneInfo
    verdicts: Mapping[str, Mapping[str, Verdict]]
    on_record: frozenset[str] = frozenset()

    def read(self, folder: Path) -> UnitReceipts:
        """What is kept in the folder; what is no receipt is a problem of it."""
        versions: list[KeptVersion] = []
        papers: list[datetime] = []
        statements: dict[tuple[int, str], Statement] = {}
        problems: list[Diagnostic] = []
        try:
            entries = self.project.entries(folder)
        except LinkError:
            return UnitReceipts(diagnostics=(linked(self._name(folder), is_folder=True),))
        for name, is_folder, is_link in entries:
            version, paper, statement = _VERSION.fullmatch(name), PAPER.fullmatch(name), _STATEMENT.fullmatch(name)
            try:
                if is_link:
                    problems.append(linked(self._name(folder / name), is_folder=False))
                elif version:
                    versions.append(self._kept(version, folder / name))
                elif paper and not is_folder:
                    papers += [] if paper["undone"] else [self._moment(paper["arrival"])]
                elif statement:
                    of, word = self._statement(folder / name, self._moment(statement["moment"]))
                    place = int(statement["sequence"]), of
                    statements[place] = _last_word(word, statements.get(place)) or word
                else:
                    problems.append(self._unknown(folder / name))
            except (ValueError, KeyError, TypeError, AttributeError):
                problems.append(self._unknown(folder / name))
        is_merged = len({kept.sequence for kept in versions}) < len(versions)
        known = _each_once(self._known(version, statements) for version in _in_order(versions, is_merged=is_merged))
        problems += [renamed(self._name(kept.path)) for kept in known if kept.is_renamed]
        recorded = self.verdicts.get(folder.name, {}).values()
        last = max((*(kept.sequence for kept in versions), *(verdict.number for verdict in recorded)), default=0)
        problems += self._lost(folder, versions, last)
        return UnitReceipts(tuple(known), min(papers, default=None), tuple(problems), last, is_merged)

    def _kept(self, found: re.Match[str], path: Path) -> KeptVersion:
        found_at = self._moment(found["arrival"])
        evidence, valid = Evidence(found["evidence"]), found["verdict"] == "valid"
        return KeptVersion(int(found["sequence"]), found_at, evidence, valid, found["digest"], path)

    def _statement(self, path: Path, said_at: datetime) -> tuple[str, Statement]:
        """The beginning of the SHA-256 of the version that it is about (blank in older records), and the statement."""
        content = self.project.read(path)
        if isinstance(content, Diagnostic):
            raise ValueError(content.message)  # noqa: TRY004  it is data that is wrong
        written = json.loads(content.data.decode())
        statement = Statement(self._moment(written["arrived_at"]), str(written["reason"]), nanoseconds(said_at))
        return str(written.get("sha256", ""))[:SHORT_DIGEST], statement

    def _moment(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        with suppress(OverflowError):  # at the calendar's edges a moment has no time in another zone
            return moment.astimezone(self.zone)
        return moment

    def _unknown(self, path: Path) -> Diagnostic:
        place = Location(self._name(path))
        message = f"“{one_line(path.name, 60)}”不是签收件，或读不懂，没有采用"
        return Diagnostic(place, "JK412", message, "签收件不要改名；改回原来的名字，或从备份里恢复")

    def _lost(self, folder: Path, versions: list[KeptVersion], last: int) -> Iterator[Diagnostic]:
        """What the looks kept and is not there any more, and what is wanting of the numbers up to the `last` one."""
        place, hint = Location(self._name(folder)), "签收件不能删除；从备份里恢复"
        there = {kept.key[1] for kept in versions}
        recorded = self.verdicts.get(folder.name, {}).items()
        gone = {digest: verdict.number for digest, verdict in recorded if digest not in there}
        numbers = sorted({*(kept.sequence for kept in versions), *gone.values()})
        gaps = pairwise([0, *numbers, last + 1])
        wanting = chain.from_iterable(range(before + 1, after) for before, after in gaps)
        names = chain(
            (f"第 {gone[digest]} 件签收件（SHA-256 以 {one_line(digest, SHORT_DIGEST)} 开头）" for digest in gone),
            (f"第 {number} 件签收件" for number in wanting),
        )
        yield from (Diagnostic(place, "JK413", f"{name}不见了", hint) for name in islice(names, _MOST_LOST))

    def _known(self, version: KeptVersion, statements: Mapping[tuple[int, str], Statement]) -> KeptVersion:
        """A version with what else is on record of it."""
        number, digest = version.sequence, version.key[1]
        stated = statements.get((number, digest)) or statements.get((number, ""))
        verdict = self.verdicts.get(version.key[0], {}).get(digest)
        valid = version.valid and (verdict is None or verdict.valid)
        is_copy = verdict is None and digest in self.on_record
        return version._replace(stated=stated, verdict=verdict, valid=valid, is_copy=is_copy)

    def _name(self, path: Path) -> str:
        return self.project.name_of(path)


def joined(folders: Iterable[UnitReceipts]) -> UnitReceipts:
    """What is kept of a unit under several of its names, as in one folder."""
    found = list(folders)
    if len(found) < 2:
        return found[0] if found else UnitReceipts()
    versions = merge(*(folder.versions for folder in found), key=attrgetter("found_at"))
    papers = (folder.paper for folder in found if folder.paper)
    problems = tuple(problem for folder in found for problem in folder.diagnostics)
    is_merged = any(folder.is_merged for folder in found)
    return UnitReceipts(tuple(_each_once(versions)), min(papers, default=None), problems, is_merged=is_merged)


def linked(path: str, *, is_folder: bool) -> Diagnostic:
    """That a link lies in the place of a folder or a file of the receipts."""
    message, place = (f"{LINKED}，里面的签收件没有读", "文件夹") if is_folder else ("这是一个链接，没有读", "文件")
    return Diagnostic(Location(path), "JK406", message, f"换成真正的{place}，从备份里恢复")


def spoiled(path: str) -> Diagnostic:
    """That a kept version is no longer what came."""
    message = "签收件的内容被改动过，与文件名里的 SHA-256 不符，没有采用"
    return Diagnostic(Location(path), "JK411", message, "从备份里恢复这个文件")


def renamed(path: str) -> Diagnostic:
    """That the name of a kept version was changed."""
    message = "签收件的文件名被改动过：名字说合格，签收时的记录说不合格，按不合格算"
    return Diagnostic(Location(path), "JK411", message, "从备份里恢复原来的名字")


def _in_order(versions: list[KeptVersion], *, is_merged: bool) -> list[KeptVersion]:
    """As they were received: by number, of two offices that counted side by side by arrival."""

    def place(kept: KeptVersion) -> tuple[int, int]:
        return nanoseconds(kept.found_at) if is_merged else 0, kept.sequence

    return sorted(versions, key=place)


def _each_once(versions: Iterable[KeptVersion]) -> list[KeptVersion]:
    """Equal bytes in a row, which two offices may have kept, are one version: the earlier arrival and the last word."""
    once: list[KeptVersion] = []
    for version in versions:
        if once and once[-1].key[1] == version.key[1]:
            first = min(once[-1], version, key=lambda kept: nanoseconds(kept.found_at))
            once[-1] = first._replace(stated=_last_word(version.stated, once[-1].stated))
        else:
            once.append(version)
    return once


def _last_word(*statements: Statement | None) -> Statement | None:
    """What the office said last; of two statements of one moment the first given."""
    return max(filter(None, statements), key=attrgetter("said_at"), default=None)


def stamp(moment: datetime) -> str:
    """A moment in a file's name: 20220826T164000+0800; not by strftime, whose %Y differs between systems."""
    return moment.isoformat().replace("-", "", 2).replace(":", "")


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
