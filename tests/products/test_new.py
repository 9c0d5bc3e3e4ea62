"""What `new` writes: nothing is overwritten, unfilled it says what to fill in, filled in it is sound."""

from __future__ import annotations

import json

from support.desk import DAY, REPORT, Desk, codes, replaced

BLANK = """\
# yaml-language-server: $schema=../../out/报送.schema.json
# 填写说明：请于2022年8月26日 17:00 前报州政办信息科。\
冒号用半角，后面空一格；“|”下面的正文，每段前面空四格；没有内容写“无”，不要空着，不要写“同上”。
单位: 州财政局
日期: 2022-08-26
填报人: {clerk}
联系电话: {phone}
工作情况:
# 第 2 项　减免租金
# 要点：减免6个月
- 序号: 2
  完成情况: |
    {done}
  存在问题:{problems}
  下一步计划: |
    {plans}
"""
YESTERDAY = replaced("2022-08-26", "2022-08-25")


def blank(clerk: str = "", phone: str = "", done: str = "", problems: str = "", plans: str = "") -> str:
    text = BLANK.format(clerk=clerk, phone=phone, done=done, problems=problems, plans=plans)
    return text.replace("填报人: \n", "填报人:\n").replace("联系电话: \n", "联系电话:\n")


def lying(desk: Desk, unit: str = "州财政局") -> str:
    return (desk.root / "submissions" / DAY / f"{unit}.yaml").read_text("utf-8")


def test_a_report_of_the_units_own_measures(desk: Desk) -> None:
    result = desk.run("new", "--unit", "财政局", "--date", DAY)
    assert (result.status, result.out) == (0, f"已备好 submissions/{DAY}/州财政局.yaml\n")
    assert lying(desk) == blank()


def test_unfilled_it_says_exactly_what_is_to_be_filled_in(desk: Desk) -> None:
    desk.run("new", "--unit", "州财政局", "--date", DAY)
    assert codes(desk.run("validate", "--date", DAY, "--format", "json")) == [
        (5, 5, "JK301"),
        (6, 6, "JK301"),
        (11, 9, "JK301"),
        (13, 8, "JK301"),
        (14, 10, "JK301"),
    ]


def test_filled_in_it_is_sound(desk: Desk) -> None:
    desk.run("new", "--unit", "州财政局", "--date", DAY)
    desk.report(blank("样例丁", "0908-5550104", "今日办结12户。\n    明日继续。", " 无", "月底前办完。"))
    assert desk.run("validate", "--date", DAY).status == 0


def test_the_clerk_of_the_last_report_is_there_and_its_text_if_asked(desk: Desk) -> None:
    desk.report(YESTERDAY, day="2022-08-25")
    desk.run("new", "--unit", "州财政局", "--date", DAY)
    assert lying(desk) == blank("样例丁", "0908-5550104")
    (desk.root / "submissions" / DAY / "州财政局.yaml").unlink()
    desk.run("new", "--unit", "州财政局", "--date", DAY, "--carry")
    carried = lying(desk)
    done = "全州国有房屋减租手续办结12户。\n    其余8户正在审核。"
    assert carried == blank("样例丁", "0908-5550104", done, " 无", "月底前全部办结。").replace(
        "下一步计划: |\n    月底前全部办结。", "下一步计划: 月底前全部办结。"
    )


def test_nothing_that_exists_is_overwritten(desk: Desk) -> None:
    path = desk.report(REPORT, "财政局")
    result = desk.run("new", "--unit", "州财政局", "--date", DAY)
    assert (result.status, result.out) == (1, f"州财政局　已经有 submissions/{DAY}/财政局.yaml，没有改动\n")
    assert path.read_text("utf-8") == REPORT
    assert not (desk.root / "submissions" / DAY / "州财政局.yaml").exists()


def test_one_for_every_lead_unit_that_owes_one(desk: Desk) -> None:
    desk.report()
    result = desk.run("new", "--all", "--date", DAY)
    assert result.out.splitlines() == [
        f"已备好 submissions/{DAY}/州工信局.yaml",
        f"已备好 submissions/{DAY}/州市场监督管理局.yaml",
        f"州财政局　已经有 submissions/{DAY}/州财政局.yaml，没有改动",
        f"已备好 submissions/{DAY}/阿图什市人民政府.yaml",
        f"已备好 submissions/{DAY}/乌恰县人民政府.yaml",
    ]
    assert lying(desk) == REPORT
    assert "序号: 3" not in lying(desk, "州工信局")  # closed the day before


def test_the_schema_that_the_report_names_is_written_and_renewed(desk: Desk) -> None:
    schema = desk.root / "out" / "报送.schema.json"
    first = desk.run("new", "--unit", "州财政局", "--date", DAY)
    assert first.err == "已更新 out/报送.schema.json（供编辑器边写边查）\n"
    assert json.loads(schema.read_text("utf-8")) == desk.run("schema").json
    assert desk.run("new", "--unit", "州工信局", "--date", DAY).err == ""
    schema.write_text("{}", "utf-8")
    desk.run("new", "--unit", "阿图什市人民政府", "--date", DAY)
    assert len(schema.read_text("utf-8")) > 1000


def test_a_day_on_which_nothing_is_due(desk: Desk) -> None:
    result = desk.run("new", "--unit", "州财政局", "--date", "2022-08-24")
    assert (result.status, result.out) == (1, "州财政局　2022-08-24 没有要报的措施\n")


def test_to_another_place(desk: Desk) -> None:
    assert desk.run("new", "--unit", "州财政局", "--date", DAY, "--output", "别处/x.yaml").status == 0
    assert (desk.root / "别处" / "x.yaml").read_text("utf-8") == blank()
    assert desk.run("new", "--all", "--date", DAY, "--output", "各单位").status == 0
    assert sorted(path.name for path in (desk.root / "各单位").iterdir()) == sorted(
        ["州工信局.yaml", "州市场监督管理局.yaml", "州财政局.yaml", "阿图什市人民政府.yaml", "乌恰县人民政府.yaml"]
    )


def test_who_is_meant_must_be_said(desk: Desk) -> None:
    words = "写明给哪个单位（--unit 州工信局），或给全部牵头单位（--all），二者选一\n"
    for arguments in ([], ["--all", "--unit", "州财政局"]):
        result = desk.run("new", *arguments)
        assert (result.status, result.err) == (2, words)
