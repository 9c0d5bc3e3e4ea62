"""签收-<date>.txt in a day's folder: who was received when, sound or sent back and why."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest

from jiukun.project.folders import Project
from support.desk import DAY, REPORT, Desk, at, replaced, set_time

HEAD = f"{DAY} 签收情况　州政办信息科（由 jiukun 写，不用填；没有列出的单位还没有收到）\n"
BROKEN = replaced("存在问题: 无", "存在问题:")
WHY = "    第 10 行，第 2 项存在问题：这一栏没有填（填上内容；确实没有的写“无”）\n"
SENT_BACK = f"{HEAD}\n州财政局\n  16:40:00（文件时间）　退回\n{WHY}"


def path(desk: Desk, day: str = DAY) -> Path:
    return desk.root / "submissions" / day / f"签收-{day}.txt"


def slip(desk: Desk) -> str:
    """Its text, once its bytes are known to be those for old Notepad."""
    data = path(desk).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def receive(desk: Desk, clock: str, *arguments: str) -> str:
    return at(desk, clock, "receive", *arguments, "--date", DAY).out


def test_sent_back_and_then_sound(desk: Desk) -> None:
    desk.report(BROKEN)
    receive(desk, "16:45:00")
    assert slip(desk) == SENT_BACK
    desk.report(at=f"{DAY}T16:50:00+08:00")
    receive(desk, "16:55:00")
    assert slip(desk) == f"{HEAD}\n州财政局\n  16:40:00（文件时间）　退回\n  16:50:00（文件时间）　合格\n"


def test_corrected_late_and_stated(desk: Desk) -> None:
    desk.report()
    receive(desk, "16:45:00")
    desk.report(BROKEN, at=f"{DAY}T17:10:00+08:00")
    other = replaced("序号: 2", "序号: 1", REPORT.replace("州财政局", "州工信局"))
    desk.report(other, "州工信局", at=f"{DAY}T17:20:00+08:00")
    receive(desk, "17:30:00")
    assert slip(desk) == (
        f"{HEAD}\n州工信局\n  17:20:00（文件时间）　过了截止时间20分钟　合格\n"
        f"\n州财政局\n  16:40:00（文件时间）　合格\n  17:10:00（文件时间）　更正件未通过，仍用前一份　退回\n{WHY}"
    )
    receive(desk, "17:40:00", "州工信局", "--at", "16:58", "--reason", " 停电，\n电话先报 ")
    assert "州工信局\n  16:58:00（登记：停电， 电话先报）　合格\n" in slip(desk)


def test_what_could_not_be_taken(desk: Desk) -> None:
    desk.file(f"submissions/{DAY}/州财政局.pdf", b"%PDF-1.4")
    desk.file("submissions/旧表.pdf", b"%PDF-1.4")
    receive(desk, "16:45:00")
    assert slip(desk) == (
        f"{HEAD}\n没有计入的文件\n  submissions/{DAY}/州财政局.pdf：这是 PDF，读不了里面的表。"
        "交填好的 Excel 表（.xlsx）或 Word 文档（.docx）；这一份可以作纸质版留存\n"
    )


def test_it_is_no_report_and_is_written_anew_only_when_it_changes(desk: Desk) -> None:
    desk.report()
    receive(desk, "16:45:00")
    set_time(path(desk), "2022-08-26T16:46+08:00")
    before = path(desk).stat()
    result = at(desk, "16:50:00", "receive", "--date", DAY)
    assert (result.status, result.err) == (0, "")
    assert (path(desk).stat().st_mtime_ns, path(desk).stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    for command in ("missing", "validate", "receive", "compile"):
        assert "签收-" not in "".join(str(at(desk, "16:55:00", command, "--date", DAY)))
    assert {lying.name for lying in path(desk).parent.iterdir()} == {"州财政局.yaml", path(desk).name}
    path(desk).unlink()
    receive(desk, "16:56:00")
    assert "州财政局\n  16:40:00（文件时间）　合格" in slip(desk)


def test_nothing_came(desk: Desk) -> None:
    receive(desk, "16:45:00")
    assert [path.name for path in (desk.root / "submissions").iterdir()] == [".gitkeep"]
    path(desk).parent.mkdir()
    receive(desk, "16:45:00")
    assert [*path(desk).parent.iterdir()] == []


def test_it_lies_beside_reports_that_came_early(desk: Desk) -> None:
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("报送日: 每日", "报送日: 每周五"), "utf-8")
    desk.report(REPORT.replace(DAY, "2022-08-25"), day="2022-08-25", at="2022-08-25T09:00+08:00")
    receive(desk, "16:45:00")
    lying = desk.root / "submissions" / "2022-08-25" / f"签收-{DAY}.txt"
    assert "州财政局\r\n  2022-08-25 09:00:00（文件时间）　合格" in lying.read_bytes().decode("utf-8-sig")
    assert not path(desk).exists()


@pytest.mark.skipif(os.name == "nt", reason="links take a right that few have")
def test_a_link_in_its_place_is_replaced_and_not_followed(desk: Desk) -> None:
    desk.report(BROKEN)
    plan = desk.root / "data" / "measures.yaml"
    before = plan.read_bytes()
    path(desk).symlink_to(plan)
    receive(desk, "16:45:00")
    assert plan.read_bytes() == before
    assert not path(desk).is_symlink()
    assert slip(desk) == SENT_BACK


def refusing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Refuse to write a slip."""
    write = Project.write

    def refuse(project: Project, place: Path, *how: Any, **ways: Any) -> None:
        if place.name.startswith("签收-"):
            raise OSError(number, os.strerror(number), str(place))
        write(project, place, *how, **ways)

    monkeypatch.setattr(Project, "write", refuse)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_is_read_only_is_no_failure(desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    refusing(monkeypatch, number)
    desk.report()
    result = at(desk, "16:45:00", "receive", "--date", DAY)
    assert (result.status, result.err) == (0, "")
    assert not path(desk).exists()


def test_a_full_disk_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, errno.ENOSPC)
    desk.report()
    result = at(desk, "16:45:00", "receive", "--date", DAY)
    assert result.status == 0
    assert re.fullmatch(f"没能写 submissions/{DAY}/签收-{DAY}.txt：磁盘已满.*（不影响签收）\n", result.err)


def test_a_folder_of_its_name_stays(desk: Desk) -> None:
    desk.report()
    path(desk).mkdir()
    result = at(desk, "16:45:00", "receive", "--date", DAY)
    assert result.status == 0
    assert result.err.startswith(f"没能写 submissions/{DAY}/签收-{DAY}.txt：")
    assert path(desk).is_dir()
