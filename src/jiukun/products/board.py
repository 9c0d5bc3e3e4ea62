"""The board (看板) of a period as plain data: the day's counts, units by days, problems, measures and lights; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from jiukun.chinese.dates import chinese_date, period_words
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.standing_words import (
    PAPER_WRITTEN,
    STATUS_WORDS,
    arrival_words,
    percent,
    remark_words,
    status_words,
)
from jiukun.evidence.timeliness import Paper, Status
from jiukun.plan.model import Measure
from jiukun.products.lights import Light, light
from jiukun.products.measure_texts import reporting
from jiukun.products.period import Period, Tally
from jiukun.products.problems import Problem, State
from jiukun.products.records import Record, Thread
from jiukun.products.tables import Mark
from jiukun.reports.submission import TEXTS

_Newest = dict[Thread, Record]
_PAPER_FAULTS = (Paper.MISSING, Paper.PENDING, Paper.LATE)
_WEEKDAYS = "一二三四五六日"
_WIDEST = 31  # days that stand beside each other on a screen


class Count(NamedTuple):
    """The units of one status on the day."""

    status: Status
    word: str
    units: tuple[str, ...]


class Square(NamedTuple):
    """One unit on one day; `words` say the same as its colour and sign."""

    status: Status
    words: str


class HeatRow(NamedTuple):
    """A unit's squares, one for each day of the map, and its on-time rate over the whole period."""

    unit: str
    squares: tuple[Square, ...]
    rate: str


class HeatMap(NamedTuple):
    """A table of units by days. Heads are such as 26 五, or 9/1 四 where another month begins."""

    name: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]


class Concern(NamedTuple):
    """A problem named on the day, or still standing since a unit's last report."""

    measure: int
    task: str
    unit: str
    text: str
    since: str
    responsible: str
    helpers: tuple[str, ...]
    is_of_today: bool


class Latest(NamedTuple):
    """What a unit last said of a measure: when, and the three texts."""

    unit: str
    today: str
    when: str
    texts: tuple[tuple[str, str], ...]


class Card(NamedTuple):
    """A measure with its light, leads and latest reports."""

    number: int
    task: str
    light: Light
    leads: str
    limit: str
    units: tuple[str, ...]
    helpers: tuple[str, ...]
    latest: tuple[Latest, ...]


class Board(NamedTuple):
    """All that the page shows. `blank` says why it shows nothing else.

    `units` are all that lead or led, `helpers` all responsible ones.
    """

    title: str
    rhythm: str
    document: str
    span: str
    made: str
    day: str
    blank: str
    counts: tuple[Count, ...]
    paper: str
    maps: tuple[HeatMap, ...]
    concerns: tuple[Concern, ...]
    cards: tuple[Card, ...]
    units: tuple[str, ...]
    helpers: tuple[str, ...]


def board_day(period: Period) -> DayView | None:
    """The day that the board shows: the last in the period on which a report was due."""
    return period.due_views[-1] if period.due_views else None


def board(period: Period, made: datetime, missed: Mapping[str, int]) -> Board:
    """The board as of the moment `made`. `missed` says on how many due days in a row each unit filed nothing."""
    plan = period.plan
    span = period_words(period.first, period.last)
    as_of = f"{chinese_date(made.date())}{made.strftime('%H:%M')}"
    current = board_day(period)
    head = (plan.text.title.removesuffix("情况汇总表"), plan.rule.schedule.words, plan.text.document, span, as_of)
    if current is None:
        return Board(*head, "", f"{span}没有应报的报送。", (), "", (), (), (), (), ())
    newest = _newest(period)
    cards = tuple(_card(newest, current, measure, missed) for measure in current.plan.measures)
    concerns = tuple(_concern(problem, current.day) for problem in period.problems if problem.state is State.OPEN)
    leads, raisers = (unit.short for unit in current.plan.lead_units), (concern.unit for concern in concerns)
    helpers = chain(*(card.helpers for card in cards), *(concern.helpers for concern in concerns))
    return Board(
        *head,
        day=f"{chinese_date(current.day)}（星期{_WEEKDAYS[current.day.weekday()]}）",
        blank="",
        counts=tuple(_counts(current)),
        paper=_paper(current),
        maps=tuple(_maps(period)),
        concerns=concerns,
        cards=cards,
        units=tuple(dict.fromkeys((*leads, *(tally.name for tally in period.tallies), *raisers))),
        helpers=tuple(dict.fromkeys(helpers)),
    )


def _counts(view: DayView) -> Iterable[Count]:
    for status, word in STATUS_WORDS.items():
        units = tuple(line.unit.short for line in view.lines if line.standing.status is status)
        if units or status in {Status.ON_TIME, Status.LATE, Status.MISSING}:
            yield Count(status, word, units)


