"""What was done to the receipts is told where it can be, and nothing is told of what nobody did."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from support.desk import DAY, REPORT, Desk, Result, at, replaced

RECEIPTS = f"data/receipts/{DAY}"
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


def three_versions(desk: Desk) -> list[Path]:
    for number in (12, 13, 14):
        desk.report(replaced("12户", f"{number}户"), at=f"{DAY}T16:{number}+08:00")
        receive(desk, f"16:{number}:30")
    shutil.rmtree(desk.root / "submissions" / DAY)
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
