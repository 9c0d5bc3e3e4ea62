"""What the words of a bracket, a line or a cell say: who leads, who is responsible, who helps, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jiukun.chinese.deadlines import worded
from jiukun.chinese.text import without_spaces
from jiukun.drafting.reading.labels import (
    COLON,
    LABEL,
    UNITS,
    Role,
    is_limit,
    is_plain_limit,
    limit_behind_a_name,
    role_of,
    unknown_word,
)
from jiukun.drafting.reading.lead_rules import without_rules
from jiukun.drafting.reading.unit_lists import Entry, entered, looks_named
from jiukun.drafting.reading.unit_shapes import BLANK, REMARK, Kind, is_named, is_surely_a_unit

_HOW = "(?:共同|分别|分工|具体|积极|协同|协助|全力|密切|予以|联合|总|全面|等)"
_VERB = re.compile(
    rf"(?:负责)?{_HOW}{{0,3}}牵头(?:负责|落实|组织实施|实施|推进|抓总)?"
    r"|会同"
    r"|(?:按|按照|依|根据|依据)(?:各自|照)?的?(?:职责|职能|工作职责|任务)[^，,；;。、]{0,14}"
    rf"|{_HOW}{{0,3}}(?:负责|指导|配合|参与|参加|协助|协同|(?<!政)协办|主办|承办|落实(?:[^，,；;。、]{{0,6}}责任)?)"
    "(?:落实|配合|负责|实施|推进|组织实施)?"
)
_SAYS_WHO = re.compile(f"牵头|主办|主责|为主|{_VERB.pattern}")
_HELPING = re.compile("配合|指导|参与|参加|协助|协同|协办")
_CLAUSE = re.compile("([；;，,。]|^)([^；;，,。]*)")  # behind a sign
_FULL = frozenset("；;。")
_WITH_PERSONS = re.compile("[及和、与/](?:责任人|负责人|联系人|联络员|领导|人)")
_LONGEST_NAME = 40
_ASIDE = frozenset({"（）", "()", "〔〕", "[]", "（)", "(）"})
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
    gaps: tuple[tuple[int, int], ...] = ()  # places in it of sentences that are the document's own text

    @property
    def has_units(self) -> bool:
        """Whether it says who is responsible, be it in words that name nobody."""
        return bool(self.roles & UNITS)

    @property
    def roles(self) -> set[Role]:
        """What it says anything of."""
        spoken = {entry.role for entry in self.entries} | ({Role.LIMIT} if self.limit else set())
        return spoken | ({Role.LEADER} if self.persons else set())

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The places that were read."""
        cuts = [self.start, *(place for gap in self.gaps for place in gap), self.end]
        return [*zip(cuts[::2], cuts[1::2], strict=True)]

    def joined(self, *others: Statement) -> Statement:
        """All as one, in their order."""
        parts = (self, *others)
        return replace(
            self,
            end=parts[-1].end,
            entries=tuple(entry for part in parts for entry in part.entries),
            limit=next((part.limit for part in parts if part.limit), ""),
            persons="；".join(part.persons for part in parts if part.persons),
            unclosed=tuple(place for part in parts for place in part.unclosed),
            gaps=tuple(gap for part in parts for gap in part.gaps),
        )

    def mentioning(self, *lists: Iterable[Entry]) -> Statement:
        """With units of lists that stand beside it, as far as neither it nor a list before names them."""
        known = "".join(entry.text for entry in self.entries)
        entries = [*self.entries]
        for names in lists:
            more = [replace(name, kind=Kind.MENTION, role=Role.BESIDE) for name in names if name.text not in known]
            known += "".join(entry.text for entry in more)
            entries += more
        return replace(self, entries=tuple(entries))

    def beside(self, words: str, index: int) -> Statement:
        """With words that a person must look at."""
        plain = without_spaces(words).strip("；;，,。、")
        asked = (Entry(plain, index, Kind.DOUBT, Role.BESIDE),) if plain and not REMARK.fullmatch(plain) else ()
        return replace(self, entries=self.entries + asked)


def read_duty_text(text: str, index: int, role: Role | None, *, bracketed: bool = False) -> Statement:
    """A text taken apart at its labels; what stands before the first is of `role`, or a sentence."""
    text = without_rules(text)
    found = [*LABEL.finditer(text)]
    stops = [*(label.start() for label in found), len(text)]
    nothing, before = Statement(index, index), text[: stops[0]]
    parts = [_value(before, index, role)] if role is not None or before.strip() else []
    for label, stop in zip(found, stops[1:], strict=True):
        value, _, rest = text[label.end() : stop].partition("。")
        parts.append(_labelled(label[0], value, index + label.start()))
        gap = (index + stop - len(rest), index + stop)
        if rest.strip():  # the document's own text, but in a bracket more of the units
            parts.append(nothing.beside(rest, gap[0]) if bracketed else replace(nothing, gaps=(gap,)))
    return replace(nothing.joined(*parts), end=index + len(text))


