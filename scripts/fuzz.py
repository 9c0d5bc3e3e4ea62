"""The long fuzz: `python scripts/fuzz.py --inputs 100000`. Every input runs in a child with a watchdog.

A crash, a traceback, more than 2 seconds of work or more than 200 MB is a defect: its input and command are kept in the
folder named by --keep. The same seeds give the same inputs. Not for Windows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

TOP = Path(__file__).resolve().parent.parent
sys.path.append(str(TOP / "tests"))
from support.fuzzing import KINDS, complaint, laid  # noqa: E402  found by the line above

SECONDS = 2.0  # of the processor's time
PATIENCE = 30.0  # seconds by the clock, for what waits and does no work
MEMORY = 200 << 20  # bytes resident, as in a process that has run nothing else
CHUNK = 500
SHARES = {"report": 45, "form": 20, "measures": 15, "units": 15, "looks": 5}  # of a hundred inputs


@dataclass(frozen=True)
class Told:
    """What a child says of its inputs: how many ran, the most time one took in seconds, the most memory in bytes."""

    kind: str
    ran: int
    slowest: float
    largest: int


def memory() -> tuple[int, int]:
    """The memory resident now and the most since the last call, in bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    now, most = (int(status.partition(f"{name}:")[2].split()[0]) << 10 for name in ("VmRSS", "VmHWM"))
    return now, most


def work(name: str, number: int, count: int, keep: Path) -> None:
    """A child: run `count` inputs of a kind and note each defect; a hang ends the process."""
    kind = KINDS[name]
    root = Path(tempfile.mkdtemp())
    times: list[float] = []
    sizes: list[int] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(kind.inputs, st.sampled_from(kind.commands))
    def inputs(data: bytes, command: str) -> None:
        desk = laid(root, kind, data)
        (keep / f"now-{name}-{number}").write_bytes(command.encode() + b"\n" + data)
        held, _ = memory()
        before = resource.getrusage(resource.RUSAGE_SELF)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        found = complaint(desk, command)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        most = fresh + memory()[1] - held
        times.append(spent)
        sizes.append(most)
        if not found and most > MEMORY:
            found = f"{most >> 20} MiB of memory"
        if found:
            (keep / f"{name}-{number}-{len(times)}").write_bytes(f"{command}\n{found}\n".encode() + data)

    complaint(laid(root, kind, b""), kind.commands[0])
    fresh, _ = memory()
    inputs()
    shutil.rmtree(root)
    (keep / f"now-{name}-{number}").unlink()
    print(json.dumps([len(times), max(times), max(sizes)]))


def chunk(name: str, number: int, count: int, keep: Path) -> Told:
    """Run a child; what it says, or that it died."""
    words = [sys.executable, __file__, "--work", name, str(number), "--inputs", str(count), "--keep", str(keep)]
    done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, "COLUMNS": "100"})
    if done.returncode == 0:
        return Told(name, *json.loads(done.stdout))
    now = keep / f"now-{name}-{number}"
    if now.exists():
        now.rename(keep / f"died-{-done.returncode}-{name}-{number}")
    print(f"{name} {number}：进程死了（{done.returncode}）\n{done.stderr.decode()[-2000:]}", flush=True)
    return Told(name, 0, 0.0, 0)


def main() -> None:
    """Share the inputs out, run them, print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kind", choices=KINDS, help="of this kind alone")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "jiukun-fuzz")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work[0], int(options.work[1]), options.inputs, options.keep)
        return
    options.keep.mkdir(parents=True, exist_ok=True)
    names = [options.kind] if options.kind else list(KINDS)
    whole = sum(SHARES.get(name, 10) for name in names)
    wanted = {name: options.inputs * SHARES.get(name, 10) // whole for name in names}
    chunks = [
        (name, options.first_seed + start // CHUNK, min(CHUNK, count - start), options.keep)
        for name, count in wanted.items()
        for start in range(0, count, CHUNK)
    ]
    ran: Counter[str] = Counter()
    slowest, largest = 0.0, 0
    with ThreadPoolExecutor(options.processes) as pool:
        for result in pool.map(lambda arguments: chunk(*arguments), chunks):
            ran[result.kind] += result.ran
            slowest, largest = max(slowest, result.slowest), max(largest, result.largest)
            print(f"{sum(ran.values())} 份：最慢 {slowest:.2f} 秒，内存最多 {largest >> 20} MiB", flush=True)
    print(f"{dict(ran)}，发现 {sum(1 for _ in options.keep.iterdir())} 处，存在 {options.keep}")


if __name__ == "__main__":
    main()
