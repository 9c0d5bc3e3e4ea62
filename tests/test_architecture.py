"""The walls, read from the syntax trees: eleven wings, imports one way, libraries at home, one clock, no tricks."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import jiukun
from jiukun.cli.program import COMMANDS, module_of

ROOT = Path(jiukun.__file__).parent
# From top to bottom: a wing imports only of itself and of those after it.
WINGS = (
    *("cli", "rendering", "products", "evidence", "reports", "plan", "drafting"),
    *("yamlsource", "project", "diagnostics", "chinese"),
)
# Where each library may be imported: a wing or a module.
HOMES = {
    "yaml": {"yamlsource"},
    "pydantic": {"yamlsource.values", "plan.model", "plan.rule", "reports.submission", "rendering.json_schema"},
    "pydantic_core": {"yamlsource.values"},
    "docx": {"rendering"},
    "jinja2": {"rendering"},
    "xlsxwriter": {"rendering.sheets.drawing"},
    "rich": {"rendering"},
    "filelock": {"evidence.receipts"},
    "typer": {"cli"},
}
CLOCKS = {"now", "utcnow", "today"}
POOLS = {"multiprocessing", "concurrent", "threading"}
OF_NAMED_TUPLES = {"_replace", "_asdict", "_fields", "_make"}
TICKS = {"time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "time.monotonic"}


def name_of(path: Path) -> str:
    """`yamlsource.parsing`; a package's own module bears the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
MODULES = sorted(set(TREES) - {"__init__", "__main__"})


def wing_of(name: str) -> str:
    return name.partition(".")[0]


def imported(name: str) -> Iterator[str]:
    """Every module that a module imports, at its top or within, by its full name."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            source = node.module or ""
            own = [f"{source}.{alias.name}" for alias in node.names if is_own(f"{source}.{alias.name}")]
            yield from own or [source]


def is_own(full: str) -> bool:
    return full.startswith("jiukun.") and full.removeprefix("jiukun.") in TREES


def own_imports(name: str) -> set[str]:
    return {full.removeprefix("jiukun.") for full in imported(name) if full.startswith("jiukun.")}


def test_the_house_has_eleven_wings() -> None:
    inside = {path.name for path in ROOT.iterdir() if path.name != "__pycache__"}
    assert inside == {*WINGS, "__init__.py", "__main__.py", "py.typed"}


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_says_its_question_in_a_line(wing: str) -> None:
    text = ast.get_docstring(TREES[wing]) or ""
    assert text.split(".")[0].split("?")[0]
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    above = WINGS[: WINGS.index(wing_of(name))]
    assert [other for other in own_imports(name) if wing_of(other) in above] == []


def test_no_imports_run_in_a_circle() -> None:
    TopologicalSorter({name: own_imports(name) - {name} for name in MODULES}).prepare()


def test_no_two_modules_bear_one_name() -> None:
    """A command bears the name of its product; what checks, reads or writes its wing's own things says no more."""
    names = Counter(name.rpartition(".")[2] for name in MODULES if not name.startswith("cli.commands."))
    assert {name for name, count in names.items() if count > 1} == {"checks", "reading", "writing"}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("cli.commands")])
def test_commands_import_nothing_of_each_other(name: str) -> None:
    assert [other for other in own_imports(name) if other.startswith("cli.commands")] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_library_has_its_home(name: str) -> None:
    libraries = {full.partition(".")[0] for full in imported(name)} - sys.stdlib_module_names - {"jiukun"}
    assert {library for library in libraries if not HOMES.get(library, set()) & {name, wing_of(name)}} == set()


# What opens, lists or changes files by itself, and where else than behind the one door (project/handles.py) it stands:
# on the office's own files, on folders that a person named, and on the streams of the process.
OPENING = {"open", "scandir", "listdir", "walk", "iterdir", "glob", "rglob", "read_bytes", "read_text", "write_bytes"}
OPENING |= {"write_text", "unlink", "rename", "replace_file", "rmdir", "symlink_to", "touch", "copy", "mkstemp"}
OPENERS = {
    "project.handles": {"open", "scandir", "listdir", "unlink", "rmdir"},
    "project.writing": {"open", "rename"},
    "project.opening": {"open"},
    "rendering.board_page": {"read_text"},
    "diagnostics.codes": {"read_text"},
    "cli.program": {"open"},
    "cli.failures": {"open"},
    "cli.commands.validate": {"walk"},
    "cli.commands.new": {"read_bytes"},
    "cli.giving_notice": {"unlink"},
    "project.new_project": {"read_bytes", "unlink", "rmdir"},
    # functions of these names that open nothing by themselves
    "drafting.reading.measures": {"walk"},
    "evidence.receipts": {"rename"},
    "project.office_files": {"open"},
}


