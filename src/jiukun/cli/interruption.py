"""Ctrl+C: what it does while modules are loaded, while a command runs, and once it has run."""

from __future__ import annotations

import os
import signal
import sys

STATUS = 130


def leaves_at_once() -> None:
    """While modules are loaded: nothing was begun, so it ends the process, in words.

    An exception could come up within a library that prints or swallows it. Where Ctrl+C was ignored from outside, it
    stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raises() -> None:
    """While a command runs: KeyboardInterrupt, so that what was begun is cleared away."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _Raising())


def was_raised() -> bool:
    """Whether it was pressed while a command ran: a library may have made an error of its own of it."""
    handler = signal.getsignal(signal.SIGINT)
    return isinstance(handler, _Raising) and handler.raised


def comes_too_late() -> None:
    """When all is done: the status stays what it is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def say() -> None:
    """Say that it was pressed."""
    if sys.stderr is not None:
        sys.stderr.write("已中断\n")
        sys.stderr.flush()


class _Raising:
    """Raises KeyboardInterrupt, and remembers that it did."""

    raised = False

    def __call__(self, *_: object) -> None:
        self.raised = True
        raise KeyboardInterrupt


def _leave(*_: object) -> None:
    try:
        say()
    finally:
        os._exit(STATUS)
