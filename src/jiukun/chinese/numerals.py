"""Chinese numerals: 十五, 一百零三, 二〇二二, and back."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_TENS = {"廿": 20, "卅": 30}
CHARACTERS = "".join((*_DIGITS, *_UNITS, *_LARGE, *_TENS))
_LONGEST = 30


def parse_numeral(text: str) -> int | None:
    """The number that Chinese numerals or digits of any width mean, None for anything else."""
    if not text or len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if any(character not in CHARACTERS for character in text):
        return None
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _sum(text)


def _sum(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section, digit = section + _TENS[character], 0
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        else:
            total, section, digit = (total + section + digit) * _LARGE[character], 0, 0
    return total + section + digit


def chinese_numeral(number: int) -> str:
    """十五, 一百零三: as headings are numbered; digits beyond 9,999."""
    if not 0 < number < 10_000:  # no document numbers its items beyond
        return "〇" if number == 0 else str(number)
    text = ""
    for unit, sign in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + sign
        elif text and not text.endswith("零"):
            text += "零"
    text = text.rstrip("零")
    return text.removeprefix("一") if text.startswith("一十") else text
