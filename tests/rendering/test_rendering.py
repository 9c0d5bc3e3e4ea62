"""On paper, nothing is missing, cut or covered: printed by LibreOffice and looked at."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from jiukun.products.tables import About, Cell, Column, Head, ListSheet, Mark, OfficialTable, Row
from jiukun.rendering.list_workbook import render_list, render_lists
from jiukun.rendering.sheets import table_rows, wrapping
from jiukun.rendering.summary_workbook import official_fields, render_day
from support import rendering
from support.font_sets import FontSet
from support.rendering import Page, squeezed

TITLE = "自治州贯彻落实助企纾困政策措施情况汇总表"
HEAD = Head("自治州人民政府办公室", "张三", "0908-4222222", "2022年8月26日")
TASKS = (
    ("促进市场主体复工复市", "州工信局、市场监督管理局"),
    ("降低市场主体用水用电用气等成本", "州发展改革委"),
    ("减免市场主体房屋租金", "州财政局"),
    ("落实税收减免政策", "州税务局"),
    ("落实小微企业融资担保费奖补政策", "州财政局"),
    ("扩大实施社保费缓缴政策", "州人社局、医保局"),
    ("加大普惠小微贷款支持力度", "克孜勒苏银保监分局"),
    ("加快推进旅游业复苏", "州文化体育和旅游局"),
)
SENTENCES = (
    "召开复工复市专题会议，对全州四县（市）规模以上工业企业逐户摸底；",
    "截至8月26日17时，已复工企业1234家，复工率96.5%，较昨日提高1.2个百分点。",
    "按“一企一策”要求，督促企业备足7日以上物资、药品，",
    "协调解决用工、物流、原材料等困难问题12件，其余3件正在办理。",
    "累计减免租金583.6万元，惠及承租户1,205户（含个体工商户）；",
    "对符合条件的企业做到“应享尽享、免申即享”，确保8月底前全部兑现到位。",
)
URL = "https://www.example.cn/xzgk/c101234/202208/a-very-long-name_with_underscores/index.html?from=mail&page=100%25"
ODD = {
    "emoji": "复工😀复市😁😂😃加油" * 12,
    "no font": "复工👍复市" * 12,  # with emoji of two fonts in a paragraph LibreOffice loses its place
    "addresses": f"详见{URL}，{URL}\n{URL}",
    "line feeds": "\n\n一\n\n\n二\n三",
    "short lines": "\n".join(f"{number}、已办" for number in range(60)),
    "indents": "　　一是抓落实。\n　　二是抓督办。\n" + "　" * 40 + "末",
    "tabs": "一\t二\t三\n\t四",
    "one word": "A1b2C3d4" * 60,
    "wide letters": "WWMM@@%%" * 40,
    "narrow letters": "il.,1" * 80,
    "symbols": "①②③④■□●○→×≥≤℃№Ⅳ" * 12,
    "stops": "国，1。2、3）4；5：" * 30 + "。" * 80 + "（" * 40,
    "spaces": "a b  c   d    " * 30,
    "formulas": "=1+1\n@x\n#N/A\n-1+2",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet alone in its workbook, and what its columns must show below their headings."""

    content: bytes
    heads: Sequence[str]
    widths: Sequence[float]
    texts: Sequence[str]


def text(dice: random.Random, least: int = 80, most: int = 400) -> str:
    size = dice.randint(least, most)
    found = ""
    while len(found) < size:
        found += dice.choice(SENTENCES) + ("\n" if dice.random() < 0.15 else "")
    return found[:size].strip()


ABOUT = About("责任领导和责任人名单", "测试", "州政府办公室", date(2022, 8, 26))


def official(rows: Sequence[Row], title: str = TITLE, head: Head = HEAD, *, signature: bool = False) -> Sheet:
    fields = official_fields()
    below = "主要领导签字：" if signature else ""
    about = About(title, "", "", date(2022, 8, 26))
    content = render_day(OfficialTable(about, head, tuple(rows), signature))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    columns = ["".join(str(row[place].value or "") for row in sheet.iter_rows(min_row=4)) for place in range(3)]
    columns += ["".join(cells[place].text for row in rows for cells in row.texts) for place in range(3)]
    columns[0] = columns[0].removesuffix(below)
    columns[3] += below  # it stands in the middle of the page
    return Sheet(content, [field.heading for field in fields], [field.points for field in fields], columns)


