"""What a plan document holds, before names have become units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.lead_rules import LeadRule
from jiukun.drafting.reading.unit_lists import Entry
from jiukun.drafting.reading.unit_shapes import Kind


@dataclass(frozen=True)
class MeasureRead:
    """A measure as the document has it: its task, its number there, its own text, and who is responsible."""

    task: str
    index: int
    mark: str
    number: int | None
    parent: str
    statement: Statement
    sentence: str = ""
    asks: tuple[str, ...] = ()

    def entries(self, *roles: Role) -> list[Entry]:
        """The units that the document names in some roles, in its order."""
        named = (entry for entry in self.statement.entries if entry.kind is Kind.NAME and entry.role in roles)
        return sorted(named, key=lambda entry: entry.index)

    def words(self, *kinds: Kind) -> list[str]:
        """The words of some kinds, each once, kind by kind."""
        return [*dict.fromkeys(entry.text for kind in kinds for entry in self.statement.entries if entry.kind is kind)]

    @property
    def labels(self) -> list[str]:
        """The labels before its units that no rule knows, each once."""
        return [*dict.fromkeys(entry.label for entry in self.statement.entries if entry.label)]


@dataclass(frozen=True)
class Missed:
    """A place that was not drafted: its words, why, and the code that says what to do. An item may name no unit."""

    index: int
    words: str
    why: str = "没有写由哪个单位负责，没有列为措施"
    code: str = "JK617"


@dataclass(frozen=True)
class ReportingRule:
    """What the document says of itself and of reporting: texts by the keys of data/measures.yaml, some of them blank.

    `asks` tell by key what to look at; `place` issued the document, `members` are the governments that it addresses.
    """

    fields: dict[str, str]
    asks: dict[str, str] = field(default_factory=dict)
    issued: date | None = None
    contact: tuple[str, str] = ("", "")  # name and phone
    place: str = ""
    members: tuple[str, ...] = ()


class PlanContents(NamedTuple):
    """All of it; `missed` is what is no measure or was not read."""

    measures: tuple[MeasureRead, ...]
    missed: tuple[Missed, ...]
    lead_rules: tuple[LeadRule, ...]
    rule: ReportingRule


def numbered(mark: str, task: str) -> str:
    """An item's number and its task."""
    return f"{mark} {task}" if mark[-1:].isalnum() else mark + task
