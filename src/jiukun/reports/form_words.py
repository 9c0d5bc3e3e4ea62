"""The words by which the reader of a form finds its parts again, as clerks write them."""

from __future__ import annotations

import re
import unicodedata

from jiukun.chinese.numerals import parse_numeral
from jiukun.reports.form_layout import LEADS, LONGEST_MARK, NUMBER, TASK, TEXTS

# The labels as clerks write them; a blank stands for any white space.
_WORDS = {
    "单位": "(?:填 报 |报 送 )?单 位(?: [（(]? 盖 章 [）)]?)?",
    "填报人": "填 [报表] 人(?: 员)?",
    "联系电话": "联 系 电 话|联 系 方 式|电 话",
    "日期": "(?:填 报 )?(?:时 间|日 期)",
}
# The heads as clerks write them, without white space.
_HEAD_WORDS = {
    NUMBER: "序号|编号",
    TASK: "工作任务|重点任务|任务",
    LEADS: "牵头单位|牵头部门|责任单位",
    "完成情况": "(?:工作)?(?:完成|进展|落实)情况",
    "存在问题": "存在的?(?:主要)?(?:困难和|问题和)?(?:问题|困难)(?:及困难|和困难)?",
    "下一步计划": "下一?步(?:工作)?(?:计划|打算|安排|措施)",
}
_HEAD = re.compile("(?:" + "|".join(f"(?P<{key}>{words})" for key, words in _HEAD_WORDS.items()) + r")(?:\(.{0,40}\))?")
_LONGEST_HEAD, _LONGEST_TITLE = 60, 60
_SIGNED = re.compile(
    r"(?:(?:填报|单位|主要|分管|科室|部门)*(?:领导|负责人|责任人)(?:\(?(?:签字|签名|签章|审核|签发)\)?(?:\(盖章\))?)?"
    r"|审核人?|签发人?|审批人?|签字|签名)(?::[^\W\d_]{0,5}(?:\d{4}年\d{1,2}月\d{1,2}日)?)?"
)
_TITLE = re.compile(r"附件\d{0,2}:?|[^。，；！？]*表(?:\(.{0,20}\))?")
_TITLE_END = re.compile(r".{0,2}(?:情况|汇总|统计|报送)+表")
_NUMBERED = re.compile(
    r"第?([0-9〇零一二两三四五六七八九十百]{1,6})[项.、)]?|\(([0-9〇零一二三四五六七八九十百]{1,6})\)"
)
# What the form says of itself beside the table, and a word of the formulas that say what is wanting.
_ASIDE = re.compile(
    r"已填完，可以报送|还有 \d+ 处没有填(?:　填报人)?(?:　联系电话)?|请于.{4,40}前报.{1,40}"
    r"|黄色的格子.{1,40}|格内换行.{1,60}"
    rf"|(?:(?:{'|'.join(TEXTS)})(?:没有填|印不下)　?)+"
)
_COUNTING = "没有填"
_AMOUNTS = re.compile(r"(?:万|亿)?(?:元|户|家|个|人|吨|笔)")  # 单位：万元
_OTHER_LABEL = re.compile(r"(?<=\s)[\u4e00-\u9fff]{2,8}(?:\([\u4e00-\u9fff]{1,6}\)|（[\u4e00-\u9fff]{1,6}）)?[：:]")


def plain(text: str) -> str:
    """A heading for comparison: no white space, and half-width letters and signs (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def head_of(text: str) -> str | None:
    """The head that a cell's text is: 完成情况（截至8月26日） is 完成情况; None for any other text."""
    found = _HEAD.fullmatch(plain(text)) if len(text) <= _LONGEST_HEAD else None
    return found.lastgroup if found else None


def number_of(text: str) -> int | None:
    """The 序号 that a text is: 11, 11., 第11项, （十一）; None where it is none."""
    found = _NUMBERED.fullmatch(plain(text)) if len(text) <= _LONGEST_HEAD else None
    return parse_numeral(found[1] or found[2]) if found else None


def labelled(text: str) -> tuple[list[tuple[str, str]], str]:
    """The fields of a line, each with what follows its label up to the next one, and what is no field of it.

    A label has a colon after it, or is all there is in the text; it begins the text or follows white space.
    """
    bare = _LABEL.fullmatch(f"{text.strip()}:")
    if bare:
        return [(str(bare.lastgroup), "")], ""
    labels = [found for found in _LABEL.finditer(text) if not text[: found.start()].strip() or _is_apart(text, found)]
    fields, rest = [], [text[: labels[0].start()].strip()] if labels else [text.strip()]
    ends = [*(label.start() for label in labels[1:]), len(text)] if labels else []
    for found, end in zip(labels, ends, strict=True):
        value = text[found.end() : end]
        other = _OTHER_LABEL.search(value)
        if other:
            rest.append(value[other.start() :].strip())
            value = value[: other.start()]
        if found.lastgroup == "单位" and _AMOUNTS.fullmatch(value.strip()):
            rest.append(text[found.start() : end].strip())
        else:
            fields.append((str(found.lastgroup), value.strip()))
    return fields, " ".join(filter(None, rest))


def is_signature(text: str) -> bool:
    """Whether a text is the line to sign below a table: its label, with or without a short name after it."""
    return len(text) <= _LONGEST_TITLE and _SIGNED.fullmatch(plain(text)) is not None


def is_title(text: str, following: str = "") -> bool:
    """Whether a text above the table is its title, 附件1 or …情况汇总表, or what goes on with 情况汇总表 below it."""
    whole = text + following if _TITLE_END.fullmatch(plain(following[:_LONGEST_TITLE])) else text
    return len(whole) <= _LONGEST_TITLE and _TITLE.fullmatch(plain(whole)) is not None


def is_aside(text: str, formula: str = "") -> bool:
    """Whether the form itself says it beside the table."""
    return _COUNTING in formula or (len(text) <= LONGEST_MARK and _ASIDE.fullmatch(text.strip()) is not None)


def _is_apart(text: str, found: re.Match[str]) -> bool:
    return text[found.start() - 1].isspace()


_LABELS = "|".join(f"(?P<{key}>{words})" for key, words in _WORDS.items()).replace(" ", r"\s*")
_LABEL = re.compile(rf"(?:{_LABELS})\s*[：:]")