@pytest.mark.parametrize("name", MODULES)
def test_files_are_opened_behind_one_door(name: str) -> None:
    """What lies in submissions/ and data/receipts/ is reached through `Project` alone, which opens by handles."""
    calls = (node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call))
    found = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert (found & OPENING) - OPENERS.get(name, set()) == set()


def readings(name: str) -> list[str]:
    """Every place where a module asks for the time."""
    calls = (node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call))
    named = [ast.unparse(call) for call in calls if isinstance(call, ast.Attribute)]
    return [call for call in named if call in TICKS or (call.rpartition(".")[2] in CLOCKS and is_calendar(call))]


def is_calendar(call: str) -> bool:
    return call.rpartition(".")[0].endswith(("date", "datetime"))


@pytest.mark.parametrize("name", MODULES)
def test_there_is_one_clock(name: str) -> None:
    """`workspace.clock`; failures only name a file by the time."""
    assert readings(name) == (["datetime.now"] if name in {"cli.workspace", "cli.failures"} else [])


def test_the_clock_is_read_in_one_function() -> None:
    functions = [node for node in ast.walk(TREES["cli.workspace"]) if isinstance(node, ast.FunctionDef)]
    assert [function.name for function in functions if "datetime.now" in ast.unparse(function)] == ["clock"]


def private_parts(name: str) -> list[str]:
    """Every use of a name that begins with an underscore and is not of this project or of a class's own."""
    imports = (full for full in imported(name) if not full.startswith("jiukun."))
    found = [full for full in imports if any(part.startswith("_") for part in full.split(".")) and full != "__future__"]
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("jiukun"):
            found += [alias.name for alias in node.names if alias.name.startswith("_")]
        if isinstance(node, ast.Attribute) and is_private(node.attr) and ast.unparse(node.value) not in {"self", "cls"}:
            found.append(ast.unparse(node))
    return found


def is_private(attribute: str) -> bool:
    return attribute.startswith("_") and not attribute.endswith("__") and attribute not in OF_NAMED_TUPLES


# An interruption while modules are loaded: an exception might be swallowed where it comes up.
LEAVING = {"cli.interruption": ["os._exit"]}


@pytest.mark.parametrize("name", MODULES)
def test_libraries_are_used_by_their_public_doors(name: str) -> None:
    assert private_parts(name) == LEAVING.get(name, [])


@pytest.mark.parametrize("name", MODULES)
def test_no_tricks(name: str) -> None:
    """No processes of our own, nothing of another module replaced, none ended at once but by Ctrl+C."""
    assert POOLS.isdisjoint(full.partition(".")[0] for full in imported(name))
    used = {ast.unparse(node) for node in ast.walk(TREES[name]) if isinstance(node, ast.Attribute)}
    assert used & {"os.fork", "os._exit", "sys.modules"} == set(LEAVING.get(name, []))


@pytest.mark.parametrize("name", MODULES)
def test_only_the_program_ends_the_process(name: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    ends = {"sys.exit", "os._exit", "exit", "quit"}.intersection(calls)
    assert ends == ({"sys.exit"} if name == "cli.program" else set(LEAVING.get(name, [])))


def test_every_command_is_a_module_with_help() -> None:
    files = {name.removeprefix("cli.commands.") for name in MODULES if name.startswith("cli.commands.")}
    assert files == {module_of(command) for command in COMMANDS}
    for name in files:
        tree = TREES[f"cli.commands.{name}"]
        text = ast.get_docstring(tree) or ""
        assert any("\u4e00" <= character <= "\u9fff" for character in text), name
        assert any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body), name


def test_the_reading_of_imports_sees_what_it_must() -> None:
    """The eyes of these tests: imports within functions, of submodules, and by alias."""
    assert "rendering.summary_workbook" in own_imports("cli.commands.compile")
    assert "cli.failures" in own_imports("cli.program")
    assert "yamlsource.mistakes.finding" in own_imports("yamlsource.parsing")
    assert "rich" in {full.partition(".")[0] for full in imported("rendering.progress")}
