"""Nothing lost, nothing half done: commands killed, or refused by the system, at every change of a file they make."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jiukun.evidence import receipts
from jiukun.project import writing
from support.desk import DAY, Desk, Result, at, replaced
from support.faults import is_temporary, killed, refusing, struck, tree
from support.fuzzing import a_filled_form

FOLDER = f"submissions/{DAY}"
FORM = a_filled_form()
NOW = "17:05:00"


def some_reports(desk: Desk) -> None:
    desk.report()


def an_old_workbook(desk: Desk) -> None:
    desk.report()
    assert at(desk, NOW, "compile", "--date", DAY, "--at", "18:00").status == 0
    desk.report(replaced("12户", "13户"))


def a_form(desk: Desk) -> None:
    desk.file(f"{FOLDER}/州财政局.xlsx", FORM, f"{DAY}T16:40+08:00")


def a_form_from_elsewhere(desk: Desk) -> None:
    desk.file("州财政局.xlsx", FORM, f"{DAY}T16:40+08:00")


def a_form_and_another_report(desk: Desk) -> None:
    desk.report(replaced("12户", "13户"))
    a_form_from_elsewhere(desk)


def a_plan(desk: Desk) -> None:
    """One with a date: a plan without is to be reported from the day on which it is drafted."""
    measure = "一、减免租金。应减尽减。（牵头单位：州财政局；责任单位：州工信局）"
    desk.file("方案.txt", f"减免租金工作方案\n\n州政府办公室\n2022年8月24日\n\n{measure}\n")


@dataclass(frozen=True)
class Work:
    """A command that writes, and what lies there before."""

    line: str
    before: Callable[[Desk], None] = some_reports
    status: int = 0
    again: int = 0  # where there was nothing left to do


# A further command that writes is one line here.
WORKS = {
    "compile": Work(f"compile --date {DAY} --at 18:00", an_old_workbook),
    "compile of a unit": Work(f"compile --date {DAY} --at 18:00 --unit 州财政局"),
    "roster": Work("roster"),
    "schema": Work("schema --output out/a.json"),
    "notices": Work(f"missing --date {DAY} --at 18:00 --notice --output out/通知", status=1),
    "new": Work(f"new --date {DAY} --all", again=1),
    "new form": Work(f"new --date {DAY} --unit 州财政局 --form", again=1),
    "import": Work(f"import --date {DAY} 州财政局.xlsx", a_form_from_elsewhere),
    "import that replaces": Work(f"import --date {DAY} --replace 州财政局.xlsx", a_form_and_another_report),
    "receive": Work(f"receive --date {DAY}", a_form),
    "ledger": Work(f"ledger --from {DAY} --to {DAY}"),
    "ledger as rows": Work(f"ledger --from {DAY} --to {DAY} --format csv"),
    "bulletin": Work(f"bulletin --from {DAY} --to {DAY}"),
    "board": Work(f"board --from {DAY} --to {DAY}"),
    "init": Work("init 新项目 --plan 方案.txt", a_plan, again=2),
    "paper": Work(f"receive --date {DAY} --paper 州财政局"),
}
# They write as compile does.
ALIKE = {
    "compile of a unit",
    "roster",
    "schema",
    "notices",
    "new form",
    "ledger",
    "ledger as rows",
    "bulletin",
    "board",
}
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="moments are struck in a fork")


@dataclass(frozen=True)
class Bench:
    """A project before a command, and what the command makes of it."""

    desk: Desk
    work: Work
    before: Path
    complete: dict[str, tuple[bytes, float]]

    def reset(self) -> None:
        shutil.rmtree(self.desk.root)
        shutil.copytree(self.before, self.desk.root)
        os.chdir(self.desk.root)

    def run(self) -> Result:
        return at(self.desk, NOW, *self.work.line.split())

    def check_whole(self) -> None:
        """Every file is as it was before or as it must become; only temporaries may be neither."""
        old = tree(self.before)
        for name, found in tree(self.desk.root).items():
            assert is_temporary(Path(name)) or found in {old.get(name), self.complete.get(name)}, name
        assert old.keys() <= tree(self.desk.root).keys()

    def check_completed(self) -> None:
        """A second run completes the work; what the one before left is cleared by the next that writes there."""
        result = self.run()
        assert result.status in {0, self.work.status, self.work.again}, result
        for folder in {path.parent for path in self.desk.root.rglob(".jiukun-*")}:
            writing.write_whole(folder / "x", b"", folder)
            (folder / "x").unlink()
        assert tree(self.desk.root) == self.complete


@pytest.fixture
def bench(desk: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Bench:
    work = WORKS[request.param]
    monkeypatch.setattr(writing, "_ABANDONED", -1.0)
    work.before(desk)
    before = desk.root.parent / "before"
    shutil.copytree(desk.root, before)
    assert at(desk, NOW, *work.line.split()).status == work.status
    made = Bench(desk, work, before, tree(desk.root))
    assert made.complete != tree(before)
    return made


each_work = pytest.mark.parametrize("bench", WORKS, indirect=True)


@forks
@pytest.mark.parametrize("bench", [name for name in WORKS if name not in ALIKE], indirect=True)
def test_killed_at_every_moment(bench: Bench) -> None:
    number = 0
    while True:
        bench.reset()
        number += 1
        if not killed(number, bench.run):
            break
        bench.check_whole()
        bench.check_completed()
    assert number > 5, "no moments were struck"


REFUSALS = [
    (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
    (PermissionError(errno.EACCES, "Permission denied"), "没有权限，或正被别的程序占用"),
    (OSError(errno.EROFS, "Read-only file system"), "磁盘是只读的"),
    (FileNotFoundError(errno.ENOENT, "No such file or directory"), "文件不存在"),
    (OSError(errno.EIO, "Input/output error"), "磁盘或网络出错"),
    (OSError(errno.ESTALE, "Stale file handle"), "网络文件夹断开了"),
]


@each_work
def test_refused_at_every_moment(bench: Bench) -> None:
    """Told in short, or done all the same; nothing half done, no temporary left, a second run completes it."""
    number = told = 0
    while True:
        error, words = REFUSALS[number % len(REFUSALS)]
        bench.reset()
        number += 1
        with struck(number, refusing(error)) as count:
            result = bench.run()
        if count.seen < number:
            break
        if result.status == 3:
            told += 1
            assert result.err.startswith("没有完成。")
            assert words in result.err
        else:
            assert result.status == bench.work.status
            is_slip = isinstance(error, PermissionError) or error.errno == errno.EROFS  # units share it read-only
            without = {name: found for name, found in bench.complete.items() if not (is_slip and "签收-" in name)}
            assert without.items() <= tree(bench.desk.root).items() or words in result.out + result.err
        bench.check_whole()
        assert not [path for path in bench.desk.root.rglob(".jiukun-*") if error.errno != errno.ENOENT]
        if number % 2:
            bench.check_completed()
    assert told > 2


@forks
@pytest.mark.parametrize("bench", ["compile", "import", "import that replaces", "new", "init"], indirect=True)
def test_killed_at_random_moments(bench: Bench, *, is_long: bool) -> None:
    dice = random.Random(20220826)
    for _ in range(100 if is_long else 2):
        bench.reset()
        command = [sys.executable, "-m", "jiukun", *bench.work.line.split()]
        process = subprocess.Popen(command, cwd=bench.desk.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.15, 0.6))
        process.kill()
        process.wait()
        bench.check_whole()
        bench.check_completed()


@pytest.mark.parametrize("bench", ["compile", "roster"], indirect=True)
def test_a_folder_that_vanishes_meanwhile(bench: Bench) -> None:
    """It is made again, or its loss is told."""
    number, statuses = 1, set()
    while True:
        bench.reset()
        with struck(number, lambda: shutil.rmtree(bench.desk.root / "out", ignore_errors=True)) as count:
            result = bench.run()
        if count.seen < number:
            break
        statuses.add(result.status)
        assert (result.status, result.err[:5]) in {(0, ""), (3, "没有完成。")}
        assert bench.run().status == 0
        assert tree(bench.desk.root) == bench.complete
        number += 1
    assert statuses == {0, 3}


@pytest.mark.parametrize("bench", ["receive"], indirect=True)
def test_a_share_that_vanishes_meanwhile(bench: Bench) -> None:
    """What was kept is whole; what was not is kept when the share is back, by its own time."""
    root, share = bench.desk.root, bench.desk.root.parent / "share"
    number = 1
    while True:
        bench.reset()
        shutil.rmtree(share, ignore_errors=True)
        (root / "submissions").rename(share)
        (root / "submissions").symlink_to(share)
        with struck(number, lambda: share.rename(share.with_name("away"))) as count:
            result = bench.run()
        if count.seen < number:
            break
        assert (result.status, result.err[:5]) in {(0, ""), (0, "没能写 s"), (3, "没有完成。")}
        kept = {name: found for name, found in tree(root).items() if name.startswith("data/")}
        assert kept.items() <= bench.complete.items()
        share.with_name("away").rename(share)
        assert bench.run().status == 0
        assert {**tree(root), **{f"submissions/{name}": found for name, found in tree(share).items()}} == bench.complete
        number += 3
    assert number > 9


def test_a_file_that_was_locked_at_the_look_before_has_its_own_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that could not look into it says nothing of when it came."""
    path = desk.report()
    opened = os.open

    def locked(name: Any, *arguments: Any, **named: Any) -> int:
        if str(name) == path.name:
            raise PermissionError(errno.EACCES, "locked", str(name))
        return opened(name, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", locked)
        result = at(desk, "16:50:00", "receive", "--date", DAY)
        assert (result.status, "JK407" in result.out) == (1, True)
    assert "州财政局　16:40:00（文件时间）　合格" in at(desk, NOW, "receive", "--date", DAY).out


def test_a_limit_on_the_size_of_files(desk: Desk) -> None:
    pytest.importorskip("resource")
    an_old_workbook(desk)
    before = tree(desk.root)
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "from jiukun.cli.program import run\n"
        f"sys.argv = ['jiukun', 'compile', '--date', '{DAY}', '--at', '18:00']; run()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=desk.root, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (
        3,
        f"没有完成。{desk.root}/out/汇总表-{DAY}.xlsx：文件太大，超过了系统的限制\n",
    )
    assert tree(desk.root) == before


