"""What Chinese typing does to YAML, found line by line where the mistake is, not where a parser gives up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from jiukun.diagnostics import Diagnostic, FieldPath
from jiukun.yamlsource import mistake_words as words
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.kinds import Vocabulary
from jiukun.yamlsource.mistake_words import Words
from jiukun.yamlsource.source import Source

_ODD = "\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ODD_IN_INDENT = re.compile(f" *([{_ODD}])[ {_ODD}]*")
_BREAKS = re.compile("[\u2028\u2029\u0085]")
_DASHES = re.compile(r"(?:-(?:[ ]+|[ \t]*$)){0,99}")
_BAD_DASH = re.compile(r"(?:-(?=[^\s\-0-9.])|[－–—−﹣]\s*)(?=\S)")
_BULLET = re.compile(r"([•●○▪■◆·∙*]|\d{1,2}[.．、)）])\s*(?=\S)")
_KEY = re.compile(r"([^:：]{1,40}?)[ \t]*([:：])")
_WIDE_HEADER = re.compile(r"[｜＞][ \t\u3000]*")
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*(?:[ \t]#.*)?")
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
# Mistakes of which the text can still be YAML.
HARMLESS = frozenset({"JK115", "JK121"})
_MOST = 200  # nobody reads on


@dataclass
class _Block:
    """The block scalar that is being read. `parent` is the column of its key, `indent` that of its first line."""

    parent: int
    indent: int | None = None
    first: int = 0
    seen: int = 0
    blank: tuple[int, int] = (0, 0)


@dataclass
class _Scan:
    """State between lines: the open block scalar or quotation, the column of the last key, what was found."""

    source: Source
    vocabulary: Vocabulary
    block: _Block | None = None
    after_block: bool = False
    quote: str = ""
    parent: int = -1
    value_open: bool = False
    found: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, column: int, said: Words) -> None:
        """Note a mistake at a line and column counted from 0."""
        self.found.append(self.source.diagnostic(self.source.starts[line] + column, *said))


def line_breaks(source: Source) -> list[Diagnostic]:
    """The first U+2028, U+2029 and U+0085 in the text: libyaml breaks the line there, editors do not show it."""
    found = islice(_BREAKS.finditer(source.text), _MOST)
    return [source.diagnostic(one.start(), *words.line_break(one[0])) for one in found]


def find(source: Source, vocabulary: Vocabulary) -> list[Diagnostic]:
    """The typing mistakes of the text, in order of line; those after the first 200 lines with one are left out."""
    scan = _Scan(source, vocabulary)
    for number, line in enumerate(source.lines):
        if len(scan.found) >= _MOST:
            break
        if not _inside_block(scan, number, line) and not _inside_quote(scan, line):
            _structure(scan, number, line)
    return scan.found


def special_start(document: Document, path: FieldPath) -> Diagnostic:
    """A text that YAML took for a list or a mapping."""
    rest = document.source.text[document.index(path) :]
    return document.diagnostic(path, *words.special_start(rest.splitlines()[0]))


def swallowed_keys(source: Source, first: int, last: int, key: str) -> Iterator[int]:
    """Indices where `key:` stands as a line of its own between two lines, as it does inside a block of text."""
    pattern = re.compile(rf"[ \t\u3000]*({re.escape(key)})[ \t]*[:：]")
    for number in range(first - 1, min(last, len(source.lines))):
        found = pattern.match(source.lines[number])
        if found:
            yield source.starts[number] + found.start(1)


def _inside_block(scan: _Scan, number: int, line: str) -> bool:
    """Whether the line belongs to the open block scalar, or was meant to."""
    block = scan.block
    if block is None:
        return False
    indent = len(line) - len(line.lstrip(" "))
    if indent == len(line):
        if block.indent is None and indent > block.blank[1]:
            block.blank = (number, indent)
        return True
    if block.indent is None and indent > block.parent:
        block.indent, block.first = indent, number
        if block.blank[1] > indent:
            scan.say(block.blank[0], 0, words.TOO_DEEP)
    if block.indent is not None and indent >= block.indent:
        block.seen += 1
        return True
    return _leaves_block(scan, block, number, line, indent)


def _leaves_block(scan: _Scan, block: _Block, number: int, line: str, indent: int) -> bool:
    """A line less indented than the text above it: structure, or a paragraph that fell out."""
    rest = line[indent:]
    odd = _ODD_IN_INDENT.match(line)
    if odd:
        if _is_structure(scan, line[odd.end() :], indent, block.parent):
            scan.block, scan.after_block = None, True
            return False
        scan.say(number, odd.start(1), words.odd_indent(odd[1]))
        return True
    if rest.startswith("#"):
        if _goes_on(scan, number, block):
            scan.say(number, indent, words.fallen(rest))
        elif _swallows_text(scan, rest):
            scan.say(number, indent, words.lost_line(rest))
        return True
    if _is_structure(scan, rest, indent, block.parent):
        scan.block, scan.after_block = None, True
        return False
    key = _KEY.match(rest)
    if key and key[1] in scan.vocabulary.keys and indent > block.parent:
        scan.say(number, indent, words.misaligned(key[1]))
        scan.block = None
    elif block.indent is not None and block.seen == 1 and indent > block.parent:
        scan.say(block.first, block.indent, words.TOO_DEEP)
        block.indent = indent
    else:
        scan.say(number, indent, words.fallen(rest))
    return True


def _is_structure(scan: _Scan, rest: str, indent: int, parent: int) -> bool:
    """Whether a line below a block of text is meant as a key or a list's item, not as a paragraph."""
    if rest.startswith(("---", "...")) and not rest[3:].strip():
        return True
    body = _DASHES.sub("", rest, count=1)
    dash = _BAD_DASH.match(body) or _BULLET.match(body)
    if dash:
        body = body[dash.end() :]
    key = _KEY.match(body)
    return bool(key and scan.vocabulary.knows(key[1])) and indent <= parent


