"""Texts to send to those who are chased: one for each case, exact."""

from __future__ import annotations

import csv
import io
import re

import pytest

from support.desk import DAY, REPORT, Desk, at, replaced

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
    head = f"【州财政局】发给 科长 样例己 0908-5550106\n州财政局样例己同志：{SUBJECT}"
    text = "16:40报来的有误，暂不能采用：\n1. 第 10 行，第 2 项存在问题：这一栏没有填（填上内容；确实没有的写“无”）。\n"
    assert notice(desk_of_one, "16:50:00") == f"{head}{text}请在17:00前改好重报。{OFFICE}"
    assert notice(desk_of_one, "17:00:00") == f"{head}应于17:00前报州政办信息科，{text}请尽快改好重报。{OFFICE}"


def test_late(desk_of_one: Desk) -> None:
    desk_of_one.report(REPORT, at=f"{DAY}T17:20:40+08:00")
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}应于17:00前报州政办信息科，17:20收到，迟报20分钟。请今后按时报送。{OFFICE}"
    )


def test_a_correction_that_did_not_pass(desk_of_one: Desk) -> None:
    desk_of_one.report(REPORT)
    at(desk_of_one, "16:45:00", "receive", "--date", DAY)
    desk_of_one.report(BROKEN, at=f"{DAY}T17:10:00+08:00")
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}17:10报来的更正件有误，目前仍用原来的一份：\n"
        f"1. 第 10 行，第 2 项存在问题：这一栏没有填（填上内容；确实没有的写“无”）。\n请改好重报。{OFFICE}"
    )


def test_paper_not_here(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    desk_of_one.report(REPORT)
    assert notice(desk_of_one) == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}电子版已按时收到，签字盖章的纸质版应于17:00前送州政办信息科，"
        f"已过1小时5分钟，还没有收到，请尽快送来。{OFFICE}"
    )


def test_paper_alone_is_late(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    desk_of_one.report(REPORT)
    at(desk_of_one, "17:30:00", "receive", "--paper", "州财政局", "--date", DAY)
    out = at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice").out
    assert out == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}电子版已按时收到，签字盖章的纸质版应于17:00前送州政办信息科，"
        f"迟到了，请今后按时送达。{OFFICE}\n\n"
        "【合并通知】\n各牵头单位：2022年8月26日“测试措施情况汇总表”报送情况，截至18:05：\n"
        f"纸质版迟到（1）：州财政局；\n请以上单位今后按时报送。{OFFICE}\n"
    )


def test_paper_alone_is_here(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    desk_of_one.report(REPORT.replace(DAY, "2022-08-25"), day="2022-08-25")
    at(desk_of_one, "16:30:00", "receive", "--paper", "州财政局", "--date", DAY)
    assert notice(desk_of_one, "17:00:30") == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}应于17:00前报州政办信息科，时间已到，纸质版已收到，电子版还没有收到。"
        f"请尽快报送。{OFFICE}"
    )


def test_neither_is_here(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    assert "应于17:00前报州政办信息科（电子版和签字盖章的纸质版），已过1小时5分钟，还没有收到。" in notice(desk_of_one)


@pytest.mark.parametrize("came", [False, True])
def test_both_are_wanting_and_the_report_is_late(desk_of_one: Desk, *, came: bool) -> None:
    paper(desk_of_one)
    desk_of_one.report(REPORT, at=f"{DAY}T17:20:40+08:00")
    if came:
        at(desk_of_one, "17:30:00", "receive", "--paper", "州财政局", "--date", DAY)
    how = "也迟到了，请今后按时送达" if came else "也还没有收到，请尽快送州政办信息科"
    assert notice(desk_of_one).endswith(f"迟报20分钟。请今后按时报送。签字盖章的纸质版{how}。{OFFICE}")


def test_a_deadline_at_midnight_and_a_moment_of_another_day(desk_of_one: Desk) -> None:
    data = desk_of_one.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("每日截止: 17:00", "每日截止: 24:00"), "utf-8")
    desk_of_one.report(BROKEN)
    assert "16:40报来的有误" in notice(desk_of_one)
    assert "请在24:00前改好重报。" in notice(desk_of_one)
    desk_of_one.report(REPORT, at="2022-08-27T09:05:40+08:00")
    assert "应于24:00前报州政办信息科，2022年8月27日9:05收到，迟报9小时5分钟。" in notice(
        desk_of_one, "2022-08-28T09:00:00"
    )


