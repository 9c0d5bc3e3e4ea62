"""The folders of a project: finding it, what lies in them, reading safely, writing whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.names import REPORT_ENDINGS, Told, folder_date, is_dropping, no_day, no_report
from jiukun.project.writing import error_words, write_whole

REPORT_LIMIT = 1 << 20
DATA_LIMIT = 16 << 20
_MOST_STRAYS = 200  # nobody reads on
_MANY_FOLDERS = 64
_OUTSIDE = "JK406", "这是一个链接，指到了项目外面，没有读", "把文件本身拷贝到这里"
# A pipe that took a file's place since it was looked at keeps nobody waiting.
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class Content(NamedTuple):
    """The bytes of a file and its own time (seconds since the epoch)."""

    data: bytes
    modified: float


class DayFiles(NamedTuple):
    """What lies in the folder of a day.

    `reports` maps a unit's 简称 to the files that bear one of its names, each as diagnostics name it; `strays` are
    files that are no reports.
    """

    day: date
    reports: dict[str, tuple[str, ...]]
    strays: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Project:
    """A folder that holds data/measures.yaml."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", absolute(self.root))

    @property
    def submissions(self) -> Path:
        """Where units drop their reports."""
        return self.root / "submissions"

    @property
    def out(self) -> Path:
        """What jiukun makes."""
        return self.root / "out"

    @cached_property
    def _within(self) -> str:
        """What the path of everything in the project begins with."""
        return os.path.join(self.root, "")  # noqa: PTH118  pathlib leaves no separator at the end

    @cached_property
    def _submissions(self) -> str:
        """Which the office may itself have linked to a share."""
        return str(self.submissions)

    @cached_property
    def _inside(self) -> tuple[str, ...]:
        """The real folders in which a linked file may lie."""
        return tuple(os.path.realpath(folder) for folder in (self.root, self._submissions))

    def name_of(self, path: Path) -> str:
        """How diagnostics name a file: relative to the project where it is in it, with `/`."""
        place = self._place(path)
        if not place.startswith(self._within):
            return path.as_posix()
        return place.removeprefix(self._within).replace(os.sep, "/")

    def read(self, path: Path | str, limit: int = REPORT_LIMIT) -> Content | Diagnostic:
        """A file's bytes, or why it is not read. Reads at most `limit` bytes; opens nothing but regular files.

        A file in the project may be given as `name_of` names it.
        """
        place = self._within + path.replace("/", os.sep) if isinstance(path, str) else self._place(path)
        try:
            found = self._read(place, limit)
        except FileNotFoundError as error:
            words = "链接指向的文件不存在" if os.path.lexists(place) else error_words(error)
            found = "JK405", words, "检查文件名和位置"
        except OSError as error:
            found = "JK407", f"读不了：{error_words(error)}", "关闭占用它的程序，或请管理员开放权限"
        if isinstance(found, Content):
            return found
        return Diagnostic(Location(path if isinstance(path, str) else self.name_of(path)), *found)

    def day_folder(self, day: date) -> Path:
        """submissions/2022-08-26."""
        return self.submissions / day.isoformat()

    def day_files(
        self, day: date, unit_of: Callable[[str], str | None], names: tuple[str, ...], loose: Iterable[str]
    ) -> DayFiles:
        """What lies in a day's folder, and beside it where it would be missed.

        `unit_of` gives the 简称 of a name; `names` are those to suggest for a name that is not known; `loose` is what
        `loose` found.
        """
        if os.path.lexists(self.submissions) and not self.submissions.exists():  # a share that is away is no empty one
            raise FileNotFoundError(errno.ENOENT, "", str(self.submissions))
        folder = self.day_folder(day)
        leads_out = self._leads_out(str(folder))
        told = [*(self._link(folder) if leads_out and folder.is_dir() else ())]
        told += islice(self._misplaced(day, loose), _MOST_STRAYS)
        strays: list[Path] = []
        reports: dict[str, list[str]] = {}
        within = f"{self.name_of(folder)}/"
        for entry in [] if leads_out else _entries(folder):
            stem, dot, suffix = entry.name.rpartition(".")
            unit = unit_of(stem) if dot + suffix.lower() in REPORT_ENDINGS else None
            if unit is not None:
                reports.setdefault(unit, []).append(within + entry.name)
            else:
                strays.append(folder / entry.name)
        told += (self._stray(path, names) for path in strays[:_MOST_STRAYS])
        if len(strays) > _MOST_STRAYS:
            place, message = Location(self.name_of(folder)), f"另有 {len(strays) - _MOST_STRAYS} 个文件不是报送"
            told.append(Diagnostic(place, "JK403", f"{message}，没有计入，也没有一一列出", "清理这个文件夹"))
        return DayFiles(day, {unit: tuple(names) for unit, names in reports.items()}, tuple(told))

    def date_of(self, path: Path) -> date | None:
        """The date in whose folder a file lies, or None for a file that lies elsewhere."""
        folder = absolute(path).parent
        return folder_date(folder.name) if folder.parent == self.submissions else None

    def days(self) -> list[date]:
        """The dates for which submissions/ has a folder, in order."""
        folders = (entry.name for entry in _entries(self.submissions) if entry.is_dir())
        return sorted(day for name in folders if (day := folder_date(name)) is not None)

    def loose(self) -> list[str]:
        """The names of what lies in submissions/ itself and is no folder of a date."""
        entries = _entries(self.submissions)
        return [entry.name for entry in entries if folder_date(entry.name) is None or not entry.is_dir()]

    def write(
        self,
        path: Path,
        data: bytes,
        temporaries: Path | None = None,
        *,
        new: bool = False,
        modified: float | None = None,
    ) -> None:
        """Write a file whole or not at all, its temporary beside its place or in `temporaries`; see `write_whole`.

        Nothing is written through a link in submissions/, where units may write, to a place outside of the project.
        """
        if path.is_relative_to(self.submissions) and self._leads_out(self._place(path.parent)):
            raise OSError(0, "这个文件夹是一个链接，指到了项目外面，不往里写；换成真正的文件夹", str(path.parent))
        write_whole(path, data, temporaries or path.parent, new=new, modified=modified)

    def _place(self, path: Path) -> str:
        """The path from the root on, without `..`; of each file it is asked, and of most it is what is written."""
        written = str(path)
        if written.startswith(self._within) and ".." not in written:
            return written
        return os.path.abspath(path)  # noqa: PTH100  as in `absolute`

    def _read(self, place: str, limit: int) -> Content | Told:
        """As `read`; of most files one look at them is enough."""
        status = os.lstat(place)
        if _is_of_link(status):
            if self._leads_out(place):
                return _OUTSIDE
            status = os.stat(place)  # noqa: PTH116  strings: it is done to each file
        return _OUTSIDE if self._folder_leads_out(place.rpartition(os.sep)[0]) else _read_regular(place, status, limit)

    def _leads_out(self, place: str) -> bool:
        """Whether a path in the project is, or passes through, a link that leads out of it.

        A path that lies elsewhere was named by a person, who may name what he likes.
        """
        if not place.startswith(self._within):
            return False
        part = place
        while len(part) > len(self._within) and part != self._submissions:
            if _is_link(part):
                real = os.path.realpath(place)
                return not any(real == folder or real.startswith(_as_parent(folder)) for folder in self._inside)
            part = part.rpartition(os.sep)[0]
        return False

    @cached_property
    def _folder_leads_out(self) -> Callable[[str], bool]:
        """As `_leads_out`, asked once of the folder of many files."""
        return lru_cache(maxsize=_MANY_FOLDERS)(self._leads_out)

    def _link(self, folder: Path) -> Iterator[Diagnostic]:
        """That the folder of a day is a link that leads out."""
        message = "这个文件夹是一个链接，指到了项目外面，里面的文件没有计入"
        yield Diagnostic(Location(self.name_of(folder)), "JK406", message, "换成真正的文件夹")

    def _misplaced(self, day: date, loose: Iterable[str]) -> Iterator[Diagnostic]:
        """What lies in submissions/ itself where a day's report would be missed."""
        for name in loose:
            path = self.submissions / name
            told = no_day(name, day, is_folder=path.is_dir())
            if told is not None:
                yield Diagnostic(Location(self.name_of(path)), *told)

    def _stray(self, path: Path, names: tuple[str, ...]) -> Diagnostic:
        return Diagnostic(Location(self.name_of(path)), *no_report(path, names, is_folder=path.is_dir()))


