"""Ctrl+C: what it does while modules are loaded, while a command runs, and once it has run."""

from __future__ import annotations

import os
import signal
import sys

STATUS = 130


def leaves_at_once() -> None:
    """While modules are loaded Ctrl+C ends the process at once, in words: nothing was begun yet.

    An exception could come up within a library that prints or swallows it. Where Ctrl+C is ignored, as in a script's
    background, it stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raises() -> None:
    """While a command runs Ctrl+C raises KeyboardInterrupt, so that what was begun is cleared away."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _Raising())


def was_raised() -> bool:
    """Whether Ctrl+C was pressed while a command ran; a library may have raised another error in its place."""
    handler = signal.getsignal(signal.SIGINT)
    return isinstance(handler, _Raising) and handler.raised


def comes_too_late() -> None:
    """Once the command is done Ctrl+C is ignored: its exit status stands."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def say() -> None:
    """Tell the person that Ctrl+C was heard."""
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
