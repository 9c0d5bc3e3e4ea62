"""What every layer needs to know of Chinese text: its width, its safe display, its likeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# What moves a terminal's cursor, colours it, or turns the reading direction.
UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# XML 1.0, section 2.2: what a workbook cannot hold.
_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"

_LONGEST_WORD = 60  # of those that are compared: a longer one is nobody's name and would only cost time


def visible(text: str) -> str:
    r"""Text for a console: what would move the cursor or hide is shown as `\x1b`; line feeds and tabs stay."""
    return text if text.isprintable() else re.sub(UNSAFE, lambda found: _escaped(found[0]), text)


def one_line(text: str, limit: int = 40) -> str:
    """Text for the middle of a sentence: one line, at most `limit` characters and an ellipsis."""
    flat = visible(" ".join(text[: limit * 4].split()))
    return flat if len(flat) <= limit and len(text) <= limit * 4 else flat[:limit] + "…"


def code_point(character: str) -> str:
    """`U+2028`."""
    return f"U+{ord(character):04X}"


def display_width(text: str) -> int:
    """Columns that the text takes on a console: CJK two, combining marks none."""
    return sum(map(_columns, text))


def utf16_length(text: str) -> int:
    """Length as Excel counts it: characters beyond the basic plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def not_in_xml(text: str) -> str | None:
    """The first character that XML 1.0 cannot hold, or None."""
    if text.replace("\n", "").isprintable():
        return None
    found = re.search(_NOT_XML, text)
    return found[0] if found else None


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like the word, or None if none is like enough to be meant."""
    if len(word) > _LONGEST_WORD:
        return None
    import difflib  # noqa: PLC0415  only misspelt names need it

    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return found[0] if found else None


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones (NFKC), ends trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _escaped(character: str) -> str:
    number = ord(character)
    if number > 0xFFFF:  # noqa: PLR2004  beyond the basic plane
        return f"\\U{number:08x}"
    return f"\\x{number:02x}" if character <= "\xff" else f"\\u{number:04x}"
