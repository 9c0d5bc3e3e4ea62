"""Standings in words, the same in the table on the screen, the workbook and the notices."""

from __future__ import annotations

from datetime import date, datetime, time

from jiukun.chinese.dates import chinese_date
from jiukun.evidence.timeliness import Evidence, Paper, Standing, Status

STATUS_WORDS = {
    Status.ON_TIME: "按时",
    Status.LATE: "迟报",
    Status.INVALID: "报送有误",
    Status.MISSING: "未报送",
    Status.PENDING: "尚未报送",
    Status.EXEMPT: "当日不报",
    Status.EXCUSED: "准予免报",
}
PAPER_WORDS = {
    Paper.ON_TIME: "已到",
    Paper.LATE: "迟到",
    Paper.MISSING: "没到",
    Paper.PENDING: "还没到",
    Paper.NOT_REQUIRED: "",
}
# In the bulletin, which is signed, and in the ledger, where its figures are looked up.
PAPER_WRITTEN = {
    Paper.ON_TIME: "按时",
    Paper.LATE: "迟交",
    Paper.MISSING: "未交",
    Paper.PENDING: "尚未交",
    Paper.NOT_REQUIRED: "",
}
EVIDENCE_WORDS = {Evidence.RECEIPT: "签收", Evidence.FILE_TIME: "文件时间", Evidence.STATED: "登记"}


def status_words(standing: Standing) -> str:
    """按时, 迟报20分钟, …; less than a minute late is 迟报不足1分钟."""
    word = STATUS_WORDS[standing.status]
    if standing.status is not Status.LATE:
        return word
    return f"{word}{late_words(standing.late_minutes)}"


def late_words(minutes: int) -> str:
    """20分钟, 2小时5分钟, 3天2小时; below one minute 不足1分钟."""
    if minutes < 1:
        return "不足1分钟"
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{left}分钟" if left else f"{hours}小时"
    return f"{left}分钟"


def missed_words(missed: int, most: int, *, is_daily: bool) -> str:
    """A number of reports in a row: 3天, of weekly or monthly ones 3次; 366天以上 where counting stopped."""
    return f"{missed}{'天' if is_daily else '次'}{'以上' if missed >= most else ''}"


def deadline_words(deadline: datetime, day: date) -> str:
    """17:00; 24:00 for the midnight at which the day ends."""
    is_midnight = deadline.date() != day and deadline.time() == time()
    return "24:00" if is_midnight else moment_words(deadline, day)


def spoken_moment(moment: datetime, day: date) -> str:
    """16:40 on the day itself, otherwise 2022年8月27日9:05: for letters and messages."""
    return f"{'' if moment.date() == day else chinese_date(moment.date())}{moment.hour}:{moment.minute:02}"


def moment_words(moment: datetime, day: date) -> str:
    """16:40 on the day itself, otherwise 2022-08-27 09:05."""
    return _words(moment, day, "minutes")


def clock_words(moment: datetime, day: date) -> str:
    """16:40:05 on the day itself, otherwise 2022-08-27 09:05:00."""
    return _words(moment, day, "seconds")


def _words(moment: datetime, day: date, least: str) -> str:
    """Not by strftime, whose %Y gives years before 1000 fewer digits on some systems."""
    written = moment.replace(tzinfo=None).isoformat(" ", least)
    return written.partition(" ")[2] if moment.date() == day else written


def arrival_words(standing: Standing, day: date) -> str:
    """When the version arrived on which the standing rests."""
    return moment_words(standing.decisive.arrived_at, day) if standing.decisive else ""


def evidence_words(standing: Standing) -> str:
    """What that arrival rests on."""
    return EVIDENCE_WORDS[standing.decisive.evidence] if standing.decisive else ""


def remark_words(standing: Standing, reason: str) -> str:
    """更正, 更正件未通过, and why a unit is excused or why the office stated its arrival."""
    words = [word for word, holds in (("更正", standing.corrected), ("更正件未通过", standing.rejected)) if holds]
    return "、".join([*words, *([reason] if reason else [])])


def percent(part: int, whole: int) -> str:
    """91.7%, 100%; only all of them is 100%, only none is 0%. Nothing of nothing."""
    if whole == 0:
        return ""
    tenths = (part * 2000 + whole) // (2 * whole)
    tenths = tenths if part in {0, whole} else min(max(tenths, 1), 999)
    return f"{tenths // 10}.{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"
