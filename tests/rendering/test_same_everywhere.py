"""The same inputs give the same bytes: whatever the hash seed, the locale and the zone, and under each Python.

`JIUKUN_OTHER_PYTHONS` names further interpreters in which jiukun is installed, parted as in PATH.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from support.desk import DAY, REPOSITORY

FIRST = "2022-08-25"
SPAN = f"--from {FIRST} --to {DAY}"
PRODUCTS = {
    "汇总表.xlsx": f"compile --date {DAY} --at 18:00",
    "汇总表.docx": f"compile --date {DAY} --at 18:00 --format docx",
    "单位表.xlsx": f"compile --date {DAY} --at 18:00 --unit 州财政局",
    "台账.xlsx": f"ledger {SPAN}",
    "台账.csv": f"ledger {SPAN} --format csv",
    "台账.jsonl": f"ledger {SPAN} --format jsonl",
    "通报.docx": f"bulletin {SPAN}",
    "看板.html": f"board {SPAN}",
    "名单.xlsx": "roster",
    "填报表.xlsx": "new --form --unit 州财政局 --date 2022-08-29 --carry",
    "报送.schema.json": "schema",
}
# A board says as of when it was made.
PROGRAM = f"""
import sys
from datetime import datetime
from jiukun.cli import program, workspace
workspace.clock = lambda zone: datetime.fromisoformat("{DAY}T18:00+08:00").astimezone(zone)
for line in sys.argv[2:]:
    status = program.execute(["--root", sys.argv[1], *line.split()])
    assert status in (0, 1), line
"""
OTHERS = [path for path in os.environ.get("JIUKUN_OTHER_PYTHONS", "").split(os.pathsep) if path]
SURROUNDINGS = {
    "another hash seed and zone": {"PYTHONHASHSEED": "1", "TZ": "America/New_York"},
    "a bare locale": {"PYTHONHASHSEED": "2", "LC_ALL": "C", "LANG": "C"},
}


def made(folder: Path, python: str = sys.executable, **environment: str) -> dict[str, bytes]:
    """Every product of the sample."""
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, folder / name)
    lines = [f"{line} --output {folder}/out/{name}" for name, line in PRODUCTS.items()]
    done = subprocess.run(
        [python, "-X", "utf8", "-c", PROGRAM, folder, *lines],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return {name: (folder / "out" / name).read_bytes() for name in PRODUCTS}


def unpacked(product: bytes) -> Any:
    """Of an archive its parts: another zlib may pack them otherwise."""
    if not product.startswith(b"PK"):
        return product
    with zipfile.ZipFile(io.BytesIO(product)) as archive:
        return [(entry.filename, entry.date_time, archive.read(entry)) for entry in archive.infolist()]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(tmp_path_factory.mktemp("usual"), PYTHONHASHSEED="0")


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_whatever_surrounds_it(usual: dict[str, bytes], tmp_path: Path, name: str) -> None:
    assert made(tmp_path, **SURROUNDINGS[name]) == usual


@pytest.mark.parametrize("python", OTHERS)
def test_under_each_python(usual: dict[str, bytes], tmp_path: Path, python: str) -> None:
    found = made(tmp_path, python)
    for name, product in usual.items():
        assert unpacked(found[name]) == unpacked(product), name
