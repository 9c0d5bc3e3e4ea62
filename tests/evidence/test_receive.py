"""What was received and when: looks, versions, evidence, paper, and what hands may do to the receipts."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from support.desk import DAY, REPORT, Desk, Result, at, replaced

PROBLEM = "存在问题: 无"
BROKEN = replaced(PROBLEM, "存在问题:")
CORRECTED = replaced("12户", "15户")
LOOKS = """\
{{"look": "*", "at": "2022-08-26T{}+08:00"}}
{{"seen": "{digest}", "arrived_at": "2022-08-26T{}+08:00", "evidence": "{}", "there": true}}
{{"kept": "{digest:.16}", "unit": "州财政局", "number": 1, "valid": true, "of_the_day": true, "plan": "", \
"day": "2022-08-26"}}
"""


def receive(desk: Desk, clock: str, *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def unit(desk: Desk, clock: str, name: str = "州财政局", *arguments: str) -> dict[str, object]:
    """The unit's line of the roll call at a time."""
    result = at(desk, clock, "missing", "--date", DAY, "--format", "json", *arguments)
    return next(unit for unit in result.json["units"] if unit["unit"] == name)


def standing(desk: Desk, clock: str) -> tuple[object, object, object, object, object]:
    line = unit(desk, clock)
    arrived = line["arrived_at"]
    shown = str(arrived)[11:19] if arrived else None
    return line["status"], shown, line["evidence"], line["corrected"], line["rejected"]


def kept(desk: Desk, name: str = "州财政局") -> list[Path]:
    folder = desk.root / "data" / "receipts" / DAY / name
    return sorted(path for path in folder.glob("0*")) if folder.exists() else []


def saved(desk: Desk, clock: str, text: str = REPORT) -> Path:
    return desk.report(text, at=f"{DAY}T{clock}+08:00")


def test_a_first_look_makes_nobody_late_who_filed_in_time(desk: Desk) -> None:
    saved(desk, "16:40:00")
    result = receive(desk, "17:05:00")
    assert result.out == (
        "2022-08-26 签收　17:05:00\n"
        "  州财政局　16:40:00（文件时间）　合格\n"
        "  没有文件：州工信局、州市场监督管理局、阿图什市人民政府、乌恰县人民政府\n"
        "新签收 1 份。\n"
    )
    assert result.status == 0
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)


def test_a_back_dated_copy_is_never_earlier_than_a_look_that_did_not_find_it(desk: Desk) -> None:
    receive(desk, "17:05:00")
    saved(desk, "16:40:00")
    receive(desk, "17:30:00")
    assert standing(desk, "18:00:00") == ("late", "17:30:00", "receipt", False, False)
    assert unit(desk, "18:00:00")["late_minutes"] == 30


def test_a_file_saved_between_two_looks_has_its_own_time(desk: Desk) -> None:
    receive(desk, "16:30:00")
    saved(desk, "16:59:59")
    receive(desk, "17:30:00")
    assert standing(desk, "18:00:00") == ("on_time", "16:59:59", "file_time", False, False)


def test_a_file_from_the_future_arrived_when_it_was_found(desk: Desk) -> None:
    saved(desk, "23:00:00")
    receive(desk, "16:50:00")
    assert standing(desk, "18:00:00") == ("on_time", "16:50:00", "receipt", False, False)


def test_a_look_at_some_units_is_none_at_the_others(desk: Desk) -> None:
    receive(desk, "17:10:00", "州工信局")
    saved(desk, "16:40:00")
    receive(desk, "17:30:00")
    assert standing(desk, "18:00:00")[:3] == ("on_time", "16:40:00", "file_time")


def test_the_office_states_the_arrival(desk: Desk) -> None:
    receive(desk, "17:05:00")
    saved(desk, "17:10:00")
    receive(desk, "17:30:00", "州财政局", "--at", "16:55")
    assert standing(desk, "18:00:00") == ("on_time", "16:55:00", "stated", False, False)


def test_an_arrival_cannot_be_stated_in_the_future(desk: Desk) -> None:
    saved(desk, "16:40:00")
    result = receive(desk, "17:00:00", "--at", "17:01")
    assert (result.status, result.err) == (2, "--at 的时间 17:01 还没有到，到达时间不能写在将来\n")
    assert kept(desk) == []


