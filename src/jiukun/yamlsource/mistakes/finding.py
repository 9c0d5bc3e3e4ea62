"""Finds what Chinese typing does to YAML: line by line, where the mistake is, not where a parser gives up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from jiukun.chinese.text import code_point
from jiukun.diagnostics.diagnostic import Diagnostic, FieldPath
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Document, Vocabulary
from jiukun.yamlsource.mistakes import words
from jiukun.yamlsource.mistakes.scan import (
    BAD_DASH,
    BULLET,
    DASHES,
    KEY,
    ODD_IN_INDENT,
    Scan,
    edit,
    inside_block,
    key_without_colon,
)
from jiukun.yamlsource.writing import single_quoted

_BREAKS = re.compile("[\u2028\u2029\u0085]")
_WIDE_HEADER = re.compile(r"[｜＞][ \t\u3000]*")
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*(?:[ \t]#.*)?")
_COMMENT = re.compile(r"[ \t]#")
_CUT = re.compile(r"(?:^|[ \t])(#)(?=\S)")
_COLON = re.compile(r":(?=[ \t]|$)")
# What stands in quotation marks. `*+` gives nothing back: the memory stays small, and a doubled ' is never a last one.
_IN_DOUBLE = r"(?:[^\"\\]++|\\.)*+\""
_IN_SINGLE = r"(?:[^']++|'')*+'"
_QUOTED = re.compile(rf"\"{_IN_DOUBLE}|'{_IN_SINGLE}")
_FLOW = re.compile(r"\[.*\]|\{.*\}")
_AFTER_VALUE = re.compile(r"[ \t]*(?:[ \t]#.*)?")
_NEVER_FIRST = frozenset("%@`,]}*&!>|[{\"'")
_DASH_FIRST = re.compile(r"[-?](?:[ \t]|$)")
_MOST = 200  # nobody reads on


def find(source: Source, vocabulary: Vocabulary) -> list[Diagnostic]:
    """The typing mistakes of the text; of each sort those after the first 200 are left out.

    First are the line breaks that libyaml sees and editors do not show, then the others in order of line.
    """
    breaks = islice(_BREAKS.finditer(source.text), _MOST)
    scan = Scan(source, vocabulary)
    for number, line in enumerate(source.lines):
        if len(scan.found) >= _MOST:
            break
        if not inside_block(scan, number, line) and not _inside_quote(scan, line):
            _structure(scan, number, line)
    line_breaks = (source.diagnostic(found.start(), *words.LINE_BREAK.of(code_point(found[0]))) for found in breaks)
    return [*line_breaks, *scan.found]


def special_start(document: Document, path: FieldPath, vocabulary: Vocabulary) -> Diagnostic:
    """A text that YAML took for a list or a mapping."""
    rest = document.rest_of_line(path).rstrip()
    diagnostic = document.diagnostic(path, *words.special_start(rest))
    if path[-1] not in vocabulary.texts or rest != document.written(path):
        return diagnostic
    start = diagnostic.location.column - 1
    mend = edit(diagnostic.location.line - 1, start, start + len(rest), single_quoted(rest))
    return replace(diagnostic, edits=(mend,))


def swallowed_keys(source: Source, first: int, last: int, key: str) -> Iterator[int]:
    """Indices where `key:` stands as a line of its own between two lines, as it does inside a block of text."""
    pattern = re.compile(rf"[ \t\u3000]*({re.escape(key)})[ \t]*[:：]")
    for number in range(first - 1, min(last, len(source.lines))):
        found = pattern.match(source.lines[number])
        if found:
            yield source.starts[number] + found.start(1)


def _inside_quote(scan: Scan, line: str) -> bool:
    """Whether the line goes on with a quotation that was opened on a line before."""
    if not scan.quote:
        return False
    if _closes(scan.quote, line) is not None:
        scan.quote = ""
    return True


def _structure(scan: Scan, number: int, line: str) -> None:
    """One line outside of text: indentation, dashes, key, value."""
    if not line.strip(" \t\r"):
        return
    odd = ODD_IN_INDENT.match(line)
    column = odd.end() if odd else len(line) - len(line.lstrip(" "))
    level = column
    if odd:
        is_item = any(sign.match(line, column) for sign in (_DASH_FIRST, BAD_DASH, BULLET))
        level = scan.nearest_level(line[:column], is_item=is_item)
        scan.say(number, odd.start(1), words.odd_indent(odd[1]), edit(number, 0, column, " " * level))
    if line[column : column + 1] in {"#", ""} or (column == 0 and line.startswith(("---", "...", "%"))):
        return
    dashes = DASHES.match(line, column)
    start = dashes.end() if dashes else column
    bad_dash, bullet = BAD_DASH.match(line, start), BULLET.match(line, start)
    if bad_dash and _follows_key(scan, line[bad_dash.end() :]):
        scan.say(number, start, words.BAD_DASH.of(line[start]), edit(number, start, bad_dash.end(), "- "))
        start = bad_dash.end()
    elif bullet and scan.is_key(line[bullet.end() :]):
        is_number = bullet[1][0].isdigit()  # which may be the measure's
        mend = None if is_number else edit(number, start, bullet.end(), "- ")
        scan.say(number, start, words.BULLET.of(bullet[1]), mend)
        start = bullet.end()
    scan.shift = level - column + (2 + (dashes.end() if dashes else column) - start if bad_dash or bullet else 0)
    if start > column:
        scan.dash = level
    _entry(scan, number, line, start, start > column)


def _follows_key(scan: Scan, rest: str) -> bool:
    """After a dash: a known key, or a plain item of a list."""
    return scan.is_key(rest) or (KEY.match(rest) is None and scan.parent < 0)


def _entry(scan: Scan, number: int, line: str, start: int, item: bool) -> None:  # noqa: FBT001  private
    """`key: value`, a list's plain item, or a line of running text."""
    after_block, scan.after_block = scan.after_block, False
    if item and line[start : start + 1] in {"[", "{"} and _is_flow(line[start:].rstrip(" \t")):
        scan.value_open, scan.parent = False, start - 1
        return
    key = KEY.match(line, start)
    deeper = scan.value_open and start > scan.parent and not item
    if key is None or (deeper and not scan.vocabulary.knows(key[1])):
        _running_text(scan, number, line, start, item=item, deeper=deeper)
        return
    colon, after = key.start(2), key.end(2)
    name = key[1]
    spaced = line[after : after + 1] in {"", " ", "\t"}
    if key[2] == "：" or not spaced:
        if scan.vocabulary.knows(name):
            wording = words.FULL_WIDTH_COLON.of(name) if key[2] == "：" else words.COLON_WITHOUT_SPACE.of(name)
            mend = edit(number, colon, after, ":" if spaced else ": ")
            scan.say(number, colon, wording, mend if name in scan.vocabulary.keys else None)
        else:
            _running_text(scan, number, line, start, item=item, deeper=deeper)
            return
    elif after_block and not item and not scan.vocabulary.knows(name):
        scan.say(number, start, words.FALLEN.of(line[start:]))
        return
    _align(scan, number, start, name, item=item)
    scan.parent, scan.key = start, name
    _value(scan, number, line, after, name)


