"""What two offices kept of one day, joined by git: the version that was received last gives the text."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

from support.desk import DAY, Desk, Result, at, replaced
from support.offices import Offices, two_offices

pytestmark = pytest.mark.skipif(shutil.which("git") is None or os.name == "nt", reason="needs git and links")
BROKEN = replaced("存在问题: 无", "存在问题: 同上")


@pytest.fixture
def offices(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Offices:
    return two_offices(desk, monkeypatch)


def draft(number: int) -> str:
    return replaced("12户", f"{number}户")


def saved(offices: Offices, clock: str, text: str) -> None:
    offices.first.report(text, at=f"{DAY}T{clock}+08:00")


def receive(desk: Desk, clock: str, *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def received_by_second(offices: Offices, clock: str, *arguments: str) -> None:
    with offices.at_second() as second:
        assert receive(second, clock, *arguments).status in {0, 1}


def line(desk: Desk, clock: str = "18:00:00") -> Any:
    units = at(desk, clock, "missing", "--date", DAY, "--format", "json").json["units"]
    return next(unit for unit in units if unit["unit"] == "州财政局")


def text(desk: Desk) -> str:
    """The number in the text that is printed for the unit."""
    assert at(desk, "18:30:00", "ledger", "--from", DAY, "--to", DAY, "--format", "jsonl").status == 0
    written = (desk.root / f"out/台账-{DAY}_{DAY}.jsonl").read_text("utf-8")
    return next((number for number in ("12", "13", "14", "15") if f"办结{number}户" in written), "")


def numbers(desk: Desk) -> list[str]:
    return sorted(path.name[:4] for path in (desk.root / f"data/receipts/{DAY}/州财政局").glob("0*valid*"))


def test_the_office_that_began_later_received_the_last_text(offices: Offices) -> None:
    """It counts from 1 too; its second version is newer than the other's third."""
    for number in (12, 13, 14):
        saved(offices, f"15:{number}:00", draft(number))
        receive(offices.first, f"15:{number}:30")
    received_by_second(offices, "16:00:00")
    saved(offices, "16:20:00", draft(15))
    received_by_second(offices, "16:30:00")
    offices.join()
    assert numbers(offices.first) == ["0001", "0001", "0002", "0002", "0003"]
    assert (text(offices.first), line(offices.first)["corrected"]) == ("15", True)
    assert line(offices.first)["arrived_at"] == f"{DAY}T15:12:00+08:00"
    assert "新签收 0 份" in receive(offices.first, "18:10:00").out
    assert text(offices.first) == "15"


def test_a_mended_version_that_only_the_other_office_kept_is_no_rejected_one(offices: Offices) -> None:
    saved(offices, "15:00:00", draft(12))
    receive(offices.first, "15:10:00")
    saved(offices, "15:20:00", BROKEN)
    receive(offices.first, "15:30:00")
    saved(offices, "15:40:00", draft(13))
    received_by_second(offices, "15:50:00")
    offices.join()
    assert (line(offices.first)["rejected"], text(offices.first)) == (False, "13")


def test_numbers_that_are_not_shared_are_the_order(offices: Offices) -> None:
    """The second office took over; the file that got its right name last was seen first, and so arrived first."""
    misnamed = offices.first.file(f"submissions/{DAY}/财政.txt", draft(13), f"{DAY}T15:00+08:00")
    receive(offices.first, "15:05:00")
    saved(offices, "15:10:00", draft(12))
    receive(offices.first, "15:15:00")
    offices.join()
    misnamed.replace(misnamed.with_name("州财政局.yaml"))
    received_by_second(offices, "15:30:00")
    offices.join()
    assert (numbers(offices.first), text(offices.first)) == (["0001", "0002"], "13")
    assert line(offices.first)["arrived_at"] == f"{DAY}T15:00:00+08:00"


