"""`jiukun init`: new projects, with and without a plan; what it refuses; what a broken document gives."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from jiukun.cli import program
from jiukun.drafting.documents.plan_files import read_plan_document
from jiukun.project.folders import Project
from support.desk import DAY, TESTS, Desk, Result, at

PLAN = "测试方案\n一、甲。（牵头单位：市甲局；责任单位：市乙局）\n"
WRITTEN = [
    ".gitattributes",
    ".gitignore",
    "data/measures.yaml",
    "data/units.yaml",
    "out/.gitignore",
    "submissions/.gitkeep",
    *(f"{name}.{kind}" for name in ("备表", "汇总", "签收点名") for kind in ("bat", "sh")),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    return Desk(tmp_path)


def files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def init(folder: Desk, *arguments: str) -> Result:
    return at(folder, "09:00", "init", *arguments)


def test_a_project_to_edit_by_hand(folder: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    result = init(folder, "新项目")
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines()[0] == "已建好 新项目：措施 2 项、牵头 3 处、单位 2 个、单位组 0 个。"
    assert files(folder.root / "新项目") == WRITTEN
    monkeypatch.chdir(folder.root / "新项目")
    checked = folder.run("check")
    assert checked.status == 0
    assert "0 处错误，2 处警告。" in checked.out  # contacts
    assert at(folder, "09:00", "new", "--all").status == 0
    assert at(folder, "09:30", "validate").status == 1
    assert at(folder, "17:05", "missing").status == 1
    assert at(folder, "18:00", "compile").status == 0


def test_the_repository_of_a_new_project_keeps_receipts_as_they_are(folder: Desk) -> None:
    """As this repository does (docs/办公室.md)."""
    init(folder, "甲")
    kept = (folder.root / "甲/.gitattributes").read_text("utf-8").splitlines()
    ours = (TESTS.parent / ".gitattributes").read_text("utf-8").splitlines()
    assert set(kept) <= set(ours)
    received = {"data/receipts/**", "data/receipts/**/looks.jsonl", "data/*.yaml", "submissions/**"}
    assert {line.split()[0] for line in kept} == {*received, "*.bat"}


def test_never_into_a_project(folder: Desk) -> None:
    init(folder, "甲")
    before = {name: (folder.root / "甲" / name).read_bytes() for name in WRITTEN}
    folder.file("plan.txt", PLAN)
    for arguments in (["甲"], ["甲", "--plan", "plan.txt"]):
        result = init(folder, *arguments)
        assert (result.status, result.out, result.err) == (2, "", "甲 里已经有项目，没有改动\n")
    assert {name: (folder.root / "甲" / name).read_bytes() for name in WRITTEN} == before


def test_files_of_others_stay(folder: Desk) -> None:
    folder.file("甲/读我.txt", "x")
    folder.file("甲/out/.gitignore", "*\n!.gitignore\n")
    assert init(folder, "甲").status == 0
    assert files(folder.root / "甲") == sorted([*WRITTEN, "读我.txt"])


@pytest.mark.parametrize("name", [".gitignore", "data/units.yaml"])
def test_a_file_in_the_way(folder: Desk, name: str) -> None:
    folder.file(f"甲/{name}", "别的")
    result = init(folder, "甲")
    assert (result.status, result.out) == (2, "")
    assert result.err == f"甲 里已有内容不同的 {name}，没有改动；请移走，或换一个文件夹\n"
    assert files(folder.root / "甲") == [name]


def test_a_file_where_the_folder_should_be(folder: Desk) -> None:
    folder.file("甲", "x")
    result = init(folder, "甲")
    assert (result.status, result.err) == (2, "甲 是一个文件，请换一个文件夹的名字\n")


def test_a_folder_for_a_plan(folder: Desk) -> None:
    (folder.root / "方案").mkdir()
    result = init(folder, "甲", "--plan", "方案")
    expected = f"方案 是一个文件夹；--plan 后面写方案文件，例如 {Path('方案/方案.docx')}\n"
    assert (result.status, result.out, result.err) == (2, "", expected)


def test_the_next_step_can_be_typed(folder: Desk) -> None:
    assert init(folder, "新 项目").out.endswith('下一步：jiukun --root "新 项目" check\n')


def test_no_such_plan(folder: Desk) -> None:
    result = init(folder, "甲", "--plan", "没有.docx")
    assert (result.status, result.out, result.err) == (2, "", "没有方案文件 没有.docx\n")
    assert files(folder.root) == []


def test_what_fails_midway_leaves_nothing(folder: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each file that is written; the next may begin again."""
    whole = Project.write
    for count in range(len(WRITTEN)):
        name = f"项目{count}"
        left = [count]

        def failing(*arguments: object, left: list[int] = left, **more: object) -> None:
            if left[0] == 0:
                raise OSError(28, "No space left on device")
            left[0] -= 1
            whole(*arguments, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Project, "write", failing)
        assert init(folder, name).status == 3
        assert not (folder.root / name).exists()
        monkeypatch.setattr(Project, "write", whole)
        assert init(folder, name).status == 0
        assert files(folder.root / name) == WRITTEN


