"""What makes a submission sound: one small function a rule, and the verdict of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jiukun.chinese.dates import chinese_date
from jiukun.chinese.text import half_width, nearest, one_line, utf16_length
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath, has_errors
from jiukun.plan.model import Plan, Unit
from jiukun.reports.likeness import is_repeat
from jiukun.reports.reading import Read
from jiukun.reports.submission import TEXTS, Submission
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.values import CELL_LIMIT

if TYPE_CHECKING:
    from jiukun.reports.form_document import FormDocument

_PLACEHOLDER = re.compile(
    r"(?:[x×*＊]{2,}+|同[上前昨](?:一?[期次日天])?|略|从略|待[填补定续](?:写|报|充|入)?|请填写|此处填写|todo|tbd|null|~|[-—–/.…·。、])+",
    re.IGNORECASE,
)
_LONGEST_PLACEHOLDER = 30  # characters; none is a sentence
_CROSSES = "xX×Ｘｘ"
_TEMPLATE = re.compile(f"[{_CROSSES}]{{4,}}")
_PUNCTUATION = re.compile(r"[\s。，、；：（）()【】\[\]“”\"'！!.,;:]+")
_PHONE = re.compile(
    r"(?:0\d{2,3}-?)?\d{7,8}(?:[-转]\d{1,6})?|(?:\+?86-?)?1\d{10}|\d{3,6}|400-?\d{3}-?\d{4}|9\d{4}|12\d{3}"
)
_IN_ENTRY = r"工作情况\[(\d+)\](?:\.(.*))?"
_PHONE_PARTS = re.compile(r"[、,;/或]+")


class Context(NamedTuple):
    """What a report is judged by.

    `day` and `unit` are those of its folder and its file name, None for a file that lies elsewhere; `today` is the
    date of the moment as of which it is judged.
    """

    plan: Plan
    today: date
    day: date | None = None
    unit: Unit | None = None


class Judged(NamedTuple):
    """A report as far as it could be read, and all that is wrong with it."""

    submission: Submission | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_valid(self) -> bool:
        """Nothing keeps it from being printed, attributed and trusted."""
        return self.submission is not None and not has_errors(self.diagnostics)

    @property
    def errors(self) -> list[Diagnostic]:
        """Those of the diagnostics that are errors."""
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.is_error]

    def spoken(self, error: Diagnostic) -> str:
        """An error as one says it on the phone: 第 12 行，第 15 项存在问题：这一栏没有填."""
        place = error.cell or f"第 {error.location.line} 行"
        if not error.cell and error.excerpt is None:
            return error.message  # of the whole file
        if error.subject:
            return f"{place if error.subject == place else f'{place}，{error.subject}'}：{error.message}"
        found = re.fullmatch(_IN_ENTRY, error.field)
        entry = dict(self.submission.placed).get(int(found[1]) - 1) if found and self.submission else None
        named = (
            f"第 {entry.number} 项{found[2] or ''}" if found and entry and entry.number else one_line(error.field, 80)
        )
        return f"{place}，{named}：{error.message}" if named else f"{place}，{error.message}"


class _Case(NamedTuple):
    """A report under judgement. `unit` and `day` are whose and of when it is, as far as that is known."""

    document: Document | FormDocument
    submission: Submission
    context: Context
    unit: Unit | None
    day: date | None

    def say(self, path: FieldPath, code: str, message: str, hint: str) -> Diagnostic:
        return self.document.diagnostic(path, code, message, hint)


def judge(read: Read, context: Context) -> Judged:
    """Check a report that was read."""
    if not isinstance(read.document, Document):
        from jiukun.reports.row_agreement import with_agreeing_rows  # noqa: PLC0415  only forms have rows

        read = with_agreeing_rows(read, context.plan)
    if read.document is None or read.submission is None:
        return Judged(read.submission, tuple(sorted(read.diagnostics)))
    written = context.plan.names.get(read.submission.unit or "")
    dated = read.submission.day and context.plan.meant_day(read.submission.day)
    case = _Case(read.document, read.submission, context, context.unit or written, context.day or dated)
    diagnostics = [*read.diagnostics, *(diagnostic for rule in _RULES for diagnostic in rule(case))]
    return Judged(read.submission, tuple(sorted(diagnostics)))


def repeats(read: Read, judged: Judged, last: Submission, before: date | None) -> list[Diagnostic]:
    """Warnings for each 完成情况 that repeats the last report, of the day `before`; other dates are no news."""
    if read.document is None or judged.submission is None:
        return []
    message = f"与{chinese_date(before) if before else '上一次'}的雷同（日期除外）"
    hint = "写这一次的新进展；确无新进展的，说明原因"
    found = []
    for place, entry in judged.submission.placed:
        earlier = last.entry(entry.number) if entry.number is not None else None
        if entry.done and earlier and earlier.done and is_repeat(entry.done, earlier.done):
            found.append(read.document.diagnostic(("工作情况", place, "完成情况"), "JK314", message, hint))
    return found


def _unit(case: _Case) -> Iterator[Diagnostic]:
    """The unit is in data/units.yaml, is the one in the file's name, and leads a measure."""
    name, plan = case.submission.unit, case.context.plan
    if name is None:
        return
    written = plan.names.get(name)
    if written is None:
        meant = nearest(name, list(plan.names))
        hint = f"是不是“{meant}”？" if meant else "写 data/units.yaml 里登记的简称、全称或别名"
        yield case.say(("单位",), "JK305", f"不认识的单位“{one_line(name)}”", hint)
    elif case.context.unit is not None and written.short != case.context.unit.short:
        message = f"单位写的是“{one_line(name)}”，文件名却是“{case.context.unit.short}”"
        yield case.say(("单位",), "JK304", message, f"改成“单位: {case.context.unit.short}”，或核对文件名")
    if case.unit is not None and case.unit.short not in plan.led:
        message = f"“{one_line(case.unit.short)}”不牵头任何措施，不需要报送"
        yield case.say(("单位",), "JK306", message, "把情况交给牵头单位汇总")


