from __future__ import annotations

import shutil
from datetime import datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from jiukun.cli import workspace
from support import quarter
from support.desk import BASE, Desk, Made, Snapshots


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="rewrite the expected output of tests/cases")
    parser.addoption("--long", action="store_true", help="longer runs: a hundred kills, a minute of watching")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A small project in a temporary folder, and the command line in it."""
    root = tmp_path / "project"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return Desk(root)


@pytest.fixture
def snapshots(request: pytest.FixtureRequest) -> Snapshots:
    """Expected outputs under tests/snapshots/, written anew by `--rewrite`."""
    return Snapshots(rewrite=bool(request.config.getoption("--rewrite")))


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether a longer run was asked for, by `--long`."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The synthetic quarter, and what was made of it, each by the real command line."""
    root = tmp_path_factory.mktemp("quarter") / "project"
    quarter.write(root)
    desk = Desk(root)
    for day in quarter.RECEIVED:
        noon = datetime.combine(day + timedelta(days=1), time(12), quarter.ZONE)
        with patch.object(workspace, "clock", lambda _, noon=noon: noon):
            assert "（文件时间）" in desk.run("--root", str(root), "receive", "--date", day.isoformat()).out
    kinds = (("ledger",), ("ledger", "--format", "csv"), ("ledger", "--format", "jsonl"), ("bulletin",), ("board",))
    with patch.object(workspace, "clock", lambda _: quarter.EVENING):
        return Made(desk, tuple(desk.run("--root", str(root), *kind, *quarter.SPAN) for kind in kinds))
