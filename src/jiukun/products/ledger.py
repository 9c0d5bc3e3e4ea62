"""The ledger (工作台账) of a period as plain rows: by measure and day, problems, timeliness, counts; pure."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.standing_words import PAPER_WRITTEN, STATUS_WORDS, evidence_words, percent, remark_words
from jiukun.evidence.timeliness import Status
from jiukun.products.period import Period, Tally, total
from jiukun.products.problems import Problem, place_of, places
from jiukun.products.records import Record
from jiukun.products.tables import Column, ListSheet

Cells = tuple[str | int, ...]

RECORDS = (
    *(Column("日期", 7), Column("序号", 2), Column("工作任务", 6), Column("单位", 6), Column("情况", 3)),
    *(Column("到达时间", 7), Column("填报人", 3), Column("联系电话", 8)),
    *(Column("完成情况", 24), Column("存在问题", 11), Column("下一步计划", 12), Column("与上次相比", 6)),
    Column("雷同", 2),
)
_KEYS = 8  # of the records: what a row is found by
_PROBLEMS = (
    *(Column("序号", 2), Column("工作任务", 8), Column("提出单位", 7), Column("首次提出", 7), Column("最近提出", 7)),
    *(Column("持续天数", 4), Column("提出次数", 4), Column("现状", 5), Column("存在问题", 26), Column("责任单位", 16)),
)
_PROBLEM_KEYS = 8
_LINES = (
    *(Column("单位", 9), Column("日期", 6), Column("情况", 5), Column("到达时间", 11), Column("迟报分钟", 4)),
    *(Column("依据", 5), Column("备注", 7), Column("纸质版", 4), Column("措施", 8)),
)
TALLIES = (
    *(Column("单位", 9), Column("应报", 3), Column("按时", 3), Column("迟报", 3), Column("未报送", 4)),
    *(Column("报送有误", 5), Column("按时率", 4), Column("整份雷同", 5)),
    *(Column("纸质版应交", 6), Column("纸质版按时", 6), Column("纸质版迟交", 6), Column("纸质版未交", 6)),
)


def ledger(period: Period, scope: tuple[str, ...] = ()) -> tuple[ListSheet, ...]:
    """The four sheets, each with its rows in order; `scope` says what of the period it is of, if not all."""
    span = "　".join((period.span, *scope))
    blank = f"{span} 没有应报的报送，也没有收到报送。"
    order = places(period.plan)
    units = {tally.key: number for number, tally in enumerate(period.tallies)}
    by_measure = [(place_of(order, *record.thread[:2]), record_row(record)) for record in period.records]
    by_unit = [(units[line.key], _line_row(view, line)) for view, line in period.lines]
    tallies = [tally_row(tally) for tally in (*period.tallies, total(period.tallies))] if period.views else []
    problems = [_problem_row(problem) for problem in period.problems]
    no_problem = f"{span} 没有提出过问题。"
    return (
        ListSheet(
            "措施台账",
            RECORDS,
            _ordered(by_measure),
            _KEYS,
            f"措施台账　{span}",
            blank,
            is_wide=True,
        ),
        ListSheet("问题台账", _PROBLEMS, tuple(problems), _PROBLEM_KEYS, f"问题台账　{span}", no_problem, is_wide=True),
        ListSheet(
            "时效台账",
            _LINES,
            _ordered(by_unit),
            len(_LINES),
            f"时效台账　{span}",
            blank,
        ),
        ListSheet("统计", TALLIES, tuple(tallies), 1, f"统计　{span}", blank),
    )


def _ordered(placed: list[tuple[Any, Cells]]) -> tuple[Cells, ...]:
    """Rows by their places; those of the same place stay in the order of the days."""
    return tuple([row for _, row in sorted(placed, key=itemgetter(0))])


def by_day(period: Period) -> ListSheet:
    """The rows of the first sheet, day by day."""
    return ListSheet("措施台账", RECORDS, tuple(map(record_row, period.records)), _KEYS)


def record_row(record: Record) -> Cells:
    """A record under the headings RECORDS."""
    line = record.line
    done, hindrances, plans = record.texts
    return (
        record.day.isoformat(),
        record.measure.number,
        record.measure.task,
        line.unit.short,
        STATUS_WORDS[line.standing.status],
        _arrival(line),
        record.clerk,
        record.phone,
        done.text,
        hindrances.text,
        plans.text,
        record.change,
        "是" if record.repeats else "",
    )


def tally_row(tally: Tally) -> Cells:
    """A tally under the headings TALLIES."""
    return (
        tally.name,
        tally.due,
        tally.on_time,
        tally.late,
        tally.missing,
        tally.invalid,
        percent(tally.on_time, tally.due),
        tally.repeated,
        tally.paper_due,
        tally.paper_on_time,
        tally.paper_late,
        tally.paper_missing,
    )


def _problem_row(problem: Problem) -> Cells:
    return (
        problem.measure.number,
        problem.measure.task,
        problem.unit.short,
        problem.first.isoformat(),
        problem.last.isoformat(),
        problem.days,
        problem.times,
        str(problem.state),
        problem.text,
        problem.responsible,
    )


def _line_row(view: DayView, line: DayLine) -> Cells:
    standing = line.standing
    return (
        line.unit.short,
        view.day.isoformat(),
        STATUS_WORDS[standing.status],
        _arrival(line),
        standing.late_minutes if standing.status is Status.LATE else "",
        evidence_words(standing),
        remark_words(standing, line.reason),
        PAPER_WRITTEN[line.paper],
        "、".join(str(measure.number) for measure in view.plan.owed(line.unit, view.day)),
    )


def _arrival(line: DayLine) -> str:
    """2022-08-26 16:40:05: the version on which the standing rests."""
    decisive = line.standing.decisive
    return str(decisive.arrived_at.replace(microsecond=0, tzinfo=None)) if decisive else ""
