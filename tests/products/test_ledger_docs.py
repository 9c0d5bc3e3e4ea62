"""The questions of docs/台账的数据.md, asked as they stand there of ledgers of several prefectures and years."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support.desk import BASE, DAY, REPOSITORY, Desk, at, replaced

PAGE = (REPOSITORY / "docs" / "台账的数据.md").read_text("utf-8")
RATES, PROBLEMS, RATES_OF_SPARK = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# The question comes by standard input; a row a line, as JSON.
SPARK = """
import json, sys
from pyspark.sql import SparkSession
settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1"}
spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
for row in spark.sql(sys.stdin.read().rstrip().rstrip(";")).collect():
    print(json.dumps(list(row)))
"""
NEW_YEAR = date(2023, 1, 1)


def prefecture(folder: Path, late: int, problem: str) -> Desk:
    """A project whose one unit that files has reported on ten days around New Year, on the last `late` ones late."""
    root = folder / "project"
    shutil.copytree(BASE, root)
    desk = Desk(root)
    for number in range(10):
        day = (NEW_YEAR + timedelta(days=number - 5)).isoformat()
        text = replaced(DAY, day)
        text = replaced("存在问题: 无", f"存在问题: {problem.format(number)}", text) if number >= 3 else text
        desk.report(text, day=day, at=f"{day}T{'17:30' if number >= 10 - late else '16:00'}+08:00")
    return desk


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two prefectures; one hands in a file a year, the other two files of which the second repeats three days.

    When the first of the two was written, the last of its days was not over yet.
    """
    top = tmp_path_factory.mktemp("library")
    first = prefecture(top / "1", 2, "产权不清，涉及{}户。")
    second = prefecture(top / "2", 7, "缺人手，缺{}人")
    for desk, name, spans in (
        (first, "克州", (("2022-12-27", "2022-12-31"), ("2023-01-01", "2023-01-06"))),
        (second, "喀什", (("2022-12-27", "2023-01-02"), ("2022-12-31", "2023-01-05"))),
    ):
        for start, end in spans:
            target = top / "台账库" / f"州={name}" / f"台账-{start}_{end}.jsonl"
            options = ("--from", start, "--to", end, "--format", "jsonl", "--output", str(target))
            clock = "2023-01-02T17:10:00" if end == "2023-01-02" else "2023-01-06T09:00:00"
            result = at(desk, clock, "--root", str(desk.root), "ledger", "--unit", "州财政局", *options)
            assert result.status == 0
    return top


def asked(library: Path, question: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    monkeypatch.chdir(library)
    return duckdb.connect().execute(question).fetchall()


def test_the_rate_of_each_prefecture_and_quarter(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """6 January is not over yet and counts nowhere; days that are in two files count once."""
    assert asked(library, RATES, monkeypatch) == [
        ("克州", 2022, 4, 5, 5, 100.0),
        ("喀什", 2022, 4, 5, 3, 60.0),
        ("克州", 2023, 1, 5, 3, 60.0),
        ("喀什", 2023, 1, 5, 0, 0.0),
    ]


def test_spark_gives_the_same_answer(library: Path, monkeypatch: pytest.MonkeyPatch, *, is_long: bool) -> None:
    """Spark takes half a gigabyte and half a minute."""
    is_required = os.environ.get("JIUKUN_REQUIRE_SPARK")
    if not (is_long or is_required):
        pytest.skip("takes half a minute: with --long")
    if not is_required and not (find_spec("pyspark") and shutil.which("java")):
        pytest.skip("without pyspark (the extra `spark`) or Java")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SPARK],
        input=RATES_OF_SPARK,
        cwd=library,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    assert rows == asked(library, RATES, monkeypatch)
    assert len(rows) == 4


def test_the_problems_that_have_stood_longest(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = (date(2022, 12, 30), date(2023, 1, 5), 7, 7)
    assert asked(library, PROBLEMS, monkeypatch) == [
        ("克州", "州财政局", 2, *days, "产权不清，涉及9户。"),
        ("喀什", "州财政局", 2, *days, "缺人手，缺9人"),
    ]


def test_the_page_names_every_column(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(
        library, "DESCRIBE SELECT * FROM read_json('台账库/州=克州/*.jsonl', hive_partitioning = false)", monkeypatch
    )
    listed = re.findall(r"^\| (.+?) \|", PAGE, re.MULTILINE)[2:]
    assert [name for cell in listed for name in cell.split("、")] == [row[0] for row in found]