def _align(scan: Scan, number: int, start: int, name: str, *, item: bool) -> None:
    """Note at which level a key stands; where it can be at none, tell so and go on as if it stood where it belongs."""
    column = meant = start + scan.shift
    is_sound = item or column in scan.levels or (column > scan.level and not scan.value_open)
    if name not in scan.vocabulary.keys:
        pass
    elif column == 0 and name not in scan.vocabulary.outermost:
        scan.say(number, start, words.INNER_KEY.of(name))
        meant = scan.dash + len("- ")
    elif not is_sound:
        scan.say(number, start, words.MISALIGNED.of(name))
        meant = min((level for level in scan.levels if level > column), default=scan.level)
    scan.shift += meant - column
    scan.levels = sorted({*(level for level in scan.levels if level < column), column, meant})


def _value(scan: Scan, number: int, line: str, after: int, name: str) -> None:
    """What stands after the colon of a key."""
    value = line[after:].strip(" \t")
    start = after + len(line[after:]) - len(line[after:].lstrip(" \t"))
    scan.value_open = bool(value) or name in scan.vocabulary.texts  # which may stand below
    if not value:
        return
    if _WIDE_HEADER.fullmatch(value) and _is_indented(scan, number):
        scan.say(number, start, words.WIDE_HEADER.of(value[0]), edit(number, start, start + len(value), "|"))
        scan.open_block()
    elif _BLOCK_HEADER.fullmatch(value) and not _is_mere_sign(scan, number, value):
        scan.open_block()
    elif value[0] in "\"'":
        _quotation(scan, number, start, value)
    elif name in scan.vocabulary.containers and _is_flow(value):
        scan.value_open = False
    else:
        _plain(scan, number, start, value)


