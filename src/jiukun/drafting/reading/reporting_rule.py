"""How is to be reported: to whom, on which days, by when, and where the document leaves that open."""

from __future__ import annotations

import re
from datetime import date

from jiukun.chinese.dates import parse_date
from jiukun.chinese.numerals import CHARACTERS, parse_numeral
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading import document_head
from jiukun.drafting.reading.numbered_items import one_line_of
from jiukun.drafting.reading.plan_contents import ReportingRule

# Patterns are of texts whose dates and times have been made plain.
_PLAIN = str.maketrans("０１２３４５６７８９：∶﹕○", "0123456789:::〇")
_NUMERAL = re.compile(rf"(?<![{CHARACTERS}])[{CHARACTERS}]++(?=[ \t\u3000]*(?:年|月|日|号|点|时|分))")
_BLANKS = re.compile(r"(?<=[年月日号时点:\d])[ \t\u3000]+(?=\d|[年月日号时点:前])")
_DATE = r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]"
_HALF = r"(上午|早上|早晨|中午|下午|晚上|晚间|晚|傍晚|当日|当天)?"
_CLOCK = rf"{_HALF}(\d{{1,2}})(?::(\d\d)|[点时](半|\d{{1,2}})?[整分]?)"
_AFTER_NOON = frozenset({"下午", "晚上", "晚间", "晚", "傍晚"})
_OFF_WORK = "下班"
_WEEKDAY = "(?:周?星期|周)[一二三四五六日天]"
_DAILY = r"每日|每天|每晚|每个?工作日|工作日|每(?:周|星期)一[至到](?:周|星期)?五|日报"
_REGULAR = (
    rf"每{_WEEKDAY}(?:[、和及](?:{_WEEKDAY}|[一二三四五六日天]))*"
    r"|每月(?:月?[底末]|最后一(?:天|日|个工作日)|\d{1,2}[日号](?:[、和]\d{1,2}[日号])*)"
)
# Where reports are due, and until when on that day; of a weekly or monthly one the hour may be left out.
_RHYTHM = re.compile(
    rf"((?P<daily>{_DAILY})|{_REGULAR})(?:[^。；\n]{{0,20}}?(?:{_CLOCK}|{_OFF_WORK}|(?<=[一二三四五六日天号底末]))"
    r"[^。；，,\n]{0,2}?前|(?(daily)(?!)|(?=[^。；\n]{0,30}?报)))"
)
_CLOCKS = re.compile(_CLOCK)
_HOLIDAYS = re.compile("(?:法定)?(?:节假日|双休日|周末|休息日)[^。；，\n]{0,6}除外")
_OTHER_RHYTHM = re.compile(
    r"[每按逐](?:周|半?月|旬|季度?|两周|双周|半年)(?![至到\d])[^。；，,\n]{0,25}?前?[^。；\n]{0,30}?(?<![通简])报(?!告会)"
)
_WORKDAYS = re.compile("每个?工作日|周一[至到]|星期一[至到]|工作日(?=每[日天]|报送|[上下]午)")
_MOMENT = re.compile(
    rf"{_DATE}\s{{0,6}}(?:[（(][^（()）]{{0,6}}[）)])?\s{{0,6}}(?:{_CLOCK}|{_OFF_WORK})?\s{{0,6}}[之以]?前"
)
_ROSTER = re.compile("责任领导|责任人|联系人|联络员|联络人|名单|填报人|经办人")
_FROM = re.compile(rf"[从自于]\s*{_DATE}\s*(?:起|开始)")
_ISSUED = re.compile(r"(?:印发日期|发布日期|成文日期|日期)?\s*:?\s*(\d{4})年(\d{1,2})月(\d{1,2})[日号]\s*(?:印发)?")
_REPORTED_TO = re.compile(
    r"(?P<before>前[^。；\n]{0,16}?)?(?:报送?|反馈|上报|提交|发送|报告)[至到给于]?([^，。；、（）()\n“”《》\d]{2,20}?(?:科|室|股|处|办|组|专班|中心|委|局))"
    r"(?=[，。；、（(备汇]|并|$|\n)"
)
_ASIDE = re.compile("《[^《》]*》|（[^（）]*）|\\([^()]*\\)")
_OFFICE = re.compile(
    r"(?:^|[，。；、\n]由?|由)(?!由)([^，。；、\n“”（）()]{2,20}?(?:办公室|办公厅|办|局|委|中心|专班|组|科|室))"
    r"(?:负责|将|要|定期|统一|对|及时|按|每日|每天|每周|汇总)[^。；\n]{0,40}?(?:汇总|梳理)"
)
_CONTACT = re.compile(
    r"(?:联系人|联络人|联络员)(?:及(?:联系)?电话)?\s{0,6}:?\s{0,6}([\u4e00-\u9fff·]{2,8}?)"
    r"\s{0,6}(?:[，,；;、（(]|(?=联系电话|办公电话|电话|手机))\s{0,6}"
    r"(?:(?:联系|办公)?电话|手机)?(?:号码)?\s{0,6}:?\s{0,6}(\d[\d\-－—]{4,18}\d)"
)
_NEAR = 400  # characters behind the reporting duty, in which its contact stands
_HEADS = 60  # paragraphs in which what a document says of itself stands
_LONGEST_MONTH = 31  # days
_SENTENCE = 300  # characters; no sentence is longer
_LONGEST_DATE = 40  # characters of a line that is a date


