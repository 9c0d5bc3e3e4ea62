"""The remedy told works: done as told on a copy of a case, the problem is gone.

Those of filled forms are in reports/test_form_remedies.py, of plan documents in drafting/.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiukun.diagnostics.codes import CODES
from support.desk import CASES, DAY, REPORT, Desk

Mend = Callable[[Path], object]
FOLDER = f"submissions/{DAY}"
KEPT = (  # a receipt, named by its content
    f"data/receipts/{DAY}/州财政局/0001_20220826T164000.000000+0800_file_time_valid_"
    "ef984a7d632922b63d111c22fcfe8babafb5881c5bb3a8987bfd1096942f62a3.yaml"
)
FILE, PLAN, UNITS = f"{FOLDER}/州财政局.yaml", "data/measures.yaml", "data/units.yaml"


def write(old: str, new: str, name: str = FILE) -> Mend:
    """Change what stands in a file; the pattern must be there."""

    def mend(root: Path) -> None:
        text, count = re.subn(old, new, (root / name).read_bytes().decode(), count=1, flags=re.MULTILINE)
        assert count
        (root / name).write_bytes(text.encode())

    return mend


def anew(root: Path) -> None:
    """Write the whole report anew by the sample."""
    (root / FILE).parent.mkdir(parents=True, exist_ok=True)
    (root / FILE).write_text(REPORT, "utf-8")


def report_of(day: str) -> Mend:
    def mend(root: Path) -> None:
        (root / "submissions" / day).mkdir(parents=True)
        (root / "submissions" / day / "州财政局.yaml").write_text(REPORT.replace(DAY, day), "utf-8")

    return mend


def renamed(root: Path) -> None:
    """The unit got a new name: the old one becomes an alias."""
    write(r"- 简称: 州信访局\n  全称: 自治州信访局\n", "", UNITS)(root)
    write(r"别名: \[财政局\]", "别名: [财政局, 州信访局]", UNITS)(root)


def save_as_utf_8(root: Path) -> None:
    (root / FILE).write_text((root / FILE).read_bytes().decode("gb18030"), "utf-8")


def move(name: str, target: str) -> Mend:
    return lambda root: shutil.move(root / name, root / target)


def remove(name: str) -> Mend:
    return lambda root: (root / name).unlink()


def type_in(place: str, text: str) -> Mend:
    """Change a cell of the roster."""

    def mend(root: Path) -> None:
        book = load_workbook(root / "名单.xlsx")
        book.worksheets[0][place].value = text
        book.save(root / "名单.xlsx")

    return mend


REMEDIES: dict[str, tuple[str, Mend]] = {
    "JK101": ("comment-only", anew),
    "JK103": ("broken-in-the-middle", anew),
    "JK104": ("gbk", save_as_utf_8),
    "JK105": ("control", write("\x07", "")),
    "JK110": ("bad-escape", write(r'"甲\\q乙"', r"'甲\\q乙'")),
    "JK111": ("crlf", write("填报人：", "填报人: ")),
    "JK112": ("full-width-space-after-colon", write("填报人:\u3000", "填报人: ")),
    "JK113": ("bullet", write("^• ", "- ")),
    "JK114": ("2-full-width-indent-key", write("^\u3000\u3000", "  ")),
    "JK115": ("comment-after-block", write("^#", "    #")),
    "JK116": ("anchor-on-list", write(" &a", "")),
    "JK117": ("colon-at-end", write("以下:", "以下：")),
    "JK118": ("comment-in-mid-block", write("^#", "    #")),
    "JK119": ("blank-deeper", write("^        $", "")),
    "JK120": ("break-0085", write("\x85", "")),
    "JK121": ("bar", write("｜", "|")),
    "JK122": ("below-the-key", write("完成情况:", "完成情况: |")),
    "JK123": ("before-more-text", write("推进 # 1号楼\n    和", "|\n    推进 # 1号楼\n    和")),
    "JK130": ("anchor-before-list", write("&a ", "")),
    "JK131": ("docs", write(r"^---[\s\S]*", "")),
    "JK132": ("deep-brackets", anew),
    "JK133": ("dup", write("\n填报人: 样例戊", "")),
    "JK201": ("entry-is-text", write("^- 已完成\n", "")),
    "JK202": ("in-units", write("- 全称: 自治州财政局", "- 简称: 州财政局\n  全称: 自治州财政局", UNITS)),
    "JK203": ("at-the-end", write("^备注", "    备注")),
    "JK204": ("flow-mapping-in-list", write(r"\n  - \{甲: 乙\}", " 甲乙")),
    "JK205": ("decimal", write(r"2\.0", "2")),
    "JK206": ("first-day", write("2022-08-32", "2022-08-25", PLAN)),
    "JK207": ("deadline-in-words", write("下午五点", "17:00", PLAN)),
    "JK208": ("month-day", write("每月32日", "每月25日", PLAN)),
    "JK209": ("leads-as-text", write("牵头单位: 州财政局", "牵头单位: [州财政局]", PLAN)),
    "JK301": ("blank-quoted", write('"\u3000 "', "无")),
    "JK302": ("as-yesterday", write("同昨天。", "无")),
    "JK303": ("yesterday", write("日期: 2022-08-25", "日期: 2022-08-26")),
    "JK304": ("other-unit", write("单位: 州工信局", "单位: 州财政局")),
    "JK305": ("near-miss", write("州财证局", "州财政局")),
    "JK306": ("leads-nothing", remove(f"{FOLDER}/州信访局.yaml")),
    "JK307": ("another-units-measure", write(r"^- 序号: 1[\s\S]*", "")),
    "JK308": ("left-out", write("- 序号: 3", "- 序号: 1", f"{FOLDER}/州工信局.yaml")),
    "JK309": ("twice", write(r"(\n- 序号: 2[\s\S]*)\n- 序号: 2[\s\S]*", r"\1\n")),
    "JK310": ("far-off", lambda root: shutil.rmtree(root / "submissions/2099-08-26")),
    "JK311": ("beyond-the-basic-plane", write("𠮷+", "𠮷")),
    "JK312": ("bell", write(r"\\x07|\\a|\x07", "")),
    "JK313": ("one-digit-short", write("1380000000$", "13800000000")),
    "JK314": ("same-save-dates", write("完成情况: [|]", "完成情况: |\n    今日新办结3户。")),
    "JK315": ("closed", write(r"^- 序号: 3[\s\S]*", "", f"{FOLDER}/州工信局.yaml")),
    "JK402": ("near-miss", move(f"{FOLDER}/州财证局.yaml", FILE)),
    "JK403": ("archive-of-nobody", remove(f"{FOLDER}/报送材料.zip")),
    "JK404": ("beside-the-folders", move("submissions/州财政局.yaml", FILE)),
    "JK408": ("empty-day", report_of("2022-08-27")),
    "JK411": ("edited", lambda root: (root / KEPT).write_text(REPORT, "utf-8")),
    "JK412": ("impossible-time", move(KEPT.replace("20220826T", "20221326T"), KEPT)),
    "JK413": ("first-deleted", lambda root: (root / KEPT).write_text(REPORT, "utf-8")),
    "JK414": ("leads-nothing", renamed),
    "JK415": ("name-against-inside", move(f"{FOLDER}/州财政局(1).yaml", f"{FOLDER}/州工信局.yaml")),
    "JK416": ("blank", anew),
    "JK417": ("text", remove(f"{FOLDER}/州财政局.txt")),
    "JK418": ("a-week-off", move("submissions/2022-09-01", "submissions/2022-08-25")),
    "JK420": ("another-unit", remove(KEPT.replace("州财政局", "州工信局"))),
    "JK501": ("no-units", lambda root: shutil.copy(root / UNITS, root / "only-measures" / UNITS)),
    "JK502": ("in-special", write("州财证局", "州工信局", PLAN)),
    "JK503": ("alias-twice", write("财政局, 工信局", "财政局", UNITS)),
    "JK504": ("empty-group", write(r"成员: \[\]", "成员: [乌恰县人民政府]", UNITS)),
    "JK505": ("from-two", write("序号: 9", "序号: 1", PLAN)),
    "JK506": ("twice", write(r"(序号: 2[\s\S]*)序号: 2", r"\1序号: 5", PLAN)),
    "JK507": ("other-unit", write(r"报送单位: \[州工信局\]", "报送单位: [州财政局]", PLAN)),
    "JK508": ("closed-before-it-starts", write("办结日期: 2022-08-25", "办结日期: 2022-09-25", PLAN)),
    "JK509": ("colon", write('"州:信访局"', "州信访局", UNITS)),
    "JK510": ("unknown", write("阿图什县人民政府", "阿图什市人民政府", UNITS)),
    "JK511": ("beijing", write("北京", "Asia/Shanghai", PLAN)),
    "JK512": ("alias", write(", 财政局", "", PLAN)),
    "JK513": ("blank", write("责任人:$", "责任人: {姓名: 样例己, 职务: 科长, 联系电话: 0908-5550106}", UNITS)),
    "JK514": ("empty", write(r"成员: \[\]", "成员: [州财政局]", UNITS)),
    "JK515": ("both", write(", 免报: 是", "", PLAN)),
    "JK516": ("five", write("5点", "17:00", PLAN)),
    "JK531": ("unknown", type_in("B3", "州工信局")),
    "JK532": ("twice", type_in("E4", "0908-5559999")),
}


# What only a moment or a system can show: project/, evidence/, reports/test_files.py. Forms and plan documents.
ELSEWHERE = {"JK421", "JK102", "JK401", "JK405", "JK406", "JK407", "JK419", *(code for code in CODES if code >= "JK6")}


def codes_told(desk: Desk, folder: Path) -> set[str]:
    """All codes that the case's command tells."""
    given = folder / "command"
    arguments = shlex.split(given.read_text("utf-8")) if given.exists() else ["validate", "--date", DAY]
    return {found["code"] for found in desk.run(*arguments, "--format", "json").json["diagnostics"]}


@pytest.mark.parametrize("code", REMEDIES)
def test_done_as_told_the_problem_is_gone(desk: Desk, code: str) -> None:
    case, mend = REMEDIES[code]
    folder = CASES / code / case
    shutil.copytree(folder, desk.root, dirs_exist_ok=True)
    assert code in codes_told(desk, folder)
    mend(desk.root)
    assert code not in codes_told(desk, folder)


def test_each_code_has_its_remedy_tried() -> None:
    assert CODES.keys() - ELSEWHERE == REMEDIES.keys()
