"""A plan is read from the folder that holds its two files, and complaints name that folder."""

from __future__ import annotations

import shutil

from jiukun.plan.loading import load_plan
from jiukun.project.folders import Project
from support.desk import Desk, replaced

COPY = "data/receipts/2022-08-26/方案"


def test_a_plan_is_read_from_any_folder(desk: Desk) -> None:
    project = Project(desk.root)
    shutil.copytree(desk.root / "data", desk.root / COPY)
    measures = desk.root / "data/measures.yaml"
    measures.write_text(replaced("每日截止: 17:00", "每日截止: 16:00", measures.read_text("utf-8")), "utf-8")
    hours = [plan and plan.rule.deadline.seconds // 3600 for plan, _ in map(load_plan, [project], [desk.root / COPY])]
    today, _ = load_plan(project)
    assert today is not None
    assert (today.rule.deadline.seconds // 3600, hours) == (16, [17])


def test_what_is_wrong_with_a_copy_names_the_copy(desk: Desk) -> None:
    copy = desk.root / COPY
    shutil.copytree(desk.root / "data", copy)
    measures = copy / "measures.yaml"
    measures.write_text(replaced("[州财政局]", "[州财证局]", measures.read_text("utf-8")), "utf-8")
    plan, (found,) = load_plan(Project(desk.root), copy)
    assert plan is None
    assert (found.location.path, found.code) == (f"{COPY}/measures.yaml", "JK502")
    assert found.message == f"“州财证局”没有在 {COPY}/units.yaml 里登记"
    (copy / "units.yaml").unlink()
    plan, (found,) = load_plan(Project(desk.root), copy)
    assert plan is None
    assert (found.code, found.message) == ("JK501", f"缺少 {COPY}/units.yaml")
