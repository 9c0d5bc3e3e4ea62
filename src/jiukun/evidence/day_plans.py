"""The plan by which a day is judged: the one kept with its receipts, else today's (SPEC section 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from jiukun import __version__
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.receipts import Receipts
from jiukun.evidence.unit_receipts import digest_of, linked
from jiukun.plan.loading import load_plan
from jiukun.plan.model import Plan, Unit
from jiukun.project.folders import DATA_LIMIT, Project
from jiukun.project.handles import LinkError
from jiukun.project.opening import Content

_MANY_DAYS = 4096
_PLAN_FILES = ("measures.yaml", "units.yaml")
_NO_FILES = (None, None)


class DayPlans:
    """The plans of a project's days, as of the date `today`; `current` is the plan of data/."""

    def __init__(self, project: Project, current: Plan, today: date) -> None:
        self.current = current
        self.today = today
        self._project = project
        self._receipts = Receipts(project, current.zone)
        self._loaded: dict[tuple[bytes | None, ...], tuple[Plan | None, tuple[Diagnostic, ...]]] = {}
        self._keys = lru_cache(maxsize=_MANY_DAYS)(self._keys_of)
        self._units = lru_cache(maxsize=_MANY_DAYS)(self._units_of)
        self._kept = lru_cache(maxsize=_MANY_DAYS)(self._load)
        self.digest = lru_cache(maxsize=_MANY_DAYS)(self._digest)

    @cached_property
    def received_days(self) -> frozenset[date]:
        """The days of which something was received."""
        return frozenset(self._receipts.days())

    def of(self, day: date) -> Plan | None:
        """The plan of a day; None where its copy is broken, see `problems`."""
        return self._kept(day)[0] if day < self.today else self.current

    def meant(self, day: date) -> date:
        """The due date that the date of a report or a folder means, by that day's plan (SPEC section 1)."""
        return day if self.current.is_daily else (self.of(day) or self.current).meant_day(day)

    def problems(self, day: date) -> tuple[Diagnostic, ...]:
        """What is wrong with the copy that is kept of a past day, where it cannot be used."""
        plan, problems = self._kept(day) if day < self.today else (self.current, ())
        return problems if plan is None else ()

    def words(self, day: date) -> str:
        """A sentence where a day is not judged by the plan that one expects, else nothing."""
        folder = self._project.name_of(self._receipts.plan_folder(day))
        kept = self._files(self._receipts.plan_folder(day))
        differs = kept not in (_NO_FILES, self._current_files)
        if day >= self.today:
            later = "请再运行一次 jiukun receive，否则从明天起按上次签收时留存的方案算"
            return f"data/ 里的方案在上次签收以后改过：今天按现在的算；{later}。" if differs else ""
        if differs:
            return f"这一天按当天留存的方案算（{folder}/），与现在的 data/ 不同；当天的方案要改，改那里的文件。"
        if kept == _NO_FILES and self._receipts.names_of_day(day):
            return "这一天签收时没有留存方案，按现在的方案算。"
        return ""

    def key(self, plan: Plan, short: str) -> str:
        """What a unit of a day's plan is known by over several days: the 简称 it bears in today's plan.

        Two units of that day that are one today keep their own names.
        """
        return short if plan is self.current else self._keys(plan)[short]

    def unit(self, plan: Plan, key: str) -> Unit | None:
        """The unit of a day's plan that is known by a key."""
        return plan.names.get(key) if plan is self.current else self._units(plan).get(key)

    def files(self) -> dict[str, bytes]:
        """The files of today's plan, to be kept with a day."""
        return {name: data for name, data in zip(_PLAN_FILES, self._current_files, strict=True) if data is not None}

    def _digest(self, day: date) -> str:
        """Identifies what a verdict rests on: the plan of a day, and the version of our rules."""
        kept = self._files(self._receipts.plan_folder(day)) if day < self.today else _NO_FILES
        files = (f"jiukun {__version__}".encode(), *(self._current_files if kept == _NO_FILES else kept))
        return digest_of(b"\0".join(data or b"" for data in files))[:16]

    def _units_of(self, plan: Plan) -> Mapping[str, Unit]:
        return {key: plan.names[short] for short, key in self._keys(plan).items()}

    def _keys_of(self, plan: Plan) -> Mapping[str, str]:
        shorts = {unit.short: self.current.names.get(unit.short) for unit in plan.units}
        counts = Counter(unit.short for unit in shorts.values() if unit)
        return {short: unit.short if unit and counts[unit.short] == 1 else short for short, unit in shorts.items()}

    def _load(self, day: date) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
        folder = self._receipts.plan_folder(day)
        files = self._files(folder) if day in self.received_days else self._current_files
        if files == self._current_files:
            return self.current, ()
        if files == _NO_FILES:
            problems = self._why_unread(folder)
            return (None if problems else self.current), problems
        if files not in self._loaded:
            self._loaded[files] = load_plan(self._project, folder)
        plan, problems = self._loaded[files]
        if plan is None and problems and not problems[0].location.path.startswith(self._project.name_of(folder)):
            plan, problems = load_plan(self._project, folder)  # the same fault, in this day's own files
        return (plan.with_special_days_of(self.current) if plan else None), problems

    def _why_unread(self, folder: Path) -> tuple[Diagnostic, ...]:
        """Why nothing of a plan that lies in a folder, or behind a link in its place, can be read."""
        try:
            names = {entry.name for entry in self._project.entries(folder)}
        except LinkError as error:
            return (linked(self._project.name_of(Path(error.filename)), is_folder=True),)
        contents = [self._project.read(folder / name, DATA_LIMIT) for name in _PLAN_FILES if name in names]
        return tuple(content for content in contents if isinstance(content, Diagnostic))

    @cached_property
    def _current_files(self) -> tuple[bytes | None, ...]:
        return self._files(self._project.root / "data")

    def _files(self, folder: Path) -> tuple[bytes | None, ...]:
        """What the files of a plan hold, the same whatever line ends a machine or version control gave them."""
        contents = [self._project.read(folder / name, DATA_LIMIT) for name in _PLAN_FILES]
        datas = [content.data if isinstance(content, Content) else None for content in contents]
        return tuple(data and data.replace(b"\r\n", b"\n") for data in datas)
