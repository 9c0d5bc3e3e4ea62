"""Numbers, shares, amounts and dates as a cell of Excel in Chinese shows them, by the formats that clerks meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL = "General"
_YEAR_MONTH_DAY = 'yyyy"年"m"月"d"日"'
# The numbers of built-in formats and what they are in Excel in Chinese (ECMA-376, 18.8.30, zh-cn).
_GROUPS = (
    ((0,), GENERAL),
    ((1,), "0"),
    ((2,), "0.00"),
    ((3,), "#,##0"),
    ((4,), "#,##0.00"),
    ((5, 6), "¥#,##0;¥-#,##0"),
    ((7, 8), "¥#,##0.00;¥-#,##0.00"),
    ((9,), "0%"),
    ((10,), "0.00%"),
    ((11,), "0.00E+00"),
    ((12,), "# ?/?"),
    ((13,), "# ??/??"),
    ((14,), "yyyy/m/d"),
    ((15,), "d-mmm-yy"),
    ((16,), "d-mmm"),
    ((17,), "mmm-yy"),
    ((18,), "h:mm AM/PM"),
    ((19,), "h:mm:ss AM/PM"),
    ((20,), "h:mm"),
    ((21,), "h:mm:ss"),
    ((22,), "yyyy/m/d h:mm"),
    ((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    ((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    ((30,), "m-d-yy"),
    ((31,), _YEAR_MONTH_DAY),
    ((32,), 'h"时"mm"分"'),
    ((33,), 'h"时"mm"分"ss"秒"'),
    ((34, 55), '上午/下午h"时"mm"分"'),
    ((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    ((37, 38), "#,##0;-#,##0"),
    ((39, 40), "#,##0.00;-#,##0.00"),
    ((41,), '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '),
    ((42,), '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ '),
    ((43,), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
    ((44,), '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '),
    ((45,), "mm:ss"),
    ((46,), "[h]:mm:ss"),
    ((49,), "@"),
)
BUILT_IN = {number: code for numbers, code in _GROUPS for number in numbers}
_SYSTEM_DATE, _SYSTEM_TIME = re.compile(r"\[\$-[xX-]*[fF]800\]"), re.compile(r"\[\$-[xX-]*[fF]400\]")
_CHINESE_NAMES = re.compile(r"\[\$-[^\]]*804\].*?(?:mmm|ddd)", re.IGNORECASE)  # 八月, 星期五, or not, by version
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<when>y+|e(?![-+])|m+|d+|h+|s+(?:\.0+)?|a{3,4})|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<share>%)"
    r"|(?P<text>@)|(?P<plain>[-+$/():^&'~{}<>= ]|[^\x00-\x7f])",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|黑色?|蓝色?|青色?|绿色?|洋红色?|红色?|白色?|黄色?"
    r"|(?:color|颜色) ?\d{1,2})",
    re.IGNORECASE,
)
_LONGEST = 255  # characters of a format, as Excel
_SECTIONS = 4
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LEAP_DAY = 60  # the 29th of February 1900, which only Excel knows
_LAST_DAY = 2_958_465  # the 31st of December 9999
_LARGEST_GENERAL, _SMALLEST_GENERAL = Decimal(10) ** 11, Decimal("0.0001")
_GENERAL_DIGITS = 10
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"

_Token = tuple[str, str]  # kind and text


def shown_number(value: float, code: str, *, from_1904: bool = False) -> str | None:
    """What a cell with a number shows; None where that cannot be told as Excel would."""
    sections = _sections(_spoken(code))
    if sections is None or _CHINESE_NAMES.search(code):
        return None
    exact = Decimal(f"{value:.15g}")
    section, magnitude = _section_for(exact, sections)
    if any(kind in {"when", "elapsed", "noon"} for kind, _ in section):
        return _moment(value, section, from_1904=from_1904)
    return _amount(magnitude, section)


def shown_text(text: str, code: str) -> str:
    """What a cell with a text shows: most formats leave it as it is, `;;;` hides it."""
    sections = _sections(_spoken(code))
    if not sections:
        return text
    last = sections[-1]
    if len(sections) < _SECTIONS and not any(kind == "text" for kind, _ in last):
        return text
    return "".join(text if kind == "text" else literal for kind, literal in last)


def day_of(value: float, code: str, *, from_1904: bool = False) -> date | None:
    """The date of a cell that shows one; None where it shows none."""
    sections = _sections(_spoken(code))
    if not sections or not any(kind == "when" and text[0] in "ydeYDE" for kind, text in sections[0]):
        return None
    return serial_day(value, from_1904=from_1904)


def serial_day(value: float, *, from_1904: bool = False) -> date | None:
    """The date that Excel counts as a number of days."""
    days = int(value)
    if not 1 <= days <= _LAST_DAY or (days == _LEAP_DAY and not from_1904):
        return None
    return _FIRST_DAYS[from_1904] + timedelta(days=days + (days < _LEAP_DAY and not from_1904))


def _spoken(code: str) -> str:
    """A format with the system's own date or time spelt out."""
    if _SYSTEM_DATE.match(code):
        return _YEAR_MONTH_DAY
    return "h:mm:ss" if _SYSTEM_TIME.match(code) else code


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[tuple[_Token, ...], ...] | None:
    """The sections of a format, each as its tokens; None where there is one that is not known."""
    sections: list[list[_Token]] = [[]]
    place = 0
    while place < len(code) <= _LONGEST:
        if code[place] == ";":
            sections.append([])
            place += 1
            continue
        found = _TOKEN.match(code, place)
        if found is None or (found.lastgroup == "bracket" and not _COLOUR.fullmatch(found["bracket"])):
            return None
        place = found.end()
        sections[-1] += _token(str(found.lastgroup), str(found[str(found.lastgroup)]))
    return tuple(map(tuple, sections)) if place == len(code) and len(sections) <= _SECTIONS else None


