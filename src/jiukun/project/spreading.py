"""Work on many things, spread over the processors."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from mmap import mmap
    from multiprocessing.connection import Connection

_FEWEST = 200  # reports to read, below which a process of their own costs more than it saves
_PARTS = 32  # for each process: all end at nearly the same time
_FREE, _TAKEN = b"\0", b"\1"
_PIPE = 1 << 20  # bytes that a helper may be ahead of the one who takes its results

T = TypeVar("T")
R = TypeVar("R")


class _Shared(NamedTuple):
    """What every process works on: the work, its parts, and a byte for each part, set once it is taken."""

    work: Callable[[Any], Any]
    parts: Sequence[Sequence[Any]]
    taken: mmap

    def do(self, place: int) -> list[Any]:
        """A part's results."""
        return list(map(self.work, self.parts[place]))

    def take(self, home: range) -> int | None:
        """The next part to do: of one's own in order, as neighbours have much in common; then from the others' end.

        Should two processes ask at the same moment, both do the part, to no harm.
        """
        place = self.taken.find(_FREE, home.start, home.stop)
        if place < 0:
            place = self.taken.rfind(_FREE)
        if place < 0:
            return None
        self.taken[place : place + 1] = _TAKEN
        return place


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
    from mmap import mmap  # noqa: PLC0415  slow to load, as is multiprocessing

    size = 1 + len(things) // (_PARTS * processes)
    parts = [things[start : start + size] for start in range(0, len(things), size)]
    bounds = [len(parts) * number // processes for number in range(processes + 1)]
    homes = [range(*pair) for pair in pairwise(bounds)]
    shared = _Shared(work, parts, mmap(-1, len(parts)))
    gc.freeze()  # what is loaded so far stays shared between the processes
    helpers = _Helpers(shared, homes[1:])
    try:
        yield from _in_order(shared, homes[0], helpers)
    finally:
        helpers.end()


def _in_order(shared: _Shared, home: range, helpers: _Helpers) -> Iterator[Any]:
    """All results. This process works too; what a helper was to do and did not, being killed, is done here."""
    done: dict[int, list[Any]] = {}
    wanted = 0
    while wanted < len(shared.parts):
        place = shared.take(home)
        if place is not None:
            done[place] = shared.do(place)
        elif not helpers.readers:
            done[wanted] = shared.do(wanted)
        done.update(helpers.told(wait=place is None))
        while wanted in done:
            yield from done.pop(wanted)
            wanted += 1


class _Helpers:
    """Forked processes, which have the work without its being pickled."""

    def __init__(self, shared: _Shared, homes: Sequence[range]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415

        fork = get_context("fork")
        self.readers: list[Connection[Any, Any]] = []
        self._processes = []
        for home in homes:
            reader, writer = fork.Pipe(duplex=False)
            _widen(writer)
            process = fork.Process(target=_help, args=(shared, home, writer, os.getpid()), daemon=True)
            with suppress(OSError):  # where no further process can be had, its part is done here
                process.start()
                self._processes.append(process)
            writer.close()  # the helper's end is the only one: the pipe ends with it
            self.readers.append(reader)

    def told(self, *, wait: bool) -> Iterator[tuple[int, list[Any]]]:
        """Parts that are done and their results: those that came by now, or with `wait` the next to come."""
        from multiprocessing.connection import wait as ready  # noqa: PLC0415

        come = ready(self.readers, None if wait else 0) if self.readers else []
        for reader in [one for one in self.readers if one in come]:
            try:
                yield reader.recv()
            except (EOFError, OSError):  # at the end of a message, or amid one
                self.readers.remove(reader)

    def end(self) -> None:
        """Whatever ended the work, they need not go on."""
        for process in self._processes:
            process.kill()
            process.join()


def _help(shared: _Shared, home: range, writer: Connection[Any, Any], parent: int) -> None:
    """In a forked process: do parts until none is left, or nobody is there to take them.

    A part that fails is done once more by the parent, which tells why.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are the parent's
    with suppress(Exception):
        while os.getppid() == parent and (place := shared.take(home)) is not None:
            writer.send((place, shared.do(place)))


def _widen(writer: Connection[Any, Any]) -> None:
    """Let a pipe hold more, where the system allows it."""
    from fcntl import F_SETPIPE_SZ, fcntl  # noqa: PLC0415

    with suppress(OSError):
        fcntl(writer.fileno(), F_SETPIPE_SZ, _PIPE)
