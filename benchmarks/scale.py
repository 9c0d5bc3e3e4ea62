"""How time and memory of each command grow with units and with days: `python benchmarks/scale.py [--quick]`.

Four times the input should take no more than about four times as long. `--quick` only shows that everything runs.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import generate
import measure
from measure import Cost, jiukun

DAY = generate.LAST_DAY.isoformat()
MEASURES = 3  # of each unit
# {0} is the first of the days that are asked about. Each may find something, so that it ends with 1.
COMMANDS = (
    "check",
    f"receive --date {DAY}",
    f"validate --date {DAY}",
    f"missing --date {DAY} --at 18:00",
    f"missing --date {DAY} --at 18:00 --notice --output {{out}}/催报.csv",
    f"compile --date {DAY} --at 18:00 --output {{out}}/汇总表.xlsx",
    f"compile --date {DAY} --at 18:00 --format docx --output {{out}}/汇总表.docx",
    "ledger --from {first} --to {last} --output {out}/台账.xlsx",
    "ledger --from {first} --to {last} --format jsonl --output {out}/台账.jsonl",
    "bulletin --from {first} --to {last} --output {out}/通报.docx",
    "board --from {first} --to {last} --output {out}/看板.html",
    "roster --output {out}/名单.xlsx",
)


class Size(NamedTuple):
    """How many units of a day and how many days of eleven units, the smaller and the larger."""

    units: tuple[int, int]
    days: tuple[int, int]
    runs: int


FULL = Size((750, 3000), (250, 1000), 1)
QUICK = Size((2, 3), (2, 3), 1)


def main(size: Size) -> None:
    """Print the table, command by command."""
    heads = [*(f"{units:,} 个单位" for units in size.units), "增长", *(f"{days:,} 天" for days in size.days), "增长"]
    print(f"| 命令 | {' | '.join(heads)} |\n| --- |{' ---: |' * len(heads)}")
    with tempfile.TemporaryDirectory() as folder:
        wide = [_wide(Path(folder), units) for units in size.units]
        long = [_long(Path(folder), days) for days in size.days]
        for line in COMMANDS:
            costs = [[_cost(root, line, days, size.runs) for root, days in pair] for pair in (wide, long)]
            print(f"| `{_shown(line)}` | {' | '.join(map(_cells, costs))} |", flush=True)


def _wide(folder: Path, units: int) -> tuple[Path, int]:
    """A day of many units, and the number of days."""
    root = folder / f"wide{units}"
    generate.wide_project(root, units, MEASURES)
    return root, 1


def _long(folder: Path, days: int) -> tuple[Path, int]:
    """Many days of eleven units, and their number."""
    root = folder / f"long{days}"
    generate.project(root, days, received=True)
    return root, days


def _cost(root: Path, line: str, days: int, runs: int) -> Cost:
    first = generate.first_day(days).isoformat()
    arguments = line.format(first=first, last=DAY, out=root / "out").split()
    (cost,) = measure.compare([jiukun(root, *arguments, statuses=(0, 1))], runs)
    return cost


def _cells(costs: Sequence[Cost]) -> str:
    """Time and memory of both, and how many times as much the larger takes."""
    small, large = costs
    shown = (f"{cost.wall:.2f} 秒，{cost.memory:.0f} MiB" for cost in costs)
    return f"{' | '.join(shown)} | {large.wall / small.wall:.1f}，{large.memory / small.memory:.1f}"


def _shown(line: str) -> str:
    """The command without what the table says anyway."""
    words = line.replace(f"--date {DAY}", "").replace("--at 18:00", "").partition("--output")[0]
    return " ".join(words.replace("--from {first} --to {last}", "").split())


if __name__ == "__main__":
    main(QUICK if "--quick" in sys.argv[1:] else FULL)
