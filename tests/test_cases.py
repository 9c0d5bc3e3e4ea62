"""Each folder of cases/<code>/<case>/ is laid over the small project; the output must be the expected one exactly.

A case whose name begins with `ok` is a twin that must not give the code. A file `command` holds other arguments than
the usual ones. `pytest --rewrite` writes the expectations anew.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from jiukun.diagnostics.codes import CODES
from support.desk import CASES, DAY, Desk

ALL = sorted(path for path in CASES.glob("*/*") if path.is_dir())
# These need what no file of a repository can be (FIFO, link, size, permission, time): reports/test_files.py.
# Very many versions: evening/test_shared_folder.py. Workbooks: evening/test_clerks_day.py, rendering/test_form.py.
SHOWN_ELSEWHERE = {
    "JK102",
    "JK401",
    "JK419",
    "JK405",
    "JK406",
    "JK407",
    "JK421",
    *(code for code in CODES if code.startswith("JK6")),
}


@pytest.mark.parametrize("folder", ALL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_case(folder: Path, desk: Desk, request: pytest.FixtureRequest) -> None:
    shutil.copytree(folder, desk.root, dirs_exist_ok=True)
    given = desk.root / "command"
    arguments = shlex.split(given.read_text("utf-8")) if given.exists() else ["validate", "--date", DAY]
    result = desk.run(*arguments)
    is_missing = arguments[0] == "missing"  # it prints files that are no report without their codes
    shown = f"{result.out}{result.err if is_missing else ''}[退出状态 {result.status}]\n"
    expected = folder / "expected.txt"
    if request.config.getoption("--rewrite"):
        expected.write_text(shown, "utf-8")
    assert shown == expected.read_text("utf-8")
    code = folder.parent.name
    is_found = f" {code} " in shown or (is_missing and f'"{code}"' in desk.run(*arguments, "--format", "json").out)
    assert is_found is not folder.name.startswith("ok")


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_has_a_failing_and_a_passing_case(code: str) -> None:
    if code in SHOWN_ELSEWHERE:
        return
    names = [path.name for path in (CASES / code).iterdir()]
    assert any(not name.startswith("ok") for name in names)
    assert any(name.startswith("ok") for name in names)
