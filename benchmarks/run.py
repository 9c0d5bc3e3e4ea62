"""Measures jiukun against its peers and prints the table of ratios: `python benchmarks/run.py [--quick]`.

Both sides of a row run in turns, in processes of their own; a ratio is that of the medians. `--quick` shows on small
projects that everything still runs; its numbers mean nothing.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import generate
import measure
import peers
from measure import BIN, Command, jiukun, python

PEERS = Path(peers.__file__)
DAY = generate.LAST_DAY.isoformat()
BARE = "只导入 typer、yaml、pydantic，定义一个模型"
COMPOSING = "PyYAML 的 C 解析器读入、组成节点"


class Size(NamedTuple):
    """How large the projects are, and how often things run."""

    days: int
    history: int
    year: int
    units: int
    measures: int
    few: int
    some: int
    many: int


FULL = Size(days=910, history=1000, year=365, units=3000, measures=15, few=3, some=7, many=15)
QUICK = Size(days=2, history=3, year=2, units=2, measures=2, few=1, some=1, many=1)


class Row(NamedTuple):
    """A row of the table: both sides, and how much of the peer's time the work may take."""

    work: str
    against: str
    goal: float
    ours: Command
    theirs: Command
    runs: int


def main(size: Size) -> None:
    """Print the table, row by row."""
    print(f"{platform.system()}，{os.cpu_count()} 核，Python {platform.python_version()}\n")
    print(f"| 工作 | 对照 | 目标 | 比值 | 处理器时间之比 | jiukun | 对照 | 内存 |\n| --- | --- {'| ---: ' * 6}|")
    with tempfile.TemporaryDirectory() as folder:
        for row in _rows(Path(folder), size):
            ours, theirs = measure.compare([row.ours, row.theirs], row.runs)
            print(f"| {row.work} | {row.against} | {row.goal:.2f}", end=" | ")
            print(f"{ours.wall / theirs.wall:.2f} | {ours.cpu / theirs.cpu:.2f}", end=" | ")
            print(*(f"{cost.wall:.2f} 秒（{cost.cpu:.2f}）" for cost in (ours, theirs)), sep=" | ", end=" | ")
            print(f"{ours.memory:.0f} : {theirs.memory:.0f} MiB |", flush=True)
        _memory(Path(folder), size)


def _rows(folder: Path, size: Size) -> Iterator[Row]:
    many = folder / "many"
    generate.project(many, size.days)
    schema = folder / "schema.json"
    measure.run(jiukun(many, "schema", "--output", schema))
    yield from _validate(many, schema, size)
    day, wide = folder / "day", folder / "wide"
    generate.project(day, 1, received=True)
    yield _compile(day, 0.8, size.many)
    yield _evening(day, size)
    generate.wide_project(wide, size.units, size.measures)
    yield _compile(wide, 0.6, size.few)
    yield from _history(folder, size)
    yield _ledger(folder, size)


def _validate(many: Path, schema: Path, size: Size) -> Iterator[Row]:
    paths = generate.reports(many)
    check: list[str | Path] = [BIN / "check-jsonschema", "--schemafile", schema]
    one, cold = jiukun(many, "validate", paths[-1]), "validate 一份报送，冷启动"
    yield Row(cold, "check-jsonschema", 0.75, one, Command([[*check, paths[-1]]]), size.many)
    yield Row(cold, BARE, 1.25, one, python(PEERS, "imports"), size.many)
    submissions = many / "submissions"
    every, work = jiukun(many, "validate", submissions), f"validate {len(paths)} 份报送"
    yield Row(work, "check-jsonschema 查同样的文件", 0.25, every, Command([[*check, *paths]]), 1)
    yield Row(work, COMPOSING, 2.5, every, python(PEERS, "compose", submissions), size.some)


def _compile(root: Path, goal: float, runs: int) -> Row:
    workbook, described = root / "ours.xlsx", root / "described"
    ours = jiukun(root, "compile", "--date", DAY, "--at", "18:00", "--output", workbook)
    measure.run(ours)
    # Not in this process: where it has grown, what it starts would seem as large.
    rows = measure.output(python(PEERS, "describe", workbook, described))
    theirs = python(PEERS, "write", described, root / "theirs.xlsx")
    work = f"compile {len(generate.reports(root))} 个单位，{rows} 行"
    return Row(work, "openpyxl 写同样的格子和样式，导入同样的库", goal, ours, theirs, runs)


def _evening(root: Path, size: Size) -> Row:
    at = ("--date", DAY, "--at", "18:00")
    commands = (("receive", "--date", DAY), ("missing", *at), ("compile", *at))
    ours = Command([line for command in commands for line in jiukun(root, *command).lines], (0, 1))
    theirs = Command([*python(PEERS, "imports").lines] * len(commands))
    return Row("一晚：receive、missing、compile，已签收", f"{BARE}，三次", 1.15, ours, theirs, size.many)


def _history(folder: Path, size: Size) -> Iterator[Row]:
    for silent in (0, 4):
        long, short = folder / f"long{silent}", folder / f"short{silent}"
        generate.project(long, size.history, received=True, silent=silent)
        generate.project(short, 2, received=True, silent=silent)
        added = f"，{silent} 个单位从来不报" if silent else ""
        for command in ("missing", "compile"):
            ours, theirs = (
                jiukun(root, command, "--date", DAY, "--at", "18:00", statuses=(0, 1)) for root in (long, short)
            )
            yield Row(f"{command}，项目有 {size.history} 天{added}", "项目有 2 天", 1.1, ours, theirs, size.many)


def _ledger(folder: Path, size: Size) -> Row:
    year = folder / "year"
    generate.project(year, size.year)
    first = generate.first_day(size.year).isoformat()
    ours = jiukun(year, "ledger", "--from", first, "--to", DAY)
    theirs = python(PEERS, "compose", year / "submissions")
    return Row(f"ledger {size.year} 天", COMPOSING, 5.0, ours, theirs, size.some)


def _memory(folder: Path, size: Size) -> None:
    few = folder / "few"
    generate.project(few, min(size.days, 9))
    roots = (folder / "many", few)
    large, small = measure.compare([jiukun(root, "validate", root / "submissions") for root in roots], size.few)
    numbers = " 与 ".join(str(len(generate.reports(root))) for root in roots)
    print(f"\nvalidate 的内存峰值（最大的一个进程），{numbers} 份：", end="")
    print(f"{large.memory:.0f} : {small.memory:.0f} MiB = {large.memory / small.memory:.2f}，目标 1.5")


if __name__ == "__main__":
    main(QUICK if "--quick" in sys.argv[1:] else FULL)
