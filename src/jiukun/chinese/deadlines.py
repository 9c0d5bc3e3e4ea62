"""How Chinese documents put a time by which something is to be done: 2023年底前, 每季度, 长期坚持."""

from __future__ import annotations

import re

from jiukun.chinese.text import without_spaces

_N = "[\\d０-９〇○零一二三四五六七八九十两]"
_DAY = (
    rf"{_N}{{2,4}}年(?!级|代|鉴)|[今明当本次]年(?=[底末内前中初度\d上下]|$)|年(?=[底末内初中])|[上下]半年|[上下本]季度?(?=[末底])"
    rf"|[\d０-９]{{1,2}}月|(?:十[一二]?|[一二三四五六七八九])月(?=[底末份初中上下前起至到内之以、]|{_N}|$)"
    rf"|{_N}{{1,3}}[日号](?=[前底之以起]|$)|\d{{4}}[.．/\-－]\d{{1,2}}(?:[.．/\-－]\d{{1,2}})?(?!\d)"
    r"|第?[一二三四1-4]季度|每个?(?:季度?|月|周|旬|半年|半月|年|日|天|双周|两周|工作日|星期)"
    r"|[“\"]?十[二三四五六七]五[”\"]?(?:规划)?(?:期间|时期|末|前|期)"
    r"|(?:国庆|春节|元旦|五一|中秋|汛|两会)节?(?:期间|期|前|后)"
    rf"|(?:{_N}{{1,3}}|几)个?(?:工作日|月|天|日|周|年)(?:内|以内|之内|前)|月底|季末"
)
TIME = re.compile(_DAY)
BEGINS = re.compile(rf"(?:请|须|应|原则上|力争|确保|争取|计划|务必)*(?:于|在|到|至|截至|截止|自|从)?(?:{_DAY})")
STANDING = re.compile(
    "(?:请|须|应)?(?:长期|持续|常态|立即|立行|即知|即时|实时|随时|全年|年内|按年度|按序时|按期|按时|如期|限期|适时|贯穿|不间断)|.*(?:时限|按期|序时)"
)
ENDS = re.compile(r"(?:前|底|末|期间|内|[日号月年]|季度|完成|办结|到位|落实|启动|实施|见效|坚持|推进)$")
CONNECTIVE = re.compile("(?:并|且)?(?:请|须|应|力争|确保)?(?:于|在|到|至|截至)?$")


def worded(text: str) -> str:
    """A deadline as the document words it."""
    plain = without_spaces(text)
    return plain.strip("；;，,。、") if plain.count("（") == plain.count("）") else plain.strip("；;，,。、（）()")