def read_reporting_rule(document: PlanDocument, measures: list[int]) -> ReportingRule:
    """All of it; `measures` are the places at which the measures stand, in their order."""
    text = _made_plain(document.source.text)
    lines = [paragraph.text.strip() for paragraph in document.paragraphs]
    first = min(measures, default=len(document.source.text))
    head = [paragraph.text for paragraph in document.paragraphs if paragraph.start <= first][:_HEADS]
    asks: dict[str, str] = {}
    dated = (_ISSUED.fullmatch(_made_plain(line)) for line in lines if len(line) < _LONGEST_DATE)
    issued = next((day for found in dated if found and (day := _day(found, None))), None)  # the first on its own line
    name = document_head.plan_name(head)
    plans = document_head.plans(head, document, measures)
    if plans:
        quoted = "".join(f"“{plan}”" for plan in plans)
        asks["方案"] = f"这份文件里有 {len(plans)} 个方案：{quoted}，措施都列在一起了；要分开督办，就一个方案一个文件"
    deadline, days = _regular(text, asks)
    duty = _RHYTHM.search(text)
    start = duty.start() if duty else 0
    office = _OFFICE.search(text)
    contact = _CONTACT.search(text, start, start + _NEAR) if days else None
    first_day = _first_day(text, issued)
    fields = {
        "方案": name,
        "文号": document_head.document_number(head),
        "印发日期": issued.isoformat() if issued else "",
        "汇总表": document_head.attached_table(document),
        "汇总单位": office[1] if office else "",
        "接收科室": _section(text, start if days else None),
        "起始日期": first_day.isoformat() if first_day else "",
        "每日截止": deadline,
        "报送日": days,
        "纸质版": "是" if days and re.search("纸质|盖章|公章|签字", text) else "",
        "名单截止": _roster(text, issued, asks),
    }
    place = document_head.issuing_place([*lines[:_HEADS], name])
    phone = (contact[1], contact[2]) if contact else ("", "")
    return ReportingRule(fields, asks, issued, phone, place, document_head.addressed_places(head))


def _made_plain(text: str) -> str:
    """A text whose dates and times are in digits of half width, without blanks: 十七时 is 17时."""
    plain = _NUMERAL.sub(lambda found: str(parse_numeral(found[0])), text.translate(_PLAIN))
    return _BLANKS.sub("", plain)


def _section(text: str, duty: int | None) -> str:
    """To whom is reported: what the sentence of the regular report says, without its brackets and titles."""
    if duty is None:
        return next((found[2] for found in _REPORTED_TO.finditer(text) if found["before"]), "")
    sentence = re.split("[。\n]", text[duty : duty + _NEAR], maxsplit=1)[0]
    found = _REPORTED_TO.search(_ASIDE.sub("", sentence))
    return found[2] if found else ""


