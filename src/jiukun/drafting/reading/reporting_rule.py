"""What a plan says of itself and of reporting: its name, number and date; to whom, by when, on which days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from jiukun.chinese.numerals import CHARACTERS, parse_numeral
from jiukun.chinese.text import half_width
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.numbered_items import one_line_of, ordinal
from jiukun.drafting.reading.plan_contents import ReportingRule
from jiukun.drafting.reading.unit_shapes import same_brackets

NUMERAL = rf"[\d０-９{CHARACTERS}○]"
DATE = (
    rf"(?:({NUMERAL}{{4}})\s{{0,6}}年\s{{0,6}})?({NUMERAL}{{1,3}})\s{{0,6}}月\s{{0,6}}"
    rf"({NUMERAL}{{1,3}})\s{{0,6}}[日号]"
)
_HALF = r"(上午|早上|早晨|中午|下午|晚上|晚间|晚|傍晚|当日|当天)?"
CLOCK = (
    rf"{_HALF}\s{{0,6}}({NUMERAL}{{1,3}})\s{{0,6}}"
    rf"(?:[:：∶﹕]\s{{0,6}}([\d０-９]{{2}})|[点时]\s{{0,6}}(?:(半|整)|({NUMERAL}{{1,3}})\s{{0,6}}分?)?)"
)
_NOON = 12
_OFF_WORK = r"(?:下班)"
_DAY_OF_WEEK = "(?:周|星期)[一二三四五六日天]"
# Where reports are due, and until when on that day; of a weekly or monthly one the hour may be left out.
_RHYTHM = re.compile(
    rf"(每日|每天|每晚|每个?工作日|工作日|每周一(?:至|到)周?五|每星期一(?:至|到)星期?五|日报|每{_DAY_OF_WEEK}(?:[、和及]{_DAY_OF_WEEK}|[、和及][一二三四五六日天])*"
    rf"|每月(?:月?[底末]|最后一[天日]|\d{{1,2}}[日号]))[^。；\n]{{0,20}}?(?:{CLOCK}|{_OFF_WORK}|(?<=[一二三四五六日天号底末]))[^。；，,\n]{{0,2}}?前"
)
_IS_DAILY = re.compile("每日|每天|每晚|工作日|至|到|日报")
_CLOCKS = re.compile(CLOCK)
_HOLIDAYS = re.compile("(?:法定)?(?:节假日|双休日|周末|休息日)[^。；，\n]{0,6}除外")
_OTHER_RHYTHM = re.compile(
    r"(?:每周|每半?月|每旬|每季度|每两周|每双周)(?![至到\d])[^。；，,\n]{0,25}?前?[^。；\n]{0,30}?(?<![通简])报(?!告会)"
)
_WORKDAYS = re.compile("每个?工作日|周一(?:至|到)|星期一(?:至|到)|工作日(?=每[日天]|报送|[上下]午)")
_MOMENT = re.compile(
    rf"{DATE}\s{{0,6}}(?:[（(][^（()）]{{0,6}}[）)])?\s{{0,6}}(?:{CLOCK}|{_OFF_WORK})?\s{{0,6}}(?:之前|以前|前)"
)
_ROSTER = re.compile("责任领导|责任人|联系人|联络员|联络人|名单|填报人|经办人")
_FROM = re.compile(rf"(?:从|自|于)\s*{DATE}\s*(?:起|开始)")
_SECTION = re.compile(
    r"前[^。；\n]{0,16}?(?:报送?|反馈|上报|提交|发送|报告)(?:至|到|给|于)?([^，。；、（）()\n“”《》\d]{2,20}?(?:科|室|股|处|办|组|专班|中心|委|局))(?=[，。；、（(（备汇]|并|$|\n)"
)
_REPORTED_TO = re.compile(
    r"(?:报送?|反馈|上报|提交|发送|报告)(?:至|到|给|于)?([^，。；、\n\d]{2,20}?(?:科|室|股|处|办|组|专班|中心|委|局))(?=[，。；、备汇]|并|$)"
)
_ASIDE = re.compile("《[^《》]*》|（[^（）]*）|\\([^()]*\\)")
_OFFICE = re.compile(
    r"(?:^|[，。；、\n]由?|由)(?!由)([^，。；、\n“”（）()]{2,20}?(?:办公室|办公厅|办|局|委|中心|专班|组|科|室))(?:负责|将|要|定期|统一|对|及时|按|每日|每天|每周|汇总)[^。；\n]{0,40}?(?:汇总|梳理)"
)
_CONTACT = re.compile(
    r"(?:联系人|联络人|联络员)(?:及(?:联系)?电话)?\s{0,6}[:：]?\s{0,6}([\u4e00-\u9fff·]{2,8}?)"
    r"\s{0,6}(?:[，,；;、（(]|(?=联系电话|办公电话|电话|手机))\s{0,6}"
    r"(?:(?:联系|办公)?电话|手机)?(?:号码)?\s{0,6}[:：]?\s{0,6}(\d[\d\-－—]{4,18}\d)"
)
_NEAR = 400  # characters behind the reporting duty, in which its contact stands
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\s*[〔\[（(【]\s*((?:19|20)\d\d)\s*[〕\]）)】]\s*第?\s*(\d{1,5})\s*号")
_NUMBER_LINE = re.compile(r"(?:文号|发文字号|文件编号)\s*[:：]\s*")
_WHOLE_DATE = re.compile(rf"(?:印发日期|发布日期|成文日期|日期)?\s*[:：]?\s*{DATE}\s*(?:印发)?")
_QUOTED = r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》"
_ISSUED = re.compile(rf"印发\s*{_QUOTED}|现将\s*{_QUOTED}\s*印发|{_QUOTED}\s*(?:已经|已)[^。]{{2,60}}(?:印发|同意)")
_LIKELY_TITLE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:自治[州县区]|[省市县区州镇乡]).{4,40}")
_NOTICE = re.compile("关于(?:印发|下发|转发)?(.+?)的?通知$")
_TITLE_END = re.compile(
    r"(?:方案|措施|分工|分工表|分解|分解表|计划|意见|清单|要点|台账|任务书|规划|办法|通知|举措|安排|任务表|任务|工作|政策|细则|[一二三四五六七八九十]+条|行动|清单表|责任制)(?:（[^）]{1,12}）|\([^)]{1,12}\))?$"
)
_ANNOUNCED = re.compile(
    r"(?:附\s{0,6}件|附\s{0,6}表)\s{0,6}\d{0,2}\s{0,6}[:：]?\s{0,6}(?:\d{1,2}\s{0,6}[.．、])?\s{0,6}(.+)"
)
_ATTACHED = re.compile(r"附\s*(?:件|表)\s*\d{0,2}\s*[:：]?")
_TABLE_END = re.compile(r"(?:汇总表|情况表|统计表|进展表|报送表|进度表|台账|报表|反馈表)(?:（[^）]{1,12}）)?$")
_ISSUER = re.compile(
    r"([\u4e00-\u9fff]{2,20}?(?:自治州|自治县|自治区|自治旗|州|市|县|区|省|盟|旗))(?:人民政府|委员会|政府|委)(?:办公室|办公厅)?(?:$|\s|文件|关于)"
)
_ADDRESSEES = re.compile(r"[^：:\n]{4,400}[：:]")
_MEMBER = re.compile(r"[\u4e00-\u9fff]{1,10}(?:[县市区旗乡镇]|街道)(人民政府|政府|办事处)?")
_HEADS = 60  # paragraphs in which what a document says of itself stands
_SENTENCE = 300  # characters; no sentence is longer
_MARKS = re.compile(r"[（(].{0,8}[）)]$")


def read_reporting_rule(document: PlanDocument, first_measure: int | None) -> ReportingRule:
    """All of it; `first_measure` is where the first measure stands."""
    text = document.source.text
    paragraphs = [one.text.strip() for one in document.paragraphs]
    head = [one.text for one in document.paragraphs if first_measure is None or one.start <= first_measure][:_HEADS]
    asks: dict[str, str] = {}
    issued = _issued(paragraphs)
    name = _name(head)
    daily = _regular(text, asks)
    deadline, weekdays = daily or ("", "")
    place = next((found[1] for one in (*paragraphs[:_HEADS], name) if (found := _ISSUER.match(one))), "")
    office = _OFFICE.search(text)
    contact = _CONTACT.search(text, _reporting(text), _reporting(text) + _NEAR) if daily else None
    return ReportingRule(
        name=name,
        document=_number(head),
        issued=issued,
        table=_table(document),
        office=office[1] if office else "",
        section=_section(text, is_daily=daily is not None),
        first_day=_first_day(text, issued),
        deadline=deadline,
        days=weekdays,
        paper="是" if re.search("纸质|盖章|公章|签字", text) and daily else "",
        roster_deadline=_roster(text, issued, asks),
        contact=(contact[1], contact[2]) if contact else ("", ""),
        place=place,
        members=_members(head),
        asks=asks,
    )


def _reporting(text: str) -> int:
    """Where the reporting duty is spoken of; the beginning where it is not."""
    found = _RHYTHM.search(text)
    return found.start() if found else 0


def _section(text: str, *, is_daily: bool) -> str:
    """To whom is reported: what the sentence of the daily report says, without its brackets and titles."""
    if not is_daily:
        found = _SECTION.search(text)
        return found[1] if found else ""
    begin = _reporting(text)
    sentence = re.split("[。\n]", text[begin : begin + _NEAR], maxsplit=1)[0]
    found = _REPORTED_TO.search(_ASIDE.sub("", sentence))
    return found[1] if found else ""


def _regular(text: str, asks: dict[str, str]) -> tuple[str, str] | None:
    """Hour and days of the regular report; None where none is asked for."""
    for found in _RHYTHM.finditer(text):
        clock = clock_of(*found.groups()[1:]) if found[2] or found[1] != "每晚" else clock_of("晚", *found.groups()[2:])
        before = text[max(0, found.start() - 60) : found.start()]
        behind = text[found.start() : found.end() + 60].partition("。")[0]
        is_daily = _IS_DAILY.search(found[1]) is not None
        if not re.search("报|汇总|反馈", behind + before) or (is_daily and not clock and "下班" not in found[0]):
            continue
        if not clock and "下班" in found[0]:
            asks["每日截止"] = "方案写的是下班前，按 18:00 处理"
            clock = "18:00"
        elif clock and len(_CLOCKS.findall(found[0])) > 1:
            asks["每日截止"] = f"方案写的是“{one_line_of(found[0])}”，不止一个时间，先按最后一个"
        return clock, _days(before.rpartition("。")[2] + behind, asks) if is_daily else _day_of_rhythm(found[1])
    other = _OTHER_RHYTHM.search(text)
    if other:
        asks["报送日"] = f"方案写的是“{one_line_of(other[0])}”，先按每日，请定下报送日和截止时间"
    return None


def _day_of_rhythm(words: str) -> str:
    """每周五, 每周一、周四, 每月25日, 每月末."""
    if words.startswith("每月"):
        day = re.search(r"\d+", words)
        return f"每月{day[0]}日" if day else "每月末"
    return "每" + "、".join(f"周{day.replace('天', '日')}" for day in re.findall("[一二三四五六日天]", words[1:]))


def _days(sentence: str, asks: dict[str, str]) -> str:
    """On which days the sentence of the daily report has it due."""
    holidays = _HOLIDAYS.search(sentence)
    if holidays:
        asks["报送日"] = f"方案写的是“{holidays[0]}”，先按周一至周五，放假和调休填进免报日、加报日"
    return "周一至周五" if holidays or _WORKDAYS.search(sentence) else "每日"


def _roster(text: str, issued: date | None, asks: dict[str, str]) -> str:
    for found in _MOMENT.finditer(text):
        before = re.split("[。；\n]", text[max(0, found.start() - _SENTENCE) : found.start()])[-1]
        sentence = before + re.split("[。；\n]", text[found.end() : found.end() + _SENTENCE], maxsplit=1)[0]
        if not _ROSTER.search(sentence):
            continue
        day = day_of(found[1], found[2], found[3], issued.year if issued else None)
        if day is None:
            asks["名单截止"] = f"方案写的是“{one_line_of(found[0])}”，没有年份" if issued is None else "日期不对"
            continue
        clock = clock_of(*found.groups()[3:])
        if not clock:
            asks["名单截止"] = "方案没有写几点，按当天 24:00 处理"
        return f"{day.isoformat()} {clock or '24:00'}"
    return ""


def _first_day(text: str, issued: date | None) -> date | None:
    for found in _FROM.finditer(text):
        following = text[found.end() : found.end() + 60].partition("。")[0]
        if "报" in following or "督" in following:
            return day_of(found[1], found[2], found[3], issued.year if issued else None)
    return issued + timedelta(days=1) if issued and issued < date.max else None


def _issued(paragraphs: list[str]) -> date | None:
    for one in paragraphs:
        found = _WHOLE_DATE.fullmatch(one) if len(one) < 40 else None  # noqa: PLR2004  a date on a line of its own
        day = day_of(found[1], found[2], found[3], None) if found and found[1] else None
        if day is not None:
            return day
    return None


def _number(head: list[str]) -> str:
    """The document's own number: on a line of its own, not one that the text refers to."""
    for one in head:
        plain = _NUMBER_LINE.sub("", one.strip().replace("\v", " "))
        found = _NUMBER.search(plain)
        if found and found.end() == len(plain) and not set("，。《》：") & set(plain):
            before = re.split(r"[〔\[（(【]", found[0])[0].strip()
            return f"{before}〔{found[1]}〕{found[2]}号"
    return ""


