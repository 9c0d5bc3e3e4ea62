"""Folders held open by handles: whatever others swap by name meanwhile, what was looked at is what is used.

The one door to submissions/ and data/receipts/. Where a system opens nothing relative to an open folder (Windows),
each part of the path is looked at before it is passed, and a file again once it is open.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

_HAS_HANDLES = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# A pipe that took a file's place keeps nobody waiting.
_FILE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_STANDS_FOR_ANOTHER = 0x20000000  # in a tag of Windows: links and junctions, but no file that lies in a cloud
LINKED = "这个文件夹是一个链接"


class LinkError(OSError):
    """A folder that others may write holds a link where a folder or a file is wanted."""

    def __init__(self, path: str) -> None:
        super().__init__(0, f"{LINKED}，不从这里读，也不往里写；换成真正的文件夹", path)


class AwayError(OSError):
    """A folder on a share is away just now: it is not an empty one. Without further words it is a link to it."""

    def __init__(self, path: str, words: str = "链接指向的文件夹不在，可能是网络文件夹断开了") -> None:
        super().__init__(0, words, path)


class Entry(NamedTuple):
    """Something in a folder; a link is no folder, wherever it leads."""

    name: str
    is_folder: bool
    is_link: bool


class OpenFolder(NamedTuple):
    """A folder that is held open by its handle, where the system has such; the names in it are used as they are."""

    path: str
    handle: int | None

    def place(self, name: str) -> str:
        """How a name in the folder is given to the system, beside `dir_fd=handle`."""
        return name if self.handle is not None else os.path.join(self.path, name)  # noqa: PTH118  strings

    def status(self, name: str, *, follow: bool = False) -> os.stat_result:
        """A look at what bears a name, by default at a link itself."""
        return os.stat(self.place(name), dir_fd=self.handle, follow_symlinks=follow)

    def open(self, name: str, flags: int, *, follow: bool = False) -> int:
        """The descriptor of a file."""
        link = 0 if follow else _NO_LINK
        return os.open(self.place(name), flags | _FILE | link, 0o666, dir_fd=self.handle)

    def entries(self) -> list[Entry]:
        """Everything in the folder, in order of name."""
        with os.scandir(self.path if self.handle is None else self.handle) as found:
            return sorted(Entry(entry.name, entry.is_dir(follow_symlinks=False), _leads(entry)) for entry in found)

    def names(self) -> list[str]:
        """What everything in the folder is called, in no order."""
        return os.listdir(self.path if self.handle is None else self.handle)  # noqa: PTH208

    def names_in(self, name: str) -> list[str]:
        """What everything in a folder of the folder is called; nothing where it is none, a link, or closed."""
        with suppress(OSError):
            inner = _inner(self, name, make=False)
            try:
                return inner.names()
            finally:
                _close(inner)
        return []

    def state(self) -> frozenset[tuple[str, int, int, int]]:
        """A value that changes as soon as anything in the folder is added, changed or taken away."""
        return frozenset((name, *self._stamp(name)) for name in self.names())

    def _stamp(self, name: str) -> tuple[int, int, int]:
        with suppress(OSError):  # a file of a disk that errs hides no other
            own = self.status(name)
            return own.st_mtime_ns, own.st_ctime_ns, own.st_size
        return 0, 0, 0

    def remove(self, name: str) -> None:
        """Remove a file of the folder."""
        os.unlink(self.place(name), dir_fd=self.handle)

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder of the folder."""
        os.rmdir(self.place(name), dir_fd=self.handle)


@contextmanager
def open_folder(root: str, below: Sequence[str] = (), *, make: bool = False) -> Iterator[OpenFolder]:
    """The folder at the end of a path below a root; raises LinkError where one of the names below is a link.

    The root itself may be one, chosen by who set up the project; raises AwayError where it leads nowhere. With `make`
    what is wanting is made.
    """
    if os.path.islink(root) and not os.path.exists(root):  # noqa: PTH110, PTH114  strings
        raise AwayError(root)
    if make:
        os.makedirs(root, exist_ok=True)  # noqa: PTH103
    folder = OpenFolder(root, os.open(root, _FOLDER) if _HAS_HANDLES else None)
    try:
        for name in below:
            try:
                inner = _inner(folder, name, make=make)
            except OSError as error:
                error.filename = os.path.join(folder.path, name)  # noqa: PTH118  the whole path
                raise
            _close(folder)
            folder = inner
        yield folder
    finally:
        _close(folder)


def is_link(status: os.stat_result) -> bool:
    """Whether it is the status of a link, or on Windows of a junction, which is one too."""
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0) & _STANDS_FOR_ANOTHER)


def _inner(folder: OpenFolder, name: str, *, make: bool) -> OpenFolder:
    path = os.path.join(folder.path, name)  # noqa: PTH118
    if make:
        with suppress(FileExistsError):
            os.mkdir(folder.place(name), dir_fd=folder.handle)
    status = folder.status(name)
    if is_link(status):
        raise LinkError(path)
    if not stat.S_ISDIR(status.st_mode):
        raise NotADirectoryError(20, "", path)
    if folder.handle is None:
        return OpenFolder(path, None)
    return OpenFolder(path, os.open(name, _FOLDER | _NO_LINK, dir_fd=folder.handle))


def _close(folder: OpenFolder) -> None:
    if folder.handle is not None:
        os.close(folder.handle)


def _leads(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() or (not _HAS_HANDLES and is_link(entry.stat(follow_symlinks=False)))
