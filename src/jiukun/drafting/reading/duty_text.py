"""What the words of a bracket, a line or a cell say: who leads, who is responsible, who helps, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiukun.drafting.reading.deadlines import is_limit, is_plain_limit, limit_behind_a_name, worded
from jiukun.drafting.reading.labels import COLON, LABEL, UNITS, Role, role_of, unknown_word
from jiukun.drafting.reading.lead_rules import without_rules
from jiukun.drafting.reading.unit_lists import Entry, entered, looks_named
from jiukun.drafting.reading.unit_shapes import REMARK, Kind, is_named, is_surely_a_unit, without_spaces

_HOW = "(?:共同|分别|分工|具体|积极|协同|协助|全力|密切|予以|联合|总|全面|等)"
_VERB = re.compile(
    rf"(?:负责)?{_HOW}{{0,3}}牵头(?:负责|落实|组织实施|实施|推进|抓总)?"
    r"|会同"
    r"|(?:按|按照|依|根据|依据)(?:各自|照)?的?(?:职责|职能|工作职责|任务)[^，,；;。、]{0,14}"
    rf"|{_HOW}{{0,3}}(?:负责|指导|配合|参与|参加|协助|协同|(?<!政)协办|主办|承办|落实)(?:落实|配合|负责|实施|推进|组织实施)?"
)
_HELPING = re.compile("配合|指导|参与|参加|协助|协同|协办")
_LEAD_MARK = re.compile(r"[（(〔\[](?:总?牵头|主办|主责|牵头(?:单位|部门)|为主)[）)〕\]]")
_CLAUSE = re.compile("[；;，,。]")
_FULL = frozenset("；;。")
_EMPTY = re.compile(r"[\s_＿xX×X·.…—\-/*＊、，；。]*+[（(]?(?:无|暂无|没有)?[）)]?[\s。；]*")
_WITH_PERSONS = re.compile("[及和、与/](?:责任人|负责人|联系人|联络员|领导|人)")
_LONGEST_NAME = 40
_COLON = re.compile(COLON)


@dataclass(frozen=True)
class Statement:
    """Who is responsible for a measure, as one place of the document says it: the ledger of all phrases there."""

    start: int
    end: int
    entries: tuple[Entry, ...] = ()
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
        spoken = {one.role for one in self.entries} | ({Role.LIMIT} if self.limit else set())
        return spoken | ({Role.LEADER} if self.persons else set())

    def joined(self, other: Statement) -> Statement:
        """Both as one, the other being the later."""
        return replace(
            self,
            end=other.end,
            entries=self.entries + other.entries,
            limit=self.limit or other.limit,
            persons="；".join(one for one in (self.persons, other.persons) if one),
            unclosed=self.unclosed + other.unclosed,
        )

    def mentioning(self, names: Iterable[Entry]) -> Statement:
        """With units that stand beside it, as far as it does not name them."""
        known = "".join(entry.text for entry in self.entries)
        more = (replace(name, kind=Kind.MENTION, role=Role.BESIDE) for name in names if name.text not in known)
        return replace(self, entries=(*self.entries, *more))

    def beside(self, words: str, index: int) -> Statement:
        """With words that a person must look at."""
        plain = without_spaces(words).strip("；;，,。、")
        asked = (Entry(plain, index, Kind.DOUBT, Role.BESIDE),) if plain and not REMARK.fullmatch(plain) else ()
        return replace(self, entries=self.entries + asked)


def read_duty_text(text: str, index: int, role: Role | None, *, bracketed: bool = False) -> Statement:
    """A text taken apart at its labels; what stands before the first is of `role`, or a sentence.

    Sentences behind a list are the document's own text, but in a bracket they say more of the units.
    """
    text = without_rules(text)
    found = [*LABEL.finditer(text)]
    statement = Statement(index, index + len(text))
    before = text[: found[0].start()] if found else text
    if role is not None or before.strip():
        statement = statement.joined(_value(before, index, role))
    parts: list[Statement] = []
    for place, label in enumerate(found):
        stop = found[place + 1].start() if place + 1 < len(found) else len(text)
        value, _, rest = text[label.end() : stop].partition("。")
        parts.append(_labelled(label[0], value, index + label.start()))
        if bracketed and rest.strip():
            parts.append(Statement(index, index).beside(rest, index + stop - len(rest)))
    return replace(_all_joined([statement, *parts]), start=index, end=index + len(text))


def _all_joined(parts: list[Statement]) -> Statement:
    """As `joined`, for many parts in linear time."""
    return replace(
        parts[0],
        entries=tuple(entry for part in parts for entry in part.entries),
        limit=next((part.limit for part in parts if part.limit), ""),
        persons="；".join(part.persons for part in parts if part.persons),
    )


def _labelled(label: str, value: str, index: int) -> Statement:
    role, start = role_of(label), index + len(label)
    if role is Role.BESIDE and not _EMPTY.fullmatch(value):
        return Statement(index, index).beside(label + value, index)
    read = _value(value, start, role)
    if _WITH_PERSONS.search(label):
        read = replace(read, entries=tuple(_without_person(one) for one in read.entries))
    word = unknown_word(label) if role is Role.DUTY else ""
    return replace(read, entries=tuple(replace(one, label=word) for one in read.entries)) if word else read


def _without_person(entry: Entry) -> Entry:
    """Of a list that names persons beside its units, a person as words to look at: 县交警大队 王行."""
    is_unit = entry.kind is not Kind.NAME or is_surely_a_unit(entry.text)
    return entry if is_unit else replace(entry, kind=Kind.DOUBT)


def _value(text: str, index: int, role: Role | None) -> Statement:
    """What a label's value says, by its role; without one it is a sentence."""
    statement = Statement(index, index + len(text))
    if role in {Role.OTHER, Role.BESIDE} or _EMPTY.fullmatch(text):
        return statement
    if role is Role.LIMIT:
        return replace(statement, limit=worded(text))
    if role is Role.LEADER:
        names = entered(text, index, Role.LEAD)
        if names and all(one.kind is Kind.NAME and is_surely_a_unit(one.text) for one in names):
            return replace(statement, entries=tuple(names))
        return replace(statement, persons=" ".join(text.split()).strip("；;，,。、"))
    text, limits, words = _set_aside(text, index, role or Role.DUTY)
    spoken = any(True for _ in _verbs(text)) or _LEAD_MARK.search(text)
    entries = _by_verbs(text, index, role) if spoken else entered(text, index, role or Role.DUTY)
    return replace(statement, entries=(*entries, *words), limit="，".join(limits))


