"""The walls, read from the syntax trees: imports run one way, libraries have homes, one clock, commands are leaves."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import jiukun
from jiukun.cli import _MODULES, COMMANDS
from support import REPOSITORY

ROOT = Path(jiukun.__file__).parent
# From the ground up: a module imports only what stands before it. A package's name stands for what it offers.
ORDER = (
    *("spreading", "text", "numerals", "codes", "timeliness", "likeness", "tables", "formlayout"),
    *("diagnostics", "dates", "wording"),
    *("yamlsource.source", "yamlsource.decoding", "yamlsource.kinds", "yamlsource.plain", "yamlsource.nodes"),
    *("yamlsource.events", "yamlsource.syntax_words", "yamlsource.document"),
    *(
        "yamlsource.mistake_words",
        "yamlsource.scan",
        "yamlsource.blocks",
        "yamlsource.mistakes",
        "yamlsource.explaining",
        "yamlsource.parsing",
    ),
    *("yamlsource.writing", "yamlsource"),
    *("shape", "plan", "submission", "schema", "storage", "filenames", "project", "plandata", "roster"),
    *("intake.bounds", "intake.packages", "intake.forms", "intake.documents", "intake.wordnumbers"),
    *("intake.word", "intake.planfiles", "intake", "reading", "checks", "importing", "drafting"),
    *(
        "planreading.naming",
        "planreading.names",
        "planreading.labels",
        "planreading.limits",
        "planreading.moments",
        "planreading.sayings",
        "planreading.statements",
        "planreading.outline",
        "planreading.found",
        "planreading.titles",
    ),
    *("planreading.tabled", "planreading.measures", "planreading.duties", "planreading"),
    *("unitnames", "sameunits", "draftunits", "drafttexts", "plandraft", "founding"),
    *("receipts", "reports", "reader", "receiving", "day", "contacts", "entries", "summary", "notices"),
    *("records", "problems", "period", "lights", "ledger", "letter", "bulletin", "board"),
    *("outputs.console", "outputs.textlayout", "outputs.archives", "outputs.paper", "outputs.sheets"),
    *("outputs.filterable", "outputs.layout"),
    *("outputs.lists", "outputs.workbook", "outputs.form", "outputs.rows", "outputs.letter", "outputs.board"),
    *("outputs.progress", "outputs.rollcall", "outputs.receiving", "outputs.notices", "outputs"),
    *("options", "workspace"),
    *(f"commands.{_MODULES.get(name, name)}" for name in COMMANDS),
    *("commands", "failures", "usage", "cli", "__main__"),
)
# Where each library may be imported: a module or a package.
HOMES = {
    "yaml": {"yamlsource"},
    "pydantic": {"shape", "plan", "submission", "schema"},
    "pydantic_core": {"shape"},
    "docx": {"outputs", "intake"},
    "jinja2": {"outputs"},
    "openpyxl": {"outputs", "intake"},
    "rich": {"outputs"},
    "filelock": {"receipts"},
    "typer": {"cli", "usage", "options", "commands"},
}
CLOCKS = {"now", "utcnow", "today"}
TICKS = {"time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "time.monotonic"}


def name_of(path: Path) -> str:
    """`yamlsource.source`; a package's own module bears the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
MODULES = sorted(set(TREES) - {"__init__"})


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


def test_every_module_has_its_place() -> None:
    assert sorted(set(MODULES) - set(ORDER)) == []
    assert len(set(ORDER)) == len(ORDER)


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    later = ORDER[ORDER.index(name) :]
    assert sorted(own_imports(name).intersection(later)) == []


