"""Files that were not taken, a line each, so that they do not drown what a command is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.rendering.console import note

_SHOWN = 10


def note_strays(problems: Sequence[Diagnostic]) -> None:
    """What lies amiss in the folders, a line each; of very many the first ones."""
    for problem in problems[:_SHOWN]:
        place = f" {problem.cell}" if problem.cell else ""
        note(f"注意 {problem.location.path}{place}：{problem.message}。{problem.hint}")
    if len(problems) > _SHOWN:
        note(f"注意 另有 {len(problems) - _SHOWN} 处，运行 jiukun validate 看全部")
