"""What to send to each unit that is to be reminded or chased (催报), and one notice for all of them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import in_line
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.days_before import MOST_MISSED
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.standing_words import deadline_words, late_words, missed_words, spoken_moment
from jiukun.evidence.timeliness import Paper, Standing, Status
from jiukun.plan.model import Plan
from jiukun.products.contacts import ContactPerson, Contacts

_WANTING = frozenset({Status.MISSING, Status.INVALID, Status.LATE, Status.PENDING})
_ABSENT = frozenset({Status.MISSING, Status.PENDING})
_PAPER_IS_DONE = frozenset({Paper.ON_TIME, Paper.NOT_REQUIRED})
_PAPER_IS_HERE = frozenset({Paper.ON_TIME, Paper.LATE})
_CAME_LATE = frozenset({"迟报", "纸质版迟到"})
_SHOWN = 5
_OF_THE_CLOCK = "JK419"  # nothing that a unit could mend


class Notice(NamedTuple):
    """A text to paste into a message. `to` says whom it is for; `name` and `phone` are those to send it to."""

    unit: str
    to: str
    name: str
    phone: str
    text: str


class Notices(NamedTuple):
    """One for each unit to be chased, in the plan's order, and one for all."""

    single: tuple[Notice, ...]
    combined: str


def notices(view: DayView, contacts: Contacts, missed: Mapping[str, int]) -> Notices:
    """Polite texts for those not filed, sent back, late, or whose paper is not here.

    `missed` says of each unit on how many due days in a row it filed nothing. Before the deadline they remind of what
    is still open, and till when.
    """
    chased = [line for line in view.lines if _is_chased(line)]
    single = tuple(_notice(view, line, contacts[line.unit.short], missed.get(line.unit.short, 0)) for line in chased)
    return Notices(single, _combined(view, chased) if chased else "")


def _is_chased(line: DayLine) -> bool:
    wanting = line.standing.status in _WANTING or line.standing.rejected
    return wanting or line.paper in {Paper.MISSING, Paper.LATE, Paper.PENDING}


def _notice(view: DayView, line: DayLine, contact: ContactPerson, missed: int) -> Notice:
    greeted, to, name, phone = _addressee(view.plan, line, contact, missed)
    greeting = f"{line.unit.short}{greeted}同志：" if greeted else f"{line.unit.short}："
    subject = f"你单位牵头的{_measures(view, line)}，{_occasion(view)}的落实情况，"
    is_open = line.standing.status is Status.PENDING
    parts = [*(_open_report(view, line) if is_open else _about_report(view, line, missed)), *_about_paper(view, line)]
    return Notice(line.unit.short, to, name, phone, f"{greeting}{subject}{''.join(parts)}{_office(view.plan)}")


def _addressee(plan: Plan, line: DayLine, contact: ContactPerson, missed: int) -> tuple[str, str, str, str]:
    """The name to greet, whom the notice is for, and to which name and number it goes.

    After 预警's 连续未报 days it is for the leader, if he is known.
    """
    to_person = " ".join(
        part for part in (contact.title or "责任人", contact.name or "（未登记）", contact.phone) if part
    )
    if line.standing.status is not Status.MISSING or missed < plan.rule.alerts.missing_days:
        return contact.name, to_person, contact.name, contact.phone
    leader = line.unit.leader
    if not leader.name and not leader.phone:
        to = f"责任领导（未登记，请 {to_person} 转告）" if contact.name or contact.phone else "责任领导（未登记）"
        return "", to, contact.name, contact.phone
    to = " ".join(part for part in ("责任领导", leader.name, leader.phone) if part)
    return leader.name, to, leader.name, leader.phone


def _occasion(view: DayView) -> str:
    """2022年8月26日; of a report that is not daily also how often it is due."""
    often = "" if view.plan.is_daily else f"（{view.plan.rule.schedule.words}报送）"
    return f"{chinese_date(view.day)}{often}"


