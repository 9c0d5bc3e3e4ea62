"""What the words of a list, a bracket or a cell say: who leads, who is responsible, who helps, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jiukun.drafting.reading.deadlines import is_limit, is_plain_limit, limit_behind_a_name, worded
from jiukun.drafting.reading.labels import COLON, LABEL, UNITS, Role, role_of
from jiukun.drafting.reading.unit_lists import Listing, Mention, listing, looks_named
from jiukun.drafting.reading.unit_shapes import ends_like_a_unit, is_group, is_surely_a_unit, is_unnamed, without_spaces

_HOW = "(?:共同|分别|分工|具体|积极|协同|协助|全力|密切|予以|联合|总|全面){0,3}"
_VERB = re.compile(
    rf"(?:负责)?{_HOW}牵头(?:负责|落实|组织实施|实施|推进|抓总)?"
    r"|会同"
    r"|(?:按|按照|依|根据|依据)(?:各自|照)?的?(?:职责|职能|工作职责|任务)[^，,；;。、]{0,14}"
    rf"|{_HOW}(?:负责|配合|参与|参加|协助|协同|(?<!政)协办|主办|承办|落实)(?:落实|配合|负责|实施|推进|组织实施)?"
)
_HELPING = re.compile("配合|参与|参加|协助|协同|协办")
_LEAD_MARK = re.compile(r"[（(](?:牵头|主办|牵头单位|总牵头|为主)[）)]")
_CLAUSE = re.compile("[；;，,。]")
_FULL = frozenset("；;。")
_EMPTY = re.compile(r"[\s_＿xX×X·.…—\-/*＊、，；。]*+[（(]?(?:无|暂无|没有)?[）)]?[\s。；]*")
_WITH_PERSONS = re.compile("[及和、与/](?:责任人|负责人|联系人|联络员|领导|人)")
_LONGEST_TEXT = 60_000  # characters; nothing longer is taken apart at its labels
_LONGEST_NAME = 40
_COLON = re.compile(COLON)


@dataclass(frozen=True)
class Statement:
    """Who is responsible for a measure, as one place of the document says it: lists of names in their order."""

    start: int
    end: int
    lists: dict[Role, tuple[Listing, ...]] = field(default_factory=dict)
    limit: str = ""
    persons: str = ""
    on_lines: bool = False  # said by lines with labels, not in a bracket
    within: bool = False  # said by a bracket in the middle of a sentence
    unclosed: tuple[int, ...] = ()  # brackets without their other half

    @property
    def has_units(self) -> bool:
        """Whether it says who is responsible, be it in words that name nobody."""
        return bool(self.roles & UNITS)

    @property
    def roles(self) -> set[Role]:
        """What it says anything of."""
        spoken = {role for role, lists in self.lists.items() if any(one.says_anything for one in lists)}
        spoken |= {Role.LIMIT} if self.limit else set()
        return spoken | ({Role.LEADER} if self.persons else set())

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
            unclosed=self.unclosed + other.unclosed,
        )

    def beside(self, words: Mention) -> Statement:
        """With words that a person must look at."""
        return self.joined(Statement(self.end, self.end, {Role.BESIDE: (Listing((), (), (words,)),)}))


def read_duty_text(text: str, index: int, role: Role | None, *, bracketed: bool = False) -> Statement:
    """A text taken apart at its labels; what stands before the first is of `role`, or a sentence.

    Sentences behind a list are the document's own text, but in a bracket they say more of the units.
    """
    found = [*LABEL.finditer(text)] if len(text) <= _LONGEST_TEXT else []
    statement = Statement(index, index + len(text))
    before = text[: found[0].start()] if found else text
    if role is not None or before.strip():
        statement = statement.joined(valued(before, index, role))
    for place, label in enumerate(found):
        stop = found[place + 1].start() if place + 1 < len(found) else len(text)
        value, _, rest = text[label.end() : stop].partition("。")
        of_label = role_of(label[0])
        if of_label is Role.BESIDE and not _EMPTY.fullmatch(value):
            statement = statement.beside(Mention(_said_in(label[0] + value), index + label.start()))
        else:
            told = valued(value, index + label.end(), of_label)
            statement = statement.joined(_without_persons(told) if _WITH_PERSONS.search(label[0]) else told)
        if bracketed and rest.strip():
            statement = statement.beside(Mention(_said_in(rest), index + stop - len(rest)))
    return replace(statement, start=index, end=index + len(text))


def valued(text: str, index: int, role: Role | None) -> Statement:
    """What a label's value says, by its role; without one it is a sentence."""
    statement = Statement(index, index + len(text))
    if role in {Role.OTHER, Role.BESIDE} or _EMPTY.fullmatch(text):
        return statement
    if role is Role.LIMIT:
        return replace(statement, limit=worded(text))
    if role is Role.LEADER:
        names = listing(text, index)
        if names.names and not names.words and all(is_surely_a_unit(one.text) for one in names.names):
            return replace(statement, lists={Role.LEAD: (names,)})
        return replace(statement, persons=" ".join(text.split()).strip("；;，,。、"))
    rest = _Rest(text, index)
    spoken = any(True for _ in _verbs(rest.text)) or _LEAD_MARK.search(rest.text)
    lists: dict[Role, tuple[Listing, ...]] = {role or Role.DUTY: (listing(rest.text, index),)}
    lists = _sentence(rest.text, index, role) if spoken else lists
    if rest.words:
        last = next(reversed(lists), role or Role.DUTY)
        lists[last] = (*lists.get(last, ()), Listing((), (), tuple(rest.words)))
    return replace(statement, lists=lists, limit="，".join(rest.limits))


