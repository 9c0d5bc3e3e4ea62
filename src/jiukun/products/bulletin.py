"""The bulletin (通报) of a period as a letter. Every figure in it stands in the ledger; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from jiukun.chinese.dates import at_time, chinese_date, date_within, period_words
from jiukun.evidence.day_view import DayLine, DayView
from jiukun.evidence.standing_words import PAPER_WRITTEN, STATUS_WORDS, late_words, percent
from jiukun.evidence.timeliness import Paper, Status
from jiukun.plan.model import Plan
from jiukun.products.letter import Grid, Letter, Paragraph, Place
from jiukun.products.period import Period, Tally, total
from jiukun.products.problems import Problem, State
from jiukun.products.records import Record
from jiukun.products.tables import About

_MOST_PROBLEMS = 10
_TITLE_LINE = 20  # characters of 二号 in a line of 156 mm
_TITLE_END = "报送情况的通报"
_WORD_ENDS = re.compile(
    "关于|落实|推进|支持|促进|进一步|[、和及与的》）]|(?=《)|政策|措施|工作|若干|方案|情况|企业|主体|经济|社会|发展"
)
_LONGEST_PROBLEM = 300  # characters of one that are quoted
_NUMERALS = "一二三四五六七八九十"
_REPORT_FAULTS = (Status.LATE, Status.MISSING, Status.INVALID)
_PAPER_FAULTS = (Paper.LATE, Paper.MISSING)


def bulletin(period: Period, made: date) -> Letter:
    """The letter; `made` is its own date."""
    plan, span = period.plan, period_words(period.first, period.last)
    opening = (
        Paragraph(Place.TITLE, title_of(plan.text.name)),
        Paragraph(Place.SUBTITLE, f"（{span}）"),
        Paragraph(Place.ADDRESSEE, "各牵头单位："),
    )
    about = About(opening[0].text.replace("\n", ""), f"{plan.text.name}　{span}", plan.rule.office, made)
    if not period.due_views:
        none = Paragraph(Place.BODY, f"{span}没有应报的报送。")
        return Letter(about, (*opening, none), plan.rule.office, chinese_date(made))
    chapters = (
        ("总体情况", _overall(plan, period)),
        ("迟报、未报送和报送有误", _faults(plan, period)),
        ("雷同报送", _repeats(period)),
        ("持续时间较长的问题", _standing(period)),
        ("工作要求", _request(plan)),
    )
    parts: list[Paragraph | Grid] = [
        *opening,
        Paragraph(Place.BODY, f"现将{span}各牵头单位的报送情况通报如下。"),
    ]
    for numeral, (name, chapter) in zip(_NUMERALS, chapters, strict=False):
        parts += [Paragraph(Place.HEADING, f"{numeral}、{name}"), *chapter]
    return Letter(about, tuple(parts), plan.rule.office, chinese_date(made))


def title_of(name: str) -> str:
    """The title in lines that end with a word (GB/T 9704, 7.3.1): as few as there can be, of much the same length."""
    text = f"关于{name}{_TITLE_END}"
    ends = [*(found.end() for found in _WORD_ENDS.finditer(text)), len(text) - len(_TITLE_END), len(text)]
    best: dict[int, tuple[int, int, list[int]]] = {0: (0, 0, [])}  # up to a place: lines, unevenness, their ends
    for end in sorted(set(ends)):
        found = [
            (lines + 1, uneven + (end - start) ** 2, [*places, end])
            for start, (lines, uneven, places) in best.items()
            if end - start <= _TITLE_LINE
        ]
        if found:
            best[end] = min(found)
    if len(text) not in best:  # a word longer than a line
        return text
    return "\n".join(text[start:end] for start, end in pairwise([0, *best[len(text)][2]]))


def _overall(plan: Plan, period: Period) -> Iterator[Paragraph | Grid]:
    everyone = total(period.tallies)
    pending = sum(line.standing.status is Status.PENDING for _, line in period.lines)
    days = len(period.due_views)
    rate = percent(everyone.on_time, everyone.due) or "—"
    yield Paragraph(
        Place.BODY,
        f"期间共有{days}个报送日，应报{everyone.due}份，按时{everyone.on_time}份，迟报{everyone.late}份，"
        f"未报送{everyone.missing}份，报送有误{everyone.invalid}份，按时率{rate}"
        f"（以电子版为准，{_deadlines(period)}）。"
        + (f"另有{pending}份还没有到截止时间，没有计入。" if pending else "")
        + (_paper_words(everyone) if everyone.paper_due else "")
        + _excused_words(period),
    )
    has_paper = plan.rule.paper == "是"
    columns = [("单位", 22), ("应报", 7), ("按时", 7), ("迟报", 7), ("未报送", 8), ("报送有误", 10), ("按时率", 8)]
    columns += [("纸质版按时/应交", 11)] if has_paper else []
    rows = tuple(_row(tally, has_paper=has_paper) for tally in (*period.tallies, everyone))
    yield Grid(tuple(name for name, _ in columns), tuple(width for _, width in columns), rows)


def _paper_words(everyone: Tally) -> str:
    return (
        f"签字盖章的纸质版应交{everyone.paper_due}份，按时{everyone.paper_on_time}份，"
        f"迟交{everyone.paper_late}份，未交{everyone.paper_missing}份。"
    )


def _excused_words(period: Period) -> str:
    """Who was excused, when and why; it counts in no rate."""
    excused = [(view, line) for view, line in period.lines if line.standing.status is Status.EXCUSED]
    named = "；".join(
        f"{date_within(view.day, period.first.year)}{line.unit.short}{f'（{line.reason}）' if line.reason else ''}"
        for view, line in excused
    )
    return f"准予免报{len(excused)}份，没有计入：{named}。" if excused else ""


def _row(tally: Tally, *, has_paper: bool) -> tuple[str, ...]:
    counts = (tally.due, tally.on_time, tally.late, tally.missing, tally.invalid)
    paper = (f"{tally.paper_on_time}/{tally.paper_due}",) if has_paper else ()
    return (tally.name, *map(str, counts), percent(tally.on_time, tally.due) or "—", *paper)


def _faults(plan: Plan, period: Period) -> Iterator[Paragraph]:
    """Who was late, missing or not sound, by date; the report and the paper each on its own."""
    yield Paragraph(Place.SUBHEADING, "（一）电子版")
    late_or_wrong = _by_date(period, {view.day: _report_faults(view) for view in period.views})
    yield from late_or_wrong or [Paragraph(Place.BODY, "没有迟报、未报送和报送有误的。")]
    if plan.rule.paper == "是":
        yield Paragraph(Place.SUBHEADING, "（二）纸质版")
        papers = _by_date(period, {view.day: _paper_faults(view) for view in period.views})
        yield from papers or [Paragraph(Place.BODY, "没有迟交和未交的。")]


def _by_date(period: Period, words: Mapping[date, list[str]]) -> list[Paragraph]:
    """A paragraph for each day of which there are words."""
    named = ((date_within(day, period.first.year), parts) for day, parts in words.items() if parts)
    return [Paragraph(Place.BODY, f"{day}：{'；'.join(parts)}。") for day, parts in named]


def _report_faults(view: DayView) -> list[str]:
    return [
        f"{STATUS_WORDS[status]}{len(lines)}家，{'、'.join(map(_named, lines))}"
        for status in _REPORT_FAULTS
        if (lines := [line for line in view.lines if line.standing.status is status])
    ]


def _paper_faults(view: DayView) -> list[str]:
    return [
        f"{PAPER_WRITTEN[paper]}{len(lines)}家，{'、'.join(line.unit.short for line in lines)}"
        for paper in _PAPER_FAULTS
        if (lines := [line for line in view.lines if line.paper is paper])
    ]


def _named(line: DayLine) -> str:
    """The unit, with how late it was."""
    late = line.standing.status is Status.LATE
    return f"{line.unit.short}（{late_words(line.standing.late_minutes)}）" if late else line.unit.short


def _repeats(period: Period) -> Iterator[Paragraph]:
    """Reports whose 完成情况 only repeated the last one, by date."""
    days: dict[date, dict[str, list[Record]]] = {}
    for record in period.records:
        days.setdefault(record.day, {}).setdefault(record.line.unit.short, []).append(record)
    repeated = _by_date(period, {day: [*_repeated(units)] for day, units in days.items()})
    if not repeated:
        yield Paragraph(Place.BODY, "没有完成情况与上次雷同的报送。")
        return
    measures = sum(record.repeats for record in period.records)
    yield Paragraph(
        Place.BODY,
        f"完成情况与上一个报送日相同，或只改了日期的，共{measures}项次；"
        f"其中整份报送雷同的{total(period.tallies).repeated}份。",
    )
    yield from repeated


def _repeated(units: dict[str, list[Record]]) -> Iterator[str]:
    for short, records in units.items():
        numbers = [str(record.measure.number) for record in records if record.repeats]
        if numbers:
            whole = "，整份" if len(numbers) == len(records) else ""
            yield f"{short}第{'、'.join(numbers)}项{whole}"


def _standing(period: Period) -> Iterator[Paragraph]:
    """The problems that have stood longest and still stand."""
    still = [problem for problem in period.problems if problem.state is State.OPEN]
    longest = sorted(still, key=lambda problem: problem.first)[:_MOST_PROBLEMS]
    if not longest:
        yield Paragraph(Place.BODY, "没有仍存在的问题。")
        return
    more = f"，以下是最早提出的{len(longest)}个，其余见台账" if len(still) > len(longest) else ""
    yield Paragraph(Place.BODY, f"仍存在的问题共{len(still)}个{more}。")
    for number, problem in enumerate(longest, 1):
        yield Paragraph(Place.BODY, f"{number}.{_problem_words(problem, period.first)}")


def _problem_words(problem: Problem, first: date) -> str:
    since = f"{date_within(problem.first, first.year)}首次提出"
    if problem.times > 1:
        since += f"，至{date_within(problem.last, first.year)}已持续{problem.days}天，提出{problem.times}次"
    text = "　".join(line.strip() for line in problem.text.splitlines() if line.strip())
    return f"{problem.unit.short}，第{problem.measure.number}项“{problem.measure.task}”：{since}。{_abridged(text)}"


def _abridged(text: str) -> str:
    return text if len(text) <= _LONGEST_PROBLEM else f"{text[:_LONGEST_PROBLEM]}……（全文见台账）"


def _request(plan: Plan) -> Iterator[Paragraph]:
    both = "电子版和主要领导签字、盖章的纸质版" if plan.rule.paper == "是" else "电子版"
    of_the_day = "当日" if plan.is_daily else ""
    yield Paragraph(
        Place.BODY,
        f"请各牵头单位于报送日{_deadline(plan)}前将{both}报{plan.rule.section}，如实写明{of_the_day}进展和存在的问题；"
        "迟报、未报送和报送有误的单位，请查明原因，及时改进。",
    )


def _deadlines(period: Period) -> str:
    """每日17点截止, 每周五17点截止; where it was another on some days, which, and why."""
    usual = period.plan.rule.deadline
    others = [view for view in period.due_views if view.deadline != at_time(view.day, usual, period.plan.zone)]
    named = "、".join(f"{date_within(view.day, period.first.year)}{view.deadline:%H:%M}{_why(view)}" for view in others)
    return f"{period.plan.rule.schedule.words}{_deadline(period.plan)}截止" + (f"，其中{named}截止" if named else "")


def _why(view: DayView) -> str:
    moved = view.plan.moved_deadline(view.day)
    return f"（{moved.reason}）" if moved and moved.reason else ""


def _deadline(plan: Plan) -> str:
    """17点, 17点30分."""
    hours, minutes = divmod(int(plan.rule.deadline.total_seconds()) // 60, 60)
    return f"{hours}点{minutes}分" if minutes else f"{hours}点"
