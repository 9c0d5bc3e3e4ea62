"""Work that Ctrl+C does not break off."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unbroken() -> Iterator[None]:
    """Ctrl+C takes effect when the work is done; pressed a second time, at once."""
    pressed = False
    at_once = signal.getsignal(signal.SIGINT)

    def wait(*_: object) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, at_once)

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, at_once)
    if pressed:
        raise KeyboardInterrupt
