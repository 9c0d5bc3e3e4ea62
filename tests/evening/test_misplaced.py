"""What lies in a wrong place of the shared folder: told under its unit, and once moved as told no later for it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.desk import DAY, REPORT, TESTS, Desk, Result, at, replaced
from support.fuzzing import a_filled_form
from support.watching import Watched

FOLDER = f"submissions/{DAY}"
FORMS = TESTS / "forms"
REPORT_PLACE = f"{FOLDER}/州财政局.yaml"


def unit(desk: Desk, clock: str = "17:30:00") -> tuple[str, str | None]:
    """Where the unit stands, and when its report came."""
    result = at(desk, clock, "missing", "--date", DAY, "--format", "json")
    line = next(line for line in result.json["units"] if line["unit"] == "州财政局")
    return line["status"], line["arrived_at"] and line["arrived_at"][11:16]


def receive(desk: Desk, clock: str, *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def laid(desk: Desk, place: str, text: str | bytes = REPORT) -> Path:
    return desk.file(f"submissions/{place}", text, f"{DAY}T16:40+08:00")


def move_file(desk: Desk, path: Path) -> None:
    (desk.root / FOLDER).mkdir(exist_ok=True)
    path.rename(desk.root / FOLDER / path.name)


def move_folder(desk: Desk, path: Path) -> None:
    path.parent.rename(desk.root / FOLDER)


WRONG: dict[str, tuple[str, Callable[[Desk, Path], None], str]] = {
    "beside the folders": ("州财政局.yaml", move_file, "文件直接放在了 submissions/ 下，没有计入"),
    "a folder written otherwise": ("2022.8.26/州财政局.yaml", move_folder, "放错了位置，没有计入"),
    "a folder without a year": ("8月26日/州财政局.yaml", move_folder, "放错了位置，没有计入"),
    "a folder in such a folder": ("8月26日/州里/州财政局.yaml", move_file, "放错了位置，没有计入"),
    "any folder": ("收件/财政局(2).yaml", move_file, "放错了位置，没有计入"),
    "an inner folder": (f"{DAY}/附件/州财政局.yaml", move_file, "放错了位置，没有计入"),
    "its own inner folder": (f"{DAY}/州财政局/情况.yaml", move_file, "日期文件夹里不应再有文件夹，里面的文件没有计入"),
    "yesterday": (
        "2022-08-25/州财政局.yaml",
        move_file,
        "州财政局 2022-08-26 的报送放在了 2022-08-25 的文件夹里，没有计入",
    ),
    "a week ago": (
        "2022-08-19/州财政局.yaml",
        move_file,
        "州财政局 2022-08-26 的报送放在了 2022-08-19 的文件夹里，没有计入",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_moved_as_told_it_is_no_later(desk: Desk, name: str) -> None:
    place, move, words = WRONG[name]
    path = laid(desk, place)
    result = receive(desk, "16:50:00")
    assert (result.status, words in result.out) == (1, True), result.out
    assert "没有文件：州工信局、州市场监督管理局、阿图什市人民政府、乌恰县人民政府\n" in result.out
    for clock in ("16:59:00", "17:05:00"):
        receive(desk, clock)  # it lies there still
    notice = at(desk, "17:08:00", "missing", "--date", DAY, "--notice").out
    own = notice[notice.index("【州财政局】") :].partition("\n\n")[0]
    assert "能采用" in own
    assert words in own
    move(desk, path)
    assert unit(desk, "17:09:00") == ("on_time", "16:40")
    assert receive(desk, "17:10:00").status == 0
    assert unit(desk) == ("on_time", "16:40")


def test_what_is_moved_before_any_look_is_dated_as_any_file(desk: Desk) -> None:
    receive(desk, "16:50:00")
    path = laid(desk, "州财政局.yaml")
    move_file(desk, path)
    assert receive(desk, "17:10:00").status == 0
    assert unit(desk) == ("late", "17:10")


def test_what_went_away_between_arrives_anew(desk: Desk) -> None:
    path = laid(desk, "8月26日/州财政局.yaml")
    receive(desk, "16:50:00")
    away = path.rename(desk.root / "away.yaml")
    receive(desk, "16:55:00")
    (desk.root / FOLDER).mkdir()
    away.rename(desk.root / REPORT_PLACE)
    receive(desk, "17:10:00")
    assert unit(desk) == ("late", "17:10")


def test_beside_a_valid_report_it_is_no_fault(desk: Desk) -> None:
    desk.report()
    laid(desk, "8月26日/州财政局.yaml", replaced("12户", "13户"))
    result = receive(desk, "16:50:00")
    assert (result.status, "不能签收" in result.out) == (0, False)
    assert "州财政局：" not in at(desk, "18:00:00", "missing", "--date", DAY).out


def test_blank_forms_that_lie_ready_are_nobodys(desk: Desk) -> None:
    assert desk.run("new", "--all", "--form", "--date", DAY).status == 0
    shutil.copytree(desk.root / "out/forms" / DAY, desk.root / "submissions/空白表")
    assert receive(desk, "16:50:00").status == 0
    laid(desk, "空白表/表.xlsx", a_filled_form())
    assert receive(desk, "16:55:00").status == 1


def test_a_watch_sees_what_lies_in_a_wrong_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told once, and no later when it is moved, in whichever of the places it was written anew."""
    desk.report(replaced(DAY, "2022-08-25"), day="2022-08-25")
    at(desk, "2022-08-25T16:50:00", "receive", "--date", "2022-08-25")
    yesterdays = desk.root / "submissions/2022-08-25/州财政局.yaml"
    loose = desk.root / "submissions/州工信局.yaml"
    other = REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1")
    written: dict[str, float] = {}

    def write(path: Path, text: str) -> None:
        with path.open("r+" if path.exists() else "w", encoding="utf-8") as file:  # in its place, as some editors do
            file.write(text)
        written[path.stem] = path.stat().st_mtime

    def move() -> None:
        for path in (yesterdays, loose):
            move_file(desk, path)

    pause = [lambda: None] * 3
    steps = [*pause, lambda: write(yesterdays, REPORT), *pause, lambda: write(loose, other), *pause, move, *pause]
    result = Watched(desk, monkeypatch).run(steps)
    assert result.out.count("不能签收　submissions/2022-08-25/州财政局.yaml：") == 1
    assert result.out.count("不能签收　submissions/州工信局.yaml：") == 1
    found = desk.run("missing", "--date", DAY, "--format", "json").json
    lines = {line["unit"]: line for line in found["units"]}
    from datetime import datetime

    for name, moment in written.items():
        assert lines[name]["evidence"] == "file_time"
        assert datetime.fromisoformat(lines[name]["arrived_at"]).timestamp() == pytest.approx(moment, abs=0.001)


