"""Reading data/ into a plan, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from jiukun import yamlsource
from jiukun.chinese.text import nearest, one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, Location, has_errors
from jiukun.plan.model import MEASURES, UNITS, Measures, Plan, Unit, Units
from jiukun.project.folders import DATA_LIMIT, Project
from jiukun.project.names import why_no_file_name
from jiukun.yamlsource import Document, Kind
from jiukun.yamlsource.values import M, fit

_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,3}")
_MOST_MISFITS = 2_000  # nobody reads on


def load_plan(project: Project, folder: Path | None = None) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan, or None where data/ has errors; and what is wrong with data/, save what is only wanting in it.

    `folder` is the one that holds the two files, where it is not data/.
    """
    plan, told, _ = _load(project, folder or project.root / "data")
    return plan, told


def load(project: Project) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan as `load_plan` gives it, and all that is wrong with data/."""
    plan, told, units_document = _load(project, project.root / "data")
    return plan, (*told, *(_contacts(plan, units_document) if plan and units_document else ()))


def _load(project: Project, folder: Path) -> tuple[Plan | None, tuple[Diagnostic, ...], Document | None]:
    measures_document, measures, told_of_measures = _read(project, folder / "measures.yaml", MEASURES, Measures)
    units_document, units, told_of_units = _read(project, folder / "units.yaml", UNITS, Units)
    told = (*told_of_measures, *told_of_units)
    if measures is None or units is None or measures_document is None or units_document is None or has_errors(told):
        return None, told, None
    checker = _Check(measures_document, measures, units_document, units)
    told = (*told, *checker.errors())
    if has_errors(told):
        return None, told, None
    return Plan(measures, units.units, checker.names, checker.groups), told, units_document


def _read(
    project: Project, path: Path, kind: Kind, model: type[M]
) -> tuple[Document | None, M | None, tuple[Diagnostic, ...]]:
    if not path.exists() and not path.is_symlink():
        place = Location(project.name_of(path))
        return (
            None,
            None,
            (Diagnostic(place, "JK501", f"缺少 {project.name_of(path)}", "从备份或版本库里恢复这个文件"),),
        )
    content = project.read(path, DATA_LIMIT)
    if isinstance(content, Diagnostic):
        return None, None, (content,)
    document, told = yamlsource.read(content.data, project.name_of(path), kind)
    if document is None:
        return None, None, told
    fitted, misfits = fit(model, document.content, kind.vocabulary.keys, _MOST_MISFITS)
    return document, fitted, (*told, *yamlsource.explain(document, kind.vocabulary, misfits))


class _Check:
    """Meaning of both files together; `names` and `groups` are what they resolve to."""

    def __init__(self, measures_document: Document, measures: Measures, units_document: Document, units: Units) -> None:
        self._measures_document = measures_document
        self._measures = measures
        self._units_document = units_document
        self._units = units
        self.names: dict[str, Unit] = {}
        self.groups: dict[str, tuple[Unit, ...]] = {}

    def errors(self) -> list[Diagnostic]:
        """All errors, in the order of the files."""
        names = [*self._unit_names(), *self._group_members()]
        references = [] if has_errors(names) else self._measure_units()
        return [*names, *self._rule(), *self._numbers(), *references]

    def _unit_names(self) -> Iterator[Diagnostic]:
        claimed: dict[str, str] = {}
        for place, unit in enumerate(self._units.units):
            path = ("单位", place, "简称")
            for name in unit.names:
                self.names[name] = unit
                yield from self._claim(claimed, name, unit.short, path)
                reason = why_no_file_name(name)
                if reason:
                    hint = "改用不含这些符号的名称"
                    yield self._units_document.diagnostic(
                        path, "JK509", f"“{one_line(name)}”{reason}，不能用作文件名", hint
                    )
        for place, group in enumerate(self._units.groups):
            for name in group.names:
                yield from self._claim(claimed, name, f"单位组{group.name}", ("单位组", place, "名称"))

    def _claim(self, claimed: dict[str, str], name: str, owner: str, path: FieldPath) -> Iterator[Diagnostic]:
        before = claimed.setdefault(name.casefold(), owner)
        if before != owner or (name == owner and path[1] != self._first_places.get(owner, path[1])):
            hint = "一个名称只能指一个单位，删去其中一处"
            message = f"名称“{one_line(name)}”已经指“{one_line(before)}”，这里又用于“{one_line(owner)}”"
            yield self._units_document.diagnostic(path, "JK503", message, hint)

    @cached_property
    def _first_places(self) -> dict[str, int]:
        """简称 → the place of the first unit that bears it."""
        return {unit.short: place for place, unit in reversed(list(enumerate(self._units.units)))}

    def _group_members(self) -> Iterator[Diagnostic]:
        for place, group in enumerate(self._units.groups):
            path: FieldPath = ("单位组", place, "成员")
            if not group.members:
                message = f"单位组“{one_line(group.name)}”还没有成员"
                yield self._units_document.diagnostic(path, "JK514", message, "写上成员单位，并在“单位”里登记")
            for number, member in enumerate(group.members):
                if member not in self.names:
                    message = f"成员“{one_line(member)}”没有在“单位”里登记"
                    yield self._units_document.diagnostic((*path, number), "JK510", message, self._meant(member))
            members = (self.names[member] for member in group.members if member in self.names)
            self.groups.update(dict.fromkeys(group.names, tuple({unit.short: unit for unit in members}.values())))

    def _rule(self) -> Iterator[Diagnostic]:
        rule = self._measures.rule
        say = self._measures_document.diagnostic
        if not _is_zone(rule.zone):
            yield say(("报送要求", "时区"), "JK511", *_why_no_zone(rule.zone))
        if rule.last_day and rule.last_day < rule.first_day:
            message = f"结束日期 {rule.last_day} 早于起始日期 {rule.first_day}"
            yield say(("报送要求", "结束日期"), "JK508", message, "核对这两个日期")
        for day in sorted({*rule.days_off} & {*rule.extra_days}):
            yield say(("报送要求", "加报日"), "JK508", f"{day} 既是免报日又是加报日", "只留一处")

    def _numbers(self) -> Iterator[Diagnostic]:
        seen: set[int] = set()
        say = self._measures_document.diagnostic
        for place, measure in enumerate(self._measures.measures):
            path = ("措施", place, "序号")
            if measure.number in seen:
                yield say(path, "JK506", f"序号 {measure.number} 用了两次", "改成各不相同的序号")
            seen.add(measure.number)
        missing = sorted(set(range(1, len(seen) + 1)) - seen)
        if not self._measures.measures:
            yield say(("措施",), "JK301", "一项措施也没有", "至少写一项措施")
        elif missing:
            listed = "、".join(map(str, missing[:10]))
            after = (place for place, measure in enumerate(self._measures.measures) if measure.number > missing[0])
            yield say(
                ("措施", next(after), "序号"),
                "JK505",
                f"措施序号不连续，缺第 {listed} 项",
                "补上漏录的措施，或从 1 起重新编号",
            )

    def _measure_units(self) -> Iterator[Diagnostic]:
        say = self._measures_document.diagnostic
        for place, measure in enumerate(self._measures.measures):
            path: FieldPath = ("措施", place)
            if not measure.leads:
                message = f"第 {measure.number} 项没有牵头单位"
                yield say((*path, "牵头单位"), "JK504", message, "写上牵头单位，多个用逗号隔开：[甲, 乙]")
            for name in measure.leads:
                if name in self.groups and not self.groups[name]:
                    message = f"第 {measure.number} 项由“{one_line(name)}”牵头，这个单位组还没有成员，没有人报送"
                    yield say((*path, "牵头单位"), "JK504", message, "在 data/units.yaml 里给它写上成员单位")
            for key, names in (
                ("牵头单位", measure.leads),
                ("责任单位", measure.responsible),
                ("报送单位", measure.filers),
            ):
                yield from self._known((*path, key), names)
            leads = {unit.short for unit in self._units_of(measure.leads)}
            for number, name in enumerate(measure.filers):
                if any(unit.short not in leads for unit in self._units_of([name])):
                    message = f"报送单位“{one_line(name)}”不是本项的牵头单位"
                    yield say((*path, "报送单位", number), "JK507", message, "从牵头单位里选，或先加入牵头单位")
            if measure.closed and measure.first_day and measure.closed < measure.first_day:
                message = f"办结日期 {measure.closed} 早于起报日期 {measure.first_day}"
                yield say((*path, "办结日期"), "JK508", message, "核对这两个日期")

    def _known(self, path: FieldPath, names: Iterable[str]) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for number, name in enumerate(names):
            units = self._units_of([name])
            if not units and name not in self.groups:
                message = f"“{one_line(name)}”没有在 data/units.yaml 里登记"
                yield self._measures_document.diagnostic((*path, number), "JK502", message, self._meant(name))
            if any(unit.short in seen for unit in units):
                message = f"“{one_line(name)}”在同一栏里重复"
                yield self._measures_document.diagnostic((*path, number), "JK512", message, "只留一处")
            seen.update(unit.short for unit in units)

    def _units_of(self, names: Iterable[str]) -> list[Unit]:
        single = (self.groups.get(name) or ((self.names[name],) if name in self.names else ()) for name in names)
        return [unit for units in single for unit in units]

    def _meant(self, name: str) -> str:
        meant = nearest(name, [*self.names, *self.groups])
        return f"是不是“{meant}”？" if meant else "先在 data/units.yaml 里登记这个单位"


def _is_zone(name: str) -> bool:
    """Whether a time zone is known; zoneinfo looks for it among files and modules, so no other name is tried."""
    try:
        return bool(_ZONE.fullmatch(name)) and ZoneInfo(name) is not None
    except (KeyError, ValueError, OSError):
        return False


def _why_no_zone(name: str) -> tuple[str, str]:
    """What is wrong with a time zone: its name, or that this computer knows none (Windows without tzdata)."""
    try:
        ZoneInfo("UTC")
    except (KeyError, OSError):
        return "这台电脑没有时区数据，算不出截止时间", "重新安装 jiukun；或安装时区数据：pip install tzdata"
    return f"时区“{one_line(name)}”不认识", "写作 Asia/Shanghai"


def _contacts(plan: Plan, document: Document) -> Iterator[Diagnostic]:
    places = {unit.short: place for place, unit in enumerate(plan.units)}
    for unit in plan.lead_units:
        blank = [role for role, contact in (("责任领导", unit.leader), ("责任人", unit.person)) if not contact.is_known]
        if blank:
            message = f"{one_line(unit.short)}没有登记{'、'.join(blank)}的姓名和电话"
            yield document.diagnostic(("单位", places[unit.short]), "JK513", message, "收到名单后填上")
