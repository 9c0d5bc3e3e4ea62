"""Mistakes of typing and of meaning in one report are told in one run, each where it was written."""

from __future__ import annotations

import pytest

from support.desk import DAY, REPORT, Desk, at, codes, replaced

MEANING = REPORT.replace("存在问题: 无", "存在问题: 同上").replace("0908-5550104", "12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # sure mends: a full-width colon, a missing space, a paragraph that fell out of its block
        (replaced("填报人: ", "填报人：", MEANING), [(3, 4, "JK111"), (4, 7, "JK313"), (10, 9, "JK302")]),
        (replaced("存在问题: 同上", "存在问题:同上", MEANING), [(4, 7, "JK313"), (10, 7, "JK112"), (10, 8, "JK302")]),
        (replaced("联系电话: ", "联系电话：", MEANING), [(4, 5, "JK111"), (4, 6, "JK313"), (10, 9, "JK302")]),
        (replaced("    其余8户", "其余8户", MEANING), [(4, 7, "JK313"), (9, 1, "JK118"), (10, 9, "JK302")]),
        (
            replaced("单位: 州财政局", "单位：州财政厅", MEANING),
            [(1, 3, "JK111"), (1, 4, "JK305"), (4, 7, "JK313"), (10, 9, "JK302")],
        ),
        # no sure mend: what the line may have held is not said to be wanting
        (replaced("填报人: 样例丁", "填报人: 样例: 丁", MEANING), [(3, 8, "JK117"), (4, 7, "JK313"), (10, 9, "JK302")]),
        (replaced("- 序号: 2", "1. 序号: 2", MEANING), [(4, 7, "JK313"), (6, 1, "JK113")]),
        # several of each, one after the other
        (
            replaced("填报人: ", "填报人：", replaced("存在问题: 同上", "存在问题: 进度: 好", MEANING)),
            [(3, 4, "JK111"), (4, 7, "JK313"), (10, 11, "JK117")],
        ),
        # nothing else is wrong
        (replaced("填报人: ", "填报人："), [(3, 4, "JK111")]),
    ],
)
@pytest.mark.parametrize("place", [f"submissions/{DAY}/州财政局.yaml", "别处/州财政局.yaml"])
def test_both_in_one_run(desk: Desk, text: str, expected: list[tuple[int, int, str]], place: str) -> None:
    desk.file(place, text)
    assert codes(at(desk, "16:00:00", "validate", place, "--format", "json")) == expected


def test_in_a_text_of_another_encoding(desk: Desk) -> None:
    desk.report(replaced("填报人: ", "填报人：", MEANING).encode("gb18030"))
    found = codes(at(desk, "16:00:00", "validate", "--date", DAY, "--format", "json"))
    assert [code for _, _, code in found] == ["JK104", "JK111", "JK313", "JK302"]