def listed(sheet: ListSheet) -> Sheet:
    return read_back(render_list(ABOUT, sheet), 2)


def read_back(content: bytes, head: int = 1) -> Sheet:
    """A list: what it must show is what its cells hold, piece by piece."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    heads, *rows = sheet.iter_rows(min_row=head, values_only=True)
    texts = ["".join(str(value) for value in column if value is not None) for column in zip(*rows, strict=True)]
    widths = [sheet.column_dimensions[get_column_letter(number + 1)].width for number in range(len(heads))]
    return Sheet(content, [str(head) for head in heads], widths, texts)


def three(*cells: Cell) -> tuple[tuple[Cell, Cell, Cell], ...]:
    """The texts of one unit."""
    done, problems, plans = cells
    return ((done, problems, plans),)


def long_text(seed: int, size: int) -> Cell:
    return Cell(text(random.Random(seed), size, size))


def rows(count: int, least: int, most: int, seed: int = 1) -> list[Row]:
    dice = random.Random(seed)
    return [
        Row(number, *TASKS[number % len(TASKS)], three(*(Cell(text(dice, least, most)) for _ in range(3))))
        for number in range(1, count + 1)
    ]


def mixed(count: int) -> list[Row]:
    """Rows of every kind, each odd text in each column."""
    dice = random.Random(2)
    odd = list(ODD.values())

    def cell(number: int) -> Cell:
        kind = dice.random()
        if kind < 0.25:
            return Cell(odd[number % len(odd)])
        if kind < 0.35:
            return Cell(dice.choice(odd)[:60], dice.choice((Mark.GAP, Mark.INVALID, Mark.CLOSED)))
        return Cell("无" if kind < 0.5 else text(dice, 5, 250))

    return [
        Row(
            number * 997,
            *dice.choice(TASKS),
            three(cell(number), cell(number + 1), cell(number + 2)) * (1 + number % 2),
        )
        for number in range(1, count + 1)
    ]


def joint(count: int) -> list[Row]:
    """Measures of several units each, whose texts tell the measure."""
    dice = random.Random(7)
    return [
        Row(
            number,
            *TASKS[number % len(TASKS)],
            tuple(
                (Cell(f"第{number}项：{text(dice, 80, 300)}"), Cell("无"), Cell("无")) for _ in range(2 + number % 3)
            ),
        )
        for number in range(1, count + 1)
    ]


def unit_sheet() -> Sheet:
    marked = [
        Row(3, *TASKS[2], three(Cell("未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP))),
        Row(5, *TASKS[4], three(Cell("报送有误：" + SENTENCES[1] * 3, Mark.INVALID), Cell("无"), Cell(SENTENCES[2]))),
        Row(8, *TASKS[7], three(Cell("已办结", Mark.CLOSED), Cell("", Mark.CLOSED), Cell("", Mark.CLOSED))),
    ]
    return official([*rows(2, 60, 200), *marked], head=Head("", "", "", ""), signature=True)


def long_heads() -> Sheet:
    names = "、".join(name for _, name in TASKS * 12)
    task = "；".join(name for name, _ in TASKS * 8)
    row = Row(12345, task, names, three(Cell("无"), Cell(SENTENCES[0]), Cell("无")))
    return official(
        [*rows(1, 80, 90), row, row], TITLE * 3, Head(names, "张三、李四" * 7, "0908-4222222、" * 9, "2022年8月26日")
    )


def long_list() -> Sheet:
    columns = [("序号", 3), ("工作任务", 12), ("提出单位", 9), ("存在问题", 30), ("责任单位", 18), ("SHA-256", 20)]
    dice = random.Random(3)
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    found = [
        (number, *TASKS[number % len(TASKS)], text(dice, 5, 300), "各县（市）人民政府、州财政局", digest)
        for number in range(1, 31)
    ]
    problem = (31, *TASKS[0], "国" * 3000, "州卫健委", digest)
    return listed(ListSheet("问题清单", tuple(Column(*column) for column in columns), (*found, problem)))


def filtered() -> Sheet:
    """A list that can be filtered, on the wide paper: what it must show is what its cells hold, piece by piece."""
    dice = random.Random(6)
    odd = [*ODD.values(), "国" * 6000, "=1+1", "第一段\n" * 200, text(dice, 300, 900), text(dice, 300, 900)]
    found = [
        ("2022-08-26", number, *TASKS[number % len(TASKS)], text, dice.choice(odd), "是")
        for number, text in enumerate(odd)
    ]
    found.append(("2022-08-26", 99, TASKS[0][0], "名" * 900, "无", "无", ""))
    names = (("日期", 6), ("序号", 2), ("工作任务", 6), ("单位", 6), ("完成情况", 26), ("存在问题", 13), ("雷同", 2))
    columns = tuple(Column(*name) for name in names)
    content = render_lists(ABOUT, [ListSheet("措施台账", columns, tuple(found), 4, is_wide=True)])
    made = read_back(content)
    assert made.heads[-1] == "分段"
    return made


SHEETS = {
    "day": lambda: official(rows(15, 80, 400)),
    "mixed": lambda: official(mixed(120)),
    "joint": lambda: official(joint(20)),
    "6000": lambda: official(
        [Row(1, *TASKS[0], three(Cell(text(random.Random(4), 6000, 6000)), Cell("无"), Cell("无")))]
    ),
    "40000": lambda: official(
        [Row(1, *TASKS[0], three(Cell("无"), Cell(text(random.Random(5), 40000, 40000)), Cell("无")))]
    ),
    "odd": lambda: official([Row(1, *TASKS[0], three(Cell(text), Cell(text), Cell(text))) for text in ODD.values()]),
    "unit": unit_sheet,
    "heads": long_heads,
    "list": long_list,
    "filtered": filtered,
}
CASES = [
    *((name, FontSet.OWN) for name in SHEETS),
    *((name, FontSet.BARE) for name in ("mixed", "list")),
    *((name, FontSet.SONG) for name in ("day", "mixed", "joint", "6000", "unit", "list", "filtered")),
]


Printed = dict[tuple[str, FontSet], tuple[Sheet, list[Page]]]  # by name and setting


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Every sheet, printed in the settings that it is wanted for."""
    rendering.require()
    made = {name: make() for name, make in SHEETS.items()}
    found: Printed = {}
    for setting in (FontSet.OWN, FontSet.BARE, FontSet.SONG):
        names = [name for name, wanted in CASES if wanted == setting]
        pdfs = rendering.pdfs({name: made[name].content for name in names}, tmp_path_factory.mktemp("printed"), setting)
        found |= {(name, setting): (made[name], rendering.pages(pdfs[name])) for name in names}
    return found


