"""What every layer needs to know of Chinese text: its width, its safe display, its likeness."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

# Neither seen nor to be trusted: controls, what turns the reading direction, fillers that pass for text, tags, what
# no document can hold (XML 1.0, section 2.2), what a picture leaves where text is pasted (U+FFFC). Unicode's
# Default_Ignorable_Code_Point, save the two groups below, the noncharacters of its first plane, and planes that hold
# nothing.
UNTRUSTED = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u115f\u1160\u17b4\u17b5\u200e\u200f\u202a-\u202e"
    "\u2065-\u206f\u2800\u3164\ufdd0-\ufdef\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff\U00013430-\U0001343f"
    "\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U0003fffe-\U000e00ff\U000e01f0-\U000effff"
)
_ZERO_WIDTH = "\u00ad\u034f\u200b\u2060-\u2064\ufeff"  # they come along when text is pasted, and say nothing
_SELECTORS = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"  # they choose how the character before them looks
_JOINERS = "\u200c\u200d"  # they join or part letters of some scripts, and emoji
# Around a joiner that joins: no white space, sign, Latin or Chinese character.
_JOINED = r"[^\s\x00-\x7f\u2000-\u206f\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]"
_LONE_SELECTORS = rf"(?<![^\s{_JOINERS}{_SELECTORS}])[{_SELECTORS}]+"
_LONE_JOINERS = f"(?<!{_JOINED})[{_JOINERS}]+|[{_JOINERS}]+(?!{_JOINED})"
# What a console must not be given as it stands: also what begins a line without being a line feed.
UNSAFE = f"[{UNTRUSTED}{_ZERO_WIDTH}\r\x85\u2028\u2029]"

# Whole, as each text of each report is searched for them.
_ANY_UNTRUSTED = f"[{UNTRUSTED}]"
_ANY_HIDDEN = re.compile(f"[{UNTRUSTED}{_ZERO_WIDTH}{_SELECTORS}{_JOINERS}]")

# Categories of what is not seen by itself. What this Python's Unicode does not know yet may be a Chinese character.
_NEEDS_OTHERS = frozenset({"Cc", "Cf", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})

_LONGEST_WORD = 60  # of those that are compared: a longer one is nobody's name and would only cost time
_SPACES = r"[\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad]+"


def visible(text: str) -> str:
    r"""Text for a console: what would move the cursor or hide is shown as `\x1b`; line feeds and tabs stay."""
    return re.sub(UNSAFE, lambda found: _escaped(found[0]), text)


def in_line(text: str) -> str:
    r"""Text for one line of a console or file: as `visible`, and line feeds as `\n`, as a file's name may hold some."""
    return visible(text.replace("\r", r"\r").replace("\n", r"\n"))


def is_plain(text: str) -> bool:
    """Whether every character can be seen and trusted, as in nearly all texts."""
    return _ANY_HIDDEN.search(text) is None


def seen(text: str) -> str:
    """The text without characters that have no effect: those of zero width, and joiners that join nothing."""
    if is_plain(text):
        return text
    for nothing in (f"[{_ZERO_WIDTH}]", _LONE_SELECTORS, _LONE_JOINERS):
        text = re.sub(nothing, "", text)
    return text


def untrusted(text: str) -> re.Match[str] | None:
    """The first character that can neither be seen nor trusted."""
    return re.search(_ANY_UNTRUSTED, text)


def says_nothing(text: str) -> bool:
    """Whether nothing in a text is seen by itself: blanks, accents without a letter."""
    if text[:1].isalnum():  # as nearly all texts begin
        return False
    return all(unicodedata.category(character) in _NEEDS_OTHERS for character in text)


def without_unseen(text: str) -> str:
    """The text without anything that cannot be seen."""
    return seen(re.sub(_ANY_UNTRUSTED, "", text))


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
    if number > 0xFFFF:  # beyond the basic plane
        return f"\\U{number:08x}"
    return f"\\x{number:02x}" if character <= "\xff" else f"\\u{number:04x}"


def without_spaces(text: str) -> str:
    """A text without any white space or invisible character."""
    return re.sub(_SPACES, "", text)


def line_end(text: str, index: int, end: int) -> int:
    """Where the line of a place ends."""
    found = text.find("\n", index, end)
    return end if found < 0 else found


def is_within(index: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is in one of some sorted spans."""
    before = bisect_right(spans, (index, sys.maxsize)) - 1
    return before >= 0 and index < spans[before][1]
