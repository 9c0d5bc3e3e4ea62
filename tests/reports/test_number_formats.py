"""Numbers as a cell of Excel in Chinese shows them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.reports.format_codes import BUILT_IN
from jiukun.reports.number_formats import day_of, serial_day, shown_number, shown_text

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
    (138000000000, "General", "1.38E+11"),
    (123456789012, "General", "1.23457E+11"),
    (-0.00001, "General", "-1E-05"),
    (0.5, "# ?/?", "1/2"),
    (3.5, "# ?/?", "3 1/2"),
    (0.3, "# ??/??", "3/10"),
    (2.999, "# ?/?", "3"),
    (-0.375, '# ?/8"吨"', "-3/8吨"),
    (0, "# ?/?", "0"),
    (1.25, "?/?", "5/4"),
    (100000, "0.00E+00", "1.00E+05"),
    (999999, "0.0E+0", "1.0E+6"),
    (0.00012, "0.0E-00", "1.2E-04"),
    (123456, "##0.0E+0", "123.5E+3"),
    (8, "[DBNum1]0", "八"),
    (123, "[DBNum1][$-804]General", "一百二十三"),
    (100500, "[DBNum1][$-804]General", "一十万〇五百"),
    (10100050, "[DBNum2][$-804]G/通用格式", "壹仟零壹拾万零伍拾"),
    (100000001, "[DBNum1]General", "一亿〇一"),
    (12.5, '[DBNum2][$-804]General"元"', "壹拾贰.伍元"),
    (105, "[DBNum1][$-804]0", "一〇五"),
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二二年八月二十六日"),
    (DAY, '[DBNum1][$-804]m"月"d"日";@', "八月二十六日"),
    (DAY - 16, '[DBNum1][$-804]m"月"d"日"', "八月十日"),
    (5, "[>3]0;[<0]-0;0.0", "5"),
    (2, "[>3]0;[<0]-0;0.0", "2.0"),
    (-2, "[>3]0;[<0]-0;0.0", "-2"),
    (12000, '[>=10000]0!.0,"万";0', "1.2万"),
    (9000, '[>=10000]0!.0,"万";0', "9000"),
    (-12000, "[>100]0.0;0", "-12000"),
    (59, "[红色][<60]0;[蓝色]0", "59"),
    (-5, "[颜色10]0.0;[Color 3]-0.0", "-5.0"),
    (DAY, "[$-804]mmmm", "八月"),
    (DAY, "[$-804]dddd", "星期五"),
    (0.712, "[$-804]AM/PM h:mm", "下午 5:05"),
    (0.712, "[$-409]h:mm AM/PM;@", "5:05 PM"),
    (1.75, "[h]:mm:ss;@", "42:00:00"),
    (0.5 + 12.25 / 86400, "h:mm:ss.00", "12:00:12.25"),
    (0.00066, "mm:ss.0", "00:57.0"),
]
UNKNOWN = [
    (5, "[>10]0;[<3]0"),  # Excel shows ####
    (60, "yyyy-m-d"),  # the 29th of February 1900
    (-1, "yyyy-m-d"),
    (DAY, "[$-804]mmm"),
    (DAY, "[DBNum3]0"),
    (DAY, "[ENG]0"),
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
    assert shown_number(DAY - 1462, "yyyy/m/d", from_1904=True) == "2022/8/26"
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
