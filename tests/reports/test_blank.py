"""What is a blank, and what is a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiukun.rendering.form_workbook import render_form
from jiukun.reports.reading import read_report
from support.desk import REPORT, replaced
from support.forms import FORM, filled

FORMS = Path(__file__).parent.parent / "forms"
UNFILLED = "单位: 州财政局\n工作情况:\n- 序号: 2\n  完成情况:\n  存在问题: ' '\n  下一步计划: \n"


def put(place: str, value: object) -> bytes:
    """The form with nothing filled in but one cell."""

    def change(book: object) -> None:
        sheet = book.worksheets[0]  # type: ignore[attr-defined]
        for row in (4, 5):
            for column in (4, 5, 6):
                sheet.cell(row, column).value = None
        sheet[place].value = value

    return filled(change)


BLANKS = {
    "the form as handed out": render_form(FORM),
    "only who fills it in": put("D2", "样例乙"),
    "only white space": put("D4", " \n　"),
    "only invisible characters": put("D4", "\u200b\ufeff"),
    "a hidden sheet is filled": (FORMS / "hidden-sheet-only-州财政局.xlsx").read_bytes(),
    "unfilled YAML": UNFILLED.encode(),
}
REPORTS = {
    "a full stop": put("F5", "。"),
    "a formula without a result": put("D4", '="甲"'),
    "YAML": REPORT.encode(),
    "one text": replaced("  存在问题: \n", "  存在问题: 无\n", UNFILLED.replace("' '", "")).encode(),
    "cells that were merged": (FORMS / "word-merged-州工信局.docx").read_bytes(),
    "no report at all": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BLANKS)
def test_a_blank(name: str) -> None:
    assert read_report(BLANKS[name], "x.yaml").is_blank


@pytest.mark.parametrize("name", REPORTS)
def test_no_blank(name: str) -> None:
    assert not read_report(REPORTS[name], "x.yaml" if name != "no report at all" else "x.xlsx").is_blank
