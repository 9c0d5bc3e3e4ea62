"""The commands of git that docs/evidence.md names, run as they stand there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from support.desk import DAY, REPORT, Desk, at, replaced
from support.pages import page

RECEIPTS = f"data/receipts/{DAY}"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_each_command_of_git_that_the_page_names_shows_what_it_says(desk: Desk) -> None:
    """Also what was changed amid a merge; and of days on which nobody meddled nothing but what is named."""
    add, commit, push, whole, meddled, restore = re.findall("^git (.+)$", page("evidence.md"), re.MULTILINE)
    git(desk.root, "init", "-q")
    git(desk.root, "init", "-q", "--bare", "-b", "main", str(desk.root.parent / "remote"))
    git(desk.root, "remote", "add", "origin", str(desk.root.parent / "remote"))
    git(desk.root, "config", "push.autoSetupRemote", "true")

    def put_in() -> None:
        git(desk.root, *shlex.split(add))
        git(desk.root, *shlex.split(commit))
        git(desk.root, *shlex.split(push))

    desk.report()
    at(desk, "16:50:00", "receive", "--date", DAY)
    put_in()
    desk.report(replaced("12户", "13户"), at=f"{DAY}T16:52+08:00")
    for line in ([], ["--paper", "州财政局"], ["--paper", "--undo", "州财政局"]):
        at(desk, "16:55:00", "receive", "--date", DAY, *line)
        put_in()
    first, second = sorted((desk.root / RECEIPTS / "州财政局").glob("0*"))
    assert f"{RECEIPTS}/州财政局/{second.name}" in git(desk.root, *shlex.split(whole))
    found = git(desk.root, *shlex.split(meddled))
    listed = [line.split("\t") for line in found.splitlines() if "\t" in line]
    usual = [names for _, *names in listed if "looks.jsonl" not in names[0] and "/方案/" not in names[0]]
    (paper,) = (desk.root / RECEIPTS / "州财政局").glob("paper_*")
    assert usual == [[f"{RECEIPTS}/州财政局/{name}" for name in (paper.name.partition("_undone")[0], paper.name)]]
    git(desk.root, "checkout", "-qb", "other", "HEAD~1")
    git(desk.root, "merge", "-q", "--no-ff", "--no-commit", "main")
    first.write_text("改过", "utf-8")
    git(desk.root, *shlex.split(add))
    git(desk.root, *shlex.split(commit))
    assert f"M\t{RECEIPTS}/州财政局/{first.name}" in git(desk.root, *shlex.split(meddled))
    git(desk.root, *shlex.split(restore.replace("<提交>", "HEAD~1")))
    assert first.read_text("utf-8") == REPORT
