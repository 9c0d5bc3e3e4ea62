"""Texts to send to those who are chased: one for each case, exact."""

from __future__ import annotations

import pytest

from support import DAY, REPORT, Desk, at, replaced

OFFICE = "有疑问请联系州政办信息科（样例总 0908-5550100）。"
SUBJECT = "你单位牵头的第2项“减免租金”，2022年8月26日的落实情况，"
BROKEN = replaced("存在问题: 无", "存在问题:")


@pytest.fixture
def desk_of_one(desk: Desk) -> Desk:
    """A plan in which 州财政局 alone files."""
    data = desk.root / "data" / "measures.yaml"
    text = data.read_text("utf-8")
    start, middle, end = text.index("- 序号: 1"), text.index("- 序号: 2"), text.index("- 序号: 3")
    one = text[:start] + text[middle:end]
    more = one.replace(
        "措施:\n", "措施:\n- 序号: 1\n  工作任务: 已办结的\n  牵头单位: [州财政局]\n  办结日期: 2022-08-20\n"
    )
    data.write_text(more, "utf-8")
    return desk


def notice(desk: Desk, clock: str = "18:05:00") -> str:
    """The unit's own notice."""
    result = at(desk, clock, "missing", "--date", DAY, "--notice")
    return result.out.partition("\n\n【合并通知】")[0]


def paper(desk: Desk) -> None:
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("纸质版: 否", "纸质版: 是"), "utf-8")


def test_not_filed(desk_of_one: Desk) -> None:
    desk_of_one.report(REPORT.replace(DAY, "2022-08-25"), day="2022-08-25")
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}应于17:00前报州政办信息科，已过1小时5分钟，还没有收到。请尽快报送。{OFFICE}"
    )


def test_not_filed_for_days_goes_to_the_leader(desk_of_one: Desk) -> None:
    assert notice(desk_of_one) == (
        "【州财政局】发给 责任领导 样例戊 0908-5550105\n"
        f"州财政局样例戊同志：{SUBJECT}应于17:00前报州政办信息科，已过1小时5分钟，还没有收到。"
        f"已连续2天未报。请尽快报送。{OFFICE}"
    )


def test_sent_back_before_and_after_the_deadline(desk_of_one: Desk) -> None:
    desk_of_one.report(BROKEN)
    text = (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}16:40报来的有误，暂不能采用：\n"
        "1. 第 10 行，第 2 项存在问题：这一栏没有填（填上内容；确实没有的写“无”）；\n"
    )
    assert notice(desk_of_one, "16:50:00") == f"{text}请在17:00前改好重报。{OFFICE}"
    assert notice(desk_of_one, "17:00:00") == f"{text}请尽快改好重报。{OFFICE}"


def test_late(desk_of_one: Desk) -> None:
    desk_of_one.report(REPORT, at=f"{DAY}T17:20:40+08:00")
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}17:20收到，迟报20分钟。请今后于17:00前报送。{OFFICE}"
    )


def test_a_correction_that_did_not_pass(desk_of_one: Desk) -> None:
    desk_of_one.report(REPORT)
    at(desk_of_one, "16:45:00", "receive", "--date", DAY)
    desk_of_one.report(BROKEN, at=f"{DAY}T17:10:00+08:00")
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}17:10报来的更正件有误，目前仍用原来的一份：\n"
        f"1. 第 10 行，第 2 项存在问题：这一栏没有填（填上内容；确实没有的写“无”）；\n请改好重报。{OFFICE}"
    )


def test_paper_not_here(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    desk_of_one.report(REPORT)
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        "州财政局样例己同志：2022年8月26日电子版已收到，签字盖章的纸质版还没有收到，请尽快送州政办信息科。" + OFFICE
    )


def test_nobody_is_chased_before_the_deadline_but_those_who_can_still_mend(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    assert at(desk_of_one, "16:59:59", "missing", "--date", DAY, "--notice").out == "没有要催的单位。\n"


def test_the_combined_notice(desk: Desk) -> None:
    desk.report(BROKEN)
    one = replaced("序号: 2", "序号: 1", REPORT.replace("州财政局", "州工信局"))
    desk.report(one, "州工信局", at=f"{DAY}T17:01:00+08:00")
    out = at(desk, "18:05:00", "missing", "--date", DAY, "--notice").out
    assert out.partition("【合并通知】\n")[2] == (
        "各牵头单位：2022年8月26日“测试措施情况汇总表”报送情况，截至18:05：\n"
        "未报送（3）：州市场监督管理局（第1项）、阿图什市人民政府（第4项）、乌恰县人民政府（第4项）；\n"
        "报送有误（1）：州财政局；\n"
        "迟报（1）：州工信局（1分钟）；\n"
        f"请以上单位尽快办理。{OFFICE}\n"
    )


def test_as_files_for_notepad(desk_of_one: Desk) -> None:
    desk_of_one.report(BROKEN)
    result = at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice", "--output", "out/通知")
    assert result.out == "已生成 out/通知/催报-州财政局.txt\n已生成 out/通知/合并通知.txt\n"
    data = (desk_of_one.root / "out" / "通知" / "催报-州财政局.txt").read_bytes()
    assert data.startswith("\ufeff发给 科长 样例己 0908-5550106\r\n\r\n州财政局样例己同志：".encode())
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_output_needs_notice(desk: Desk) -> None:
    result = desk.run("missing", "--output", "x")
    assert (result.status, result.err) == (2, "--output 与 --notice 一起用，指定通知写到哪个文件夹\n")
