"""The kinds of YAML files there are: their words, and how large they may be."""

from __future__ import annotations

from typing import NamedTuple

from jiukun.chinese.text import nearest

_LONGEST_KEY = 8
_MIB = 1 << 20


class Limits(NamedTuple):
    """How deep and how long a file of its kind may be."""

    depth: int = 12
    events: int = 40_000
    lines: int = 20_000


class Vocabulary(NamedTuple):
    """The keys that a file of its kind may have; `containers` are those whose value is a list or a mapping."""

    keys: frozenset[str]
    containers: frozenset[str] = frozenset()

    def knows(self, key: str) -> bool:
        """Whether the key, or one very like it, is of this kind of file."""
        return key in self.keys or (len(key) <= _LONGEST_KEY and nearest(key, self.keys) is not None)


class Kind(NamedTuple):
    """A kind of YAML file: its words, those that one of its kind must hold, and how large it may be."""

    vocabulary: Vocabulary
    required: tuple[str, ...]
    limits: Limits = Limits()
    large: Limits | None = None  # of files over 1 MiB, where there may be such: they may take their time

    def limits_of(self, text: str) -> Limits:
        """How deep and long this text may be."""
        return self.large if self.large and len(text) > _MIB else self.limits
