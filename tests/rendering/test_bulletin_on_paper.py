"""The bulletin as it is printed: the measures of GB/T 9704-2012, in the fonts of real computers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from jiukun.products.letter import Letter, Paragraph, Place
from jiukun.products.tables import About
from jiukun.rendering.bulletin_docx import render_letter
from support import rendering
from support.font_sets import FontSet
from support.rendering import Page

LINES, CHARACTERS = 22, 28  # of a full page (5.2.3)
MM = 72 / 25.4
LETTER = Letter(
    About("关于报送情况的通报", "测试方案", "州政府办公室", date(2022, 8, 6)),
    (
        Paragraph(Place.TITLE, "关于自治州稳就业若干措施\n分工方案报送情况的通报"),
        Paragraph(Place.ADDRESSEE, "国" * 1600),
    ),
    "州政府办公室",
    "2022年8月6日",
)


@pytest.fixture(scope="module", params=[FontSet.OWN, FontSet.NOTO, FontSet.SONG])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    rendering.require()
    folder = tmp_path_factory.mktemp("bulletin")
    return rendering.pages(rendering.pdfs({"b": render_letter(LETTER)}, folder, request.param, "docx")["b"])


def lines_of(page: Page) -> list[str]:
    """The lines of running text, from top to bottom."""
    lines: dict[int, str] = defaultdict(str)
    for word in sorted(page.words, key=lambda word: (word.top, word.left)):
        lines[round(word.top)] += word.text
    return [text for _, text in sorted(lines.items()) if set(text) == {"国"}]


def test_a_full_page_has_22_lines_of_28_characters(pages: list[Page]) -> None:
    assert [len(line) for line in lines_of(pages[1])] == [CHARACTERS] * LINES


def test_a_title_breaks_where_its_lines_end(pages: list[Page]) -> None:
    found = [word.text for word in sorted(pages[0].words, key=lambda word: word.top)][:4]
    assert found[-2:] == ["关于自治州稳就业若干措施", "分工方案报送情况的通报"]


def test_page_numbers_stand_outside_7_mm_below_the_type_area(pages: list[Page]) -> None:
    for place, page in enumerate(pages, 1):
        dashes = [word for word in page.words if word.text == "—"]
        left, right = min(word.left for word in dashes) / MM - 28, 210 - 26 - max(word.right for word in dashes) / MM
        assert (right if place % 2 else left) == pytest.approx(14 / MM, abs=1.5)
        middle = (dashes[0].top + dashes[0].bottom) / 2 / MM
        assert middle - (297 - 35) == pytest.approx(7 + 2.5, abs=1.5)


def test_the_imprint_stands_at_the_foot_of_the_last_page(pages: list[Page]) -> None:
    printed = next(word for word in pages[-1].words if word.text.endswith("印发"))
    copies = next(word for word in pages[-1].words if word.text.endswith("抄送："))
    assert printed.bottom / MM == pytest.approx(297 - 35, abs=2.5)
    assert copies.bottom < printed.top + 1


def test_the_imprint_goes_to_a_page_of_its_own_where_it_has_no_room(tmp_path: Path) -> None:
    """It covers nothing, however full the last page is."""
    rendering.require()
    letters = {
        f"{lines} lines": LETTER._replace(parts=(Paragraph(Place.ADDRESSEE, "国" * CHARACTERS * lines),))
        for lines in range(12, 21)
    }
    files = {name: render_letter(letter) for name, letter in letters.items()}
    for pdf in rendering.pdfs(files, tmp_path, kind="docx").values():
        printed = rendering.pages(pdf)
        assert rendering.faults(printed) == []
        assert any("抄送：" in word.text for word in printed[-1].words)
