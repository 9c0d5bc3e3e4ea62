"""Where a plan says who is responsible: brackets, lines with labels, sentences (甲牵头，乙、丙配合)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jiukun.planreading.labels import LABEL, Role, role_of
from jiukun.planreading.limits import is_limit, worded
from jiukun.planreading.names import (
    Listing,
    Mention,
    bracket_pairs,
    ends_like_a_unit,
    is_group,
    listing,
    without_spaces,
)

_VERB = re.compile(
    r"(?:负责|共同|联合)?牵头(?:负责|落实|组织实施|实施|推进|抓总)?"
    r"|会同"
    r"|(?:按|按照|依|根据|依据)(?:各自|照)?的?(?:职责|职能|工作职责|任务)[^，,；;。、]{0,14}"
    r"|(?:共同|分别|分工|具体|积极|协同|协助|全力|密切|予以){0,3}(?:负责|配合|参与|参加|协助|协同|协办|主办|承办|落实)(?:落实|配合|负责|实施|推进|组织实施)?"
)
_HELPING = re.compile("配合|参与|参加|协助|协同|协办")
_LEAD_MARK = re.compile(r"[（(](?:牵头|主办|牵头单位|总牵头|为主)[）)]")
_MOST_IN_A_BRACKET = 3_000  # characters; nobody's list is longer
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]+[、.．）)]")
_SIGNATURE = re.compile("(?:人民政府|委员会|人民政府办公室|委员会办公室|政府办公室)$")
_CLAUSE = re.compile("[；;，,。]")
_EMPTY = re.compile(r"[\s_＿xX×X·.…—\-/*＊、，；。]*")


@dataclass(frozen=True)
class Statement:
    """Who is responsible for a measure, as one place of the document says it: lists of names in their order."""

    start: int
    end: int
    lists: dict[Role, tuple[Listing, ...]] = field(default_factory=dict)
    limit: str = ""
    persons: str = ""
    on_lines: bool = False  # said by lines with labels, not in a bracket
    unclosed: bool = False

    @property
    def has_units(self) -> bool:
        """Whether it names anybody."""
        return any(one.names or one.unnamed for lists in self.lists.values() for one in lists)

    @property
    def roles(self) -> set[Role]:
        """What it says anything of."""
        said = {role for role, lists in self.lists.items() if any(one.names or one.unnamed for one in lists)}
        said |= {Role.LIMIT} if self.limit else set()
        return said | ({Role.LEADER} if self.persons else set())

    @property
    def is_blank(self) -> bool:
        """Whether its labels stand in an empty form."""
        return not self.roles

    def joined(self, other: Statement) -> Statement:
        """Both as one, the other being the later."""
        return replace(
            self,
            end=other.end,
            lists={
                role: self.lists.get(role, ()) + other.lists.get(role, ()) for role in {**self.lists, **other.lists}
            },
            limit=self.limit or other.limit,
            persons="；".join(one for one in (self.persons, other.persons) if one),
            unclosed=self.unclosed or other.unclosed,
        )


def statements(text: str, start: int, end: int, paragraphs: list[tuple[int, int]]) -> list[Statement]:
    """All between two places of a text; `paragraphs` are the places of its paragraphs."""
    found = list(_bracketed(text, start, end))
    covered = [(one.start, one.end) for one in found]
    found += _labelled(text, paragraphs, covered)
    return sorted((one for one in found if not one.is_blank), key=lambda one: one.start)


def closing_list(text: str, start: int, end: int) -> Statement | None:
    """A bracket at the end of a paragraph that holds nothing but units: （市财政局，各县区人民政府）."""
    stripped = text[start:end].rstrip("。；; \t\u3000\v")
    pairs, _ = bracket_pairs(text, start, start + len(stripped))
    opening = next((one for one, close in pairs.items() if close == start + len(stripped) - 1), None)
    if opening is None or len(stripped) - opening + start > _MOST_IN_A_BRACKET:
        return None
    inner = listing(text[opening + 1 : pairs[opening]], opening + 1)
    names = [one.text for one in inner.names]
    if not names or not all(ends_like_a_unit(one) or is_group(one) for one in names) or len(names[0]) < 3:  # noqa: PLR2004
        return None
    return Statement(opening, pairs[opening] + 1, {Role.DUTY: (inner,)})


def cell_statement(text: str, index: int, role: Role) -> Statement:
    """What a cell of a table says below a head of a role; labels and verbs in it count more than the head."""
    return _said(text, index, role)


def _bracketed(text: str, start: int, end: int) -> Iterator[Statement]:
    """In brackets that begin with a label, and in outermost ones that are sentences."""
    pairs, never = bracket_pairs(text, start, end)
    reached = tried = start
    for opening in sorted({*pairs, *never}):
        close = pairs.get(opening)
        if opening < reached:
            continue
        if not LABEL.match(text, opening + 1 + _blank_after(text, opening)):
            if close is None or opening < tried:
                continue
            tried = close
            if not _is_sentence(text, opening + 1, close):
                continue
        stop = close if close is not None else _line_end(text, opening, end)
        said = _said(text[opening + 1 : stop], opening + 1, None, bracketed=True)
        yield replace(said, start=opening, end=stop + (close is not None), unclosed=close is None)
        reached = stop


def _blank_after(text: str, opening: int) -> int:
    count = 0
    while count < 20 and text[opening + 1 + count : opening + 2 + count].isspace():  # noqa: PLR2004  an indent
        count += 1
    return count


def _line_end(text: str, index: int, end: int) -> int:
    found = text.find("\n", index, end)
    return end if found < 0 else found


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether what stands in a bracket says in a sentence who does what: 甲、乙牵头，各有关部门按职责分工负责."""
    if end - start > _MOST_IN_A_BRACKET:
        return False
    clauses = [clause for clause, _ in _clauses(without_spaces(text[start:end])) if clause and not is_limit(clause)]
    plain = "，".join(clauses)
    last = next(iter(deque(_VERB.finditer(plain), maxlen=1)), None)
    if last is None or last.end() != len(plain) or not last.start():
        return False
    names = listing(_VERB.sub("、", plain), 0).names
    return bool(names) and all(ends_like_a_unit(one.text) or is_group(one.text) for one in names[:3])


