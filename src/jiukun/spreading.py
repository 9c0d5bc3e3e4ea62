"""Work on many things, spread over the processors."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from mmap import mmap

_FEWEST = 200  # reports to read, below which a process of their own costs more than it saves
_PARTS = 16  # for each process: all end at nearly the same time
_TAKEN = b"\1"
_PR_SET_PDEATHSIG = 1  # of Linux

T = TypeVar("T")
R = TypeVar("R")

_inherited: list[Any] = []  # of a forked process: the work, its parts, and which are taken


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
    from mmap import mmap  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    size = 1 + len(things) // (_PARTS * processes)
    parts = [things[start : start + size] for start in range(0, len(things), size)]
    taken = mmap(-1, len(parts))  # a byte for each part, which all processes see
    gc.freeze()  # what is loaded so far stays shared between the processes
    with ProcessPoolExecutor(processes - 1, get_context("fork"), _begin, (work, parts, taken)) as pool:
        # This process works too, as its own results need no pickling: from the beginning on, the others from the end.
        others = [pool.submit(_do, place) for place in reversed(range(len(parts)))]
        try:
            for place, (part, other) in enumerate(zip(parts, reversed(others), strict=True)):
                yield from map(work, part) if _takes(taken, place) else other.result()
        finally:
            taken[:] = _TAKEN * len(parts)  # whatever ended it, the others need not go on


def _begin(*inherited: Any) -> None:
    """In the forked process, which has work and parts without their being pickled."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are the parent's
    _end_with_the_parent()
    _inherited[:] = inherited


def _end_with_the_parent() -> None:
    """Nothing else tells a process that its parent was killed: it would wait for work for ever."""
    from ctypes import CDLL  # noqa: PLC0415  slow to load

    CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _do(place: int) -> list[Any]:
    """A part's results; none if it was taken before."""
    work, parts, taken = _inherited
    return list(map(work, parts[place])) if _takes(taken, place) else []


def _takes(taken: mmap, place: int) -> bool:
    """Whether a part is for the process that asks. Should two ask at the same moment, both do it, to no harm."""
    is_free = taken[place] == 0
    taken[place : place + 1] = _TAKEN
    return is_free
