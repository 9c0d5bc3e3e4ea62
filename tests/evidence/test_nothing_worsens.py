"""What must hold of any week at the office: only its own word worsens a day received, and no bytes are lost."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from jiukun.cli import workspace
from support.desk import TESTS, ZONE, Desk, set_time

DAYS = TESTS / "days"
MONDAY = "2023-03-06"
BEGIN = datetime.fromisoformat(f"{MONDAY}T14:00").replace(tzinfo=ZONE)
UNIT = "县住建局"
# invalid is the worst: what is missing may become invalid by a file that cannot be used
WORST_LAST = ("on_time", "late", "missing", "invalid")
NAMES = ("县住建局.yaml", "住建局(2).yaml", "县住建局.txt", "无题.yaml", "县住建局 定稿.yml")
TEXTS = ("住建-06.yaml", "住建-06-更正.yaml")
PLAN_EDITS = (
    ("每日截止: 16:00", "每日截止: 15:00"),
    ("每日截止: 16:00", "每日截止: 18:00"),
    ("牵头单位: [县住建局]", "牵头单位: [县应急局]"),
    ("检查在建工地", "检查全部工地"),
    ("免报日: []", f"免报日: [{MONDAY}]"),
)
STEPS = st.one_of(
    st.tuples(st.just("drop"), st.sampled_from(NAMES), st.sampled_from(TEXTS), st.integers(0, 200)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.just(0)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just(""), st.just(0)),
    st.tuples(st.just("plan"), st.just(""), st.just(""), st.integers(0, len(PLAN_EDITS) - 1)),
    st.tuples(st.just("look"), st.just(""), st.just(""), st.just(0)),
)


@dataclass
class Week:
    """A project in which time goes on, twenty minutes a step."""

    desk: Desk
    moment: datetime = BEGIN

    def run(self, *arguments: str) -> Any:
        with patch.object(workspace, "clock", lambda _: self.moment):
            return self.desk.run("--root", str(self.desk.root), *arguments)

    def step(self, what: str, name: str, other: str, number: int) -> None:
        folder = self.desk.root / "submissions" / MONDAY
        if what == "drop":
            path = self.desk.file(f"submissions/{MONDAY}/{name}", (DAYS / "reports" / other).read_bytes())
            set_time(path, (self.moment - timedelta(minutes=number)).isoformat())
        elif what == "rename" and (folder / name).exists():
            (folder / name).replace(folder / other)
        elif what == "delete":
            (folder / name).unlink(missing_ok=True)
        elif what == "plan":
            shutil.copy(DAYS / "project/data/measures.yaml", self.desk.root / "data/measures.yaml")
            path = self.desk.root / "data/measures.yaml"
            path.write_text(path.read_text("utf-8").replace(*PLAN_EDITS[number]), "utf-8")
        elif what == "look":
            assert self.run("receive", "--date", MONDAY).status in {0, 1}

    def standing(self) -> dict[str, Any] | None:
        units = self.run("missing", "--date", MONDAY, "--format", "json").json["units"]
        return next((unit for unit in units if unit["unit"] == UNIT), None)

    def kept(self) -> set[str]:
        folder = self.desk.root / f"data/receipts/{MONDAY}/{UNIT}"
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("0*")}


@settings(deadline=None, max_examples=25, derandomize=True)
@given(st.lists(STEPS, min_size=2, max_size=9), st.lists(STEPS, max_size=6))
def test_only_the_offices_word_worsens_a_day_received(monday: list[Any], later: list[Any]) -> None:
    """Looks of the day itself set its plan; from the next day on nothing that is done worsens it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(DAYS / "project", root)
        week = Week(Desk(root))
        kept: set[str] = set()
        for step in monday:
            week.step(*step)
            assert kept <= week.kept()
            kept = week.kept()
            week.moment += timedelta(minutes=20)
        week.step("look", "", "", 0)
        week.moment = BEGIN + timedelta(days=1)
        before = week.standing()
        for step in later:
            week.step(*step)
            week.step("look", "", "", 0)  # of bytes that no look has found there is nothing to hold
            week.moment += timedelta(minutes=20)
            after = week.standing()
            assert kept <= week.kept()
            kept = week.kept()
            assert (before is None) == (after is None)
            if before is None or after is None or before["status"] not in WORST_LAST:
                continue
            if before["status"] != "missing":
                assert WORST_LAST.index(after["status"]) <= WORST_LAST.index(before["status"])
            if before["arrived_at"] and after["status"] == before["status"] != "invalid":
                assert after["arrived_at"] <= before["arrived_at"]
            before = after
