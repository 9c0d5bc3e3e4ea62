"""Printed by LibreOffice, not one character of a report is missing, cut or covered; the text is where it belongs."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

import rendering
from jiukun.outputs.workbook import _OFFICIAL, render_day, render_official
from jiukun.tables import Cell, Column, Head, ListSheet, Mark, OfficialTable, Row

HEADS = ("序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划")
HEAD = Head("州政府办公室", "样例总", "0908-5550100", "2022年8月26日")
SENTENCES = (
    "截至8月26日16时，开门门店增至4487家，复市率72.2%，比前一日多385家。",
    "（一）走访情况。当日走访企业和门店512户，收集问题149个，现场解决110个。",
    "12345热线涉企来电64件，办结60件；APP预约扫码入店，LED屏滚动播放政策。",
    "“欠费不停供”政策惠及小微企业1286户，缓缴水电气费用356.8万元。",
    "",
    "　　首行缩进的一段：各县（市）组织自查，没有发现新增拖欠。",
)


def paragraphs(dice: random.Random, length: int) -> str:
    """Text of at least so many characters, of several paragraphs."""
    text = ""
    while len(text) < length:
        text += dice.choice(SENTENCES) + dice.choice(["", "", "\n"])
    return text.strip()


def row(
    number: int, done: str, problems: str = "无", plans: str = "继续推进。", task: str = "促进市场主体复工复市"
) -> Row:
    return Row(number, task, "州工信局、市场监督管理局", Cell(done), Cell(problems), Cell(plans))


def mixed_rows() -> list[Row]:
    """120 rows of all lengths, among them marked ones."""
    dice = random.Random(27)
    rows = []
    for number in range(1, 121):
        lengths = [dice.choice([2, 30, 90, 200, 400, 900]) for _ in range(3)]
        done, problems, plans = (Cell(paragraphs(dice, length)) for length in lengths)
        if number % 17 == 0:
            done, problems, plans = Cell("未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP)
        rows.append(Row(number, "扩大实施社保费缓缴政策", "州人社局、医保局", done, problems, plans))
    return rows


LONG = paragraphs(random.Random(1), 6_000)
STRANGE = [
    row(1, "很长的网址 https://www.example.cn/" + "a-very-long-path/" * 40 + "?q=1"),
    row(2, "W" * 700, "m" * 300, "@%" * 200),
    row(3, "\n".join(f"{number}." for number in range(1, 60))),
    row(4, "😀🏭" * 120 + "复工", "①②③④⑤" * 60, "——……" * 60),
    row(5, "第一段。\n\n\n\n最后一段。", "　　缩进", "甲\t乙"),
    row(6, "=cmd|' /C calc'!A0", "#N/A", "+86 13800000000"),
    row(7, "标点，，，、、、。。。；；；" * 30, "“”（）《》【】" * 30, "ABC，def；" * 60),
    row(8, "无", task="名称特别长的措施" * 30),
    Row(
        9,
        "牵头单位很多",
        "、".join(f"第{number}个牵头单位" for number in range(1, 60)),
        Cell("无"),
        Cell("无"),
        Cell("无"),
    ),
]
TABLES = {
    "long": [row(1, LONG, LONG[:700], "继续推进。"), row(2, "最后一项。")],
    "endless": [row(1, paragraphs(random.Random(2), 40_000))],
    "mixed": mixed_rows(),
    "strange": STRANGE,
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[rendering.Page]]:
    """The pages of every table, printed in one run."""
    rendering.require()
    books = {name: render_day(OfficialTable("情况汇总表", HEAD, tuple(rows)), ()) for name, rows in TABLES.items()}
    books["unit"] = render_official(OfficialTable("情况汇总表", HEAD, (row(1, LONG[:2_000]),), signature=True))
    books["lists"] = render_day(
        OfficialTable("情况汇总表", HEAD, (row(1, "无"),)),
        (ListSheet("问题清单", (Column("序号", 3), Column("存在问题", 40)), ((1, LONG[:3_000]), (2, "无"))),),
    )
    pdfs = rendering.pdfs(books, tmp_path_factory.mktemp("printed"))
    return {name: rendering.pages(pdf) for name, pdf in pdfs.items()}


@pytest.mark.parametrize("name", [*TABLES, "unit", "lists"])
def test_every_character_is_to_be_seen(printed: dict[str, Sequence[rendering.Page]], name: str) -> None:
    assert rendering.faults(printed[name]) == []


@pytest.mark.parametrize("name", ["long", "endless", "mixed"])
def test_each_column_holds_its_texts_in_order(printed: dict[str, Sequence[rendering.Page]], name: str) -> None:
    """Below the headings, which `columns_of` finds on every page or fails."""
    shares = [field.points for field in _OFFICIAL]
    shown = rendering.columns_of(printed[name], HEADS, shares)
    rows = TABLES[name]
    for place, texts in (
        (3, [one.done for one in rows]),
        (4, [one.problems for one in rows]),
        (5, [one.plans for one in rows]),
    ):
        expected = rendering.squeezed("".join(cell.text for cell in texts))
        assert shown[place] == expected


def test_the_strange_is_all_there(printed: dict[str, Sequence[rendering.Page]]) -> None:
    shown = "".join(word.text for page in printed["strange"] for word in page.body)
    for text in ("https://www.example.cn/", "=cmd|'", "#N/A", "最后一段。", "第59个牵头单位", "59."):
        assert text in shown
    assert shown.count("W") == 700
    assert shown.count("名称特别长的措施") >= 29


def test_every_page_has_its_number_and_is_filled(printed: dict[str, Sequence[rendering.Page]]) -> None:
    for pages in printed.values():
        for number, page in enumerate(pages, 1):
            assert f"—{number}—" in rendering.squeezed(
                "".join(word.text for word in sorted(page.words, key=lambda w: (round(w.top), w.left)))
            )
    filled = [max(word.bottom for word in page.body) for page in printed["endless"][:-1]]
    assert min(filled) > printed["endless"][0].height * 0.6


def test_the_signature_stands_below_the_table(printed: dict[str, Sequence[rendering.Page]]) -> None:
    last = printed["unit"][-1].body
    assert last[-1].text == "主要领导签字："
