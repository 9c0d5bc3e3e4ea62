"""A watch that is driven step by step."""

from __future__ import annotations

import time
from typing import Any

import pytest

from support.desk import DAY, Desk, Result


class Watched:
    """A watch whose polls are driven: between two of them one step is done, and after the last it is ended."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk = desk
        self._patch = monkeypatch

    def run(self, steps: list[Any]) -> Result:
        left = iter(steps)

        def step(_: float) -> None:
            todo = next(left, None)
            if todo is None:
                raise KeyboardInterrupt
            todo()

        self._patch.setattr(time, "sleep", step)
        return self.desk.run("receive", "--watch", "--date", DAY)

    def kept(self) -> list[bytes]:
        folder = self.desk.root / "data" / "receipts" / DAY / "州财政局"
        return [path.read_bytes() for path in sorted(folder.glob("0*"))] if folder.exists() else []
