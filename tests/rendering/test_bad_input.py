"""What no form foresees, in the workbook and in Word: whole, in its cell, on paper too."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from jiukun.products.tables import About, Cell, Head, Mark, OfficialTable, Row
from jiukun.project.seen import shown
from jiukun.rendering.summary_docx import render_day_docx
from jiukun.rendering.summary_workbook import SHARES, render_day
from jiukun.reports.form_layout import HEADS
from jiukun.reports.word_reading import see_document
from support import rendering
from support.font_sets import FontSet
from support.rendering import squeezed

ABOUT = About("情况汇总表", "测试方案　2022年8月26日", "州政府办公室", date(2022, 8, 26))
HEAD = Head("州政府办公室", "张三", "0908-4222222", "2022年8月26日")
GAP = (Cell("未报送", Mark.GAP), Cell("", Mark.GAP), Cell("", Mark.GAP))
ONE_WORD_LINES = "\n".join(f"第{number}户" for number in range(1, 401))
LONG_NAME = "克孜勒苏柯尔克孜自治州" * 5 + "领导小组办"
RUNNING_ON = "召开复工复市专题会议逐户摸底协调解决用工物流原材料等困难问题" * 130


def texts(done: str, problems: str = "无", plans: str = "继续推进。") -> tuple[tuple[Cell, Cell, Cell], ...]:
    return ((Cell(done), Cell(problems), Cell(plans)),)


TABLES = {
    "4,000 characters without a stop": (Row(1, "任务", "州财政局", texts(RUNNING_ON[:4000])),),
    "4,000 characters in each": (Row(1, "任务", "州财政局", texts(*[RUNNING_ON[:4000]] * 3)),),
    "400 lines": (Row(1, "任务", "州财政局", texts(ONE_WORD_LINES)),),
    "a name of 60": (
        Row(1, "任务", LONG_NAME, texts("已办。")),
        Row(2, "任务", f"州财政局、{LONG_NAME}", texts("已办。") + texts(f"【{LONG_NAME}】\n已办。")),
    ),
    "60 measures": tuple(Row(number, "减免租金", "州财政局", texts("已办12户。")) for number in range(1, 61)),
    "nobody filed": tuple(Row(number, "减免市场主体房屋租金", "州财政局", (GAP,)) for number in range(1, 16)),
}
SCRIPTS = {
    "emoji": "复工👍👍🏽复市👨‍👩‍👧😀。" * 20,
    "Kazakh": "قازاق تىلىندەگى ەسەپ: ٢٠٢٢ جىلعى ٢٦ تامىز. " * 20,
    "Kirghiz": "قىرعىزچا دوكلات: ىشكانالار يشكە كىرىشتى. " * 20,
    "Uyghur": "ئۇيغۇرچە دوكلات تەييارلاندى، 12 كارخانا. " * 20,
    "extension B": "𠀀𠮷𡃁𪚥村办好。" * 40,
}


def workbook_cells(content: bytes) -> list[str]:
    """The texts of each column, what goes on in a further row joined, as the column shows it."""
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(min_row=4, values_only=True)
    return ["".join("" if value is None else str(value) for value in column) for column in zip(*rows, strict=True)]


def word_cells(content: bytes) -> list[str]:
    (table,) = Document(io.BytesIO(content)).tables
    return ["".join(cell.text for cell in column.cells[1:]) for column in table.columns]


def cells_read_back(content: bytes) -> list[str]:
    """As the reader of the forms that units send sees them."""
    (sheet,) = see_document(content).sheets
    columns: dict[int, str] = {}
    for (_, column), cell in sorted(sheet.cells.items()):
        columns[column] = columns.get(column, "") + cell.text
    return [columns[place] for place in (4, 5, 6)]


def wanted(rows: tuple[Row, ...], place: int) -> str:
    """A unit's texts in a column."""
    return "".join(cells[place].text for row in rows for cells in row.texts)


KINDS: dict[str, Callable[[OfficialTable], bytes]] = {"xlsx": render_day, "docx": render_day_docx}


@pytest.mark.parametrize("name", [*TABLES, *SCRIPTS])
def test_every_text_is_whole_in_its_cells(name: str) -> None:
    rows = TABLES.get(name) or (Row(1, "任务", "州财政局", texts(*[SCRIPTS[name]] * 3)),)
    table = OfficialTable(ABOUT, HEAD, rows)
    document = render_day_docx(table)
    in_workbook, in_word, read_back = workbook_cells(render_day(table)), word_cells(document), cells_read_back(document)
    for place in range(3):
        text = squeezed(wanted(rows, place))
        assert squeezed(in_workbook[3 + place]) == squeezed(in_word[3 + place]) == text
        assert squeezed(read_back[place]) == HEADS[3 + place] + squeezed(shown(wanted(rows, place)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fonts", [FontSet.OWN, FontSet.BARE, FontSet.SONG])
def test_nothing_is_lost_on_paper(tmp_path: Path, kind: str, fonts: FontSet) -> None:
    rendering.require()
    files = {name: KINDS[kind](OfficialTable(ABOUT, HEAD, rows)) for name, rows in TABLES.items()}
    for name, pdf in rendering.pdfs(files, tmp_path, fonts, kind).items():
        pages = rendering.pages(pdf)
        shown = rendering.columns_of(pages, HEADS, SHARES)
        assert shown[3:] == [squeezed(wanted(TABLES[name], place)) for place in range(3)]
        assert rendering.faults(pages) == []


@pytest.mark.parametrize("fonts", [FontSet.OWN, FontSet.BARE])
def test_rows_are_tall_enough_for_any_script(tmp_path: Path, fonts: FontSet) -> None:
    """In Word rows grow by themselves."""
    rendering.require()
    files = {
        name: render_day(OfficialTable(ABOUT, HEAD, (Row(1, "任务", "州财政局", texts(*[text] * 3)),) * 2))
        for name, text in SCRIPTS.items()
    }
    for pdf in rendering.pdfs(files, tmp_path, fonts).values():
        assert [line for page in rendering.pages(pdf) for line in rendering.crowded(page)] == []
