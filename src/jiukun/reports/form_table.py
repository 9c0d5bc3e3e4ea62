"""A form as text: its fields and rows, the place of each, and all cells that are neither."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from jiukun.diagnostics.diagnostic import FieldPath
from jiukun.project.seen import Cell, Flaw, Place, Sheet
from jiukun.reports.form_layout import LABELS, TEXTS, Mark


@dataclass
class FormTable:
    """The fields and rows of a form as text, the place of each, and all cells that are neither.

    `rows` are as a report's entries, 工作任务 and 牵头单位 besides. `flaws` say why a field could not be taken,
    `claims` for which fields each cell of the measures' texts was taken.
    """

    sheet: Sheet
    missing: tuple[str, ...] = ()
    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys(LABELS, ""))
    rows: list[dict[str, str]] = field(default_factory=list)
    places: dict[FieldPath, Place] = field(default_factory=dict)
    flaws: dict[FieldPath, Flaw] = field(default_factory=dict)
    calculated: dict[FieldPath, Cell] = field(default_factory=dict)
    claims: dict[Place, list[FieldPath]] = field(default_factory=lambda: defaultdict(list))
    unread: list[Cell] = field(default_factory=list)
    mark: Mark | None = None

    @property
    def is_filled(self) -> bool:
        """Whether a text of any measure was filled in, be it one that cannot be taken."""
        unsound = any(path[-1] in TEXTS and flaw.code != "JK605" for path, flaw in self.flaws.items())
        return unsound or any(row[key].strip() for row in self.rows for key in TEXTS)

    def set_field(self, key: str, value: str, cell: Cell) -> None:
        """What follows a label; of two that differ the first counts, the other is unread."""
        if self.fields[key]:
            if self.fields[key] != value:
                self.unread.append(cell)
            return
        self.fields[key] = value
        self.places[key,] = cell.place
        self.flaws.pop((key,), None)
        if cell.flaw:
            self.flaws[key,] = cell.flaw
        if cell.formula:
            self.calculated[key,] = cell
