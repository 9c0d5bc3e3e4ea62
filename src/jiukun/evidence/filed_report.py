"""A report in a file, lying in a day's folder or kept among the receipts: opened, read and judged when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from jiukun.diagnostics.diagnostic import Diagnostic, Location, has_errors
from jiukun.evidence.timeliness import Version
from jiukun.evidence.unit_receipts import KeptVersion, digest_of, spoiled
from jiukun.plan.model import Unit
from jiukun.project.folders import Project
from jiukun.project.names import is_form
from jiukun.project.office_files import kind_of
from jiukun.project.opening import BEING_WRITTEN, Content, FileTimes
from jiukun.reports.checks import Context, Judged, judge
from jiukun.reports.reading import Read, read_report
from jiukun.reports.submission import Submission

_ANOTHER_DAY = "JK303"  # it is no correction, it lies in the wrong folder
_OTHERS = frozenset({_ANOTHER_DAY, "JK304"})  # it names another day or unit


class FiledReport:
    """A unit's report of a day. `path` is how diagnostics name the file, `kept` what is recorded of a kept version.

    What was found is remembered until `forget`, after which it is found again when asked for.
    """

    def __init__(
        self, project: Project, path: str, unit: Unit, context: Context, kept: KeptVersion | None = None
    ) -> None:
        self.path = path
        self.unit = unit
        self.kept = kept
        self._project = project
        self._context = context

    @property
    def content(self) -> Content | Diagnostic:
        """The bytes and times of the file, or why it is not read; read anew each time, as bytes take much memory.

        A problem, too, where a kept version was spoiled, or where the bytes are no longer those of `digest`.
        """
        content, digest = self._opened()
        return content if digest == self.digest else Diagnostic(Location(self.path), *BEING_WRITTEN)

    @property
    def data(self) -> bytes | None:
        """The bytes, None where they cannot be had."""
        content = self.content
        return content.data if isinstance(content, Content) else None

    @cached_property
    def times(self) -> FileTimes | None:
        """The file's own times; None where it is gone."""
        return self._project.times_of(self.path)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes; empty where they cannot be had."""
        return self._opened()[1]

    @cached_property
    def read(self) -> Read:
        """What the file says."""
        content = self.content
        if isinstance(content, Content):
            return read_report(content.data, self.path)
        return Read(None, None, (content,))

    @cached_property
    def judged(self) -> Judged:
        """What it says and what is wrong with it. A version that was valid when it came stays so."""
        judged = judge(self.read, self._context)
        if self._was_valid(judged) and judged.submission is not None and has_errors(judged.diagnostics):
            return judged._replace(diagnostics=())
        return judged

    @property
    def is_foreign(self) -> bool:
        """Whether it names another unit or day, and no record proves that it came as this one's.

        One that is not valid may well have come so: it is foreign where it is on record as another's.
        """
        kept = self.kept
        is_doubtful = kept is not None and kept.verdict is None and (kept.valid or kept.is_copy)
        return is_doubtful and _is_foreign(self.judged)

    @property
    def submission(self) -> Submission | None:
        """What it says, as far as it can be read."""
        return self.judged.submission

    def by_time(self) -> tuple[int, str]:
        """The key that sorts reports by their files' own times."""
        return self.times.modified if self.times else 0, self.path

    @cached_property
    def is_blank(self) -> bool:
        """Whether it is a form or file that nobody has filled in, which is no report."""
        return self.read.is_blank

    @cached_property
    def is_form(self) -> bool:
        """Whether it is a workbook or a Word document, by its bytes or its name."""
        return is_form(self.path) or bool(self.data and kind_of(self.data))

    def version(self, arrival: Version) -> Version:
        """The version that it is, of which `arrival` says when it came."""
        known = self.kept.verdict if self.kept else None
        if known:
            return arrival._replace(valid=known.valid, intact=bool(self.digest), of_the_day=known.of_the_day)
        is_valid = self.judged.is_valid  # asked before `digest`, so that the file is opened once
        valid = is_valid or (self._was_valid(self.judged) and not self.digest)
        of_the_day = valid or all(problem.code != _ANOTHER_DAY for problem in self.judged.diagnostics)
        return arrival._replace(valid=valid, intact=bool(self.digest), of_the_day=of_the_day)

    def forget(self) -> None:
        """Drop the texts, which take much memory."""
        for name in ("read", "judged"):
            self.__dict__.pop(name, None)

    def _was_valid(self, judged: Judged) -> bool:
        kept = self.kept
        return kept is not None and kept.valid and not (kept.verdict is None and _is_foreign(judged))

    def _opened(self) -> tuple[Content | Diagnostic, str]:
        """The file as it is now, and the SHA-256 of its bytes; what is known the first time is remembered."""
        content, digest = self._project.read(self.path), ""
        if isinstance(content, Content):
            digest = digest_of(content.data)
            vars(self).setdefault("times", content.times)
            if self.kept and not self.kept.is_of(digest):
                content, digest = spoiled(self.path), ""
        vars(self).setdefault("digest", digest)
        return content, digest


class FiledVersion(NamedTuple):
    """A version of a unit's report on a day, the file that it is, and whether it is kept there without right."""

    version: Version
    report: FiledReport
    is_foreign: bool = False

    def to_compare(self) -> FiledVersion:
        """With a `text` that is equal for versions that say the same. The long texts themselves are dropped."""
        if self.version.text:
            return self
        text = repr(self.report.submission) if self.version.valid else ""
        self.report.forget()
        return self._replace(version=self.version._replace(text=digest_of(text.encode(errors="surrogatepass"))))


def _is_foreign(judged: Judged) -> bool:
    return any(problem.code in _OTHERS for problem in judged.diagnostics)
