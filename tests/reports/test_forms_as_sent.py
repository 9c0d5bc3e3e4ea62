"""Forms as units really send them: what is told of each, and what of it is printed, exactly.

Each file of tests/forms/ is the form of the unit that ends its name, by the repository's own plan; the text beside it
is what `validate` says and which texts count, × for those that do not. `pytest --rewrite` writes it anew: then read it.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from jiukun.plan.loading import check_data
from jiukun.project.folders import Project
from jiukun.reports.checks import Context, judge
from jiukun.reports.reading import read_report
from support.desk import DAY, REPOSITORY, Desk, at

FORMS = Path(__file__).parent.parent / "forms"
FILES = sorted([*FORMS.glob("*.xlsx"), *FORMS.glob("*.docx")])


@pytest.fixture
def office(tmp_path: Path) -> Desk:
    for name in ("measures.yaml", "units.yaml"):
        target = tmp_path / "data" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / "data" / name, target)
    return Desk(tmp_path)


def put(office: Desk, form: Path) -> Path:
    """Drop a form into the day's folder under its unit's name."""
    name = f"{form.stem.rpartition('-')[2]}{form.suffix}"
    return office.file(f"submissions/{DAY}/{name}", form.read_bytes(), f"{DAY}T16:40+08:00")


def taken(office: Desk, path: Path) -> str:
    """What counts of a report: the texts that can be printed under a measure."""
    plan, _ = check_data(Project(office.root))
    assert plan is not None
    day = date.fromisoformat(DAY)
    read = read_report(path.read_bytes(), path.relative_to(office.root).as_posix())
    submission = judge(read, Context(plan, day, day, plan.names[path.stem])).submission
    assert submission is not None
    rows = [(entry.number, entry.done, entry.problems, entry.plans) for _, entry in submission.placed if entry.number]
    blank = "没有填写，不算报送\n" if read.is_blank else ""
    return blank + "".join(f"{'　'.join(str(value or '×') for value in row)}\n" for row in rows)


@pytest.mark.parametrize("form", FILES, ids=lambda form: form.stem)
def test_a_form_as_it_was_sent(office: Desk, request: pytest.FixtureRequest, form: Path) -> None:
    path = put(office, form)
    result = at(office, "16:50:00", "--root", str(office.root), "validate", str(path))
    shown = f"{result.out}[退出状态 {result.status}]\n\n{taken(office, path)}"
    assert "工作情况[" not in shown
    expected = form.with_suffix(".txt")
    if request.config.getoption("--rewrite"):
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")


def test_every_form_has_its_answer() -> None:
    assert {form.stem for form in FILES} == {answer.stem for answer in FORMS.glob("*.txt")}


def told(form: Path) -> tuple[object, list[tuple[str, str, str]]]:
    """What a form says, and what is told of it."""
    document, _, diagnostics = read_report(form.read_bytes(), f"submissions/{DAY}/{form.name}")
    assert document is not None
    return document.content, [(problem.code, problem.cell, problem.message) for problem in diagnostics]


SAVED = sorted(FORMS.glob("saved/*/*"))


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: f"{saved.parent.name}-{saved.stem}")
def test_saved_by_another_program_it_says_the_same(saved: Path) -> None:
    """By scripts/save_forms.py. Not among them are files that lost something when they were saved.

    exceljs opens no comments of openpyxl, SheetJS keeps no struck-out text, Gnumeric writes fonts into the footer.
    """
    assert told(saved) == told(FORMS / saved.name)


def test_the_programs_that_units_have_are_all_there() -> None:
    programs = {folder.name for folder in (FORMS / "saved").iterdir()}
    assert programs == {"exceljs", "gnumeric", "libreoffice", "odt", "ods", "sheetjs", "writer"}
