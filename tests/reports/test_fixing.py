"""`validate --fix` mends what is sure, changes no word, and does it once."""

from __future__ import annotations

import json
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jiukun.diagnostics.diagnostic import Edit
from jiukun.reports.fixing import _is_sound, applied, fix
from jiukun.reports.submission import REPORT, Submission
from jiukun.yamlsource.reading import Loaded, load
from support.desk import CASES, DAY, Desk, Snapshots, replaced
from support.desk import REPORT as TEXT
from support.fuzzing import QUICK, mutated

NAME = f"submissions/{DAY}/州财政局.yaml"
READING = [path for path in sorted(CASES.glob("JK1*/*")) if (path / NAME).exists()]
SLIPPED = replaced("填报人: ", "填报人：", replaced("- 序号: 2", "-序号:2"))


def read(text: str) -> Loaded[Submission]:
    return load(text.encode(), "一.yaml", REPORT, Submission)


def shown(path: Path) -> str:
    """What is mended in the report of a case, and the codes that are left."""
    fixed = fix((path / NAME).read_bytes(), NAME)
    name = f"{path.parent.name}/{path.name}"
    if fixed is None:
        return f"{name}: -\n"
    lines = list(unified_diff(fixed.before.splitlines(), fixed.after.splitlines(), lineterm="", n=0))[2:]
    left = " ".join(diagnostic.code for diagnostic in read(fixed.after).diagnostics)
    return "\n".join([f"{name}: {fixed.mended} {left}".rstrip(), *(line for line in lines if line[0] != "@"), ""])


def test_what_is_mended_in_each_case(snapshots: Snapshots) -> None:
    snapshots.check("fixing", "".join(map(shown, READING)))


@pytest.mark.parametrize("path", [path for path in READING if path.name.startswith("ok")], ids=lambda path: path.name)
def test_a_sound_report_is_left_alone(path: Path) -> None:
    fixed = fix((path / NAME).read_bytes(), NAME)
    assert fixed is None or fixed.after == fixed.before  # of another encoding


def test_the_difference_is_shown_and_then_made(desk: Desk) -> None:
    path = desk.report(SLIPPED)
    result = desk.run("validate", "--date", DAY, "--diff")
    assert path.read_text("utf-8") == SLIPPED
    assert result.status == 1
    assert result.out.startswith(
        f"{NAME}：可以改好 3 处\n"
        "  @@ -2,6 +2,6 @@\n"
        "   日期: 2022-08-26\n"
        "  -填报人：样例丁\n"
        "  +填报人: 样例丁\n"
        "   联系电话: 0908-5550104\n"
        "   工作情况:\n"
        "  --序号:2\n"
        "  +- 序号: 2\n"
        "     完成情况: |\n\n"
    )
    assert "其中 3 处可以自动改好：jiukun validate --fix" in result.err
    result = desk.run("validate", "--date", DAY, "--fix")
    assert (result.status, result.out) == (0, f"{NAME}：已改好 3 处\n\n检查了 1 个文件，没有问题，可以报送。\n")
    assert path.read_text("utf-8") == TEXT
    assert desk.run("validate", "--date", DAY, "--fix").out == "检查了 1 个文件，没有问题，可以报送。\n"


def test_the_edits_of_json_are_those_that_are_made(desk: Desk) -> None:
    path = desk.report(SLIPPED)
    found = desk.run("validate", str(path), "--format", "json", "--diff").json["diagnostics"]
    edits = [Edit(**edit) for diagnostic in found for edit in diagnostic["edits"]]
    assert applied(SLIPPED, edits) == TEXT
    assert path.read_text("utf-8") == SLIPPED
    result = desk.run("validate", str(path), "--format", "json", "--fix")
    assert (json.loads(result.out)["diagnostics"], path.read_text("utf-8")) == ([], TEXT)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_becomes_utf_8(desk: Desk, encoding: str) -> None:
    path = desk.report(TEXT.encode(encoding))
    result = desk.run("validate", "--date", DAY, "--fix")
    assert result.out.startswith(f"{NAME}：已改好编码，存成 UTF-8\n")
    assert path.read_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        SLIPPED.replace("无", '"无').encode(),
        replaced("存在问题: 无", "存在问题：无\n  存在问题: 有").encode(),
        replaced("存在问题: 无", "存在问题: [甲, # 乙").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
    ],
)
def test_what_is_not_sure_is_left_alone(desk: Desk, data: bytes) -> None:
    path = desk.report(data)
    desk.run("validate", "--date", DAY, "--fix")
    assert path.read_bytes() == data


