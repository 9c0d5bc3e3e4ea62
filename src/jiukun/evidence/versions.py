"""A unit's report, lying in the folder or as a version that was received: read and judged when that is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.receipts import Folder
from jiukun.evidence.timeliness import Evidence, Version
from jiukun.plan.model import Unit
from jiukun.project.folders import Content
from jiukun.reports.checks import Judged
from jiukun.reports.reading import Read

_LAST_SECOND = 253_370_764_800  # of the year 9999, save a day or two: file systems hold times that no date does
_LAST = 1 << 30  # of two versions of one moment the one that was not yet received is the newer

T = TypeVar("T")


class Lying(NamedTuple):
    """A unit's file as it lies in the day's folder, read and judged when that is asked for.

    `content` is None where it could not be read; `seconds`, its own time since the epoch, where it is gone.
    """

    unit: Unit
    path: str
    content: Content | None
    seconds: float | None
    zone: ZoneInfo
    read: Callable[[], Read]
    verdict: Callable[[], Judged]

    @property
    def modified(self) -> datetime | None:
        """Its own time, in the plan's zone."""
        if self.seconds is None:
            return None
        return datetime.fromtimestamp(min(max(self.seconds, 0), _LAST_SECOND), self.zone)

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes; empty where it could not be read."""
        return digest_of(self.content.data) if self.content else ""

    @property
    def judged(self) -> Judged:
        """Its text and what is wrong with it."""
        return self.verdict()


def judge_all(lying: Sequence[Lying]) -> None:
    """Read all, then judge all: by turns, the processor's caches hold neither, and it takes a tenth longer."""
    for one in lying:
        one.read()
    for one in lying:
        one.verdict()


class Report(NamedTuple):
    """A version of a unit's report, kept or lying in the folder; read and judged when that is asked for."""

    version: Version
    path: str
    verdict: Callable[[], Judged]

    @property
    def judged(self) -> Judged:
        """Its text and what is wrong with it."""
        return self.verdict()

    def without_text(self) -> Report:
        """The same without text and verdict, which are asked for no more and would take much room."""
        return Report(self.version, self.path, _left_behind)


def once(find: Callable[[], T]) -> Callable[[], T]:
    """Finds it at the first call, and lets go of what it is found from.

    lru_cache takes longer to make than a small report to read.
    """
    found: list[T] = []
    finding = [find]

    def known() -> T:
        if not found:
            found.append(finding[0]())
            finding.clear()
        return found[0]

    return known


def unreceived(folder: Folder, lying: Iterable[Lying]) -> Iterator[Report]:
    """The file lying there, if its bytes are not the newest received, by its own time."""
    for one in lying:
        received = folder.newest is not None and one.digest == folder.newest.digest
        if one.modified is not None and not received:
            version = Version(one.modified, Evidence.FILE_TIME, one.judged.is_valid, one.digest, _LAST)
            yield Report(version, one.path, one.verdict)


def _left_behind() -> Judged:
    raise LookupError("what the reports of a period say is in its records")


def trusted(judged: Judged) -> Judged:
    """A version that was valid when it came: later changes of plan or rules do not rewrite it."""
    return (
        judged if judged.submission is None or not has_errors(judged.diagnostics) else judged._replace(diagnostics=())
    )


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def rival(lying: Lying, names: tuple[str, ...]) -> Lying:
    """One of several files of one unit, which all are told and none of which counts."""
    others = "、".join(PurePath(name).name for name in names if name != lying.path)
    told = Diagnostic(
        Location(lying.path),
        "JK401",
        f"{lying.unit.short}当天有两个文件（另有 {others}），分不清以哪个为准，都不计入",
        "只留一个，删去其余",
    )
    return lying._replace(verdict=lambda: Judged(None, tuple(sorted((told, *lying.judged.diagnostics)))))
