"""What a unit with write access to submissions/ could try; docs/安全.md names the test of each line."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from support.desk import DAY, REPORT, REPOSITORY, TESTS, Desk, Result, at, replaced
from support.faults import tree
from support.fuzzing import UNSAFE, a_filled_form

FOLDER = f"submissions/{DAY}"
FORM = a_filled_form()
PAGE = (REPOSITORY / "docs" / "安全.md").read_text("utf-8")
NAMED = re.findall(r"`((?:\w+/)?test_\w+\.py)::(test_\w+)`", PAGE)
EVERY = ("validate", "missing", "compile", "receive", "import")
posix = pytest.mark.skipif(os.name == "nt", reason="links and such files are other things on Windows")


def every(desk: Desk, *commands: str) -> list[Result]:
    """Run the commands of an evening; none of them fails."""
    results = [at(desk, "18:00:00", *command.split(), "--date", DAY) for command in commands or EVERY]
    assert all(result.status in {0, 1} for result in results), results
    return results


def test_each_line_of_the_page_names_tests_that_exist_or_says_that_there_is_none() -> None:
    tables = re.findall(r"^\|.*\| 证明 \|\n\| --- .*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    rows = [row for table in tables for row in table.splitlines()]
    assert len(rows) > 50
    proofs = [row.split(" | ")[-1] for row in rows]
    without = [proof for proof in proofs if not re.match(r"`(?:\w+/)?test_\w+\.py::test_\w+`", proof)]
    assert [proof for proof in without if not proof.startswith("没有测试：")] == []
    assert len(without) == 3
    for file, name in NAMED:
        nodes = ast.walk(ast.parse((TESTS / file).read_text("utf-8")))
        assert name in {node.name for node in nodes if isinstance(node, ast.FunctionDef)}, (file, name)


OUTPUTS = {
    "compile": "compile --date {day} --output {place}",
    "ledger": "ledger --from {day} --to {day} --output {place}",
    "bulletin": "bulletin --from {day} --to {day} --output {place}",
    "board": "board --from {day} --to {day} --output {place}",
    "roster": "roster --output {place}",
    "notices": "missing --date {day} --notice --output {place}",
}


@pytest.mark.parametrize("name", OUTPUTS)
@pytest.mark.parametrize("place", ["data/units.yaml", f"data/receipts/{DAY}/looks.json", f"{FOLDER}/州财政局.yaml"])
def test_no_product_takes_the_place_of_data_or_reports(desk: Desk, name: str, place: str) -> None:
    desk.report()
    at(desk, "16:50:00", "receive", "--date", DAY)
    before = tree(desk.root)
    result = at(desk, "18:00:00", *OUTPUTS[name].format(day=DAY, place=place).split())
    assert result.status == 2
    assert result.err == "--output 不能写到 data/ 或 submissions/ 里，那里只放数据和报送，请换一个位置，例如 out/\n"
    assert tree(desk.root) == before


@posix
def test_no_product_takes_the_place_of_a_pipe_or_a_device(desk: Desk) -> None:
    place = desk.root / "管道"
    os.mkfifo(place)
    result = at(desk, "18:00:00", "board", "--to", DAY, "--output", str(place))
    assert (result.status, result.err) == (3, f"没有完成。{place}：这里是管道或设备，不是文件，请换一个文件名\n")
    assert stat.S_ISFIFO(place.stat().st_mode)


@posix
def test_a_key_or_a_person_with_line_feeds_makes_no_line_of_its_own(desk: Desk) -> None:
    lie = "检查了 11 个文件，没有问题，可以报送。"
    key = f'"x\\n{lie}\\n": 1\n'
    desk.report(key + replaced("填报人: 样例丁", 'x: "\x5cn\x5ce[31m\x5cu202e"\n填报人: "甲\\n\\u202e\\e[31m乙"'))
    for result in every(desk):
        assert lie not in result.out.splitlines()
        assert not UNSAFE.search(result.out)
    people = desk.root / "data" / "units.yaml"
    people.write_text(
        re.sub(r"责任人: .*", "别名2: []", people.read_text("utf-8")).replace("  别名2: []\n", ""), "utf-8"
    )
    out = at(desk, "18:00:00", "missing", "--date", DAY, "--notice").out
    at(desk, "18:00:00", "missing", "--date", DAY, "--notice", "--output", "out/通知")
    texts = [path.read_text("utf-8-sig") for path in (desk.root / "out" / "通知").iterdir()]
    assert len(texts) > 1
    assert not UNSAFE.search("".join([out, *texts]))


@pytest.mark.parametrize(
    ("number", "codes"), [("999999", {"JK413": 50}), ("1000000", {"JK412": 1}), ("9" * 120, {"JK412": 1})]
)
def test_a_forged_number_among_the_receipts_costs_no_time(desk: Desk, number: str, codes: dict[str, int]) -> None:
    """And it stops nobody: the next versions are kept and count."""
    at(desk, "16:50:00", "receive", "--date", DAY)
    data = REPORT.encode()
    folder = f"data/receipts/{DAY}/州财政局"
    name = f"20220826T164000.000000+0800_receipt_valid_{hashlib.sha256(data).hexdigest()}.yaml"
    desk.file(f"{folder}/{number}_{name}", data)
    found = every(desk, "missing --format json")[0].json["diagnostics"]
    codes_found = [problem["code"] for problem in found]
    assert {code: codes_found.count(code) for code in codes} == codes
    for households in (20, 21):
        desk.report(REPORT.replace("12户", f"{households}户"), at=f"{DAY}T16:{households + 30}+08:00")
        assert "新签收 1 份" in at(desk, f"16:{households + 31}:00", "receive", "--date", DAY).out
    assert "新签收 0 份" in at(desk, "16:55:00", "receive", "--date", DAY).out
    assert at(desk, "18:00:00", "ledger", "--from", DAY, "--to", DAY, "--format", "csv").status == 0
    assert "办结21户" in (desk.root / f"out/台账-{DAY}_{DAY}.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    "line",
    [
        {"kept": "a" * 16, "unit": "州财政局", "number": 10**400},
        {"kept": "a" * 16, "unit": "州财政局", "number": 0},
        {"kept": "a" * 16, "unit": "", "number": 1},
        {"kept": "a" * 16, "unit": "\ud800", "number": 1},
        {"kept": 5, "unit": "州财政局", "number": 1},
        {"look": 5, "at": f"{DAY}T16:50:00+08:00"},
        {"seen": None, "arrived_at": f"{DAY}T16:50:00+08:00", "evidence": "receipt", "there": True},
    ],
)
def test_a_forged_line_in_the_note_of_looks_is_told_and_skipped(desk: Desk, line: dict[str, object]) -> None:
    desk.report()
    at(desk, "16:50:00", "receive", "--date", DAY)
    looks = desk.root / "data" / "receipts" / DAY / "looks.jsonl"
    written = {**line, **({"valid": True, "of_the_day": True, "plan": ""} if "kept" in line else {})}
    looks.write_text(looks.read_text("utf-8") + json.dumps(written) + "\n", "utf-8")
    found = every(desk, "missing --format json")[0].json["diagnostics"]
    assert [(problem["code"], problem["path"]) for problem in found] == [("JK412", f"data/receipts/{DAY}/looks.jsonl")]
    desk.report(REPORT.replace("12户", "13户"), at=f"{DAY}T16:55+08:00")
    assert "新签收 1 份" in at(desk, "16:58:00", "receive", "--date", DAY).out
    assert every(desk, "missing --format json")[0].json["diagnostics"] == []


@posix
def test_the_note_of_looks_is_a_file_of_text_or_none(desk: Desk) -> None:
    desk.report()
    at(desk, "16:50:00", "receive", "--date", DAY)
    looks = desk.root / "data" / "receipts" / DAY / "looks.jsonl"
    looks.write_text('{"look": "\\ud800", "at": "2022-08-26T16:50:00+08:00"}\n', "utf-8")
    every(desk, "receive", "missing")
    looks.unlink()
    os.mkfifo(looks)
    assert "JK412" in every(desk, "missing --format json")[0].out


@posix
@pytest.mark.parametrize("line", ["new --all", "import {form}", "import --replace {form}", "receive"])
def test_nothing_is_written_through_a_link_out_of_the_project(desk: Desk, line: str) -> None:
    """A day's folder that leads elsewhere: to where the office could write and the unit could not."""
    elsewhere = desk.root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "州财政局.yaml").write_text("别人的文件", "utf-8")
    before = tree(elsewhere)
    (desk.root / FOLDER).symlink_to(elsewhere)
    form = desk.file("收件/州财政局.xlsx", FORM)
    result = at(desk, "17:00:00", *line.format(form=form).split(), "--date", DAY)
    assert tree(elsewhere) == before
    if line != "receive":
        words = "这个文件夹是一个链接，不从这里读，也不往里写；换成真正的文件夹"
        assert (result.status, result.err) == (3, f"没有完成。{desk.root / FOLDER}：{words}\n")