def _token(kind: str, text: str) -> Iterator[_Token]:
    if kind in {"quoted", "escaped", "money", "plain"}:
        yield "literal", text
    elif kind == "pad":
        yield "literal", " "
    elif kind not in {"fill", "bracket"}:
        yield kind, text


def _section_for(value: Decimal, sections: tuple[tuple[_Token, ...], ...]) -> tuple[tuple[_Token, ...], Decimal]:
    """The section that a number falls into, and the number that it shows."""
    if len(sections) == _SECTIONS or (len(sections) > 1 and any(kind == "text" for kind, _ in sections[-1])):
        sections = sections[:-1]
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:  # noqa: PLR2004  positive; negative; zero
        return sections[2], value
    return sections[0], value


def _amount(value: Decimal, section: tuple[_Token, ...]) -> str | None:
    kinds = [kind for kind, _ in section]
    if "general" in kinds or "text" in kinds:
        number = _general(value)
        if number is None:
            return None
        return "".join(number if kind in {"general", "text"} else text for kind, text in section)
    digits = [place for place, kind in enumerate(kinds) if kind == "digit"]
    if not digits:
        return "".join(text for _, text in section)
    if (
        any(text == "/" for kind, text in section[digits[0] : digits[-1]] if kind == "literal")
        or kinds.count("point") > 1
    ):
        return None  # a fraction
    last = digits[-1]
    scale = _trailing(kinds, last)
    grouped = "comma" in kinds[digits[0] : last]
    point = kinds.index("point") if "point" in kinds else None
    decimals = sum(place > point for place in digits) if point is not None else 0
    scaled = abs(value) * 100 ** kinds.count("share") / Decimal(1000) ** scale
    if scaled >= Decimal(10) ** 27:
        return None
    whole, _, part = f"{scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".partition(".")
    border = point if point is not None else last + 1
    left = _whole([token for token in section[:border] if token[0] != "comma"], whole, grouped=grouped)
    right = _part(section[border:], part)
    sign = "-" if value < 0 and (whole.strip("0") or part.strip("0")) else ""
    return sign + left + right


def _trailing(kinds: list[str], last: int) -> int:
    """How many commas follow the last digit: each makes thousands of it."""
    count = 0
    while last + 1 + count < len(kinds) and kinds[last + 1 + count] == "comma":
        count += 1
    return count


