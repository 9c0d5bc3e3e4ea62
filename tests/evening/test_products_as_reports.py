"""What `compile` makes for a unit, dropped in as its report, says the same as the report that it was made of."""

from __future__ import annotations

import pytest

from support.desk import DAY, Desk, at, replaced

SENTENCE = "走访经营户12户，协调用工3人，减租0.8万元。"
TEXTS = {
    "short": "全州国有房屋减租手续办结12户。",
    "4,000 characters in one paragraph": SENTENCE * 180,
    "many paragraphs": "\n    ".join(f"第{number}段：{SENTENCE}" for number in range(120)),
    "many short lines": "\n    ".join(f"{number}户。" for number in range(300)),
}


def words(desk: Desk) -> str:
    """The report in the folder, without comments and however its paragraphs are laid out."""
    text = (desk.root / "submissions" / DAY / "州财政局.yaml").read_text("utf-8")
    return "".join(line for line in text.replace(": |", ":").split("\n") if not line.startswith("#")).replace(" ", "")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_units_own_table_is_its_report(desk: Desk, name: str, ending: str) -> None:
    desk.report(replaced("全州国有房屋减租手续办结12户。", TEXTS[name]), at=f"{DAY}T16:40+08:00")
    before = words(desk)
    made = at(desk, "16:45:00", "compile", "--unit", "州财政局", "--date", DAY, "--format", ending)
    assert made.status == 0
    (desk.root / "submissions" / DAY / "州财政局.yaml").unlink()
    product = (desk.root / "out" / "单位表" / DAY / f"州财政局.{ending}").read_bytes()
    desk.file(f"submissions/{DAY}/州财政局.{ending}", product, f"{DAY}T16:50+08:00")
    checked = at(desk, "16:55:00", "validate", "--date", DAY)
    assert checked.out == "检查了 1 个文件，没有问题，可以报送。\n"
    received = at(desk, "17:05:00", "receive", "--date", DAY)
    assert "  州财政局　16:50:00（文件时间）　合格\n" in received.out
    assert at(desk, "17:06:00", "import", "--date", DAY).status == 0
    assert words(desk) == before


def test_a_whole_days_table_is_nobodys_report(desk: Desk) -> None:
    desk.report()
    at(desk, "16:45:00", "compile", "--date", DAY, "--format", "docx")
    product = (desk.root / "out" / f"汇总表-{DAY}.docx").read_bytes()
    desk.file(f"submissions/{DAY}/州工信局.docx", product)
    result = at(desk, "16:55:00", "validate", f"submissions/{DAY}/州工信局.docx", "--format", "json")
    assert "JK305" in {found["code"] for found in result.json["diagnostics"]}