def _labelled(text: str, paragraphs: list[tuple[int, int]], covered: list[tuple[int, int]]) -> Iterator[Statement]:
    """Lines that begin with a label, and the lines that go on with its list."""
    index = 0
    while index < len(paragraphs):
        start, end = paragraphs[index]
        index += 1
        label = next((one for one in LABEL.finditer(text, start, end) if _begins_list(text, start, one, covered)), None)
        if label is None:
            continue
        begin = label.start()
        while index < len(paragraphs) and _goes_on(text, (begin, end), paragraphs[index]):
            end = paragraphs[index][1]
            index += 1
        yield replace(_said(text[begin:end], begin, None), start=begin, end=end, on_lines=True)


def _begins_list(text: str, start: int, label: re.Match[str], covered: list[tuple[int, int]]) -> bool:
    """Whether a label stands where a sentence begins, and in no bracket that was read."""
    before = bisect_right(covered, (label.start(), len(text))) - 1
    inside = before >= 0 and label.start() < covered[before][1]
    return not inside and _begins_sentence(text, start, label.start())


def _begins_sentence(text: str, start: int, index: int) -> bool:
    before = text[max(start, index - 40) : index].rstrip(" \t\u3000\v")  # an indent and a bullet are no longer
    return (
        not before or before[-1] in "。；;！？）)〕]】：:" or before.lstrip(" \t\u3000●■◆★▲-*·1234567890.、（(") == ""
    )


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line goes on with the list of the line above it; who signs the document does not."""
    said, more = text[line[0] : line[1]].rstrip(), text[slice(*following)]
    if not more.strip() or LABEL.search(more) or "。" in said or len(said) > _MOST_IN_A_BRACKET or more.count("\n"):
        return False
    if text[line[1] : following[0]].strip() or _NUMBERED.match(more):
        return False
    names = listing(more, 0).names
    if not names or not all(ends_like_a_unit(one.text) or is_group(one.text) for one in names):
        return False
    if said.endswith(("、", "，", ",", "：", ":")):
        return True
    signed = len(names) == 1 and _SIGNATURE.search(names[0].text) is not None
    return not signed and ("、" in said or more[0].isspace())


def _said(text: str, index: int, role: Role | None, *, bracketed: bool = False) -> Statement:
    """A text taken apart at its labels; what stands before the first is of `role`, or a sentence.

    Sentences behind a list are the document's own text, but in a bracket they say more of the units.
    """
    found = [*LABEL.finditer(text)] if len(text) <= _MOST_IN_A_BRACKET * 20 else []
    statement = Statement(index, index + len(text))
    before = text[: found[0].start()] if found else text
    if role is not None or before.strip():
        statement = statement.joined(_valued(before, index, role))
    for place, label in enumerate(found):
        stop = found[place + 1].start() if place + 1 < len(found) else len(text)
        value, _, rest = text[label.end() : stop].partition("。")
        statement = statement.joined(_valued(value, index + label.end(), role_of(label[0])))
        if bracketed and rest.strip():
            words = Mention(without_spaces(rest), index + stop - len(rest))
            statement = statement.joined(Statement(index, index, {Role.DUTY: (Listing((), (words,)),)}))
    return replace(statement, start=index, end=index + len(text))


def _valued(text: str, index: int, role: Role | None) -> Statement:
    """What a label's value says, by its role; without one it is a sentence."""
    statement = Statement(index, index + len(text))
    if role is Role.OTHER or _EMPTY.fullmatch(text):
        return statement
    if role is Role.LIMIT:
        return replace(statement, limit=worded(text))
    if role is Role.LEADER:
        names = listing(text, index)
        if names.names and all(ends_like_a_unit(one.text) for one in names.names):
            return replace(statement, lists={Role.LEAD: (names,)})
        return replace(statement, persons=" ".join(text.split()).strip("；;，,。、"))
    limits = [(clause, place) for clause, place in _clauses(text) if is_limit(clause)]
    for clause, place in limits:
        text = text[:place] + " " * len(clause) + text[place + len(clause) :]
    statement = replace(statement, limit="，".join(worded(clause) for clause, _ in limits))
    parts = _sentence(text, index, role or Role.DUTY) if _VERB.search(text) or _LEAD_MARK.search(text) else None
    return replace(statement, lists=parts if parts is not None else {role or Role.DUTY: (listing(text, index),)})


