"""What a document says of itself: its name, number, date, issuer and addressees, and the form that it attaches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile

from jiukun.chinese.brackets import same_brackets
from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.numbered_items import begins_attachment, one_line_of, ordinal
from jiukun.drafting.reading.unit_shapes import governments

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,14})\s*[〔\[（(【]\s*((?:19|20)\d\d)\s*[〕\]）)】]\s*第?\s*(\d{1,5})\s*号")
_NUMBER_LINE = re.compile(r"(?:文号|发文字号|文件编号)\s*[:：]\s*")
_DATED = re.compile(r".{0,10}年.{1,8}月.{1,6}[日号]\s*(?:印发)?")
_QUOTED = r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》"
_ISSUED = re.compile(
    rf"印发\s*{_QUOTED}|现将\s*{_QUOTED}.{{0,200}}?印发|{_QUOTED}\s*(?:已经|已)[^。]{{2,60}}(?:印发|同意)"
)
_SEVERAL = re.compile(rf"(?:印发|现将)\s*(?:{_QUOTED}[、和及与\s]*){{2,}}")
_LIKELY_TITLE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:自治[州县区]|[省市县区州镇乡]).{4,40}")
_NOTICE = re.compile("关于(?:印发|下发|转发)?(.+?)的?通知$")
_TITLE_END = re.compile(
    r"(?:方案|措施|分工|分工表|分解|分解表|计划|意见|清单|要点|台账|任务书|规划|办法|通知|举措|安排|任务表|任务|工作|政策|细则"
    r"|[一二三四五六七八九十]+条|行动|清单表|责任制)(?:（[^）]{1,12}）|\([^)]{1,12}\))?$"
)
_NO_TITLE_END = ("办公室", "政府", "委员会", "文件", "）", ")", "办公厅")  # lines above or below a title
_ANNOUNCED = re.compile(r"附\s{0,6}[件表]\s{0,6}\d{0,2}\s{0,6}[:：]?\s{0,6}(?:\d{1,2}\s{0,6}[.．、])?\s{0,6}(.+)")
_TABLE_END = re.compile(r"(?:汇总表|情况表|统计表|进展表|报送表|进度表|台账|报表|反馈表)(?:（[^）]{1,12}）)?$")
_MARKS = re.compile(r"[（(].{0,8}[）)]$")
_ISSUER = re.compile(
    r"([\u4e00-\u9fff]{2,20}?(?:自治州|自治县|自治区|自治旗|州|市|县|区|省|盟|旗))(?:人民政府|委员会|政府|委)(?:办公室|办公厅)?(?:$|\s|文件|关于)"
)
_ADDRESSEES = re.compile(r"[^：:\n]{4,400}[：:]")
_MEMBER = re.compile(r"(?![各全])[\u4e00-\u9fff]{1,10}(?:[县市区旗乡镇]|街道)(?:人民政府|政府|办事处)?")
_LONGEST = 50  # characters of a title
_ANGLES = str.maketrans("〈〉<>", "《》《》")


def document_number(head: list[str]) -> str:
    """The document's own number: on a line of its own, not one that the text refers to."""
    for paragraph in head:
        line = _NUMBER_LINE.sub("", paragraph.strip().replace("\v", " "))
        found = _NUMBER.search(line)
        if found and found.end() == len(line) and not set("，。《》：") & set(line):
            return f"{found[1]}〔{found[2]}〕{found[3]}号"
    return ""


def plan_name(head: list[str]) -> str:
    """The plan's name: what the notice issues, else the last title before the first measure."""
    issued = _ISSUED.search("".join(paragraph.strip() for paragraph in head))
    if issued:
        return one_line_of(next(name for name in issued.groups() if name).translate(_ANGLES))
    found = [title for title in _titles(head) if _TITLE_END.search(title)]
    named = [title for title in found if not title.endswith("通知")] or found
    if named:
        notice = _NOTICE.search(named[-1])
        return notice[1] if notice else named[-1]
    return next((title for title in _titles(head) if _LIKELY_TITLE.match(title)), "")


def plans(head: list[str], document: PlanDocument, measures: list[int]) -> list[str]:
    """The names of several plans that one notice issues together, or else of attachments that hold measures."""
    several = _SEVERAL.search("".join(paragraph.strip() for paragraph in head))
    if several:
        return [one_line_of(found[1]) for found in re.finditer(_QUOTED, several[0])]
    paragraphs = document.paragraphs
    begins = [place for place, paragraph in enumerate(paragraphs[:-1]) if begins_attachment(paragraph.text)]
    starts = [paragraphs[place].start for place in begins]
    holding = sorted({place - 1 for measure in measures if (place := bisect_right(starts, measure))})
    return [one_line_of(paragraphs[begins[place] + 1].text) for place in holding if len(holding) > 1]


def _titles(head: list[str]) -> Iterator[str]:
    """Lines without full stop, each alone and with those above it that it may go on from."""
    before = ""
    for paragraph in head:
        line = one_line_of(paragraph)
        if not line or begins_attachment(paragraph):
            continue
        if len(line) > _LONGEST or set("。；：:") & set(paragraph) or ordinal(line):
            before = ""
            continue
        before = before + line if before.count("《") > before.count("》") or _goes_on(before) else line
        yield before


def _goes_on(line: str) -> bool:
    """Whether a line of a title is not its last."""
    ends = _TITLE_END.search(line) or _NUMBER.search(line) or _DATED.fullmatch(line) or line.endswith(_NO_TITLE_END)
    return bool(line) and not ends


def attached_table(document: PlanDocument) -> str:
    """The title of the form that the plan attaches; empty where it attaches none."""
    for paragraph in document.paragraphs:
        text = paragraph.text.strip()
        found = _ANNOUNCED.match(text[: 4 * _LONGEST])
        title = found[1] if found else text
        numbered = ordinal(title)
        title = one_line_of(title[numbered[3] if numbered else 0 :])
        short = len(title) <= _LONGEST and not set("，。；") & set(title)
        if short and _TABLE_END.search(_MARKS.sub("", title)):
            return title
    return ""


def issuing_place(lines: list[str]) -> str:
    """The place whose government or committee issues the document: 明江市; empty where no line says so."""
    return next((found[1] for line in lines if (found := _ISSUER.match(line))), "")


def addressed_places(head: list[str]) -> tuple[str, ...]:
    """Governments that the line of addressees names: 阿图什市、乌恰县人民政府; 大河镇、青石镇、白马街道办事处."""
    for paragraph in head:
        line = same_brackets(paragraph.strip())
        if _ADDRESSEES.fullmatch(line):
            places = [*takewhile(_MEMBER.fullmatch, re.split("[、，,：:]", line))]
            seats = governments(places)
            found = [seats.get(place, place) for place in places if place in seats or place[-1] not in "县市区旗"]
            if len(found) > 1:
                return tuple(found)
    return ()