def _labelled(label: str, value: str, index: int) -> Statement:
    role, start = role_of(label), index + len(label)
    if role is Role.BESIDE and not BLANK.fullmatch(value):
        return Statement(index, index).beside(label + value, index)
    read = _value(value, start, role)
    if _WITH_PERSONS.search(label):
        doubtful = {entry for entry in read.entries if entry.kind is Kind.NAME and not is_surely_a_unit(entry.text)}
        entries = (replace(entry, kind=Kind.DOUBT) if entry in doubtful else entry for entry in read.entries)
        read = replace(read, entries=tuple(entries))
    word = unknown_word(label) if role is Role.DUTY else ""
    return replace(read, entries=tuple(replace(entry, label=word) for entry in read.entries)) if word else read


def _value(text: str, index: int, role: Role | None) -> Statement:
    """What a label's value says, by its role; without one it is a sentence."""
    statement = Statement(index, index + len(text))
    if role is Role.OTHER or BLANK.fullmatch(text):
        return statement
    if role is Role.BESIDE:
        return statement.beside(text, index)
    if role is Role.LIMIT:
        return replace(statement, limit=worded(text))
    if role is Role.LEADER:
        names = entered(text, index, Role.LEAD)
        if names and all(name.kind is Kind.NAME and is_surely_a_unit(name.text) for name in names):
            return replace(statement, entries=tuple(names))
        return replace(statement, persons=" ".join(text.split()).strip("；;，,。、"))
    text, limits, words = _set_aside(text, index, role or Role.DUTY)
    entries = _by_verbs(text, index, role)
    return replace(statement, entries=(*entries, *words), limit="，".join(limits))


def is_sentence(text: str, *, free: bool = False) -> bool:
    """Whether a text says who does what and nothing else: 甲、乙牵头，各有关部门按职责分工负责，6月底完成.

    Outside brackets, `free`, all names and deadlines must be such beyond doubt.
    """
    if not _SAYS_WHO.search(without_spaces(text)):
        return False
    if not free and any(entry.role is Role.LEAD for entry in entered(without_rules(text), 0)):
        return looks_named(_by_verbs(without_rules(text), 0, None))
    text, limits, words = _set_aside(without_spaces(without_rules(text)), 0, Role.DUTY)
    plain = "，".join(found[2].strip() for found in _CLAUSE.finditer(text) if found[2].strip())
    verbs = list(_verbs(plain))
    if words or not verbs or verbs[-1].end() != len(plain) or not verbs[-1].start():
        return False
    if free and not ("牵头" in plain or plain.startswith("由")):
        return False
    names = [entry for entry in _by_verbs(plain, 0, None) if entry.kind is not Kind.VAGUE]
    known = all(entry.kind is Kind.NAME and is_named(entry.text) for entry in (names if free else names[:3]))
    return bool(names) and known and (not free or plain.startswith("由") or all(map(is_plain_limit, limits)))


def _set_aside(text: str, index: int, role: Role) -> tuple[str, list[str], list[Entry]]:
    """A list with its deadlines and the clauses that name nobody blanked out; those deadlines; those clauses."""
    limits: list[str] = []
    words: list[Entry] = []
    state = ""
    pieces = [*text]
    for found in _CLAUSE.finditer(text):
        (sign, clause), place = found.groups(), found.start(2)
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
    """The kind of a clause ("limit", "label", "words", "" for a list) and where it begins; `before` is the last."""
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
    return looks_named(entered(clause, 0)) or next(_verbs(clause), None) is not None


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """The verbs that say what those before them do: behind a name or the last before a stop, never within a name."""
    begin = 0
    for verb in _VERB.finditer(text):
        before = re.split("[，,；;。、\n]", text[max(begin, verb.start() - _LONGEST_NAME) : verb.start()])[-1].strip()
        after = text[verb.end() : verb.end() + 1]
        ends = is_named(before) or before.endswith("等")
        if f"{before[-1:]}{after}" in _ASIDE:  # a mark behind a name: 甲（牵头）
            continue
        if not before or not after or after in "，,；;。、）) \t\n\u3000" or ends:
            yield verb
            begin = verb.end()


def _by_verbs(text: str, index: int, label: Role | None) -> list[Entry]:
    """甲牵头，乙、丙配合: each list by the verb behind it; those of no verb are of the label.

    Where one is said to lead, by a verb or by its mark, the others behind a label of leads are responsible.
    """
    role = label or Role.DUTY
    entries: list[Entry] = []
    begin, leads_said = 0, label is Role.LEAD and any(entry.role is Role.LEAD for entry in entered(text, 0))
    for verb in (*_verbs(text), None):
        words = text[begin : verb.start() if verb else len(text)]
        rest = Role.DUTY if leads_said and role is Role.LEAD else role
        entries += entered(words, index + begin, _role_of_verb(verb[0], rest) if verb else rest)
        if verb:
            leads_said = leads_said or (bool(words.strip()) and ("牵头" in verb[0] or verb[0] == "会同"))
            begin = verb.end()
    roles = {entry.role for entry in entries}
    if label is None and Role.LEAD not in roles and {Role.HELP, Role.DUTY} <= roles:
        entries = [replace(entry, role=Role.LEAD) if entry.role is Role.DUTY else entry for entry in entries]
    return entries


def _role_of_verb(verb: str, role: Role) -> Role:
    if "牵头" in verb or verb == "会同" or "主办" in verb:
        return Role.LEAD
    return Role.HELP if _HELPING.search(verb) and not verb.startswith(("按", "依", "根")) else role