def test_very_many_files_in_wrong_places(desk: Desk) -> None:
    """The first ones are looked at, and what is told of them stays short."""
    for number in range(300):
        laid(desk, f"8月26日/州财政局{number:03}.yaml", replaced("12户", f"{number}户"))
    laid(desk, "8月26日/大.xlsx", b"PK\x03\x04" + bytes(5 << 20))
    result = receive(desk, "16:50:00")
    assert result.status == 1
    assert result.out.count("不能签收") == 3
    record = (desk.root / f"data/receipts/{DAY}/looks.jsonl").read_text("utf-8")
    assert record.count('"seen"') == 199


def test_a_late_file_gains_no_earlier_arrival_by_another_day(desk: Desk) -> None:
    """Neither from what lies in a wrong place, nor from a look at another day's folder."""
    for place in ("州财政局.yaml", "乱放/州财政局.yaml", "2022-08-27/附件/州财政局.yaml", "2022-08-27/州财政局.yaml"):
        for clock in ("17:05:00", "23:00:00"):
            receive(desk, clock)
        path = laid(desk, place)
        at(desk, "2022-08-27T08:30:00", "receive", "--date", "2022-08-27")
        move_file(desk, path)
        at(desk, "2022-08-27T08:40:00", "receive", "--date", DAY)
        assert unit(desk, "2022-08-27T09:00:00") == ("late", "08:40"), place
        shutil.rmtree(desk.root / "data/receipts")
        shutil.rmtree(desk.root / "submissions")


PUT_AWAY: dict[str, tuple[str, str | bytes]] = {
    "an archive of days": ("存档/2022-08-25/州财政局.yaml", replaced(DAY, "2022-08-25")),
    "the waste of a share": ("#recycle/州财政局.yaml", REPORT),
    "yesterday's folder": ("8月25日/州财政局.yaml", replaced(DAY, "2022-08-25")),
    "a letter of the office": ("关于做好报送的通知.docx", (FORMS / "word-plain-州财政局.docx").read_bytes()[:900]),
    "a list of the office": ("文件/通讯录.yaml", "- 姓名: 样例甲\n"),
    "a note": ("说明.yaml", "请各单位按时报送\n"),
}


@pytest.mark.parametrize("name", PUT_AWAY)
def test_what_is_no_report_of_the_day_is_nobodys_fault(desk: Desk, name: str) -> None:
    place, text = PUT_AWAY[name]
    laid(desk, place, text)
    result = receive(desk, "16:50:00")
    assert (result.status, "不能签收" in result.out) == (0, False)
    notice = at(desk, "16:55:00", "missing", "--date", DAY, "--notice").out
    assert notice.count(place.rpartition("/")[2]) == 0


@pytest.mark.parametrize("place", ["州财政局/8.26.yaml", "报送/新建工作表.yaml", "收件/情况.xlsx"])
def test_it_is_known_by_what_is_written_in_it(desk: Desk, place: str) -> None:
    laid(desk, place, a_filled_form() if place.endswith(".xlsx") else REPORT)
    result = receive(desk, "16:50:00")
    assert (result.status, f"不能签收　submissions/{place}：放错了位置" in result.out) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows opens by the whole path")
def test_while_it_cannot_be_read_a_look_does_not_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = laid(desk, "8月26日/州财政局.yaml")
    receive(desk, "16:50:00")
    opened = os.open

    def in_use(place: object, *rest: object, **named: object) -> int:
        if place == path.name:
            raise PermissionError(errno.EACCES, "", place)
        return opened(place, *rest, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", in_use)
        result = receive(desk, "16:55:00")
    assert (result.status, "不能签收　submissions/8月26日/州财政局.yaml：读不了" in result.out) == (1, True)
    move_folder(desk, path)
    receive(desk, "17:10:00")
    assert unit(desk) == ("on_time", "16:40")