def layers() -> dict[str, int]:
    """Module → its layer, from 0, as docs/architecture.md has them; commands/ stands for all in it."""
    page = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("| 层 | 模块 | 管什么 |\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    found: dict[str, int] = {}
    for layer, row in enumerate(table.splitlines()):
        cell = row.split("|")[2]
        for package, inner, plain in re.findall(r"(\w+)/(?:（(.*?)）)?|(\w+)", cell):
            names = [f"{package}.{one}" for one in re.findall(r"[a-z_]+(?![a-z_/])", inner)] if inner else []
            found |= dict.fromkeys([*names, package or plain], layer)
    return found


def test_the_layers_in_the_docs_are_those_of_the_code() -> None:
    known = layers()
    placed = {name: known.get(name, known.get(name.partition(".")[0], -1)) for name in MODULES}
    assert [name for name in MODULES if name not in known and not name.startswith(("commands.", "__main__"))] == []
    assert sorted(set(known) - set(MODULES)) == []
    tops = {"intake"}  # which has a part in two layers
    wrong = [
        (name, other)
        for name in MODULES
        if name != "__main__"
        for other in own_imports(name) - tops
        if placed[other] > placed[name]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("commands")])
def test_commands_import_nothing_of_each_other(name: str) -> None:
    assert [other for other in own_imports(name) if other.startswith("commands")] == []


@pytest.mark.parametrize("name", MODULES)
def test_what_a_package_holds_is_imported_by_others_through_the_package_alone(name: str) -> None:
    """Of yamlsource; what is written is another thing, that only writers need."""
    inner = {other for other in own_imports(name) if other.startswith("yamlsource.")} - {"yamlsource.writing"}
    assert inner == set() or name.startswith("yamlsource")


@pytest.mark.parametrize("name", sorted(TREES))
def test_every_library_has_its_home(name: str) -> None:
    libraries = {full.partition(".")[0] for full in imported(name)} - sys.stdlib_module_names - {"jiukun"}
    strays = {library for library in libraries if not HOMES.get(library, set()) & {name, name.partition(".")[0]}}
    assert strays == set()


def test_the_ground_needs_the_standard_library_alone() -> None:
    for name in ORDER[: ORDER.index("yamlsource.source")]:
        foreign = {
            full for full in imported(name) if full.partition(".")[0] not in {*sys.stdlib_module_names, "jiukun"}
        }
        assert foreign == set()


def readings(name: str) -> list[str]:
    """Every place where a module asks for the time."""
    calls = (node.func for node in ast.walk(TREES[name]) if isinstance(node, ast.Call))
    named = [ast.unparse(call) for call in calls if isinstance(call, ast.Attribute)]
    return [one for one in named if one in TICKS or (one.rpartition(".")[2] in CLOCKS and is_calendar(one))]


def is_calendar(call: str) -> bool:
    return call.rpartition(".")[0].endswith(("date", "datetime"))


@pytest.mark.parametrize("name", MODULES)
def test_there_is_one_clock(name: str) -> None:
    """`workspace.clock`; failures only name a file by the time."""
    assert readings(name) == (["datetime.now"] if name in {"workspace", "failures"} else [])


def test_the_clock_is_read_in_one_function() -> None:
    functions = [node for node in ast.walk(TREES["workspace"]) if isinstance(node, ast.FunctionDef)]
    assert [one.name for one in functions if "datetime.now" in ast.unparse(one)] == ["clock"]


@pytest.mark.parametrize("name", MODULES)
def test_only_the_program_ends_the_process(name: str) -> None:
    calls = [ast.unparse(node.func) for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    ends = {"sys.exit", "os._exit", "exit", "quit"}.intersection(calls)
    assert ends == ({"os._exit"} if name == "cli" else set())


def test_every_command_is_a_module_with_help() -> None:
    files = {name.removeprefix("commands.") for name in MODULES if name.startswith("commands.")}
    assert files == {_MODULES.get(name, name) for name in COMMANDS}
    for name in files:
        tree = TREES[f"commands.{name}"]
        text = ast.get_docstring(tree) or ""
        assert any("\u4e00" <= character <= "\u9fff" for character in text), name
        assert any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body), name


def test_the_reading_of_imports_sees_what_it_must() -> None:
    """The eyes of these tests: imports within functions, of submodules, and by alias."""
    assert "outputs.workbook" in own_imports("commands.compile")
    assert "failures" in own_imports("cli")
    assert "yamlsource.parsing" in own_imports("yamlsource")
    assert "yamlsource" in own_imports("plandata")
    assert "rich" in {full.partition(".")[0] for full in imported("outputs.rollcall")}
