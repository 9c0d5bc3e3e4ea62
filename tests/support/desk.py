"""The real command line on real files, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from jiukun.cli import program, workspace

TESTS = Path(__file__).parent.parent
REPOSITORY = TESTS.parent
BASE = TESTS / "base"
CASES = TESTS / "cases"
DAY = "2022-08-26"
ZONE = ZoneInfo("Asia/Shanghai")

REPORT = """\
单位: 州财政局
日期: 2022-08-26
填报人: 样例丁
联系电话: 0908-5550104
工作情况:
- 序号: 2
  完成情况: |
    全州国有房屋减租手续办结12户。
    其余8户正在审核。
  存在问题: 无
  下一步计划: |
    月底前全部办结。
"""


@dataclass(frozen=True)
class Result:
    """What a run gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Desk:
    """A project folder and the command line in it."""

    root: Path

    def run(self, *arguments: str) -> Result:
        """Run in this process, as the script does, save the streams' encoding."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = program.execute(list(arguments))
        return Result(status, out.getvalue(), err.getvalue())

    def process(self, *arguments: str, **environment: str) -> Result:
        """Run in a process of its own, for what belongs to a process."""
        done = subprocess.run(
            [sys.executable, "-m", "jiukun", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            timeout=120,
            check=False,
        )
        encoding = environment.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        return Result(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    def file(self, name: str, content: str | bytes, at: str = "") -> Path:
        """Write a file below the project; `at` sets its own time, as 2022-08-26T16:40+08:00."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if at:
            set_time(path, at)
        return path

    def report(self, text: str | bytes = REPORT, unit: str = "州财政局", day: str = DAY, at: str = "") -> Path:
        """A unit's report in the folder of a day."""
        return self.file(f"submissions/{day}/{unit}.yaml", text, at or f"{day}T16:40+08:00")

    def submissions_on_a_share(self) -> Path:
        """The folder beside the project to which submissions/ is linked from now on."""
        share = self.root.parent / "share"
        (self.root / "submissions").rename(share)
        (self.root / "submissions").symlink_to(share)
        return share


@dataclass(frozen=True)
class Made:
    """A project, and what several runs in it gave."""

    desk: Desk
    results: tuple[Result, ...]

    def path(self, name: str) -> Path:
        return self.desk.root / "out" / name


@dataclass(frozen=True)
class Snapshots:
    """Whole outputs, each in a file below tests/snapshots/; read them by eye whenever they were rewritten."""

    rewrite: bool

    def check(self, name: str, shown: str) -> None:
        """The output must be the expected one exactly."""
        path = TESTS / "snapshots" / f"{name}.txt"
        if self.rewrite:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, "utf-8", newline="\n")
        assert shown == path.read_text("utf-8")


def at(desk: Desk, clock: str, *arguments: str) -> Result:
    """Run as at a time of the sample day, 17:05:00, or at a moment, 2022-08-25T17:05:00."""
    moment = datetime.fromisoformat(clock if "T" in clock else f"{DAY}T{clock}").replace(tzinfo=ZONE)
    with patch.object(workspace, "clock", lambda _: moment):
        return desk.run(*arguments)


def set_time(path: Path, moment: str) -> None:
    seconds = datetime.fromisoformat(moment).timestamp()
    os.utime(path, (seconds, seconds))


def codes(result: Result) -> list[tuple[int, int, str]]:
    """Line, column and code of each diagnostic of a JSON answer."""
    return [(found["line"], found["column"], found["code"]) for found in result.json["diagnostics"]]


def replaced(old: str, new: str, text: str = REPORT) -> str:
    """The report with one piece changed; the piece must be there."""
    assert old in text
    return text.replace(old, new, 1)


def rejoined(pieces: Iterable[str], text: str) -> bool:
    """Whether the pieces of a row that was parted, joined, are the text, save one line feed at each cut."""
    return re.fullmatch("\n?".join(map(re.escape, pieces)), text) is not None
