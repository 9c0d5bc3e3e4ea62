"""How alike two texts of reports are: the same, the same save dates, nearly the same."""

from __future__ import annotations

import re

_DATE = (  # 2022年8月26日, 8月26日, 26日, 2022-08-26, 八月二十六日, with 至 and the like kept
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号]|\d{4}年\d{1,2}月|\d{1,2}月(?:份|[上中下]旬)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|[〇零一二三四五六七八九十]{1,4}月[〇零一二三四五六七八九十]{1,3}[日号]"
)
_VARIABLE = r"[\d\s年月日号]+|[〇零一二三四五六七八九十]{1,4}(?=[年月日号])"
_SIGNS = r"[^\w]+"
_FREQUENT = "，。、的户"
_COMPARED = 400  # characters of each: what differs is told by then, and the time grows with the square
_WHOLE = 6  # characters that say what is the matter
_NEARLY = 0.75  # of 1: a sentence with a word changed, a figure spelt out, half a sentence added


def is_repeat(text: str, earlier: str) -> bool:
    """Whether a text says nothing new (雷同): it differs from the earlier one only in white space and dates.

    Most texts differ in how often some sign occurs that belongs to no date, which is found out quickly.
    """
    if text == earlier:
        return True
    for sign in _FREQUENT:
        if text.count(sign) != earlier.count(sign):
            return False
    return _without_dates(text) == _without_dates(earlier)


def is_unchanged(text: str, earlier: str) -> bool:
    """Whether only white space differs."""
    return text == earlier or text.split() == earlier.split()


def is_nearly(text: str, earlier: str) -> bool:
    """Whether two texts mean the same matter.

    Signs, white space, dates and digits aside they are nearly the same, or the one is the other and more besides.
    """
    if text == earlier:
        return True
    new, old = (re.sub(_SIGNS, "", re.sub(_VARIABLE, "", whole))[:_COMPARED] for whole in (text, earlier))
    shorter, longer = sorted((new, old), key=len)
    if new == old or (len(shorter) >= _WHOLE and shorter in longer):
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415  only changed texts need it

    matcher = SequenceMatcher(None, new, old, autojunk=False)
    return matcher.real_quick_ratio() >= _NEARLY and matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def _without_dates(text: str) -> str:
    return re.sub(_DATE, "", "".join(text.split()))
