"""What is said of a day's folder and receipts: what lies there and is no report, what was changed or put there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.day_folder import problems_of
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.standing_words import clock_words
from jiukun.evidence.timeliness import nanoseconds
from jiukun.plan.model import Plan, Unit


def problems(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """What is amiss in a day's folder and among its receipts."""
    plan = inbox.plan(day)
    yield from strays(inbox, day)
    for unit in plan.lead_units:
        for report in _blanks(inbox, unit, day):
            message = "还没有填，不算报送"
            yield Diagnostic(Location(report.path), "JK416", message, "填好再放进来；用不着它就删去")
        for report in inbox.lying(unit.short, day):
            yield from inbox.surplus(unit, day, report)
            meant = inbox.other_day(report, unit, day)
            if meant is not None:
                written = report.submission.day if report.submission else meant
                words = f"{written}" if written == meant else f"{written}，该报 {meant} 的"
                message = f"{unit.short}的这份报送写的是 {words}，却放在 {day} 的文件夹里，没有计入"
                hint = f"移到 submissions/{meant}/，到达时间不变；日期写错了就改日期"
                yield Diagnostic(Location(report.path), "JK418", message, hint)
    yield from _ahead_of_the_clock(inbox, day)
    yield from _of_receipts(inbox, plan, day)


def strays(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """What lies in a day's folder, or in submissions/ itself, and is no report."""
    folder = inbox.folder(day)
    yield from folder.problems
    yield from inbox.project.misplaced(day)
    named = {short for file in folder.unread for short in file.units}
    leads = {unit.short: unit for unit in inbox.plan(day).lead_units}
    sound = frozenset(short for short in named & set(leads) if inbox.has_valid(leads[short], day))
    yield from problems_of(folder.told, sound=sound)


def elsewhere(inbox: Inbox, unit: Unit, day: date) -> Iterator[Diagnostic]:
    """Reports of the unit that say they are of this day, in the folders of other days, where it has none here."""
    if inbox.has_valid(unit, day):
        return
    key = inbox.plans.key(inbox.plan(day), unit.short)
    for other in inbox.around(day):
        is_there = any(inbox.entries(folder).files for folder in inbox.folders(other))
        known = inbox.plans.unit(inbox.plan(other), key) if is_there else None
        for report in inbox.folder(other).reports.get(known.short, []) if known else []:
            if known is not None and inbox.other_day(report, known, other) == day:
                folder = PurePosixPath(report.path).parent.name
                message = f"{unit.short} {day} 的报送放在了 {folder} 的文件夹里，没有计入"
                hint = f"移到 submissions/{day}/，到达时间不变"
                yield Diagnostic(Location(report.path), "JK418", message, hint)


def _blanks(inbox: Inbox, unit: Unit, day: date) -> list[FiledReport]:
    """The unit's files in a day's folder that nobody has filled in."""
    lying = {report.path for report in inbox.lying(unit.short, day)}
    return [report for report in inbox.folder(day).reports.get(unit.short, []) if report.path not in lying]


def _ahead_of_the_clock(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """Files whose own time has not come yet: two clocks differ."""
    folder = inbox.folder(day)
    files = [*((report.path, report.times) for reports in folder.reports.values() for report in reports)]
    for path, times in (*files, *((file.path, file.times) for file in folder.unread)):
        if times is not None and times.modified > nanoseconds(inbox.now):
            own, clock = clock_words(inbox.moment(times.modified), day), clock_words(inbox.now, day)
            message = f"文件的时间 {own} 比这台电脑的时钟 {clock} 还晚，没有作为依据"
            yield Diagnostic(Location(path), "JK419", message, "核对两台电脑的时间；到达时间按查看的时间算")


def _of_receipts(inbox: Inbox, plan: Plan, day: date) -> Iterator[Diagnostic]:
    if day not in inbox.plans.received_days:
        return
    yield from inbox.receipts.problems(day, inbox.looks(day))
    for name, folder in inbox.kept_of_day(day).items():
        yield from folder.diagnostics
        unit = plan.names.get(name)
        if unit is None or unit.short not in plan.led:
            place = Location(f"data/receipts/{day.isoformat()}/{name}")
            message = f"签收过“{one_line(name)}”的报送，但方案里没有这个牵头单位"
            yield Diagnostic(place, "JK414", message, "签收件原样保留；单位改名的，把旧名写进它的别名")
            continue
        received = inbox.received(unit.short, day)
        for filed in received:
            if filed.is_foreign:
                message = f"签收件里写的不是{unit.short}这一天的报送，没有采用"
                yield Diagnostic(Location(filed.report.path), "JK420", message, "核对是谁放进来的，移走它")
        whole = {filed.report.path for filed in received if filed.version.intact}
        for kept in folder.versions:
            data = None if inbox.project.name_of(kept.path) in whole else inbox.receipts.data(kept)
            if isinstance(data, Diagnostic):
                yield data
