"""The folders of a project: finding it, what lies in them, reading safely, writing whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.names import Finding, folder_date, is_dropping, is_report_name, no_day
from jiukun.project.writing import error_words, write_whole

REPORT_LIMIT = 1 << 20
OFFICE_LIMIT = 32 << 20  # of a workbook or a Word document, which may hold photos
DATA_LIMIT = 16 << 20
PACKAGE = b"PK\x03\x04"  # how workbooks and Word documents begin, whatever they are called
_MOST_MISPLACED = 200  # nobody reads on
_MANY_FOLDERS = 64
_OUTSIDE = "JK406", "这是一个链接，指到了项目外面，没有读", "把文件本身拷贝到这里"
# A pipe that took a file's place since it was looked at keeps nobody waiting.
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


class FileTimes(NamedTuple):
    """A file's own times in seconds since the epoch: last written; and created or changed in its folder.

    A copy keeps the first; the second is when it was copied (Windows: created, elsewhere: status changed).
    """

    modified: float
    changed: float


class Content(NamedTuple):
    """The bytes of a file and its own times."""

    data: bytes
    times: FileTimes


class DayEntries(NamedTuple):
    """The names of the files and of the folders in a day's folder, in order, and what is wrong with the folder."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


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
        if not place.startswith(self._within):  # perhaps by another way: a link, a mapped drive, d:\\ for D:\\
            real, within = os.path.realpath(place), _as_parent(os.path.realpath(self.root))
            if not os.path.normcase(real).startswith(os.path.normcase(within)):
                return path.as_posix()
            return real[len(within) :].replace(os.sep, "/")
        return place.removeprefix(self._within).replace(os.sep, "/")

    def read(self, path: Path | str, limit: int | None = None) -> Content | Diagnostic:
        """A file's bytes, or why it is not read. Opens nothing but regular files.

        Reads at most `limit` bytes; where none is given, as much as a report in such a file may have.

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

    def day_entries(self, day: date) -> DayEntries:
        """What lies in a day's folder, droppings aside; raises OSError where submissions/ is away."""
        if os.path.lexists(self.submissions) and not self.submissions.exists():  # a share that is away is no empty one
            raise FileNotFoundError(errno.ENOENT, "", str(self.submissions))
        folder = self.day_folder(day)
        if self._leads_out(str(folder)):
            return DayEntries(problems=self._link(folder) if folder.is_dir() else ())
        entries = _entries(folder)
        folders = tuple(entry.name for entry in entries if _is_folder(entry) and not is_report_name(entry.name))
        return DayEntries(tuple(entry.name for entry in entries if entry.name not in folders), folders)

    def times_of(self, name: str) -> FileTimes | None:
        """A file's own times though it may not be readable; None where it is gone."""
        try:
            return _times(os.lstat(self._within + name.replace("/", os.sep)))
        except OSError:
            return None

    def date_of(self, path: Path) -> date | None:
        """The date in whose folder a file lies, or None for a file that lies elsewhere."""
        folder = absolute(path).parent
        return folder_date(folder.name) if is_same_place(folder.parent, self.submissions) else None

    def days(self) -> list[date]:
        """The dates for which submissions/ has a folder, in order."""
        folders = (entry.name for entry in _entries(self.submissions) if entry.is_dir())
        return sorted(day for name in folders if (day := folder_date(name)) is not None)

    @cached_property
    def _loose(self) -> list[str]:
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

    def _read(self, place: str, limit: int | None) -> Content | Finding:
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

    def _link(self, folder: Path) -> tuple[Diagnostic, ...]:
        """That the folder of a day is a link that leads out."""
        message = "这个文件夹是一个链接，指到了项目外面，里面的文件没有计入"
        return (Diagnostic(Location(self.name_of(folder)), "JK406", message, "换成真正的文件夹"),)

    def misplaced(self, day: date) -> Iterator[Diagnostic]:
        """What lies in submissions/ itself where a report of the day would be missed."""
        for name in islice(self._loose, _MOST_MISPLACED):
            path = self.submissions / name
            found = no_day(name, day, is_folder=path.is_dir())
            if found is not None:
                yield Diagnostic(Location(self.name_of(path)), *found)


def find_project(start: Path) -> Project | None:
    """The nearest folder upwards that holds data/measures.yaml."""
    for folder in (start, *start.parents):
        if (folder / "data" / "measures.yaml").is_file():
            return Project(folder)
    return None


def _read_regular(place: str, found: os.stat_result, limit: int | None) -> Content | Finding:
    if not stat.S_ISREG(found.st_mode):
        what = "是文件夹" if stat.S_ISDIR(found.st_mode) else "不是普通文件（管道、设备等）"
        return "JK405", f"这个名字{what}，不是报送文件", "移走它，放入真正的报送文件"
    descriptor = os.open(place, _READING)
    try:
        begin = os.read(descriptor, len(PACKAGE))
        most = limit or (OFFICE_LIMIT if begin == PACKAGE else REPORT_LIMIT)
        size = min(found.st_size, most + 1)
        data = begin + _read_at_most(descriptor, size - len(begin))
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if len(data) > most:
        return "JK102", f"文件超过 {most >> 20} MiB，没有读", "只保留文字；附件另行报送"
    if after.st_size != len(data) or after.st_mtime_ns != found.st_mtime_ns or not stat.S_ISREG(after.st_mode):
        return "JK407", "文件正在被写入，还没有写完", "等保存或拷贝完成后再试"
    return Content(data, _times(found))


def _times(status: os.stat_result) -> FileTimes:
    return FileTimes(status.st_mtime, getattr(status, "st_birthtime", status.st_ctime))


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


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def absolute(path: Path) -> Path:
    """The path from the root on, without `..`, so that paths can be compared."""
    return Path(os.path.abspath(path))  # noqa: PTH100  pathlib's absolute() leaves `..` in


def is_same_place(one: Path, other: Path) -> bool:
    """Whether two paths lead to one folder or file, however they are written."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return absolute(one) == absolute(other)


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
