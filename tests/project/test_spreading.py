"""Work spread over processes gives what it gives in one, in order, whatever becomes of the processes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path
from threading import Timer

import pytest

from jiukun.project import spreading
from jiukun.project.spreading import spread
from support.desk import Desk, at, replaced

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all is done in one process")


@pytest.fixture(autouse=True)
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "_FEWEST", 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def where(number: int) -> tuple[int, int]:
    return number, os.getpid()


def doze(_: int) -> None:
    time.sleep(0.005)


def slow_where(number: int) -> tuple[int, int]:
    doze(number)
    return where(number)


def die_elsewhere(parent: int) -> tuple[int, int]:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return slow_where(parent)


def fail_elsewhere(parent: int) -> tuple[int, int]:
    if os.getpid() != parent:
        raise ValueError("mistake")
    return slow_where(parent)


def unpicklable_elsewhere(parent: int) -> tuple[int, object]:
    doze(parent)
    return parent, None if os.getpid() == parent else lambda: None


def large_where(number: int) -> tuple[int, int, bytes]:
    return *slow_where(number), bytes(200_000)  # more than a pipe holds


def slow_first_half(number: int) -> tuple[int, int]:
    if number < 80:
        doze(number)
    return where(number)


def divide(number: int) -> float:
    return 1 / number


def fail_here(parent: int) -> None:
    doze(parent)
    if os.getpid() == parent:
        raise ValueError("mistake")


def test_results_come_in_order_from_this_process_and_another() -> None:
    done = list(spread(slow_where, range(160)))
    assert [number for number, _ in done] == list(range(160))
    processes = [process for _, process in done]
    assert len(set(processes)) == 2
    assert processes[0] == os.getpid() != processes[-1]


def test_a_little_work_is_done_here() -> None:
    assert list(spread(where, range(7))) == [(number, os.getpid()) for number in range(7)]


def test_what_takes_long_is_spread_though_it_be_few_things() -> None:
    assert len({process for _, process in spread(slow_where, range(80), effort=8)}) == 2
    assert {process for _, process in spread(slow_where, range(80), effort=7)} == {os.getpid()}


def test_one_processor_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert {process for _, process in spread(where, range(40))} == {os.getpid()}


@pytest.mark.parametrize("count", [2, 3, 5])
def test_any_number_of_processes(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: count)
    done = list(spread(large_where, range(150)))
    assert [number for number, _, _ in done] == list(range(150))
    assert len({process for _, process, _ in done}) == count


def test_who_is_done_takes_from_what_another_has_left() -> None:
    done = [process for _, process in spread(slow_first_half, range(160))]
    assert done[0] == os.getpid()
    assert len(set(done[:80])) == 2


@pytest.mark.parametrize("work", [die_elsewhere, fail_elsewhere])
def test_what_another_process_did_not_do_is_done_here(work: Callable[[int], tuple[int, int]]) -> None:
    own = os.getpid()
    assert list(spread(work, [own] * 160)) == [(own, own)] * 160


def test_a_process_that_is_killed_amid_what_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.getpid()

    def tell_much(number: int) -> bytes:
        if number == 0 and os.getpid() == own:
            time.sleep(0.3)  # until the other waits for its first results to be taken
            for one in active_children():
                one.kill()
                one.join()
        return bytes(1000 + number)

    monkeypatch.setattr(spreading, "_PIPE", 4096)
    assert list(spread(tell_much, range(1600))) == [bytes(1000 + number) for number in range(1600)]


def test_where_no_other_process_can_be_had_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more() -> int:
        raise BlockingIOError(errno.EAGAIN, "")

    monkeypatch.setattr(os, "fork", no_more)
    assert {process for _, process in spread(slow_where, range(160))} == {os.getpid()}


def test_what_another_process_cannot_tell_is_done_here() -> None:
    assert list(spread(unpicklable_elsewhere, [os.getpid()] * 160)) == [(os.getpid(), None)] * 160


def test_a_mistake_of_all_is_told_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        list(spread(divide, range(-80, 80)))


def test_a_mistake_here_ends_the_work_of_all() -> None:
    start = time.perf_counter()
    with pytest.raises(ValueError, match="mistake"):
        list(spread(fail_here, [os.getpid()] * 8000))
    assert time.perf_counter() - start < 20


def test_an_interrupt_ends_the_work() -> None:
    interrupt = Timer(0.2, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        list(spread(doze, range(800)))
    interrupt.join()


def test_validate_tells_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(24, 32):
        text = replaced("2022-08-26", f"2022-08-{day}")
        desk.report(text if day % 2 else text.replace("存在问题: 无", "存在问题: 同上"), day=f"2022-08-{day}")
        desk.report("单位：甲\n", unit="州工信局", day=f"2022-08-{day}")
    desk.file("submissions/2022-08-28/说明.txt", "")
    spread_out = desk.run("validate", "submissions")
    monkeypatch.setattr(spreading, "_FEWEST", 1000)
    assert spread_out == desk.run("validate", "submissions")
    assert spread_out.status == 1
    assert "检查了 16 个文件：" in spread_out.out
    assert "JK314" in spread_out.out


def test_a_ledger_tells_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(22, 30):
        text = replaced("2022-08-26", f"2022-08-{day}")
        desk.report(text if day % 3 else text.replace("存在问题: 无", "存在问题: 缺人手"), day=f"2022-08-{day}")
        desk.report("单位：甲\n", unit="州工信局", day=f"2022-08-{day}")
    desk.report("单位：乙\n", day="2022-08-25")
    for kind in ("xlsx", "jsonl"):
        written = []
        for fewest in (4, 100_000):
            monkeypatch.setattr(spreading, "_FEWEST", fewest)
            told = at(desk, "2022-08-31T18:00:00", "ledger", "--format", kind, "--output", f"it.{kind}")
            written.append((told, (desk.root / f"it.{kind}").read_bytes()))
        assert written[0] == written[1]
        assert written[0][0].status == 0


WORKER = """
import os, sys, time
from pathlib import Path
from jiukun.project.spreading import spread
folder = Path(sys.argv[1])
def work(number):
    (folder / str(os.getpid())).touch()
    time.sleep(0.1)
os.cpu_count = lambda: 3
list(spread(work, range(6_000), effort=100_000))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_one_that_was_killed(tmp_path: Path, how: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path)], stdout=subprocess.PIPE)
    while len([*tmp_path.iterdir()]) < 3:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(how)
    told, _ = process.communicate(timeout=20)  # which ends when nobody holds the other end of the pipe any more
    assert (told, process.returncode) == (b"", -how)
