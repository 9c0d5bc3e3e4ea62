"""Commands measured side by side: in turns, each in a process of its own, by the medians of their runs."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
_FEW = 3
# An installed program is compiled once; the first run, which only warms up, may keep what it compiled.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Command(NamedTuple):
    """Command lines, one after the other, and the statuses with which each may end."""

    lines: Sequence[Sequence[str | Path]]
    statuses: tuple[int, ...] = (0,)


class Cost(NamedTuple):
    """Seconds by the clock, seconds of processor time, and MiB of the largest of its processes: medians."""

    wall: float
    cpu: float
    memory: float


def jiukun(root: Path, *arguments: str | Path, statuses: tuple[int, ...] = (0,)) -> Command:
    """The command line that is installed, in a project."""
    return Command([[BIN / "jiukun", "--root", root, *arguments]], statuses)


def python(*arguments: str | Path) -> Command:
    """A script, or `-c` and a program."""
    return Command([[sys.executable, *arguments]])


def output(command: Command) -> str:
    """What a command prints."""
    (line,) = command.lines
    return subprocess.run(line, capture_output=True, check=True, text=True).stdout.strip()


def compare(commands: Sequence[Command], runs: int) -> list[Cost]:
    """What each costs, by `runs` of each in turns; of many the first only warms up."""
    rounds = [[run(command) for command in commands] for _ in range(runs + (runs > _FEW))]
    measured = rounds[-runs:]
    return [
        Cost(*(statistics.median(costs[place][what] for costs in measured) for what in range(3)))
        for place in range(len(commands))
    ]


def run(command: Command) -> Cost:
    """One run of all its lines; each must end well."""
    walls, cpus, memories = zip(*(_run(line, command.statuses) for line in command.lines), strict=True)
    return Cost(sum(walls), sum(cpus), max(memories))


def _run(line: Sequence[str | Path], statuses: tuple[int, ...]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(line, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise SystemExit(f"exit status {process.returncode}: {' '.join(map(str, line[:6]))}")
    kibibytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(wall, usage.ru_utime + usage.ru_stime, kibibytes / 1024)
