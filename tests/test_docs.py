"""The catalogue, the README and the code agree."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from textwrap import indent

import pytest
from make_docs import codes_page

from jiukun.cli.program import COMMANDS
from jiukun.diagnostics.codes import CODES, explanations
from support.desk import REPOSITORY, Desk, at

README = (REPOSITORY / "README.md").read_text("utf-8")
EXAMPLES = re.compile(r"(\S.*?)\n\n改前：\n\n```text\n(.+?)\n```\n\n改后：\n\n```text\n(.+?)\n```", re.DOTALL)
PROJECT = (REPOSITORY / "pyproject.toml").read_text("utf-8")


def test_the_page_of_codes_is_made_from_the_catalogue() -> None:
    """If this fails: python scripts/make_docs.py."""
    assert (REPOSITORY / "docs" / "codes.md").read_text("utf-8") == codes_page()


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_is_explained(desk: Desk, code: str) -> None:
    shown = desk.run("explain", code.lower().removeprefix("jk"))
    why, before, after = EXAMPLES.fullmatch(explanations()[code]).groups()  # type: ignore[union-attr]
    assert before != after
    assert shown.status == 0
    parts = (f"{code}  {CODES[code].heading}\n\n{why}", *(indent(one, "    ") for one in (before, after)))
    assert shown.out == "{}\n\n改前：\n{}\n\n改后：\n{}\n".format(*parts)


def test_each_code_has_its_section_in_order() -> None:
    assert list(explanations()) == list(CODES) == sorted(CODES)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_stands_in_the_readme(command: str) -> None:
    assert f"| `jiukun {command}" in README


def test_the_first_two_blocks_are_one_line_each() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [block.count("\n") for block in blocks[:2]] == [1, 1]
    assert "compile --date 2022-08-26" in blocks[0]
    assert "pytest" in blocks[1]


def test_each_dependency_is_justified_in_the_readme() -> None:
    listed = PROJECT.partition("dependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'^  "([a-z0-9-]+)', listed, re.MULTILINE)
    assert len(names) == 9
    assert [name for name in names if f"| {name} |" not in README] == []


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)]+)\)", README))
def test_what_the_readme_points_to_is_there(name: str) -> None:
    assert (REPOSITORY / name).exists()


def shown_in(page: str) -> list[tuple[str, str]]:
    """Each command that a page shows at a console, and what stands below it; nothing for one shown without that."""
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    found = [part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(line.partition("#")[0].strip(), below) for line, _, below in found if line.startswith("jiukun ")]


def test_the_consoles_of_the_readme_show_what_is_really_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the sample, on the evening of its second day."""
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "tests/plans/word-notice/plan.docx", tmp_path / "稳就业工作方案.docx")
    monkeypatch.chdir(tmp_path)
    commands = shown_in(README)
    assert {one.split()[1] for one, _ in commands} >= {"new", "validate", "receive", "missing", "compile", "init"}
    for command, below in commands:
        result = at(Desk(tmp_path), "18:30:00", *command.split()[1:])
        assert result.status in {0, 1}, result.err
        assert not below or result.out == below, command