def test_a_correction_after_the_deadline_leaves_the_unit_on_time_and_is_used(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    saved(desk, "17:20:00", CORRECTED)
    assert "更正件　合格" in receive(desk, "17:30:00").out
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", True, False)
    assert standing(desk, "17:00:00") == ("on_time", "16:40:00", "file_time", False, False)
    assert len(kept(desk)) == 2
    assert "15户" in printed(desk, "18:00")
    assert "12户" in printed(desk, "17:00")


def test_a_correction_that_does_not_pass_displaces_nothing(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    saved(desk, "17:20:00", BROKEN)
    result = receive(desk, "17:30:00")
    assert result.status == 1
    assert "更正件未通过，仍用前一份　退回\n      第 10 行，第 2 项存在问题：这一栏没有填（JK301）" in result.out
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, True)
    assert "更正件未通过，第 10 行" in at(desk, "18:00:00", "missing", "--date", DAY).out


def test_what_was_sent_back_is_late_when_it_is_mended_after_the_deadline(desk: Desk) -> None:
    saved(desk, "16:40:00", BROKEN)
    receive(desk, "16:50:00")
    assert standing(desk, "17:00:00")[0] == "invalid"
    saved(desk, "17:20:30")
    receive(desk, "17:30:00")
    assert standing(desk, "18:00:00") == ("late", "17:20:30", "file_time", False, False)
    assert unit(desk, "18:00:00")["late_minutes"] == 20


def test_the_same_bytes_are_no_new_version_and_a_return_to_earlier_text_is(desk: Desk) -> None:
    for number, text in enumerate((REPORT, REPORT, CORRECTED, CORRECTED, REPORT)):
        saved(desk, f"16:0{number}:30", text)
        receive(desk, f"16:0{number + 1}:00")
    names = [path.name for path in kept(desk)]
    assert [name[:4] for name in names] == ["0001", "0002", "0003"]
    assert [name[5:20] for name in names] == ["20220826T160030", "20220826T160230", "20220826T160430"]
    assert [path.read_text("utf-8") for path in kept(desk)] == [REPORT, CORRECTED, REPORT]


def test_the_name_holds_the_digest_and_the_bytes_are_those_that_came(desk: Desk) -> None:
    data = REPORT.encode("gb18030")
    desk.report(data, at=f"{DAY}T16:40:00+08:00")
    receive(desk, "16:50:00")
    (path,) = kept(desk)
    sha256 = hashlib.sha256(data).hexdigest()
    assert path.name == f"0001_20220826T164000+0800_file_time_valid_{sha256[:16]}.yaml"
    assert path.read_bytes() == data


def test_deleting_a_submission_withdraws_nothing(desk: Desk) -> None:
    path = saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    path.unlink()
    receive(desk, "17:10:00")
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)
    assert "12户" in printed(desk, "18:00")


def test_a_plan_changed_afterwards_does_not_rewrite_a_valid_version(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("[州财政局]\n", "[州财政局, 州工信局]\n"), "utf-8")
    more = "\n- 序号: 5\n  工作任务: 新增任务\n  牵头单位: [州财政局]\n"
    data.write_text(data.read_text("utf-8") + more.lstrip("\n"), "utf-8")
    assert at(desk, "18:00:00", "validate", "--date", DAY).status == 1
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)
    assert "12户" in printed(desk, "18:00")


def test_a_valid_version_is_not_judged_by_later_rules(desk: Desk) -> None:
    """As an earlier jiukun kept it, which did not know that 同上 says nothing."""
    text = replaced(PROBLEM, "存在问题: 同上")
    name = f"0001_20220826T164000+0800_file_time_valid_{digest(text)[:16]}.yaml"
    desk.file(f"data/receipts/{DAY}/州财政局/{name}", text)
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)
    cells = printed(desk, "18:00").splitlines()
    assert "同上" in cells
    assert not any("报送有误" in cell for cell in cells)


def test_a_version_that_was_not_valid_is_judged_again_with_todays_data(desk: Desk) -> None:
    saved(desk, "16:40:00", replaced("单位: 州财政局", "单位: 财务局"))
    receive(desk, "16:50:00")
    assert standing(desk, "18:00:00")[0] == "invalid"
    data = desk.root / "data" / "units.yaml"
    data.write_text(data.read_text("utf-8").replace("别名: [财政局]", "别名: [财政局, 财务局]"), "utf-8")
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)