def _paper(view: DayView) -> str:
    """Who has not brought the paper, or not yet."""
    if all(line.paper is Paper.NOT_REQUIRED for line in view.lines):
        return ""
    units = {paper: [line.unit.short for line in view.lines if line.paper is paper] for paper in _PAPER_FAULTS}
    parts = [f"{PAPER_WRITTEN[paper]}：{'、'.join(names)}" for paper, names in units.items() if names]
    return "；".join(parts) or "全部按时"


def _maps(period: Period) -> Iterable[HeatMap]:
    """One map, or where that would be too wide one for each month."""
    if len(period.views) <= _WIDEST:
        yield _map(period, period.views)
        return
    for _, views in groupby(period.views, key=lambda view: (view.day.year, view.day.month)):
        yield _map(period, tuple(views))


def _map(period: Period, views: Sequence[DayView]) -> HeatMap:
    first, last = views[0].day, views[-1].day
    months = dict.fromkeys(f"{day.year}年{day.month}月" for day in (first, last))
    heads = [
        (f"{view.day.month}/{view.day.day}" if is_new else str(view.day.day), _WEEKDAYS[view.day.weekday()])
        for view, is_new in zip(views, _begins_month(views), strict=True)
    ]
    rows = tuple(
        HeatRow(tally.name, tuple(_square(view, view.by_key.get(tally.key)) for view in views), _rate(tally))
        for tally in period.tallies
    )
    return HeatMap("至".join(months), tuple(heads), rows)


def _begins_month(views: Sequence[DayView]) -> list[bool]:
    """For each day, whether its month is another than that of the day before it on the map."""
    return [False, *(before.day.month != view.day.month for before, view in pairwise(views))]


def _rate(tally: Tally) -> str:
    return f"{percent(tally.on_time, tally.due)}（{tally.on_time}/{tally.due}）" if tally.due else "—"


def _square(view: DayView, line: DayLine | None) -> Square:
    if line is None:
        return Square(Status.EXEMPT, f"{view.day.month}月{view.day.day}日：当日不是牵头单位")
    words = [
        status_words(line.standing),
        remark_words(line.standing, line.reason),
        arrival_words(line.standing, view.day),
    ]
    named = f"{view.day.month}月{view.day.day}日 {line.unit.short}"
    return Square(line.standing.status, f"{named}：{'，'.join(word for word in words if word)}")


def _concern(problem: Problem, day: date) -> Concern:
    measure = problem.measure
    since = f"{chinese_date(problem.first)}起，已{problem.days}天"
    if problem.last != day:
        since += f"（{chinese_date(problem.last)}后没有可用的报送）"
    names = (measure.number, measure.task, problem.unit.short, problem.text, since, problem.responsible)
    helpers = tuple(unit.short for unit in problem.plan.helpers(measure))
    return Concern(*names, helpers, is_of_today=problem.last == day)


def _card(newest: _Newest, current: DayView, measure: Measure, missed: Mapping[str, int]) -> Card:
    plan = current.plan
    lines = {line.unit.short: line for line in reporting(current, measure)}
    shown = light(plan, measure, current.day, [*lines.values()], missed)
    units = tuple(unit.short for unit in plan.leads[measure.number])
    latest = tuple(
        _latest(measure, newest.get((measure.number, measure.task, lines[unit].key)), lines[unit], current)
        if unit in lines
        else Latest(unit, "由其他牵头单位报送", "", ())
        for unit in units
    )
    names = (measure.number, measure.task, shown, plan.joined(measure.leads), measure.time_limit)
    return Card(*names, units, tuple(unit.short for unit in plan.helpers(measure)), latest)


def _newest(period: Period) -> _Newest:
    """The last record of each measure and unit in which any text is sound."""
    sound = (record for record in period.records if any(cell.mark is Mark.NONE for cell in record.texts))
    return {record.thread: record for record in sound}


def _standing(view: DayView, measure: Measure, line: DayLine) -> str:
    """How a unit stands with a measure; the report of the day says nothing of one that it does not owe."""
    if view.plan.owes(line.unit, measure, view.day):
        return status_words(line.standing)
    if measure.is_closed(view.day):
        return "已办结"
    return "尚未起报" if measure.first_day and view.day < measure.first_day else "当日不报"


def _latest(measure: Measure, record: Record | None, line: DayLine, view: DayView) -> Latest:
    today = _standing(view, measure, line)
    if record is None:
        return Latest(line.unit.short, today, "本期没有可用的报送", ())
    when = "当日报送" if record.day == view.day else f"最近一次：{chinese_date(record.day)}"
    texts = tuple((name, cell.text) for name, cell in zip(TEXTS.values(), record.texts, strict=True) if cell.text)
    return Latest(line.unit.short, today, when, texts)
