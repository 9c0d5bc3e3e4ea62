"""How alike two texts of reports are: the same, the same save dates and numbers, nearly the same."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"[\d\s年月日号]+|[〇零一二三四五六七八九十]{1,4}(?=[年月日号])")
_SIGNS = re.compile(r"[^\w]+")
_FREQUENT = "，。、的户"
_COMPARED = 400  # characters of each: what differs is told by then, and the time grows with the square
_WHOLE = 6  # characters that say what is the matter
_NEARLY = 0.75  # of 1: a sentence with a word changed, a figure spelt out, half a sentence added


def is_repeat(text: str, earlier: str) -> bool:
    """Whether a text says nothing new (雷同): white space, dates and digits aside it is the earlier one.

    Most texts differ in how often some sign stands in them that is of no date, which is seen at once.
    """
    if text == earlier:
        return True
    for sign in _FREQUENT:
        if text.count(sign) != earlier.count(sign):
            return False
    return _essence(text) == _essence(earlier)


def is_unchanged(text: str, earlier: str) -> bool:
    """Whether only white space differs."""
    return text == earlier or text.split() == earlier.split()


def is_nearly(text: str, earlier: str) -> bool:
    """Whether two texts mean the same matter.

    Signs, white space, dates and digits aside they are nearly the same, or the one is the other and more besides.
    """
    if text == earlier:
        return True
    one, other = (_SIGNS.sub("", _essence(each))[:_COMPARED] for each in (text, earlier))
    shorter, longer = sorted((one, other), key=len)
    if one == other or (len(shorter) >= _WHOLE and shorter in longer):
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415  only changed texts need it

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _NEARLY and matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def _essence(text: str) -> str:
    """The text without white space, dates and digits."""
    return _VARIABLE.sub("", text)
