"""What was done to the receipts is told where it can be, and nothing is told of what nobody did."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.desk import DAY, REPORT, Desk, Result, at, replaced

RECEIPTS = f"data/receipts/{DAY}"
posix = pytest.mark.skipif(os.name == "nt", reason="links are other things on Windows")
OTHERS = REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1")


def receive(desk: Desk, clock: str, *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def missing(desk: Desk, day: str = DAY) -> Any:
    return at(desk, f"{day}T18:00:00", "missing", "--date", day, "--format", "json").json


def told(desk: Desk, day: str = DAY) -> list[str]:
    return [f"{found['code']} {found['path']} {found['message']}" for found in missing(desk, day)["diagnostics"]]


def line(desk: Desk, unit: str = "州财政局", day: str = DAY) -> Any:
    return next(found for found in missing(desk, day)["units"] if found["unit"] == unit)


def kept(desk: Desk, unit: str = "州财政局", day: str = DAY) -> list[Path]:
    return sorted((desk.root / f"data/receipts/{day}/{unit}").glob("0*valid*"))


def paper_is_due(desk: Desk) -> None:
    plan = desk.root / "data" / "measures.yaml"
    plan.write_text(plan.read_text("utf-8").replace("纸质版: 否", "纸质版: 是"), "utf-8")


def three_versions(desk: Desk) -> list[Path]:
    for number in (12, 13, 14):
        desk.report(replaced("12户", f"{number}户"), at=f"{DAY}T16:{number}+08:00")
        receive(desk, f"16:{number}:30")
    (desk.root / "submissions" / DAY / "州财政局.yaml").unlink()
    assert told(desk) == []
    return kept(desk)


def lost(path: Path) -> str:
    number, digest = int(path.name[:4]), path.stem.rpartition("_")[2]
    return f"JK413 {RECEIPTS}/{path.parent.name} 第 {number} 件签收件（SHA-256 以 {digest} 开头）不见了"


def test_a_version_whose_place_another_one_takes_is_told(desk: Desk) -> None:
    """No number is wanting; what the looks kept is."""
    first, second, third = three_versions(desk)
    second.unlink()
    shutil.copy(first, first.with_name(f"0002{first.name[4:]}"))
    assert told(desk) == [lost(second)]
    third.unlink()
    forged = replaced("12户", "99户").encode()
    digest = hashlib.sha256(forged).hexdigest()[:16]
    third.with_name(f"{third.name.rpartition('_')[0]}_{digest}.yaml").write_bytes(forged)
    assert told(desk) == [lost(second), lost(third)]


def test_numbers_that_no_look_recorded_are_still_counted(desk: Desk) -> None:
    """As an earlier jiukun kept them, or where the record of the looks is lost."""
    _, second, _ = three_versions(desk)
    (desk.root / RECEIPTS / "looks.jsonl").unlink()
    second.unlink()
    assert told(desk) == [f"JK413 {RECEIPTS}/州财政局 第 2 件签收件不见了"]


def test_a_unit_that_was_renamed_between_two_versions_lost_none(desk: Desk) -> None:
    three_versions(desk)
    for name in ("measures", "units"):
        path = desk.root / "data" / f"{name}.yaml"
        path.write_text(path.read_text("utf-8").replace("州财政局", "州财局"), "utf-8")
    units = desk.root / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("别名: [财政局]", "别名: [财政局, 州财政局]"), "utf-8")
    desk.report(replaced("12户", "15户"), at=f"{DAY}T16:40+08:00")
    receive(desk, "16:50:00")
    assert len(kept(desk, "州财局")) == 1
    assert told(desk) == []
    receive(desk, "16:55:00", "州财局", "--at", "16:30", "--reason", "电话先报")
    assert told(desk) == []


def test_what_the_office_does_itself_is_no_tampering(desk: Desk) -> None:
    three_versions(desk)
    receive(desk, "16:20:00", "--paper", "州财政局")
    receive(desk, "16:21:00", "--paper", "--undo", "州财政局")
    receive(desk, "16:22:00", "州财政局", "--at", "16:00", "--reason", "电话先报")
    desk.report(replaced("12户", "12户"), at=f"{DAY}T16:25+08:00")  # as it was at first
    receive(desk, "16:30:00")
    assert len(kept(desk)) == 4
    assert told(desk) == []
    (desk.root / RECEIPTS / "looks.jsonl").unlink()
    assert told(desk) == []
    receive(desk, "16:40:00")
    assert told(desk) == []


def test_a_copy_of_anothers_version_that_is_not_valid_is_none_of_this_units(desk: Desk) -> None:
    """And one that the unit itself filed wrongly stays its own, also where the record of the looks is lost."""
    desk.report(replaced("存在问题: 无", "存在问题: 同上"))
    desk.report(OTHERS, "州市场监督管理局")  # names another unit
    receive(desk, "16:50:00")
    copy = desk.root / RECEIPTS / "州工信局" / kept(desk)[0].name
    copy.parent.mkdir()
    shutil.copy(kept(desk)[0], copy)
    foreign = f"JK420 {RECEIPTS}/州工信局/{copy.name} 签收件里写的不是州工信局这一天的报送，没有采用"
    for _ in range(2):
        assert told(desk) == [foreign]
        statuses = [line(desk, unit)["status"] for unit in ("州工信局", "州财政局", "州市场监督管理局")]
        assert statuses == ["missing", "invalid", "invalid"]
        receive(desk, "17:10:00")
    copy.unlink()
    (desk.root / RECEIPTS / "looks.jsonl").unlink()
    assert told(desk) == []
    assert line(desk, "州市场监督管理局")["status"] == "invalid"


def test_the_receipts_of_a_whole_day_that_were_copied_to_another(desk: Desk) -> None:
    """The record of the looks with them: its entries say of which day they are."""
    desk.report()
    desk.report(OTHERS.replace("存在问题: 无", "存在问题: 同上"), "州工信局")
    receive(desk, "16:50:00")
    shutil.copytree(desk.root / RECEIPTS, desk.root / "data/receipts/2022-08-29")
    for _ in range(2):
        assert [words[:5] for words in told(desk, "2022-08-29")] == ["JK420", "JK420"]
        statuses = [line(desk, unit, "2022-08-29")["status"] for unit in ("州财政局", "州工信局")]
        assert statuses == ["missing", "missing"]
        at(desk, "2022-08-29T17:30:00", "receive", "--date", "2022-08-29")
    assert told(desk) == []


def test_a_plan_that_is_changed_makes_no_version_another_days(desk: Desk) -> None:
    """What a look bore out as this unit's and this day's stays so, whatever day its date means later."""
    plan = desk.root / "data" / "measures.yaml"
    daily = plan.read_text("utf-8")
    assert "报送日: 每日" in daily
    plan.write_text(daily.replace("报送日: 每日", "报送日: 每周五"), "utf-8")  # the sample day is one
    desk.report(replaced("日期: 2022-08-26", "日期: 2022-08-25"))
    receive(desk, "16:50:00")
    assert line(desk)["status"] == "on_time"
    plan.write_text(daily, "utf-8")
    assert line(desk)["status"] == "on_time"
    receive(desk, "17:10:00")
    assert (line(desk)["status"], told(desk)) == ("on_time", [])


@posix
@pytest.mark.parametrize(
    ("place", "code", "named"),
    [
        ("方案", "JK406", "方案"),
        ("方案/*.yaml", "JK406", "方案/measures.yaml"),
        ("方案/measures.yaml", "JK406", "方案/measures.yaml"),
        ("", "JK406", ""),
    ],
)
def test_a_plan_that_became_a_link_is_a_broken_copy(desk: Desk, place: str, code: str, named: str) -> None:
    """The day is named and left out, and never judged by today's plan."""
    desk.report(at=f"{DAY}T17:30+08:00")
    receive(desk, "18:00:00")
    plan = desk.root / "data" / "measures.yaml"
    plan.write_text(plan.read_text("utf-8").replace("每日截止: 17:00", "每日截止: 18:00"), "utf-8")
    paths = sorted((desk.root / RECEIPTS).glob(place)) if place else [desk.root / RECEIPTS]
    for number, path in enumerate(paths):
        path.symlink_to(path.rename(desk.root / f"elsewhere{number}"))
    where = f"{RECEIPTS}/{named}".rstrip("/")
    result = at(desk, "2022-08-27T09:00:00", "missing", "--date", DAY, "--format", "json")
    assert result.status == 2
    first = result.json["diagnostics"][0]
    assert (first["code"], first["path"]) == (code, where)
    assert f"这一天留存的方案有误，先改好 {where} 再用" in at(desk, "2022-08-27T09:00:00", "missing", "--date", DAY).err
    result = at(desk, "2022-08-27T09:00:00", "ledger", "--from", DAY, "--to", DAY)
    assert (result.status, where in result.out + result.err) == (2, True)


