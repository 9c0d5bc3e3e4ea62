"""What is double-clicked each day: it finds the project, runs the commands, keeps the words and the status."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jiukun.project.double_click import make_executable, scripts
from support.desk import BASE, Desk

NAMES = ("备表", "签收点名", "汇总")
BAT = """\
@echo off
title %~n0
chcp 65001 >nul
set "python=%~dp0.venv\\Scripts\\python.exe"
if not exist "%python%" set "python=D:\\督办\\100%%\\python.exe"
set jiukun="%python%" -m jiukun
if not exist "%python%" set jiukun=jiukun
set status=0
if %status% lss 2 %jiukun% --root "%~dp0." compile
if %errorlevel% gtr %status% set status=%errorlevel%
for %%F in ("%~dp0out\\*-????-??-??.xlsx") do set "made=%%F"
if %status% lss 2 if defined made start "" "%made%"
pause
exit /b %status%
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A project whose path has a blank, brackets and a quotation mark, with the six files; it is past the deadline."""
    root = tmp_path / "督办 (一)'s"
    shutil.copytree(BASE, root)
    measures = root / "data/measures.yaml"
    measures.write_text(measures.read_text("utf-8").replace("17:00", "00:01"), "utf-8")
    put(root, sys.executable)
    return root


def put(root: Path, python: str) -> None:
    for name, data in scripts(python).items():
        (root / name).write_bytes(data)
    make_executable(root)


def click(file: Path, **environment: str) -> tuple[int, str]:
    """Run as a file manager does: from some other folder, the file itself."""
    done = subprocess.run(
        [str(file)],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode(environment.get("PYTHONIOENCODING", "utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="a shell")
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_three_of_linux(office: Path, encoding: str) -> None:
    """Whatever the console's encoding; nobody files, which is status 1."""
    found = {name: click(office / f"{name}.sh", PYTHONIOENCODING=encoding) for name in NAMES}
    assert {name: status for name, (status, _) in found.items()} == {"备表": 0, "签收点名": 1, "汇总": 0}
    assert found["备表"][1].count("已备好 out/forms/") == 5
    assert "新签收 0 份" in found["签收点名"][1]
    assert "\n未报送 5\n" in found["签收点名"][1]
    assert "已生成 out/汇总表-" in found["汇总"][1]


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_what_is_broken_is_said_once(office: Path) -> None:
    (office / "data/units.yaml").write_text("单位: 无", "utf-8")
    status, words = click(office / "签收点名.sh")
    assert (status, words.count("先改好再用")) == (2, 1)


@pytest.mark.skipif(os.name == "nt", reason="a shell")
def test_the_programs_own_folder_comes_first_then_the_path(office: Path) -> None:
    put(office, "/nowhere/python")
    (office / "bin").mkdir()
    (office / "bin/jiukun").write_text('#!/bin/sh\necho "PATH $*"\nexit 1\n')
    (office / "bin/jiukun").chmod(0o755)
    path = f"{office / 'bin'}:/usr/bin:/bin"
    assert click(office / "汇总.sh", PATH=path) == (1, f"PATH --root {office} compile\n")
    (office / ".venv/bin").mkdir(parents=True)
    (office / ".venv/bin/python").write_text('#!/bin/sh\necho ".venv $*"\nexit 3\n')
    (office / ".venv/bin/python").chmod(0o755)
    assert click(office / "签收点名.sh", PATH=path) == (3, f".venv -m jiukun --root {office} receive\n")


def test_they_read_alike_in_every_code_page() -> None:
    """CRLF, no BOM, ASCII save the place of Python; where that is another system's, there is none."""
    files = scripts("D:\\督办\\100%\\python.exe")
    assert files["汇总.bat"].replace(b"\r\n", b"\n") == BAT.encode()
    assert all(data.count(b"\r\n") == data.count(b"\n") for name, data in files.items() if name.endswith(".bat"))
    assert all(b"\r" not in data for name, data in files.items() if name.endswith(".sh"))
    for python in ("/opt/督办/python", "D:\\督办\\python.exe"):
        other = ".bat" if python.startswith("/") else ".sh"
        assert all(data.isascii() for name, data in scripts(python).items() if name.endswith(other))


def test_init_writes_them_for_the_python_that_runs_it(desk: Desk) -> None:
    assert desk.run("init", "新方案").status == 0
    root = desk.root / "新方案"
    assert {path.name for path in root.glob("*.*t")} | {path.name for path in root.glob("*.sh")} == {
        f"{name}.{kind}" for name in NAMES for kind in ("bat", "sh")
    }
    assert sys.executable in (root / "汇总.sh").read_text("utf-8")
    assert os.name == "nt" or all(os.access(root / f"{name}.sh", os.X_OK) for name in NAMES)


def test_those_of_windows_under_wine(office: Path, *, is_long: bool) -> None:
    """A stand-in for Windows' cmd.exe; a program of its own that ends in 1 stands in for Python."""
    if not is_long or shutil.which("wine") is None:
        pytest.skip("with --long, where Debian's wine is installed")
    prefix = office / "wine"
    environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8", "DISPLAY": ""}

    def cmd(line: str) -> subprocess.CompletedProcess[bytes]:
        words = ["wine", "cmd", "/c", line]
        options = {"cwd": office, "env": environment, "stdin": subprocess.DEVNULL, "capture_output": True}
        return subprocess.run(words, **options, timeout=120, check=False)  # type: ignore[call-overload, no-any-return]

    cmd("ver")
    python = office / ".venv/Scripts/python.exe"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nprintf '<%s>' \"$@\"; echo\n")
    python.chmod(0o755)
    root = "Z:" + str(office).replace("/", "\\")
    shown = cmd("签收点名.bat").stdout.decode()
    for command in ("receive", "missing"):
        assert f"<-m><jiukun><--root><{root}\\.><{command}>" in shown, shown
    assert "Press any key" in shown
    shutil.copy(prefix / "drive_c/windows/system32/reg.exe", python)
    assert cmd("签收点名.bat").returncode == 1
