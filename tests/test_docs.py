"""The catalogue, the README, the pages of docs/ and the code agree."""

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
from support.pages import page, section, shown_in

README_PATH = REPOSITORY / "README.md"
README = README_PATH.read_text("utf-8")
PAGES = sorted((REPOSITORY / "docs").glob("*.md"))
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
    parts = (f"{code}  {CODES[code].heading}\n\n{why}", *(indent(example, "    ") for example in (before, after)))
    assert shown.out == "{}\n\n改前：\n{}\n\n改后：\n{}\n".format(*parts)


def test_each_code_has_its_section_in_order() -> None:
    assert list(explanations()) == list(CODES) == sorted(CODES)


OPTION = re.compile(r"--[a-z][a-z-]*")
CODE = re.compile(r"^```\w*\n(.*?)^```$|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
OF_THE_PROGRAM = {"--root", "--version", "--help"}


def options_of(command: str) -> set[str]:
    """As its help lists them."""
    return set(re.findall(rf"^  ({OPTION.pattern})", Desk(REPOSITORY).run(command, "--help").out, re.MULTILINE))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_table_of_commands_has_each_with_all_its_options(command: str) -> None:
    (row,) = re.findall(rf"^\| `jiukun {command}\b(.*?)` \|", page("办公室.md"), re.MULTILINE)
    assert set(OPTION.findall(row)) == options_of(command) - {"--help"}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_stands_in_the_readme(command: str) -> None:
    assert f"`jiukun {command}" in README or f"$ jiukun {command}" in README


@pytest.mark.parametrize("path", [README_PATH, *PAGES], ids=lambda path: path.name)
def test_commands_and_options_that_a_page_names_are_there(path: Path) -> None:
    """In code: of `jiukun receive --paper` the command has the option; of `--strict` alone some command does."""
    known = {command: options_of(command) | OF_THE_PROGRAM for command in COMMANDS}
    every = set().union(*known.values())
    wrong = []
    for lines, words in CODE.findall(path.read_text("utf-8")):
        for line in (lines or words).splitlines():
            for _, command, rest in re.findall(r"\bjiukun( --root \S+)? ([a-z]+)\b(.*?)(?=jiukun |&&|#|$)", line):
                wrong += [command] if command not in known else []
                wrong += [f"{command} {option}" for option in set(OPTION.findall(rest)) - known.get(command, every)]
            if words.startswith("--") and path.name not in {"装机.md", "开发.md"}:  # which name other programs' own
                wrong += set(OPTION.findall(words)) - every
    assert wrong == []


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_contents_of_the_office_page_are_complete() -> None:
    """And one who has never seen it finds there what is asked for most."""
    text = page("办公室.md")
    headings = [heading for heading in re.findall(r"^##+ (.+)$", text, re.MULTILINE) if heading != "目录"]
    assert re.findall(r"^ *- \[(.+)\]\(#(.+)\)$", section(text, "目录"), re.MULTILINE) == [
        (heading, anchor(heading)) for heading in headings
    ]
    for wanted in ("清掉样例", "改正到达时间", "某一天改截止时间", "纸质版：一家、全部", "换牵头单位"):
        assert sum(wanted in heading for heading in headings) == 1, wanted


def test_the_readme_is_soon_read() -> None:
    assert len(README) <= 5_500
    assert len(re.findall(r"^!\[", README, re.MULTILINE)) == 2


def test_the_first_two_blocks_are_one_line_each() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert [block.count("\n") for block in blocks[:2]] == [1, 1]
    assert "compile --date 2022-08-26" in blocks[0]
    assert "pytest" in blocks[1]


def test_the_tests_test_the_code_as_it_is_edited() -> None:
    """Wherever a line tells how to test, it installs the project as it lies there."""
    lines = [line for line in README.splitlines() if "pytest" in line]
    assert len(lines) == 3
    assert all(re.search(r"pip install -q -e '?\.\[test\]'? &&", line) for line in lines)


def test_each_dependency_is_justified() -> None:
    listed = PROJECT.partition("dependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'^  "([A-Za-z0-9-]+)', listed, re.MULTILINE)
    assert len(names) >= 9
    assert [name for name in names if not re.search(rf"^\| {name} \| \S", page("开发.md"), re.MULTILINE)] == []


@pytest.mark.parametrize("path", [README_PATH, *PAGES], ids=lambda path: path.name)
def test_what_a_page_points_to_is_there(path: Path) -> None:
    """Files by links and pictures; of the repository's own sources also those that it only names."""
    text = path.read_text("utf-8")
    links = [target for target in re.findall(r"\]\(([^)]+)\)", text) if not target.startswith("https://")]
    named = re.findall(r"`((?:src|scripts|benchmarks|tests|data|docs)/[\w./-]+\.(?:py|md|yaml|docx))", text)
    for target in links:
        name, _, part = target.partition("#")
        place = path.parent / name if name else path
        assert place.exists(), target
        headings = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE) if part else []
        assert not part or part in map(anchor, headings), target
    assert [target for target in named if not (REPOSITORY / target).exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    seen, open_pages = {README_PATH}, [README_PATH]
    while open_pages:
        path = open_pages.pop()
        targets = re.findall(r"\]\(([^):#]+\.md)\)", path.read_text("utf-8"))
        new = {(path.parent / target).resolve() for target in targets} - seen
        seen |= new
        open_pages += new
    assert set(PAGES) - seen == set()


@pytest.mark.parametrize("path", [README_PATH, *PAGES], ids=lambda path: path.name)
def test_consoles_show_what_is_really_said(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the sample, on the evening of its second day, one command after the other."""
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "tests/plans/word-notice/plan.docx", tmp_path / "稳就业工作方案.docx")
    monkeypatch.chdir(tmp_path)
    for command, below in shown_in(path.read_text("utf-8")):
        program, *arguments = command.split()
        assert program == "jiukun"
        result = at(Desk(tmp_path), "18:30:00", *arguments)
        assert result.status in {0, 1}, result.err
        assert not below or result.out == below, command


def test_consoles_show_the_day() -> None:
    commands = {
        command.split()[1] for path in (README_PATH, *PAGES) for command, _ in shown_in(path.read_text("utf-8"))
    }
    assert commands >= {"new", "validate", "receive", "missing", "compile", "ledger", "bulletin", "board", "init"}


def test_the_samples_are_cleared_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is a project that begins: a form for each unit, and nothing said of what was never due."""
    for name in ("data", "submissions"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
        for folder in tmp_path.rglob("2022-08-2[56]"):
            shutil.rmtree(folder)
    measures = tmp_path / "data/measures.yaml"
    measures.write_text(re.sub("起始日期: .*", "起始日期: 2022-09-01", measures.read_text("utf-8")), "utf-8")
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path)
    assert desk.run("check").status == 0
    assert at(desk, "2022-09-01T09:00:00", "new", "--form", "--all").out.count("已备好 ") == 11
    assert at(desk, "2022-09-01T16:00:00", "missing").status == 0
    assert at(desk, "2022-09-01T18:00:00", "ledger").status == 0
    assert at(desk, "2022-08-31T18:00:00", "missing").status == 0
