"""Problems of misplaced files, in few lines, so that they do not drown the result of a command."""

from __future__ import annotations

from collections.abc import Iterable

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.rendering.console import note

_SHOWN = 10


def note_strays(problems: Iterable[Diagnostic]) -> None:
    """Show the problems of the folders: one line for all files with the same problem; of very many only the first."""
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        cell = f" {problem.cell}" if problem.cell else ""
        places.setdefault((problem.message, problem.hint), []).append(f"{problem.location.path}{cell}")
    for (message, hint), found in [*places.items()][:_SHOWN]:
        more = f" 等 {len(found)} 处" if len(found) > _SHOWN else ""
        note(f"注意 {'、'.join(found[:_SHOWN])}{more}：{message}。{hint}")
    untold = sum(map(len, [*places.values()][_SHOWN:]))
    if untold:
        note(f"注意 另有 {untold} 处，运行 jiukun validate 看全部")
