"""The plan in a folder that holds measures.yaml and units.yaml."""

from __future__ import annotations

from pathlib import Path

from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.plan.checks import DataFiles, doubts, errors
from jiukun.plan.model import Group, Measure, Measures, Plan, Unit, Units, groups_of, names_of
from jiukun.plan.rule import Alerts, Contact, Rule, SpecialDay
from jiukun.project.folders import DATA_LIMIT, Project
from jiukun.yamlsource.document import Kind, Limits, Vocabulary
from jiukun.yamlsource.reading import Loaded, load
from jiukun.yamlsource.values import M, Shape

_MOST_MISFITS = 2_000  # nobody reads on
_USUAL = Limits(events=150_000, lines=40_000)  # of some 3,000 units written at length
_LARGE = Limits(events=2_000_000, lines=1_000_000)


def _keys_of(*models: type[Shape]) -> frozenset[str]:
    return frozenset(field.alias for model in models for field in model.model_fields.values() if field.alias)


_KEYS = _keys_of(Contact, Unit, Group, Units, Alerts, SpecialDay, Rule, Measure, Measures)
_CONTAINERS = frozenset(
    {"单位", "单位组", "别名", "成员", "责任领导", "责任人", "报送要求", "联系人", "免报日", "加报日", "特例", "预警"}
    | {"措施", "牵头单位", "责任单位", "要点", "报送单位"}
)
MEASURES = Kind(
    Vocabulary(_KEYS, _CONTAINERS, outermost=_keys_of(Measures)),
    ("方案", "措施", "报送要求"),
    _USUAL,
    _LARGE,
    _MOST_MISFITS,
)
UNITS = Kind(Vocabulary(_KEYS, _CONTAINERS, outermost=_keys_of(Units)), ("单位", "简称"), _USUAL, _LARGE, _MOST_MISFITS)


def load_plan(project: Project, folder: Path | None = None) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan in a folder, by default data/, and what is wrong with its files. None where that is an error.

    What is only wanting or doubtful in them is left to `check_data`.
    """
    files, diagnostics = _read(project, folder or project.root / "data")
    return (_plan(files) if files else None), diagnostics


def check_data(project: Project) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """The plan in data/ as `load_plan` gives it, and all that is to be said of its files."""
    files, diagnostics = _read(project, project.root / "data")
    if files is None:
        return None, diagnostics
    plan = _plan(files)
    return plan, (*diagnostics, *doubts(plan, files))


def _plan(files: DataFiles) -> Plan:
    units = files.units
    return Plan(files.measures, units.units, names_of(units), groups_of(units))


def _read(project: Project, folder: Path) -> tuple[DataFiles | None, tuple[Diagnostic, ...]]:
    """Both files and what is wrong with them; None where that is an error."""
    measures = _file(project, folder / "measures.yaml", MEASURES, Measures)
    units = _file(project, folder / "units.yaml", UNITS, Units)
    found = (*measures.diagnostics, *units.diagnostics)
    if measures.document is None or measures.model is None or units.document is None or units.model is None:
        return None, found
    files = DataFiles(measures.document, measures.model, units.document, units.model)
    if not has_errors(found):
        found = (*found, *errors(files))
    return (None if has_errors(found) else files), found


def _file(project: Project, path: Path, kind: Kind, model: type[M]) -> Loaded[M]:
    name = project.name_of(path)
    content = project.read(path, DATA_LIMIT)
    if isinstance(content, Diagnostic) and project.times_of(name) is None:
        missing = Diagnostic(Location(name), "JK501", f"缺少 {name}", "从备份或版本库里恢复这个文件")
        return Loaded(None, None, (missing,))
    return Loaded(None, None, (content,)) if isinstance(content, Diagnostic) else load(content.data, name, kind, model)
