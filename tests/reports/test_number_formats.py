"""Numbers as a cell of Excel in Chinese shows them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.reports.number_formats import BUILT_IN, day_of, serial_day, shown_number, shown_text

DAY = 44799  # 2022-08-26, a Friday
SHOWN = [
    (0.85, "0%", "85%"),
    (0.8567, "0.0%", "85.7%"),
    (12345.5, "#,##0.00", "12,345.50"),
    (7, "000", "007"),
    (3.14159, "0.00", "3.14"),
    (2.5, "0", "3"),
    (0.125, "0.00", "0.13"),
    (-5, "0.00", "-5.00"),
    (-0.001, "0.00", "0.00"),
    (1234567, "#,##0", "1,234,567"),
    (-1234.5, "#,##0;[Red](#,##0)", "(1,235)"),
    (-1234.5, "#,##0;[红色]-#,##0", "-1,235"),
    (0, '0;-0;"无"', "无"),
    (12, '0"户"', "12户"),
    (3, '"第"0"项"', "第3项"),
    (12, "0户", "12户"),
    (123456, '0!.0,"万"', "12.3万"),
    (123456789, '0.00,,"百万"', "123.46百万"),
    (9087654, "0000-0000", "0908-7654"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234.5, "¥#,##0.00;¥-#,##0.00", "¥1,234.50"),
    (1234.5, BUILT_IN[44], " ¥1,234.50 "),
    (0, BUILT_IN[41], " - "),
    (1234567.891, "#,##0.##", "1,234,567.89"),
    (0.5, ".00", ".50"),
    (5, ";;;", ""),
    (5, "@", "5"),
    (12345, 'G/通用格式"元"', "12345元"),
    (13800000000, "General", "13800000000"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (123.4567890123, "General", "123.456789"),
    (-12, "General", "-12"),
    (DAY, BUILT_IN[14], "2022/8/26"),
    (DAY, 'm"月"d"日"', "8月26日"),
    (DAY, BUILT_IN[58], "8月26日"),
    (DAY, '[$-804]yyyy"年"m"月"d"日";@', "2022年8月26日"),
    (DAY, "[$-F800]dddd, mmmm dd, yyyy", "2022年8月26日"),
    (DAY, "yyyy-mm-dd;@", "2022-08-26"),
    (DAY, "yy.m.d", "22.8.26"),
    (DAY, "[$-804]aaaa", "星期五"),
    (DAY, "aaa", "五"),
    (DAY, "d-mmm-yy", "26-Aug-22"),
    (DAY + 0.7118, "yyyy/m/d h:mm", "2022/8/26 17:05"),
    (0.75, "h:mm:ss", "18:00:00"),
    (0.5, "h:mm AM/PM", "12:00 PM"),
    (0.25, '上午/下午h"时"mm"分"', "上午6时00分"),
    (1.5, "[h]:mm", "36:00"),
    (0.0005, "mm:ss", "00:43"),
]
UNKNOWN = [
    (138000000000, "General"),  # 1.38E+11
    (0.00001, "General"),
    (0.5, "# ?/?"),
    (100000, "0.00E+00"),
    (8, "[DBNum1]0"),
    (5, "[>3]0;[<0]-0"),
    (60, "yyyy-m-d"),  # the 29th of February 1900
    (-1, "yyyy-m-d"),
    (DAY, "[$-804]mmmm"),
    (0.5, "ss.00"),
    (5, "0" * 300),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_what_a_cell_shows(value: float, code: str, text: str) -> None:
    assert shown_number(value, code) == text


@pytest.mark.parametrize(("value", "code"), UNKNOWN)
def test_what_cannot_be_told_is_not_guessed(value: float, code: str) -> None:
    assert shown_number(value, code) is None


def test_days_are_counted_from_1900_or_1904() -> None:
    assert serial_day(1) == date(1900, 1, 1)
    assert serial_day(61) == date(1900, 3, 1)
    assert serial_day(DAY) == date(2022, 8, 26)
    assert serial_day(DAY - 1462, from_1904=True) == date(2022, 8, 26)
    assert day_of(DAY, 'm"月"d"日"') == date(2022, 8, 26)
    assert day_of(DAY, "0.00") is None
    assert day_of(0.5, "h:mm") is None


def test_formats_of_text() -> None:
    assert shown_text("甲", "General") == "甲"
    assert shown_text("甲", "0.00") == "甲"
    assert shown_text("甲", '@"局"') == "甲局"
    assert shown_text("甲", ";;;") == ""


@given(
    st.floats(-1e15, 1e15),
    st.text(st.sampled_from('0#?.,%@ymdhsEeaA/P:;[]"\\_*-元 General$¥'), max_size=24) | st.text(max_size=300),
)
def test_no_format_raises(value: float, code: str) -> None:
    shown_number(value, code)
    shown_text("甲", code)
    day_of(value, code)
