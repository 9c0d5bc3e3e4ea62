"""Two offices that receive from one shared folder, each in a clone of its own, and join what they kept by git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jiukun.project.new_project import _OTHERS
from support.desk import Desk


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x", "--allow-empty")


def put_under_git(desk: Desk) -> None:
    """A project as `init` leaves it or an earlier one left it, save that submissions/ is left out of the repository."""
    if not (desk.root / ".gitattributes").exists():
        desk.file(".gitattributes", _OTHERS[".gitattributes"])
    desk.file(".gitignore", _OTHERS[".gitignore"] + "/submissions\n")
    git(desk.root, "init", "-q")
    commit(desk.root)


@dataclass(frozen=True)
class Offices:
    """The first office's project, in which the run begins, and the second one's."""

    first: Desk
    second: Desk
    monkeypatch: pytest.MonkeyPatch

    @contextmanager
    def at_second(self) -> Iterator[Desk]:
        """The second office at work."""
        with self.monkeypatch.context() as patched:
            patched.chdir(self.second.root)
            yield self.second

    def join(self) -> None:
        """Each office takes what the other kept."""
        commit(self.first.root)
        commit(self.second.root)
        git(self.first.root, "pull", "-q", "--no-rebase", "--no-edit", str(self.second.root), "main")
        git(self.second.root, "pull", "-q", "--ff-only", str(self.first.root), "main")


def two_offices(desk: Desk, monkeypatch: pytest.MonkeyPatch, *options: str) -> Offices:
    """A second office beside one; `options` are those of its `git clone`."""
    put_under_git(desk)
    second = Desk(desk.root.parent / "second")
    git(desk.root, "clone", "-q", *options, ".", str(second.root))
    (desk.root / "submissions").mkdir(exist_ok=True)
    (second.root / "submissions").symlink_to(desk.root / "submissions")
    return Offices(desk, second, monkeypatch)
