"""What of a text is seen, and what can neither be seen nor trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.chinese.text import says_nothing, seen, untrusted, visible, without_unseen

UNTRUSTED = (
    "\x00\x07\x08\x0b\x0c\x1b\x7f\x80\x9f\u061c\u115f\u1160\u17b4\u200e\u200f\u202a\u202e\u2065\u2066\u2069\u206a\u206f"
    "\u2800\u3164\uffa0\ufff9\ufffb\ufffe\uffff\ud800\U0001bca0\U0001d173\U000e0001\U000e0041\U000e007f"
    "\ufffc\U00016fe4\U00013430\U0001343f\ufdd0\ufdef\U0003ffff\U00040000\U000e1000"
)
# Emoji, letters of Arabic and Indian scripts, variants of Chinese and Mongolian letters.
JOINED = (
    "👩\u200d🌾",
    "❤\ufe0f\u200d🔥",
    "1\ufe0f⃣",
    "می\u200cخواهم",
    "ක\u200dෂ",
    "葛\U000e0100",
    "ᠠ\u180b",
    "é",
    "\ue000",
)
NOTHING = ("\u200b", "\ufeff", "\u2060", "\u00ad", "\ufe0f", "\u200d", "\u200c\u200d", "\ufe0f\u200d\ufe0f", "\u034f")


@pytest.mark.parametrize("character", UNTRUSTED, ids=ascii)
def test_what_can_neither_be_seen_nor_trusted(character: str) -> None:
    found = untrusted(f"甲{character}乙")
    assert found
    assert found.span() == (1, 2)
    assert character not in visible(character)
    assert without_unseen(f"甲{character}乙") == "甲乙"


@pytest.mark.parametrize("text", ["甲乙\n\t 　ABC１２", *JOINED], ids=ascii)
def test_what_is_seen_or_changes_what_is_seen(text: str) -> None:
    assert not untrusted(text)
    assert seen(text) == without_unseen(text) == text


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_what_shows_nothing_and_changes_nothing(nothing: str) -> None:
    assert seen(nothing) == ""
    assert seen(f"\n{nothing}\n") == "\n\n"
    if nothing != "\ufe0f":  # a sign may be chosen to look like an emoji
        assert seen(f"甲{nothing}乙").replace("\ufe0f", "") == "甲乙"


@pytest.mark.parametrize("text", ["", " \n\t　\xa0", "\u0300", "\u20dd\u302a", "\u2d7f", "\u0600", *NOTHING])
def test_what_says_nothing(text: str) -> None:
    assert says_nothing(text)
    assert not says_nothing(f"{text}无")


@pytest.mark.parametrize(
    "text", ["无", "1", "—", "√", "\ue000", "🫨", "\u0378", "\U00018cd6", "\U0002ebf0"]
)  # some newer than Python
def test_what_says_something(text: str) -> None:
    assert not says_nothing(text)


@given(st.text(st.sampled_from([*UNTRUSTED, *"".join(JOINED), *"".join(NOTHING), *"甲 \n"])))
def test_what_is_seen_is_seen_again(text: str) -> None:
    assert without_unseen(without_unseen(text)) == without_unseen(text)
    assert not untrusted(without_unseen(text))
