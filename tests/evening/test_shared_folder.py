"""What whoever may write in the shared folder can try, and what time and faults do to it; docs/安全.md names these."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jiukun.evidence import inbox, look_record
from support.desk import DAY, REPORT, Desk, Result, at, replaced
from support.faults import tree
from support.fuzzing import a_filled_form
from support.offices import two_offices

FOLDER = f"submissions/{DAY}"
RECEIPTS = f"data/receipts/{DAY}"
FORM = a_filled_form()
SECRET = REPORT.replace("12户", "90户")
posix = pytest.mark.skipif(os.name == "nt", reason="links and owners are other things on Windows")


def statuses(result: Result) -> dict[str, str]:
    return {line["unit"]: line["status"] for line in result.json["units"]}


def found(result: Result) -> list[tuple[str, str]]:
    """Code and place of each thing that is told."""
    return [(told["code"], told["path"]) for told in result.json["diagnostics"]]


def missing(desk: Desk, clock: str = "18:00:00") -> Result:
    return at(desk, clock, "missing", "--date", DAY, "--format", "json")


def receive(desk: Desk, clock: str = "16:50:00", *arguments: str) -> Result:
    return at(desk, clock, "receive", "--date", DAY, *arguments)


def kept(desk: Desk, unit: str = "州财政局") -> list[Path]:
    return sorted((desk.root / RECEIPTS / unit).glob("0*_*valid*"))


@posix
@pytest.mark.parametrize("line", ["import {form}", "import --replace {form}", "receive", "new --all", "validate --fix"])
def test_no_temporary_lies_where_units_may_write(desk: Desk, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """After each change that a command makes, so that none can be changed for a link to a file of the office."""
    form = desk.file("收件/州财政局.xlsx", FORM)
    if line != "import {form}":
        desk.report(replaced("单位: ", "单位："))
    submissions = desk.root / "submissions"
    submissions.mkdir(exist_ok=True)
    before, seen_there = {path.name for path in submissions.iterdir()}, set[str]()
    for name in ("open", "mkdir", "link", "replace", "rename", "utime", "fsync"):
        real = getattr(os, name)

        def watched(*arguments: object, real: object = real, **named: object) -> object:
            done = real(*arguments, **named)  # type: ignore[operator]
            seen_there.update(path.name for path in submissions.rglob("*") if path.name not in before)
            return done

        monkeypatch.setattr(os, name, watched)
    assert at(desk, "16:50:00", *line.format(form=form).split(), "--date", DAY).status in {0, 1}
    assert any(name.startswith(("州", "签收")) for name in seen_there)
    assert [name for name in seen_there if not name.startswith(("州", "签收", "阿", "乌", DAY))] == []


@posix
def test_modes_and_times_are_set_by_the_open_file_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And every file in the shared folder is opened, listed and named by an open folder."""
    by_path: list[str] = []
    for name in ("chmod", "utime", "scandir", "listdir", "open", "replace", "rename", "link", "unlink", "stat"):
        real = getattr(os, name)

        def watched(place: object = ".", *rest: object, real: object = real, **named: object) -> object:
            if isinstance(place, str | os.PathLike) and f"{os.sep}{DAY}" in str(place) and "tests" not in str(place):
                by_path.append(str(place))
            return real(place, *rest, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, watched)
    desk.report()
    by_path.clear()
    for line in ("validate", "missing", "receive", "compile", "new --all"):
        assert at(desk, "16:50:00", *line.split(), "--date", DAY).status in {0, 1}
    assert [place for place in by_path if "/out/" not in place] == []