@pytest.mark.parametrize(
    ("people", "to"),
    [
        ("责任人: {姓名: 甲, 职务: 科长, 联系电话: 0908-1}", "责任领导（未登记，请 科长 甲 0908-1 转告）"),
        ("责任领导: {姓名: 乙, 职务: , 联系电话: }", "责任领导 乙"),
        ("别名: []", "责任领导（未登记）"),
    ],
)
def test_the_leader_is_not_known(desk_of_one: Desk, people: str, to: str) -> None:
    data = desk_of_one.root / "data" / "units.yaml"
    text = data.read_text("utf-8")
    own = text[text.index("- 简称: 州财政局") :].partition("\n- ")[0]
    data.write_text(text.replace(own, f"- 简称: 州财政局\n  {people}"), "utf-8")
    name = "乙同志" if "乙" in to else ""
    assert notice(desk_of_one).startswith(f"【州财政局】发给 {to}\n州财政局{name}：你单位")


def test_how_long_nothing_came_is_counted_for_a_year(desk_of_one: Desk) -> None:
    data = desk_of_one.root / "data" / "measures.yaml"
    for first, words in (("2022-05-01", "118天"), ("2020-01-01", "366天以上")):
        data.write_text(re.sub("起始日期: .*", f"起始日期: {first}", data.read_text("utf-8")), "utf-8")
        assert f"已连续{words}未报。" in notice(desk_of_one)
        out = desk_of_one.root / "out" / "board.html"
        at(desk_of_one, "18:05:00", "board", "--to", DAY)
        assert f"州财政局连续{words}未报" in out.read_text("utf-8")


def test_notices_are_for_people(desk: Desk) -> None:
    result = desk.run("missing", "--notice", "--format", "json")
    assert (result.status, result.err) == (2, "--notice 写的是给人看的通知，不能与 --format json 一起用\n")


@pytest.mark.parametrize(
    ("clock", "text"),
    [
        ("16:00:00", "请于17:00前报州政办信息科，目前还没有收到；正在办理的，请按时报送。"),
        ("16:59:59", "请于17:00前报州政办信息科，目前还没有收到；正在办理的，请按时报送。"),
        ("2022-08-25T16:00:00", "请于2022年8月26日17:00前报州政办信息科，目前还没有收到；正在办理的，请按时报送。"),
    ],
)
def test_reminded_before_the_deadline(desk_of_one: Desk, clock: str, text: str) -> None:
    result = at(desk_of_one, clock, "missing", "--date", DAY, "--notice")
    assert result.status == 0
    assert result.out.startswith(
        f"【州财政局】发给 科长 样例己 0908-5550106\n州财政局样例己同志：{SUBJECT}{text}{OFFICE}\n\n【合并通知】\n"
    )


