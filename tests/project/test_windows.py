"""What Windows does otherwise, simulated: code pages, line ends, drives, long paths. Locked: project/test_faults.py."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest

import jiukun
from jiukun.cli import program
from jiukun.project.folders import Project
from jiukun.project.writing import is_too_long
from support.desk import BASE, DAY, REPORT, Desk, at, replaced

SOURCES = sorted(Path(jiukun.__file__).parent.rglob("*.py"))
CODE_PAGES = ["gbk", "gb18030", "cp437", "cp850", "cp1252", "cp65001"]
LINES = [
    "check",
    f"validate --date {DAY}",
    f"missing --date {DAY} --at 18:00",
    f"receive --date {DAY}",
    "explain JK116",
]


def messages_of(path: Path) -> list[str]:
    """The Chinese texts of a module, save what stands in the docstrings of functions and classes."""
    tree = ast.parse(path.read_text("utf-8"))
    defined = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef))
    docs = {ast.get_docstring(node, clean=False) for node in defined}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if re.search("[\u4e00-\u9fff]", text) and text not in docs]


def test_every_message_is_of_characters_that_gbk_has() -> None:
    """The Chinese console shows GBK: what it has not would be a question mark."""
    messages = [text for path in SOURCES for text in messages_of(path)]
    assert len(messages) > 500
    lost = [text for text in messages if text.encode("gbk", "replace").decode("gbk") != text]
    said = [text for text in lost if not text.startswith(("[", "(?")) and "_ ;_ @_" not in text]
    assert said == []  # a pattern, and a number format, is not said


class Console(io.TextIOWrapper):
    """Standard output on a code page."""

    def __init__(self, code_page: str) -> None:
        super().__init__(io.BytesIO(), encoding=code_page, errors="strict")

    def shown(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("code_page", CODE_PAGES)
def test_consoles_of_all_code_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch, code_page: str) -> None:
    """No command fails of what its console cannot show, and Chinese ones lose nothing."""
    desk.report(replaced("存在问题: 无", "存在问题：✅ ⚠ 无"))
    for line in LINES:
        expected = at(desk, "18:00:00", *line.split())
        out, err = Console(code_page), Console(code_page)
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", err)
        program._prepare_streams()
        assert program.execute(line.split()) == expected.status
        monkeypatch.undo()
        monkeypatch.chdir(desk.root)
        if code_page.startswith("gb") and line == "check":
            assert out.shown() == expected.out


ENDS = {"crlf": "\r\n", "cr": "\r"}


@pytest.mark.parametrize("end", ENDS)
def test_line_ends_change_nothing(desk: Desk, end: str) -> None:
    """Of the plan, the units, a report: each is as with line feeds."""
    desk.report()
    lines = [f"missing --date {DAY} --at 18:00 --format json", f"validate --date {DAY}", "check"]
    expected = [desk.run(*line.split()) for line in lines]
    for path in (desk.root / "data" / "measures.yaml", desk.root / "data" / "units.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", ENDS[end].encode()))
    desk.report(REPORT.replace("\n", ENDS[end]))
    assert [desk.run(*line.split()) for line in lines] == expected
    broken = replaced("存在问题: 无", "存在问题：无")
    desk.report(broken)
    before = desk.run("validate", "--date", DAY).out
    desk.report(broken.replace("\n", ENDS[end]))
    assert desk.run("validate", "--date", DAY).out == before


def test_a_project_at_the_root_of_a_drive() -> None:
    """The root ends in a separator of its own, and what lies below it does not lead out."""
    assert not Project(Path("/"))._leads_out("/data/measures.yaml")


def test_a_folder_whose_name_only_begins_alike_is_outside(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "ab").mkdir()
    (tmp_path / "a" / "link").symlink_to(tmp_path / "ab")
    assert Project(tmp_path / "a")._leads_out(str(tmp_path / "a" / "link"))


def test_the_longest_receipt_of_a_usual_project_is_short_enough() -> None:
    """Below C:\\Users\\<name>\\Documents\\jiukun; what is longer is before as too long."""
    units = re.findall(r"简称: (\S+)", (BASE / "data" / "units.yaml").read_text("utf-8"))
    stamp = f"0001_20220826T164000.000000+0800_file_time_invalid_{'0' * 64}.yaml"
    root = "C:\\Users\\" + "n" * 20 + "\\Documents\\jiukun"
    paths = [f"{root}\\data\\receipts\\{DAY}\\{unit}\\{stamp}" for unit in units]
    assert not any(is_too_long(path) for path in paths)
    assert is_too_long(paths[0].replace("jiukun", "很长" * 30))
