"""The state of a scan for typing mistakes, line by line, and the patterns that all of it goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.kinds import Vocabulary
from jiukun.yamlsource.mistakes.words import Words

_ODD = "\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
ODD_IN_INDENT = re.compile(f" *([{_ODD}])[ {_ODD}]*")
DASHES = re.compile(r"(?:-(?:[ ]+|[ \t]*$)){0,99}")
BAD_DASH = re.compile(r"(?:-(?=[^\s\-0-9.])|[－–—−﹣]\s*)(?=\S)")
BULLET = re.compile(r"([•●○▪■◆·∙*]|\d{1,2}[.．、)）])\s*(?=\S)")
KEY = re.compile(r"([^:：]{1,40}?)[ \t]*([:：])")


@dataclass
class Block:
    """The block scalar that is being read. `parent` is the column of its key, `indent` that of its first line."""

    parent: int
    indent: int | None = None
    first: int = 0
    seen: int = 0
    blank: tuple[int, int] = (0, 0)


@dataclass
class Scan:
    """State between lines: the open block scalar or quotation, the column of the last key, what was found."""

    source: Source
    vocabulary: Vocabulary
    block: Block | None = None
    after_block: bool = False
    quote: str = ""
    parent: int = -1
    value_open: bool = False
    found: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, column: int, said: Words) -> None:
        """Note a mistake at a line and column counted from 0."""
        self.found.append(self.source.diagnostic(self.source.starts[line] + column, *said))

    def is_key(self, rest: str) -> bool:
        """Whether a known key stands here."""
        key = KEY.match(rest)
        return bool(key and self.vocabulary.knows(key[1]))

    def lines_after(self, number: int) -> Iterator[str]:
        """The lines after one, without a copy of them all."""
        lines = self.source.lines
        return (lines[following] for following in range(number + 1, len(lines)))

    def indent_after(self, number: int) -> int:
        """How deep the next line stands that holds something; 0 where there is none."""
        following = next((line for line in self.lines_after(number) if line.strip(" ")), "")
        return len(following) - len(following.lstrip(" "))
