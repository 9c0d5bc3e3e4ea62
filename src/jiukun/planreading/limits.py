"""Until when something is to be done (完成时限), in the words of plans."""

from __future__ import annotations

import re

from jiukun.planreading.names import without_spaces

_LIMIT = re.compile(
    r"(?:(?:请|须|应)?(?:于|在|到|至|截至|力争|确保)?(?=[^，；]*[\d〇零一二三四五六七八九十今明本当年月])"
    r"[\d〇○零一二三四五六七八九十百两年月日号第季度上下半中旬底末初前之以内今明本当每周个工作起至到、\-–—~～.．]+"
    r"(?:全部|全面|基本|力争)?(?:完成|办结|到位|见效|落实|落实到位|整改到位|启动|实施|执行)?(?:前|并(?:长期|持续).{0,6})?(?:[，、]?(?:长期|持续)(?:坚持|推进|实施))?)"
    r"|.{0,24}[\d年月日季期].{0,24}(?:完成|办结|到位)"
    r"|(?:长期|持续|常态|立即|立行|全年|随时|即知|按年度|按序时|即时|实时).{0,12}"
)
_UNIT_OF_TIME = re.compile("[年月日号季周旬底]|长期|持续|常态|立即|立行|随时|即")
_LONGEST_LIMIT = 30
_DONE = re.compile(r"(?:全部|全面|基本)?(?:完成|办结)$")


def is_limit(clause: str) -> bool:
    """Whether a clause is a deadline: 6月底完成, 2023年底前, 长期坚持."""
    plain = without_spaces(clause)
    return 1 < len(plain) <= _LONGEST_LIMIT and bool(_UNIT_OF_TIME.search(plain)) and bool(_LIMIT.fullmatch(plain))


def worded(text: str) -> str:
    """A deadline as the document words it, without the verb."""
    plain = without_spaces(text).strip("；;，,。、（）()")
    return _DONE.sub("", plain) or plain
