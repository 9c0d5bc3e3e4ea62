"""What a form is told to mend, done as told on a copy: the problem is gone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiukun.diagnostics.codes import CODES
from jiukun.plan.loading import check_data
from jiukun.project.folders import Project
from jiukun.reports.checks import Context, judge
from jiukun.reports.reading import read_report
from support import rendering
from support.desk import DAY, REPOSITORY
from support.forms import FIRST_SHEET, rewritten, saved

FORMS = Path(__file__).parent.parent / "forms"
SOUND = FORMS / "date-cell-month-day-州财政局.xlsx"
Mend = Callable[[bytes], bytes]


def codes(data: bytes, form: Path) -> set[str]:
    """The codes of all that is told of a form in its unit's name."""
    plan, _ = check_data(Project(REPOSITORY))
    assert plan is not None
    day, name = date.fromisoformat(DAY), form.stem.rpartition("-")[2]
    read = read_report(data, f"submissions/{DAY}/{name}{form.suffix}")
    return {diagnostic.code for diagnostic in judge(read, Context(plan, day, day, plan.names[name])).diagnostics}


def in_excel(change: Callable[[Any], None]) -> Mend:
    """Open the workbook, change its sheet, save it."""

    def mend(data: bytes) -> bytes:
        book = load_workbook(io.BytesIO(data))
        change(book.worksheets[0])
        return saved(book)

    return mend


def write(**cells: str) -> Mend:
    def change(sheet: Any) -> None:
        for place, text in cells.items():
            sheet[place].value, sheet[place].number_format = text, "@"

    return in_excel(change)


def unhide(sheet: Any) -> None:
    for dimension in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()):
        dimension.hidden = False


def remove_comment(sheet: Any) -> None:
    sheet["E4"].comment = None


def remove_further(sheet: Any) -> None:
    for other in sheet.parent.worksheets[1:]:
        sheet.parent.remove(other)


def unmerge(sheet: Any) -> None:
    sheet.unmerge_cells("E4:E6")
    sheet["E5"].value = sheet["E6"].value = "无"


def remove_picture(data: bytes) -> bytes:
    return rewritten(data, FIRST_SHEET, lambda text: re.sub(r"<drawing [^>]*>", "", text))


def write_much(sheet: Any) -> None:
    sheet["D5"].value = "走访。" * 500


def widen(sheet: Any) -> None:
    sheet.column_dimensions["D"].width = 160


def accept_all(data: bytes) -> bytes:
    def accepted(text: str) -> str:
        text = re.sub(r"<w:tr>(?:(?!</w:tr>).)*?<w:trPr><w:del .*?</w:tr>", "", text, flags=re.DOTALL)
        return re.sub(r"<w:del .*?</w:del>|</?w:ins\b[^>]*>", "", text, flags=re.DOTALL)

    return rewritten(data, "word/document.xml", accepted)


MENDED = {
    "JK301": ("link-on-blank", write(E6="无")),
    "JK308": ("hidden-row", in_excel(unhide)),
    "JK605": ("hidden-column", in_excel(unhide)),
    "JK608": ("formula-without-result", write(D4="营业30户")),
    "JK621": ("hidden-row", in_excel(unhide)),
    "JK622": ("struck-run", write(D4="已回访60户")),
    "JK623": ("comment", in_excel(remove_comment)),
    "JK624": ("picture", remove_picture),
    "JK625": ("below-signature", write(A9="")),
    "JK626": ("further-sheet", in_excel(remove_further)),
    "JK627": ("word-tracked", accept_all),
    "JK628": ("number-of-18-digits", write(E4="653001199001011234")),
    "JK629": ("wps-picture-in-cell", write(D4="见照片。")),
    "JK630": ("merged-down", in_excel(unmerge)),
    "JK631": ("numbers-swapped", write(A4="3", A5="5")),
    "JK632": ("typed-in-task", write(B4="减免市场主体房屋租金")),
}


@pytest.mark.parametrize("code", MENDED)
def test_done_as_told_the_problem_is_gone(code: str) -> None:
    name, mend = MENDED[code]
    form = next(path for path in FORMS.glob(f"{name}-*") if path.suffix != ".txt")
    data = form.read_bytes()
    assert code in codes(data, form)
    assert codes(mend(data), form) == set()


def copied(sheet: Any) -> None:
    sheet.parent.copy_worksheet(sheet)


def add_macros(data: bytes) -> bytes:
    return rewritten(data, "xl/vbaProject.bin", lambda _: "x")


def with_a_result(data: bytes) -> bytes:
    """A cell that was calculated, as Excel saves it."""
    cell = '<c r="D5" t="str"><f>"走访"&amp;12</f><v>走访12</v></c>'
    return rewritten(data, FIRST_SHEET, lambda text: re.sub(r'<c r="D5".*?</c>', cell, text))


def long_sheet(sheet: Any) -> None:
    further = sheet.parent.create_sheet("材料")
    for row in range(1, 40):
        further.cell(row, 1).value = f"{row}走访。" * 6_000


# What is done to a sound form, and what is told to mend it.
SPOILED: dict[str, tuple[Mend, Mend]] = {
    "JK302": (write(E5="同上"), write(E5="无")),
    "JK303": (write(F3="8月25日"), write(F3="8月26日")),
    "JK304": (write(D2="州工信局"), write(D2="州财政局")),
    "JK305": (write(D2="州财证局"), write(D2="州财政局")),
    "JK307": (write(A7="1", B7=""), write(A7="6")),
    "JK309": (write(A8="6", B8="加大政府采购支持中小企业力度", D8="12户"), write(A8="", B8="", D8="")),
    "JK311": (write(D5="𠮷" * 16_384), write(D5="𠮷")),
    "JK313": (write(D3="1380000000"), write(D3="13800000000")),
    "JK602": (lambda data: data[:2000], lambda _: SOUND.read_bytes()),
    "JK603": (add_macros, in_excel(lambda _: None)),
    "JK604": (in_excel(long_sheet), in_excel(remove_further)),
    "JK606": (in_excel(copied), in_excel(remove_further)),
    "JK607": (with_a_result, write(D5="走访12户")),
    "JK633": (in_excel(write_much), in_excel(widen)),
}


@pytest.mark.parametrize("code", SPOILED)
def test_a_spoiled_form_mended_as_told_is_sound(code: str) -> None:
    spoil, mend = SPOILED[code]
    spoiled = spoil(SOUND.read_bytes())
    assert code in codes(spoiled, SOUND)
    assert codes(mend(spoiled), SOUND) == set()


@pytest.mark.parametrize(("form", "old"), [(SOUND, "xls"), (FORMS / "word-plain-州财政局.docx", "doc")])
def test_an_old_format_saved_as_told_is_read(tmp_path: Path, form: Path, old: str) -> None:
    rendering.require()
    before = rendering.converted(form, old, tmp_path)
    assert codes(before.read_bytes(), form) == {"JK601"}
    assert codes(rendering.converted(before, form.suffix[1:], tmp_path / "new").read_bytes(), form) == set()


def test_each_code_of_forms_has_its_remedy_tried() -> None:
    """JK61x are of plan documents."""
    ours = {code for code in CODES if code >= "JK6" and not code.startswith("JK61")}
    assert ours == {code for code in {*MENDED, *SPOILED, "JK601"} if code >= "JK6"}