def _goes_on(scan: _Scan, number: int, block: _Block) -> bool:
    """Whether the text of a block scalar continues below a line that stands less indented in the midst of it."""
    following = _next_line(scan, number)
    return block.indent is not None and len(following) - len(following.lstrip(" ")) >= block.indent


def _next_line(scan: _Scan, number: int) -> str:
    """The next line that holds something; empty where there is none."""
    return next((line for line in _lines_after(scan, number) if line.strip(" ")), "")


def _lines_after(scan: _Scan, number: int) -> Iterator[str]:
    """The lines after one, without a copy of them all."""
    lines = scan.source.lines
    return (lines[following] for following in range(number + 1, len(lines)))


def _swallows_text(scan: _Scan, rest: str) -> bool:
    """Whether a line that begins with # is text: no space after it, and no key that was commented out."""
    body = rest.lstrip("#")
    if not body or body[0].isspace():
        return False
    key = _KEY.match(body.lstrip("- "))
    return not (key and scan.vocabulary.knows(key[1]))


def _inside_quote(scan: _Scan, line: str) -> bool:
    """Whether the line goes on with a quotation that was opened on a line before."""
    if not scan.quote:
        return False
    if _closes(scan.quote, line) is not None:
        scan.quote = ""
    return True


def _structure(scan: _Scan, number: int, line: str) -> None:
    """One line outside of text: indentation, dashes, key, value."""
    if not line.strip(" \t\r"):
        return
    odd = _ODD_IN_INDENT.match(line)
    if odd:
        scan.say(number, odd.start(1), words.odd_indent(odd[1]))
    column = odd.end() if odd else len(line) - len(line.lstrip(" "))
    if line[column : column + 1] in {"#", ""} or (column == 0 and line.startswith(("---", "...", "%"))):
        return
    dashes = _DASHES.match(line, column)
    start = dashes.end() if dashes else column
    bad_dash, bullet = _BAD_DASH.match(line, start), _BULLET.match(line, start)
    if bad_dash and _follows_key(scan, line[bad_dash.end() :]):
        scan.say(number, start, words.bad_dash(line[start]))
        start = bad_dash.end()
    elif bullet and _is_key(scan, line[bullet.end() :]):
        scan.say(number, start, words.bullet(bullet[1]))
        start = bullet.end()
    _entry(scan, number, line, start, start > column)


def _follows_key(scan: _Scan, rest: str) -> bool:
    """After a dash: a known key, or a plain item of a list."""
    return _is_key(scan, rest) or (_KEY.match(rest) is None and scan.parent < 0)


def _is_key(scan: _Scan, rest: str) -> bool:
    key = _KEY.match(rest)
    return bool(key and scan.vocabulary.knows(key[1]))


