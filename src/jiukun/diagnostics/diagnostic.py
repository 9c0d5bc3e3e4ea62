"""What is wrong, where, and how to mend it: one frozen, ordered record for all problems."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jiukun.diagnostics.codes import Severity


FieldPath = tuple[str | int, ...]


class Location(NamedTuple):
    """A place in a file. Line and column count characters from 1; a problem of a whole file is at 1:1."""

    path: str
    line: int = 1
    column: int = 1


class Excerpt(NamedTuple):
    """The source line around a place: what stands before it, and what from it on."""

    before: str
    after: str


class Edit(NamedTuple):
    """What is to stand in a line from one column up to another (not included); counted from 1."""

    line: int
    column: int
    end_column: int
    text: str


@dataclass(frozen=True, order=True, slots=True)
class Diagnostic:
    """One problem.

    `field` is the path of what is concerned as people say it (`工作情况[2].完成情况`), empty for a whole file;
    `message` says what was found and what is expected, `hint` how to mend it; `cell` names the place in a form, and
    `subject` is there what `field` is in YAML (第 5 项的存在问题). `edits` mend it, where there is one sure way.
    """

    location: Location
    code: str
    message: str
    hint: str = ""
    field: str = ""
    cell: str = ""
    excerpt: Excerpt | None = dataclasses.field(default=None, compare=False)
    edits: tuple[Edit, ...] = dataclasses.field(default=(), compare=False)
    subject: str = dataclasses.field(default="", compare=False)

    @property
    def severity(self) -> Severity:
        """As the code table says."""
        from jiukun.diagnostics.codes import CODES  # noqa: PLC0415  long, and only needed where something is wrong

        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Errors are what keeps a row from being printed, attributed or trusted."""
        return self.severity == "error"


class Misfit(NamedTuple):
    """A value that has not the shape it must have. Where in the file it stands is not known yet."""

    path: FieldPath
    code: str
    message: str
    hint: str = ""


def field_name(path: FieldPath) -> str:
    """`("工作情况", 1, "完成情况")` as `工作情况[2].完成情况`."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.is_error for diagnostic in diagnostics)
