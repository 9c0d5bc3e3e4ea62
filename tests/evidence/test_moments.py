"""Clocks and calendars at their edges: wrong clocks, far dates, leap days, midnight, summer time, no zones."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jiukun.evidence.receipts import Receipts
from support.desk import DAY, REPORT, Desk, at, replaced, set_time
from support.watching import Watched

FAR = ["0001-01-01", "0999-12-31", "2024-02-29", "9999-12-31"]
COMMANDS = [
    *("validate", "missing", "missing --notice", "missing --format json", "compile", "compile --unit 州财政局"),
    *("receive", "receive --paper 州财政局", "new --all", "new --unit 州财政局 --form", "import"),
]


def change(desk: Desk, *pairs: tuple[str, str]) -> None:
    path = desk.root / "data" / "measures.yaml"
    text = path.read_text("utf-8")
    for old, new in pairs:
        text = replaced(old, new, text)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("zone", "deadline"), [("Asia/Shanghai", "0:00"), ("Pacific/Kiritimati", "0:00"), ("Pacific/Pago_Pago", "24:00")]
)
def test_days_at_the_edges_of_the_calendar(desk: Desk, zone: str, deadline: str) -> None:
    """Every command is done with them, or says why not; nothing is off by a day or fails of itself."""
    change(desk, ("Asia/Shanghai", zone), ("17:00", deadline), ("起始日期: 2022-08-25", "起始日期: 0001-01-01"))
    for day in FAR:
        desk.report(REPORT.replace(DAY, day), day=day, at=f"{DAY}T16:40+08:00")
        for command in COMMANDS:
            result = desk.run(*command.split(), "--date", day)
            assert result.status in {0, 1}, (day, command, result.err)
            assert "没有完成" not in result.err


@pytest.mark.parametrize("stated", ["0001-01-01T00:00", "0999-12-31T23:59", "1900-01-01T08:00"])
def test_an_arrival_stated_long_ago_is_kept_and_known_again(desk: Desk, stated: str) -> None:
    desk.report()
    assert desk.run("receive", "--date", DAY, "--at", stated).status == 0
    assert desk.run("receive", "--date", DAY, "--paper", "州财政局", "--at", stated).status == 0
    found = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json").json
    line = next(unit for unit in found["units"] if unit["unit"] == "州财政局")
    assert (line["status"], line["arrived_at"][:16], found["diagnostics"]) == ("on_time", stated, [])
    assert stated.replace("T", " ") in desk.run("missing", "--date", DAY, "--at", "18:00").out


def test_a_clock_far_in_the_future_at_one_look(desk: Desk) -> None:
    """What comes after it is told with its remedy, and the remedy works."""
    at(desk, "2031-01-01T08:00:00", "receive", "--date", DAY)
    desk.report()
    result = at(desk, "16:50:00", "receive", "--date", DAY, "--at", "16:40")
    assert "（2031-01-01 08:00:00）还早，请核对时间" in result.err
    assert "如果是那一次的时钟错了，用 --at 写明到达时间。" in result.err
    assert "16:40:00（登记）　合格" in result.out


def test_what_a_clock_in_the_future_has_stamped_is_mended_by_the_office(desk: Desk) -> None:
    """The wrong arrival and the office's earlier word stay on record; its last word counts."""
    path = desk.report()
    set_time(path, "2031-01-01T07:00+08:00")
    at(desk, "2031-01-01T08:00:00", "receive", "--date", DAY)
    assert "没有变化：州财政局" in at(desk, "16:50:00", "receive", "--date", DAY).out
    for clock, stated in (("16:51:00", "16:40"), ("16:52:00", "16:30")):
        said = at(desk, clock, "receive", "州财政局", "--date", DAY, "--at", stated, "--reason", "时钟错了")
        assert said.status == 0
        assert said.out == (
            f"2022-08-26 签收　{clock}\n"
            "  没有变化：州财政局\n"
            f"  州财政局　到达时间 {stated}:00（登记：时钟错了）\n"
            "新签收 0 份。\n"
        )
    found = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json
    line = next(unit for unit in found["units"] if unit["unit"] == "州财政局")
    assert (line["status"], line["evidence"], line["arrived_at"]) == ("on_time", "stated", f"{DAY}T16:30:00+08:00")
    assert line["reason"] == "时钟错了"
    kept = sorted(path.name for path in (desk.root / "data" / "receipts" / DAY / "州财政局").iterdir())
    assert [name[:40] for name in kept] == [
        "0001_20310101T070000+0800_file_time_vali",
        "0001_stated_20220826T165100+0800.json",
        "0001_stated_20220826T165200+0800.json",
    ]