def test_a_plan_that_was_emptied_is_a_broken_copy(desk: Desk) -> None:
    desk.report()
    receive(desk, "16:50:00")
    for path in (desk.root / RECEIPTS / "方案").iterdir():
        path.write_bytes(b"")
    assert at(desk, "2022-08-27T09:00:00", "missing", "--date", DAY).status == 2


@posix
@pytest.mark.parametrize("place", ["方案", "looks.jsonl", "州财政局/{version}", "州财政局/paper_20220826T160000+0800"])
def test_a_link_among_the_receipts_is_told_as_one(desk: Desk, place: str) -> None:
    """And is no paper."""
    paper_is_due(desk)
    desk.report()
    receive(desk, "16:50:00")
    path = desk.root / RECEIPTS / place.format(version=kept(desk)[0].name)
    elsewhere = desk.root / "elsewhere"
    if path.exists():
        path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert f"JK406 {RECEIPTS}/{place}".format(version=path.name) in [words.rsplit(" ", 1)[0] for words in told(desk)]
    assert line(desk)["paper"] == "missing"


def test_a_folder_is_no_paper(desk: Desk) -> None:
    paper_is_due(desk)
    desk.report()
    receive(desk, "16:50:00")
    (desk.root / RECEIPTS / "州财政局" / "paper_20220826T160000+0800").mkdir()
    assert line(desk)["paper"] == "missing"
    assert [words[:5] for words in told(desk)] == ["JK412"]
