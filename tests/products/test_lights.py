"""Lights and their reasons, by a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from jiukun.evidence.day_view import DayLine
from jiukun.evidence.timeliness import Evidence, Paper, Standing, Status, Version
from jiukun.plan.loading import load_plan
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.lights import Colour, Light, light, time_limit
from jiukun.project.folders import Project
from support.desk import BASE, ZONE, Desk, at, replaced

_plan, _ = load_plan(Project(BASE))
assert _plan is not None
PLAN: Plan = _plan
TODAY = date(2022, 8, 26)
UNITS = PLAN.lead_units[:2]
VERSION = Version(datetime(2022, 8, 26, 17, 20, tzinfo=ZONE), Evidence.RECEIPT)


def line(unit: Unit, status: Status, minutes: int = 0) -> DayLine:
    decisive = VERSION if status in {Status.ON_TIME, Status.LATE, Status.INVALID} else None
    stand = Standing(status, decisive, decisive, minutes)
    return DayLine(unit, unit.short, stand, Paper.NOT_REQUIRED, None, None)


def lit(changes: dict[str, object], statuses: Sequence[tuple[Status, int]], missed: Sequence[int]) -> Light:
    """The light of measure 1, with some of its fields changed, of two lead units."""
    measure = PLAN.measures[0].model_copy(update=changes)
    counts = {unit.short: count for unit, count in zip(UNITS, missed, strict=True)}
    lines = [line(unit, *status) for unit, status in zip(UNITS, statuses, strict=True)]
    return light(PLAN, measure, TODAY, lines, counts)


GOOD, LATE, GONE = (Status.ON_TIME, 0), (Status.LATE, 20), (Status.MISSING, 0)
BAD, OPEN, FREE = (Status.INVALID, 0), (Status.PENDING, 0), (Status.EXEMPT, 0)
R, A, G = Colour.RED, Colour.AMBER, Colour.GREEN


@pytest.mark.parametrize(
    ("changes", "statuses", "missed", "colour", "reasons"),
    [
        ({}, (GOOD, GOOD), (0, 0), G, ()),
        ({}, (GOOD, LATE), (0, 0), A, ("州市场监督管理局迟报20分钟",)),
        ({}, (BAD, GONE), (0, 1), A, ("州工信局报送有误", "州市场监督管理局未报送")),
        ({}, (GOOD, GONE), (0, 2), R, ("州市场监督管理局连续2天未报",)),
        ({}, (GONE, GONE), (2, 9), R, ("州工信局连续2天未报", "州市场监督管理局连续9天未报")),
        ({}, (OPEN, GOOD), (2, 0), R, ("州工信局连续2天未报",)),  # before the deadline of the third day
        ({}, (OPEN, OPEN), (1, 0), G, ()),
        ({}, (FREE, FREE), (0, 0), G, ()),
        ({"time_limit": "8月25日"}, (GOOD, GOOD), (0, 0), R, ("已过完成时限（8月25日）",)),
        ({"time_limit": "8月26日"}, (GOOD, GOOD), (0, 0), A, ("临近完成时限（8月26日）",)),
        ({"time_limit": "8月29日"}, (LATE, GOOD), (0, 0), A, ("临近完成时限（8月29日）", "州工信局迟报20分钟")),
        ({"time_limit": "8月30日"}, (GOOD, GOOD), (0, 0), G, ()),
        ({"time_limit": "长期"}, (GOOD, GOOD), (0, 0), G, ()),
        ({"time_limit": "7月底"}, (GONE, GOOD), (3, 0), R, ("已过完成时限（7月底）", "州工信局连续3天未报")),
        ({"closed": date(2022, 8, 25)}, (GONE, GONE), (5, 5), Colour.GREY, ("2022年8月25日办结",)),
        ({"closed": TODAY}, (GOOD, GOOD), (0, 0), G, ()),
        ({"first_day": date(2022, 9, 1)}, (GONE, GONE), (2, 2), G, ("2022年9月1日起报",)),
    ],
)
def test_the_light_of_a_measure(
    changes: dict[str, object],
    statuses: Sequence[tuple[Status, int]],
    missed: Sequence[int],
    colour: Colour,
    reasons: tuple[str, ...],
) -> None:
    assert lit(changes, statuses, missed) == Light(colour, reasons)


def test_the_year_of_a_time_limit_is_that_of_the_plan() -> None:
    measure: Measure = PLAN.measures[0].model_copy(update={"time_limit": "6月底"})
    assert time_limit(PLAN, measure) == date(2022, 6, 30)


def test_the_office_says_from_when_the_lights_change(desk: Desk) -> None:
    """连续未报 and 临期天数 are the plan's; a morning's 尚未报送 does not hide the days before it."""
    path = desk.root / "data" / "measures.yaml"
    text = replaced("连续未报: 2, 临期天数: 3", "连续未报: 3, 临期天数: 10", path.read_text("utf-8"))
    text = replaced("工作任务: 减免租金\n", "工作任务: 减免租金\n  完成时限: 9月6日前\n", text)
    path.write_text(text, "utf-8")
    for clock, missed, is_near in (("26T18:00:00", 0, False), ("27T09:00:00", 0, True), ("27T18:00:00", 5, False)):
        at(desk, f"2022-08-{clock}", "board", "--output", "p.html")
        page = (desk.root / "p.html").read_text("utf-8")
        assert page.count("连续3天未报") == missed
        assert ("临近完成时限（9月6日前）" in page) is is_near
