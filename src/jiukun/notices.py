"""What to send to each unit that is to be chased (催报), and one notice for all of them; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiukun.contacts import Contact
from jiukun.dates import chinese_date
from jiukun.day import DayView, Line
from jiukun.plan import Plan
from jiukun.reader import Report
from jiukun.timeliness import Paper, Status
from jiukun.wording import arrival_words, late_words, moment_words

_WANTING = frozenset({Status.MISSING, Status.INVALID, Status.LATE})
_SHOWN = 5


@dataclass(frozen=True)
class Notice:
    """A text to paste into a message. `to` says whom it is for, with the number to ring."""

    unit: str
    to: str
    text: str


@dataclass(frozen=True)
class Notices:
    """One for each unit to be chased, in the plan's order, and one for all."""

    single: tuple[Notice, ...]
    combined: str


def notices(plan: Plan, view: DayView, contact: Contact, missed_days: Callable[[Line], int]) -> Notices:
    """Polite texts for those not filed, sent back, late, or whose paper is not here.

    Before the deadline they go only to units whose report is not sound, while it can still be mended.
    """
    chased = [line for line in view.lines if _is_chased(view, line)]
    single = tuple(_notice(plan, view, line, contact, missed_days(line)) for line in chased)
    return Notices(single, _combined(plan, view, chased) if chased else "")


def _is_chased(view: DayView, line: Line) -> bool:
    if _is_before_deadline(view):
        return line.standing.status is Status.INVALID or line.standing.rejected
    wanting = line.standing.status in _WANTING or line.standing.rejected
    return wanting or line.paper in {Paper.MISSING, Paper.LATE}


def _notice(plan: Plan, view: DayView, line: Line, contact: Contact, missed: int) -> Notice:
    ring = contact(line)
    leader = line.unit.leader
    to_leader = line.standing.status is Status.MISSING and missed >= plan.rule.alerts.missing_days
    name = leader.name if to_leader else ring.name
    phone = leader.phone if to_leader else ring.phone
    role = "责任领导" if to_leader else ring.title or "责任人"
    greeting = f"{line.unit.short}{name}同志：" if name else f"{line.unit.short}{'责任领导' if to_leader else ''}："
    parts = [*_about_report(plan, view, line, missed), *_about_paper(plan, view, line), _office(plan)]
    return Notice(line.unit.short, f"{role} {name or '（未登记）'} {phone}".strip(), f"{greeting}{''.join(parts)}")


def _about_report(plan: Plan, view: DayView, line: Line, missed: int) -> list[str]:
    subject = f"你单位牵头的{_measures(plan, view, line)}，{chinese_date(view.day)}的落实情况"
    deadline, section = moment_words(view.deadline, view.day), plan.rule.section
    stand = line.standing
    if stand.status is Status.MISSING:
        both = "（电子版和签字盖章的纸质版）" if line.paper is not Paper.NOT_REQUIRED else ""
        past = late_words(int((view.at.timestamp() - view.deadline.timestamp()) // 60))
        again = f"已连续{missed}天未报。" if missed > 1 else ""
        return [f"{subject}，应于{deadline}前报{section}{both}，已过{past}，还没有收到。{again}请尽快报送。"]
    if stand.status is Status.INVALID and line.used is not None:
        by = f"请在{deadline}前改好重报。" if _is_before_deadline(view) else "请尽快改好重报。"
        return [f"{subject}，{arrival_words(stand, view.day)}报来的有误，暂不能采用：\n{_errors(line.used)}{by}"]
    said = []
    if stand.status is Status.LATE:
        arrived = arrival_words(stand, view.day)
        said.append(f"{subject}，{arrived}收到，迟报{late_words(stand.late_minutes)}。请今后于{deadline}前报送。")
    if stand.rejected and line.newest is not None:
        newer = moment_words(line.newest.version.arrived_at, view.day)
        said.append(f"{subject}，{newer}报来的更正件有误，目前仍用原来的一份：\n{_errors(line.newest)}请改好重报。")
    return said


def _about_paper(plan: Plan, view: DayView, line: Line) -> list[str]:
    if line.paper is Paper.LATE:
        return [f"签字盖章的纸质版迟到，请今后于{moment_words(view.deadline, view.day)}前一并送达。"]
    if line.paper is not Paper.MISSING or line.standing.status is Status.MISSING:
        return []
    subject = f"{chinese_date(view.day)}" if line.standing.status is Status.ON_TIME else ""
    received = "电子版已收到，" if line.standing.status in {Status.ON_TIME, Status.LATE} else ""
    return [f"{subject}{received}签字盖章的纸质版还没有收到，请尽快送{plan.rule.section}。"]


def _errors(report: Report) -> str:
    """The errors in the clerk's words, one a line."""
    errors = report.judged.errors
    lines = []
    for number, one in enumerate(errors[:_SHOWN], 1):
        hint = f"（{one.hint}）" if one.hint else ""
        lines.append(f"{number}. {report.judged.spoken(one)}{hint}；\n")
    if len(errors) > _SHOWN:
        lines.append(f"……共 {len(errors)} 处。\n")
    return "".join(lines)


def _measures(plan: Plan, view: DayView, line: Line) -> str:
    owed = plan.owed(line.unit, view.day)
    return "、".join(f"第{measure.number}项“{measure.task}”" for measure in owed)


def _office(plan: Plan) -> str:
    """Whom to ask."""
    contact = plan.rule.contact
    known = " ".join(part for part in (contact.name, contact.phone) if part)
    return f"有疑问请联系{plan.rule.section}{f'（{known}）' if known else ''}。"


def _combined(plan: Plan, view: DayView, chased: list[Line]) -> str:
    """One text for the group: who is wanting in what."""
    groups = (
        ("未报送", [line for line in chased if line.standing.status is Status.MISSING]),
        ("报送有误", [line for line in chased if line.standing.status is Status.INVALID]),
        ("更正件未通过", [line for line in chased if line.standing.rejected]),
        ("迟报", [line for line in chased if line.standing.status is Status.LATE]),
        ("纸质版没到", [line for line in chased if line.paper is Paper.MISSING and not _is_before_deadline(view)]),
    )
    head = f"各牵头单位：{chinese_date(view.day)}“{plan.text.title}”报送情况，截至{moment_words(view.at, view.day)}：\n"
    body = "".join(
        f"{name}（{len(lines)}）：{'、'.join(_named(plan, view, line, name) for line in lines)}；\n"
        for name, lines in groups
        if lines
    )
    return f"{head}{body}请以上单位尽快办理。{_office(plan)}"


def _named(plan: Plan, view: DayView, line: Line, group: str) -> str:
    if group == "迟报":
        return f"{line.unit.short}（{late_words(line.standing.late_minutes)}）"
    if group == "未报送":
        numbers = "、".join(str(measure.number) for measure in plan.owed(line.unit, view.day))
        return f"{line.unit.short}（第{numbers}项）"
    return line.unit.short


def _is_before_deadline(view: DayView) -> bool:
    return view.at.timestamp() < view.deadline.timestamp()
