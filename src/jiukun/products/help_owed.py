"""Help owed: which open problems of which measures wait on a responsible unit (责任单位), since when, whom to ring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import one_line
from jiukun.evidence.inbox import Inbox
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.products.contacts import ContactPerson, Contacts, contacts
from jiukun.products.period import Period
from jiukun.products.problems import Problem, State
from jiukun.products.tables import Column, ListSheet

_NOTHING = "目前没有"
_COLUMNS = (
    *(Column("责任单位", 5), Column("序号", 2), Column("工作任务", 5), Column("提出单位", 5), Column("首次提出", 6)),
    *(Column("最近提出", 6), Column("持续天数", 2), Column("存在问题", 13), Column("联系人", 4), Column("联系电话", 7)),
)


class Owed(NamedTuple):
    """A measure with which a unit helps a lead unit, whom to ring there, and an open problem, if there is one."""

    measure: Measure
    lead: Unit
    contact: ContactPerson
    problem: Problem | None


def help_owed(inbox: Inbox, period: Period, key: str, number: int | None = None) -> tuple[Owed, ...]:
    """What a unit owes others, for all measures or one, in their order; `key` is what it is known by over several days.

    Problems are taken by the plan of their day.
    """
    owed: list[tuple[Measure, Unit, Problem | None]] = [
        (problem.measure, problem.unit, problem)
        for problem in period.problems
        if problem.state is State.OPEN and problem.key != key
        if _helps(inbox, problem.plan, problem.measure, key)
    ]
    waiting = {problem.thread for _, _, problem in owed if problem}
    for measure in period.plan.measures:
        if _helps(inbox, period.plan, measure, key) and not measure.is_closed(period.last):
            leads = {inbox.plans.key(period.plan, lead.short): lead for lead in period.plan.leads[measure.number]}
            quiet = (own for own in leads if (measure.number, measure.task, own) not in waiting and own != key)
            owed += [(measure, leads[own], None) for own in quiet]
    known = contacts(inbox, period.views[-1]) if period.views else {}
    return tuple(
        Owed(measure, lead, _contact(inbox, known, lead), problem)
        for measure, lead, problem in sorted(owed, key=lambda help_: help_[0].number)
        if number in {None, measure.number}
    )


def help_words(unit: Unit, owed: tuple[Owed, ...]) -> Iterator[str]:
    """The open problems in lines."""
    waiting = [help_ for help_ in owed if help_.problem]
    yield f"等{unit.short}配合的问题：{len(waiting)} 个" if waiting else f"没有等{unit.short}配合的问题"
    for measure, lead, contact, problem in waiting:
        if problem:
            since = f"{chinese_date(problem.first)}起，已{problem.days}天"
            person = " ".join(part for part in (str(contact), contact.phone) if part) or "没有登记联系人"
            text = one_line(problem.text, 60)
            yield f"  第 {measure.number} 项 {measure.task}　{lead.short}：{text}（{since}）　联系：{person}"


def help_sheet(unit: Unit, owed: tuple[Owed, ...], span: str) -> ListSheet:
    """A row for each open problem, and for each lead unit of a measure without one."""
    rows = tuple(_row(unit, help_) for help_ in owed)
    return ListSheet("配合事项", _COLUMNS, rows, 4, f"配合事项　{span}", f"{span} 没有要配合的措施。")


def _row(unit: Unit, owed: Owed) -> tuple[str | int, ...]:
    problem = owed.problem
    dates = (problem.first.isoformat(), problem.last.isoformat(), problem.days) if problem else ("", "", "")
    text = problem.text if problem else _NOTHING
    contact = owed.contact
    named = (unit.short, owed.measure.number, owed.measure.task, owed.lead.short)
    return (*named, *dates, text, str(contact), contact.phone)


def _helps(inbox: Inbox, plan: Plan, measure: Measure, key: str) -> bool:
    """Whether a unit is a responsible unit of a measure, by whatever name that day's plan knows it."""
    return any(inbox.plans.key(plan, helper.short) == key for helper in plan.helpers(measure))


def _contact(inbox: Inbox, known: Contacts, lead: Unit) -> ContactPerson:
    """As the data say today, else as was `known` on the last day of the period."""
    today = inbox.plans.current.names.get(lead.short, lead).person
    own = ContactPerson(today.name, today.title, today.phone)
    return own if own.phone else known.get(lead.short, own)
