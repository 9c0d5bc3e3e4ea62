"""A clerk's whole day through the real command line: a form made, filled in, dropped, received, printed; and import."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiukun.rendering.summary_workbook import SHARES
from jiukun.reports.form_layout import FIELD_CELLS, FIELD_ROW, HEAD_ROW, HEADS
from support import rendering
from support.desk import DAY, REPORT, Desk, at, codes, set_time

FORM = f"out/forms/{DAY}/州财政局.xlsx"
DROPPED = f"submissions/{DAY}/州财政局.xlsx"
IMPORTED = f"submissions/{DAY}/州财政局.yaml"
DONE = "今日办结12户，累计减租38万元。\n另有8户正在审核。"
WRITTEN = """\
# 由 州财政局.xlsx 导入；要改内容，请改表格后重新导入
单位: 州财政局
日期: 2022-08-26
填报人: 样例丁
联系电话: 0908-5550104
工作情况:
- 序号: 2
  完成情况: |
    今日办结12户，累计减租38万元。
    另有8户正在审核。
  存在问题: 无
  下一步计划: 月底前全部办结。
"""


def fill(desk: Desk, target: str, *, done: str = DONE, problems: str = "无", when: str = "16:31:00") -> Path:
    """The blank form filled in and saved, as Excel does."""
    book = load_workbook(desk.root / FORM)
    sheet = book["汇总表"]
    for key, value in (("填报人", "样例丁"), ("联系电话", "0908-5550104")):
        sheet.cell(FIELD_ROW, FIELD_CELLS[key]).value = value
    for head, value in (("完成情况", done), ("存在问题", problems), ("下一步计划", "月底前全部办结。")):
        sheet.cell(HEAD_ROW + 1, HEADS.index(head) + 1).value = value
    path = desk.root / target
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    set_time(path, f"{DAY}T{when}+08:00")
    return path


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """A desk with the unit's blank form."""
    result = at(desk, "15:00:00", "new", "--form", "--unit", "州财政局", "--date", DAY)
    assert (result.status, result.out) == (0, f"已备好 {FORM}\n")
    return desk


def test_the_clerks_day(clerk: Desk) -> None:
    fill(clerk, DROPPED)
    assert at(clerk, "16:35:00", "validate", "--date", DAY).out == "检查了 1 个文件，没有问题，可以报送。\n"
    received = at(clerk, "17:05:00", "receive", "--date", DAY)
    assert received.status == 0
    assert "  州财政局　16:31:00（文件时间）　合格\n" in received.out
    (kept,) = (path for path in (clerk.root / "data" / "receipts" / DAY / "州财政局").iterdir())
    assert kept.read_bytes() == (clerk.root / DROPPED).read_bytes()
    assert kept.name.startswith("0001_20220826T163100+0800_file_time_valid_")

    missing = at(clerk, "17:05:00", "missing", "--date", DAY, "--format", "json").json
    line = next(unit for unit in missing["units"] if unit["unit"] == "州财政局")
    assert (line["status"], line["arrived_at"]) == ("on_time", "2022-08-26T16:31:00+08:00")
    assert missing["diagnostics"] == []

    sheet = at(clerk, "17:10:00", "compile", "--unit", "州财政局", "--date", DAY)
    assert (sheet.status, sheet.out) == (0, f"已生成 out/单位表/{DAY}/州财政局.xlsx\n")
    cells = texts(clerk.root / "out" / "单位表" / DAY / "州财政局.xlsx")
    assert DONE in cells
    assert "主要领导签字：" in cells
    assert at(clerk, "18:00:00", "compile", "--date", DAY).status == 0
    assert DONE in texts(clerk.root / "out" / f"汇总表-{DAY}.xlsx")


