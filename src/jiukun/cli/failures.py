"""What is said when a command fails: wrong use, broken data, an environment that gives way, or our own defect."""

from __future__ import annotations

import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from jiukun import __version__
from jiukun.cli.workspace import BrokenDataError, WrongUseError
from jiukun.project.writing import error_words
from jiukun.rendering.console import note, problems_json, say_json, say_problems

_WRONG_USE = 2
_ENVIRONMENT = 3
_UNREADABLE = "JK407"
_NOWHERE = "现在所在的文件夹已经不在了（被删除、改名，或共享断开了），请先用 cd 进入现有的文件夹，再运行一次"
# What gives way outside of us, though no error of the operating system says so.
_OF_LIBRARIES = {
    "MemoryError": "内存不够",
    "SerialisationError": "临时文件夹 {temporary} 写不下，或不能写，请清理磁盘",  # of lxml
}


def report(error: Exception) -> int:
    """Tell a person what failed. Gives the exit status (SPEC section 3)."""
    if isinstance(error, WrongUseError):
        note(str(error))
        return _WRONG_USE
    if isinstance(error, BrokenDataError):
        if error.as_json:
            say_json(problems_json(error.diagnostics, 0))
        else:
            say_problems(error.diagnostics)
        if all(found.code == _UNREADABLE for found in error.diagnostics if found.is_error):
            note("data/ 里的文件读不了，没有完成")
            return _ENVIRONMENT
        note(error.remedy)
        return _WRONG_USE
    if isinstance(error, OSError):
        place = error.filename2 or error.filename  # of a renaming the target
        name = f"{place}：" if place else ""
        note(f"没有完成。{_NOWHERE if _is_nowhere() else name + error_words(error)}")
        return _ENVIRONMENT
    words = _OF_LIBRARIES.get(type(error).__name__)
    if words is not None:
        note(f"没有完成：{words.format(temporary=tempfile.gettempdir())}")
        return _ENVIRONMENT
    where = _write_details(error)
    note(f"jiukun 自身出错，没有完成（{type(error).__name__}）。")
    note(f"详情写在 {where}，请连同用到的文件一起交给维护人员。" if where else "详情没能写下来。")
    return _ENVIRONMENT


def _is_nowhere() -> bool:
    """Whether the folder in which jiukun was started is gone."""
    try:
        Path.cwd()
    except OSError:
        return True
    return False


def _write_details(error: Exception) -> Path | None:
    """The traceback in a file of the system's temporary folder, where the project may not be writable."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(
            "w", prefix=f"jiukun-{stamp}-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
        ) as file:
            file.write(f"jiukun {__version__}\n")
            file.writelines(traceback.format_exception(error))
        return Path(file.name)
    return None
