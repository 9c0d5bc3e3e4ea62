"""Writing files whole or not at all, and what the operating system says when it cannot."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_PREFIX, _SUFFIX = ".jiukun-", ".tmp"
_ABANDONED = 600.0  # seconds after which nobody is still writing a temporary
# Windows: access denied, sharing violation, lock violation. A virus scanner or an indexer holds a fresh file so.
_HELD = frozenset({5, 32, 33})
_TRIES, _PAUSE = 5, 0.2
_LONGEST = 240  # characters of a path that Windows takes everywhere; some calls take 248, some 260
_WORDS = {
    PermissionError: "没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）",
    FileNotFoundError: "文件不存在",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径中间有一段不是文件夹",
    FileExistsError: "同名的文件已经存在",
}
_NUMBERS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件太大，超过了系统的限制",
    errno.EROFS: "磁盘是只读的",
    errno.EIO: "磁盘或网络出错",
    errno.ELOOP: "链接绕成了圈",
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
    """Whether a path may be what Windows calls not found because it is longer than it reads."""
    return len(path) > _LONGEST


def write_whole(path: Path, data: bytes, beside: Path, *, new: bool = False, modified: float | None = None) -> None:
    """Write a file whole or not at all: in the folder `beside`, flushed to the disk, then renamed.

    With `new` nothing that is there is replaced: FileExistsError. `modified` is the file's own time, by default now.
    Temporaries that a killed process left in `beside` are cleared.
    """
    for folder in (path.parent, beside):
        folder.mkdir(parents=True, exist_ok=True)
    if _is_device(path):
        raise OSError(0, "这里是管道或设备，不是文件，请换一个文件名", str(path))
    try:
        _write(path, data, beside, new=new, modified=modified)
    except OSError as error:
        if error.filename2 is None and _PREFIX in str(error.filename):
            error.filename = str(path)  # of the temporary nobody knows
        raise


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write(path: Path, data: bytes, beside: Path, *, new: bool, modified: float | None) -> None:
    handle, temporary = tempfile.mkstemp(dir=beside, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            started = os.fstat(file.fileno()).st_ctime
        with suppress(OSError):  # some shares know no permissions
            os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101  mkstemp makes it private
        if modified is not None:
            os.utime(temporary, (modified, modified))
        (_place_new if new else _replace)(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    _clear(beside, started)


def _replace(temporary: str, path: Path) -> None:
    """Give a file its name; on Windows after a moment where another program holds what bears it."""
    for _ in range(_TRIES):
        try:
            os.replace(temporary, path)  # noqa: PTH105  temporary is no Path
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(_PAUSE)
        else:
            return
    os.replace(temporary, path)  # noqa: PTH105


def _place_new(temporary: str, path: Path) -> None:
    """Give a file its name unless the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a file system, or a system, that knows no links
        if path.exists():
            raise FileExistsError(errno.EEXIST, "", str(path)) from None
        os.rename(temporary, path)  # noqa: PTH104  which on Windows replaces nothing
    else:
        os.unlink(temporary)  # noqa: PTH108


def _clear(folder: Path, now: float) -> None:
    """Remove the temporaries that nobody can still be writing, by the clock of the disk they lie on."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with suppress(OSError):
                    if now - entry.stat(follow_symlinks=False).st_ctime > _ABANDONED:
                        os.unlink(entry.path)  # noqa: PTH108


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