def _sentence(text: str, index: int, role: Role) -> dict[Role, tuple[Listing, ...]] | None:
    """甲牵头，乙、丙配合: each list by the verb behind it. None where no verb tells roles apart."""
    lists: dict[Role, list[Listing]] = {}
    marked = _marked_leads(text, index)
    if marked is not None:
        lists[Role.LEAD] = [marked[0]]
        text = marked[1]
    begin = 0
    for verb in _VERB.finditer(text):
        if verb.start() == begin and not text[begin : verb.start()].strip():
            begin = verb.end()
            continue
        part = listing(text[begin : verb.start()], index + begin)
        lists.setdefault(_role_of_verb(verb[0], role), []).append(part)
        begin = verb.end()
    rest = listing(text[begin:], index + begin)
    if rest.names or rest.unnamed:
        lists.setdefault(Role.DUTY if Role.LEAD in lists and role is Role.LEAD and not marked else role, []).append(
            rest
        )
    if Role.LEAD not in lists and Role.HELP in lists and role is Role.DUTY and Role.DUTY in lists:
        lists[Role.LEAD] = lists.pop(Role.DUTY)
    return {key: tuple(value) for key, value in lists.items()}


def _marked_leads(text: str, index: int) -> tuple[Listing, str] | None:
    """甲（牵头）、乙: the names that are marked as leading, and the text without them."""
    names: list[Mention] = []
    begin = 0
    for mark in _LEAD_MARK.finditer(text):
        before = listing(text[begin : mark.start()], index + begin).names
        if before:
            names.append(before[-1])
            place = text.rfind(before[-1].text, begin, mark.start())
            place = place if place >= 0 else begin
            text = text[:place] + "、" * (mark.end() - place) + text[mark.end() :]
        begin = mark.end()
    return (Listing(tuple(names)), text) if names else None


def _role_of_verb(verb: str, role: Role) -> Role:
    if "牵头" in verb or verb == "会同" or "主办" in verb:
        return Role.LEAD
    return (
        Role.HELP
        if _HELPING.search(verb) and not verb.startswith(("按", "依", "根"))
        else (Role.DUTY if role is Role.LEAD else role)
    )


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for found in _CLAUSE.finditer(text):
        yield text[start : found.start()], start
        start = found.end()
    yield text[start:], start