@pytest.fixture
def small_disk(desk: Desk) -> Iterator[Desk]:
    """The project on a disk of its own with little room."""
    place = desk.root.parent / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    line = [mount or "mount", "-t", "tmpfs", "-o", "size=160k", "none", str(place)]
    if mount is None or subprocess.run(line, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs leave to mount a disk")
    try:
        yield Desk(Path(shutil.copytree(desk.root, place / "project")))
    finally:
        os.chdir("/")
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_disk_that_takes_nothing_more(small_disk: Desk, fault: str) -> None:
    os.chdir(small_disk.root)
    an_old_workbook(small_disk)
    made = small_disk.root / "out" / f"汇总表-{DAY}.xlsx"
    before, filler = tree(small_disk.root), small_disk.root / "filler"
    if fault == "full":
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"x" * 512):
                pass
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk.root.parent)], check=True)
    words = {"full": "磁盘已满", "read-only": "磁盘是只读的"}[fault]
    for line in (
        f"compile --date {DAY} --at 18:00",
        f"receive --date {DAY}",
        f"new --date {DAY} --unit 州工信局 --form",
    ):
        result = at(small_disk, NOW, *line.split())
        assert (result.status, words in result.err) == (3, True), result
    filler.unlink(missing_ok=True) if fault == "full" else None
    assert {name: found for name, found in tree(small_disk.root).items() if name != "filler"} == before
    if fault == "full":
        assert at(small_disk, NOW, "compile", "--date", DAY, "--at", "18:00").status == 0
        assert made.read_bytes() != before[f"out/{made.name}"][0]


