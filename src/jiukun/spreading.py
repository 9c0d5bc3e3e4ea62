"""Work on many things, spread over the processors."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

_FEWEST = 200  # things to work on, below which a process of their own costs more than it saves

T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """The work's result for each thing, in order; the work, the things and the results must be picklable.

    Only where a process can be forked: a new one elsewhere takes as long to start as to read a thousand reports.
    """
    processes = min(os.cpu_count() or 1, len(things) // _FEWEST)
    if processes < 2 or sys.platform != "linux":  # noqa: PLR2004
        yield from map(work, things)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  slow to load
    from multiprocessing import get_context  # noqa: PLC0415

    gc.freeze()  # what is loaded so far stays shared between the processes
    with ProcessPoolExecutor(processes, get_context("fork"), _leave_interrupts_to_the_parent) as pool:
        yield from pool.map(work, things, chunksize=1 + len(things) // (16 * processes))


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