def _by(view: DayView) -> str:
    """Till when, for a text that is sent before: 17:00, on an earlier day with the date."""
    date_ = "" if view.at.date() == view.day else chinese_date(view.day)
    return f"{date_}{deadline_words(view.deadline, view.day)}"


def _open_report(view: DayView, line: DayLine) -> list[str]:
    """Before the deadline: what is due and till when, in gentler words than after it."""
    due = f"请于{_by(view)}前报{view.plan.rule.section}"
    if line.unread:
        return [f"{due}，目前没有收到能采用的：\n{_unread(line)}"]
    if line.paper in _PAPER_IS_HERE:
        return [f"纸质版已收到，电子版{due}。"]
    both = "（电子版和签字盖章的纸质版）" if line.paper is Paper.PENDING else ""
    return [f"{due}{both}，目前还没有收到；正在办理的，请按时报送。"]


def _about_report(view: DayView, line: DayLine, missed: int) -> list[str]:
    """What is wanting in the electronic report; it goes on from the subject."""
    deadline = deadline_words(view.deadline, view.day)
    due = f"应于{deadline}前报{view.plan.rule.section}"
    stand = line.standing
    if stand.status is Status.MISSING:
        both = "（电子版和签字盖章的纸质版）" if line.paper is Paper.MISSING else ""
        again = f"已连续{missed_words(missed, MOST_MISSED, is_daily=view.plan.is_daily)}未报。" if missed > 1 else ""
        wanting = "纸质版已收到，电子版还没有收到" if line.paper in _PAPER_IS_HERE else "还没有收到"
        if line.unread:
            wanting = f"没有收到能采用的：\n{_unread(line)}".rstrip("。\n")
        return [f"{due}{both}，{_overdue(view)}，{wanting}。{again}请尽快报送。"]
    is_early = view.at.timestamp() < view.deadline.timestamp()
    by = f"请在{_by(view)}前改好重报。" if is_early else "请尽快改好重报。"
    since = "" if is_early else f"{due}，"
    if stand.status is Status.INVALID and line.used is None:
        return [f"{since}报来的文件没有能采用：\n{_unread(line)}{by}"]
    if stand.status is Status.INVALID and line.used is not None:
        return [f"{since}{_arrival(view, stand)}报来的有误，暂不能采用：\n{_errors(line.used)}{by}"]
    parts = []
    if stand.status is Status.LATE:
        late = late_words(stand.late_minutes)
        parts.append(f"{due}，{_arrival(view, stand)}收到，迟报{late}。请今后按时报送。")
    if stand.rejected and line.newest and stand.newest:
        newer = spoken_moment(stand.newest.arrived_at, view.day)
        parts.append(f"{newer}报来的更正件有误，目前仍用原来的一份：\n{_errors(line.newest)}请改好重报。")
    return parts


def _about_paper(view: DayView, line: DayLine) -> list[str]:
    """What is wanting in the paper; with a report that is in order it goes on from the subject."""
    if line.paper in _PAPER_IS_DONE or line.standing.status in _ABSENT:
        return []
    if line.paper is Paper.PENDING:
        is_sound = line.standing.status is Status.ON_TIME and not line.standing.rejected
        return [f"{'电子版已收到，' if is_sound else ''}签字盖章的纸质版请于{_by(view)}前送{view.plan.rule.section}。"]
    is_late = line.paper is Paper.LATE
    if line.standing.status is not Status.ON_TIME or line.standing.rejected:
        how = "也迟到了，请今后按时送达" if is_late else f"也还没有收到，请尽快送{view.plan.rule.section}"
        return [f"签字盖章的纸质版{how}。"]
    due = (
        f"电子版已按时收到，签字盖章的纸质版应于{deadline_words(view.deadline, view.day)}前送{view.plan.rule.section}，"
    )
    return [due + ("迟到了，请今后按时送达。" if is_late else f"{_overdue(view)}，还没有收到，请尽快送来。")]