def test_what_lies_there_unreceived_counts_by_its_own_time(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    saved(desk, "16:58:00", CORRECTED)
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", True, False)
    assert "15户" in printed(desk, "18:00")


def test_two_files_of_a_unit_are_versions_the_later_written_is_used(desk: Desk) -> None:
    """Whichever is found first by name; what lies there still is no return to it."""
    saved(desk, "16:45:00", CORRECTED)
    desk.report(REPORT, "财政局", at=f"{DAY}T16:40:00+08:00")
    for clock in ("16:50:00", "16:55:00", "17:30:00"):
        assert receive(desk, clock).status == 0
    assert [path.read_text("utf-8") for path in kept(desk)] == [REPORT, CORRECTED]
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", True, False)
    assert "15户" in printed(desk, "18:00")


def test_of_two_files_of_one_time_the_later_by_name_is_used(desk: Desk) -> None:
    for name, text in (("财政局", REPORT), ("州财政局(2)", CORRECTED)):
        desk.report(text, name, at=f"{DAY}T16:40:00+08:00")
    receive(desk, "16:50:00")
    assert [path.read_text("utf-8") for path in kept(desk)] == [CORRECTED, REPORT]
    assert "12户" in printed(desk, "18:00")


@pytest.mark.parametrize("other", ["财政局", "州财政局(2)", "新建文本文档"])
def test_equal_content_counts_once_whatever_it_is_called(desk: Desk, other: str) -> None:
    saved(desk, "16:40:00")
    desk.report(REPORT, other, at=f"{DAY}T16:45:00+08:00")
    for clock in ("16:50:00", "16:55:00"):
        assert receive(desk, clock).status == 0
    assert len(kept(desk)) == 1
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)


def test_paper_is_one_marker_and_a_tick_can_be_undone(desk: Desk) -> None:
    need_paper(desk)
    saved(desk, "16:40:00")
    assert unit(desk, "16:50:00")["paper"] == "pending"
    assert unit(desk, "17:00:00")["paper"] == "missing"
    assert receive(desk, "17:20:00", "--paper", "财政局", "--at", "16:58").out == "州财政局　纸质版已登记，到达 16:58\n"
    assert unit(desk, "18:00:00")["paper"] == "on_time"
    again = receive(desk, "17:30:00", "--paper", "州财政局")
    assert again.out == "州财政局　纸质版先前已登记，到达 16:58\n"
    assert again.err == "登记错了，用 jiukun receive --paper --undo 州财政局 撤回。\n"
    assert papers(desk) == ["paper_20220826T165800+0800"]
    undone = receive(desk, "17:35:00", "--paper", "--undo", "财政局")
    assert (undone.status, undone.out, undone.err) == (0, "州财政局　纸质版的登记已撤回\n", "")
    assert papers(desk) == ["paper_20220826T165800+0800_undone_20220826T173500+0800"]
    assert unit(desk, "18:00:00")["paper"] == "missing"
    none = receive(desk, "17:36:00", "--paper", "--undo", "州财政局")
    assert none.out == "州财政局　纸质版没有登记过，没有可撤回的\n"
    receive(desk, "17:40:00", "--paper", "州财政局")
    assert unit(desk, "18:00:00")["paper"] == "late"
    assert unit(desk, "17:35:00")["paper"] == "missing"
    assert papers(desk) == ["paper_20220826T165800+0800_undone_20220826T173500+0800", "paper_20220826T174000+0800"]


def test_the_earliest_of_two_ticks_counts(desk: Desk) -> None:
    """Two offices, whose receipts were merged, have ticked the same paper."""
    need_paper(desk)
    for stamp in ("20220826T165800+0800", "20220826T172000+0800"):
        desk.file(f"data/receipts/{DAY}/州财政局/paper_{stamp}", b"")
    assert unit(desk, "18:00:00")["paper"] == "on_time"
    receive(desk, "18:10:00", "--paper", "--undo", "州财政局")
    assert unit(desk, "18:20:00")["paper"] == "missing"


def test_paper_of_all_ticks_those_that_are_not_yet(desk: Desk) -> None:
    need_paper(desk)
    receive(desk, "16:30:00", "--paper", "乌恰县人民政府")
    assert receive(desk, "16:58:00", "--paper", "--all").out == (
        "州工信局　纸质版已登记，到达 16:58\n"
        "州市场监督管理局　纸质版已登记，到达 16:58\n"
        "州财政局　纸质版已登记，到达 16:58\n"
        "阿图什市人民政府　纸质版已登记，到达 16:58\n"
        "乌恰县人民政府　纸质版先前已登记，到达 16:30\n"
    )
    lines = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["units"]
    assert {line["paper"] for line in lines} == {"on_time"}


