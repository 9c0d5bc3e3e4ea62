"""What was typed into our form, saved by the programs that units have, is printed as it is shown.

The JavaScript libraries are looked for in the folder JIUKUN_NPM; CI installs them there.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from save_forms import programs

from jiukun.rendering.form_workbook import render_form
from jiukun.reports.form_layout import HEAD_ROW, Form, FormRow
from jiukun.reports.reading import read_report
from support import rendering
from support.forms import FORM, saved

# What is typed, in which format, and what is printed of it.
TYPED: list[tuple[Any, str, str]] = [
    ("走访30户。", "@", "走访30户。"),
    ("一是走访。\n二是办结。\n\n三是回访。", "@", "一是走访。\n二是办结。\n\n三是回访。"),
    ("访" * 400, "@", "访" * 400),
    ("=1+1", "@", "=1+1"),
    ("#N/A", "@", "#N/A"),
    ("0908-5550101", "@", "0908-5550101"),
    ("007", "@", "007"),
    ("<b>&amp;[red]“引”'号'", "@", "<b>&amp;[red]“引”'号'"),
    ("é①㎡", "@", "é①㎡"),  # SheetJS spoils what is beyond the basic plane
    (30, "General", "30"),
    (13800000000, "General", "13800000000"),
    (0.1 + 0.2, "General", "0.3"),
    (0.85, "0%", "85%"),
    (0.8567, "0.00%", "85.67%"),
    (12345.5, "#,##0.00", "12,345.50"),
    (-5, "0.00", "-5.00"),
    (7, "000", "007"),
    (12, '0"户"', "12户"),
    (1234.5, '"¥"#,##0.00', "¥1,234.50"),
    (44799, 'm"月"d"日"', "8月26日"),
    (44799, 'yyyy"年"m"月"d"日"', "2022年8月26日"),
    (44799, "yyyy-mm-dd", "2022-08-26"),
    (0.75, "h:mm", "18:00"),
    (1.5, "[h]:mm", "36:00"),
    (0.5, "# ?/?", "1/2"),
    (100000, "0.00E+00", "1.00E+05"),
    (-1234, "#,##0;[Red]-#,##0", "-1,234"),
    (12000, '[>=10000]0.0,"千";0', "12.0千"),
]
NPM = os.environ.get("JIUKUN_NPM", "")
PROGRAMS = {name: program for name, program in programs(NPM).items() if program[1] == ".xlsx"}
TOLD = {"gnumeric": [("JK625", "汇总表")]}  # it writes the font into the footer, to be read there
NEEDS = {"exceljs": "exceljs", "sheetjs": "xlsx"}


def filled() -> bytes:
    """Our form with everything typed, each as the 完成情况 of a measure."""
    rows = tuple(FormRow(number, f"第{number}件事", "州工信局") for number in range(1, len(TYPED) + 1))
    form = Form(FORM.title, FORM.unit, FORM.day, FORM.clerk, FORM.phone, rows, FORM.due)
    book = load_workbook(io.BytesIO(render_form(form)))
    for row, (value, code, _) in enumerate(TYPED, HEAD_ROW + 1):
        cell = book.worksheets[0].cell(row, 4)
        cell.value, cell.number_format = value, code
        if isinstance(value, str):
            cell.data_type = "s"
        for column in (5, 6):
            book.worksheets[0].cell(row, column).value = "无"
    return saved(book)


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_was_typed_is_printed(tmp_path: Path, name: str) -> None:
    command, _, save = PROGRAMS[name]
    package = NEEDS.get(name)
    if package and not (Path(NPM) / "node_modules" / package).is_dir():
        pytest.skip(f"{package} is not installed in JIUKUN_NPM")
    if command == "soffice":
        rendering.require()
    elif shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    source, target = tmp_path / "typed.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(filled())
    save(source, target)
    document, _, diagnostics = read_report(target.read_bytes(), "州工信局.xlsx")
    assert document is not None
    printed = {entry["序号"]: entry["完成情况"] for entry in document.content["工作情况"]}
    assert printed == {str(number): text for number, (_, _, text) in enumerate(TYPED, 1)}
    assert [(diagnostic.code, diagnostic.cell) for diagnostic in diagnostics] == TOLD.get(name, [])
    head = {key: document.content[key] for key in ("单位", "日期", "填报人", "联系电话")}
    assert head == {"单位": "州工信局", "日期": "2022-08-26", "填报人": "样例甲", "联系电话": "0908-5550101"}