def find_project(start: Path) -> Project | None:
    """The nearest folder upwards that holds data/measures.yaml."""
    for folder in (start, *start.parents):
        if (folder / "data" / "measures.yaml").is_file():
            return Project(folder)
    return None


def _read_regular(place: str, found: os.stat_result, limit: int) -> Content | Told:
    if not stat.S_ISREG(found.st_mode):
        what = "是文件夹" if stat.S_ISDIR(found.st_mode) else "不是普通文件（管道、设备等）"
        return "JK405", f"这个名字{what}，不是报送文件", "移走它，放入真正的报送文件"
    descriptor = os.open(place, _READING)
    try:
        data = _read_at_most(descriptor, min(found.st_size, limit + 1))
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        return "JK102", f"文件超过 {limit >> 20} MiB，没有读", "只保留文字；附件另行报送"
    if after.st_size != len(data) or after.st_mtime_ns != found.st_mtime_ns or not stat.S_ISREG(after.st_mode):
        return "JK407", "文件正在被写入，还没有写完", "等保存或拷贝完成后再试"
    return Content(data, found.st_mtime)


def _read_at_most(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) < size and (piece := os.read(descriptor, size - len(data))):
        data += piece
    return data


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, in order of name, without droppings; nothing where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            kept = [entry for entry in entries if not is_dropping(entry.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(kept, key=attrgetter("name"))


def absolute(path: Path) -> Path:
    """The path from the root on, without `..`, so that paths can be compared."""
    return Path(os.path.abspath(path))  # noqa: PTH100  pathlib's absolute() leaves `..` in


def _as_parent(folder: str) -> str:
    """A folder as the paths in it begin; the root of a drive ends in a separator of its own."""
    return os.path.join(folder, "")  # noqa: PTH118  pathlib drops what is added


def _is_link(path: str) -> bool:
    """Whether a path is a link; what cannot be looked at is none."""
    try:
        return _is_of_link(os.lstat(path))
    except OSError:
        return False


def _is_of_link(status: os.stat_result) -> bool:
    """Whether it is the status of a link, or on Windows of a junction, which is one too."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) != 0