def _overdue(view: DayView) -> str:
    """How long ago the deadline was."""
    minutes = int((view.at.timestamp() - view.deadline.timestamp()) // 60)
    return f"已过{late_words(minutes)}" if minutes else "时间已到"


def _arrival(view: DayView, stand: Standing) -> str:
    return spoken_moment(stand.decisive.arrived_at, view.day) if stand.decisive else ""


def _unread(line: DayLine) -> str:
    """The files that lie there and cannot be taken, with what the unit can do, one a line."""
    lines = [
        f"{number}. {in_line(problem.location.path)}：{problem.message}"
        f"{'' if problem.code == _OF_THE_CLOCK else f'（{problem.hint}）'}"
        for number, problem in enumerate(line.unread, 1)
    ]
    return "；\n".join(lines) + "。\n"


def _errors(report: FiledReport) -> str:
    """The errors in the clerk's words, one a line."""
    errors = report.judged.errors
    lines = [
        f"{number}. {report.judged.spoken(error)}{f'（{error.hint}）' if error.hint else ''}"
        for number, error in enumerate(errors[:_SHOWN], 1)
    ]
    more = [f"……共 {len(errors)} 处"] if len(errors) > _SHOWN else []
    return "；\n".join([*lines, *more]) + "。\n"


def _measures(view: DayView, line: DayLine) -> str:
    owed = view.plan.owed(line.unit, view.day)
    return "、".join(f"第{measure.number}项“{measure.task}”" for measure in owed)


def _office(plan: Plan) -> str:
    """Whom to ask."""
    contact = plan.rule.contact
    known = " ".join(part for part in (contact.name, contact.phone) if part)
    return f"有疑问请联系{plan.rule.section}{f'（{known}）' if known else ''}。"


def _combined(view: DayView, chased: list[DayLine]) -> str:
    """One text for the group: who is wanting in what."""
    groups = {
        "未报送": [line for line in chased if line.standing.status is Status.MISSING],
        "尚未报送": [line for line in chased if line.standing.status is Status.PENDING],
        "报送有误": [line for line in chased if line.standing.status is Status.INVALID],
        "更正件未通过": [line for line in chased if line.standing.rejected],
        "纸质版没到": [line for line in chased if line.paper is Paper.MISSING],
        "纸质版还没到": [line for line in chased if line.paper is Paper.PENDING],
        "迟报": [line for line in chased if line.standing.status is Status.LATE],
        "纸质版迟到": [line for line in chased if line.paper is Paper.LATE],
    }
    found = {name: lines for name, lines in groups.items() if lines}
    span = f"{_occasion(view)}“{view.plan.text.title}”报送情况，截至{spoken_moment(view.at, view.day)}"
    head = f"各牵头单位：{span}：\n"
    body = "".join(
        f"{name}（{len(lines)}）：{'、'.join(_named(view, line, name) for line in lines)}；\n"
        for name, lines in found.items()
    )
    return f"{head}{body}{_asked(view, [*found])}{_office(view.plan)}"


def _asked(view: DayView, groups: list[str]) -> str:
    """What each group is asked to do: what came late is not to be sent again."""
    if view.at.timestamp() < view.deadline.timestamp():
        return f"请以上单位在{_by(view)}前报送。"
    to_act = [name for name in groups if name not in _CAME_LATE]
    if not to_act:
        return "请以上单位今后按时报送。"
    if to_act == groups:
        return "请以上单位尽快办理。"
    return f"请{'、'.join(to_act)}的单位尽快办理，迟到的单位今后按时报送。"


def _named(view: DayView, line: DayLine, group: str) -> str:
    if group == "迟报":
        return f"{line.unit.short}（{late_words(line.standing.late_minutes)}）"
    if group in {"未报送", "尚未报送"}:
        numbers = "、".join(str(measure.number) for measure in view.plan.owed(line.unit, view.day))
        return f"{line.unit.short}（第{numbers}项）"
    return line.unit.short