def _is_mere_sign(scan: Scan, number: int, value: str) -> bool:
    """`>5` reads as the header of a block scalar, but where no text follows it is a value."""
    return value[-1].isdigit() and not _is_indented(scan, number)


def _is_indented(scan: Scan, number: int) -> bool:
    """Whether text follows below a key, deeper than the key."""
    return scan.indent_after(number) > scan.parent


def _plain(scan: Scan, number: int, start: int, value: str) -> None:
    """A value without quotes: its first character, a colon or a # within it."""
    if value[0] in _NEVER_FIRST or _DASH_FIRST.match(value):
        _special_start(scan, number, start, value)
        return
    value = _before_cut(scan, number, start, value)
    comment = _COMMENT.search(value)
    if comment and scan.key in scan.vocabulary.texts:
        scan.say(number, start + comment.end() - 1, words.COMMENT_IN_TEXT.of(value[comment.end() - 1 :]))
    colon = _COLON.search(re.split(r"[ \t]#", value, maxsplit=1)[0])
    if colon:
        scan.say(number, start + colon.start(), words.COLON_IN_TEXT)


def _before_cut(scan: Scan, number: int, start: int, value: str) -> str:
    """A value up to the # that begins a comment against the writer's will, which is told."""
    cut = _CUT.search(value)
    if cut is None:
        return value
    scan.say(number, start + cut.start(1), words.CUT_OFF.of(value[cut.start(1) :]))
    return value[: cut.start()]


def _quotation(scan: Scan, number: int, start: int, value: str) -> None:
    """A value that begins with a quotation mark must be quoted whole, on this line or over several."""
    quoted = _QUOTED.match(value)
    if quoted:
        if not _AFTER_VALUE.fullmatch(value, quoted.end()):
            _special_start(scan, number, start, value)
        return
    for line in scan.lines_after(number):
        end = _closes(value[0], line)
        if end is not None:
            if _AFTER_VALUE.fullmatch(line, end):
                scan.quote = value[0]
                return
            break
    scan.say(number, start, words.special_start(value))


def _special_start(scan: Scan, number: int, start: int, value: str) -> None:
    """A value whose first character is a sign of YAML's. A text that is known to end in its line is to be quoted."""
    is_whole = scan.key in scan.vocabulary.texts and not _COMMENT.search(value) and not _is_indented(scan, number)
    mend = edit(number, start, start + len(value), single_quoted(value)) if is_whole else None
    scan.say(number, start, words.special_start(value), mend)


def _closes(mark: str, line: str) -> int | None:
    """Index after the quotation mark that ends a quotation of several lines, or None."""
    found = re.match(_IN_DOUBLE if mark == '"' else _IN_SINGLE, line)
    return found.end() if found else None


def _is_flow(value: str) -> bool:
    """`[甲, 乙]` on one line, or the beginning of one that goes on over several."""
    flow = _FLOW.match(value)
    return value[0] in "[{" and (flow is None or _AFTER_VALUE.fullmatch(value, flow.end()) is not None)


def _running_text(scan: Scan, number: int, line: str, start: int, *, item: bool, deeper: bool) -> None:
    """A line that is no key: an item of a list, a value going on, or a paragraph out of place."""
    value = line[start:].rstrip(" \t")
    if not value:
        scan.value_open = False
    elif item:
        scan.value_open, scan.parent = True, start - 1
        if value[0] not in "\"'[{":
            _plain(scan, number, start, value)
    elif deeper:
        _before_cut(scan, number, start, value)
    elif scan.parent >= 0 and value[0] not in "\"'[{]}":
        name = key_without_colon(scan, value) if start == scan.parent else ""
        scan.say(number, start, words.WITHOUT_COLON.of(name) if name else words.FALLEN.of(value))
