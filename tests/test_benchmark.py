"""The benchmark still runs, on projects so small that its numbers mean nothing."""

from __future__ import annotations

import pytest
import run
import scale

WORKS = [
    *("validate 一份报送，冷启动", "validate 一份报送，冷启动", "validate 22 份报送", "validate 22 份报送"),
    *("compile 11 个单位，57 行", "一晚：receive、missing、compile，已签收", "compile 2 个单位，15 行"),
    *("missing，项目有 3 天", "compile，项目有 3 天"),
    *("missing，项目有 3 天，4 个单位从来不报", "compile，项目有 3 天，4 个单位从来不报"),
    "ledger 2 天",
]


def test_the_benchmark_runs(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(run.QUICK)
    lines = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("|")]
    assert [row[0] for row in cells[2:]] == WORKS
    assert {len(row) for row in cells} == {8}
    assert all(float(row[3]) >= 0 for row in cells[2:])
    assert any(line.startswith("validate 的内存峰值（最大的一个进程），22 与 22 份：") for line in lines)


def test_the_table_of_scale_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    scale.main(scale.QUICK)
    lines = capsys.readouterr().out.splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    assert cells[0] == ["命令", "2 个单位", "3 个单位", "增长", "2 天", "3 天", "增长"]
    assert [row[0].split()[0].strip("`") for row in cells[2:]] == [line.split()[0] for line in scale.COMMANDS]
    assert {len(row) for row in cells} == {7}