def is_sentence(text: str, *, free: bool = False) -> bool:
    """Whether a text says who does what and nothing else: 甲、乙牵头，各有关部门按职责分工负责，6月底完成.

    Outside brackets, `free`, all names and deadlines must be such beyond doubt.
    """
    if not free and _LEAD_MARK.search(text) and looks_named(_by_verbs(without_rules(text), 0, None)):
        return True
    text, limits, words = _set_aside(without_spaces(without_rules(text)), 0, Role.DUTY)
    plain = "，".join(clause.strip() for clause, _, _ in _clauses(text) if clause.strip())
    verbs = list(_verbs(plain))
    if words or not verbs or verbs[-1].end() != len(plain) or not verbs[-1].start():
        return False
    if free and not ("牵头" in plain or plain.startswith("由")):
        return False
    begin, parts = 0, []
    for verb in verbs:
        parts.append(plain[begin : verb.start()])
        begin = verb.end()
    names = [one for part in parts for one in entered(part, 0) if one.kind is not Kind.VAGUE]
    known = all(one.kind is Kind.NAME and is_named(one.text) for one in (names if free else names[:3]))
    return bool(names) and known and (not free or plain.startswith("由") or all(map(is_plain_limit, limits)))


def _set_aside(text: str, index: int, role: Role) -> tuple[str, list[str], list[Entry]]:
    """A list with its deadlines and the clauses that name nobody blanked out; those deadlines; those clauses."""
    limits: list[str] = []
    words: list[Entry] = []
    state = ""
    pieces = [*text]
    for clause, place, sign in _clauses(text):
        if not clause.strip():
            continue
        state, cut = _clause_kind(clause, sign, "" if sign in _FULL else state)
        if state == "limit":
            limits.append(worded(clause[cut:]))
        elif state and not REMARK.fullmatch(without_spaces(clause)):
            words.append(Entry(without_spaces(clause), index + place, Kind.DOUBT, role))
        if state:
            pieces[place + cut : place + len(clause)] = " " * (len(clause) - cut)
    return "".join(pieces), limits, words