def test_late_or_missing_paper_is_something_found(desk: Desk) -> None:
    need_paper(desk)
    for name in ("州工信局", "州市场监督管理局", "州财政局", "阿图什市人民政府", "乌恰县人民政府"):
        number = {"州财政局": 2, "阿图什市人民政府": 4, "乌恰县人民政府": 4}.get(name, 1)
        text = replaced("序号: 2", f"序号: {number}", REPORT.replace("州财政局", name))
        desk.report(text, name, at=f"{DAY}T16:40:00+08:00")
    receive(desk, "16:50:00")
    result = at(desk, "18:00:00", "missing", "--date", DAY)
    assert result.status == 1
    assert "纸质版没到（5）：州工信局、州市场监督管理局、州财政局、阿图什市人民政府、乌恰县人民政府" in result.out


WHOSE_PAPER = "--paper 要写明是哪个单位的纸质版，例如：jiukun receive --paper 州工信局；全部到了用 --paper --all"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--paper"], WHOSE_PAPER),
        (["--paper", "--all", "州财政局"], WHOSE_PAPER),
        (["--paper", "--watch", "州财政局"], WHOSE_PAPER),
        (["--all"], "--all、--undo 与 --paper 一起用"),
        (["--undo", "州财政局"], "--all、--undo 与 --paper 一起用"),
        (["--paper", "--undo", "--all"], "--undo 要写明撤回哪个单位的，例如：jiukun receive --paper --undo 州工信局"),
        (["--reason", "电话先报"], "--reason 与 --at 一起用，写明为什么这样登记到达时间"),
        (["--watch", "--at", "16:00"], "--watch 按实际时间签收，不能与 --at 同用"),
        (["州财证局"], "不认识的单位“州财证局”，是不是“州财政局”？"),
        (["州信访局"], "“州信访局”不牵头任何措施，没有报送任务"),
        (["--at", "下午"], "--at 的时间“下午”读不懂，写作 17:05 或 2022-08-26T17:05"),
    ],
)
def test_wrong_use(desk: Desk, arguments: list[str], words: str) -> None:
    result = receive(desk, "17:00:00", *arguments)
    assert (result.status, result.out, result.err) == (2, "", f"{words}\n")


def test_a_spoiled_version_keeps_its_arrival_and_is_mended_from_the_file_that_lies_there(desk: Desk) -> None:
    path = saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    (version,) = kept(desk)
    version.write_text("被改过", "utf-8")
    assert standing(desk, "18:00:00") == ("on_time", "16:40:00", "file_time", False, False)
    assert "12户" in printed(desk, "18:00")
    found = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["diagnostics"]
    assert [(problem["code"], problem["path"]) for problem in found] == [
        ("JK411", f"data/receipts/{DAY}/州财政局/{version.name}")
    ]
    receive(desk, "18:10:00")
    assert version.read_text("utf-8") == REPORT
    version.write_text("又被改过", "utf-8")
    path.unlink()
    assert standing(desk, "18:00:00")[0] == "on_time"
    assert "签收件的内容被改动过" in printed(desk, "18:00")


def test_a_renamed_a_foreign_and_a_deleted_receipt_are_told(desk: Desk) -> None:
    for number, text in enumerate((REPORT, CORRECTED, REPORT)):
        saved(desk, f"16:0{number}:30", text)
        receive(desk, f"16:0{number + 1}:00")
    first, second, _ = kept(desk)
    first.rename(first.with_name("第一份.yaml"))
    second.unlink()
    found = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["diagnostics"]
    folder = f"data/receipts/{DAY}/州财政局"
    assert sorted((problem["code"], problem["path"], problem["message"]) for problem in found) == [
        ("JK412", f"{folder}/第一份.yaml", "“第一份.yaml”不是签收件，或读不懂，没有采用"),
        ("JK413", folder, "第 1 件签收件不见了"),
        ("JK413", folder, f"第 2 件签收件（SHA-256 以 {digest(CORRECTED):.16} 开头）不见了"),
    ]
    assert standing(desk, "18:00:00")[0] == "on_time"