def test_temporaries_of_the_dead_are_cleared_and_those_of_the_living_are_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = desk.file("out/.jiukun-1.tmp", "半")
    other = desk.file("out/说明.tmp", "")
    assert desk.run("roster").status in {0, 1}
    assert left.exists()
    monkeypatch.setattr(writing, "_ABANDONED", -1.0)
    assert desk.run("roster").status in {0, 1}
    assert not left.exists()
    assert other.exists()


def in_use(number: int) -> PermissionError:
    """As Windows says that another program holds a file."""
    error = PermissionError(errno.EACCES, "The process cannot access the file", "a.tmp", None, "out/名单.xlsx")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    return error


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("times", [1, 4, 99])
def test_a_target_that_another_program_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, number: int, times: int
) -> None:
    """For a moment, as a virus scanner does; or for good, as Excel does. Simulated: so it is on Windows alone."""
    old = desk.file("out/名单.xlsx", "旧")
    refusals, waited, replace = iter(range(times)), [0.0], os.replace

    def replacing(source: str, target: str, **handles: Any) -> None:
        if next(refusals, None) is not None:
            raise in_use(number)
        replace(source, target, **handles)

    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(time, "sleep", waited.append)
    result = desk.run("roster")
    assert 0 < sum(waited) <= 1
    if times < 99:
        assert result.status in {0, 1}
        assert old.read_bytes() != "旧".encode()
        return
    assert (result.status, old.read_text("utf-8")) == (3, "旧")
    assert result.err == f"没有完成。{old}：没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）\n"
    assert [path.name for path in old.parent.iterdir()] == ["名单.xlsx"]


