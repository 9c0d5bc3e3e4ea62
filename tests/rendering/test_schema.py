"""The editor and `validate` agree: check-jsonschema reads YAML 1.2 as editors do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.desk import BASE, CASES, REPOSITORY, Desk

# An editor decodes UTF-8 alone; the rest of these cases is of other encodings.
OTHER_ENCODINGS = {"ok-utf-16", "ok-utf-16-be"}
SOUND = [
    path
    for path in sorted(CASES.glob("JK[123]*/ok*/submissions/*/*.y*ml"))
    if path.parent.parent.parent.name not in OTHER_ENCODINGS
]
# What the shape alone shows: these are red in the editor too.
RED = ["JK201", "JK202", "JK203", "JK204", "JK205", "JK209", "JK301", "JK305", "JK306"]


def validate(schema: Path, *files: Path) -> dict[str, list[str]]:
    """The errors of each file that has any."""
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "-o", "json"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False)
    found: dict[str, list[str]] = {}
    answer = json.loads(done.stdout)
    for error in answer["errors"]:
        found.setdefault(error["filename"], []).append(f"{error['path']} {error['message']}")
    assert answer.get("parse_errors", []) == []
    return found


def schema_of(desk: Desk, *arguments: str) -> Path:
    result = desk.run("schema", *arguments)
    assert result.status == 0
    return desk.file("schema.json", result.out)


def test_no_sound_report_is_red_in_the_editor(desk: Desk) -> None:
    assert len(SOUND) > 60
    assert validate(schema_of(desk), *SOUND) == {}


def test_the_samples_are_not_red(desk: Desk) -> None:
    office = Desk(REPOSITORY)
    schema = desk.file("schema.json", office.run("--root", str(REPOSITORY), "schema").out)
    reports = sorted((REPOSITORY / "submissions").glob("*/*.yaml"))
    red = validate(schema, *reports)
    assert [Path(name).name for name in red] == ["州司法局.yaml"]  # its 存在问题 is empty


@pytest.mark.parametrize("code", RED)
def test_what_the_shape_shows_is_red_too(desk: Desk, code: str) -> None:
    # JSON Schema cannot tell 2.0 from 2, nor see that nobody sees a text.
    unknown = {"decimal", "zero-width"}
    cases = [path for path in sorted((CASES / code).iterdir()) if path.name not in unknown and path.name[:2] != "ok"]
    files = [path for case in cases for path in case.glob("submissions/2022-08-26/*.yaml")]
    assert files
    assert set(validate(schema_of(desk), *files)) == {str(path) for path in files}


@pytest.mark.parametrize("name", ["measures", "units"])
def test_data_files_are_not_red(desk: Desk, name: str) -> None:
    schema = schema_of(desk, "--of", name)
    assert validate(schema, BASE / "data" / f"{name}.yaml") == {}
    assert (
        validate(schema, REPOSITORY / "data" / "units.yaml" if name == "units" else BASE / "data" / f"{name}.yaml")
        == {}
    )


def test_an_unknown_unit_is_red_in_measures(desk: Desk) -> None:
    schema = schema_of(desk, "--of", "measures")
    text = (BASE / "data" / "measures.yaml").read_text("utf-8").replace("[州财政局]", "[州财证局]")
    path = desk.file("changed.yaml", text)
    assert list(validate(schema, path)) == [str(path)]


def test_it_holds_the_projects_units_and_measures(desk: Desk) -> None:
    schema = desk.run("schema").json
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "测试方案：每日报送"
    assert "州财政局" in schema["properties"]["单位"]["enum"]
    assert "州信访局" not in schema["properties"]["单位"]["enum"]
    number = schema["$defs"]["Entry"]["properties"]["序号"]
    assert number["anyOf"][0] == {"enum": [1, 2, 3, 4]}
    assert number["description"] == "措施在方案里的序号：1 复工复市；2 减免租金；3 清欠账款；4 属地稳岗"


def test_it_is_written_to_a_file(desk: Desk) -> None:
    result = desk.run("schema", "--output", str(desk.root / "out" / "x.json"))
    assert (result.status, result.out) == (0, "已生成 out/x.json\n")
    assert json.loads((desk.root / "out" / "x.json").read_text("utf-8")) == desk.run("schema").json