def _whole(tokens: list[_Token], digits: str, *, grouped: bool) -> str:
    """The digits before the point, put into their places from the right; what is left goes before the first."""
    remaining = digits.lstrip("0")
    places = sum(kind == "digit" for kind, _ in tokens)
    pieces: list[str] = []
    written = 0
    for kind, text in reversed(tokens):
        if kind != "digit":
            pieces.append("%" if kind == "share" else text)
            continue
        places -= 1
        taken = remaining if places == 0 else remaining[-1:]
        remaining = "" if places == 0 else remaining[:-1]
        for digit in reversed(taken or {"0": "0", "?": " ", "#": ""}[text]):
            if grouped and written and written % 3 == 0 and digit != " ":
                pieces.append(",")
            pieces.append(digit)
            written += 1
    return "".join(reversed(pieces))


def _part(tokens: tuple[_Token, ...], digits: str) -> str:
    """The point and the digits after it; `#` shows no zero at the end."""
    kept = digits.rstrip("0")
    text, place = "", 0
    for kind, sign in tokens:
        if kind == "digit":
            text += digits[place] if place < len(kept) or sign == "0" else " " if sign == "?" else ""
            place += 1
        elif kind != "comma":
            text += "%" if kind == "share" else sign
    return text


def _general(value: Decimal) -> str | None:
    """As 常规 shows a number in a column that is wide enough: eleven characters, without exponent."""
    if value == 0:
        return "0"
    if not _SMALLEST_GENERAL <= abs(value) < _LARGEST_GENERAL:
        return None
    decimals = max(0, _GENERAL_DIGITS - len(str(int(abs(value)))))
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: float, section: tuple[_Token, ...], *, from_1904: bool) -> str | None:
    if not 0 <= value < _LAST_DAY + 1:
        return None
    seconds = round((value - int(value)) * 86_400)
    days, seconds = int(value) + seconds // 86_400, seconds % 86_400
    day = serial_day(days, from_1904=from_1904)
    needs_day = any(kind == "when" and text[0].lower() in "yeda" for kind, text in section)
    if day is None and needs_day:
        return None
    moment = datetime.combine(day or date(1900, 1, 1), datetime.min.time()) + timedelta(seconds=seconds)
    total = days * 86_400 + seconds
    has_noon = any(kind == "noon" for kind, _ in section)
    pieces = []
    for place, (kind, text) in enumerate(section):
        if kind == "when":
            unit = "min" if text[0] in "mM" and _is_minute(section, place) else text[0].lower()
            if unit == "m" and day is None:
                return None
            piece = _when(moment, unit, text.lower(), has_noon=has_noon)
        elif kind == "noon":
            piece = _noon(moment, text)
        elif kind == "elapsed":
            piece = str(total // {"h": 3600, "m": 60, "s": 1}[text[0].lower()]).zfill(len(text))
        else:
            piece = {"share": "%"}.get(kind, text)
        if piece is None:
            return None
        pieces.append(piece)
    return "".join(pieces)


def _is_minute(section: tuple[_Token, ...], place: int) -> bool:
    """Whether an m means minutes: it follows hours or goes before seconds."""
    units = [(at, text[0].lower()) for at, (kind, text) in enumerate(section) if kind in {"when", "elapsed"}]
    before = next((unit for at, unit in reversed(units) if at < place), "")
    after = next((unit for at, unit in units if at > place), "")
    return len(section[place][1]) <= 2 and (before == "h" or after == "s")  # noqa: PLR2004  m or mm


def _when(moment: datetime, unit: str, text: str, *, has_noon: bool) -> str | None:
    """A part of a date or time, as long as its letters say."""
    length = len(text)
    if unit in "ye":
        return f"{moment.year % 100:02d}" if unit == "y" and length <= 2 else str(moment.year)  # noqa: PLR2004
    if unit == "a":
        return ("星期" if length > 3 else "") + _WEEK[moment.weekday()]  # noqa: PLR2004
    name = {"m": _MONTHS[moment.month - 1], "d": _WEEKDAYS[moment.weekday()]}.get(unit, "")
    if length > 2 and name:  # noqa: PLR2004
        return {3: name[:3], 4: name, 5: name[0] if unit == "m" else name}.get(length, name)
    if "." in text:
        return None  # of a second
    hour = (moment.hour % 12 or 12) if has_noon else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "min": moment.minute, "s": moment.second}[unit]
    return str(number).zfill(min(length, 2))


def _noon(moment: datetime, text: str) -> str:
    before, after = text.split("/")
    return before if moment.hour < 12 else after  # noqa: PLR2004  noon