def _date(case: _Case) -> Iterator[Diagnostic]:
    """The date is the folder's, and not in the future; a weekly or monthly report may come before its due date."""
    day, folder, plan = case.submission.day, case.context.day, case.context.plan
    if day is None:
        return
    if folder is not None and plan.meant_day(day) != folder:
        if case.context.unit is None:  # it lies elsewhere
            yield case.say(("日期",), "JK303", f"日期写的是 {day}，要查的是 {folder} 的报送", "核对日期")
            return
        where = "文件夹" if plan.is_daily else "报送"  # which may lie in the folder of an earlier day
        message = f"日期写的是 {day}，文件却在 {folder} 的{where}里"
        yield case.say(("日期",), "JK303", message, f"改成“日期: {folder}”，或移到 {plan.meant_day(day)} 的文件夹")
    elif plan.meant_day(day) > plan.meant_day(case.context.today):
        yield case.say(("日期",), "JK310", f"日期 {day} 还没有到", "核对日期")


def _measures(case: _Case) -> Iterator[Diagnostic]:
    """Each measure is one that the unit leads, stands once, and is not closed (warning)."""
    if case.unit is None or case.unit.short not in case.context.plan.led:
        return
    led = case.context.plan.led[case.unit.short]
    seen: dict[int, int] = {}
    for place, entry in case.submission.placed:
        number = entry.number
        if number is None:
            continue
        path: FieldPath = ("工作情况", place, "序号")
        if number in seen:
            message = f"第 {number} 项报了两次，前一次在第 {seen[number] + 1} 段"
            yield case.say(path, "JK309", message, "合并成一段；如果是序号写错了，改成正确的序号")
        seen.setdefault(number, place)
        measure = led.get(number)
        if measure is None:
            yield _not_led(case, path, number, tuple(led))
        elif case.day is not None and measure.is_closed(case.day):
            message = f"第 {number} 项已于 {measure.closed} 办结，不必再报"
            yield case.say(path, "JK315", message, "删去这一项")