def test_spoiled_notes_of_looks_are_told_and_made_anew(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    looks = desk.root / "data" / "receipts" / DAY / "looks.jsonl"
    looks.write_text("{", "utf-8")
    found = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["diagnostics"]
    assert [problem["code"] for problem in found] == ["JK412"]
    receive(desk, "17:10:00")
    assert looks.read_text("utf-8") == LOOKS.format("17:10:00", "16:40:00", "file_time", digest=digest(REPORT))


def test_a_clock_that_went_back_makes_no_version_earlier_than_the_look_before(desk: Desk) -> None:
    receive(desk, "17:30:00")
    saved(desk, "16:10:00")
    result = receive(desk, "16:20:00")
    assert "时钟" in result.err
    assert standing(desk, "18:00:00")[:3] == ("late", "17:30:00", "receipt")
    looks = desk.root / "data" / "receipts" / DAY / "looks.jsonl"
    assert looks.read_text("utf-8") == LOOKS.format("17:30:00", "17:30:00", "receipt", digest=digest(REPORT))


def test_a_unit_taken_out_of_the_plan_keeps_its_receipts(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    for name in ("measures", "units"):
        data = desk.root / "data" / f"{name}.yaml"
        data.write_text(data.read_text("utf-8").replace("[州财政局]", "[州信访局]"), "utf-8")
    result = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json")
    assert [(problem["code"], problem["path"]) for problem in result.json["diagnostics"]] == [
        ("JK414", f"data/receipts/{DAY}/州财政局")
    ]
    assert len(kept(desk)) == 1


def test_a_renamed_unit_keeps_its_receipts(desk: Desk) -> None:
    saved(desk, "16:40:00")
    receive(desk, "16:50:00")
    units = desk.root / "data" / "units.yaml"
    text = units.read_text("utf-8").replace("简称: 州财政局", "简称: 州财政和国资局")
    units.write_text(text.replace("别名: [财政局]", "别名: [财政局, 州财政局]"), "utf-8")
    assert unit(desk, "18:00:00", "州财政和国资局")["status"] == "on_time"


def test_a_full_disk_loses_nothing_and_a_further_run_completes_the_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(desk, "16:40:00")
    with monkeypatch.context() as patched:

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr("os.fsync", full)
        result = receive(desk, "16:50:00")
    words = "磁盘已满（或文件个数到了上限）"
    place = desk.root / "data" / "receipts" / DAY / "方案" / "measures.yaml"
    assert (result.status, result.err) == (3, f"没有完成。{place}：{words}\n")
    assert kept(desk) == []
    assert list((desk.root / "data" / "receipts" / ".tmp").iterdir()) == []
    assert receive(desk, "17:30:00").status == 0
    assert standing(desk, "18:00:00")[:3] == ("on_time", "16:40:00", "file_time")


def test_what_a_killed_receiver_left_behind_is_cleared(desk: Desk) -> None:
    left = desk.file("data/receipts/.tmp/.jiukun-abc.tmp", "半")
    receive(desk, "16:50:00")
    assert not left.exists()


def test_a_file_that_is_being_written_is_left_for_the_next_look(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.report(REPORT[:60], at=f"{DAY}T16:49:59.900000+08:00")
    desk.report(REPORT.replace("州财政局", "州工信局"), "州工信局")

    def write_on(_: float) -> None:
        path.write_text(REPORT, "utf-8")

    monkeypatch.setattr("time.sleep", write_on)
    result = receive(desk, "16:50:00")
    assert kept(desk) == []
    assert "没有写完，下次再收：州财政局" in result.out
    assert len(kept(desk, "州工信局")) == 1
    path.touch()
    monkeypatch.setattr("time.sleep", lambda _: None)
    receive(desk, "16:51:00")
    assert [path.read_text("utf-8") for path in kept(desk)] == [REPORT]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def papers(desk: Desk, name: str = "州财政局") -> list[str]:
    return sorted(path.name for path in (desk.root / "data" / "receipts" / DAY / name).glob("paper_*"))


def printed(desk: Desk, clock: str) -> str:
    """All text of the day's workbook as of a time."""
    from openpyxl import load_workbook

    target = desk.root / "out" / "day.xlsx"
    result = at(desk, "23:00:00", "compile", "--date", DAY, "--at", clock, "--output", str(target))
    assert result.status == 0, result.err
    book = load_workbook(target)
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    shutil.rmtree(target.parent)
    return "\n".join(str(cell) for cell in cells if cell is not None)


def need_paper(desk: Desk) -> None:
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("纸质版: 否", "纸质版: 是"), "utf-8")


@pytest.mark.parametrize("day", ["9999-12-31", "2022-08-27", "2022-08-01"])
def test_a_day_on_which_nobody_can_be_late_leaves_nothing_behind(desk: Desk, day: str) -> None:
    """It is to come, or nothing was due; as soon as anything lies there it is noted."""
    assert at(desk, "16:50:00", "receive", "--date", day).status == 0
    assert not (desk.root / "data/receipts" / day).exists()
    desk.report(REPORT.replace(DAY, day), day=day, at=f"{DAY}T16:40+08:00")
    at(desk, "16:50:00", "receive", "--date", day)
    assert (desk.root / "data/receipts" / day / "looks.jsonl").exists()
