"""The sample days on paper, in the fonts of real computers: few pages, large type, no hole, nothing lost; Word too."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
import yaml
from docx import Document
from openpyxl import load_workbook

from jiukun.rendering.summary_workbook import SHARES
from jiukun.reports.form_layout import HEADS, TEXTS
from support import rendering
from support.desk import DAY, REPOSITORY, Desk, at
from support.font_sets import FontSet
from support.rendering import Page, Word, squeezed

MOST_PAGES = {"2022-08-25": 7, "2022-08-26": 6}
KINDS = ("xlsx", "docx")
LEAST_TYPE = 10.5  # points
LINE = 1.5  # points from line to line for a point of type, in the tallest of fonts
ROWS = 17  # of the sample's plan: fifteen measures, two of them led by two units
_FIRST_TEXT = len(HEADS) - len(TEXTS)


class Printed(NamedTuple):
    """A day's table as a person sees it on paper, and its texts."""

    day: str
    kind: str
    pages: list[Page]
    rows: list[list[str]]

    @property
    def columns(self) -> list[list[tuple[int, Word]]]:
        return rendering.column_words(self.pages, HEADS, SHARES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with both days compiled."""
    root = tmp_path_factory.mktemp("sample")
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, root / name)
    desk = Desk(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for day in MOST_PAGES:
            for kind in KINDS:
                at(desk, "2022-08-27T09:00:00", "compile", "--date", day, "--at", "20:00", "--format", kind)
    return root / "out"


@pytest.fixture(scope="module", params=list(FontSet))
def printed(made: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """All of it, printed with a set of fonts."""
    rendering.require()
    folder = tmp_path_factory.mktemp("printed")
    found = []
    for kind, read in (("xlsx", workbook_rows), ("docx", word_rows)):
        paths = {day: made / f"汇总表-{day}.{kind}" for day in MOST_PAGES}
        pdfs = rendering.pdfs({day: path.read_bytes() for day, path in paths.items()}, folder, request.param, kind)
        for day, path in paths.items():
            pages = [page for page in rendering.pages(pdfs[day]) if any(word.text == HEADS[-1] for word in page.words)]
            found.append(Printed(day, kind, pages, read(path)))
    return found


def workbook_rows(path: Path) -> list[list[str]]:
    cells = load_workbook(path).worksheets[0].iter_rows(min_row=4, values_only=True)
    return [["" if value is None else str(value) for value in row] for row in cells]


def word_rows(path: Path) -> list[list[str]]:
    """What several rows have in common, which python-docx gives in each, is in the first alone, as in a workbook."""
    (table,) = Document(str(path)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    numbers = [row[0] for row in rows]
    return [["", "", "", *row[3:]] if row[0] in numbers[:place] else row for place, row in enumerate(rows)]


def test_few_pages_and_large_type(printed: list[Printed]) -> None:
    for table in printed:
        heads = [word for page in table.pages for word in page.words if word.text == "工作任务"]
        assert len(table.pages) <= MOST_PAGES[table.day]
        assert min(head.right - head.left for head in heads) >= 4 * LEAST_TYPE


def test_nothing_is_cut_or_covered(printed: list[Printed]) -> None:
    assert [fault for table in printed for fault in rendering.faults(table.pages)] == []


def test_every_text_is_there_whole(printed: list[Printed]) -> None:
    for table in printed:
        shown = ["".join(word.text for _, word in column) for column in table.columns]
        assert shown == [squeezed("".join(column)) for column in zip(*table.rows, strict=True)]


def test_no_hole_in_a_text(printed: list[Printed]) -> None:
    """In the workbook a row goes to the next page whole; in Word it may break."""
    for table in printed:
        for place, column in enumerate(table.columns[_FIRST_TEXT:], _FIRST_TEXT):
            for text, pages, step in rendering.gaps(column, [row[place] for row in table.rows]):
                assert (pages <= 1 or table.kind == "docx", text) == (True, text)
                assert (step <= 2 * 12 * LINE, text) == (True, text)


@pytest.mark.parametrize("day", MOST_PAGES)
def test_others_read_as_many_rows_and_the_same_texts(made: Path, day: str) -> None:
    frame = pd.read_excel(made / f"汇总表-{day}.xlsx", header=2, dtype=str, keep_default_na=False)
    (table,) = Document(str(made / f"汇总表-{day}.docx")).tables
    assert list(frame.columns) == list(HEADS)
    assert len(frame) == len(table.rows) - 1 == ROWS
    assert spelt_out(frame.to_numpy().tolist()) == spelt_out(word_rows(made / f"汇总表-{day}.docx"))


def spelt_out(rows: list[list[str]]) -> list[list[str]]:
    """Rows that each say what they have in common with the row above; a workbook says it once on a page."""
    full: list[list[str]] = []
    for row in rows:
        full.append(row if row[0] else [*full[-1][:_FIRST_TEXT], *row[_FIRST_TEXT:]])
    return full


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_read_back_as_it_was_filed(made: Path, tmp_path: Path, kind: str) -> None:
    """That of a unit, by the reader of the forms that units send."""
    (tmp_path / "data").mkdir()
    for name in ("measures.yaml", "units.yaml"):
        shutil.copy(REPOSITORY / "data" / name, tmp_path / "data")
    desk, root = Desk(tmp_path), str(made.parent)
    for unit in ("州财政局", "州工信局", "州人社局", "克孜勒苏银保监分局"):
        paper = made / f"单位表/{DAY}/{unit}.{kind}"
        compiled = ("compile", "--unit", unit, "--date", DAY, "--at", "20:00", "--format", kind)
        assert at(desk, "2022-08-27T09:00:00", "--root", root, *compiled).status == 0
        imported = desk.run("--root", str(tmp_path), "import", str(paper))
        assert (imported.status, imported.err) == (0, "")
        assert filed(tmp_path, unit) == filed(made.parent, unit)


def filed(root: Path, unit: str) -> list[dict[str, str]]:
    report = yaml.safe_load((root / f"submissions/{DAY}/{unit}.yaml").read_text("utf-8"))
    return [{key: str(text).strip() for key, text in entry.items()} for entry in report["工作情况"]]
