"""Whatever is visible in a form is in the report or told with its cell; whatever the bytes are, nothing raises."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jiukun.plan.loading import check_data
from jiukun.plan.model import Plan
from jiukun.project.folders import Project
from jiukun.project.office_files import RefusedError
from jiukun.project.seen import SeenFile
from jiukun.rendering.form_workbook import render_form
from jiukun.reports.checks import Context, Judged, judge
from jiukun.reports.form_layout import Form, FormRow
from jiukun.reports.form_reading import form_of, read_form
from jiukun.reports.reading import read_report
from jiukun.reports.word_reading import see_document
from jiukun.reports.workbook_reading import see_workbook
from support.desk import DAY, REPOSITORY
from support.forms import saved
from support.fuzzing import WORD_PIECES, WORD_SWELLING, a_filled_form, packages

FORMS = Path(__file__).parent.parent / "forms"
SHEET = (FORMS / "types-of-sheetjs-州财政局.xlsx").read_bytes()
DOCUMENT = (FORMS / "word-plain-州财政局.docx").read_bytes()
QUICK = settings(deadline=None, max_examples=60)
# Words that are no head, label, title, signature or name of a unit.
WORDS = st.lists(st.sampled_from("复工走访停业台账用工库房回访12345户：，。（） \n"), min_size=2, max_size=14).map(
    "".join
)
TYPED = WORDS.filter(lambda text: re.search(r"[复走停台用库回]", text)).map(str.strip)


def plan() -> Plan:
    found, _ = check_data(Project(REPOSITORY))
    assert found is not None
    return found


PLAN = plan()
TEXTS = ("走访30户。", "无", "继续走访。")
ROWS = tuple(FormRow(each.number, each.task, "州财政局", (), *TEXTS) for each in PLAN.led["州财政局"].values())
OWN = render_form(Form("测试措施情况汇总表", "州财政局", date.fromisoformat(DAY), "样例甲", "0908-5550101", ROWS))


def judged(data: bytes, name: str) -> Judged:
    day = date.fromisoformat(DAY)
    read = read_report(data, f"submissions/{DAY}/{name}")
    return judge(read, Context(PLAN, day, day, PLAN.names["州财政局"]))


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def is_told(result: Judged, text: str, place: str) -> bool:
    """Whether a text is in the report, or a diagnostic names its cell or begins it."""
    submission = result.submission
    entries = [entry for _, entry in submission.placed] if submission else []
    counted = [value for entry in entries if entry.number for value in (entry.done, entry.problems, entry.plans)]
    counted += [submission.unit, submission.clerk, submission.phone] if submission else []
    if any(squeezed(text) in squeezed(value) for value in counted if value):
        return True
    if submission is None:
        return bool(result.errors)
    said = "\n".join(f"{problem.cell} {problem.message} {problem.hint}" for problem in result.diagnostics)
    rows = {problem.location.line for problem in result.diagnostics if "这一行" in problem.message}
    if place and int(place[1:]) in rows:
        return True
    if squeezed(text)[:6] in squeezed(said):
        return True
    return bool(place) and re.search(rf"(?<![A-Z]){place}(?!\d)", said) is not None


@QUICK
@given(
    st.sampled_from([SHEET, OWN]),
    st.dictionaries(st.tuples(st.integers(1, 13), st.integers(1, 9)), TYPED, min_size=1, max_size=4),
)
def test_a_text_anywhere_on_a_sheet_is_printed_or_told(form: bytes, texts: dict[tuple[int, int], str]) -> None:
    book = load_workbook(io.BytesIO(form))
    sheet = book.worksheets[0]
    merged = {place for area in sheet.merged_cells.ranges for place in area.cells}
    placed = {}
    for (row, column), text in texts.items():
        if sheet.cell(row, column).value is None and (row, column) not in merged:
            sheet.cell(row, column).value = text
            placed[sheet.cell(row, column).coordinate] = text
    result = judged(saved(book), "州财政局.xlsx")
    assert [(place, text) for place, text in placed.items() if not is_told(result, text, place)] == []


@QUICK
@given(st.sampled_from(["A4", "A5", "B4", "B6", "C5", "D4", "E5", "F6", "A2", "A8", "D3"]), TYPED, st.booleans())
def test_a_text_added_to_a_cell_is_printed_or_told(place: str, text: str, before: bool) -> None:  # noqa: FBT001
    book = load_workbook(io.BytesIO(SHEET))
    cell = book.worksheets[0][place]
    cell.value = f"{text}{cell.value}" if before else f"{cell.value}{text}"
    result = judged(saved(book), "州财政局.xlsx")
    assert is_told(result, text, place) or (place == "A8" and len(squeezed(text)) <= 5), [
        str(problem) for problem in result.diagnostics
    ]


@QUICK
@given(st.integers(0, 30), TYPED)
def test_a_paragraph_anywhere_in_a_document_is_printed_or_told(place: int, text: str) -> None:
    document = docx.Document(io.BytesIO(DOCUMENT))
    paragraphs = [*document.paragraphs, *(cell.paragraphs[0] for row in document.tables[0].rows for cell in row.cells)]
    paragraphs[place % len(paragraphs)].insert_paragraph_before(text)
    result = judged(saved(document), "州财政局.docx")
    assert is_told(result, text, ""), [str(problem) for problem in result.diagnostics]


SPOILED = (RefusedError, ValueError, KeyError, OSError, EOFError, RuntimeError, BadZipFile, zlib.error)


def check_never_raises(see: Callable[[bytes], SeenFile], data: bytes) -> None:
    """A file that can be seen goes through the form's rules; in the program nothing of one that cannot is told."""
    document, diagnostics = read_form.__wrapped__(data, "x")
    assert document is not None or any(diagnostic.is_error for diagnostic in diagnostics)
    try:
        seen = see(data)
    except SPOILED:
        return
    form_of(seen, "x")


@settings(deadline=None, max_examples=60)
@given(packages(a_filled_form()) | packages(SHEET))
def test_a_mutated_workbook_never_raises(data: bytes) -> None:
    check_never_raises(see_workbook, data)


@settings(deadline=None, max_examples=60)
@given(packages(DOCUMENT, "document.xml", WORD_PIECES, WORD_SWELLING))
def test_a_mutated_document_never_raises(data: bytes) -> None:
    check_never_raises(see_document, data)