def test_a_look_noted_outside_of_the_calendar_is_none(desk: Desk) -> None:
    for written in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        desk.file(f"data/receipts/{DAY}/looks.json", f'{{"*": "{written}"}}')
        result = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
        assert [problem["code"] for problem in result.json["diagnostics"]] in ([], ["JK412"])


def test_a_receipt_named_outside_of_the_calendar_breaks_nothing(desk: Desk) -> None:
    name = f"0001_00010101T000000.000000+1400_receipt_valid_{'0' * 64}.yaml"
    desk.file(f"data/receipts/{DAY}/州财政局/{name}", "")
    (desk.root / "submissions" / DAY).mkdir()
    result = desk.run("missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert [problem["code"] for problem in result.json["diagnostics"]] == ["JK411"]


@pytest.mark.parametrize(("deadline", "words"), [("24:00", "2022年8月27日 00:00"), ("0:00", "2022年8月26日 00:00")])
def test_a_form_says_the_day_of_its_deadline(desk: Desk, deadline: str, words: str) -> None:
    from openpyxl import load_workbook

    change(desk, ("17:00", deadline))
    assert desk.run("new", "--date", DAY, "--unit", "州财政局", "--form").status == 0
    sheet = load_workbook(desk.root / "out" / "forms" / DAY / "州财政局.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(f"请于{words} 前报州政办信息科" in text for text in texts)


# New York: 2:00 becomes 3:00 on 13 March, 2:00 comes twice (1:00 again) on 6 November 2022.
@pytest.mark.parametrize(
    ("zone", "day", "arrived", "status", "late"),
    [
        ("America/New_York", "2022-11-06", "2022-11-06T01:29-04:00", "on_time", 0),
        ("America/New_York", "2022-11-06", "2022-11-06T01:31-04:00", "late", 1),
        ("America/New_York", "2022-11-06", "2022-11-06T01:10-05:00", "late", 40),
        ("America/New_York", "2022-03-13", "2022-03-13T01:29-05:00", "on_time", 0),
        ("America/New_York", "2022-03-13", "2022-03-13T03:01-04:00", "late", 31),
        ("Australia/Lord_Howe", "2022-04-03", "2022-04-03T01:29+11:00", "on_time", 0),
        ("Australia/Lord_Howe", "2022-04-03", "2022-04-03T01:40+10:30", "late", 40),
    ],
)
def test_half_past_one_where_clocks_change(
    desk: Desk, zone: str, day: str, arrived: str, status: str, late: int
) -> None:
    change(desk, ("Asia/Shanghai", zone), ("17:00", "1:30"), ("起始日期: 2022-08-25", "起始日期: 2022-01-01"))
    change(desk, ("印发日期: 2022-08-24", "印发日期: 2022-01-01"))
    desk.report(REPORT.replace(DAY, day), day=day, at=arrived)
    for command in ("missing", "receive"):
        result = desk.run(command, "--date", day)
        assert result.status in {0, 1}
    found = desk.run("missing", "--date", day, "--format", "json").json
    line = next(unit for unit in found["units"] if unit["unit"] == "州财政局")
    assert (line["status"], line["late_minutes"]) == (status, late)


def test_a_computer_without_time_zones(desk: Desk) -> None:
    """As Windows is without tzdata."""
    program = (
        "import sys\n"
        "sys.modules['tzdata'] = None\n"
        "from jiukun.cli.program import run\n"
        f"sys.argv = ['jiukun', 'missing', '--date', '{DAY}']\n"
        "run()"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=desk.root,
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "data/ 里的数据有误，先改好再用。可以运行 jiukun check 查看\n",
    )
    assert "JK511" in done.stdout.decode()
    assert "这台电脑没有时区数据，算不出截止时间" in done.stdout.decode()


@pytest.fixture
def watched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(desk, monkeypatch)


@pytest.mark.parametrize("pieces", [1, 2, 7, 30])
def test_slow_writers_are_never_torn_and_stamped_within_two_polls(watched: Watched, pieces: int) -> None:
    """Each of three editions is written in pieces, one between two polls, and then left alone for two."""
    path = watched.desk.root / "submissions" / DAY / "州财政局.yaml"
    path.parent.mkdir(parents=True)
    editions = [REPORT.replace("12户", f"{number}户").encode() for number in (12, 13, 14)]
    steps: list[Any] = []

    def write(data: bytes) -> None:
        path.write_bytes(data)

    def check(number: int) -> None:
        assert watched.kept() == editions[:number]

    for number, data in enumerate(editions, 1):
        size = -(-len(data) // pieces)
        steps += [lambda end=end, data=data: write(data[:end]) for end in range(size, len(data) + size, size)]
        steps += [lambda number=number: check(number - 1), lambda number=number: check(number)]
    result = watched.run(steps)
    assert (result.status, watched.kept()) == (0, editions)


@pytest.mark.parametrize("length", [100, 130, len(REPORT) - 1])
def test_a_writer_may_pause(watched: Watched, length: int) -> None:
    """Half a report, and one whose last line lacks its end, are not taken while they are fresh."""
    path = watched.desk.root / "submissions" / DAY / "州财政局.yaml"
    path.parent.mkdir(parents=True)

    def age() -> None:
        then = time.time() - 11
        os.utime(path, (then, then))

    def check(*expected: str) -> None:
        assert watched.kept() == [report.encode() for report in expected]

    half = REPORT[:length]
    wait: list[Any] = [lambda: None] * 3
    steps = [lambda: path.write_text(half, "utf-8"), *wait, check, age, *wait[:1], lambda: check(half)]
    steps += [lambda: path.write_text(REPORT, "utf-8"), *wait[:2], lambda: check(half, REPORT)]
    assert watched.run(steps).status == 0


def test_a_watch_sees_a_changed_plan(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is registered while it goes on, on the day itself."""
    monkeypatch.setattr("jiukun.cli.workspace.clock", datetime.fromisoformat(f"{DAY}T16:50+08:00").astimezone)
    units = watched.desk.root / "data/units.yaml"
    edited = replaced("别名: [财政局]", "别名: [财政局, 财务司]", units.read_text("utf-8"))
    text = replaced("单位: 州财政局", "单位: 财务司")
    wait: list[Any] = [lambda: None] * 3

    def nothing_is_kept() -> None:
        assert watched.kept() == []

    steps = [lambda: watched.desk.report(text, unit="财务司"), *wait, nothing_is_kept]
    steps += [lambda: units.write_text(edited, "utf-8"), *wait]
    assert watched.run(steps).status == 0
    assert watched.kept() == [text.encode()]


def test_a_watch_reads_nothing_again_where_nothing_changed(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a look costs is the same for a day's work as for a year's."""
    monkeypatch.setattr("jiukun.cli.workspace.clock", datetime.fromisoformat(f"{DAY}T16:50+08:00").astimezone)
    opened: list[str] = []
    real = os.open

    def open_file(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).endswith((".yaml", ".jsonl")) and not flags & os.O_WRONLY:
            opened.append(Path(path).name)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", open_file)
    watched.desk.report()
    wait: list[Any] = [lambda: None] * 3

    def nothing_was_read() -> None:
        assert opened == []

    change = lambda: watched.desk.report(replaced("12户", "13户"), at=f"{DAY}T16:45+08:00")  # noqa: E731
    steps = [*wait, opened.clear, *wait, nothing_was_read, change, *wait]
    assert watched.run(steps).status == 0
    assert opened.count("州财政局.yaml") > 0
    assert watched.kept() == [REPORT.encode(), replaced("12户", "13户").encode()]


def test_a_watch_keeps_the_slip_current(watched: Watched) -> None:
    slip = watched.desk.root / "submissions" / DAY / f"签收-{DAY}.txt"
    wait = [lambda: None] * 3

    def is_sent_back() -> None:
        assert "退回" in slip.read_text("utf-8-sig")

    def is_corrected() -> None:
        assert slip.read_text("utf-8-sig").rstrip().endswith("合格")
        (slip.parent / "州财政局.pdf").write_bytes(b"%PDF")

    def names_the_stray() -> None:
        assert "州财政局.pdf" in slip.read_text("utf-8-sig")
        (slip.parent / "州财政局.pdf").unlink()

    def is_clean() -> None:
        assert "州财政局.pdf" not in slip.read_text("utf-8-sig")

    broken = replaced("存在问题: 无", "存在问题:")
    steps = [lambda: watched.desk.report(broken), *wait, is_sent_back, watched.desk.report, *wait, is_corrected]
    assert watched.run([*steps, *wait, names_the_stray, *wait, is_clean]).status == 0


def test_a_watch_names_strays_once(watched: Watched) -> None:
    wait = [lambda: None] * 3
    folder = watched.desk.root / "submissions" / DAY
    steps = [
        lambda: watched.desk.file(f"submissions/{DAY}/随便.pdf", b"%PDF"),
        *wait,
        lambda: watched.desk.file(f"submissions/{DAY}/州工信局和州财政局.pdf", b"%PDF"),
        *wait,
        watched.desk.report,
        *wait,
        lambda: watched.desk.report(replaced("12户", "13户")),
        *wait,
    ]
    result = watched.run(steps)
    assert result.err.count("随便.pdf") == 1
    assert result.out.count("州工信局、州财政局　不能签收") == 1
    assert (result.out + result.err).count("州工信局和州财政局.pdf：") == 1
    assert {path.name for path in folder.glob("*.yaml")} == {"州财政局.yaml"}


def test_a_paused_writer_is_on_time_by_its_files_time(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits to be taken is no look at the unit: its arrival is the file's own time, though looks came between."""
    path = watched.desk.root / "submissions" / DAY / "州财政局.yaml"
    path.parent.mkdir(parents=True)
    written: list[float] = []

    def write() -> None:
        path.write_text(REPORT[:100], "utf-8")
        written.append(path.stat().st_mtime)

    def later() -> None:
        monkeypatch.setattr("jiukun.cli.commands.receive._PATIENCE", 0.0)

    watched.run([lambda: None, write, *[lambda: None] * 3, later, lambda: None])
    (kept,) = (watched.desk.root / "data" / "receipts" / DAY / "州财政局").glob("0*")
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(written[0] + 8 * 3600))
    assert kept.name.startswith(f"0001_{stamp}.")
    assert "+0800_file_time_invalid_" in kept.name


def test_a_look_that_fails_is_told_once_and_the_watch_goes_on(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    (watched.desk.root / "submissions").mkdir(exist_ok=True)
    opened = os.open

    def away(path: Any, *rest: Any, **named: Any) -> int:
        if str(path).endswith("submissions"):
            raise OSError(116, "Stale file handle")
        return opened(path, *rest, **named)

    def leave() -> None:
        monkeypatch.setattr(os, "open", away)

    def come_back() -> None:
        monkeypatch.setattr(os, "open", opened)
        set_time(watched.desk.report(), f"{DAY}T16:40+08:00")

    result = watched.run([leave, *[lambda: None] * 5, come_back, lambda: None, lambda: None])
    assert result.err.count("这一次没有看成：") == 1
    assert result.status == 0
    assert watched.kept() == [REPORT.encode()]


def test_ctrl_c_amid_a_look_ends_the_watch_when_what_was_kept_is_told(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Receipts.keep

    def keep_and_press(*arguments: Any, **named: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return keep(*arguments, **named)

    monkeypatch.setattr(Receipts, "keep", keep_and_press)
    set_time(watched.desk.report(), f"{DAY}T16:40+08:00")
    result = watched.run([lambda: None] * 3)
    assert (result.status, watched.kept()) == (0, [REPORT.encode()])
    assert "新签收 1 份。" in result.out
    assert result.err.endswith("不再看了。\n")


def test_a_second_ctrl_c_ends_a_look_that_does_not_end(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_: Any, **__: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Receipts, "keep", press)
    set_time(watched.desk.report(), f"{DAY}T16:40+08:00")
    result = watched.run([lambda: None] * 3)
    assert (result.status, watched.kept()) == (0, [])
    assert result.err.endswith("不再看了。\n")


def test_a_watch_for_a_minute(desk: Desk, *, is_long: bool) -> None:
    """By hand, with --long: real time, three writers at once, the polls as they are."""
    if not is_long:
        pytest.skip("takes a minute: with --long")
    import random
    import subprocess

    dice, units = random.Random(7), {"州财政局": 2, "州工信局": 1, "乌恰县人民政府": 4}
    line = [sys.executable, "-m", "jiukun", "receive", "--watch", "--date", DAY]
    watcher = subprocess.Popen(line, cwd=desk.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    folder, written, ended = desk.root / "submissions" / DAY, dict[bytes, float](), time.monotonic() + 60
    folder.mkdir(parents=True)
    edition = 0
    while time.monotonic() < ended:
        edition += 1
        name, number = dice.choice(list(units.items()))
        text = REPORT.replace("州财政局", name).replace("序号: 2", f"序号: {number}").replace("12户", f"{edition}户")
        data = text.encode()
        with (folder / f"{name}.yaml").open("wb", buffering=0) as file:
            for start in range(0, len(data), 60):
                file.write(data[start : start + 60])
                time.sleep(dice.uniform(0.05, 0.5))
        written[data] = time.time()
        time.sleep(4.5)
    time.sleep(2)
    watcher.send_signal(signal.SIGINT)
    watcher.communicate(timeout=30)
    kept = {path.read_bytes(): path.stat().st_ctime for path in (desk.root / "data/receipts" / DAY).glob("*/0*")}
    assert kept.keys() == written.keys()
    delays = sorted(kept[data] - written[data] for data in kept)
    assert delays[-1] < 2 * 2.0 + 1.0, delays
    assert len(delays) > 5