@posix
@pytest.mark.parametrize("way", ["link", "hard link"])
def test_what_was_looked_at_is_what_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """A report that gives way, between each look at it and its opening, to what only the office can read.

    A link is not even opened; a file of another's that bears the name is not read.
    """
    private = desk.file("private/secret", SECRET, f"{DAY}T16:40+08:00")
    report = desk.report()
    aside, looked, opened = report.rename(desk.root / "aside"), os.stat, os.open
    inodes: list[int] = []

    def put(source: Path, *, as_link: bool) -> None:
        report.unlink(missing_ok=True)
        (report.symlink_to if as_link else report.hardlink_to)(source)

    def look(place: Any, **named: Any) -> os.stat_result:
        if place != report.name:
            return looked(place, **named)
        put(aside, as_link=False)
        status = looked(place, **named)
        put(private, as_link=way == "link")
        return status

    def open_(place: Any, *arguments: Any, **named: Any) -> int:
        descriptor = opened(place, *arguments, **named)
        inodes.append(os.fstat(descriptor).st_ino)
        return descriptor

    put(aside, as_link=False)
    monkeypatch.setattr(os, "stat", look)
    monkeypatch.setattr(os, "open", open_)
    assert "不能签收" in receive(desk).out
    assert (private.stat().st_ino in inodes) == (way == "hard link")
    texts = [path.read_text("utf-8") for path in (desk.root / RECEIPTS).rglob("*") if path.is_file()]
    assert [text for text in texts if "90户" in text] == []


LINES = ("validate", "missing", "compile", "receive", "import", "new --all", "validate --fix", "new --all --carry")


@posix
@pytest.mark.parametrize("target", ["data", f"{RECEIPTS}/州财政局", "submissions/2022-08-25", "nowhere", "."])
def test_a_folder_that_is_a_link_within_the_project(desk: Desk, target: str) -> None:
    """Nothing is read from there or written to; it is said where the link is."""
    desk.report(day="2022-08-25")
    at(desk, "2022-08-25T16:50:00", "receive", "--date", "2022-08-25")
    (desk.root / RECEIPTS / "州财政局").mkdir(parents=True)
    (desk.root / FOLDER).symlink_to(desk.root / target)
    before = tree(desk.root / "data" / "receipts" / "2022-08-25"), tree(desk.root / "submissions" / "2022-08-25")
    data = sorted(path.name for path in (desk.root / "data").iterdir())
    for line in LINES:
        result = at(desk, "16:50:00", *line.split(), "--date", DAY)
        assert "这个文件夹是一个链接" in result.out + result.err, line
        assert FOLDER in result.out + result.err
    assert ("JK406", FOLDER) in found(missing(desk))
    assert statuses(missing(desk))["州财政局"] == "missing"
    after = tree(desk.root / "data" / "receipts" / "2022-08-25"), tree(desk.root / "submissions" / "2022-08-25")
    assert after == before
    assert sorted(path.name for path in (desk.root / "data").iterdir()) == data
    assert kept(desk) == []


@posix
def test_a_file_that_is_a_link_within_the_project(desk: Desk) -> None:
    other = desk.file("保管/州财政局.yaml", REPORT)
    (desk.root / FOLDER).mkdir(parents=True)
    (desk.root / FOLDER / "州财政局.yaml").symlink_to(other)
    assert statuses(missing(desk))["州财政局"] == "invalid"
    assert "州财政局：这是一个链接，没有读（JK406）" in at(desk, "18:00:00", "missing", "--date", DAY).out
    desk.file("收件/州财政局.xlsx", FORM)
    at(desk, "18:00:00", "import", "--replace", "收件/州财政局.xlsx", "--date", DAY)
    at(desk, "18:00:00", "validate", "--fix", "--date", DAY)
    assert other.read_text("utf-8") == REPORT


@posix
@pytest.mark.parametrize("place", ["", "/州财政局", "/方案", "/looks.jsonl", "/州财政局/{version}"])
def test_a_link_among_the_receipts(desk: Desk, place: str) -> None:
    """Nothing is read or written through it, and it is told."""
    desk.report()
    receive(desk)
    path = Path(f"{desk.root / RECEIPTS}{place.format(version=kept(desk)[0].name)}")
    elsewhere = path.rename(desk.root / "elsewhere")
    before = tree(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes()
    path.symlink_to(elsewhere)
    result = missing(desk)
    desk.report(replaced("12户", "13户"), at=f"{DAY}T16:55+08:00")
    receive(desk, "16:58:00")
    assert (tree(elsewhere) if elsewhere.is_dir() else elsewhere.read_bytes()) == before
    told = {code for code, where in found(result) if where.startswith(RECEIPTS)}
    assert "JK406" in told


@posix
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/.lock", "/.lock：这是一个链接，签收用的锁不能是链接，删去它再试"),
        ("/.tmp", "/.tmp：这个文件夹是一个链接，不从这里读，也不往里写；换成真正的文件夹"),
        ("", "：链接指向的文件夹不在，可能是网络文件夹断开了"),
    ],
)
def test_a_link_in_the_way_of_receiving_is_named_as_what_it_is(desk: Desk, place: str, words: str) -> None:
    desk.report()
    receipts = desk.root / "data" / "receipts"
    elsewhere = desk.root.parent / "elsewhere"
    if place:
        receipts.mkdir()
        elsewhere.mkdir()
    Path(f"{receipts}{place}").symlink_to(elsewhere)
    result = receive(desk)
    assert (result.status, result.out, result.err) == (3, "", f"没有完成。{receipts}{words}\n")
    assert not elsewhere.exists() or tree(elsewhere) == {}