def _entry(scan: _Scan, number: int, line: str, start: int, item: bool) -> None:  # noqa: FBT001  private
    """`key: value`, a list's plain item, or a line of running text."""
    after_block, scan.after_block = scan.after_block, False
    key = _KEY.match(line, start)
    deeper = scan.value_open and start > scan.parent and not item
    if key is None or (deeper and not scan.vocabulary.knows(key[1])):
        _running_text(scan, number, line, start, item=item, deeper=deeper)
        return
    colon, after = key.start(2), key.end(2)
    name = key[1]
    spaced = line[after : after + 1] in {"", " ", "\t"}
    if key[2] == "：" or not spaced:
        if scan.vocabulary.knows(name):
            said = words.full_width_colon(name) if key[2] == "：" else words.colon_without_space(name)
            scan.say(number, colon, said)
        else:
            _running_text(scan, number, line, start, item=item, deeper=deeper)
            return
    elif after_block and not item and not scan.vocabulary.knows(name):
        scan.say(number, start, words.fallen(line[start:]))
        return
    scan.parent = start
    _value(scan, number, line, after, name)


def _value(scan: _Scan, number: int, line: str, after: int, name: str) -> None:
    """What stands after the colon of a key."""
    value = line[after:].strip(" \t")
    start = after + len(line[after:]) - len(line[after:].lstrip(" \t"))
    scan.value_open = bool(value)
    if not value:
        return
    if _WIDE_HEADER.fullmatch(value) and _is_indented(scan, number):
        scan.say(number, start, words.wide_header(value[0]))
        scan.block, scan.value_open = _Block(scan.parent), False
    elif _BLOCK_HEADER.fullmatch(value) and not _is_mere_sign(scan, number, value):
        scan.block, scan.value_open = _Block(scan.parent), False
    elif value[0] in "\"'":
        _quotation(scan, number, start, value)
    elif name in scan.vocabulary.containers and _is_flow(value):
        scan.value_open = False
    else:
        _plain(scan, number, start, value)


def _is_mere_sign(scan: _Scan, number: int, value: str) -> bool:
    """`>5` reads as the header of a block scalar, but where no text follows it is a value."""
    return value[-1].isdigit() and not _is_indented(scan, number)


def _is_indented(scan: _Scan, number: int) -> bool:
    """Whether text follows below a key, deeper than the key."""
    following = _next_line(scan, number)
    return len(following) - len(following.lstrip(" ")) > scan.parent


def _plain(scan: _Scan, number: int, start: int, value: str) -> None:
    """A value without quotes: its first character, a colon or a # within it."""
    if value[0] in _NEVER_FIRST or _DASH_FIRST.match(value):
        scan.say(number, start, words.special_start(value))
        return
    cut = _CUT.search(value)
    if cut:
        scan.say(number, start + cut.start(1), words.cut_off(value[cut.start(1) :]))
        value = value[: cut.start()]
    colon = _COLON.search(re.split(r"[ \t]#", value, maxsplit=1)[0])
    if colon:
        scan.say(number, start + colon.start(), words.COLON_IN_TEXT)


def _quotation(scan: _Scan, number: int, start: int, value: str) -> None:
    """A value that begins with a quotation mark must be quoted whole, on this line or over several."""
    quoted = _QUOTED.match(value)
    if quoted:
        if not _AFTER_VALUE.fullmatch(value, quoted.end()):
            scan.say(number, start, words.special_start(value))
        return
    for line in _lines_after(scan, number):
        end = _closes(value[0], line)
        if end is not None:
            if _AFTER_VALUE.fullmatch(line, end):
                scan.quote = value[0]
                return
            break
    scan.say(number, start, words.special_start(value))


def _closes(mark: str, line: str) -> int | None:
    """Index after the quotation mark that ends a quotation of several lines, or None."""
    found = re.match(_IN_DOUBLE if mark == '"' else _IN_SINGLE, line)
    return found.end() if found else None


def _is_flow(value: str) -> bool:
    """`[甲, 乙]` on one line, or the beginning of one that goes on over several."""
    flow = _FLOW.match(value)
    return value[0] in "[{" and (flow is None or _AFTER_VALUE.fullmatch(value, flow.end()) is not None)


def _running_text(scan: _Scan, number: int, line: str, start: int, *, item: bool, deeper: bool) -> None:
    """A line that is no key: an item of a list, a value going on, or a paragraph out of place."""
    value = line[start:].rstrip(" \t")
    if not value:
        scan.value_open = False
    elif item:
        scan.value_open, scan.parent = True, start - 1
        if value[0] not in "\"'[{":
            _plain(scan, number, start, value)
    elif deeper:
        cut = _CUT.search(value)
        if cut:
            scan.say(number, start + cut.start(1), words.cut_off(value[cut.start(1) :]))
    elif scan.parent >= 0 and value[0] not in "\"'[{]}":
        scan.say(number, start, words.fallen(value))