def _clause_kind(clause: str, sign: str, before: str) -> tuple[str, int]:
    """Whether a clause is a deadline ("limit"), or names nobody ("words"), and from where on; "" for a list.

    `before` is the kind of the clause that it may go on from.
    """
    if (_COLON.search(clause) and not _is_list(clause)) or before == "label":
        return "label", 0
    cut = limit_behind_a_name(clause)
    if cut:
        return "limit", cut
    if is_limit(clause):
        return "limit", 0
    if _is_list(clause):
        return "", 0
    return (before, 0) if before else ("words", 0) if sign in _FULL else ("", 0)


def _is_list(clause: str) -> bool:
    return looks_named(entered(clause, 0)) or any(True for _ in _verbs(clause)) or bool(_LEAD_MARK.search(clause))


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """The verbs that say what those before them do: behind a name or the last before a stop, never within a name."""
    begin = 0
    for verb in _VERB.finditer(text):
        before = re.split("[，,；;。、\n]", text[max(begin, verb.start() - _LONGEST_NAME) : verb.start()])[-1].strip()
        after = text[verb.end() : verb.end() + 1]
        ends = is_named(before) or before.endswith("等")
        if not before or not after or after in "，,；;。、）) \t\n\u3000" or ends:
            yield verb
            begin = verb.end()


def _by_verbs(text: str, index: int, label: Role | None) -> list[Entry]:
    """甲牵头，乙、丙配合: each list by the verb behind it; those of no verb are of the label."""
    entries, text = _marked_leads(text, index)
    role = label or Role.DUTY
    begin, leads_said = 0, bool(entries) and label is Role.LEAD
    for verb in _verbs(text):
        if text[begin : verb.start()].strip():
            of_verb = _role_of_verb(verb[0], Role.DUTY if leads_said and role is Role.LEAD else role)
            entries += entered(text[begin : verb.start()], index + begin, of_verb)
            leads_said = leads_said or "牵头" in verb[0] or verb[0] == "会同"
        begin = verb.end()
    entries += entered(text[begin:], index + begin, Role.DUTY if leads_said and role is Role.LEAD else role)
    roles = {one.role for one in entries}
    if label is None and Role.LEAD not in roles and {Role.HELP, Role.DUTY} <= roles:
        entries = [replace(one, role=Role.LEAD) if one.role is Role.DUTY else one for one in entries]
    return sorted(entries, key=lambda one: one.index)


def _marked_leads(text: str, index: int) -> tuple[list[Entry], str]:
    """甲（牵头）、乙: the names that are marked as leading, and the text without them."""
    leads: list[Entry] = []
    begin = 0
    for mark in _LEAD_MARK.finditer(text):
        before = [one for one in entered(text[begin : mark.start()], index + begin, Role.LEAD) if one.kind is Kind.NAME]
        if before:
            leads.append(before[-1])
            place = max(begin, before[-1].index - index)
            text = text[:place] + "、" * (mark.end() - place) + text[mark.end() :]
        begin = mark.end()
    return leads, text


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