def test_a_link_stays_one_and_a_form_is_none_of_its_business(desk: Desk) -> None:
    kept = desk.file("其他/州财政局.yaml", SLIPPED)
    link = desk.root / NAME
    link.parent.mkdir(parents=True)
    link.symlink_to(kept)
    form = desk.file(f"submissions/{DAY}/州工信局.xlsx", b"x")
    desk.run("validate", "--date", DAY, "--fix")
    assert (link.is_symlink(), kept.read_text("utf-8"), form.read_bytes()) == (True, SLIPPED, b"x")


def test_one_that_is_not_sure_after_all_keeps_no_other_from_being_mended() -> None:
    """A text that goes on with what looks like a key: mended, the line would be no text."""
    swallowed = replaced("存在问题: 无", "存在问题: 无\n    下一步计划：有")
    fixed = fix(replaced("填报人: ", "填报人：", swallowed).encode(), NAME)
    assert fixed is not None
    assert (fixed.after, fixed.mended) == (swallowed, 1)


TWO = TEXT + TEXT.partition("工作情况:\n")[2].replace("序号: 2", "序号: 4").replace("无", "手续较多")
SLIPS = {
    "colon": lambda line: line.replace(": ", "：", 1),
    "no space": lambda line: line.replace(": ", ":", 1),
    "dash": lambda line: line.replace("- ", "-", 1) if line.startswith("- ") else line,
    "full-width dash": lambda line: line.replace("- ", "－", 1) if line.startswith("- ") else line,
    "full-width indent": lambda line: line.replace("  ", "\u3000") if line.startswith("  ") else line,
    "no-break indent": lambda line: line.replace("  ", "\u00a0\u00a0") if line.startswith("  ") else line,
    "tab": lambda line: line.replace("    ", "\t", 1) if line.startswith("    ") else line,
    "fallen": lambda line: line.lstrip(" ") if line.startswith("    ") else line,
}


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 16), st.sampled_from(sorted(SLIPS))), max_size=4, unique_by=lambda slip: slip[0])
)
@example([(number, "colon") for number in range(17)])
@example([(number, "full-width indent") for number in range(17)])
@example([(number, "fallen") for number in range(17)])
def test_slips_of_typing_are_mended_to_what_was_meant(slips: list[tuple[int, str]]) -> None:
    lines = TWO.split("\n")
    for number, slip in slips:
        lines[number] = SLIPS[slip](lines[number])
    fixed = fix("\n".join(lines).encode(), NAME)
    after = fixed.after if fixed else "\n".join(lines)
    assert (read(after).model, read(after).diagnostics) == (read(TWO).model, ())


@QUICK
@given(mutated(TEXT))
@example(replaced("存在问题: 无", "存在问题: >50%，'甲'说"))
@example(replaced("存在问题: 无", "存在问题: @甲 # 乙"))
@example(TEXT.replace("\n", "\r\n").replace("填报人: ", "填报人："))
def test_no_word_changes_and_what_was_mended_stays_so(text: str) -> None:
    fixed = fix(text.encode("utf-8", "surrogatepass"), NAME)
    if fixed is None:
        return
    before, after = ([sign for sign in side if sign.isalnum()] for side in (fixed.before, fixed.after))
    assert before == after
    assert fix(fixed.after.encode(), NAME) is None
    assert read(fixed.after).document is not None


@pytest.mark.parametrize("after", ["单位: 州财证局\n", "单位: 州财\n", "单位: 州财政局 # 样例\n", "单位: [州财政局\n"])
def test_a_change_of_a_word_is_not_sound(after: str) -> None:
    before = "单位：州财政局\n"
    assert _is_sound(before, "单位: 州财政局\n", NAME)
    assert not _is_sound(before, after, NAME)


def test_another_encoding_makes_nobody_late(desk: Desk) -> None:
    """The text is the one that was filed in time; where typing was mended the mended report is a new one."""
    path = desk.report(TEXT.encode("gbk"), at=f"{DAY}T16:40+08:00")
    assert desk.run("validate", "--date", DAY, "--fix").status == 0
    assert path.read_text("utf-8") == TEXT
    assert path.stat().st_mtime == datetime.fromisoformat(f"{DAY}T16:40+08:00").timestamp()
    path = desk.report(SLIPPED, at=f"{DAY}T16:40+08:00")
    desk.run("validate", "--date", DAY, "--fix")
    assert path.stat().st_mtime > datetime.fromisoformat(f"{DAY}T16:40+08:00").timestamp()