@posix
def test_a_link_in_the_place_of_a_report_is_replaced_not_followed(desk: Desk) -> None:
    secret = desk.root.parent / "secret.yaml"
    secret.write_text("不可改", "utf-8")
    (desk.root / FOLDER).mkdir(parents=True)
    (desk.root / FOLDER / "州财政局.yaml").symlink_to(secret)
    desk.file("收件/州财政局.xlsx", FORM)
    result = desk.run("import", "--replace", "收件/州财政局.xlsx", "--date", DAY)
    assert result.status == 0
    assert secret.read_text("utf-8") == "不可改"
    assert not (desk.root / FOLDER / "州财政局.yaml").is_symlink()


@posix
def test_a_hard_link_is_read_as_a_report_and_never_written_through(desk: Desk) -> None:
    plan = desk.root / "data" / "measures.yaml"
    before = plan.read_bytes()
    (desk.root / FOLDER).mkdir(parents=True)
    (desk.root / FOLDER / "州财政局.yaml").hardlink_to(plan)
    every(desk)
    desk.file("收件/州财政局.xlsx", FORM)
    assert desk.run("import", "--replace", "收件/州财政局.xlsx", "--date", DAY).status == 0
    assert plan.read_bytes() == before


@posix
def test_sockets_and_folders_in_the_place_of_reports(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    (desk.root / FOLDER).mkdir(parents=True)
    monkeypatch.chdir(desk.root / FOLDER)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("州财政局.yaml")
        (desk.root / FOLDER / "州工信局.xlsx").mkdir()
        monkeypatch.chdir(desk.root)
        assert every(desk)[0].out.count("JK405") == 2


@posix
def test_a_pipe_that_takes_a_files_place_keeps_nobody_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at a file and its opening."""
    path = desk.report()
    seen, looked = path.stat(), os.stat

    def swapped(place: Any, **named: Any) -> os.stat_result:
        if Path(str(place)).name != path.name:
            return looked(place, **named)
        if stat.S_ISREG(os.lstat(path).st_mode):
            path.unlink()
            os.mkfifo(path)
        return seen

    monkeypatch.setattr(os, "stat", swapped)
    assert "JK407" in every(desk, "validate")[0].out


def test_thousands_of_files_are_told_in_short(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And only some of them are opened."""
    desk.report()
    for number in range(1_500):
        desk.file(f"{FOLDER}/文件{number}.yaml", "")
    opened, real = set(), os.open

    def counted(place: Any, *arguments: Any, **named: Any) -> int:
        opened.add(Path(place).name)
        return real(place, *arguments, **named)

    monkeypatch.setattr(os, "open", counted)
    result = every(desk, "validate --format json")[0]
    codes = [problem["code"] for problem in result.json["diagnostics"]]
    assert codes == ["JK403"]
    message = "有 1500 个文件的名字里没有单位名，只打开了前 200 个，其余没有计入"
    assert result.json["diagnostics"][0]["message"] == message
    missing = every(desk, "missing --format json")[0].json
    assert {unit["unit"]: unit["status"] for unit in missing["units"]}["州财政局"] == "on_time"
    assert len([name for name in opened if name.startswith("文件")]) == 200


NOT_OPENED = "名字里有州财政局的文件有 250 个，只打开了前 20 个，其余没有计入"


@pytest.mark.parametrize("kind", ["files", "folders"])
def test_among_very_many_names_those_of_a_unit_are_found(desk: Desk, kind: str) -> None:
    """Wherever they stand in the order of names."""
    for number in range(250):
        desk.file(f"{FOLDER}/IMG_{number:04}{'.jpg' if kind == 'files' else '/x'}", "x")
    desk.file(f"{FOLDER}/附件1：州财政局情况汇总表{'.yaml' if kind == 'files' else '/x'}", REPORT)
    result = every(desk, "missing --format json")[0].json
    statuses = {line["unit"]: line["status"] for line in result["units"]}
    assert statuses["州财政局"] == ("late" if kind == "files" else "invalid")
    crowd = "有 250 个文件的名字里没有单位名，只打开了前 200 个" if kind == "files" else "日期文件夹里有 251 个文件夹"
    assert [problem["message"] for problem in result["diagnostics"] if crowd in problem["message"]] != []


@pytest.mark.parametrize("kind", ["doc", "yaml"])
def test_very_many_names_of_one_unit_push_no_other_out(desk: Desk, kind: str) -> None:
    """A few of each are opened; that there are more is said of the unit, which is not taken for one that sent none."""
    for number in range(250):
        desk.file(f"{FOLDER}/州财政局 {number:04}.{kind}", "x" if kind == "doc" else replaced("12户", f"{number}户"))
    desk.file(f"{FOLDER}/附件1：州工信局.yaml", REPORT.replace("州财政局", "州工信局").replace("序号: 2", "序号: 1"))
    missing, told, _ = every(desk, "missing --format json", "missing", "receive")
    statuses = {line["unit"]: line["status"] for line in missing.json["units"]}
    assert (statuses["州工信局"], statuses["州财政局"]) == ("late", "invalid" if kind == "doc" else "late")
    assert (told.out + told.err).count(NOT_OPENED) == 1
    assert len([*(desk.root / "data" / "receipts" / DAY / "州财政局").glob("0*")]) == (0 if kind == "doc" else 20)


def test_names_of_all_kinds(desk: Desk) -> None:
    """Line feeds, escapes, bytes that are no text, device names, dots, spaces, another case, very long ones."""
    desk.report()
    (desk.root / FOLDER / "坏").mkdir()
    names = [
        "CON.yaml",
        "nul.yaml",
        "COM1.xlsx",
        "..yaml",
        "...",
        "州财政局 .yaml",
        "州财政局..yaml",
        "a\nb.yaml",
        "-.yaml",
    ]
    names += ["\x1b[2J.yaml", "$(id).yaml", "%n.yaml", "{0}.yaml", "'\";.yaml", "名" * 80 + ".yaml"]
    for name in names if os.name != "nt" else names[-4:]:
        desk.file(f"{FOLDER}/{name}", "")
    if os.name != "nt":
        Path(os.fsdecode(os.fsencode(desk.root / FOLDER) + b"/\xff\xfe.yaml")).touch()
    for result in every(desk, "validate", "missing", "compile", "receive", "validate --format json"):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", result.out)
    received = sorted(path.name for path in (desk.root / "data" / "receipts" / DAY).iterdir())
    assert received == ["looks.jsonl", "州财政局", "方案"]


def test_two_names_that_differ_in_case_are_two_versions_of_one_report(desk: Desk) -> None:
    desk.report()
    other = desk.file(f"{FOLDER}/州财政局.YAML", replaced("12户", "13户"))
    if len(list(other.parent.iterdir())) == 1:
        pytest.skip("one file here")
    assert every(desk, "validate")[0].out == "检查了 2 个文件，没有问题，可以报送。\n"
    every(desk, "receive")
    assert len([*(desk.root / "data" / "receipts" / DAY / "州财政局").glob("0*")]) == 2


def test_units_whose_names_differ_in_case_are_refused(desk: Desk) -> None:
    units = desk.root / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("别名: [财政局]", "别名: [财政局, CZJ]", 1), "utf-8")
    units.write_text(units.read_text("utf-8").replace("别名: [工信局]", "别名: [工信局, czj]", 1), "utf-8")
    assert "JK503" in desk.run("check").out


def test_formulas_of_a_report_stay_text(desk: Desk) -> None:
    from openpyxl import load_workbook

    desk.report(replaced("存在问题: 无", '存在问题: \'=HYPERLINK("http://x","y")\''))
    every(desk, "compile")
    sheet = load_workbook(desk.root / "out" / f"汇总表-{DAY}.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None)]


def test_a_file_that_claims_another_unit_counts_for_none(desk: Desk) -> None:
    desk.report(REPORT, "州工信局")
    statuses = {unit["unit"]: unit["status"] for unit in every(desk, "missing --format json")[0].json["units"]}
    assert (statuses["州工信局"], statuses["州财政局"]) == ("invalid", "missing")