@pytest.mark.parametrize(("name", "setting"), CASES)
def test_not_one_character_is_missing(printed: Printed, name: str, setting: FontSet) -> None:
    sheet, pages = printed[name, setting]
    shown = rendering.columns_of(pages, sheet.heads, sheet.widths)
    assert shown == [squeezed(text) for text in sheet.texts]


@pytest.mark.parametrize(("name", "setting"), CASES)
def test_nothing_is_cut_or_covered(printed: Printed, name: str, setting: FontSet) -> None:
    _, pages = printed[name, setting]
    assert rendering.faults(pages) == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_page_has_its_number_and_the_heads(printed: Printed, name: str) -> None:
    sheet, pages = printed[name, FontSet.OWN]
    for number, page in enumerate(pages, 1):
        words = [word.text for word in page.words]
        assert [word.text for word in sorted(page.words, key=lambda word: word.top)[-3:]] == ["—", str(number), "—"]
        if name != "heads" or number > 2:
            assert set(sheet.heads) <= set(words)


def test_every_page_begins_with_the_measure_that_its_first_row_is_of(printed: Printed) -> None:
    sheet, pages = printed["joint", FontSet.SONG]
    assert len(pages) > 5
    for page in pages:
        number, task, leads, done, *_ = rendering.columns_of([page], sheet.heads, sheet.widths)
        named, _, _ = done.removeprefix("第").partition("项：")
        assert number.startswith(named)
        assert (task[:8], leads[:4]) == tuple(
            squeezed(name)[:most] for name, most in zip(TASKS[int(named) % len(TASKS)], (8, 4), strict=True)
        )


def test_a_height_too_small_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of this test: rows as high as they would be for a lower type."""
    rendering.require()
    monkeypatch.setattr(table_rows, "row_height", lambda lines, size: wrapping.row_height(lines, size) * 0.8)
    low = official(rows(6, 80, 200))
    monkeypatch.undo()
    pages = rendering.pages(rendering.pdfs({"low": low.content}, tmp_path)["low"])
    assert rendering.faults(pages) != []