def is_sentence(text: str, *, free: bool = False) -> bool:
    """Whether a text says who does what and nothing else: 甲、乙牵头，各有关部门按职责分工负责，6月底完成.

    Outside brackets, `free`, all names and deadlines must be such beyond doubt.
    """
    rest = _Rest(without_spaces(text), 0)
    plain = "，".join(clause.strip() for clause, _, _ in _clauses(rest.text) if clause.strip())
    verbs = list(_verbs(plain))
    if rest.words or not verbs or verbs[-1].end() != len(plain) or not verbs[-1].start():
        return False
    if free and not ("牵头" in plain or plain.startswith("由")):
        return False
    begin, parts = 0, []
    for verb in verbs:
        parts.append(plain[begin : verb.start()])
        begin = verb.end()
    names = [one for part in parts for one in listing(part, 0).names]
    known = all(ends_like_a_unit(one.text) or is_group(one.text) for one in (names if free else names[:3]))
    return bool(names) and known and (not free or all(map(is_plain_limit, rest.limits)))


def _without_persons(statement: Statement) -> Statement:
    """Of lists that name persons beside their units, the units: 县交警大队 王行."""
    return replace(statement, lists={role: tuple(map(_units_alone, one)) for role, one in statement.lists.items()})


def _units_alone(one: Listing) -> Listing:
    persons = tuple(name for name in one.names if not is_surely_a_unit(name.text))
    return replace(one, names=tuple(name for name in one.names if name not in persons), words=one.words + persons)


def _said_in(text: str) -> str:
    return without_spaces(text).strip("；;，,。、")


class _Rest:
    """A list without its deadlines and the clauses that name nobody, which are kept apart; all stays at its place."""

    def __init__(self, text: str, index: int) -> None:
        self.limits: list[str] = []
        self.words: list[Mention] = []
        state = ""
        pieces = [*text]
        for clause, place, sign in _clauses(text):
            if not clause.strip():
                continue
            cut = 0
            state, cut = _kind(clause, sign, "" if sign in _FULL else state)
            if not state:
                continue
            if state == "limit":
                self.limits.append(worded(clause[cut:]))
            else:
                self.words.append(Mention(without_spaces(clause), index + place))
            pieces[place + cut : place + len(clause)] = " " * (len(clause) - cut)
        self.text = "".join(pieces)


def _kind(clause: str, sign: str, before: str) -> tuple[str, int]:
    """Whether a clause is a deadline ("limit"), or names nobody ("words"), and from where on; "" for a list.

    `before` is the kind of the clause that it may go on from.
    """
    if _COLON.search(clause) or before == "label":
        return "label", 0
    cut = limit_behind_a_name(clause)
    if cut:
        return "limit", cut
    if is_limit(clause):
        return "limit", 0
    if _is_list(clause):
        return "", 0
    if before:
        return before, 0
    return ("words", 0) if sign in _FULL else ("", 0)


def _is_list(clause: str) -> bool:
    return looks_named(listing(clause, 0)) or any(True for _ in _verbs(clause)) or bool(_LEAD_MARK.search(clause))


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """The verbs that say what those before them do: behind a name or the last before a stop, never within a name."""
    begin = 0
    for verb in _VERB.finditer(text):
        before = re.split("[，,；;。、\n]", text[max(begin, verb.start() - _LONGEST_NAME) : verb.start()])[-1].strip()
        after = text[verb.end() : verb.end() + 1]
        if not before or not after or after in "，,；;。、）) \t\n\u3000" or _ends_a_list(before):
            yield verb
            begin = verb.end()


def _ends_a_list(before: str) -> bool:
    return ends_like_a_unit(before) or is_group(before) or is_unnamed(before) or before.endswith("等")


def _sentence(text: str, index: int, label: Role | None) -> dict[Role, tuple[Listing, ...]]:
    """甲牵头，乙、丙配合: each list by the verb behind it; those of no verb are of the label."""
    lists: dict[Role, list[Listing]] = {}
    role = label or Role.DUTY
    marked = _marked_leads(text, index)
    if marked is not None:
        lists[Role.LEAD] = [marked[0]]
        text = marked[1]
    begin, told_leads = 0, False
    for verb in _verbs(text):
        if text[begin : verb.start()].strip():
            of_verb = _role_of_verb(verb[0], Role.DUTY if told_leads and role is Role.LEAD else role)
            lists.setdefault(of_verb, []).append(listing(text[begin : verb.start()], index + begin))
            told_leads = told_leads or "牵头" in verb[0] or verb[0] == "会同"
        begin = verb.end()
    rest = listing(text[begin:], index + begin)
    if rest.says_anything:
        lists.setdefault(Role.DUTY if told_leads and role is Role.LEAD else role, []).append(rest)
    if label is None and Role.LEAD not in lists and Role.HELP in lists and Role.DUTY in lists:
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
    return Role.HELP if _HELPING.search(verb) and not verb.startswith(("按", "依", "根")) else role


def _clauses(text: str) -> Iterator[tuple[str, int, str]]:
    """The clauses of a text with their places and the sign before each."""
    start, sign = 0, ""
    for found in _CLAUSE.finditer(text):
        yield text[start : found.start()], start, sign
        start, sign = found.end(), found[0]
    yield text[start:], start, sign
