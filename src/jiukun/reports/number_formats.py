"""Numbers, shares, amounts, dates and times as a cell of Excel in Chinese shows them."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import takewhile
from operator import eq, ge, gt, le, lt, ne

from jiukun.chinese.numerals import chinese_numeral
from jiukun.reports.format_codes import Section, Token, sections

_OPERATORS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_POSITIVE_AND_MORE = 4  # sections: positive, negative, zero, text
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LEAP_DAY = 60  # the 29th of February 1900, which only Excel knows
_LAST_DAY = 2_958_465  # the 31st of December 9999
_LARGEST_GENERAL, _SMALLEST_GENERAL = Decimal(10) ** 11, Decimal("0.0001")
_GENERAL_DIGITS, _EXPONENT_DIGITS = 10, 5
_MOST = Decimal(10) ** 27
_WEEK = "一二三四五六日"
_UNITS = {"〇": ("十百千", "万亿"), "零": ("拾佰仟", "万亿")}
_FRACTION = re.compile(r"(?P<whole>[0#?]+\s+)?[0#?]+/(?:(?P<fixed>[1-9]\d{0,4})|(?P<places>[0#?]{1,4}))")
_EMPTY = {"0": "0", "?": " ", "#": ""}  # what a place shows that no digit falls into
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def shown_number(value: float, code: str, *, from_1904: bool = False) -> str | None:
    """What a cell with a number shows; None where that cannot be told as Excel would."""
    parts = sections(code)
    section, amount = _section_for(Decimal(f"{value:.15g}"), parts) if parts else (None, Decimal())
    if section is None:
        return None
    if {"when", "elapsed", "noon"}.intersection(section.kinds):
        return _moment(value, section, from_1904=from_1904)
    return _amount(amount, section)


def shown_text(text: str, code: str) -> str:
    """What a cell with a text shows: most formats leave it as it is, `;;;` hides it."""
    parts = sections(code)
    last = parts[-1] if parts else None
    if last is None or (len(parts or ()) < _POSITIVE_AND_MORE and "text" not in last.kinds):
        return text
    return "".join(text if kind == "text" else literal for kind, literal in last.tokens)


def day_of(value: float, code: str, *, from_1904: bool = False) -> date | None:
    """The date of a cell that shows one; None where it shows none."""
    parts = sections(code)
    if not parts or not any(kind == "when" and text[0] in "ydeYDE" for kind, text in parts[0].tokens):
        return None
    return serial_day(value, from_1904=from_1904)


def serial_day(value: float, *, from_1904: bool = False) -> date | None:
    """The date that Excel counts as a number of days."""
    days = int(value)
    if not (0 if from_1904 else 1) <= days <= _LAST_DAY - 1462 * from_1904 or (days == _LEAP_DAY and not from_1904):
        return None
    return _FIRST_DAYS[from_1904] + timedelta(days=days + (days < _LEAP_DAY and not from_1904))


def _section_for(value: Decimal, parts: tuple[Section, ...]) -> tuple[Section | None, Decimal]:
    """The section that a number falls into, and the number that it shows: one for negatives needs no minus."""
    if len(parts) == _POSITIVE_AND_MORE or (len(parts) > 1 and "text" in parts[-1].kinds):
        parts = parts[:-1]
    if any(part.condition for part in parts):
        for part in parts:
            sign, bound = part.condition or ("", value)
            if not sign or _OPERATORS[sign](value, bound):
                return part, abs(value) if sign in {"<", "<="} and bound <= 0 else value
        return None, value
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    return parts[2 if value == 0 and len(parts) > 2 else 0], value  # positive; negative; zero


def _amount(value: Decimal, section: Section) -> str | None:
    kinds, tokens = section.kinds, section.tokens
    if "general" in kinds or "text" in kinds:
        text_of_it = _spelled(f"{value:f}", section.digits) if section.digits else _general(value)
        return "".join(text_of_it if kind in {"general", "text"} else text for kind, text in tokens)
    digits = [place for place, kind in enumerate(kinds) if kind == "digit"]
    if not digits:
        return "".join(text for _, text in tokens)
    if kinds.count("point") > 1:
        return None
    number: str | None
    if "exponent" in kinds:
        number = _with_exponent(abs(value), tokens, kinds.index("exponent"))
    elif ("literal", "/") in tokens[digits[0] :]:
        number = _with_fraction(abs(value), tokens, digits[0])
    else:
        number = _decimal(abs(value), tokens)
    if number is None:
        return None
    return section.in_its_digits(f"-{number}" if value < 0 and re.search("[1-9]", number) else number)


def _decimal(value: Decimal, tokens: tuple[Token, ...]) -> str | None:
    """A number without sign in the places of a format."""
    kinds = [kind for kind, _ in tokens]
    last = max(place for place, kind in enumerate(kinds) if kind == "digit")
    scale = len([*takewhile("comma".__eq__, kinds[last + 1 :])])
    grouped = "comma" in kinds[kinds.index("digit") : last]
    border = kinds.index("point") if "point" in kinds else last + 1
    decimals = kinds[border:].count("digit")
    scaled = value * 100 ** kinds.count("share") / Decimal(1000) ** scale
    if scaled.scaleb(decimals) >= _MOST:  # more digits than can be told apart
        return None
    whole, _, part = f"{scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".partition(".")
    left, right = ([token for token in half if token[0] != "comma"] for half in (tokens[:border], tokens[border:]))
    return _whole(left, whole.lstrip("0"), grouped=grouped) + _part(right, part)


def _whole(tokens: Sequence[Token], digits: str, *, grouped: bool) -> str:
    """The digits before the point, put into their places from the right; what is left goes before the first."""
    places = sum(kind == "digit" for kind, _ in tokens)
    shown, written = "", 0
    for kind, text in reversed(tokens):
        if kind != "digit":
            shown = text + shown
            continue
        places -= 1
        taken, digits = (digits, "") if places == 0 else (digits[-1:], digits[:-1])
        for digit in reversed(taken or _EMPTY[text]):
            comma = "," if grouped and written and written % 3 == 0 and digit != " " else ""
            shown = digit + comma + shown
            written += 1
    return shown


def _part(tokens: Sequence[Token], digits: str) -> str:
    """The point and the digits after it; `#` shows no zero at the end."""
    left, text = digits.rstrip("0"), ""
    for kind, sign in tokens:
        if kind == "digit":
            text += left[:1] or _EMPTY[sign]
            left = left[1:]
        else:
            text += sign
    return text


def _with_exponent(value: Decimal, tokens: tuple[Token, ...], border: int) -> str | None:
    """1.20E+05; with several digits before the point the exponent is a multiple of their number."""
    mantissa = tokens[:border]
    kinds = [kind for kind, _ in mantissa]
    if "digit" not in kinds or "share" in kinds:
        return None
    whole = kinds[: kinds.index("point") if "point" in kinds else None].count("digit") or 1
    decimals = kinds.count("digit") - whole if "point" in kinds else 0
    exponent = value.adjusted() // whole * whole if value else 0
    if value and round(value.scaleb(-exponent), decimals) >= Decimal(10) ** whole:
        exponent += whole
    number = _decimal(value.scaleb(-exponent), mantissa)
    sign = "-" if exponent < 0 else "+" if tokens[border][1] == "+" else ""
    return (
        None if number is None else f"{number}E{sign}" + _whole(tokens[border + 1 :], str(abs(exponent)), grouped=False)
    )


def _with_fraction(value: Decimal, tokens: tuple[Token, ...], first: int) -> str | None:
    """3 1/2: as near as the denominator that is given, or its number of digits, allows."""
    code = "".join(text for _, text in tokens[first:])
    found = _FRACTION.match(code)
    if not found:
        return None
    whole, rest = divmod(Fraction(value), 1) if found["whole"] else (0, Fraction(value))
    if found["fixed"]:
        above, below = round(rest * int(found["fixed"])), int(found["fixed"])
    else:
        above, below = rest.limit_denominator(10 ** len(found["places"]) - 1).as_integer_ratio()
    if found["whole"] and above == below:
        whole, above = whole + 1, 0
    fraction = f"{above}/{below}" if above or not found["whole"] else ""
    text = f"{whole} {fraction}".strip() if whole or not fraction else fraction
    return "".join(text for _, text in tokens[:first]) + text + code[found.end() :]


def _general(value: Decimal) -> str:
    """As 常规 shows a number in a column that is wide enough: eleven characters, else an exponent."""
    if value == 0:
        return "0"
    if not _SMALLEST_GENERAL <= abs(value) < _LARGEST_GENERAL:
        digits, _, exponent = f"{value:.{_EXPONENT_DIGITS}E}".partition("E")
        return f"{digits.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].zfill(2)}"
    decimals = max(0, _GENERAL_DIGITS - len(str(int(abs(value)))))
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _spelled(number: str, digits: str) -> str:
    """A number in Chinese, with 十, 百, 千: 一百〇五."""
    small, large = _UNITS[digits[0]]
    sign, bare = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, point, part = bare.partition(".")
    text = ""
    for place, digit in enumerate(reversed(whole)):
        unit = small[place % 4 - 1] if place % 4 and digit != "0" else ""
        border = large[(place // 4 - 1) % 2] if place and place % 4 == 0 else ""
        text = digits[int(digit)] + unit + border + text
    zero = digits[0]
    text = re.sub(f"{zero}+", zero, text)
    text = re.sub(f"{zero}(?=[{large}])", "", text).replace("亿万", "亿").rstrip(zero) or zero
    return sign + text + point + "".join(digits[int(digit)] for digit in part)


def _moment(value: float, section: Section, *, from_1904: bool) -> str | None:
    """A date or time of day, or hours and more that have passed."""
    if not 0 <= value < _LAST_DAY + 1:
        return None
    tokens = section.tokens
    units = [_unit(tokens, place) for place in range(len(tokens))]
    seconds = round(value * 86_400, max(len(text.partition(".")[2]) for _, text in tokens))
    day = serial_day(seconds // 86_400, from_1904=from_1904)
    if day is None and not set("yemda").isdisjoint(units):
        return None
    moment = datetime.combine(day or date(1900, 1, 1), datetime.min.time()) + timedelta(seconds=seconds % 86_400)
    pieces: list[str | None] = []
    for unit, (kind, text) in zip(units, tokens, strict=True):
        if kind == "when":
            pieces.append(_when(moment, unit, text, section))
        elif kind == "noon":
            before, after = ("上午", "下午") if section.is_chinese else text.split("/")
            pieces.append(before if moment.hour < 12 else after)
        elif kind == "elapsed":
            pieces.append(str(int(seconds) // _SECONDS[text[0].lower()]).zfill(len(text)))
        else:
            pieces.append(text)
    return None if None in pieces else "".join(filter(None, pieces))


def _unit(tokens: tuple[Token, ...], place: int) -> str:
    """What a sign of a date means: a letter, `min` for an m that follows hours or goes before seconds."""
    kind, text = tokens[place]
    if kind != "when":
        return ""
    letters = "".join(text[0].lower() if kind in {"when", "elapsed"} else " " for kind, text in tokens)
    is_time = letters[:place].rstrip().endswith("h") or letters[place + 1 :].lstrip().startswith("s")
    is_minute = text[0] in "mM" and len(text) <= 2 and is_time
    return "min" if is_minute else text[0].lower()


def _when(moment: datetime, unit: str, text: str, section: Section) -> str | None:
    """A part of a date or time, as long as its letters say."""
    length = len(text)
    if unit in "ye":
        return section.in_its_digits(str(moment.year)[2 if unit == "y" and length <= 2 else 0 :])
    if unit == "a":
        return ("星期" if length > 3 else "") + _WEEK[moment.weekday()]
    if length > 2 and unit in "md":
        return _named(moment, unit, length, is_chinese=section.is_chinese)
    if unit == "s" and "." in text:
        return f"{moment:%S.%f}"[: -6 + len(text.partition(".")[2])]
    hour = (moment.hour % 12 or 12) if "noon" in section.kinds else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "min": moment.minute, "s": moment.second}[unit]
    if section.digits:
        return re.sub("^一(?=十)", "", _spelled(str(number), section.digits))
    return str(number).zfill(min(length, 2))


def _named(moment: datetime, unit: str, length: int, *, is_chinese: bool) -> str | None:
    """The name of a month or weekday: 八月 or August; the short names in Chinese differ by version."""
    if is_chinese:
        name = f"{chinese_numeral(moment.month)}月" if unit == "m" else f"星期{_WEEK[moment.weekday()]}"
        return name if length == 4 else None
    name = month_name[moment.month] if unit == "m" else day_name[moment.weekday()]
    return name[: {3: 3, 5: 1}.get(length)] if unit == "m" or length == 3 else name
