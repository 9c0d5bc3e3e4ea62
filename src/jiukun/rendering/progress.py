"""Progress of long work: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date

_LONG = 30  # days; fewer are read before one could look


def watched(days: Sequence[date]) -> Iterable[date]:
    """The days, with a bar on standard error that tells how many were read."""
    if len(days) < _LONG or not sys.stderr.isatty():
        return days
    from rich.console import Console  # noqa: PLC0415  only for long work on a terminal
    from rich.progress import track  # noqa: PLC0415

    return track(days, "正在读报送", console=Console(stderr=True), transient=True)
