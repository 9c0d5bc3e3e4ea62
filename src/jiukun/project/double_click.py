"""What is double-clicked each day: a `.bat` and a `.sh` in the project's folder for the morning, 17:00 and 18:00.

`python -m jiukun.project.double_click FOLDER` writes them; installers do so.

cmd reads a `.bat` in the code page of the console, GBK or another, and a terminal shows what it is set to. So the files
are ASCII, save the place of Python, for which cmd's code page is set to UTF-8; all words come from jiukun.
"""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path

from jiukun.project.folders import Project

# Commands one after the other, and what of out/ to open: of the names that match, the last.
_TASKS = {
    "备表": (("new --form --all",), "forms/*"),
    "签收点名": (("receive", "missing"), ""),
    "汇总": (("compile",), "*-????-??-??.xlsx"),
}
_BAT = """\
@echo off
title %~n0
chcp 65001 >nul
set "python=%~dp0.venv\\Scripts\\python.exe"
if not exist "%python%" set "python={python}"
set jiukun="%python%" -m jiukun
if not exist "%python%" set jiukun=jiukun
set status=0
{runs}{opens}pause
exit /b %status%
"""
_BAT_RUN = """\
if %status% lss 2 %jiukun% --root "%~dp0." {command}
if %errorlevel% gtr %status% set status=%errorlevel%
"""
_BAT_OPEN = """\
for {kind}%%F in ("%~dp0out\\{made}") do set "made=%%F"
if %status% lss 2 if defined made start "" "%made%"
"""
_SH = """\
#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 3
python=$here/.venv/bin/python
[ -x "$python" ] || python={python}
run() {{
    if [ -x "$python" ]; then set -- "$python" -m jiukun --root "$here" "$@"; else set -- jiukun --root "$here" "$@"; fi
    [ "$status" -ge 2 ] || "$@" || {{ last=$?; [ "$last" -le "$status" ] || status=$last; }}
}}
status=0
{runs}{opens}if [ -t 0 ]; then printf '[ Enter ] '; read -r _; fi
exit "$status"
"""
_SH_OPEN = """\
for made in "$here"/out/{made}; do :; done
if [ "$status" -lt 2 ] && [ -e "$made" ] && [ -t 1 ]; then xdg-open "$made" >/dev/null 2>&1 & fi
"""


def scripts(python: str) -> dict[str, bytes]:
    """Name → bytes of the six files; they take the .venv beside them, else this `python`, else what the PATH has."""
    here, files = "\\" in python, dict[str, bytes]()
    for name, (commands, made) in _TASKS.items():
        kind = "/d " if made.endswith("/*") else ""
        bat = _BAT.format(
            python=python.replace("%", "%%") if here else "",
            runs="".join(_BAT_RUN.format(command=command) for command in commands),
            opens=_BAT_OPEN.format(kind=kind, made=made.replace("/", "\\")) if made else "",
        )
        sh = _SH.format(
            python="''" if here else shlex.quote(python),
            runs="".join(f"run {command}\n" for command in commands),
            opens=_SH_OPEN.format(made=made) if made else "",
        )
        files |= {f"{name}.bat": bat.replace("\n", "\r\n").encode(), f"{name}.sh": sh.encode()}
    return files


def make_executable(folder: Path) -> None:
    """Let the `.sh` be double-clicked; some shares know no such thing."""
    for name in _TASKS:
        with suppress(OSError):
            (folder / f"{name}.sh").chmod(0o755)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    for file, data in scripts(sys.executable).items():
        Project(place).write(place / file, data)
    make_executable(place)
