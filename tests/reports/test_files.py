"""What lies in the folders and is no sound report: told, and the day goes on; files named on the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiukun.project import opening
from jiukun.project.opening import FileTimes
from support.desk import DAY, REPORT, Desk, codes, replaced, set_time

FOLDER = f"submissions/{DAY}"
WRONG = f"{FOLDER}/州工信局.yaml"
OTHER = f"{FOLDER}/乌恰县人民政府.yaml"
MIB = 1 << 20
OTHERS_REPORT = (
    REPORT.replace("州财政局", "乌恰县人民政府").replace("序号: 2", "序号: 4").replace("存在问题: 无", "存在问题:")
)
needs_links = pytest.mark.skipif(os.name == "nt", reason="links, pipes and permissions are other things on Windows")


def a_folder(path: Path) -> None:
    path.mkdir()
    (path / "州工信局.yaml").write_text(REPORT, "utf-8")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("州工信局-终稿.yaml")


def a_link_outside(path: Path) -> None:
    outside = path.parents[3] / "别处.yaml"
    outside.write_text(REPORT.replace("州财政局", "州工信局"), "utf-8")
    path.symlink_to(outside)


def a_link_to_nothing_outside(path: Path) -> None:
    path.symlink_to("../../../../nowhere")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_a_link_outside(path: Path) -> None:
    between = path.parents[2] / "between.yaml"
    between.symlink_to(path.parents[3] / "project-other")
    (path.parents[3] / "project-other").write_text(REPORT, "utf-8")
    path.symlink_to(between)


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_large_file(path: Path) -> None:
    path.write_bytes(REPORT.encode() + b"#" * (MIB - len(REPORT.encode()) + 1))


def an_empty_file(path: Path) -> None:
    path.touch()


A_LINK = "这是一个链接，没有读"
KINDS: list[tuple[Callable[[Path], None], str, str]] = [
    (a_folder, "JK405", "这个名字是文件夹，不是报送文件"),
    (a_pipe, "JK405", "这个名字不是普通文件（管道、设备等），不是报送文件"),
    (a_link_to_nothing, "JK406", A_LINK),
    (a_link_outside, "JK406", A_LINK),
    (a_link_to_nothing_outside, "JK406", A_LINK),
    (a_link_to_a_device, "JK406", A_LINK),
    (a_link_to_a_link_outside, "JK406", A_LINK),
    (a_link_to_itself, "JK406", A_LINK),
    (a_large_file, "JK102", "文件超过 1 MiB，没有读"),
    (an_empty_file, "JK101", "文件是空的，没有任何内容"),
]


def check_the_day(desk: Desk, code: str, message: str) -> None:
    """州工信局's file is told so, 州财政局's is sound, and 乌恰县's own mistake is told too."""
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert (result.status, result.err) == (1, "")
    found = [
        (problem["path"], problem["line"], problem["column"], problem["code"]) for problem in result.json["diagnostics"]
    ]
    assert found == [(OTHER, 10, 8, "JK301"), (WRONG, 1, 1, code)]
    assert result.json["diagnostics"][1]["message"] == message
    assert result.json["diagnostics"][1]["hint"]
    assert result.json["files"] == 3
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert (called.status, called.err) == (1, "")
    assert [unit["status"] for unit in called.json["units"]] == ["invalid", "missing", "on_time", "missing", "invalid"]
    shown = desk.run("missing", "--date", DAY, "--at", "18:00")
    assert f"州工信局：{message}（{code}）" in shown.out
    compiled = desk.run("compile", "--date", DAY, "--at", "18:00")
    assert (compiled.status, compiled.err) == (0, "")
    assert "缺口：州工信局报送有误（第 1 项）\n" in compiled.out
    sheet = load_workbook(desk.root / "out" / f"汇总表-{DAY}.xlsx")["汇总表"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(f"【州工信局】\n报送有误：{message}" in text for text in cells)
    assert any("全州国有房屋减租手续办结12户。" in text for text in cells)


@needs_links
@pytest.mark.parametrize(("make", "code", "message"), KINDS, ids=[kind[0].__name__ for kind in KINDS])
def test_what_is_no_sound_report(desk: Desk, make: Callable[[Path], None], code: str, message: str) -> None:
    desk.report()
    desk.report(OTHERS_REPORT, "乌恰县人民政府")
    make(desk.root / WRONG)
    moment = datetime.fromisoformat(f"{DAY}T16:45+08:00").timestamp()
    os.utime(desk.root / WRONG, (moment, moment), follow_symlinks=False)
    check_the_day(desk, code, message)


@needs_links
def test_the_passing_twins(desk: Desk) -> None:
    """A file of just 1 MiB, and one in a folder to which the office has linked all of submissions/."""
    desk.report(b"#" * (MIB - len(REPORT.encode()) - 1) + b"\n" + REPORT.encode())
    assert desk.run("validate", "--date", DAY).status == 0
    (desk.root / "submissions").rename(desk.root.parent / "share")
    (desk.root / "submissions").symlink_to("../share")
    result = desk.run("validate", "--date", DAY)
    assert (result.status, result.out) == (0, "检查了 1 个文件，没有问题，可以报送。\n")


def test_a_file_without_permission(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated: to the superuser everything is readable."""
    desk.report()
    desk.report(OTHERS_REPORT, "乌恰县人民政府")
    desk.report(unit="州工信局")
    before = os.open

    def refusing(path: Any, *arguments: Any, **named: Any) -> int:
        if str(path).endswith("州工信局.yaml"):
            raise PermissionError(13, "Permission denied", str(path))
        return before(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refusing)
    check_the_day(desk, "JK407", "读不了：没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="to the superuser everything is readable")
def test_a_file_really_without_permission(desk: Desk) -> None:
    desk.report()
    desk.report(OTHERS_REPORT, "乌恰县人民政府")
    desk.report(unit="州工信局").chmod(0)
    check_the_day(desk, "JK407", "读不了：没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）")


@pytest.mark.parametrize("how", ["grows", "shrinks", "is saved anew", "grows at the end within a tick of the clock"])
def test_a_file_that_is_written_while_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    desk.report()
    desk.report(OTHERS_REPORT, "乌恰县人民政府")
    path = desk.report(unit="州工信局")
    number = path.stat().st_ino
    seconds = iter(range(60))
    before = os.read

    def written_to(descriptor: int, size: int) -> bytes:
        piece = before(descriptor, size)
        if os.fstat(descriptor).st_ino == number and how.endswith("clock"):
            path.write_bytes(path.read_bytes() + b"# more\n")
            set_time(path, "2022-08-26T16:40+08:00")
        elif os.fstat(descriptor).st_ino == number:
            if how == "grows":
                path.write_bytes(REPORT.encode() + b"# more\n")
            elif how == "shrinks":
                path.write_bytes(REPORT.encode()[:-9])
            set_time(path, f"2022-08-26T16:50:{next(seconds):02}+08:00")
        return piece

    monkeypatch.setattr(os, "read", written_to)
    check_the_day(desk, "JK407", "文件正在被写入，还没有写完")


def test_a_file_that_is_gone_when_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report()
    path = desk.report(unit="州工信局")
    before = os.stat

    def gone(place: Any, **named: Any) -> Any:
        if Path(str(place)).name == path.name:
            raise FileNotFoundError(2, "No such file", str(place))
        return before(place, **named)

    monkeypatch.setattr(os, "stat", gone)
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert codes(result) == [(1, 1, "JK405")]
    assert result.json["diagnostics"][0]["message"] == "文件不存在"


@needs_links
def test_a_folder_of_a_date_that_leads_outside(desk: Desk) -> None:
    """Nothing in it is read, whatever it is called by."""
    elsewhere = desk.root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "州财政局.yaml").write_text(REPORT, "utf-8")
    (desk.root / FOLDER).symlink_to(elsewhere)
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert result.status == 1
    assert [(problem["path"], problem["code"], problem["message"]) for problem in result.json["diagnostics"]] == [
        (FOLDER, "JK406", "这个文件夹是一个链接，里面的文件没有计入")
    ]
    for path in (FOLDER, f"{FOLDER}/州财政局.yaml"):
        named = desk.run("validate", path, "--format", "json")
        assert named.status == 1
        assert {problem["code"] for problem in named.json["diagnostics"]} <= {"JK406", "JK408"}
        assert "JK406" in {problem["code"] for problem in named.json["diagnostics"]}
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert called.json["summary"]["missing"] == 5
    assert [problem["code"] for problem in called.json["diagnostics"]] == ["JK406"]
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0


@needs_links
def test_links_of_folders_that_are_sound(desk: Desk) -> None:
    """The office may link submissions/ to a share; a folder in it is no link, wherever it leads."""
    share = desk.submissions_on_a_share()
    (share / DAY).mkdir()
    (share / DAY / "州财政局.yaml").write_text(REPORT, "utf-8")
    result = desk.run("validate", "--date", DAY)
    assert (result.status, result.out) == (0, "检查了 1 个文件，没有问题，可以报送。\n")
    (share / DAY).rename(share / "收件")
    (share / DAY).symlink_to("收件")
    assert "检查了 0 个文件" in desk.run("validate", "--date", DAY).out


@needs_links
@pytest.mark.parametrize("name", ["measures", "units"])
def test_data_that_lead_outside(desk: Desk, name: str) -> None:
    path = desk.root / "data" / f"{name}.yaml"
    path.rename(desk.root.parent / "moved.yaml")
    path.symlink_to(desk.root.parent / "moved.yaml")
    result = desk.run("check", "--format", "json")
    assert (result.status, codes(result)) == (2, [(1, 1, "JK406")])


@needs_links
def test_a_project_that_is_itself_reached_by_a_link(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report()
    link = desk.root.parent / "link"
    link.symlink_to(desk.root)
    monkeypatch.chdir(desk.root.parent)
    result = desk.run("--root", "link", "validate", f"link/{FOLDER}/州财政局.yaml", "--format", "json")
    assert (result.status, result.json["files"]) == (0, 1)
    desk.report(replaced("日期: 2022-08-26", "日期: 2022-08-25"))
    result = desk.run("--root", "link", "validate", f"link/{FOLDER}/州财政局.yaml", "--format", "json")
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"{FOLDER}/州财政局.yaml", "JK303")
    ]


def test_without_a_folder_of_submissions(desk: Desk) -> None:
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert (result.status, result.json["files"]) == (1, 0)
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [(FOLDER, "JK408")]
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert (called.status, called.json["summary"]["missing"]) == (1, 5)
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0


def test_a_file_where_the_days_folder_should_be(desk: Desk) -> None:
    desk.file(FOLDER, REPORT)
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert (result.status, result.json["files"]) == (1, 0)
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [(FOLDER, "JK404")]
    assert desk.run("missing", "--date", DAY, "--at", "18:00").status == 1


def test_two_files_of_one_unit(desk: Desk) -> None:
    """They are versions of one report, of which the one written later is used."""
    desk.report(replaced("12户", "13户"), at=f"{DAY}T16:45+08:00")
    desk.report(unit="财政局")
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert (result.status, result.json["files"], result.json["diagnostics"]) == (0, 2, [])
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    line = next(unit for unit in called.json["units"] if unit["unit"] == "州财政局")
    assert (line["status"], line["corrected"], line["arrived_at"][11:16]) == ("on_time", True, "16:40")
    desk.run("compile", "--date", DAY, "--at", "18:00")
    sheet = load_workbook(desk.root / "out" / f"汇总表-{DAY}.xlsx")["汇总表"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("13户" in text for text in texts)
    assert not any("12户" in text for text in texts)


def test_three_files_of_one_unit_one_of_them_broken(desk: Desk) -> None:
    desk.report()
    desk.report(unit="财政局")
    desk.report("", "自治州财政局")
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"{FOLDER}/自治州财政局.yaml", "JK101"),
    ]
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert {unit["unit"]: unit["status"] for unit in called.json["units"]}["州财政局"] == "on_time"


GOOD, EARLIER = REPORT, replaced("日期: 2022-08-26", "日期: 2022-08-25")
WARNED = replaced("0908-5550104", "0908-555010")
BAD = replaced("存在问题: 无", "存在问题: 同上")
# Arguments → exit status, number of files, (path, code) of each problem; {out} is a folder outside of the project.
NAMED: dict[str, tuple[list[str], int, int, list[tuple[str, str]]]] = {
    "a sound file": ([f"{FOLDER}/州财政局.yaml"], 0, 1, []),
    "by its full path": ([f"{{root}}/{FOLDER}/州财政局.yaml"], 0, 1, []),
    "the same file twice": ([f"{FOLDER}/州财政局.yaml", f"{{root}}/{FOLDER}/州财政局.yaml"], 0, 1, []),
    "a file and its folder": ([f"{FOLDER}/州财政局.yaml", FOLDER], 0, 1, []),
    "another day's": (["submissions/2022-08-25/州财政局.yaml"], 0, 1, []),
    "another day's, with --date": (["submissions/2022-08-25/州财政局.yaml", "--date", DAY], 0, 1, []),
    "a wrong file of a day's folder": (
        ["submissions/2022-08-27/州财政局.yaml"],
        1,
        1,
        [("submissions/2022-08-27/州财政局.yaml", "JK303")],
    ),
    "a day's folder": (
        ["submissions/2022-08-27"],
        1,
        1,
        [
            ("submissions/2022-08-27/州工信局.txt", "JK403"),
            ("submissions/2022-08-27/州财政局.yaml", "JK303"),
        ],
    ),
    "a file that is no report": (
        ["submissions/2022-08-27/州工信局.txt"],
        1,
        1,
        [
            ("submissions/2022-08-27/州工信局.txt", "JK403"),
        ],
    ),
    "a file with a misspelt name, which says whose it is": (
        ["submissions/2022-08-28/州财证局.yaml"],
        1,
        1,
        [
            ("submissions/2022-08-28/州财证局.yaml", "JK303"),
        ],
    ),
    "a draft in the project": (["草稿/随便.yaml"], 0, 1, []),
    "a bad draft in the project": (["草稿/坏.yaml"], 1, 1, [("草稿/坏.yaml", "JK302")]),
    "a folder of drafts": (["草稿"], 1, 3, [("草稿/内/坏.yml", "JK302"), ("草稿/坏.yaml", "JK302")]),
    "a file outside": (["{out}/外.yaml"], 0, 1, []),
    "a bad file outside": (["{out}/坏.yaml"], 1, 1, [("{out}/坏.yaml", "JK302")]),
    "a folder outside": (["{out}"], 1, 2, [("{out}/坏.yaml", "JK302")]),
    "an empty folder": (["空"], 1, 0, [("空", "JK408")]),
    "nothing": (["没有.yaml"], 1, 1, [("没有.yaml", "JK405")]),
    "a day without folder": (["submissions/2022-08-01"], 1, 1, [("submissions/2022-08-01", "JK405")]),
    "several": (
        [f"{FOLDER}/州财政局.yaml", "草稿/坏.yaml", "没有.yaml", "空"],
        1,
        3,
        [
            ("没有.yaml", "JK405"),
            ("空", "JK408"),
            ("草稿/坏.yaml", "JK302"),
        ],
    ),
    "a warning": (["草稿2/警告.yaml"], 0, 1, [("草稿2/警告.yaml", "JK313")]),
    "a warning, strictly": (["草稿2/警告.yaml", "--strict"], 1, 1, [("草稿2/警告.yaml", "JK313")]),
    "a sound file, strictly": ([f"{FOLDER}/州财政局.yaml", "--strict"], 0, 1, []),
}


@pytest.fixture
def laid_out(desk: Desk) -> Desk:
    """Reports in days' folders, drafts beside them, and files outside of the project."""
    desk.report(GOOD)
    desk.report(replaced("12户", "若干户", EARLIER), day="2022-08-25")
    desk.report(replaced("12户", "又有新办结", GOOD), day="2022-08-27")
    desk.file("submissions/2022-08-27/州工信局.txt", GOOD)
    desk.report(GOOD, "州财证局", "2022-08-28")
    desk.file("草稿/随便.yaml", GOOD.replace("12户", "十余户，另有"))
    desk.file("草稿/坏.yaml", BAD)
    desk.file("草稿/内/坏.yml", BAD)
    desk.file("草稿/内/.隐.yaml", BAD)
    desk.file("草稿/说明.txt", "")
    desk.file("草稿2/警告.yaml", WARNED)
    (desk.root / "空").mkdir()
    outside = desk.root.parent / "outside"
    outside.mkdir()
    (outside / "外.yaml").write_text(GOOD, "utf-8")
    (outside / "坏.yaml").write_text(BAD, "utf-8")
    return desk


@pytest.mark.parametrize("name", NAMED)
def test_named_files(laid_out: Desk, name: str) -> None:
    written, status, files, expected = NAMED[name]
    places = {"root": laid_out.root, "out": laid_out.root.parent / "outside"}
    arguments = [argument.format(**places) for argument in written]
    result = laid_out.run("validate", *arguments, "--format", "json")
    found = [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]]
    assert found == [(path.format(**places), code) for path, code in expected]
    assert (result.status, result.json["files"], result.err) == (status, files, "")
    text = laid_out.run("validate", *arguments)
    assert text.status == status
    assert [code for code in text.out.split() if code.startswith("JK")] == [code for _, code in expected]
    count = f"检查了 {files} 个文件"
    assert text.out.rstrip("\n").splitlines()[-1].startswith(count)


def test_a_file_elsewhere_is_checked_for_the_day_it_is_meant_for(desk: Desk) -> None:
    """Measures owed on that day must be there; nothing is said of a folder in which it does not lie."""
    measures = desk.root / "data" / "measures.yaml"
    text = replaced("要点: [减免6个月]", "要点: [减免6个月]\n  起报日期: 2022-08-27", measures.read_text("utf-8"))
    measures.write_text(text, "utf-8")
    desk.file("草稿.yaml", replaced("日期: 2022-08-26", "日期: 2022-08-27"))
    assert desk.run("validate", "草稿.yaml", "--date", "2022-08-27").status == 0
    wrong = desk.run("validate", "草稿.yaml", "--date", DAY)
    assert wrong.status == 1
    assert "JK303  第 2 行第 5 列  日期：日期写的是 2022-08-27，要查的是 2022-08-26 的报送\n" in wrong.out


def test_relative_paths_from_a_folder_within(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report(replaced("日期: 2022-08-26", "日期: 2022-08-25"))
    (desk.root / "out").mkdir()
    monkeypatch.chdir(desk.root / "out")
    result = desk.run("validate", f"../{FOLDER}/州财政局.yaml", "--format", "json")
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"{FOLDER}/州财政局.yaml", "JK303")
    ]
    result = desk.run("validate", f"../{FOLDER}", "--format", "json")
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"{FOLDER}/州财政局.yaml", "JK303")
    ]


