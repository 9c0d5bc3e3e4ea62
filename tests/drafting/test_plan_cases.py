"""Plan documents with right answers beside them: who leads, who is responsible, until when, and what is asked.

An answer is a list in the document's order: title (or one of `in_title`), leads, responsible, deadline, sentence.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiukun.drafting.documents.plan_files import read_plan_document
from jiukun.drafting.drafts.plan_draft import PlanDraft, draft_plan
from jiukun.drafting.reading.numbered_items import LONGEST
from support.desk import TESTS, Desk, at

CASES = sorted((TESTS / "drafting" / "cases").rglob("*.json"))
_SAME = str.maketrans("〈〉()〔〕", "（）（）（）")
_MOST_ASKED = 0.6  # a measure, of all the documents together
_A_PAGE = 8  # measures; a shorter document has its two or three questions, too


def document_of(answer: Path) -> Path:
    return next(path for path in answer.parent.glob(f"{answer.stem}.*") if path.suffix != ".json")


def drafted(path: Path) -> PlanDraft:
    document, _ = read_plan_document(path.read_bytes(), path.name)
    assert document is not None
    draft, _ = draft_plan(document, path.name, date(2024, 3, 5))
    assert draft is not None
    return draft


def asked(draft: PlanDraft) -> list[str]:
    return [line for line in (draft.measures + draft.units).splitlines() if line.strip().startswith("# 待核：")]


def same(name: str) -> str:
    return name.translate(_SAME).replace("人民政府", "政府")


@pytest.mark.parametrize("answer", CASES, ids=lambda path: path.stem)
def test_a_plan_is_read_as_its_answer_has_it(answer: Path) -> None:
    draft = drafted(document_of(answer))
    wanted: list[dict[str, Any]] = json.loads(answer.read_text("utf-8"))
    read = yaml.load(draft.measures, yaml.CBaseLoader)["措施"]  # noqa: S506  every scalar as text
    comments = draft.measures.split("\n- 序号")
    assert [
        ([same(name) for name in measure["牵头单位"]], [same(name) for name in measure["责任单位"]]) for measure in read
    ] == [
        ([same(name) for name in measure["leads"]], [same(name) for name in measure["responsible"]])
        for measure in wanted
    ]
    for measure, want, comment in zip(read, wanted, comments, strict=False):
        task = measure["工作任务"]
        assert len(task) <= LONGEST
        assert any(words in task for words in want["in_title"]) if "in_title" in want else task == want["title"]
        assert want["deadline"] in measure["完成时限"] if want["deadline"] else "完成时限" not in measure
        assert want.get("sentence", "") in comment


@pytest.mark.parametrize("answer", CASES, ids=lambda path: path.stem)
def test_a_drafted_case_is_a_project_that_works(answer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JIUKUN_ROOT", raising=False)
    desk = Desk(tmp_path)
    assert at(desk, "09:00", "init", "项目", "--plan", str(document_of(answer))).status == 0
    assert desk.run("--root", "项目", "check").status == 0
    assert at(desk, "09:00", "--root", "项目", "new", "--all", "--date", "2024-12-06").status == 0


def test_little_is_asked() -> None:
    """Of all documents together, and of each that is more than a page."""
    counts = {}
    for document in (*map(document_of, CASES), *sorted((TESTS / "plans").glob("*/plan.*"))):
        draft = drafted(document)
        counts[document] = (len(asked(draft)), draft.measures.count("- 序号: "))
    long = {path: (asks, measures) for path, (asks, measures) in counts.items() if measures >= _A_PAGE}
    assert {path: count for path, count in long.items() if count[0] > _MOST_ASKED * count[1]} == {}
    assert sum(asks for asks, _ in counts.values()) <= _MOST_ASKED * sum(measures for _, measures in counts.values())


@pytest.mark.parametrize("answer", CASES, ids=lambda path: path.stem)
def test_what_is_asked_is_asked_once(answer: Path) -> None:
    asks = asked(drafted(document_of(answer)))
    assert len({re.sub("“[^”]*”|（[^）]*）|[\\d、—]", "", line) for line in asks}) == len(asks)