@pytest.mark.parametrize("error", [OSError(errno.EPERM, "no links here"), AttributeError("no os.link at all")])
def test_where_there_are_no_links(desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(os, "link", refusing(error))
    assert desk.run("new", "--date", DAY, "--unit", "州工信局").status == 0
    target = desk.root / "a.yaml"
    writing.write_whole(target, b"1", desk.root, new=True)
    with pytest.raises(FileExistsError, match=r"a\.yaml"):
        writing.write_whole(target, b"2", desk.root, new=True)
    assert target.read_bytes() == b"1"
    assert not list(desk.root.glob(".jiukun-*"))


def test_a_receiver_that_never_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(receipts, "_PATIENCE", 0)
    lock = desk.file("data/receipts/.lock", "")
    with FileLock(lock):
        result = desk.run("receive", "--date", DAY)
    assert (result.status, result.out) == (3, "")
    assert result.err == f"没有完成。{lock}：另一个 jiukun receive 一直没有结束，关掉它再试\n"
    assert desk.run("receive", "--date", DAY).status == 0


def test_a_disk_without_locks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(fcntl, "flock", refusing(OSError(errno.ENOLCK, "No locks available")))
    result = desk.run("receive", "--date", DAY)
    assert result.status == 3
    assert "这个磁盘不支持文件锁" in result.err


def test_a_schema_that_cannot_be_written_keeps_nobody_from_reporting(desk: Desk) -> None:
    desk.file("out", "a file where a folder should be")
    result = desk.run("new", "--date", DAY, "--unit", "州工信局")
    assert (result.status, result.out) == (0, f"已备好 {FOLDER}/州工信局.yaml\n")
    assert result.err == "没能更新 out/报送.schema.json：同名的文件已经存在（不影响填报）\n"


def test_a_share_that_is_away_is_not_an_empty_one(desk: Desk) -> None:
    """Nobody is called missing, and no look is noted, because a link leads nowhere just now."""
    share = desk.submissions_on_a_share()
    share.rename(share.with_name("away"))
    for line in (f"missing --date {DAY}", f"compile --date {DAY}", f"receive --date {DAY}", f"validate --date {DAY}"):
        result = desk.run(*line.split())
        assert (result.status, result.out) == (3, "")
        words = "链接指向的文件夹不在，可能是网络文件夹断开了"
        assert result.err == f"没有完成。{desk.root / 'submissions'}：{words}\n"
    assert not (desk.root / "data" / "receipts" / DAY).exists()
    share.with_name("away").rename(share)
    assert desk.run("receive", "--date", DAY).status == 0


WINDOWS_ERRORS = [
    (FileNotFoundError, 3, "/".join(["长" * 80] * 3), writing.TOO_LONG),
    (OSError, 206, "/".join(["长" * 80] * 3), writing.TOO_LONG),
    (FileNotFoundError, 3, "短", "文件不存在"),
    (OSError, 59, "短", "网络文件夹断开了"),
    (FileNotFoundError, 53, "短", "网络文件夹断开了"),
    (OSError, 112, "短", "磁盘已满"),
    (PermissionError, 32, "短", "没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）"),
    (OSError, 1117, "短", "Windows 自己的话"),
]


@pytest.mark.parametrize(("kind", "number", "place", "words"), WINDOWS_ERRORS)
def test_what_windows_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: type[OSError], number: int, place: str, words: str
) -> None:
    error = kind(errno.ENOENT if kind is FileNotFoundError else 22, "Windows 自己的话", "a")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]
    monkeypatch.setattr(os, "replace", refusing(error) if number != 32 else refusing(in_use(32)))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    result = desk.run("roster", "--output", f"{place}/名单.xlsx")
    assert result.status == 3
    assert result.err.endswith(f"：{words}\n")


def test_data_that_cannot_be_read_is_the_environments_fault(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.open

    def locked(place: Any, *rest: Any, **named: Any) -> int:
        if str(place).endswith("units.yaml"):
            raise PermissionError(13, "Permission denied", str(place))
        return before(place, *rest, **named)

    monkeypatch.setattr(os, "open", locked)
    result = desk.run("missing", "--date", DAY)
    assert (result.status, result.err) == (3, "data/ 里的文件读不了，没有完成\n")
    assert "JK407" in result.out
    desk.file("data/measures.yaml", "方案:\n")
    assert desk.run("missing", "--date", DAY).status == 2


def test_all_bytes_are_handed_over_before_they_are_forced_to_the_disk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What still lies in the program's own buffer is not forced: after a power cut the file would be there, and cut."""
    report = desk.report()
    sizes = []
    sync = os.fsync

    def measuring(handle: int) -> None:
        sizes.append(os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", measuring)
    assert desk.run("receive", "--date", DAY).status == 0
    assert report.stat().st_size in sizes
    assert 0 not in sizes
