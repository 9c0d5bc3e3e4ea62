"""The problems of a day's folder and receipts: files that are no reports, and receipts that were tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.evidence.day_folder import problems_of
from jiukun.evidence.filed_report import FiledReport
from jiukun.evidence.inbox import DayInbox, Inbox
from jiukun.evidence.misplaced import loose_problems
from jiukun.evidence.standing_words import clock_words
from jiukun.evidence.timeliness import nanoseconds
from jiukun.plan.model import Unit


def problems(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """What is wrong in a day's folder and among its receipts."""
    day_inbox = inbox.day(day)
    yield from strays(inbox, day)
    for unit in day_inbox.plan.lead_units:
        yield from still_to_come(day_inbox, unit)
        for report in _blanks(day_inbox, unit):
            message = "还没有填，不算报送"
            yield Diagnostic(Location(report.path), "JK416", message, "填好再放进来；用不着它就删去")
        for report in day_inbox.dropped(unit.short):
            yield from day_inbox.surplus(report)
            meant = day_inbox.other_day(report)
            if meant is not None:
                written = report.submission.day if report.submission else meant
                words = f"{written}" if written == meant else f"{written}，该报 {meant} 的"
                message = f"{unit.short}的这份报送写的是 {words}，却放在 {day} 的文件夹里，没有计入"
                hint = f"移到 submissions/{meant}/，到达时间不变；日期写错了就改日期"
                yield Diagnostic(Location(report.path), "JK418", message, hint)
    yield from _ahead_of_the_clock(day_inbox)
    yield from _of_receipts(day_inbox)


def strays(inbox: Inbox, day: date) -> Iterator[Diagnostic]:
    """What lies in a day's folder, or in submissions/ itself, and is no report."""
    day_inbox = inbox.day(day)
    yield from day_inbox.folder.problems
    yield from loose_problems(inbox.project, day)
    named = {short for file in day_inbox.folder.unread for short in file.units}
    sound = frozenset(short for short in named & set(day_inbox.plan.led) if day_inbox.has_valid(short))
    yield from problems_of(day_inbox.folder.named_singly, sound=sound)


def still_to_come(day_inbox: DayInbox, unit: Unit) -> Iterator[Diagnostic]:
    """The unit's versions that arrive only later by the clock: it, or that of a look before, is wrong."""
    inbox, day = day_inbox.inbox, day_inbox.date
    last = max(inbox.now, inbox.at)
    for filed in day_inbox.versions(unit.short):
        if filed.version.moment > nanoseconds(last):
            arrived, clock = clock_words(filed.version.arrived_at, day), clock_words(last, day)
            message = f"{unit.short}的这份报送，到达时间记的是 {arrived}，比时钟 {clock} 还晚，到那时才计入"
            hint = f"签收时的时钟错了，就写明真正的到达时间：jiukun receive {unit.short} --date {day} --at 时间"
            yield Diagnostic(Location(filed.report.path), "JK419", message, hint)


def _blanks(day_inbox: DayInbox, unit: Unit) -> list[FiledReport]:
    """The unit's files in the day's folders that nobody has filled in."""
    filled = {report.path for report in day_inbox.dropped(unit.short)}
    return [report for report in day_inbox.folder.reports.get(unit.short, []) if report.path not in filled]


def _ahead_of_the_clock(day_inbox: DayInbox) -> Iterator[Diagnostic]:
    """Files whose day_inbox time has not come yet: two clocks differ."""
    inbox, day = day_inbox.inbox, day_inbox.date
    files = [(report.path, report.times) for reports in day_inbox.folder.reports.values() for report in reports]
    for path, times in (*files, *((file.path, file.times) for file in day_inbox.folder.unread)):
        if times is not None and times.modified > nanoseconds(inbox.now):
            modified, clock = clock_words(inbox.moment(times.modified), day), clock_words(inbox.now, day)
            message = f"文件的时间 {modified} 比这台电脑的时钟 {clock} 还晚，没有作为依据"
            yield Diagnostic(Location(path), "JK419", message, "核对两台电脑的时间；到达时间按查看的时间算")


def _of_receipts(day_inbox: DayInbox) -> Iterator[Diagnostic]:
    project, receipts = day_inbox.inbox.project, day_inbox.inbox.receipts
    yield from receipts.problems(day_inbox.date, day_inbox.looks)
    for name, kept in day_inbox.receipts.items():
        yield from kept.diagnostics
        unit = day_inbox.plan.names.get(name)
        if unit is None or unit.short not in day_inbox.plan.led:
            place = Location(f"data/receipts/{day_inbox.date.isoformat()}/{name}")
            message = f"签收过“{one_line(name)}”的报送，但方案里没有这个牵头单位"
            yield Diagnostic(place, "JK414", message, "签收件原样保留；单位改名的，把旧名写进它的别名")
            continue
        received = day_inbox.received(unit.short)
        for filed in received:
            if filed.is_foreign:
                message = f"签收件里写的不是{unit.short}这一天的报送，没有采用"
                yield Diagnostic(Location(filed.report.path), "JK420", message, "核对是谁放进来的，移走它")
        whole = {filed.report.path for filed in received if filed.version.intact}
        for version in kept.versions:
            data = None if project.name_of(version.path) in whole else receipts.data(version)
            if isinstance(data, Diagnostic):
                yield data