def test_what_fails_midway_leaves_what_others_have_there(folder: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.file("甲/data/别的.txt", "x")
    folder.file("甲/out/.gitignore", "*\n!.gitignore\n")
    whole = Project.write

    def failing(self: Project, path: Path, *arguments: object, **more: object) -> None:
        if path.name == "measures.yaml":
            raise OSError(28, "No space left on device")
        whole(self, path, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Project, "write", failing)
    assert init(folder, "甲").status == 3
    assert files(folder.root / "甲") == ["data/别的.txt", "out/.gitignore"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_one_who_is_killed_leaves_no_project(folder: Desk) -> None:
    code = (
        "import os, signal\nfrom jiukun.cli import program\nfrom jiukun.project import folders\nwhole = os.fsync\n"
        "def killed(handle):\n    whole(handle)\n    killed.left -= 1\n"
        "    if not killed.left:\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "killed.left = 12\nos.fsync = killed\nprogram.execute(['init', '甲'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder.root, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert not (folder.root / "甲/data/measures.yaml").exists()
    assert [name for name in files(folder.root / "甲") if not name.startswith("out/")] == [
        name for name in WRITTEN if name != "data/measures.yaml" and not name.startswith("out/")
    ]
    assert init(folder, "甲").status == 0


def package(change: Callable[[zipfile.ZipFile], None] = lambda _: None, **parts: str) -> bytes:
    """A .docx with parts replaced, by name without ending."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("一、甲。（牵头单位：市甲局；责任单位：市乙局）")
    document.save(made)
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            stem = entry.filename.rpartition("/")[2].partition(".")[0]
            target.writestr(entry.filename, parts[stem] if stem in parts else source.read(entry))
        change(target)
    return changed.getvalue()


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
_SPANNING = '<tc><tcPr><gridSpan val="63"/></tcPr><p/></tc>'
WIDE = f"<a><body><tbl>{f'<tr>{_SPANNING * 2}</tr>' * 318}</tbl></body></a>"
NESTED = f"<p><r><t>{'字' * 100_000}</t></r></p>" * 2
for _ in range(50):
    NESTED = f"<tbl><tr><tc>{NESTED}</tc><tc><p/></tc></tr></tbl>"
NESTED = f"<a><body>{NESTED}</body></a>"
DOCUMENTS: dict[str, tuple[str, bytes, str]] = {
    "old": ("方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "JK611"),
    "wps": ("方案.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "JK611"),
    "pdf": ("方案.PDF", b"%PDF-1.7", "JK611"),
    "no ending": ("方案", PLAN.encode(), "JK611"),
    "encrypted": ("方案.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "JK611"),
    "no package": ("方案.docx", b"abc", "JK612"),
    "half": ("方案.docx", package()[:-200], "JK612"),
    "no document": ("方案.docx", package(document="<a/>"), "JK612"),
    "no XML": ("方案.docx", package(document="<a>"), "JK612"),
    "entities": ("方案.docx", package(document=ENTITIES), "JK612"),
    "macros": ("方案.docx", package(lambda target: target.writestr("word/vbaProject.bin", b"x")), "JK613"),
    "bomb": ("方案.docx", package(numbering=" " * (40 << 20)), "JK614"),
    "too many lines": ("方案.txt", (PLAN + "\r" * 20_001).encode(), "JK614"),
    "too many cells": ("方案.txt", (PLAN + "\t" * 20_001).encode(), "JK614"),
    "too many cells between bars": ("方案.md", (PLAN + "|a" * 20_001).encode(), "JK614"),
    "too many duties": ("方案.txt", (PLAN + "责任单位：市甲局\n" * 8_000).encode(), "JK614"),
    "too long in nested cells": ("方案.docx", package(document=NESTED), "JK614"),
    "too many merged cells": ("方案.docx", package(document=WIDE), "JK614"),
    "too long": ("方案.txt", ("字" * 600_000 + PLAN).encode(), "JK614"),
    "too many elements": ("方案.docx", package(document=f"<a>{'<p/>' * 200_001}</a>"), "JK614"),
    "an odd encoding": ("方案.docx", package(styles='<?xml version="1.0" encoding="UTF-7"?>+ADw-x/+AD4-'), "JK612"),
    "empty": ("方案.txt", b"", "JK101"),
    "no text": ("方案.txt", b"\xff\xfe\xff", "JK103"),
    "no measure": ("方案.txt", "一、加强领导。\n二、强化督查。\n".encode(), "JK615"),
    "no measure in word": ("方案.docx", package(document=""), "JK612"),
    "a folder of that name": ("方案.docx", b"PK\x05\x06" + bytes(18), "JK612"),
}


@pytest.mark.parametrize(("count", "told"), [(8_000, []), (8_001, ["JK614"])])
def test_a_label_of_duties_counts_once(count: int, told: list[str]) -> None:
    _, problems = read_plan_document(("责任单位：市甲局\n" * count).encode(), "方案.txt")
    assert [problem.code for problem in problems] == told


def test_a_plan_that_is_too_large_is_named_as_it_was_typed(folder: Desk) -> None:
    with folder.file("方案/大.txt", "").open("wb") as file:
        file.truncate((16 << 20) + 1)
    result = init(folder, "甲", "--plan", "方案/大.txt")
    assert (result.status, result.out.partition("\n")[0]) == (1, "方案/大.txt")
    assert "JK102" in result.out


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_cannot_be_read(folder: Desk, name: str) -> None:
    file, data, code = DOCUMENTS[name]
    folder.file(file, data)
    result = init(folder, "甲", "--plan", file)
    assert (result.status, result.err) == (1, "")
    assert f"错误 {code}  " in result.out
    assert "改法：" in result.out
    assert result.out.endswith("没有建项目，什么也没有写。\n")
    assert files(folder.root) == [file]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLAN, []),
        (PLAN[:-2] + "\n", [("JK616", 2, 5)]),
        (PLAN + "二、乙。\n", [("JK617", 3, 3)]),
        (PLAN + "二、乙。（责任单位：有关部门）\n", [("JK617", 3, 3)]),
        (PLAN + "二、乙\n（牵头单位：市甲局\n责任单位：市乙局）\n", []),
    ],
)
def test_what_is_told_at_its_line(folder: Desk, text: str, told: list[tuple[str, int, int]]) -> None:
    folder.file("plan.txt", text)
    result = init(folder, "甲", "--plan", "plan.txt")
    assert result.status == 0
    found = re.findall(r"警告 (JK\d+)  第 (\d+) 行第 (\d+) 列", result.out)
    assert [(code, int(line), int(column)) for code, line, column in found] == told


def test_a_plan_in_a_word_document_is_placed_by_paragraph(folder: Desk) -> None:
    document = docx.Document()
    for text in ("方案", "一、甲。（牵头单位：市甲局", "二、乙。（牵头单位：市乙局）"):
        document.add_paragraph(text)
    document.save(str(folder.root / "plan.docx"))
    assert "警告 JK616  第 2 行第 5 列" in init(folder, "甲", "--plan", "plan.docx").out


def test_init_needs_the_word_library_for_word_alone(folder: Desk) -> None:
    folder.file("plan.txt", PLAN)
    code = (
        "import sys\nfrom jiukun.cli import program\n"
        "assert program.execute(['init', '甲', '--plan', 'plan.txt']) == 0\n"
        "assert not {'docx', 'openpyxl', 'rich'} & set(sys.modules), sys.modules\n"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder.root, env=environment, check=False, timeout=60)
    assert done.returncode == 0


def test_the_day_is_that_of_the_clock_where_the_plan_names_none(folder: Desk) -> None:
    folder.file("plan.txt", PLAN)
    init(folder, "甲", "--plan", "plan.txt")
    assert f"起始日期: {DAY}" in (folder.root / "甲/data/measures.yaml").read_text("utf-8")
    assert program.COMMANDS["init"]
