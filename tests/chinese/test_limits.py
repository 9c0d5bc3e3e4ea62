"""Time limits (完成时限) in a plan's words, by a table."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.chinese.dates import parse_limit

LIMITS = {
    "2022-12-31": """2022年底 2022年末 2022年内 2022年底前 2022年年底 2022年 2022年度 年底 年内 今年底 今年年底前 全年
        到2022年底 12月31日前 2022年12月31日 2022-12-31 2022/12/31前 ２０２２年底 四季度 2022年第四季度末 下半年
        12月底前全部完成 十二月底 二〇二二年十二月三十一日前 2022.12.31 二〇二二年底""",
    "2023-06-30": "明年6月底 次年上半年 明年六月三十日前",
    "2023-12-31": "明年底 明年年底前 明年",
    "2022-06-30": "6月底 6月 6月份 6月下旬 上半年 二季度末 第2季度 今年6月底 2022年6月底前办结",
    "2022-09-10": "9月上旬 9月10日 9月10号之前 2022年9月10日止 于9月10日前办结",
    "2022-09-20": "9月中旬",
    "2022-02-28": "2月底",
    "2024-02-29": "2024年2月",
    "": """长期坚持 持续推进 立即 尽快完成 13月底 0月 2月30日 月底前 五季度 季度 9月至12月 印发后30日内 完成 年
        2022年8 2022.13.1 一百年底 十三月底""",
}


@pytest.mark.parametrize(("words", "day"), [(limit, day) for day, words in LIMITS.items() for limit in words.split()])
def test_the_last_day_of_a_time_limit(words: str, day: str) -> None:
    assert parse_limit(words, 2022) == (date.fromisoformat(day) if day else None)


@given(st.text("0123456789年月日底末前上中下旬半季度一二三四第今全内于到完成 ", max_size=12))
def test_no_words_of_a_time_limit_are_too_much(words: str) -> None:
    found = parse_limit(words, 2022)
    assert found is None or isinstance(found, date)
