"""What the days before one say is read once for all units and problems, however many days there are."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from jiukun.project.folders import DayEntries, Project
from support.desk import DAY, Desk, at, replaced

DAYS = [date.fromisoformat(DAY) - timedelta(days=days) for days in range(90, -1, -1)]
WITH_PROBLEM = replaced("存在问题: 无", "存在问题: 两户房东不肯减租。")


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Counter[date]:
    """How often the folder of each day was looked into."""
    counts: Counter[date] = Counter()
    real = Project.day_entries

    def day_entries(self: Project, day: date) -> DayEntries:
        counts[day] += 1
        return real(self, day)

    monkeypatch.setattr(Project, "day_entries", day_entries)
    return counts


@pytest.fixture
def long(desk: Desk) -> Desk:
    """Three months in which one unit names problems, and the others never file."""
    measures = desk.root / "data" / "measures.yaml"
    measures.write_text(measures.read_text("utf-8").replace("起始日期: 2022-08-25", f"起始日期: {DAYS[0]}"), "utf-8")
    for day in DAYS:
        desk.report(replaced(DAY, day.isoformat(), WITH_PROBLEM), day=day.isoformat())
    return desk


def test_problems_that_stand_long_and_units_that_never_file(long: Desk, looked: Counter[date]) -> None:
    assert at(long, "18:00", "board").status == 0
    assert max(looked.values()) <= 3
    assert f"{DAYS[0].month}月{DAYS[0].day}日起，已91天" in (long.root / "out" / "board.html").read_text("utf-8")


def test_notices_to_units_that_never_file(long: Desk, looked: Counter[date]) -> None:
    result = at(long, "18:00", "missing", "--notice")
    assert f"已连续{len(DAYS)}天未报" in result.out
    assert max(looked.values()) <= 2
