"""Work on many things, spread over the processors."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

_FEWEST = 200  # reports to read, below which a process of their own costs more than it saves

T = TypeVar("T")
R = TypeVar("R")

_inherited: list[Any] = []  # of a forked process: the work and the things


def spread(work: Callable[[T], R], things: Sequence[T], effort: int | None = None) -> Iterator[R]:
    """The work's result for each thing, in order; results must be picklable.

    The `effort` of all of it is so many reports to read; one for each thing, if nothing is said.
    Only where a process can be forked: a new one elsewhere takes as long to start as to read a thousand reports.
    """
    effort = len(things) if effort is None else effort
    processes = min(os.cpu_count() or 1, len(things), effort // _FEWEST)
    if processes < 2 or sys.platform != "linux":  # noqa: PLR2004
        yield from map(work, things)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  slow to load
    from multiprocessing import get_context  # noqa: PLC0415

    gc.freeze()  # what is loaded so far stays shared between the processes
    with ProcessPoolExecutor(processes, get_context("fork"), _begin, (work, things)) as pool:
        yield from pool.map(_do, range(len(things)), chunksize=1 + len(things) // (8 * processes))


def _begin(*inherited: Any) -> None:
    """In the forked process, which has work and things without their being pickled."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are the parent's
    _inherited[:] = inherited


def _do(place: int) -> Any:
    work, things = _inherited
    return work(things[place])