def _not_led(case: _Case, path: FieldPath, number: int, led: tuple[int, ...]) -> Diagnostic:
    exists = number in case.context.plan.numbered
    found = f"第 {number} 项不由本单位牵头" if exists else f"方案里没有第 {number} 项"
    listed = "、".join(map(str, led))
    return case.say(path, "JK307", found, f"本单位牵头的是第 {listed} 项，请核对序号")


def _complete(case: _Case) -> Iterator[Diagnostic]:
    """None of the measures that are due of the unit is left out."""
    if case.unit is None or case.day is None or case.submission.entries is None:
        return
    reported = {entry.number if entry else None for entry in case.submission.entries}
    if None in reported:
        return  # one that could not be read may be the one that seems left out
    for measure in case.context.plan.owed(case.unit, case.day):
        if measure.number not in reported:
            message = f"漏报第 {measure.number} 项“{one_line(measure.task)}”"
            yield case.say(("工作情况",), "JK308", message, f"补上“- 序号: {measure.number}”一段")


def _texts(case: _Case) -> Iterator[Diagnostic]:
    """No text is a placeholder, or too long for a cell."""
    for path, text in _all_texts(case.submission):
        if 2 * len(text) > CELL_LIMIT and (length := utf16_length(text)) > CELL_LIMIT:
            message = f"文字有 {length} 个字符，一格最多 {CELL_LIMIT} 个"
            yield case.say(path, "JK311", message, "只写要点，详细材料另附")
        elif is_placeholder(text):
            message = f"“{one_line(text)}”是占位文字，不是内容"
            yield case.say(path, "JK302", message, "写上实际内容；确实没有的写“无”")
        elif found := _TEMPLATE.search(text):
            message = f"文字里还有没填的“{found[0][:8]}”"
            yield case.document.within(path, found[0], "JK302", message, "换成实际内容")


def is_placeholder(text: str) -> bool:
    """Whether a text is only a placeholder: 同上, 略, XXXX."""
    return len(text) <= _LONGEST_PLACEHOLDER and _stands_for_text(text)


@lru_cache(maxsize=1024)
def _stands_for_text(text: str) -> bool:
    """Whether it is a placeholder; names, numbers and 无 come again and again."""
    bare = _PUNCTUATION.sub("", half_width(text))
    return _PLACEHOLDER.fullmatch(bare or half_width(text)) is not None if text.strip() else False


def _phone(case: _Case) -> Iterable[Diagnostic]:
    """A phone number has a known shape (warning)."""
    phone = case.submission.phone
    if phone is None or is_phone(phone) or is_placeholder(phone):
        return ()
    return [case.say(("联系电话",), "JK313", f"“{one_line(phone)}”不像电话号码", "核对是否多写、漏写了数字")]


@lru_cache(maxsize=1024)
def is_phone(text: str) -> bool:
    """Whether a text has the shape of a number, or of several: landline, mobile, service or short number."""
    plain = half_width(text).replace(" ", "").replace("(", "").replace(")", "-").replace("—", "-")
    return all(_PHONE.fullmatch(part) for part in _PHONE_PARTS.split(plain) if part)


def _all_texts(submission: Submission) -> Iterator[tuple[FieldPath, str]]:
    for path, text in (("填报人", submission.clerk), ("联系电话", submission.phone)):
        if text is not None:
            yield (path,), text
    for place, entry in submission.placed:
        for attribute, key in TEXTS.items():
            value: str | None = getattr(entry, attribute)
            if value is not None:
                yield ("工作情况", place, key), value


_RULES = (_unit, _date, _measures, _complete, _texts, _phone)
