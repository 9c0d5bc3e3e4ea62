"""Per cents: only all is 100 %, only none is 0 %."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.evidence.standing_words import percent


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        *((0, 0, ""), (0, 7, "0%"), (7, 7, "100%"), (1, 2, "50%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (11, 12, "91.7%")),
        *((1, 16, "6.3%"), (9999, 10000, "99.9%"), (1, 10000, "0.1%"), (1, 8, "12.5%")),
    ],
)
def test_per_cents(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_per_cent_is_near_its_share(part: int, rest: int) -> None:
    shown = percent(part, part + rest)
    assert abs(float(shown.rstrip("%")) / 100 - part / (part + rest)) <= 0.001
    assert shown != "100%"
    assert (shown == "0%") == (part == 0)
