"""Receivers take turns: several at once, or killed at any moment, lose and double nothing."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from jiukun.project.handles import OpenFolder
from jiukun.project.writing import write_in
from support.desk import DAY, REPORT, Desk, set_time

UNITS = [f"测试单位{number:03}" for number in range(500)]
MANY_KILLS = 40


def text_of(unit: str, edition: int) -> str:
    return REPORT.replace("州财政局", unit).replace("序号: 2", "序号: 1").replace("12户", f"{edition}户")


@pytest.fixture
def many(desk: Desk) -> Desk:
    """A project of 500 lead units, all of which have filed."""
    measures = desk.root / "data" / "measures.yaml"
    head = measures.read_text("utf-8").partition("措施:")[0]
    measures.write_text(f"{head}措施:\n- 序号: 1\n  工作任务: 复工\n  牵头单位: [{', '.join(UNITS)}]\n", "utf-8")
    units = "".join(f"- 简称: {unit}\n" for unit in UNITS)
    (desk.root / "data" / "units.yaml").write_text(f"单位:\n{units}", "utf-8")
    for unit in UNITS:
        desk.report(text_of(unit, 0), unit)
    return desk


def start(desk: Desk) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "jiukun", "receive", "--date", DAY]
    return subprocess.Popen(command, cwd=desk.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kept(desk: Desk, unit: str) -> list[Path]:
    return sorted((desk.root / "data" / "receipts" / DAY / unit).glob("0*"))


def assert_each_version_once_and_whole(desk: Desk, unit: str, editions: list[int]) -> None:
    """What is kept are editions that were written, in their order, none twice, the last one among them."""
    versions = kept(desk, unit)
    contents = [path.read_bytes() for path in versions]
    written = [text_of(unit, edition).encode() for edition in editions]
    places = [written.index(content) for content in contents]
    assert places == sorted(set(places))
    assert places[-1] == len(written) - 1
    assert [path.name[:4] for path in versions] == [f"{number:04}" for number in range(1, len(versions) + 1)]
    for path, content in zip(versions, contents, strict=True):
        assert hashlib.sha256(content).hexdigest()[:16] in path.name


@pytest.mark.parametrize("count", [2, 8])
def test_receivers_at_once(many: Desk, count: int) -> None:
    receivers = [start(many) for _ in range(count)]
    errors = [receiver.communicate(timeout=120)[1] for receiver in receivers]
    assert [receiver.returncode for receiver in receivers] == [0] * count, errors
    for unit in UNITS:
        assert len(kept(many, unit)) == 1
        assert_each_version_once_and_whole(many, unit, [0])


def test_receivers_killed_at_random_moments(many: Desk) -> None:
    dice = random.Random(20220826)
    editions: dict[str, list[int]] = {unit: [0] for unit in UNITS}
    for edition in range(1, MANY_KILLS + 1):
        receiver = start(many)
        time.sleep(dice.uniform(0.25, 1.1))
        receiver.send_signal(signal.SIGKILL)
        receiver.communicate(timeout=60)
        for unit in dice.sample(UNITS, 20):
            path = many.report(text_of(unit, edition), unit)
            set_time(path, f"{DAY}T16:{edition:02}:00+08:00")
            editions[unit].append(edition)
    last = start(many)
    assert last.communicate(timeout=120) is not None
    assert last.returncode == 0
    for unit in UNITS:
        assert_each_version_once_and_whole(many, unit, editions[unit])
    assert list((many.root / "data" / "receipts" / ".tmp").iterdir()) == []
    assert not [path for path in (many.root / "data" / "receipts").rglob("*.tmp") if path.is_file()]


def test_watch_never_takes_a_torn_version_and_ends_on_ctrl_c(desk: Desk) -> None:
    watcher = subprocess.Popen(
        [sys.executable, "-m", "jiukun", "receive", "--watch", "--date", DAY],
        cwd=desk.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    path = desk.root / "submissions" / DAY / "州财政局.yaml"
    path.parent.mkdir(parents=True)
    data = REPORT.encode()
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), len(data) // 8):
            file.write(data[start : start + len(data) // 8])
            time.sleep(0.5)
    limit = time.monotonic() + 30
    while not kept(desk, "州财政局") and time.monotonic() < limit:
        time.sleep(0.2)
    watcher.send_signal(signal.SIGINT)
    out, err = watcher.communicate(timeout=30)
    assert [path.read_bytes() for path in kept(desk, "州财政局")] == [data]
    assert watcher.returncode == 0
    assert "新签收 1 份。" in out.decode()
    assert err.decode() == "正在看着报送文件夹，每 2 秒一次，按 Ctrl+C 结束。\n不再看了。\n"


@pytest.mark.parametrize("broken_off", ["first file", "second file", "its name"])
def test_the_plan_of_a_day_is_kept_whole_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, broken_off: str
) -> None:
    """Broken off before each of its steps, and begun anew by the next receiver: never is one of its files alone."""
    desk.report()
    kept, written = desk.root / "data/receipts" / DAY / "方案", iter(("first file", "second file"))

    def write(folder: OpenFolder, *rest: Any, **how: Any) -> None:
        if folder.path.endswith(f".tmp/{DAY}") and next(written) == broken_off:
            raise RuntimeError(broken_off)
        write_in(folder, *rest, **how)

    def break_off(*_: Any) -> None:
        raise RuntimeError(broken_off)

    with monkeypatch.context() as patched:
        patched.setattr("jiukun.project.folders.write_in", write)
        if broken_off == "its name":
            patched.setattr("jiukun.project.folders.move", break_off)
        assert desk.run("receive", "--date", DAY).status == 3
    assert not kept.exists()
    assert desk.run("receive", "--date", DAY).status == 0
    assert sorted(path.name for path in kept.iterdir()) == ["measures.yaml", "units.yaml"]
    assert list((desk.root / "data/receipts/.tmp").iterdir()) == []
