"""The folders of a project: what lies in them, reading safely, writing whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import date
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.handles import LINKED, AwayError, Entry, LinkError, OpenFolder, open_folder
from jiukun.project.names import folder_date, is_dropping, is_report_name
from jiukun.project.opening import Content, FileTimes, read_file, times_of
from jiukun.project.writing import clear, error_words, move, write_in, write_whole

DATA_LIMIT = 16 << 20
_TEMPORARY = ".tmp"  # in data/receipts/, for what is written there
# The project's own out/ will not do as a place for a temporary: on another disk, or no folder.
_NO_SCRATCH = frozenset({errno.EXDEV, errno.EEXIST, errno.ENOTDIR})


class DayEntries(NamedTuple):
    """The names of the files and of the folders in a day's folder, in order, and what is wrong with the folder."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class Project:
    """A folder that holds data/measures.yaml."""

    def __init__(self, root: Path) -> None:
        self.root = absolute(root)

    def check_there(self) -> None:
        """Raise OSError where data/ is away, or the plan in it: nothing is made in its place."""
        if not (self.root / "data" / "measures.yaml").exists():
            raise AwayError(str(self.root / "data"), "里面没有 measures.yaml，可能是网络文件夹断开了")

    @property
    def submissions(self) -> Path:
        """Where units drop their reports."""
        return self.root / "submissions"

    @property
    def out(self) -> Path:
        """What jiukun makes."""
        return self.root / "out"

    @property
    def receipts(self) -> Path:
        """What was received."""
        return self.root / "data" / "receipts"

    @cached_property
    def _within(self) -> str:
        """What the path of everything in the project begins with."""
        return _as_parent(str(self.root))

    @cached_property
    def _shared(self) -> tuple[tuple[str, str], ...]:
        """The folders below which everything is opened by handles, and what each path in them begins with.

        The office may have linked them to a share.
        """
        return tuple((str(root), _as_parent(str(root))) for root in (self.submissions, self.receipts))

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
        """A file's bytes, or why it is not read. Opens nothing but regular files, and no link where others may write.

        Reads at most `limit` bytes; where none is given, as much as a report in such a file may have.

        A file in the project may be given as `name_of` names it.
        """
        place = self._place(path)
        below = self._below(place)
        try:
            with self._folder_of(place) as folder:
                follow = below is None and not self._leads_out(place)
                found = read_file(folder, os.path.basename(place), limit, follow=follow)  # noqa: PTH119
        except AwayError:
            raise
        except LinkError:
            found = "JK406", f"{LINKED}，里面的文件没有读", "换成真正的文件夹"
        except (FileNotFoundError, NotADirectoryError) as error:
            words = "链接指向的文件不存在" if below is None and Path(place).is_symlink() else error_words(error)
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
        """What lies in a day's folder, droppings aside; raises OSError where submissions/ is away or closed."""
        folder = self.day_folder(day)
        try:
            entries = [entry for entry in self.entries(folder) if not is_dropping(entry.name)]
        except LinkError:
            found = "JK406", f"{LINKED}，里面的文件没有计入", "换成真正的文件夹"
        except OSError as error:
            self.names(self.submissions)  # where it is not this folder alone, that is what is raised
            found = "JK407", f"文件夹打不开，里面的文件没有计入：{error_words(error)}", "请管理员开放权限"
        else:
            folders = tuple(entry.name for entry in entries if entry.is_folder and not is_report_name(entry.name))
            return DayEntries(tuple(entry.name for entry in entries if entry.name not in folders), folders)
        return DayEntries(problems=(Diagnostic(Location(self.name_of(folder)), *found),))

    def entries(self, folder: Path) -> list[Entry]:
        """Everything in a folder that others may write, in order of name; nothing where there is no folder.

        Raises LinkError where it is a link, AwayError where the whole is one to a share that is away.
        """
        with suppress(FileNotFoundError, NotADirectoryError), self._opened(folder) as opened:
            return opened.entries()
        return []

    def names(self, folder: Path) -> list[str]:
        """What everything in a folder is called, in no order: for a quick look, to which a link holds nothing."""
        with suppress(FileNotFoundError, NotADirectoryError, LinkError), self._opened(folder) as opened:
            return opened.names()
        return []

    def names_within(self, parent: Path, groups: Iterable[Iterable[str]]) -> Iterator[list[str]]:
        """For each group of folders in a folder what everything in them is called, as `names` does, but faster."""
        with suppress(FileNotFoundError, NotADirectoryError), self._opened(parent) as opened:
            for folders in groups:
                yield [name for folder in folders for name in opened.names_in(folder)]

    def state(self, folder: Path) -> frozenset[tuple[str, int, int, int]]:
        """A value that changes as soon as anything in a folder is added, changed or taken away; empty if it is away."""
        with suppress(OSError), self._opened(folder) as opened:
            return opened.state()
        return frozenset()

    def times_of(self, path: Path | str) -> FileTimes | None:
        """A file's own times though it may not be readable; None where nothing bears the name, or it is not told."""
        place = self._place(path)
        try:
            with self._folder_of(place) as folder:
                return times_of(folder.status(os.path.basename(place)))  # noqa: PTH119
        except AwayError:
            raise
        except OSError:
            return None

    def has(self, path: Path) -> bool:
        """Whether anything bears a name, a link too."""
        return self.times_of(path) is not None

    def date_of(self, path: Path) -> date | None:
        """The date in whose folder a file lies, or None for a file that lies elsewhere."""
        folder = absolute(path).parent
        return folder_date(folder.name) if is_same_place(folder.parent, self.submissions) else None

    def days(self) -> list[date]:
        """The dates for which submissions/ has a folder, in order."""
        return sorted(day for entry in self._dropped if entry.is_folder and (day := folder_date(entry.name)))

    @cached_property
    def _dropped(self) -> list[Entry]:
        """What lies in submissions/ itself, looked at once."""
        return [entry for entry in self.entries(self.submissions) if not is_dropping(entry.name)]

    @cached_property
    def loose(self) -> list[Entry]:
        """What lies in submissions/ itself and is no folder of a date."""
        return [entry for entry in self._dropped if folder_date(entry.name) is None or not entry.is_folder]

    def write(
        self,
        path: Path,
        data: bytes,
        temporaries: Path | None = None,
        *,
        new: bool = False,
        modified: int | None = None,
    ) -> None:
        """Write a file whole or not at all, its temporary beside its place or in `temporaries`; see `write_in`.

        Where others may write nothing is written through a link, and no temporary lies. Only where submissions/ is on
        another disk than the project it has to: it is used by its handle alone until it gets its name.
        """
        place = self._place(path)
        below = self._below(place)
        if below is None:
            write_whole(path, data, temporaries or path.parent, new=new)
            return
        root, (*folders, name) = below
        if root == str(self.receipts):
            self.check_there()
        scratch = (root, (_TEMPORARY,)) if root == str(self.receipts) else (str(self.out), ())
        with open_folder(root, folders, make=True) as folder:
            try:
                with open_folder(*scratch, make=True) as beside:
                    write_in(folder, name, data, beside, new=new, modified=modified)
            except OSError as error:
                if error.errno not in _NO_SCRATCH:
                    raise
                write_in(folder, name, data, folder, new=new, modified=modified)

    def rename(self, path: Path, name: str) -> None:
        """Give a file another name in its folder."""
        with self._folder_of(self._place(path)) as folder:
            move(folder, path.name, folder, name)

    def clear_receipts(self) -> None:
        """Remove the temporaries of receivers that were killed."""
        with suppress(OSError), open_folder(str(self.receipts), (_TEMPORARY,)) as folder:
            clear(folder, float("inf"))
            for entry in filter(attrgetter("is_folder"), folder.entries()):
                with open_folder(str(self.receipts), (_TEMPORARY, entry.name)) as inner:
                    for file in inner.entries():
                        inner.remove(file.name)
                folder.remove_folder(entry.name)

    def write_received_folder(self, place: Path, files: Mapping[str, bytes]) -> None:
        """Write a folder of a day's receipts, where none is: all its files or nothing."""
        day = place.parent.name
        scratch = self.receipts / _TEMPORARY / day
        try:
            for name, data in files.items():
                self.write(scratch / name, data)
        except LinkError:
            raise  # it is the temporary's folder
        except OSError as error:
            self.clear_receipts()
            error.filename = str(place / Path(error.filename).name)
            raise
        with self._folder_of(str(scratch)) as here, open_folder(str(self.receipts), (day,), make=True) as there:
            move(here, scratch.name, there, place.name)

    def _place(self, path: Path | str) -> str:
        """The path from the root on, without `..`; of each file it is asked, and of most it is what is written."""
        written = self._within + path.replace("/", os.sep) if isinstance(path, str) else str(path)
        if written.startswith(self._within) and ".." not in written:
            return written
        return os.path.abspath(written)  # noqa: PTH100  as in `absolute`

    def _below(self, place: str) -> tuple[str, list[str]] | None:
        """Which of submissions/ and data/receipts/ a path lies below, and the names from there on; None for neither."""
        for root, within in self._shared:
            if place.startswith(within):
                return root, place[len(within) :].split(os.sep)  # noqa: PTH206  strings
        for parent in Path(place).parents:  # by another way: a link, a mapped drive, another case
            for root, _ in self._shared:
                if is_same_place(parent, Path(root)):
                    return root, list(Path(place).relative_to(parent).parts)
        return None

    def _opened(self, folder: Path) -> AbstractContextManager[OpenFolder]:
        return open_folder(*(self._below(str(folder)) or (str(folder), [])))

    def _folder_of(self, place: str) -> AbstractContextManager[OpenFolder]:
        """The folder in which a file lies, held open."""
        below = self._below(place)
        return open_folder(below[0], below[1][:-1]) if below else open_folder(os.path.dirname(place))  # noqa: PTH120

    def _leads_out(self, place: str) -> bool:
        """Whether a file of the project leads out of it by a link. Outside the project a person may name any file."""
        return place.startswith(self._within) and not os.path.realpath(place).startswith(
            _as_parent(os.path.realpath(self.root))
        )


def absolute(path: Path) -> Path:
    """The path from the root on, without `..`, so that paths can be compared."""
    return Path(os.path.abspath(path))  # noqa: PTH100  pathlib's absolute() leaves `..` in


def is_same_place(path: Path, other: Path) -> bool:
    """Whether two paths lead to one folder or file, however they are written."""
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there
        return absolute(path) == absolute(other)


def _as_parent(folder: str) -> str:
    """A folder as the paths in it begin; the root of a drive ends in a separator of its own."""
    return os.path.join(folder, "")  # noqa: PTH118  pathlib drops what is added