def _regular(text: str, asks: dict[str, str]) -> tuple[str, str]:
    """Hour and days of the regular report, empty where none is asked for."""
    for found in _RHYTHM.finditer(text):
        half, *hour = found.groups()[2:]
        clock = _clock(half or ("晚" if found[1] == "每晚" else None), *hour)
        before = text[max(0, found.start() - 60) : found.start()]
        sentence = before.rpartition("。")[2] + text[found.start() : found.end() + 60].partition("。")[0]
        off_work = not clock and _OFF_WORK in found[0]
        clock = "18:00" if off_work else clock
        if not re.search("报|汇总|反馈", before + sentence) or (found["daily"] and not clock):
            continue
        if off_work:
            asks["每日截止"] = "方案写的是下班前，按 18:00 处理"
        elif clock and len(_CLOCKS.findall(found[0])) > 1:
            asks["每日截止"] = f"方案写的是“{one_line_of(found[0])}”，不止一个时间，先按最后一个"
        if not found["daily"]:
            return clock, _days(found[1], asks)
        if holidays := _HOLIDAYS.search(sentence):
            asks["报送日"] = f"方案写的是“{holidays[0]}”，先按周一至周五，放假和调休填进免报日、加报日"
        return clock, "周一至周五" if holidays or _WORKDAYS.search(sentence) else "每日"
    other = _OTHER_RHYTHM.search(text)
    if other:
        asks["报送日"] = f"方案写的是“{one_line_of(other[0])}”，先按每日，请定下报送日和截止时间"
    return "", ""


def _days(words: str, asks: dict[str, str]) -> str:
    """每周五, 每周一、周四, 每月25日, 每月末."""
    if not words.startswith("每月"):
        return "每" + "、".join(f"周{day.replace('天', '日')}" for day in re.findall("[一二三四五六日天]", words[1:]))
    days = [day for day in re.findall(r"\d+", words) if 0 < int(day) <= _LONGEST_MONTH]
    if "工作日" in words or (not days and re.search(r"\d", words)):
        asks["报送日"] = f"方案写的是“{words}”，先按每月末，请核对"
    return "每月" + ("、".join(f"{day}日" for day in days) or "末")


def _roster(text: str, issued: date | None, asks: dict[str, str]) -> str:
    """Until when contacts are due."""
    for found in _MOMENT.finditer(text):
        before = re.split("[。；\n]", text[max(0, found.start() - _SENTENCE) : found.start()])[-1]
        sentence = before + re.split("[。；\n]", text[found.end() : found.end() + _SENTENCE], maxsplit=1)[0]
        if not _ROSTER.search(sentence):
            continue
        day = _day(found, issued)
        if day is None:
            fault = "没有年份" if issued is None else "没有这一天"
            asks["名单截止"] = f"方案写的是“{one_line_of(found[0])}”，{fault}"
            continue
        clock = _clock(*found.groups()[3:])
        if not clock:
            asks["名单截止"] = "方案没有写几点，按当天 24:00 处理"
        return f"{day.isoformat()} {clock or '24:00'}"
    return ""


def _first_day(text: str, issued: date | None) -> date | None:
    """The day from which is to be reported, where the document names one."""
    for found in _FROM.finditer(text):
        following = text[found.end() : found.end() + 60].partition("。")[0]
        if "报" in following or "督" in following:
            return _day(found, issued)
    return None


def _day(found: re.Match[str], issued: date | None) -> date | None:
    """The day that year, month and day mean, without a year in that of the document; None where there is none such."""
    return parse_date(f"{found[1] or (issued.year if issued else 0):04}年{found[2]}月{found[3]}日")


def _clock(half: str | None, hour_text: str | None, minutes: str | None, more: str | None) -> str:
    """17:00 from 下午17点, 下午5点, 17:00, 17时30分; empty where it is no time."""
    hour, minute = int(hour_text or 99), 30 if more == "半" else int(minutes or more or 0)
    if half in _AFTER_NOON and (hour < 12 or (hour == 12 and half not in {"下午", "傍晚"})):
        hour += 12
    sound = (hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    return f"{hour:02d}:{minute:02d}" if sound else ""
