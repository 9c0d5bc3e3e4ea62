"""Where a text that is taller than a row is cut: at the end of a paragraph, else of a sentence, else of a clause."""

from __future__ import annotations

from jiukun.rendering.sheets.wrapping import NARROWEST, wrap

# From the best signs to cut behind to the worst, and how much of what fits each may leave blank: a third, a half.
_ENDS = (("\n", 3), ("。！？!?", 2), ("；;", 2), ("，、：,:", 2))
_CLOSING = '”’）》】」』)"'  # goes with the sign before it
_FEWEST = 6  # lines that the last piece has


def cut(text: str, capacity: int, most: int) -> list[str]:
    """A text in pieces of at most `most` lines (at least 1) that hold `capacity` each.

    The pieces joined are the text, save one line feed at each cut that falls on it. Of what is left of a long text no
    more is wrapped than the next cut depends on.
    """
    pieces = []
    ahead = (most + _FEWEST + 1) * (capacity // NARROWEST + 1)
    while len(ends := wrap(text[:ahead], capacity)) > most:
        place = _place(text, ends, most)
        pieces.append(text[:place].removesuffix("\n"))
        text = text[place:]
    return [*pieces, text]


def _place(text: str, ends: list[int], most: int) -> int:
    """The best place near the end of what fits, so that no last line is left alone."""
    lines = max(1, min(most, len(ends) - _FEWEST) if most > _FEWEST else most)
    last = ends[lines - 1]
    for signs, share in _ENDS:
        first = ends[lines - lines // share - 1] if lines > 1 else 0
        found = max(text.rfind(sign, first, last) for sign in signs) + 1
        while found and found < last and text[found] in _CLOSING:
            found += 1
        if found:
            return found
    return last