def many_versions(desk: Desk, number: int, form: bytes = b"") -> None:
    """A unit that only rewrites its own file: each version is received."""
    folder = desk.root / RECEIPTS / "州财政局"
    folder.mkdir(parents=True)
    for place in range(1, number + 1):
        report = replaced("12户", f"{place}户") if not form else ""
        ending, data = (".xlsx", form + bytes([place])) if form else (".yaml", report.encode())
        digest = hashlib.sha256(data).hexdigest()[:16]
        verdict = "invalid" if form else "valid"
        stamp = f"20220826T09{place // 60:02}{place % 60:02}+0800"
        (folder / f"{place:04}_{stamp}_file_time_{verdict}_{digest}{ending}").write_bytes(data)


def test_a_unit_that_rewrites_its_file_fills_no_disk(desk: Desk) -> None:
    """What is kept is kept; what comes then counts and is told, and the office can keep it by naming the unit."""
    many_versions(desk, inbox.MOST_VERSIONS)
    desk.report(replaced("12户", "99户"), at=f"{DAY}T16:40+08:00")
    result = receive(desk)
    assert result.status == 1
    words = "州财政局这一天已存 50 份，这一份照常计入，但没有存下。核实以后运行 jiukun receive 州财政局"
    assert words in result.out
    assert len(kept(desk)) == inbox.MOST_VERSIONS
    told = missing(desk)
    assert (statuses(told)["州财政局"], found(told)) == ("on_time", [("JK421", f"{FOLDER}/州财政局.yaml")])
    assert at(desk, "18:00:00", "ledger", "--from", DAY, "--to", DAY, "--format", "csv").status == 0
    assert "99户" in (desk.root / f"out/台账-{DAY}_{DAY}.csv").read_text("utf-8-sig")
    assert receive(desk, "17:10:00", "州财政局").status == 0
    assert len(kept(desk)) == inbox.MOST_VERSIONS + 1
    assert "_file_time_" in kept(desk)[-1].name
    assert "T164000" in kept(desk)[-1].name
    assert found(missing(desk)) == []


