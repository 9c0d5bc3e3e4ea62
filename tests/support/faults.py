"""Faults of the file system at the n-th change that a command makes: it is killed there, or the system refuses."""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, Self
from unittest.mock import patch

# What changes the file system; `open` counts where it is for writing, and `write` is struck in the midst of the bytes.
CHANGES = ("mkdir", "fsync", "chmod", "utime", "replace", "rename", "link", "unlink")
NEW = datetime(2023, 1, 1, tzinfo=UTC).timestamp()
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass
class _Count:
    """Strikes at the n-th change."""

    number: int
    strike: Callable[[], object]
    seen: int = 0

    def tick(self) -> None:
        self.seen += 1
        if self.seen == self.number:
            self.strike()


class _Torn:
    """A file whose first bytes are struck when half of them are written."""

    def __init__(self, file: Any, count: _Count) -> None:
        self._file = file
        self._count = count
        self._is_begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: Any) -> None:
        if self._is_begun:
            self._file.write(data)
            return
        self._is_begun = True
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        self._count.tick()
        self._file.write(data[len(data) // 2 :])


@contextmanager
def struck(number: int, strike: Callable[[], object]) -> Iterator[_Count]:
    """`strike` is called before the n-th change, counted from 1; where it returns, the change is made."""
    count = _Count(number, strike)

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def changing(*arguments: Any, **named: Any) -> Any:
            count.tick()
            return change(*arguments, **named)

        return changing

    opened, wrapped = os.open, io.open

    def opening(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
        if flags & _WRITING:
            count.tick()
        return opened(path, flags, *arguments, **named)

    def wrapping(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        made = wrapped(file, mode, *arguments, **named)
        return _Torn(made, count) if set(mode) & set("wxa+") else made

    with ExitStack() as stack:
        for name in CHANGES:
            stack.enter_context(patch.object(os, name, counted(getattr(os, name))))
        stack.enter_context(patch.object(os, "open", opening))
        for module in (io, builtins):  # pathlib and os.fdopen use the one
            stack.enter_context(patch.object(module, "open", wrapping))
        yield count


def refusing(error: Exception) -> Callable[..., NoReturn]:
    """What refuses, whatever it is called with."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise error

    return refuse


def killed(number: int, work: Callable[[], object]) -> bool:
    """Do the work in a process of its own that dies before its n-th change; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            with struck(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def is_temporary(path: Path) -> bool:
    """A file that is being written, or was when its writer died."""
    return path.name.startswith(".jiukun-") or ".tmp" in path.parts


def tree(root: Path) -> dict[str, tuple[bytes, float]]:
    """Every file below a folder: its bytes, and its own time where that was set to one before `NEW`."""
    files = [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"]
    times = {path: path.stat().st_mtime for path in files}
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), times[path] if times[path] < NEW else 0.0)
        for path in files
    }
