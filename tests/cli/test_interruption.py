"""Ctrl+C at any moment ends in words and status 130, or comes too late and changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.desk import DAY, Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent as SIGINT")

# Before this Python itself starts, and whatever it says then is not ours.
BEGIN = "import jiukun.__main__, os, signal, sys; os.write(3, b'.')\n"
PROGRAM = f"{BEGIN}jiukun.__main__.main()\n"
# The same, interrupted when so many more modules have been looked for as its first argument says.
AT_A_MODULE = f"""{BEGIN}
class Finder:
    left = int(sys.argv.pop(1))
    def find_spec(self, *_):
        Finder.left -= 1
        if Finder.left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
jiukun.__main__.main()
"""
# The same, interrupted while a library runs that makes an error of its own of it.
WITHIN_A_LIBRARY = f"""{BEGIN}
import pydantic, pydantic_core
def build(*_):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as interruption:
        raise pydantic_core.SchemaError("KeyboardInterrupt") from interruption
pydantic.BaseModel.model_validate = build
jiukun.__main__.main()
"""
COMMANDS = {
    "missing": f"missing --date {DAY} --at 18:00",
    "compile": f"compile --date {DAY} --at 18:00",
    "receive": f"receive --date {DAY}",
}
INTERRUPTED = (130, "已中断\n")
MOMENTS = 25
MODULES = 16  # from one interruption to the next
CLOCK = r"\d\d:\d\d:\d\d\n"  # of a look


def run(desk: Desk, program: str, arguments: str, delay: float | None = None) -> tuple[int, str, str]:
    """Status, errors and output of a process of its own, interrupted some seconds after its first line."""
    for name in ("out", "data/receipts"):
        shutil.rmtree(desk.root / name, ignore_errors=True)
    heard, said = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", f"import os; os.dup2({said}, 3)\n{program}", *arguments.split()],
        cwd=desk.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[said],
        text=True,
        encoding="utf-8",
    ) as process:
        os.close(said)
        assert os.read(heard, 1) == b"."
        os.close(heard)
        if delay is not None:
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    return process.returncode, err, re.sub(CLOCK, "", out)


def products(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "out").rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_an_interruption_at_any_moment(desk: Desk, command: str) -> None:
    desk.report()
    start = time.monotonic()
    whole = run(desk, PROGRAM, COMMANDS[command])
    duration = time.monotonic() - start
    made = products(desk.root)
    for moment in range(MOMENTS):
        found = run(desk, PROGRAM, COMMANDS[command], duration * moment / (MOMENTS - 1))
        assert found == whole or (found[:2] == INTERRUPTED and whole[2].startswith(found[2])), moment
        assert products(desk.root).items() <= made.items()


def test_an_interruption_while_modules_are_loaded(desk: Desk) -> None:
    """No library that is being loaded prints or swallows it."""
    desk.report()
    command = f"board --from {DAY} --to {DAY} --at 18:00"
    whole = run(desk, PROGRAM, command)
    number = 1
    while (found := run(desk, AT_A_MODULE, f"{number} {command}")) != whole:
        assert found == (*INTERRUPTED, "")
        assert products(desk.root) == {}
        number += MODULES
    assert number > 10 * MODULES


def test_an_interruption_that_a_library_makes_an_error_of(desk: Desk) -> None:
    desk.report()
    assert run(desk, WITHIN_A_LIBRARY, COMMANDS["missing"]) == (*INTERRUPTED, "")


def test_where_it_is_ignored_it_stays_so(desk: Desk) -> None:
    """As of a program that a shell script starts in the background."""
    desk.report()
    whole = run(desk, PROGRAM, COMMANDS["missing"])
    ignoring = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{PROGRAM}"
    assert run(desk, ignoring, COMMANDS["missing"], 0.05) == whole
