"""A new office, from a plan document to the first printed 汇总表, by the commands of docs/办公室 alone; counted."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiukun.reports.form_layout import FIELD_CELLS, FIELD_ROW, HEAD_ROW, HEADS
from support import rendering
from support.desk import REPOSITORY, Desk, Result, at, set_time
from support.pages import page, section, shown_in
from support.rendering import squeezed

DAY, NEXT = "2023-06-07", "2023-06-08"
SETTLED = {  # what the draft asks for, and whom a notice says to ring
    "接收科室: 河东区人民政府办公室": "接收科室: 区政府办信息科",
    "联系人: {姓名: ,": "联系人: {姓名: 样例总,",
    "联系电话: }\n  起始日期": "联系电话: 0999-5550100}\n  起始日期",
}
CONTACTS = {
    "区人社局": ("样例甲", "局长", "0999-5550101", "样例乙", "科长", "0999-5550102"),
    "区教育局": ("样例丙", "局长", "0999-5550103", "样例丁", "科长", "0999-5550104"),
}
# When each is done; the roster is due on 6 June at 12:00, reports on the next day at 18:00.
MORNING, EVENING = f"{DAY}T08:30:00", f"{DAY}T18:05:00"
CLOCKS = {"init": "2023-06-05T15:00:00", "check": "2023-06-05T16:00:00", "roster": "2023-06-05T16:10:00"}
CLOCKS |= {"import": "2023-06-06T11:00:00", "new": MORNING, **dict.fromkeys(("receive", "missing", "compile"), EVENING)}


class Office:
    """Does what the page says, and counts: commands, fields typed, files touched."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root = root
        self._patch = monkeypatch
        self.commands: list[str] = []
        self.fields: list[str] = []
        self.files: set[str] = set()
        self.enter(root)

    def enter(self, folder: Path) -> None:
        self._patch.chdir(folder)
        self._root = folder

    def path(self, name: str) -> Path:
        return self._root / name

    def run(self, line: str) -> Result:
        program, command, *arguments = line.split()
        assert program == "jiukun"
        self.commands.append(command)
        return at(Desk(self._root), CLOCKS[command], command, *arguments)

    def settle(self) -> None:
        """Answer the draft's questions in Notepad."""
        path = self.path("data/measures.yaml")
        text = re.sub(r"^# 待核：.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for asked, answer in SETTLED.items():
            assert asked in text
            text = text.replace(asked, answer, 1)
            self.fields.append(answer)
        path.write_text(text, "utf-8")
        self.files.add("data/measures.yaml")

    def fill_roster(self) -> None:
        path = self.path("out/名单.xlsx")
        book = load_workbook(path)
        for row in book.worksheets[0].iter_rows(min_row=3):
            for cell, value in zip(row[2:8], CONTACTS[str(row[1].value)], strict=True):
                cell.value = value
                self.fields.append(value)
        book.save(path)
        self.files.add("out/名单.xlsx")


def file_report(office: Office, unit: str, texts: Mapping[int, str]) -> None:
    """A unit fills in its form and drops it into the day's folder."""
    book = load_workbook(office.path(f"out/forms/{DAY}/{unit}.xlsx"))
    sheet = book.worksheets[0]
    sheet.cell(FIELD_ROW, FIELD_CELLS["填报人"]).value = CONTACTS[unit][3]
    sheet.cell(FIELD_ROW, FIELD_CELLS["联系电话"]).value = CONTACTS[unit][5]
    for row, number in enumerate(texts, HEAD_ROW + 1):
        assert sheet.cell(row, 1).value == str(number)
        for head, value in (("完成情况", texts[number]), ("存在问题", "无"), ("下一步计划", f"继续做好第{number}项。")):
            sheet.cell(row, HEADS.index(head) + 1).value = value
    target = office.path(f"submissions/{DAY}/{unit}.xlsx")
    target.parent.mkdir(exist_ok=True)
    book.save(target)
    set_time(target, f"{DAY}T17:20+08:00")


def test_from_a_plan_to_the_first_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    shutil.copy(REPOSITORY / "tests/plans/word-notice/plan.docx", tmp_path / "稳就业工作方案.docx")
    text = page("办公室.md")
    first_day = [line for line, _ in shown_in(section(text, "第一天"))]
    every_day = [line for line, _ in shown_in(section(text, "每天"))]
    office = Office(tmp_path, monkeypatch)

    assert office.run(first_day[0]).status == 0
    office.enter(tmp_path / first_day[0].split()[2])
    office.settle()
    checked, listed = (office.run(line) for line in first_day[1:3])
    assert (checked.status, listed.status) == (0, 0)
    office.fill_roster()
    imported = office.run(first_day[3])
    assert (imported.status, imported.out.splitlines()[0]) == (0, "已收进 data/units.yaml，改了 12 处：")
    assert at(Desk(office.path("")), CLOCKS["new"], "check").out.endswith("\n数据没有问题。\n")
    once = (len(office.commands), len(office.fields), len(office.files))

    assert office.run(every_day[0]).out.count("已备好 ") == 2
    said = {
        "区人社局": {1: "新增就业320人。", 2: "发放贷款12笔。", 3: "走访毕业生60人。"},
        "区教育局": {3: "办招聘会2场。"},
    }
    for unit, texts in said.items():
        file_report(office, unit, texts)
    received, missing, compiled = (office.run(line) for line in every_day[1:])
    assert (received.status, received.out.count("合格")) == (0, 2)
    assert (missing.status, "按时 2" in missing.out) == (1, True)  # the paper has not come
    assert (compiled.status, compiled.out) == (0, f"已生成 out/汇总表-{DAY}.xlsx\n")
    assert (office.commands[4:], len(office.fields), len(office.files)) == (
        ["new", "receive", "missing", "compile"],
        *once[1:],
    )

    table = office.path(f"out/汇总表-{DAY}.xlsx")
    shown = "\n".join(str(cell) for row in load_workbook(table).worksheets[0].values for cell in row if cell)
    assert "样例总" in shown
    assert all(words in shown for texts in said.values() for words in texts.values())
    forms = at(Desk(office.path("")), f"{NEXT}T08:30:00", *every_day[0].split()[1:])
    assert forms.status == 0
    form = load_workbook(office.path(f"out/forms/{NEXT}/区教育局.xlsx")).worksheets[0]
    # What a clerk typed once is there the next day.
    assert str(form.cell(FIELD_ROW, FIELD_CELLS["填报人"]).value).endswith("样例丁")

    commands, fields, files = once
    asked = fields - 6 * len(CONTACTS)
    readme = squeezed((REPOSITORY / "README.md").read_text("utf-8"))
    assert f"建项目{commands}条命令，改{files}个文件，填{asked}处，名单上每个牵头单位6格" in readme
    assert f"早上1条命令，傍晚{len(every_day) - 1}条，办公室不填一格" in readme

    rendering.require()
    pdf = rendering.pdfs({"table": table.read_bytes()}, tmp_path)["table"]
    printed = "".join(word.text for _, word in rendering.words(pdf))
    assert all(squeezed(words) in printed for texts in said.values() for words in texts.values())
