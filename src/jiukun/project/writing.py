"""Writing files whole or not at all, and what the operating system says when it cannot."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

from jiukun.project.handles import OpenFolder, open_folder

_PREFIX, _SUFFIX = ".jiukun-", ".tmp"
_ABANDONED = 600.0  # seconds after which nobody is still writing a temporary
# Windows: access denied, sharing violation, lock violation. A virus scanner or an indexer holds a fresh file so.
_HELD = frozenset({5, 32, 33})
_TRIES, _PAUSE = 5, 0.2
_TIMES_BY_HANDLE = os.utime in os.supports_fd
_LONGEST = 240  # characters of a path that Windows takes everywhere; some calls take 248, some 260
_WORDS = {
    PermissionError: "没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）",
    FileNotFoundError: "文件不存在",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径中间有一段不是文件夹",
    FileExistsError: "同名的文件已经存在",
}
_NUMBERS = {
    errno.ENOSPC: "磁盘已满（或文件个数到了上限）",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大，超过了系统的限制",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘或网络出错",
    errno.ELOOP: "这是一个链接，或链接绕成了圈",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被别的程序占用",
    errno.ENOLCK: "这个磁盘不支持文件锁，请把项目放在本机磁盘或文件服务器上",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ETIMEDOUT: "网络没有回应",
    errno.ESTALE: "网络文件夹断开了",
    errno.EHOSTDOWN: "网络文件夹断开了",
    errno.ENOTCONN: "网络文件夹断开了",
}
# Windows: network path, device or share is gone; those that Python gives no number of its own.
_OF_WINDOWS = dict.fromkeys((53, 55, 59, 64, 67, 121, 1231), "网络文件夹断开了") | {39: "磁盘已满", 112: "磁盘已满"}
_NOT_FOUND_BY_WINDOWS = frozenset({2, 3, 206})


def error_words(error: OSError) -> str:
    """What the operating system says, in Chinese where it is common."""
    of_windows = getattr(error, "winerror", None)
    place = error.filename2 or error.filename or ""
    if of_windows in _NOT_FOUND_BY_WINDOWS and is_too_long(str(place)):
        return TOO_LONG
    words = _OF_WINDOWS.get(of_windows or 0) or _WORDS.get(type(error)) or _NUMBERS.get(error.errno or 0)
    return words or error.strerror or str(error)


TOO_LONG = "路径太长，Windows 打不开（一般不超过 260 个字符），请把项目移到短一些的文件夹，例如 D:\\督办"


def is_too_long(path: str) -> bool:
    """Whether a path is so long that Windows may say that it does not exist."""
    return len(path) > _LONGEST


def write_whole(path: Path, data: bytes, beside: Path, *, new: bool = False) -> None:
    """Write a file of the office's own whole or not at all, its temporary in the folder `beside`; see `write_in`."""
    with open_folder(str(path.parent), make=True) as folder, open_folder(str(beside), make=True) as scratch:
        if _is_device(path):
            raise OSError(0, "这里是管道或设备，不是文件，请换一个文件名", str(path))
        write_in(folder, path.name, data, scratch, new=new)


def write_in(
    folder: OpenFolder, name: str, data: bytes, scratch: OpenFolder, *, new: bool = False, modified: int | None = None
) -> None:
    """Write a file whole or not at all: in the folder `scratch`, flushed to the disk, then renamed.

    With `new` nothing that is there is replaced: FileExistsError. `modified` is the file's own time in nanoseconds, by
    default now. Temporaries that a killed process left in `scratch` are cleared.
    """
    try:
        _write(folder, name, data, scratch, new=new, modified=modified)
    except OSError as error:
        error.filename, error.filename2 = os.path.join(folder.path, name), None  # noqa: PTH118  not the temporary
        raise


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write(folder: OpenFolder, name: str, data: bytes, scratch: OpenFolder, *, new: bool, modified: int | None) -> None:
    temporary = f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    handle = scratch.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if modified is not None and _TIMES_BY_HANDLE:
                os.utime(file.fileno(), ns=(modified, modified))
            os.fsync(file.fileno())
            started = os.fstat(file.fileno()).st_ctime
        if modified is not None and not _TIMES_BY_HANDLE:
            os.utime(scratch.place(temporary), ns=(modified, modified))
        (_place_new if new else _replace)(scratch, temporary, folder, name)
    except BaseException:
        with suppress(OSError):
            scratch.remove(temporary)
        raise
    with suppress(OSError):
        clear(scratch, started - _ABANDONED)


def _replace(scratch: OpenFolder, temporary: str, folder: OpenFolder, name: str) -> None:
    """Give a file its name; on Windows after a moment where another program holds what bears it."""
    for _ in range(_TRIES):
        try:
            move(scratch, temporary, folder, name)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(_PAUSE)
        else:
            return
    move(scratch, temporary, folder, name)


def _place_new(scratch: OpenFolder, temporary: str, folder: OpenFolder, name: str) -> None:
    """Give a file its name unless the name is taken."""
    source, target, follows = scratch.place(temporary), folder.place(name), scratch.handle is None
    try:
        os.link(source, target, src_dir_fd=scratch.handle, dst_dir_fd=folder.handle, follow_symlinks=follows)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a file system, or a system, that knows no links
        with suppress(FileNotFoundError):
            folder.status(name)
            raise FileExistsError(errno.EEXIST, "") from None
        os.rename(source, target, src_dir_fd=scratch.handle, dst_dir_fd=folder.handle)  # Windows replaces nothing
    else:
        scratch.remove(temporary)


def move(source: OpenFolder, name: str, target: OpenFolder, new_name: str) -> None:
    """Give a file another name, in place of what bears it."""
    os.replace(source.place(name), target.place(new_name), src_dir_fd=source.handle, dst_dir_fd=target.handle)


def clear(folder: OpenFolder, before: float) -> None:
    """Remove the temporaries that were last changed before a moment, by the clock of the disk they lie on."""
    for entry in folder.entries():
        if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
            with suppress(OSError):  # on Windows a virus scanner may be reading it
                if folder.status(entry.name).st_ctime < before:
                    folder.remove(entry.name)
