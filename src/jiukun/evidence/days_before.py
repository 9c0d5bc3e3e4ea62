"""What the days before one say of units: their last reports, and for how long they have filed nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_view import DayView, line_of
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.timeliness import Status
from jiukun.plan.model import Unit
from jiukun.reports.checks import repeats
from jiukun.reports.submission import Submission

MOST_MISSED = 366
_MOST_LOOKED_BACK = 400  # days
_ABSENT = frozenset({Status.MISSING, Status.PENDING, Status.EXEMPT, Status.EXCUSED})


def missed_by_unit(inbox: Inbox, current: DayView) -> dict[str, int]:
    """简称 of each unit that filed nothing on the day → on how many due days in a row its report is missing.

    The day itself counts; MOST_MISSED are looked at. Days on which the unit owed nothing, was excused or may still
    file are passed over.
    """
    absent = {line.key: line.unit.short for line in current.lines if line.standing.status in _ABSENT}
    counts = dict.fromkeys(absent.values(), 0)
    day: date | None = current.day
    for _ in range(max(MOST_MISSED, current.plan.rule.alerts.missing_days)):
        if day is None or not absent:
            break
        plan = inbox.plan(day)
        for key, short in list(absent.items()):
            unit = inbox.plans.unit(plan, key)
            status = line_of(inbox, unit, day).standing.status if unit else Status.EXEMPT
            counts[short] += status is Status.MISSING
            if status not in _ABSENT:
                del absent[key]
        day = plan.previous_due(day)
    return counts


def last_reports(inbox: Inbox, units: Iterable[Unit], day: date) -> dict[str, Submission]:
    """简称 → the unit's newest report of a day before `day`, in little more than a year, that can be read."""
    plan, wanted = inbox.plan(day), list(units)
    found: dict[str, Submission] = {}
    for earlier, names in _names_before(inbox, day):
        wanted = [unit for unit in wanted if unit.short not in found]
        if not wanted:
            break
        for unit in (unit for unit in wanted if not names.isdisjoint(unit.names)):
            known = inbox.plans.unit(inbox.plan(earlier), inbox.plans.key(plan, unit.short))
            report = _counting(inbox, known, earlier) if known else None
            if report is not None and report.submission is not None:
                found[unit.short] = report.submission
    return found


def problems_beside_last(inbox: Inbox, report: FiledReport, day: date) -> tuple[Diagnostic, ...]:
    """What is wrong with a report of a day, also where it repeats the unit's report of the due day before."""
    plan = inbox.plan(day)
    before = plan.previous_due(day)
    known = inbox.plans.unit(inbox.plan(before), inbox.plans.key(plan, report.unit.short)) if before else None
    last = _counting(inbox, known, before) if known and before else None
    if last is None or last.submission is None:
        return report.judged.diagnostics
    found = repeats(report.read, report.judged, last.submission, before)
    last.forget()  # of many days the texts of all would not fit
    return tuple(sorted((*report.judged.diagnostics, *found)))


def _names_before(inbox: Inbox, day: date) -> Iterator[tuple[date, set[str]]]:
    """The days before one, the newest first, and what their files and receipts are called; none is opened."""
    days = [earlier for earlier in reversed(inbox.days) if 0 < (day - earlier).days <= _MOST_LOOKED_BACK]
    folders = ([folder.isoformat() for folder in inbox.folders(earlier)] for earlier in days)
    files = inbox.project.names_within(inbox.project.submissions, folders)
    receipts = inbox.project.names_within(inbox.project.receipts, ([earlier.isoformat()] for earlier in days))
    for earlier in days:
        yield earlier, {*next(receipts, ()), *(name.rpartition(".")[0] or name for name in next(files, ()))}


def _counting(inbox: Inbox, unit: Unit, day: date) -> FiledReport | None:
    """The unit's report of an earlier day that counts: the newest valid one, else what can be read."""
    day_inbox = inbox.day(day)
    dropped = day_inbox.dropped(unit.short)
    if len(dropped) == 1 and not day_inbox.kept(unit).versions:  # whenever it arrived
        return dropped[0] if dropped[0].submission else None
    versions = sorted(day_inbox.versions(unit.short), key=lambda filed: (filed.version.valid, filed.version.sequence))
    return next((filed.report for filed in reversed(versions) if filed.report.submission), None)
