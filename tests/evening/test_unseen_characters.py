"""What can neither be seen nor trusted is told with its place, and comes into no product."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jiukun.reports.form_layout import HEAD_ROW
from support.desk import DAY, Desk, at, replaced
from support.forms import CLERK, column, filled
from support.fuzzing import UNSAFE

CHARACTERS = ("\u202e", "\u2067", "\u200f", "\u061c", "\u3164", "\u115f", "\uffa0", "\u2800", "\U000e0041", "\ufffc")
PRODUCTS = (
    *("compile --date {0}", "compile --date {0} --format docx", "compile --date {0} --unit {1}"),
    *("ledger --from {0} --to {0}", "bulletin --from {0} --to {0}", "board --from {0} --to {0}"),
    *("missing --date {0}", "missing --date {0} --notice", "missing --date {0} --notice --output out/通知.csv"),
)


def in_yaml(desk: Desk, character: str) -> tuple[str, str, str]:
    escaped = f"\\U{ord(character):08x}"
    text = replaced("存在问题: 无", f'存在问题: "缺人{escaped}手"', replaced("样例丁", f'"样例{escaped}丁"'))
    desk.report(text)
    return "州财政局", "第 3 行第 6 列  填报人", "第 10 行第 9 列  工作情况[1].存在问题"


def in_a_form(desk: Desk, character: str) -> tuple[str, str, str]:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        clerk, problems = sheet.cell(*CLERK), sheet.cell(HEAD_ROW + 1, column("存在问题"))
        clerk.value, problems.value = f"样例{character}丁", f"缺人{character}手"
        places.extend((f"汇总表!{clerk.coordinate}  填报人", f"汇总表!{problems.coordinate}  第 1 项的存在问题"))

    places: list[str] = []
    desk.file(f"submissions/{DAY}/州工信局.xlsx", filled(change), f"{DAY}T16:40+08:00")
    return "州工信局", places[0], places[1]


@pytest.mark.parametrize("put", [in_yaml, in_a_form])
@pytest.mark.parametrize("character", CHARACTERS, ids=ascii)
def test_nothing_unseen_comes_through(
    desk: Desk, put: Callable[[Desk, str], tuple[str, str, str]], character: str
) -> None:
    unit, *places = put(desk, character)
    result = at(desk, "18:00:00", "validate", "--date", DAY)
    assert result.status == 1
    for place, before in zip(places, ("样例", "缺人"), strict=True):
        assert f"  错误 JK312  {place}：含有看不见的字符 U+{ord(character):04X}，在“{before}”后面\n" in result.out
    at(desk, "16:50:00", "receive", "--date", DAY)
    outputs = [at(desk, "18:00:00", *line.format(DAY, unit).split()) for line in PRODUCTS]
    assert {output.status for output in outputs} <= {0, 1}
    assert not UNSAFE.search("".join(output.out + output.err for output in (result, *outputs)))
    products = [path for path in (desk.root / "out").rglob("*") if path.is_file()]
    assert len(products) >= len(PRODUCTS) - 2
    for product in products:
        for text in texts(product):
            assert character not in text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("\\ufffc", "JK312"), ("\\U00016fe4", "JK312"), ("\\U00013430", "JK312"), ("\\ufdd0", "JK312")),
        *(("\\u0300", "JK301"), ("\\u20dd", "JK301"), ("\\u070f", "JK301")),
    ],
)
def test_what_is_not_seen_fills_no_field(desk: Desk, text: str, code: str) -> None:
    desk.report(replaced("存在问题: 无", f'存在问题: "{text}"', replaced("样例丁", f'"{text}"')))
    result = at(desk, "18:00:00", "validate", "--date", DAY, "--format", "json")
    assert [problem["code"] for problem in result.json["diagnostics"]] == [code, code]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("\u3164", "--reason 里有看不见的字符 U+3164，请重新输入"),
        ("电话\u202e先报", "--reason 里有看不见的字符 U+202E，请重新输入"),
        ("\x1b[2J", "--reason 里有看不见的字符 U+001B，请重新输入"),
        ("\ufffc", "--reason 里有看不见的字符 U+FFFC，请重新输入"),
        ("\u200b", "--reason 后面没有理由，写明为什么这样登记到达时间"),
        (" 　", "--reason 后面没有理由，写明为什么这样登记到达时间"),
        ("\u0300", "--reason 后面没有理由，写明为什么这样登记到达时间"),
    ],
    ids=ascii,
)
def test_a_reason_that_nobody_can_read_is_none(desk: Desk, reason: str, words: str) -> None:
    desk.report()
    result = at(desk, "16:50:00", "receive", "州财政局", "--date", DAY, "--at", "16:30", "--reason", reason)
    assert (result.status, result.out, result.err) == (2, "", f"{words}\n")
    assert not (desk.root / "data" / "receipts").exists()


def texts(product: Path) -> Iterator[str]:
    """All text of a product."""
    if not zipfile.is_zipfile(product):
        yield product.read_text("utf-8")
        return
    with zipfile.ZipFile(product) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
