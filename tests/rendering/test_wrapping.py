from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiukun.rendering.sheets import wrapping
from jiukun.rendering.sheets.cutting import cut
from jiukun.rendering.sheets.wrapping import EM, capacity, count_lines, lines_within, row_height, width, wrap

SIGNS = "，。、；：？！“”‘’（）《》【】—…·％℃①№\u3000 -/?%!|\\,.;:()\"'$￥\u00a0"
WORDS = (
    "国",
    "企业",
    "已复工",
    "8月26日",
    "1,234.5",
    "96.5%",
    "abc",
    "WWW",
    "https://www.example.cn/a-b?c=1",
    "😀",
    "Ёж",
    "\n",
)
CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))  # as `sheets.clean` leaves them
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SIGNS), CHARACTERS)).map("".join)
CAPACITIES = st.integers(1, 30 * EM)


@given(TEXTS, CAPACITIES, st.integers(1, 40))
def test_pieces_joined_are_the_text_save_a_line_feed_at_a_seam(text: str, room: int, most: int) -> None:
    place = 0
    for number, piece in enumerate(cut(text, room, most)):
        assert count_lines(piece, room) <= most
        if number and not text.startswith(piece, place):
            assert text[place] == "\n"
        if number and text[place : place + 1] == "\n" and text.startswith(piece, place + 1):
            place += 1
        assert text.startswith(piece, place)
        place += len(piece)
    assert text[place:] == ""


SENTENCE = "召开复工复市专题会议，逐户摸底。"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (SENTENCE * 2, [SENTENCE * 2]),
        (SENTENCE * 10 + "\n" + SENTENCE * 10, [SENTENCE * 10, SENTENCE * 10]),  # at a paragraph
        (SENTENCE * 20, [SENTENCE * 12, SENTENCE * 8]),  # at a sentence
        ("国国，" * 110, ["国国，" * 65, "国国，" * 45]),  # at a clause
        ("国" * 330, ["国" * 200, "国" * 130]),  # nowhere better
        ("“好。”" * 82, ["“好。”" * 42, "“好。”" * 40]),  # with the sign that closes it
    ],
)
def test_where_a_text_is_cut(text: str, pieces: list[str]) -> None:
    assert cut(text, 20 * EM, 10) == pieces


@given(TEXTS, CAPACITIES)
def test_every_line_fits_or_is_one_character(text: str, room: int) -> None:
    ends = wrap(text, room)
    for start, end in pairwise([0, *ends]):
        line = text[start:end].removesuffix("\n")
        assert width(line) <= room or len(line) == 1


def breaks_anywhere(text: str, place: int) -> bool:
    return text[place] != " "


def breaks_between_words(text: str, place: int) -> bool:
    return text[place] != " " and not (text[place - 1].isascii() and text[place].isascii() and text[place - 1] != " ")


def keeps_stops(text: str, place: int) -> bool:
    return (
        breaks_between_words(text, place)
        and text[place] not in "，。、；：？！”’）》】％"
        and text[place - 1] not in "“‘（《【"
    )


def keeps_stops_with_words(text: str, place: int) -> bool:
    """As LibreOffice does: 「，2022」 holds together."""
    return keeps_stops(text, place) and not (text[place - 1] in "，。、”）》】％" and text[place].isascii())


def breaks_addresses(text: str, place: int) -> bool:
    return breaks_between_words(text, place) or text[place - 1] in "-/?|!"


def breaks_addresses_only(text: str, place: int) -> bool:
    return keeps_stops_with_words(text, place) or text[place - 1] == "/" or text[place] == "%"


RENDERERS = (
    breaks_anywhere,
    breaks_between_words,
    keeps_stops,
    keeps_stops_with_words,
    breaks_addresses,
    breaks_addresses_only,
)


@pytest.mark.parametrize("may_break", RENDERERS)
@given(text=TEXTS, room=CAPACITIES, slimness=st.floats(0.4, 1))
def test_no_renderer_needs_more_lines(
    may_break: Callable[[str, int], bool], text: str, room: int, slimness: float
) -> None:
    assert rendered_lines(text, room, may_break, slimness) <= count_lines(text, room)


def rendered_lines(text: str, room: int, may_break: Callable[[str, int], bool], slimness: float) -> int:
    """Lines of a simple renderer: the last permitted place that fits, else the last that fits."""
    count = 0
    for paragraph in text.split("\n"):
        rest = paragraph
        count += 1
        while True:
            fit = 1
            while fit < len(rest) and width(rest[: fit + 1]) * slimness <= room:
                fit += 1
            if fit >= len(rest):
                break
            rest = rest[next((place for place in range(fit, 0, -1) if may_break(rest, place)), fit) :]
            count += 1
    return count


@given(TEXTS, CAPACITIES, CAPACITIES)
def test_wider_columns_never_need_more_lines(text: str, room: int, other: int) -> None:
    assert count_lines(text, max(room, other)) <= count_lines(text, min(room, other))


@given(TEXTS, TEXTS, CAPACITIES)
def test_longer_texts_never_need_fewer_lines(text: str, more: str, room: int) -> None:
    assert count_lines(text, room) <= count_lines(text + more, room)


@given(st.text(st.sampled_from("国企，。（）“”—…aZ0 %W\u3000～Ａ")))
def test_plain_chinese_has_the_widths_of_the_table(text: str) -> None:
    assert width(text) == sum(wrapping._WIDTHS[char] for char in text)


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("", 4, [""]),
        ("国国国国", 4, ["国国国国"]),
        ("国国国国，国", 4, ["国国国", "国，国"]),
        ("国国“国国国”", 3, ["国国", "“国国", "国”"]),
        ("国国国1234", 4, ["国国国", "1234"]),
        ("国国国，1234", 6, ["国国", "国，1234"]),  # Excel keeps 国， together, and LibreOffice ，1
        ("\n国\n\n国\n", 4, ["\n", "国\n", "\n", "国\n", ""]),
        ("　　国国国", 4, ["　　国国", "国"]),
        ("aaaaaaaaaa/bbbbb", 5, ["aaaaaaa", "aaa/", "bbbbb"]),
    ],
)
def test_wrapping(text: str, ems: int, lines: list[str]) -> None:
    assert [text[start:end] for start, end in pairwise([0, *wrap(text, ems * EM)])] == lines


def test_a_long_text_is_wrapped_in_no_time() -> None:
    assert count_lines("国" * 40_000, 16 * EM) == 2500
    assert count_lines("a" * 40_000, 16 * EM) < 2500


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from((9.0, 10.5, 12.0, 22.0)))
def test_taller_rows_hold_more_lines(lines: int, other: int, size: float) -> None:
    assert (lines < other) == (row_height(lines, size) < row_height(other, size))
    assert lines_within(row_height(lines, size) + 0.001, size) == lines


def test_bold_text_finds_less_room() -> None:
    assert capacity(120, 12) == 10 * EM
    assert capacity(120, 12, bold=True) < capacity(120, 12)
    assert capacity(0.1, 12) == 1