def test_a_verdict_is_found_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that are not sound take long to read: after a look no command reads them again, until the plan changes."""
    from jiukun.evidence import filed_report
    from jiukun.reports import reading

    read = reading.read_report
    reads: list[str] = []

    def counted(data: bytes, path: str) -> object:
        reads.append(path)
        return read(data, path)

    many_versions(desk, 30, FORM[:-40])
    (desk.root / "submissions" / DAY).mkdir()
    monkeypatch.setattr(filed_report, "read_report", counted)
    missing(desk)
    assert len(reads) >= 30
    receive(desk)
    reads.clear()
    assert statuses(missing(desk))["州财政局"] == "invalid"
    assert at(desk, "18:00:00", "compile", "--date", DAY).status == 0
    assert len(reads) < 10
    plan = desk.root / RECEIPTS / "方案" / "measures.yaml"
    plan.write_text(plan.read_text("utf-8") + "\n", "utf-8")
    reads.clear()
    at(desk, "2022-08-27T09:00:00", "missing", "--date", DAY)
    assert len(reads) >= 30


def test_bytes_of_one_report_at_a_time(desk: Desk) -> None:
    """Thirty versions of a mebibyte each take no thirty mebibytes."""
    import tracemalloc

    folder = desk.root / RECEIPTS / "州财政局"
    many_versions(desk, 30)
    for path in folder.iterdir():
        data = path.read_bytes() + b"# " + b"x" * ((1 << 20) - len(path.read_bytes()) - 3) + b"\n"
        path.unlink()
        name = path.name.rpartition("_")[0]
        (folder / f"{name}_{hashlib.sha256(data).hexdigest()[:16]}.yaml").write_bytes(data)
    missing(desk)
    tracemalloc.start()
    assert statuses(missing(desk))["州财政局"] == "on_time"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


@pytest.mark.parametrize(
    "names",
    [
        [f"2021{' ' * (number % 40)}年 1{' ' * (number // 40)}月1日" for number in range(1500)],
        [f"材料{number}" for number in range(1500)],
    ],
    ids=["names that read as dates", "any names"],
)
def test_very_many_folders_are_looked_at_once_and_take_a_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, names: list[str]
) -> None:
    desk.report()
    for name in names:
        (desk.root / "submissions" / name).mkdir()
    listed, scan = [0], os.scandir
    size = len(names)

    def counted(place: object) -> object:
        entries = list(scan(place))  # type: ignore[call-overload]
        listed[0] += len(entries) > size - 1
        return scan(place)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", counted)
    period = ["--from", "2022-08-25", "--to", "2022-11-30"]
    for line in (["missing", "--date", DAY], ["receive", "--date", DAY], ["board", *period], ["ledger", *period]):
        listed[0] = 0
        result = at(desk, "2022-12-01T18:00:00", *line)
        assert result.status in {0, 1}
        assert result.err.count("个文件和文件夹不是日期文件夹，没有逐个看，里面的都没有计入") == 1, line
        assert len([text for text in result.err.splitlines() if "submissions" in text]) == 1, line
        assert listed[0] <= 2, line


def test_very_many_folders_in_a_days_folder_take_a_line(desk: Desk) -> None:
    desk.report()
    for number in range(1500):
        (desk.root / FOLDER / f"材料{number}").mkdir()
    for line in ("missing", "receive", "compile", "validate"):
        result = at(desk, "18:00:00", line, "--date", DAY)
        assert (result.out + result.err).count("日期文件夹里有 1500 个文件夹，") == 1, line
        assert "材料" not in result.out + result.err, line
    desk.file(f"{FOLDER}/情况.yaml", REPORT.replace("州财政局", "没有的局"), f"{DAY}T16:00+08:00")
    assert ("JK402", f"{FOLDER}/情况.yaml") in found(missing(desk))


def test_very_many_files_of_one_unit(desk: Desk) -> None:
    """The last ones are looked at."""
    for number in range(30):
        name = "".join(sign.upper() if number >> place & 1 else sign for place, sign in enumerate("yaml"))
        where = f"{FOLDER}/州财政局.{name}" if number < 16 else f"{FOLDER}/财政局.{name}"
        desk.file(where, replaced("12户", f"{number}户"), f"{DAY}T16:{number:02}+08:00")
    if len(list((desk.root / FOLDER).iterdir())) < 30:
        pytest.skip("names that differ in case are one file here")
    assert "州财政局放了 30 个文件，只看最后写的 20 个" in at(desk, "18:00:00", "missing", "--date", DAY).err
    receive(desk)
    assert len(kept(desk)) == inbox.MOST_LYING


def test_what_a_watch_remembers_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_record, "_MOST_GONE", 5)
    for number in range(20):
        desk.report(replaced("12户", f"{number}户"), at=f"{DAY}T16:{number:02}+08:00")
        receive(desk, f"16:{number:02}:30")
    lines = (desk.root / RECEIPTS / "looks.jsonl").read_text("utf-8").splitlines()
    assert sum('"seen"' in line for line in lines) == 6
    assert len(kept(desk)) == 20


def tampered(desk: Desk) -> Path:
    desk.report()
    desk.report(REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1"), "州工信局")
    receive(desk)
    assert found(missing(desk)) == []
    return desk.root / RECEIPTS


def test_a_version_that_was_copied_to_another_unit(desk: Desk) -> None:
    folder = tampered(desk)
    copy = folder / "州市场监督管理局" / kept(desk)[0].name
    copy.parent.mkdir()
    shutil.copy(kept(desk)[0], copy)
    result = missing(desk)
    assert statuses(result)["州市场监督管理局"] == "missing"
    assert found(result) == [("JK420", f"{RECEIPTS}/州市场监督管理局/{copy.name}")]


def test_a_version_that_was_copied_to_another_day(desk: Desk) -> None:
    tampered(desk)
    copy = desk.root / "data/receipts/2022-08-25/州财政局" / kept(desk)[0].name
    copy.parent.mkdir(parents=True)
    shutil.copy(kept(desk)[0], copy)
    result = at(desk, "18:00:00", "missing", "--date", "2022-08-25", "--format", "json")
    assert statuses(result)["州财政局"] == "missing"
    assert "JK420" in [code for code, _ in found(result)]


def test_the_newest_version_or_all_were_deleted(desk: Desk) -> None:
    folder = tampered(desk)
    desk.report(replaced("12户", "13户"), at=f"{DAY}T16:55+08:00")
    receive(desk, "16:58:00")
    kept(desk)[1].unlink()
    assert found(missing(desk)) == [("JK413", f"{RECEIPTS}/州财政局")]
    desk.report(replaced("12户", "14户"), at=f"{DAY}T16:59+08:00")
    receive(desk, "16:59:30")
    assert [path.name[:4] for path in kept(desk)] == ["0001", "0003"]  # the number is not given again
    assert found(missing(desk)) == [("JK413", f"{RECEIPTS}/州财政局")]
    shutil.rmtree(folder / "州财政局")
    assert found(missing(desk)) == [("JK413", f"{RECEIPTS}/州财政局")] * 3


def test_a_verdict_that_was_changed_in_the_name(desk: Desk) -> None:
    desk.report(replaced("存在问题: 无", "存在问题:"))
    receive(desk)
    (path,) = kept(desk)
    path = path.rename(path.with_name(path.name.replace("_invalid_", "_valid_")))
    result = missing(desk)
    assert statuses(result)["州财政局"] == "invalid"
    assert found(result) == [("JK411", f"{RECEIPTS}/州财政局/{path.name}")]


@posix
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_receipts_of_two_offices_are_one_record(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each receives the same reports; git joins them without a conflict, and the earlier arrivals stand."""
    offices = two_offices(desk, monkeypatch)
    later = REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1")
    draft = desk.report(replaced("存在问题: 无", "存在问题:"), at=f"{DAY}T16:10+08:00")
    receive(desk, "16:20:00")
    draft.unlink()
    with offices.at_second() as second:
        receive(second, "16:35:00")
    desk.report(at=f"{DAY}T16:30+08:00")  # to the second office back-dated
    stray = desk.file(f"{FOLDER}/市场.txt", later.replace("州工信局", "州市场监督管理局"), f"{DAY}T16:31+08:00")
    receive(desk, "16:50:00")
    with offices.at_second() as second:
        receive(second, "16:58:00")
    desk.report(later, "州工信局", at=f"{DAY}T16:59+08:00")
    receive(desk, "17:10:00")
    with offices.at_second() as second:
        receive(second, "17:12:00")
    offices.join()
    assert [path.name[:20] for path in kept(desk)] == [
        "0001_20220826T161000",
        "0001_20220826T165800",
        "0002_20220826T163000",
    ]
    assert found(missing(desk)) == [("JK403", f"{FOLDER}/市场.txt")]
    stray.rename(stray.with_name("州市场监督管理局.yaml"))
    assert "新签收 1 份" in receive(desk, "17:20:00").out
    result = missing(desk)
    assert found(result) == []
    shown = {line["unit"]: (line["arrived_at"][11:16], line["corrected"]) for line in result.json["units"][:3]}
    assert shown == {
        "州工信局": ("16:59", False),
        "州市场监督管理局": ("16:31", False),
        "州财政局": ("16:30", False),
    }
    receive(desk, "17:30:00", "州财政局", "--at", "17:05", "--reason", "看错了")
    assert statuses(missing(desk))["州财政局"] == "late"  # the one version there is


