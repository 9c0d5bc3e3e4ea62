"""What the names of files and folders hold makes no line of its own, wherever a person reads it."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from support.desk import DAY, REPORT, Desk, at, replaced
from support.fuzzing import UNSAFE, a_filled_form

FOLDER = f"submissions/{DAY}"
FORM = a_filled_form()
LIE = "  州税务局　16:00:00（文件时间）　合格"
FILED_AS_ANOTHER = REPORT.replace("日期: 2022-08-26", "日期: 2022-08-25")
BY_NAME: dict[str, str | bytes] = {
    f"{FOLDER}/州财政局\n{LIE}\n.yaml": REPORT,
    f"{FOLDER}/州工信局\n{LIE}\n.doc": "x",  # is refused, and stands in a notice
    f"{FOLDER}/州市场监督管理局\r{LIE}\x1b[2J\r.xlsx": b"PK\x03\x04",
    f"{FOLDER}/新建\n{LIE}\n.txt": "x",
    f"{FOLDER}/情况.\n{LIE}\n": FORM[:-40],
    f"{FOLDER}/州财政据.yaml\n{LIE}": FORM,  # is used, and stands in the workbook
    f"{FOLDER}/州财政局、州工信局\n{LIE}\n.yaml": REPORT,
    f"{FOLDER}/材料\n{LIE}\n/一.yaml": REPORT,
    f"{FOLDER}/财政局\n{LIE}\n.yml": FILED_AS_ANOTHER,
    f"submissions/8月\n{LIE}\n26日/一.yaml": REPORT,
    f"submissions/随手\n{LIE}\n.yaml": REPORT,
    f"submissions/2022-08-25/州财政局\n{LIE}\n.yaml": replaced("12户", "11户"),
    f"data/receipts/{DAY}/没有的局\n{LIE}\n/0001\n{LIE}.yaml": REPORT,
    f"data/receipts/{DAY}/州工信局/其他\n{LIE}\n": "x",
}
EVERYWHERE = (
    *("validate", "validate --diff", "validate {folder}", "missing", "compile", "compile --format docx"),
    *("compile --unit 州财政局", "receive", "receive", "receive 州财政局 --at 16:30 --reason 电话", "new --all"),
    *("new --unit 州财政局", "import", "import --replace", "missing --notice", "missing --notice --output out/通知"),
    *("missing --notice --output out/通知.csv", "missing --at 16:55 --notice", "board --to {day}", "validate --fix"),
    *("ledger --to {day}", "ledger --to {day} --format csv", "bulletin --from 2022-08-25 --to {day}"),
    *("roster", "check"),
)


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given on Windows")
def test_a_name_with_line_feeds_makes_no_line_of_its_own(desk: Desk) -> None:
    """Of a file or folder, in submissions/ or among the receipts; in JSON it stands as it is."""
    for name, data in BY_NAME.items():
        desk.file(name, data, f"{DAY}T16:40+08:00")
    (desk.root / FOLDER / f"州工信局\n{LIE}\n链接.yaml").symlink_to("nowhere")
    found = at(desk, "18:00:00", "missing", "--date", DAY, "--format", "json").json["diagnostics"]
    named = {problem["path"] for problem in found}
    assert len([name for name in BY_NAME if name in named]) >= 8
    for line in EVERYWHERE:
        dated = [] if "{day}" in line or "--to" in line or line in {"roster", "check"} else ["--date", DAY]
        result = at(desk, "18:00:00", *line.format(day=DAY, folder=desk.root / FOLDER).split(), *dated)
        assert result.status in {0, 1}, (line, result)
        assert lines_of_lies(result.out + result.err) == [], line
        assert not UNSAFE.search(result.out + result.err), line
    products = [path for path in (desk.root / "out").rglob("*") if path.is_file()]
    assert len(products) > 8
    for path in (*products, desk.root / FOLDER / f"签收-{DAY}.txt"):
        assert [line for text in parts(path) for line in lines_of_lies(text)] == [], path
    (workbook,) = (desk.root / "out").glob("汇总表-*.xlsx")
    assert any(f"{FOLDER}/州财政据.yaml\\n{LIE}" in text for text in parts(workbook))


def lines_of_lies(text: str) -> list[str]:
    return [line for line in re.split(r"[\r\n\u2028]|_x000[AD]_", text) if line.strip().startswith(LIE.strip())]


def parts(path: Path) -> list[str]:
    """The text of a product."""
    if not zipfile.is_zipfile(path):
        return [path.read_text("utf-8-sig")]
    with zipfile.ZipFile(path) as package:
        return [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
