"""Plan documents of tests/plans: what is drafted from each, exactly; and that every draft is a project that works.

`pytest --rewrite` writes the expectations anew; the Word documents are made by scripts/make_plan_documents.py.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.desk import DAY, REPOSITORY, TESTS, Desk, at

PLANS = TESTS / "plans"
ALL = sorted(path for path in PLANS.iterdir() if path.is_dir())
OURS = PLANS / "in-one-paragraph" / "plan.txt"
REAL = Path(os.environ.get("JIUKUN_PLAN") or REPOSITORY.parent / "shared" / "source" / "plan-2022-27.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    return Desk(tmp_path)


@pytest.mark.parametrize("source", ALL, ids=lambda path: path.name)
def test_draft(source: Path, folder: Desk, request: pytest.FixtureRequest) -> None:
    (document,) = source.glob("plan.*")
    shutil.copy(document, folder.root)
    result = at(folder, "09:00", "init", "项目", "--plan", document.name)
    shown = f"{result.out}{result.err}[退出状态 {result.status}]\n"
    written = {
        "output.txt": shown,
        **{f"{name}.yaml": _text(folder.root / "项目/data" / f"{name}.yaml") for name in ("measures", "units")},
    }
    for name, text in written.items():
        if request.config.getoption("--rewrite"):
            (source / name).write_text(text, "utf-8", newline="\n")
        assert text == (source / name).read_text("utf-8")
    checked = folder.run("--root", "项目", "check")
    assert checked.status == 0, checked.out


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _data(root: Path, name: str) -> Any:
    return yaml.load((root / "data" / f"{name}.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506  every scalar as text, as jiukun reads it


def real_or_ours() -> list[Any]:
    reason = f"{REAL.name} is not beside the repository, nor named by JIUKUN_PLAN"
    return [
        pytest.param(OURS, id="ours"),
        pytest.param(REAL, id="real", marks=pytest.mark.skipif(not REAL.exists(), reason=reason)),
    ]


@pytest.mark.parametrize("source", real_or_ours())
def test_the_plan_of_this_project_is_read_as_its_data_has_it(source: Path, folder: Desk) -> None:
    result = folder.run("init", "项目", "--plan", str(source))
    assert result.status == 0
    assert "已建好 项目：措施 15 项、牵头 17 处、单位 20 个、单位组 1 个。" in result.out
    drafted, ours = _data(folder.root / "项目", "measures"), _data(REPOSITORY, "measures")
    assert [_without_points(measure) for measure in drafted["措施"]] == [
        _without_points(measure) for measure in ours["措施"]
    ]
    assert {key: value for key, value in drafted.items() if key != "措施"} == {
        key: value for key, value in ours.items() if key != "措施"
    }
    units, known = _data(folder.root / "项目", "units"), _data(REPOSITORY, "units")
    assert [unit["简称"] for unit in units["单位"]] == [unit["简称"] for unit in known["单位"]][:20]
    assert [(group["名称"], group["别名"]) for group in units["单位组"]] == [
        (group["名称"], group["别名"]) for group in known["单位组"]
    ]
    names = {name: unit["简称"] for unit in known["单位"] for name in (unit["简称"], unit["全称"], *unit["别名"])}
    for unit in units["单位"]:
        assert {names[name] for name in (unit["简称"], unit["全称"], *unit["别名"])} == {unit["简称"]}


def _without_points(measure: dict[str, Any]) -> dict[str, Any]:
    return {**measure, "要点": []}


@pytest.mark.parametrize("source", real_or_ours())
def test_only_what_the_plan_leaves_open_is_asked(source: Path, folder: Desk) -> None:
    lines = folder.run("init", "项目", "--plan", str(source)).out.splitlines()
    assert lines[1:-2] == [
        "待核 4 处：",
        "  项目/data/measures.yaml:10  方案没有写从哪天起报，按印发的第二天",
        "  项目/data/measures.yaml:60  第 7 项正文写“2022年底”，是不是完成时限",
        "  项目/data/measures.yaml:92  第 12 项正文写“2023年底”，是不是完成时限",
        "  项目/data/units.yaml:104  方案没有写明“各县（市）人民政府”有哪些成员，请写上，并在“单位”里登记",
    ]


def test_a_drafted_project_works_at_once(folder: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.run("init", "项目", "--plan", str(OURS)).status == 0
    monkeypatch.chdir(folder.root / "项目")
    assert at(folder, "09:00", "new", "--all").status == 0
    assert len(list((folder.root / "项目/submissions" / DAY).iterdir())) == 11
    assert at(folder, "16:00", "validate").status == 1  # nothing is filled in yet
    assert at(folder, "17:05", "missing").status == 1
    assert at(folder, "18:00", "compile").status == 0
    assert (folder.root / "项目/out" / f"汇总表-{DAY}.xlsx").exists()
