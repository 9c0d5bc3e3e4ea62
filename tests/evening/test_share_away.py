"""The share is away, a folder is closed, a disk errs: nobody is late for that, and one file never hides another."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from support.desk import DAY, REPORT, Desk, Result, at, replaced
from support.watching import Watched

FOLDER = f"submissions/{DAY}"
CLOSED_DAY = "2022-08-20"
PERIODS = ("board", "ledger", "bulletin")


def statuses(result: Result) -> dict[str, str]:
    return {line["unit"]: line["status"] for line in result.json["units"]}


def missing(desk: Desk, clock: str = "18:00:00") -> Result:
    return at(desk, clock, "missing", "--date", DAY, "--format", "json")


def receive(desk: Desk, clock: str = "16:50:00", *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def kept(desk: Desk, unit: str = "州财政局") -> list[Path]:
    return sorted((desk.root / "data/receipts" / DAY / unit).glob("0*_*valid*"))


@pytest.mark.parametrize("mount_point", ["", "empty", ".gitkeep"])
def test_a_share_that_is_not_mounted(desk: Desk, mount_point: str) -> None:
    """Its mount point is no folder into which nobody has put anything: no look is noted, and nobody is late for it."""
    submissions, away = desk.root / "submissions", desk.root / "away"
    desk.report()
    receive(desk)
    submissions.rename(away)
    if mount_point:
        submissions.mkdir()
    if mount_point == ".gitkeep":
        desk.file("submissions/.gitkeep", "")
    result = receive(desk, "17:01:00")
    assert (
        result.status,
        f"可能是网络文件夹断开了。接上以后再运行一次；确实清空了，就新建 {FOLDER}" in result.err,
    ) == (3, True)
    for line in ("missing", "compile"):
        result = at(desk, "17:01:00", line, "--date", DAY)
        assert (result.status, "可能是网络文件夹断开了" in result.err) == (line == "missing", True)
    stated = receive(desk, "17:01:30", "州财政局", "--at", "16:00", "--reason", "电话先报")
    assert (stated.status, receive(desk, "17:01:40", "--paper", "州财政局").status) == (0, 0)
    assert [path.name for path in submissions.glob("*")] == ([".gitkeep"] if mount_point == ".gitkeep" else [])
    if mount_point:
        shutil.rmtree(submissions)
    away.rename(submissions)
    desk.report(
        REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1"), "州工信局", at=f"{DAY}T16:55+08:00"
    )
    receive(desk, "17:05:00")
    assert statuses(missing(desk))["州工信局"] == "on_time"


def test_a_folder_that_was_emptied_on_purpose(desk: Desk) -> None:
    """Done as told, all goes on; a project in which nothing was received needs no such word."""
    assert receive(desk).status == 0
    shutil.rmtree(desk.root / "submissions")
    assert receive(desk).status == 0
    desk.report()
    receive(desk)
    shutil.rmtree(desk.root / FOLDER)
    result = receive(desk, "16:55:00")
    assert (result.status, f"确实清空了，就新建 {FOLDER}" in result.err) == (3, True)
    for line in ("compile", "board --to", "bulletin --to", "new --form --all"):  # what was received stands
        assert at(desk, "16:55:30", *line.split(), *([] if "--to" in line else ["--date"]), DAY).status == 0, line
    next_day = at(desk, "2022-08-27T09:00:00", "missing", "--date", DAY)
    assert "网络文件夹" not in next_day.err
    (desk.root / FOLDER).mkdir()
    assert receive(desk, "16:56:00").status == 0
    assert statuses(missing(desk))["州财政局"] == "on_time"


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folder")
def test_a_closed_folder_of_another_day_hides_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report()
    (desk.root / "submissions" / CLOSED_DAY).mkdir()
    opened = os.open

    def closed(path: object, *rest: object, **named: object) -> int:
        if str(path) == CLOSED_DAY:
            raise PermissionError(errno.EACCES, "", path)
        return opened(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", closed)
    period = ["--from", CLOSED_DAY, "--to", DAY]
    for line in (["missing", "--date", DAY], ["compile", "--date", DAY], *([name, *period] for name in PERIODS)):
        result = at(desk, "18:00:00", *line)
        assert result.status in {0, 1}, (line, result)
        words = f"注意 submissions/{CLOSED_DAY}：文件夹打不开，里面的文件没有计入：没有权限"
        assert words in result.err or line[0] == "bulletin", line
    assert receive(desk, "18:00:00").status == 0
    assert len(kept(desk)) == 1
    for name in ("missing", "compile", "receive", "new --all", "validate"):
        result = at(desk, "18:00:00", *name.split(), "--date", CLOSED_DAY)
        assert (result.status, "没有权限" in result.err) == (3, True), name
    assert not (desk.root / "data/receipts" / CLOSED_DAY).exists()


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
@pytest.mark.parametrize("watched", [False, True])
def test_a_disk_that_errs_with_one_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, *, watched: bool
) -> None:
    desk.report()
    desk.report(REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1"), "州工信局")
    stat = os.stat

    def failing(path: object, **named: object) -> os.stat_result:
        if str(path).endswith("州财政局.yaml"):
            raise OSError(number, "", path)
        return stat(path, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", failing)
    if watched:
        result = Watched(desk, monkeypatch).run([lambda: None] * 4)
        assert "没有看成" not in result.err
    else:
        result = receive(desk)
        assert result.status == 1
    assert "州财政局　不能签收　submissions/2022-08-26/州财政局.yaml：读不了：" in result.out
    assert len(kept(desk, "州工信局")) == 1
    assert statuses(desk.run("missing", "--date", DAY, "--format", "json"))["州财政局"] == "invalid"
    assert at(desk, "18:00:00", "compile", "--date", DAY).status == 0


def test_what_came_while_the_clock_was_ahead_is_named(desk: Desk) -> None:
    """The unit is not called silent, and done as told its report counts."""
    receive(desk, "23:50:00")
    desk.report()
    receive(desk, "16:50:00")
    desk.report(REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1"), "州工信局")  # not received yet
    for clock in ("16:55:00", "17:20:00"):
        called = at(desk, clock, "missing", "--date", DAY)
        notice = at(desk, clock, "missing", "--date", DAY, "--notice").out
        compiled = at(desk, clock, "compile", "--date", DAY).err
        for unit in ("州财政局", "州工信局"):
            words = f"{unit}的这份报送，到达时间记的是 23:50:00，比时钟 {clock} 还晚，到那时才计入"
            assert f"  {unit}：" in called.out
            assert (words in called.out, called.err.count(words)) == (True, 0)
            own = notice[notice.index(f"【{unit}】") :].partition("\n\n")[0]
            assert (words in own, "--at" in own) == (True, False)  # what the office has to do is nothing to a unit
            assert words in compiled
            assert f"就写明真正的到达时间：jiukun receive {unit} --date {DAY} --at 时间" in called.out
    for unit in ("州财政局", "州工信局"):
        assert receive(desk, "17:21:00", unit, "--at", "16:45").status == 0
    assert list(statuses(missing(desk)).values()).count("on_time") == 2
    assert "JK419" not in missing(desk, "17:22:00").out


@pytest.mark.parametrize("what", ["data/measures.yaml", "data", "submissions", ""])
def test_a_watch_goes_on_when_all_is_there_again(desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """It is told once, and nothing is made where it was."""
    desk.report(replaced("12户", "11户"))
    place, away = desk.root / what, desk.root.parent / "away"
    if not what:
        monkeypatch.chdir(desk.root.parent)
        monkeypatch.setenv("JIUKUN_ROOT", str(desk.root))

    def leave() -> None:
        place.rename(away)
        if what in {"data", ""}:
            place.mkdir()  # a mount point

    def come_back() -> None:
        if what in {"data", ""}:
            assert [*place.rglob("*")] == []
            place.rmdir()
        assert not place.exists()
        away.rename(place)
        desk.report()

    pause = [lambda: None] * 3
    result = Watched(desk, monkeypatch).run([*pause, leave, *pause, come_back, *pause])
    assert (result.status, result.err.count("这一次没有看成：")) == (0, 1)
    assert len(kept(desk)) == 2


def test_a_watch_of_an_unknown_unit_does_not_begin(desk: Desk) -> None:
    result = desk.run("receive", "--watch", "州没有局")
    assert (result.status, result.err) == (2, "不认识的单位“州没有局”\n")


def test_what_a_watch_kept_and_cannot_show(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("jiukun.cli.commands.receive.say_look", full)
    result = Watched(desk, monkeypatch).run([lambda: None] * 4)
    assert "已经签收，只是结果写不出来：磁盘已满（或文件个数到了上限）\n" in result.err
    assert "没有看成" not in result.err
    assert len(kept(desk)) == 1


@pytest.mark.skipif(os.name == "nt", reason="links are other things on Windows")
@pytest.mark.parametrize("linked", ["project", "project/data"])
@pytest.mark.parametrize("arguments", [("missing",), ("--root", "{root}", "receive")])
def test_a_project_on_a_share_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, linked: str, arguments: tuple[str, ...]
) -> None:
    """The environment failed, nobody used anything wrongly."""
    place = desk.root.parent / linked
    place.rename(desk.root.parent / "away")
    place.symlink_to(desk.root.parent / "nowhere")
    if place == desk.root and len(arguments) == 1:
        pytest.skip("nobody stands in it")
    monkeypatch.chdir(desk.root if place != desk.root else desk.root.parent)
    result = desk.run(*(part.format(root=desk.root) for part in arguments))
    assert (result.status, result.err) == (
        3,
        f"没有完成。{place}：链接指向的文件夹不在，可能是网络文件夹断开了\n",
    )