def _name(head: list[str]) -> str:
    """The plan's name: what the notice issues, else the last title before the first measure."""
    joined = "".join(one.strip() for one in head)
    issued = _ISSUED.search(joined)
    if issued:
        name = next(one for one in issued.groups() if one)
        return one_line_of(name.replace("〈", "《").replace("〉", "》").replace("<", "《").replace(">", "》"))
    found = [one for one in _titles(head) if _TITLE_END.search(one)]
    named = [one for one in found if not one.endswith("通知")] or found
    if named:
        notice = _NOTICE.search(named[-1])
        return notice[1] if notice else named[-1]
    return next((one for one in _titles(head) if _LIKELY_TITLE.match(one)), "")


def _titles(head: list[str]) -> Iterator[str]:
    """Lines without full stop, each alone and with those above it that it may go on from."""
    before = ""
    for one in head:
        line = one_line_of(one)
        if not line or _ATTACHED.fullmatch(one.strip()):
            continue
        sentence = len(line) > 50 or any(mark in one for mark in "。；：:") or ordinal(line)  # noqa: PLR2004  no title is as long
        if sentence:
            before = ""
            continue
        before = before + line if before.count("《") > before.count("》") or _goes_on(before) else line
        yield before


def _goes_on(line: str) -> bool:
    """Whether a line of a title is not its last."""
    return (
        bool(line)
        and not _TITLE_END.search(line)
        and not _NUMBER.search(line)
        and not _WHOLE_DATE.fullmatch(line)
        and not (line.endswith(("办公室", "政府", "委员会", "文件", "）", ")", "办公厅")))
    )


