"""Brackets of all widths and shapes: which closes which, and names written with one kind of them."""

from __future__ import annotations

# Brackets by family: documents mix full and half width, and close one kind with another of its family.
_FAMILIES = {"round": ("（(", "）)"), "square": ("〔[【［｛{", "〕]】］｝}"), "angle": ("〈<＜", "〉>＞")}
_OPENING = {sign: family for family, (signs, _) in _FAMILIES.items() for sign in signs}
_CLOSING = {sign: family for family, (_, signs) in _FAMILIES.items() for sign in signs}
BRACKETS = frozenset({*_OPENING, *_CLOSING})
_SAME = str.maketrans("（(〔[【［｛{〈<＜）)〕]】］｝}〉>＞，,／/", "（" * 11 + "）" * 11 + "、、、、")


def bracket_pairs(text: str, start: int, end: int, *, angles: bool = False) -> tuple[dict[int, int], list[int]]:
    """Opening → closing bracket between two places of a text, and the openings that nothing closes. In linear time."""
    if BRACKETS.isdisjoint(text[start:end]):
        return {}, []
    families = {"round", "square", "angle"} if angles else {"round", "square"}
    open_ones: list[int] = []
    count = dict.fromkeys(families, 0)
    pairs: dict[int, int] = {}
    never: list[int] = []
    for index in range(start, end):
        character = text[index]
        if _OPENING.get(character) in families:
            open_ones.append(index)
            count[_OPENING[character]] += 1
        elif count.get(_CLOSING.get(character, "")):
            while True:
                last = open_ones.pop()
                count[_OPENING[text[last]]] -= 1
                if _OPENING[text[last]] == _CLOSING[character]:
                    break
                never.append(last)
            pairs[last] = index
    return pairs, sorted(never + open_ones)


def same_brackets(name: str) -> str:
    """A name with all its brackets round and full-width: 各县（市）人民政府 for 各县〈市〉人民政府."""
    return name.translate(_SAME) if _OPENING.keys() & set(name) else name