@pytest.mark.parametrize(
    ("nanoseconds", "expected"),
    [
        (-400, ("on_time", 0)),
        (-1, ("on_time", 0)),
        (0, ("late", 0)),
        (59_999_999_999, ("late", 0)),
        (60 * 10**9, ("late", 1)),
    ],
)
@pytest.mark.parametrize("looks", [0, 1])
def test_times_are_those_of_the_system(desk: Desk, nanoseconds: int, expected: tuple[str, int], looks: int) -> None:
    """16:59:59.9999996 is before 17:00."""
    path = desk.report()
    moment = int(datetime.fromisoformat(f"{DAY}T17:00:00+08:00").timestamp()) * 10**9 + nanoseconds
    os.utime(path, ns=(moment, moment))
    if path.stat().st_mtime_ns != moment:
        pytest.skip("a file system with coarser times")
    for _ in range(looks):
        receive(desk, "17:05:00")
    line = next(line for line in missing(desk).json["units"] if line["unit"] == "州财政局")
    assert (line["status"], line["late_minutes"]) == expected


def test_a_file_ahead_of_the_clock_is_named_with_the_two_clocks(desk: Desk) -> None:
    desk.report(at=f"{DAY}T17:11:05+08:00")
    words = "文件的时间 17:11:05 比这台电脑的时钟 17:05:00 还晚，没有作为依据。核对两台电脑的时间"
    for line in (
        ["missing", "--date", DAY],
        ["compile", "--date", DAY],
        ["board", "--to", DAY],
        ["receive", "--date", DAY],
    ):
        result = at(desk, "17:05:00", *line)
        assert f"{FOLDER}/州财政局.yaml：{words}" in result.err, line


