"""Number formats as Excel in Chinese writes them: the built-in ones, and the sections and signs of any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
_YEAR_MONTH_DAY = "yyyy年m月d日"
# The numbers of built-in formats and what they are in Excel in Chinese (ECMA-376, 18.8.30, zh-cn).
_BUILT_IN = (
    "0 General|1 0|2 0.00|3 #,##0|4 #,##0.00|5,6 ¥#,##0;¥-#,##0|7,8 ¥#,##0.00;¥-#,##0.00|9 0%|10 0.00%|11 0.00E+00"
    "|12 # ?/?|13 # ??/??|14 yyyy/m/d|15 d-mmm-yy|16 d-mmm|17 mmm-yy|18 h:mm AM/PM|19 h:mm:ss AM/PM|20 h:mm"
    "|21 h:mm:ss|22 yyyy/m/d h:mm|27,36,50,52,57 yyyy年m月|28,29,51,53,54,58 m月d日|30 m-d-yy|31 yyyy年m月d日"
    "|32 h时mm分|33 h时mm分ss秒|34,55 上午/下午h时mm分|35,56 上午/下午h时mm分ss秒|37,38 #,##0;-#,##0"
    "|39,40 #,##0.00;-#,##0.00|45 mm:ss|46 [h]:mm:ss|47 mm:ss.0|48 ##0.0E+0|49 @"
    '|41 _ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ |42 _ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ '
    '|43 _ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ |44 _ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '
)
_PAIRS = [entry.partition(" ")[::2] for entry in _BUILT_IN.split("|")]
BUILT_IN = {int(number): code for numbers, code in _PAIRS for number in numbers.split(",")}
_SYSTEM_DATE, _SYSTEM_TIME = re.compile(r"\[\$-[xX-]*[fF]800\]"), re.compile(r"\[\$-[xX-]*[fF]400\]")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<money>[^\]-]*)(?P<locale>-[^\]]*)?\]|\[DBNum(?P<numerals>[12])\]"
    r"|\[(?P<operator>[<>]=?|=|<>)(?P<bound>-?\d{1,15}(?:\.\d{1,15})?)\]"
    r"|\[(?P<colour>black|blue|cyan|green|magenta|red|white|yellow|[黑蓝青绿洋红白黄]{1,2}色?|(?:color|颜色) ?\d+)\]"
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|E(?P<exponent>[-+])"
    r"|(?P<when>y+|e|m+|d+|h+|s+(?:\.0{1,6})?|a{3,4})|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<share>%)"
    r"|(?P<text>@)|(?P<plain>[-+$/():^&'~{}<>= 1-9]|[^\x00-\x7f])",
    re.IGNORECASE | re.DOTALL,
)
_LITERALS = ("quoted", "escaped", "money", "plain")
_LONGEST = 255  # characters of a format, as Excel
_MOST = 4  # sections
_DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖"}

Token = tuple[str, str]  # kind and text


class Section(NamedTuple):
    """A part of a format: its signs, which numbers it is for, in what digits, and whether it names days in Chinese."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    digits: str = ""
    is_chinese: bool = False

    def in_its_digits(self, number: str) -> str:
        """A number in the digits of the format: 一〇五."""
        return number.translate(str.maketrans("0123456789", self.digits)) if self.digits else number

    @property
    def kinds(self) -> list[str]:
        """The kind of each of its signs."""
        return [kind for kind, _ in self.tokens]


@lru_cache(maxsize=256)
def sections(code: str) -> tuple[Section, ...] | None:
    """The sections of a format; None where there is a sign that is not known."""
    if _SYSTEM_DATE.match(code):
        code = _YEAR_MONTH_DAY
    elif _SYSTEM_TIME.match(code):
        code = "h:mm:ss"
    found: list[Section] = []
    place = 0
    while place <= len(code) <= _LONGEST and len(found) < _MOST:
        signs: list[re.Match[str]] = []
        while sign := _TOKEN.match(code, place):
            signs.append(sign)
            place = sign.end()
        found.append(_section(signs))
        if place < len(code) and code[place] != ";":
            return None
        place += 1
    return tuple(found) if place > len(code) else None


def _section(signs: list[re.Match[str]]) -> Section:
    condition = next(((sign["operator"], Decimal(sign["bound"])) for sign in signs if sign["operator"]), None)
    digits = next((_DIGITS[sign["numerals"]] for sign in signs if sign["numerals"]), "")
    is_chinese = any((sign["locale"] or "").endswith("804") for sign in signs)
    return Section(tuple(token for sign in signs for token in _tokens(sign)), condition, digits, is_chinese)


def _tokens(sign: re.Match[str]) -> Iterator[Token]:
    """What a sign shows; colours and the like show nothing."""
    kind = next(kind for kind, text in sign.groupdict().items() if text is not None)
    if kind in _LITERALS:
        yield "literal", sign[kind]
    elif kind == "pad":
        yield "literal", " "
    elif kind not in {"fill", "colour", "numerals", "operator", "locale"}:
        yield kind, sign[kind]
