"""责任领导 and 责任人 of each lead unit: who has not supplied them, and the list to print."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from support.desk import Desk, Result, at


def roster(desk: Desk, moment: str, *arguments: str) -> Result:
    return at(desk, moment, "roster", *arguments)


def blank(desk: Desk) -> None:
    """One unit has supplied nothing of its leader, another all but a number."""
    data = desk.root / "data" / "units.yaml"
    text = data.read_text("utf-8")
    text = text.replace("责任领导: {姓名: 样例甲, 职务: 局长, 联系电话: 0908-5550101}", "责任领导:")
    data.write_text(
        text.replace("{姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106}", "{姓名: 样例己, 职务: 科长}"), "utf-8"
    )


def test_all_are_there(desk: Desk) -> None:
    result = roster(desk, "2022-08-26T09:00:00")
    assert (result.status, result.out) == (
        0,
        "5 个牵头单位，5 个报齐，0 个没有报齐，截止 2022-08-25 13:00，已过。\n已生成 out/名单.xlsx\n",
    )


@pytest.mark.parametrize(
    ("moment", "status", "word", "limit"),
    [
        ("2022-08-25T12:59:59", 0, "还没有报", "截止 2022-08-25 13:00"),
        ("2022-08-25T13:00:00", 1, "没有报", "截止 2022-08-25 13:00，已过"),
    ],
)
def test_who_has_not_supplied_them(desk: Desk, moment: str, status: int, word: str, limit: str) -> None:
    blank(desk)
    result = roster(desk, moment)
    assert result.status == status
    assert result.out.splitlines() == [
        f"州工信局　{word}：责任领导",
        f"州财政局　{word}：责任人联系电话",
        f"5 个牵头单位，3 个报齐，2 个没有报齐，{limit}。",
        "已生成 out/名单.xlsx",
        "填好以后收进 data/units.yaml：jiukun import out/名单.xlsx",
    ]


def test_a_plan_without_a_time_for_it(desk: Desk) -> None:
    blank(desk)
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("名单截止: 2022-08-25 13:00", "名单截止:"), "utf-8")
    result = roster(desk, "2022-09-01T09:00:00")
    assert result.status == 0
    assert "5 个牵头单位，3 个报齐，2 个没有报齐。\n" in result.out


def test_the_list_to_print(desk: Desk) -> None:
    blank(desk)
    assert "已生成 别处/名单.xlsx\n" in roster(desk, "2022-08-26T09:00:00", "--output", "别处/名单.xlsx").out
    sheet = load_workbook(desk.root / "别处" / "名单.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "测试方案责任领导和责任人名单"
    assert rows[1] == ["序号", "牵头单位", "责任领导", "职务", "联系电话", "责任人", "职务", "联系电话", "备注"]
    assert rows[2] == [1, "州工信局", None, None, None, "样例乙", "科长", "0908-5550102", "缺责任领导"]
    assert rows[3][1:5] == ["州市场监督管理局", "样例丙", "局长", "0908-5550103"]
    assert rows[4][5:] == ["样例己", "科长", None, "缺责任人联系电话"]
    assert len(rows) == 7
