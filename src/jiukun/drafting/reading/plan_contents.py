"""What is found in a plan document, before names have become units."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from jiukun.drafting.reading.duty_text import Statement
from jiukun.drafting.reading.labels import Role
from jiukun.drafting.reading.unit_lists import Listing, Mention


@dataclass(frozen=True)
class MeasureRead:
    """A measure as the document has it: its task, its number there, and who is responsible."""

    task: str
    index: int
    mark: str
    number: int | None
    parent: str
    statement: Statement
    asks: tuple[str, ...] = ()

    @property
    def leads(self) -> tuple[Listing, ...]:
        """Lists of those that lead."""
        return self.statement.lists.get(Role.LEAD, ())

    @property
    def others(self) -> tuple[Listing, ...]:
        """Lists of all others, in the document's order."""
        lists = self.statement.lists
        others = (one for role in (Role.DUTY, Role.HELP, Role.BESIDE) for one in lists.get(role, ()))
        return tuple(sorted(others, key=_first))

    @property
    def names_anybody(self) -> bool:
        """Whether it names a unit, and not only 有关部门."""
        return any(one.names for one in (*self.leads, *self.others))


@dataclass(frozen=True)
class WithoutUnits:
    """An item among measures that names no unit; `words` are those that name nobody, where it has any."""

    task: str
    index: int
    mark: str
    words: str = ""
    end: int = 0

    def holds(self, index: int) -> bool:
        """Whether a place of the document is within its own paragraphs."""
        return self.index <= index < self.end

    @property
    def name(self) -> str:
        """Its number and its task."""
        return f"{self.mark} {self.task}" if self.mark[-1:].isalnum() else self.mark + self.task


@dataclass(frozen=True)
class Unread:
    """A place that speaks of who is responsible and could not be read, and why."""

    index: int
    words: str
    why: str


@dataclass(frozen=True)
class ReportingRule:
    """What the document says of reporting, blank where it says nothing; `asks` tell by key what to look at."""

    name: str = ""
    document: str = ""
    issued: date | None = None
    table: str = ""
    office: str = ""
    section: str = ""
    first_day: date | None = None
    deadline: str = ""
    weekdays: str = ""
    paper: str = ""
    roster_deadline: str = ""
    contact: tuple[str, str] = ("", "")  # name and phone
    place: str = ""
    members: tuple[str, ...] = ()
    asks: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanContents:
    """All of it; `unclosed` are places of half brackets, `unread` of words of who is responsible that no rule reads."""

    measures: tuple[MeasureRead, ...]
    without_units: tuple[WithoutUnits, ...]
    unclosed: tuple[int, ...]
    unread: tuple[Unread, ...]
    duty: ReportingRule
    first_leads: bool = False  # the document says that the first of the responsible units leads


def _first(one: Listing) -> int:
    places: tuple[Mention, ...] = (*one.names, *one.unnamed, *one.words)
    return min((mention.index for mention in places), default=0)
