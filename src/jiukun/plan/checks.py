"""What is wrong with the two files of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jiukun.chinese.text import nearest, one_line
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, has_errors
from jiukun.plan.model import Measures, Plan, Unit, Units, groups_of, names_of
from jiukun.plan.rule import SpecialDay
from jiukun.project.names import comparable, why_no_file_name
from jiukun.yamlsource.document import Document

_MORNING = timedelta(hours=6)
_ZONE = r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,3}"


class DataFiles(NamedTuple):
    """measures.yaml and units.yaml, each of the right shape."""

    measures_document: Document
    measures: Measures
    units_document: Document
    units: Units


def errors(files: DataFiles) -> list[Diagnostic]:
    """What keeps the files from being a plan, in the order of the files."""
    checker = _Checker(files)
    names = [*checker.unit_names(), *checker.group_members()]
    references = [] if has_errors(names) else [*checker.special_units(), *checker.measure_units()]
    return [*names, *checker.rule(), *checker.numbers(), *references]


def doubts(plan: Plan, files: DataFiles) -> Iterator[Diagnostic]:
    """Doubts that are no errors: deadlines that may be too early, contacts of lead units that are missing."""
    yield from _early_deadlines(files)
    yield from _contacts(plan, files)


def _early_deadlines(files: DataFiles) -> Iterator[Diagnostic]:
    rule = files.measures.rule
    special = ((("特例", place), special.deadline) for place, special in enumerate(rule.special_days))
    for path, deadline in (((), rule.deadline), *special):
        if deadline is not None and deadline < _MORNING:
            hours, minutes = divmod(deadline // timedelta(minutes=1), 60)
            found = f"每日截止 {hours}:{minutes:02} 是凌晨，当天的报送几乎都会算迟报"
            hint = "下午 5 点写 17:00，当天的最后一刻写 24:00；确实如此就不用改"
            yield files.measures_document.diagnostic(("报送要求", *path, "每日截止"), "JK516", found, hint)


def _contacts(plan: Plan, files: DataFiles) -> Iterator[Diagnostic]:
    places = {unit.short: place for place, unit in enumerate(plan.units)}
    for unit in plan.lead_units:
        contacts = (("责任领导", unit.leader), ("责任人", unit.person))
        blank = [role for role, contact in contacts if not contact.is_known]
        if blank:
            message = f"{one_line(unit.short)}没有登记{'、'.join(blank)}的姓名和电话"
            yield files.units_document.diagnostic(("单位", places[unit.short]), "JK513", message, "收到名单后填上")


class _Checker:
    """Meaning of both files together."""

    def __init__(self, files: DataFiles) -> None:
        self._measures_document, self._measures, self._units_document, self._units = files
        self._units_file = self._units_document.source.path
        self._names = names_of(self._units)
        self._groups = groups_of(self._units)

    def unit_names(self) -> Iterator[Diagnostic]:
        claimed: dict[str, str] = {}
        for place, unit in enumerate(self._units.units):
            path = ("单位", place, "简称")
            for name in unit.names:
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
        before = claimed.setdefault(comparable(name), owner)
        if before != owner or (name == owner and path[1] != self._first_places.get(owner, path[1])):
            hint = "一个名称只能指一个单位（空格、全角半角、大小写不算区别），删去其中一处"
            message = f"名称“{one_line(name)}”已经指“{one_line(before)}”，这里又用于“{one_line(owner)}”"
            yield self._units_document.diagnostic(path, "JK503", message, hint)

    @cached_property
    def _first_places(self) -> dict[str, int]:
        """简称 → the place of the first unit that bears it."""
        return {unit.short: place for place, unit in reversed(list(enumerate(self._units.units)))}

    def group_members(self) -> Iterator[Diagnostic]:
        for place, group in enumerate(self._units.groups):
            path: FieldPath = ("单位组", place, "成员")
            if not group.members:
                message = f"单位组“{one_line(group.name)}”还没有成员"
                yield self._units_document.diagnostic(path, "JK514", message, "写上成员单位，并在“单位”里登记")
            for number, member in enumerate(group.members):
                if member not in self._names:
                    message = f"成员“{one_line(member)}”没有在“单位”里登记"
                    yield self._units_document.diagnostic((*path, number), "JK510", message, self._meant(member))

    def rule(self) -> Iterator[Diagnostic]:
        rule = self._measures.rule
        say = self._measures_document.diagnostic
        if not _is_zone(rule.zone):
            yield say(("报送要求", "时区"), "JK511", *_why_no_zone(rule.zone))
        if rule.last_day and rule.last_day < rule.first_day:
            message = f"结束日期 {rule.last_day} 早于起始日期 {rule.first_day}"
            yield say(("报送要求", "结束日期"), "JK508", message, "核对这两个日期")
        for place, special in enumerate(rule.special_days):
            yield from self._special_day(("报送要求", "特例", place), special)
        for day in sorted({*rule.days_off} & {*rule.extra_days}):
            yield say(("报送要求", "加报日"), "JK508", f"{day} 既是免报日又是加报日", "只留一处")

    def _special_day(self, path: FieldPath, special: SpecialDay) -> Iterator[Diagnostic]:
        say = self._measures_document.diagnostic
        if special.last_day and special.last_day < special.first_day:
            message = f"特例的“至”{special.last_day} 早于日期 {special.first_day}"
            yield say((*path, "至"), "JK508", message, "核对这两个日期")
        if (special.deadline is None) == (special.is_excused is None):
            found = "没有写每日截止，也没有写免报" if special.deadline is None else "既改每日截止，又写免报"
            hint = "只写其中一样：每日截止: 18:00，或 免报: 是；两样都要就写成两条"
            yield say(path, "JK515", f"这条特例{found}", hint)
        elif special.deadline is not None and special.units:
            hint = "删去“单位”；只准几家不报的，写 免报: 是"
            yield say((*path, "单位"), "JK515", "特例的每日截止是对全体单位的，不能只给几家", hint)

    def numbers(self) -> Iterator[Diagnostic]:
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

    def special_units(self) -> Iterator[Diagnostic]:
        """Units of 特例 are known."""
        for place, special in enumerate(self._measures.rule.special_days):
            yield from self._known(("报送要求", "特例", place, "单位"), special.units)

    def measure_units(self) -> Iterator[Diagnostic]:
        say = self._measures_document.diagnostic
        for place, measure in enumerate(self._measures.measures):
            path: FieldPath = ("措施", place)
            if not measure.leads:
                message = f"第 {measure.number} 项没有牵头单位"
                yield say((*path, "牵头单位"), "JK504", message, "写上牵头单位，多个用逗号隔开：[甲, 乙]")
            for name in measure.leads:
                if name in self._groups and not self._groups[name]:
                    message = f"第 {measure.number} 项由“{one_line(name)}”牵头，这个单位组还没有成员，没有人报送"
                    yield say((*path, "牵头单位"), "JK504", message, f"在 {self._units_file} 里给它写上成员单位")
            for key, names in (
                ("牵头单位", measure.leads),
                ("责任单位", measure.responsible),
                ("报送单位", measure.filers),
            ):
                yield from self._known((*path, key), names)
            leads = {unit.short for name in measure.leads for unit in self._units_of(name)}
            for number, name in enumerate(measure.filers):
                if any(unit.short not in leads for unit in self._units_of(name)):
                    message = f"报送单位“{one_line(name)}”不是本项的牵头单位"
                    yield say((*path, "报送单位", number), "JK507", message, "从牵头单位里选，或先加入牵头单位")
            if measure.closed and measure.first_day and measure.closed < measure.first_day:
                message = f"办结日期 {measure.closed} 早于起报日期 {measure.first_day}"
                yield say((*path, "办结日期"), "JK508", message, "核对这两个日期")

    def _known(self, path: FieldPath, names: Iterable[str]) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for number, name in enumerate(names):
            units = self._units_of(name)
            if not units and name not in self._groups:
                message = f"“{one_line(name)}”没有在 {self._units_file} 里登记"
                yield self._measures_document.diagnostic((*path, number), "JK502", message, self._meant(name))
            if any(unit.short in seen for unit in units):
                message = f"“{one_line(name)}”在同一栏里重复"
                yield self._measures_document.diagnostic((*path, number), "JK512", message, "只留一处")
            seen.update(unit.short for unit in units)

    def _units_of(self, name: str) -> Sequence[Unit]:
        return self._groups.get(name) or ((self._names[name],) if name in self._names else ())

    def _meant(self, name: str) -> str:
        meant = nearest(name, [*self._names, *self._groups])
        return f"是不是“{meant}”？" if meant else f"先在 {self._units_file} 里登记这个单位"


def _is_zone(name: str) -> bool:
    """Whether a time zone is known; zoneinfo looks for it among files and modules, so no other name is tried."""
    try:
        return bool(re.fullmatch(_ZONE, name)) and ZoneInfo(name) is not None
    except (KeyError, ValueError, OSError):
        return False


def _why_no_zone(name: str) -> tuple[str, str]:
    """What is wrong with a time zone: its name, or that this computer knows none (Windows without tzdata)."""
    try:
        ZoneInfo("UTC")
    except (KeyError, OSError):
        return "这台电脑没有时区数据，算不出截止时间", "重新安装 jiukun；或安装时区数据：pip install tzdata"
    return f"时区“{one_line(name)}”不认识", "写作 Asia/Shanghai"