@pytest.mark.parametrize("looks_before", [(), ("15:40:00", "15:50:00")])
def test_what_lies_there_counts_though_its_file_is_older(offices: Offices, looks_before: tuple[str, ...]) -> None:
    """The second office's first look believed the file's own time, which is before that of the first one's version."""
    saved(offices, "15:00:00", draft(12))
    receive(offices.first, "15:10:00")
    saved(offices, "14:50:00", draft(13))
    received_by_second(offices, "15:20:00")
    offices.join()
    assert text(offices.first) == "13"
    for clock in looks_before:
        receive(offices.first, clock, "州工信局")
        assert (numbers(offices.first), text(offices.first)) == (["0001", "0001"], "13")
    for clock in ("16:00:00", "17:00:00"):
        receive(offices.first, clock)
        assert numbers(offices.first) == ["0001", "0001", "0002"]
        assert (text(offices.first), line(offices.first)["arrived_at"]) == ("13", f"{DAY}T14:50:00+08:00")


def test_deleting_a_file_withdraws_nothing_from_the_joined_record_either(offices: Offices) -> None:
    saved(offices, "14:50:00", BROKEN)
    receive(offices.first, "14:55:00")
    saved(offices, "15:00:00", draft(12))
    receive(offices.first, "15:10:00")
    later = offices.first.file(f"submissions/{DAY}/州财政局(2).yaml", draft(13), f"{DAY}T15:20+08:00")
    received_by_second(offices, "15:30:00")
    offices.join()
    assert "新签收 0 份" in receive(offices.first, "16:00:00").out
    later.unlink()
    assert text(offices.first) == "13"
    receive(offices.first, "16:30:00")
    assert (text(offices.first), numbers(offices.first)) == ("13", ["0001", "0001", "0002", "0002"])


def test_of_two_statements_on_equal_bytes_the_later_one_counts(offices: Offices) -> None:
    """Whatever the numbers under which the two offices keep them."""
    saved(offices, "15:00:00", draft(12))
    receive(offices.first, "15:10:00")
    saved(offices, "17:10:00", draft(13))
    receive(offices.first, "17:20:00")
    received_by_second(offices, "17:25:00")
    next((offices.first.root / f"data/receipts/{DAY}/州财政局").glob("0001*")).unlink()
    received_by_second(offices, "18:30:00", "州财政局", "--at", "16:30", "--reason", "后说的")
    receive(offices.first, "18:00:00", "州财政局", "--at", "16:59", "--reason", "先说的")
    offices.join()
    found = line(offices.first, "19:00:00")
    assert (found["arrived_at"], found["evidence"], found["reason"]) == (f"{DAY}T16:30:00+08:00", "stated", "后说的")


@pytest.mark.parametrize("attributes", ["", "data/receipts/** -text\ndata/receipts/**/looks.jsonl merge=union\n"])
def test_line_ends_make_no_other_plan(desk: Desk, monkeypatch: pytest.MonkeyPatch, attributes: str) -> None:
    """Git for Windows writes others, save where it is told not to; a project of an earlier jiukun does not say so."""
    if attributes:
        desk.file(".gitattributes", attributes)
    offices = two_offices(desk, monkeypatch, "-c", "core.autocrlf=true")
    assert (b"\r" in (offices.second.root / "data" / "measures.yaml").read_bytes()) == bool(attributes)
    saved(offices, "16:40:00", draft(12))
    received_by_second(offices, "16:45:00")
    receive(offices.first, "16:50:00")
    offices.join()
    for folder in (offices.first.root, offices.second.root):
        assert b"\r" not in (folder / f"data/receipts/{DAY}/方案/measures.yaml").read_bytes()
    for clock in ("16:55:00", "2022-08-27T09:00:00"):
        with offices.at_second() as second:
            assert at(second, clock, "missing", "--date", DAY).err == ""
    plan = offices.second.root / "data" / "measures.yaml"
    plan.write_bytes(plan.read_bytes().replace("每日截止: 17:00".encode(), "每日截止: 18:00".encode()))
    with offices.at_second() as second:
        assert "与现在的 data/ 不同" in at(second, "2022-08-27T09:00:00", "missing", "--date", DAY).err
