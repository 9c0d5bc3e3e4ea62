"""Make the sample receipts (data/receipts/) of both sample days by the real command line, under a clock of its own.

Run from the repository's top: `python scripts/make_samples.py`. The reports in submissions/ are the versions that came
last; what came before is derived here. Running it again gives the same files.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from jiukun.cli import program, workspace

TOP = Path(__file__).resolve().parent.parent
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, SECOND = "2022-08-25", "2022-08-26"


@dataclass(frozen=True)
class Event:
    """A report that is saved (text), a paper that comes (no text), or a look (no unit)."""

    moment: str
    unit: str = ""
    text: str = ""


def last(day: str, unit: str) -> str:
    """The version that lies in submissions/."""
    return (TOP / "submissions" / day / f"{unit}.yaml").read_text("utf-8")


def earlier(text: str, new: str, old: str) -> str:
    """A version before the last one: one piece of it was different."""
    if new not in text:
        sys.exit(f"sample changed: {new!r} is not there")
    return text.replace(new, old, 1)


def first_day() -> list[Event]:
    """All in before the deadline, report and paper."""
    units = sorted(path.stem for path in (TOP / "submissions" / FIRST).glob("*.yaml"))
    reports = [Event(f"16:{10 + 4 * place:02}:30", unit, last(FIRST, unit)) for place, unit in enumerate(units)]
    papers = [Event(f"16:{11 + 4 * place:02}:00", unit) for place, unit in enumerate(units)]
    return [*reports, *papers, Event("17:05:00")]


def second_day() -> list[Event]:
    """One late, missing, sent back, corrected late, not passed in its correction; and one paper missing."""
    good_in_time = {
        "州工信局": "15:52:10",
        "州市场监督管理局": "16:03:45",
        "州发展改革委": "16:31:20",
        "克孜勒苏银保监分局": "16:38:05",
        "州文化体育和旅游局": "16:20:00",
        "州公安局": "16:44:30",
    }
    plans = (
        "  下一步计划: |\n"
        "    9月征期前对应享未享的名单逐户清零。\n"
        "    与州财政局核对减免数据，为测算四季度收入做好准备。\n"
    )
    tax = last(SECOND, "州税务局")
    labour = last(SECOND, "州人社局")
    return [
        *(Event(moment, unit, last(SECOND, unit)) for unit, moment in good_in_time.items()),
        *(Event("16:50:00", unit) for unit in good_in_time if unit != "州公安局"),
        Event("16:12:40", "州人社局", earlier(labour, "累计580家", "累计508家")),
        Event("16:35:15", "州税务局", earlier(tax, "  下一步计划: 略\n", plans)),
        Event("16:41:00", "州司法局", last(SECOND, "州司法局")),
        *(Event("16:55:00", unit) for unit in ("州人社局", "州税务局", "州司法局")),
        Event("17:05:00"),
        Event("17:12:20", "州税务局", tax),
        Event("17:20:40", "州财政局", last(SECOND, "州财政局")),
        Event("17:24:00", "州财政局"),
        Event("17:26:10", "州人社局", labour),
        Event("17:30:00"),
    ]


def _standing_still(moment: datetime) -> Callable[[ZoneInfo], datetime]:
    return lambda _: moment


def play(root: Path, day: str, events: list[Event]) -> None:
    """Let the day happen in a copy of the project: files appear at their times, the office looks and ticks."""
    for event in sorted(events, key=lambda event: (event.moment, event.unit)):
        moment = datetime.fromisoformat(f"{day}T{event.moment}").replace(tzinfo=ZONE)
        if event.text:
            path = root / "submissions" / day / f"{event.unit}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(event.text, "utf-8")
            os.utime(path, (moment.timestamp(), moment.timestamp()))
            continue
        command = ["--paper", event.unit] if event.unit else []
        with redirect_stdout(sys.stderr), patch.object(workspace, "clock", _standing_still(moment)):
            program.execute(["--root", str(root), "receive", "--date", day, *command])


def main() -> None:
    """Rebuild data/receipts/ of the sample days."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(TOP / "data", root / "data", ignore=shutil.ignore_patterns("receipts"))
        for day, events in ((FIRST, first_day()), (SECOND, second_day())):
            play(root, day, events)
            target = TOP / "data" / "receipts" / day
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(root / "data" / "receipts" / day, target)
    print("data/receipts/ 已重新生成")


if __name__ == "__main__":
    main()
