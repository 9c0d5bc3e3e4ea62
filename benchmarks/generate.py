"""Projects of any size, made of the sample's plan and of sentences of the sample's reports."""

from __future__ import annotations

import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import yaml

REPOSITORY = Path(__file__).parent.parent
LAST_DAY = date(2022, 8, 26)
_ZONE = ZoneInfo("Asia/Shanghai")


class _Style(NamedTuple):
    """One of several sound ways of writing a report."""

    indent: str
    block: str


_STYLES = (_Style("", "|"), _Style("  ", "|-"))
_TEXTS = ("完成情况", "存在问题", "下一步计划")


def project(root: Path, days: int, *, received: bool = False, silent: int = 0) -> None:
    """The sample's plan and eleven units, a report of each on each day up to the sample's last one.

    The last `silent` units never file.
    """
    first = first_day(days)
    data = root / "data"
    data.mkdir(parents=True)
    plan = (REPOSITORY / "data" / "measures.yaml").read_text("utf-8")
    (data / "measures.yaml").write_text(re.sub("起始日期: .*", f"起始日期: {first}", plan), "utf-8")
    (data / "units.yaml").write_bytes((REPOSITORY / "data" / "units.yaml").read_bytes())
    samples = list(_samples().items())
    dice = random.Random(1)
    for past in range(days):
        day = first + timedelta(days=past)
        for place, (unit, entries) in enumerate(samples[: len(samples) - silent]):
            texts = {number: _texts(dice, pools, past) for number, pools in entries.items()}
            text = _report(unit, day, texts, _STYLES[(past + place) % 2])
            _drop(root, day, unit, text)
            if received:
                _receive(root, day, unit, text.encode())


def wide_project(root: Path, units: int, measures: int) -> None:
    """One day of many units, each with measures of its own: a table of `units` times `measures` rows."""
    names = [f"第{number}单位" for number in range(1, units + 1)]
    plan = (REPOSITORY / "data" / "measures.yaml").read_text("utf-8")
    head = re.sub("起始日期: .*", f"起始日期: {LAST_DAY}", plan.partition("措施:\n")[0])
    listed = (
        f"- 序号: {place * measures + number}\n  工作任务: 减免市场主体房屋租金\n  牵头单位: [{name}]\n"
        for place, name in enumerate(names)
        for number in range(1, measures + 1)
    )
    people = (f"- 简称: {name}\n  责任人: {{姓名: 样例甲, 职务: 科长, 联系电话: 0908-5550101}}\n" for name in names)
    data = root / "data"
    data.mkdir(parents=True)
    (data / "measures.yaml").write_text(f"{head}措施:\n{''.join(listed)}", "utf-8")
    (data / "units.yaml").write_text(f"单位:\n{''.join(people)}", "utf-8")
    pools = [pools for entries in _samples().values() for pools in entries.values()]
    dice = random.Random(2)
    for place, name in enumerate(names):
        numbers = range(place * measures + 1, (place + 1) * measures + 1)
        _drop(
            root,
            LAST_DAY,
            name,
            _report(
                name,
                LAST_DAY,
                {number: _texts(dice, dice.choice(pools), 0) for number in numbers},
                _STYLES[place % 2],
            ),
        )


def first_day(days: int) -> date:
    """The first of so many days."""
    return LAST_DAY - timedelta(days=days - 1)


def reports(root: Path) -> list[Path]:
    """Every report of a project."""
    return sorted((root / "submissions").glob("*/*.yaml"))


def _samples() -> dict[str, dict[int, dict[str, list[str]]]]:
    """Unit → measure → text → every paragraph that stands there in a sample."""
    found: dict[str, dict[int, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for path in reports(REPOSITORY):
        report = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506  it makes texts of all
        for entry in report["工作情况"]:
            for key in _TEXTS:
                sound = entry[key].strip() not in {"", "同上"}  # two mistakes of the samples
                found[report["单位"]][int(entry["序号"])][key] += entry[key].strip().split("\n") if sound else ()
    return found


def _texts(dice: random.Random, pools: dict[str, list[str]], past: int) -> dict[str, str]:
    """As many paragraphs as a sample has, in another order on each day."""
    texts = {key: "\n".join(dice.sample(pool, (len(pool) + 1) // 2)) for key, pool in pools.items()}
    texts["完成情况"] += f"\n{'甲乙丙丁'[past % 4]}组当日上门{dice.randrange(9, 99)}户。"  # not as on the day before
    return texts


def _report(unit: str, day: date, entries: dict[int, dict[str, str]], style: _Style) -> str:
    lines = [f"单位: {unit}", f"日期: {day}", "填报人: 样例甲", "联系电话: 0908-5550101", "工作情况:"]
    for number, texts in sorted(entries.items()):
        lines.append(f"{style.indent}- 序号: {number}")
        for key, text in texts.items():
            lines += _written(key, text, style)
    return "\n".join([*lines, ""])


def _written(key: str, text: str, style: _Style) -> Iterator[str]:
    """On the key's line, or as a block."""
    if "\n" not in text:
        yield f"{style.indent}  {key}: {text}"
        return
    yield f"{style.indent}  {key}: {style.block}"
    yield from (f"{style.indent}    {line}" for line in text.split("\n"))


def _arrival(day: date) -> datetime:
    return datetime.combine(day, time(16, 40), _ZONE)


def _drop(root: Path, day: date, unit: str, text: str) -> None:
    path = root / "submissions" / day.isoformat() / f"{unit}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
    os.utime(path, (_arrival(day).timestamp(),) * 2)


def _receive(root: Path, day: date, unit: str, data: bytes) -> None:
    """As `jiukun receive` keeps it."""
    folder = root / "data" / "receipts" / day.isoformat() / unit
    folder.mkdir(parents=True)
    stamp = _arrival(day).strftime("%Y%m%dT%H%M%S.%f%z")
    (folder / f"0001_{stamp}_file_time_valid_{sha256(data).hexdigest()}.yaml").write_bytes(data)
