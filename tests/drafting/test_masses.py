"""Plan documents in which something stands again and again: the work grows with the length, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from jiukun.drafting.documents.plan_files import read_plan_document
from jiukun.drafting.drafts.plan_draft import PlanDraft, draft_plan

LINES = 250
FIRST = "一、甲。（牵头单位：市甲局；责任单位：市乙局）\n"
LAST = "二、乙。（牵头单位：市丙局；责任单位：市丁局）\n"
# A line, and how many measures a plan has when {LINES} of it stand between its two, and twice as many.
MASSES: dict[str, tuple[str, int, int]] = {
    "signs": ("- - \n-\n", 2, 2),
    "names in quotation marks": ('"\\ud800" ', 2, 2),
    "blank lines": ("\n", 2, 2),
    "a unit's line": ("`单位: 州工信局\n", 2, 2),
    "labelled lines": ("责任单位：市财政局\n", 2, 2),
    "labelled lines apart": ("责任单位：市财政局\n]\n", 251, 501),
    "brackets": ("（责任单位：市财政局）\n", 2, 2),
    "brackets in one line": ("（责任单位：市财政局、市教育局）", 2, 2),
    "nothing in brackets": ("（）", 2, 2),
    "numbers in brackets": ("（一）", 2, 2),
    "persons": ("联系人：张三，电话：1234567\n", 2, 2),
    "sentences": ("市财政局牵头，市教育局配合。\n", 2, 2),
    "items": ("（一）甲。\n", 2, 2),
    "names": ("市财政局、市教育局\n", 2, 2),
    "places": ("东山县、", 2, 2),
    "attachments": ("附件\n", 2, 2),
    "tabs": ("\t\t\t\n", 2, 2),
    "rows": ("1\t甲乙\t市财政局\n", 2, 2),
    "heads": ("序号\n工作任务\n责任单位\n", 1, 1),
    "rows of two cells": ("责任单位\t市财政局\n", 2, 2),
    "rules": ("列首位的为牵头单位，下同\n", 2, 2),
}


def drafted(text: str) -> PlanDraft | None:
    """The draft of a text that is read."""
    document, problems = read_plan_document(text.encode(), "方案.txt")
    assert document is not None, problems
    return draft_plan(document, "方案.txt", date(2022, 8, 26))[0]


def calls(work: Callable[[], object]) -> int:
    """How many calls something makes, those of the library's functions in C with them."""
    count = 0

    def counted(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", MASSES)
def test_work_grows_with_the_length(name: str) -> None:
    line, *_ = MASSES[name]
    drafted(FIRST + line + LAST)  # what is prepared once
    few, many = (calls(partial(drafted, FIRST + line * times + "\n" + LAST)) for times in (LINES, 2 * LINES))
    assert many < 2.05 * few


@pytest.mark.parametrize("name", MASSES)
def test_the_measures_around_are_drafted(name: str) -> None:
    line, *counts = MASSES[name]
    for times, count in zip((LINES, 2 * LINES), counts, strict=True):
        draft = drafted(FIRST + line * times + "\n" + LAST)
        assert draft is not None
        assert draft.counts.startswith(f"措施 {count} 项")


@pytest.mark.parametrize("sign", ["\u3000", "\u3000 ", " ", "\u00a0", "一"])
def test_a_long_run_of_a_sign_is_seen_once(sign: str) -> None:
    """Seen again from each of its places it would take minutes."""
    text = FIRST.replace("甲。", f"甲{sign * (190_000 // len(sign))}\n乙。")
    draft = drafted(text + LAST)
    assert draft is not None
    assert draft.counts.startswith("措施 2 项")


def test_a_long_run_of_marks_in_a_name_is_seen_once() -> None:
    """So too of marks that are taken off a unit's name."""
    text = FIRST.replace("（", f"（牵头单位：市财政{'# ' * 90_000}局；", 1)
    draft = drafted(text + LAST)
    assert draft is not None
    assert draft.counts.startswith("措施 2 项")