def _table(document: PlanDocument) -> str:
    """The title of the form that the plan attaches."""
    for one in document.paragraphs:
        text = one.text.strip()
        found = _ANNOUNCED.match(text) if len(text) < 200 else None  # noqa: PLR2004  a list of attachments
        title = found[1] if found else text
        numbered = ordinal(title)
        title = one_line_of(title[numbered[3] if numbered else 0 :])
        short = len(title) <= 50 and not any(mark in title for mark in "。，；")  # noqa: PLR2004  no title is as long
        if short and _TABLE_END.search(_MARKS.sub("", title)):
            return title
    return ""


def _members(head: list[str]) -> tuple[str, ...]:
    """Governments that the line of addressees names: 阿图什市、乌恰县人民政府; 大河镇、青石镇、白马街道办事处."""
    for one in head:
        line = same_brackets(one.strip())
        if not _ADDRESSEES.fullmatch(line):
            continue
        found: list[str] = []
        run: list[str] = []
        for part in re.split("[、，,：:]", line):
            seat = _MEMBER.fullmatch(part)
            if seat is None or part.startswith(("各", "全")):
                break
            run.append(part)
            if seat[1] or seat[0].endswith("道"):
                found += [name if name.endswith(seat[1] or "道") else name + seat[1] for name in run]
                run = []
        found += [name for name in run if name[-1] in "乡镇"]
        if len(found) > 1:
            return tuple(found)
    return ()


def _numeral(text: str | None) -> int | None:
    return parse_numeral(half_width(text)) if text else None


def day_of(year: str | None, month: str, day: str, default_year: int | None) -> date | None:
    """The day of year, month and day as they are written; None where there is none such."""
    number = _numeral(year) or default_year
    try:
        return date(number or 0, _numeral(month) or 0, _numeral(day) or 0)
    except ValueError:
        return None


def clock_of(half: str | None, hour_text: str | None, minutes: str | None, mark: str | None, more: str | None) -> str:
    """17:00 from 下午17点, 下午5点, 17：00, 十七时三十分; empty where it is no time."""
    hour = _numeral(hour_text)
    if hour is None:
        return ""
    minute = 30 if mark == "半" else (_numeral(minutes or more) or 0)
    if half in {"下午", "晚上", "晚间", "晚", "傍晚"} and hour < _NOON:
        hour += _NOON
    elif half in {"晚上", "晚间", "晚"} and hour == _NOON:
        hour = 2 * _NOON
    sound = (hour < 2 * _NOON and minute < 60) or (hour, minute) == (2 * _NOON, 0)  # noqa: PLR2004  minutes of an hour
    return f"{hour:02d}:{minute:02d}" if sound else ""