def test_reminded_of_the_paper_before_the_deadline(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    head = f"【州财政局】发给 科长 样例己 0908-5550106\n州财政局样例己同志：{SUBJECT}"
    both = "请于17:00前报州政办信息科（电子版和签字盖章的纸质版），目前还没有收到；正在办理的，请按时报送。"
    assert notice(desk_of_one, "16:00:00") == f"{head}{both}{OFFICE}"
    desk_of_one.report(BROKEN, at=f"{DAY}T15:40:00+08:00")
    assert notice(desk_of_one, "16:00:00").endswith(
        f"请在17:00前改好重报。签字盖章的纸质版请于17:00前送州政办信息科。{OFFICE}"
    )
    desk_of_one.report(at=f"{DAY}T15:50:00+08:00")
    assert notice(desk_of_one, "16:00:00") == f"{head}电子版已收到，签字盖章的纸质版请于17:00前送州政办信息科。{OFFICE}"
    at(desk_of_one, "16:30:00", "receive", "--paper", "州财政局", "--date", DAY)
    assert at(desk_of_one, "16:40:00", "missing", "--date", DAY, "--notice").out == "没有要催的单位。\n"


def test_reminded_of_the_report_whose_paper_is_here(desk_of_one: Desk) -> None:
    paper(desk_of_one)
    at(desk_of_one, "15:30:00", "receive", "--paper", "州财政局", "--date", DAY)
    assert notice(desk_of_one, "16:00:00").endswith(f"纸质版已收到，电子版请于17:00前报州政办信息科。{OFFICE}")


def test_reminded_of_a_file_that_cannot_be_read(desk_of_one: Desk) -> None:
    desk_of_one.file("submissions/2022-08-25/州财政局.yaml", REPORT, at=f"{DAY}T15:00:00+08:00")
    assert notice(desk_of_one, "16:00:00") == (
        "【州财政局】发给 科长 样例己 0908-5550106\n"
        f"州财政局样例己同志：{SUBJECT}请于17:00前报州政办信息科，目前没有收到能采用的：\n"
        "1. submissions/2022-08-25/州财政局.yaml：州财政局 2022-08-26 的报送放在了 2022-08-25 的文件夹里，没有计入"
        f"（移到 submissions/2022-08-26/，到达时间不变）。\n{OFFICE}"
    )


def test_the_combined_reminder(desk: Desk) -> None:
    desk.report(BROKEN)
    out = at(desk, "16:50:00", "missing", "--date", DAY, "--notice").out
    assert out.partition("【合并通知】\n")[2] == (
        "各牵头单位：2022年8月26日“测试措施情况汇总表”报送情况，截至16:50：\n"
        "尚未报送（4）：州工信局（第1项）、州市场监督管理局（第1项）、阿图什市人民政府（第4项）、乌恰县人民政府（第4项）；\n"
        "报送有误（1）：州财政局；\n"
        f"请以上单位在17:00前报送。{OFFICE}\n"
    )


def test_as_a_sheet_for_what_sends_messages(desk: Desk) -> None:
    units = desk.root / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("姓名: 样例己", "姓名: =样例己"), "utf-8")
    desk.report(BROKEN)
    result = at(desk, "16:50:00", "missing", "--date", DAY, "--notice", "--output", "out/提醒.csv")
    assert (result.status, result.out) == (1, "已生成 out/提醒.csv\n")
    data = (desk.root / "out" / "提醒.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = [*csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    assert rows[0] == ["单位", "姓名", "电话", "内容"]
    assert [row[0] for row in rows[1:]] == [
        "州工信局",
        "州市场监督管理局",
        "州财政局",
        "阿图什市人民政府",
        "乌恰县人民政府",
    ]
    shown = at(desk, "16:50:00", "missing", "--date", DAY, "--notice").out
    assert rows[3][:3] == ["州财政局", "'=样例己", "0908-5550106"]
    assert all(row[3] in shown for row in rows[1:])


def test_a_sheet_to_the_leader_and_of_nobody(desk_of_one: Desk) -> None:
    sheet = desk_of_one.root / "F.CSV"
    at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice", "--output", "F.CSV")
    assert sheet.read_text("utf-8-sig").splitlines()[1].startswith("州财政局,样例戊,0908-5550105,州财政局样例戊同志：")
    desk_of_one.report()
    result = at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice", "--output", "F.CSV")
    assert result.out == "没有要催的单位。\n已生成 F.CSV\n"
    assert sheet.read_bytes() == b"\xef\xbb\xbf" + "单位,姓名,电话,内容\r\n".encode()


def test_no_sheet_of_another_kind(desk: Desk) -> None:
    result = desk.run("missing", "--notice", "--output", "通知.xlsx")
    assert (result.status, result.err) == (
        2,
        "--output 的文件名以“.xlsx”结尾，这里生成的是“.csv”文件，请改成“.csv”\n",
    )


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
        f"请未报送、报送有误的单位尽快办理，迟到的单位今后按时报送。{OFFICE}\n"
    )


def test_as_files_for_notepad(desk_of_one: Desk) -> None:
    desk_of_one.report(BROKEN)
    result = at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice", "--output", "out/通知")
    written = [f"out/通知/催报-{DAY}-{whom}.txt" for whom in ("州财政局", "合并通知")]
    assert result.out == "".join(f"已生成 {name}\n" for name in written)
    data = (desk_of_one.root / written[0]).read_bytes()
    assert data.startswith("\ufeff发给 科长 样例己 0908-5550106\r\n\r\n州财政局样例己同志：".encode())
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_output_needs_notice(desk: Desk) -> None:
    result = desk.run("missing", "--output", "x")
    assert (result.status, result.err) == (2, "--output 与 --notice 一起用，指定通知写到哪个文件夹\n")


def test_files_that_no_longer_hold_are_deleted(desk_of_one: Desk) -> None:
    folder = desk_of_one.root / "out" / "通知"
    for other in ("催报-2022-08-25-州财政局.txt", "催报-2022-08-26-别人.txt"):
        desk_of_one.file(f"out/通知/{other}", "不是这一天的，或不是 jiukun 写的")
    at(desk_of_one, "18:05:00", "missing", "--date", DAY, "--notice", "--output", "out/通知")
    assert len([*folder.iterdir()]) == 4
    desk_of_one.report(REPORT)
    result = at(desk_of_one, "18:10:00", "missing", "--date", DAY, "--notice", "--output", "out/通知")
    assert result.out == (
        "没有要催的单位。\n"
        f"已删去 out/通知/催报-{DAY}-州财政局.txt，现在不用催了\n"
        f"已删去 out/通知/催报-{DAY}-合并通知.txt，现在不用催了\n"
    )
    assert sorted(path.name for path in folder.iterdir()) == [
        "催报-2022-08-25-州财政局.txt",
        "催报-2022-08-26-别人.txt",
    ]