@pytest.mark.parametrize("written", ["0:00", "5点", "05:00"])
def test_a_deadline_in_the_small_hours_is_asked_about(desk: Desk, written: str) -> None:
    plan = desk.root / "data" / "measures.yaml"
    lines = [f"  每日截止: {written}" if "每日截止" in line else line for line in plan.read_text("utf-8").splitlines()]
    plan.write_text("\n".join(lines) + "\n", "utf-8")
    result = desk.run("check")
    assert "JK516" in result.out
    assert "确实如此就不用改" in result.out


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    line = [mount or "mount", "-t", "tmpfs", "-o", options, "none", str(place)]
    if mount is None or subprocess.run(line, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs leave to mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("options", ["nr_inodes=20", "size=40k"])
def test_a_disk_without_files_or_room_to_spare(desk: Desk, options: str) -> None:
    """The receipts lie on a disk that takes no more; nothing is lost, and with room the work is completed."""
    desk.report()
    place = desk.root / "data" / "receipts"
    with small_disk(place, options):
        with contextlib.suppress(OSError):
            for number in range(60):
                (place / f"filler{number}").write_bytes(b"x" * 4096)
        result = receive(desk)
        assert (result.status, "磁盘已满（或文件个数到了上限）" in result.err) == (3, True), result
        assert kept(desk) == []
        for path in place.glob("filler*"):
            path.unlink()
        assert receive(desk, "16:55:00").status == 0
        assert [path.read_text("utf-8") for path in kept(desk)] == [REPORT]


def test_a_quota_that_is_used_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.report()

    def full(*_: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        result = receive(desk)
        assert (result.status, "磁盘配额已用完" in result.err) == (3, True)
    assert receive(desk, "16:55:00").status == 0
    assert len(kept(desk)) == 1


@posix
def test_submissions_on_another_disk(desk: Desk) -> None:
    """What is written there gets its name at once all the same."""
    with small_disk(desk.root / "submissions", "size=4m"):
        desk.report(replaced("12户", "13户"))
        form = desk.file("收件/州财政局.xlsx", FORM, f"{DAY}T16:30+08:00")
        assert at(desk, "16:50:00", "import", "--replace", str(form), "--date", DAY).status == 0
        assert at(desk, "16:50:00", "new", "--all", "--date", DAY).status == 0
        names = sorted(path.name for path in (desk.root / FOLDER).iterdir())
        assert len(names) == 5
        assert all(name.endswith(".yaml") for name in names)


@posix
def test_a_share_that_goes_away(desk: Desk) -> None:
    share = desk.submissions_on_a_share()
    desk.report()
    share.rename(share.with_name("away"))
    for line in ("missing", "receive", "compile", "validate"):
        result = at(desk, "16:50:00", line, "--date", DAY)
        assert (result.status, "链接指向的文件夹不在" in result.err) == (3, True), line
    share.with_name("away").rename(share)
    assert receive(desk).status == 0
    assert len(kept(desk)) == 1
