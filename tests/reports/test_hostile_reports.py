"""Whatever a file holds: read without a crash, told with places that exist, in bounded memory."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiukun.diagnostics.codes import CODES
from jiukun.diagnostics.diagnostic import Diagnostic, has_errors
from jiukun.plan.loading import load_plan
from jiukun.project.folders import Project
from jiukun.reports.checks import Context, Judged, judge
from jiukun.reports.reading import read_report
from support.desk import BASE, DAY, REPORT, Desk, Result, replaced
from support.fuzzing import MIB, PIECES, QUICK, mutated, utf8

ROOM = 240 * MIB  # of address space, of which the interpreter and the libraries take some 130
TODAY = date(2022, 8, 27)
SLOW = settings(QUICK, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

_plan, _ = load_plan(Project(BASE))
assert _plan is not None
CONTEXT = Context(_plan, TODAY, date(2022, 8, 26), _plan.names["州财政局"])
ELSEWHERE = Context(_plan, TODAY)


def check_places(diagnostics: Iterable[Diagnostic], text: str | None) -> None:
    """Every place is in the text, as an editor counts lines; without text it only exists."""
    lines = re.split(r"\r\n|\n|\r", text) if text is not None else None
    for problem in diagnostics:
        assert problem.code in CODES
        assert problem.message
        assert problem.location.line >= 1
        assert problem.location.column >= 1
        if lines is not None:
            assert problem.location.line <= len(lines)
            assert problem.location.column <= len(lines[problem.location.line - 1]) + 1


def check_verdict(judged: Judged) -> None:
    assert judged.diagnostics == tuple(sorted(judged.diagnostics))
    assert judged.submission is not None or has_errors(judged.diagnostics)
    assert judged.is_valid is not has_errors(judged.diagnostics)


@QUICK
@given(mutated(REPORT))
@example(replaced("- 序号: 2\n", "- \n  序号:2\n"))
@example(replaced("- 序号: 2\n", "-\n  序号:2\n"))
@example(replaced("- 序号: 2\n", "- - \n- 序号：2\n"))
@example(replaced("序号: 2", "序号:\n  - 2"))
@example(replaced("日期: 2022-08-26", "日期:\n- 2022-08-26"))
@example(replaced("存在问题: 无", "存在问题: " + "-" * 29 + "好"))
@example("\ufeff\ufeff" + REPORT)
def test_a_mutated_report_is_judged(text: str) -> None:
    for context in (CONTEXT, ELSEWHERE):
        judged = judge(read_report(utf8(text), "一.yaml"), context)
        check_verdict(judged)
        check_places(judged.diagnostics, text.removeprefix("\ufeff"))


@QUICK
@given(mutated(REPORT), st.sampled_from(["gb18030", "utf-16", "utf-16-be", "utf-8-sig"]))
def test_a_mutated_report_in_another_encoding_is_judged(text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    judged = judge(read_report(data, "一.yaml"), CONTEXT)
    check_verdict(judged)
    check_places(judged.diagnostics, None)


@QUICK
@given(
    st.binary(max_size=400)
    | st.lists(st.sampled_from([*map(utf8, PIECES), b"\xff", b"\xfe\xff", b"\xb5"])).map(b"".join)
)
@example(b"''")
def test_any_bytes_are_judged(data: bytes) -> None:
    judged = judge(read_report(data, "一.yaml"), CONTEXT)
    check_verdict(judged)
    check_places(judged.diagnostics, None)


@QUICK
@given(mutated(REPORT), st.integers(0, 2**32), st.binary(max_size=3))
def test_a_report_with_broken_bytes_is_judged(text: str, place: int, wrong: bytes) -> None:
    data = utf8(text)
    at = place % (len(data) + 1)
    judged = judge(read_report(data[:at] + wrong + data[at + len(wrong) :], "一.yaml"), CONTEXT)
    check_verdict(judged)
    check_places(judged.diagnostics, None)


@SLOW
@given(mutated(REPORT))
def test_the_command_survives_a_mutated_report(desk: Desk, text: str) -> None:
    desk.report(utf8(text))
    result = desk.run("validate", "--date", DAY, "--format", "json")
    assert result.status in {0, 1}
    assert result.err == ""
    found = result.json["diagnostics"]
    assert result.status == (1 if result.json["summary"]["errors"] else 0)
    assert {problem["path"] for problem in found} <= {f"submissions/{DAY}/州财政局.yaml"}
    assert desk.run("missing", "--date", DAY, "--at", "18:00").status == 1
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0


MEASURES, UNITS = ((BASE / "data" / name).read_text("utf-8") for name in ("measures.yaml", "units.yaml"))


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "data"
    folder.mkdir()
    return folder


def check_data(folder: Path, measures: str, units: str) -> None:
    """The data are refused with an error, or make a plan with which one can work."""
    (folder / "measures.yaml").write_bytes(utf8(measures))
    (folder / "units.yaml").write_bytes(utf8(units))
    plan, problems = load_plan(Project(folder.parent))
    assert (plan is None) is has_errors(problems)
    for name, text in (("data/measures.yaml", measures), ("data/units.yaml", units)):
        check_places((problem for problem in problems if problem.location.path == name), text.removeprefix("\ufeff"))
    assert {problem.location.path for problem in problems} <= {"data/measures.yaml", "data/units.yaml"}
    if plan is None:
        return
    for day in (date(2022, 8, 26), date.min, date.max):
        plan.deadline(day).timestamp()
        plan.previous_due(day)
        for unit in plan.lead_units:
            assert set(plan.owed(unit, day)) <= set(plan.led[unit.short].values())
    assert set(plan.leads) == set(plan.filers) == set(range(1, len(plan.measures) + 1))


@QUICK
@given(mutated(MEASURES))
@example(replaced("每日截止: 17:00", "每日截止:\n  - 17:00", MEASURES))
@example(replaced("每日截止: 17:00", "每日截止: 24:00", MEASURES))
@example(replaced("结束日期:", "结束日期: 9999-12-31", MEASURES))
@example(replaced("起始日期: 2022-08-25", "起始日期: 0001-01-01", MEASURES))
@example(replaced("起始日期: 2022-08-25", "起始日期:\n    年: 2022", MEASURES))
@example(replaced("名单截止: 2022-08-25 13:00", "名单截止:\n  - 13:00", MEASURES))
@example(replaced("名单截止: 2022-08-25 13:00", "名单截止: 9999-12-31 24:00", MEASURES))
@example(replaced("连续未报: 2", "连续未报: []", MEASURES))
@example(replaced("免报日: []", "免报日: [[2022-08-26]]", MEASURES))
@example(replaced("时区: Asia/Shanghai", "时区: ../Shanghai", MEASURES))
@example(replaced("时区: Asia/Shanghai", "时区: Asia", MEASURES))
@example(replaced("时区: Asia/Shanghai", '时区: "a\\0b"', MEASURES))
def test_a_mutated_plan_is_refused_or_usable(data_folder: Path, text: str) -> None:
    check_data(data_folder, text, UNITS)


@QUICK
@given(mutated(UNITS))
@example(replaced("成员: [阿图什市人民政府, 乌恰县人民政府]", "成员: [各县（市）人民政府]", UNITS))
@example(replaced("成员: [阿图什市人民政府, 乌恰县人民政府]", "成员:\n  a: b", UNITS))
@example(replaced("简称: 州工信局", "简称: ..", UNITS))
def test_mutated_units_are_refused_or_usable(data_folder: Path, text: str) -> None:
    check_data(data_folder, MEASURES, text)


def lines_of(number: int, line: Callable[[int], str]) -> str:
    return "".join(map(line, range(number)))


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + lines_of(
    20, lambda place: f"{chr(98 + place)}: &{chr(98 + place)} [{', '.join(['*' + chr(97 + place)] * 9)}]\n"
)
# What is told of each, and how often.
LARGE: dict[str, tuple[str, dict[str, int]]] = {
    "a million brackets": ("[" * 1_000_000, {"JK132": 1}),
    "a million braces": ("{" * 1_000_000, {"JK132": 1}),
    "brackets in a report": (replaced("存在问题: 无", "存在问题: " + "[" * 900_000), {"JK132": 1}),
    "brackets behind a mistake": ("a: b: " + "[" * 900_000, {"JK117": 1}),
    "half a million dashes": ("- " * 500_000, {"JK132": 1}),
    "a quarter of a million keys in keys": ("{a: " * 250_000, {"JK132": 1}),
    "half a million question marks": ("? " * 500_000, {"JK132": 1}),
    "deep by indentation": (lines_of(1_000, lambda depth: " " * depth + "a:\n"), {"JK132": 1}),
    "an alias bomb": (BOMB, {"JK116": 21}),
    "an alias bomb in flow": ("{" + BOMB.replace("\n", ", ") + "}", {"JK116": 1}),
    "1 MiB in one line": ("a" * MIB, {"JK201": 1}),
    "1 MiB of Chinese in one line": ("好" * (MIB // 3), {"JK201": 1}),
    "1 MiB in one quotation": ('"' + "a" * (MIB - 2) + '"', {"JK201": 1}),
    "1 MiB of one quotation mark": ('"' * MIB, {"JK110": 1}),
    "1 MiB of colons": (":" * MIB, {"JK110": 1}),
    "1 MiB of hashes": ("#" * MIB, {"JK101": 1}),
    "1 MiB of line feeds": ("\n" * MIB, {"JK101": 1}),
    "1 MiB of list items": ("- a\n" * (MIB // 4), {"JK132": 1}),
    "1 MiB of list items in one line": ("[" + "a," * (MIB // 2 - 1), {"JK132": 1}),
    "1 MiB of anchors": ("- &a\n" * (MIB // 5), {"JK132": 1}),
    "1 MiB of open quotations": ("a: 'b\n" * (MIB // 6), {"JK132": 1}),
    "20,000 open quotations": ("a: 'b\n" * 19_990, {"JK116": 200}),
    "20,000 quotations over two lines": ("a: 'b\nc'\n" * 9_990 + "[", {"JK110": 1}),
    "20,000 full-width colons": ("填报人：样例甲\n" * 19_990, {"JK111": 200}),
    "20,000 lines of text": ("a:b\n" * 19_990, {"JK201": 1}),
    "300,000 invisible line breaks": ("\u2028" * 300_000, {"JK101": 1, "JK120": 200}),
    "20,000 unknown keys": (REPORT + lines_of(19_900, lambda number: f"键{number}: x\n"), {"JK203": 19_900}),
    "5,000 times the same key": (REPORT + "填报人: 样例甲\n" * 5_000, {"JK133": 5_000}),
    "2,000 entries": (REPORT + "- 序号: 2\n  x: y\n" * 2_000, {"JK202": 6_000, "JK203": 2_000, "JK309": 2_000}),
    "40,000 characters in a cell": (replaced("存在问题: 无", "存在问题: " + "问" * 40_000), {"JK311": 1}),
    "1 MiB and a byte": ("a" * (MIB + 1), {"JK102": 1}),
}


def confined(desk: Desk, *arguments: str) -> Result:
    """Run with little memory, and half a minute of work, where the system can be told so."""
    limits = (("AS", ROOM), ("CPU", 30))
    limit = "import resource; " + "; ".join(
        f"resource.setrlimit(resource.RLIMIT_{resource}, ({n}, {n}))" for resource, n in limits
    )
    try:
        import resource  # noqa: F401  not on Windows
    except ImportError:
        limit = ""
    program = (
        f"import sys\n{limit}\nfrom jiukun.cli.program import run\nsys.argv = ['jiukun', *{list(arguments)!r}]\nrun()"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=desk.root, capture_output=True, timeout=300, check=False
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_refused_in_little_memory(desk: Desk, name: str) -> None:
    text, expected = LARGE[name]
    desk.report(text)
    result = confined(desk, "validate", "--date", DAY, "--format", "json")
    assert (result.status, result.err) == (1, "")
    assert Counter(problem["code"] for problem in result.json["diagnostics"]) == expected


def test_a_day_of_large_files_is_called_and_compiled_in_little_memory(desk: Desk) -> None:
    names = ("a million brackets", "an alias bomb", "2,000 entries", "1 MiB of list items", "1 MiB and a byte")
    units = ("州工信局", "州市场监督管理局", "州财政局", "阿图什市人民政府", "乌恰县人民政府")
    for unit, name in zip(units, names, strict=True):
        desk.report(LARGE[name][0], unit)
    missing = confined(desk, "missing", "--date", DAY, "--at", "18:00", "--format", "json")
    assert (missing.status, missing.err) == (1, "")
    assert [(unit["unit"], unit["status"]) for unit in missing.json["units"]] == [(unit, "invalid") for unit in units]
    compiled = confined(desk, "compile", "--date", DAY, "--at", "18:00")
    assert (compiled.status, compiled.err) == (0, "")
    assert [line for line in compiled.out.splitlines() if line.startswith("缺口")] == [
        "缺口：州工信局报送有误（第 1 项）",
        "缺口：州市场监督管理局报送有误（第 1 项）",
        "缺口：州财政局报送有误（第 2 项）",
        "缺口：阿图什市人民政府报送有误（第 4 项）",
        "缺口：乌恰县人民政府报送有误（第 4 项）",
    ]


LARGE_DATA: dict[str, tuple[str, dict[str, int]]] = {
    "300,000 lines": ("a: b\n\r\n" * 149_000, {"JK132": 1}),
    "500,000 items": (f"a: [{'a,' * 500_000}]", {"JK132": 1}),
    "40,000 times the same key": ("k: b\n" * 39_990, {"JK133": 5_000, "JK202": 4, "JK203": 1}),
    "half a million colons in a line": ("方案:" + "':" * (MIB // 2 - 9), {"JK112": 1, "JK116": 1}),
    "half a million colons in a value": (MEASURES.replace("测试方案", "要|" + ":|" * (MIB // 3)), {"JK311": 1}),
    "half a million escapes": (MEASURES.replace("测试方案", '"' + "\\\\" * (MIB // 3) + '"'), {"JK311": 1}),
    "a million characters in quotation marks": (MEASURES.replace("测试方案", f"'{'a' * 900_000}'"), {"JK311": 1}),
    "half a million doubled quotation marks": (MEASURES.replace("测试方案", "''" * (MIB // 3)), {"JK311": 1}),
    "half a million dashes": (MEASURES.replace("- 序号: 1\n", "- " * (MIB // 3) + "序号: 1\n"), {"JK132": 1}),
    "a name of 1 MiB": (MEASURES.replace("样例总", "样" * 300_000), {"JK311": 1}),
    "a time zone of many folders": (MEASURES.replace("Asia/Shanghai", "<[/x]" * 6_000), {"JK511": 1}),
    "120,000 items that do not fit": (f"措施: [{'a,' * 120_000}]", {"JK132": 1, "JK201": 1_997, "JK202": 3}),
}


@pytest.mark.parametrize("name", LARGE_DATA)
def test_data_with_very_many_mistakes_are_told_in_short(desk: Desk, name: str) -> None:
    text, expected = LARGE_DATA[name]
    desk.file("data/measures.yaml", text)
    result = confined(desk, "check", "--format", "json")
    assert (result.status, result.err) == (2, "")
    assert Counter(problem["code"] for problem in result.json["diagnostics"]) == expected


@pytest.mark.parametrize("name", ["a million brackets", "an alias bomb", "2,000 entries", "1 MiB of colons"])
@pytest.mark.parametrize("file", ["measures", "units"])
def test_large_data_are_refused_in_little_memory(desk: Desk, name: str, file: str) -> None:
    desk.file(f"data/{file}.yaml", LARGE[name][0])
    result = confined(desk, "check", "--format", "json")
    assert (result.status, result.err) == (2, "")
    assert {problem["path"] for problem in result.json["diagnostics"]} == {f"data/{file}.yaml"}


@pytest.mark.parametrize(("lines", "status"), [(45_000, 2), (300_000, 0)])
def test_data_of_very_many_lines_are_read_where_the_plan_is_large(desk: Desk, lines: int, status: int) -> None:
    """45,000 measures take over 1 MiB; so many lines in less are no plan."""
    text = MEASURES + "# 措施\n" * lines
    assert (len(text) > MIB) == (status == 0)
    desk.file("data/measures.yaml", text)
    assert desk.run("check").status == status


# Pieces of which a plan of half a million characters may be made, that no reading of it may take for ever.
LONG_PLANS = {
    "blanks behind a label": ("牵头单位：市工信局", "\t"),
    "blanks behind a date": ("请于2023年3月9日", "\u3000"),
    "line ends of another kind": ("自2023年3月9日", "\x85"),
    "blanks behind an attachment": ("附件", "\u3000"),
    "names": ("牵头单位：市工信局", "、市甲局"),
    "names with spaces": ("牵头单位：市工信局", " 市甲局"),
    "as above": ("牵头单位：市工信局", "同上、/"),
    "and": ("牵头单位：市工信局", "和市甲局"),
    "and others": ("牵头单位：市工信局", "等"),
    "dates": ("", "3月9日17时前"),
    "every day": ("", "每日17点前报"),
    "titles": ("", "印发《"),
    "contacts": ("每日17点前报。", "联系人"),
    "deadlines": ("牵头单位：市工信局，", "2024年底前"),
    "columns": ("", "|a"),
    "groups": ("", "各有关部门"),
}


@pytest.mark.parametrize("name", LONG_PLANS)
def test_a_long_plan_is_read_to_its_end(desk: Desk, name: str) -> None:
    begin, piece = LONG_PLANS[name]
    plan = f"一、甲。（牵头单位：市乙局）\n\n{begin}{piece * (510_000 // len(piece))}\n"
    desk.file("方案.txt", plan)
    result = confined(desk, "init", "新", "--plan", "方案.txt")
    assert (result.status, result.err) in {(0, ""), (1, "")}
    assert result.status == 0 or "JK614" in result.out


def test_the_memory_is_really_confined() -> None:
    pytest.importorskip("resource")
    program = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({ROOM}, {ROOM})); bytearray({ROOM})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert "MemoryError" in done.stderr.decode()