def test_receiving_writes_no_report_and_a_corrected_form_is_a_correction(clerk: Desk) -> None:
    fill(clerk, DROPPED)
    at(clerk, "16:40:00", "receive", "--date", DAY)
    fill(clerk, DROPPED, done="今日办结15户。", when="17:20:00")
    assert "更正件　合格" in at(clerk, "17:30:00", "receive", "--date", DAY).out
    lying = {path.name for path in (clerk.root / "submissions" / DAY).iterdir()}
    assert lying == {"州财政局.xlsx", f"签收-{DAY}.txt"}
    line = next(
        unit
        for unit in at(clerk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["units"]
        if unit["unit"] == "州财政局"
    )
    assert (line["status"], line["corrected"], line["rejected"]) == ("on_time", True, False)


def test_problems_are_told_at_their_cells(clerk: Desk) -> None:
    fill(clerk, DROPPED, done="同上", problems="")
    result = at(clerk, "16:40:00", "validate", "--date", DAY, "--format", "json")
    assert result.status == 1
    row = HEAD_ROW + 1
    assert codes(result) == [(row, 4, "JK302"), (row, 5, "JK301")]
    assert [problem["cell"] for problem in result.json["diagnostics"]] == [f"汇总表!D{row}", f"汇总表!E{row}"]


def test_import_writes_what_the_form_says(clerk: Desk) -> None:
    fill(clerk, "mail/表.xlsx")
    result = at(clerk, "16:40:00", "import", "mail/表.xlsx")
    assert (result.status, result.out) == (0, f"已导入 mail/表.xlsx → {IMPORTED}\n")
    assert (clerk.root / IMPORTED).read_text("utf-8") == WRITTEN.replace("州财政局.xlsx", "表.xlsx")
    again = at(clerk, "16:41:00", "import", "mail/表.xlsx")
    assert (again.status, again.out) == (0, f"没有变化 {IMPORTED}\n")


def test_import_takes_the_forms_of_the_day_and_the_report_is_one(clerk: Desk) -> None:
    """The form and what was imported from it say the same: equal content counts once, and is no correction."""
    form = fill(clerk, DROPPED)
    assert at(clerk, "16:40:00", "import", "--date", DAY).status == 0
    imported = clerk.root / IMPORTED
    assert (imported.read_text("utf-8"), imported.stat().st_mtime) == (WRITTEN, form.stat().st_mtime)
    assert at(clerk, "16:40:00", "validate", "--date", DAY).out == "检查了 2 个文件，没有问题，可以报送。\n"
    at(clerk, "16:45:00", "receive", "--date", DAY)
    line = next(
        unit
        for unit in at(clerk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["units"]
        if unit["unit"] == "州财政局"
    )
    assert (line["status"], line["corrected"], line["rejected"]) == ("on_time", False, False)


def test_of_several_forms_the_one_that_counts_is_imported(clerk: Desk) -> None:
    fill(clerk, f"submissions/{DAY}/州财政局(1).xlsx", done="今日办结15户。", when="16:35:00")
    fill(clerk, DROPPED)
    result = at(clerk, "16:40:00", "import", "--date", DAY)
    assert (result.status, result.out) == (0, f"已导入 submissions/{DAY}/州财政局(1).xlsx → {IMPORTED}\n")


def test_import_writes_only_where_nothing_lies_at_that_moment(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unit drops its own report just before the import is given its name."""
    fill(clerk, "mail/表.xlsx")

    def dropping(change: Callable[..., Any]) -> Callable[..., Any]:
        def drop_and_change(*arguments: Any, **named: Any) -> Any:
            if not (clerk.root / IMPORTED).exists():
                clerk.report(REPORT)
            return change(*arguments, **named)

        return drop_and_change

    for name in ("link", "replace", "rename"):
        monkeypatch.setattr(os, name, dropping(getattr(os, name)))
    result = at(clerk, "16:40:00", "import", "mail/表.xlsx")
    assert result.status != 0
    assert (clerk.root / IMPORTED).read_text("utf-8") == REPORT


def test_an_existing_different_report_is_replaced_only_when_asked(clerk: Desk) -> None:
    clerk.report(REPORT)
    fill(clerk, "mail/表.xlsx")
    refused = at(clerk, "16:40:00", "import", "mail/表.xlsx", "--format", "json")
    assert refused.status == 1
    assert codes(refused) == [(1, 1, "JK401")]
    assert (clerk.root / IMPORTED).read_text("utf-8") == REPORT
    assert at(clerk, "16:40:00", "import", "mail/表.xlsx", "--replace").status == 0
    assert "累计减租38万元" in (clerk.root / IMPORTED).read_text("utf-8")


def test_a_form_with_errors_is_not_imported(clerk: Desk) -> None:
    fill(clerk, "mail/表.xlsx", problems="")
    result = at(clerk, "16:40:00", "import", "mail/表.xlsx", "--format", "json")
    assert result.status == 1
    assert [(problem["code"], problem["path"]) for problem in result.json["diagnostics"]] == [("JK301", "mail/表.xlsx")]
    assert json.loads(result.out)["files"] == 1
    assert not (clerk.root / IMPORTED).exists()


def test_a_form_beside_another_report_of_the_unit_is_a_further_version(clerk: Desk) -> None:
    clerk.report(REPORT)
    fill(clerk, DROPPED)
    assert at(clerk, "16:45:00", "validate", "--date", DAY).out == "检查了 2 个文件，没有问题，可以报送。\n"
    at(clerk, "16:45:00", "receive", "--date", DAY)
    at(clerk, "18:00:00", "compile", "--date", DAY)
    assert REPORT.split("完成情况: |\n    ")[1][:10] in "".join(texts(clerk.root / "out" / f"汇总表-{DAY}.xlsx"))


def test_a_blank_form_is_not_overwritten_and_says_what_to_fill_in(clerk: Desk) -> None:
    before = (clerk.root / FORM).read_bytes()
    result = at(clerk, "15:01:00", "new", "--form", "--unit", "州财政局", "--date", DAY)
    assert (result.status, result.out) == (1, f"州财政局　已经有 {FORM}，没有改动\n")
    assert (clerk.root / FORM).read_bytes() == before
    found = at(clerk, "15:02:00", "validate", FORM, "--format", "json").json["diagnostics"]
    assert {problem["code"] for problem in found} == {"JK301"}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], "JK408"), (["mail/none.xlsx"], "JK405"), (["mail/x.pdf"], "JK403"), (["mail/broken.xlsx"], "JK6")],
)
def test_what_cannot_be_imported(desk: Desk, arguments: list[str], code: str) -> None:
    desk.file("mail/x.pdf", b"%PDF")
    desk.file("mail/broken.xlsx", b"PK\x03\x04 and no more")
    result = at(desk, "16:40:00", "import", *arguments, "--format", "json")
    assert result.status == 1
    assert [problem["code"][: len(code)] for problem in result.json["diagnostics"]] == [code]


def texts(path: Path) -> set[str]:
    return {str(cell) for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row}


@pytest.mark.parametrize(
    ("name", "done", "is_told"),
    [
        ("50", "访" * 50, False),
        ("400", "走访经营户。" * 66, False),
        ("4000", "".join(f"第{number}户走访办结；" for number in range(400)), True),
        ("lines", "".join(f"{number}户\n" for number in range(400)).rstrip(), True),
    ],
)
def test_what_a_form_cannot_print_is_told_and_printed_whole(
    clerk: Desk, tmp_path: Path, name: str, done: str, *, is_told: bool
) -> None:
    rendering.require()
    fill(clerk, DROPPED, done=done)
    checked = at(clerk, "16:35:00", "validate", "--date", DAY, "--format", "json")
    cells = [(found["code"], found["cell"]) for found in checked.json["diagnostics"]]
    assert cells == [("JK633", f"汇总表!D{HEAD_ROW + 1}")] * is_told
    at(clerk, "17:10:00", "compile", "--unit", "州财政局", "--date", DAY)
    product = (clerk.root / "out" / "单位表" / DAY / "州财政局.xlsx").read_bytes()
    pages = rendering.pages(rendering.pdfs({name: product}, tmp_path)[name])
    assert rendering.faults(pages) == []
    assert "".join(done.split()) in rendering.columns_of(pages, HEADS, SHARES)[HEADS.index("完成情况")]