@pytest.mark.parametrize(
    "seconds",
    [
        -1e17,
        -1e12,
        -1e10,
        -1,
        0,
        1e10,
        4e11,
        1e17,
    ],
)
def test_a_file_with_an_impossible_time(desk: Desk, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """A clock that is wrong, or a unit that plays with it, stops nobody. Simulated: file systems differ."""
    desk.report()
    times = FileTimes(int(seconds) * 10**9, int(seconds) * 10**9)
    monkeypatch.setattr(opening, "times_of", lambda *_: times)
    validated = desk.run("validate", "--date", DAY)
    assert (validated.status, validated.err) == (0, "")
    called = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert (called.status, called.err) == (1, "")
    statuses = {unit["unit"]: unit["status"] for unit in called.json["units"]}
    assert statuses["州财政局"] == "missing"  # no evidence: it has arrived by now, years later
    problems = [problem["code"] for problem in called.json["diagnostics"]]
    assert problems == (["JK419"] if seconds > datetime.now(UTC).timestamp() else [])
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0


def test_droppings_are_passed_over(desk: Desk) -> None:
    desk.report()
    for name in (
        ".州工信局.yaml.swp",
        "~$州工信局.xlsx",
        ".DS_Store",
        "Thumbs.db",
        "州工信局.yaml~",
        "._州工信局.yaml",
    ):
        desk.file(f"{FOLDER}/{name}", "x")
        desk.file(f"submissions/{name}", "x")
    result = desk.run("validate", "--date", DAY)
    assert (result.status, result.out) == (0, "检查了 1 个文件，没有问题，可以报送。\n")
    shutil.rmtree(desk.root / FOLDER)
    assert codes(desk.run("validate", "--date", DAY, "--format", "json")) == [(1, 1, "JK408")]


def test_the_whole_of_submissions(desk: Desk) -> None:
    """Every day's reports, and whatever lies there that is none."""
    desk.report()
    desk.report(replaced("日期: 2022-08-26", "日期: 2022-08-25"), day="2022-08-25")
    desk.file(f"{FOLDER}/说明.txt", "x")
    desk.file("submissions/8月26日/州工信局.yaml", "x")
    result = desk.run("validate", "submissions", "--format", "json")
    assert (result.status, result.json["files"]) == (1, 2)
    assert [(problem["path"], problem["code"]) for problem in result.json["diagnostics"]] == [
        (f"{FOLDER}/州财政局.yaml", "JK314"),
        (f"{FOLDER}/说明.txt", "JK403"),
        ("submissions/8月26日", "JK404"),
    ]
