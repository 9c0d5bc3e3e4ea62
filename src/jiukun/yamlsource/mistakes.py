"""What Chinese typing does to YAML, found line by line where the mistake is, not where a parser gives up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from jiukun.diagnostics import Diagnostic, FieldPath
from jiukun.text import code_point, nearest, one_line
from jiukun.yamlsource.document import Document
from jiukun.yamlsource.source import Source

_ODD = "\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
_ODD_IN_INDENT = re.compile(f" *([{_ODD}])[ {_ODD}]*")
_BREAKS = re.compile("[\u2028\u2029\u0085]")
_DASHES = re.compile(r"(?:-(?:[ ]+|[ \t]*$))*")
_BAD_DASH = re.compile(r"(?:-(?=[^\s\-0-9.])|[－–—−﹣]\s*)(?=\S)")
_KEY = re.compile(r"([^:：]{1,40}?)[ \t]*([:：])")
_BLOCK_HEADER = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*(?:[ \t]#.*)?")
_CUT = re.compile(r"(?:^|[ \t])(#)(?=\S)")
_COLON = re.compile(r":(?=[ \t]|$)")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_FLOW = re.compile(r"\[.*\]|\{.*\}")
_AFTER_VALUE = re.compile(r"[ \t]*(?:[ \t]#.*)?")
_NEVER_FIRST = frozenset("%@`,]}*&!>|[{\"'")
_DASH_FIRST = re.compile(r"[-?](?:[ \t]|$)")
_LONGEST_KEY = 8
# Mistakes of which the text can still be YAML: they do not explain a syntax error.
HARMLESS = frozenset({"JK115"})
_MOST = 200  # nobody reads on
_QUOTING_HINT = "换成全角符号，或用“|”另起一行写，或给整句加上引号"


@dataclass(frozen=True)
class Vocabulary:
    """The keys that a file of its kind may have; `containers` are those whose value is a list or a mapping."""

    keys: frozenset[str]
    containers: frozenset[str] = frozenset()

    def knows(self, key: str) -> bool:
        """Whether the key, or one very like it, is of this kind of file."""
        return key in self.keys or (len(key) <= _LONGEST_KEY and nearest(key, self.keys) is not None)


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

    def say(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        """Note a mistake at a line and column counted from 0."""
        self.found.append(self.source.diagnostic(self.source.starts[line] + column, code, message, hint))


def line_breaks(source: Source) -> list[Diagnostic]:
    """U+2028, U+2029 and U+0085 in the text: libyaml breaks the line there, editors do not show it."""
    return [
        source.diagnostic(
            found.start(),
            "JK120",
            f"文字里夹有看不见的换行符 {code_point(found[0])}，这段话会从这里断开",
            "删去它（在指出的位置按一次退格键），需要换行就用回车",
        )
        for found in islice(_BREAKS.finditer(source.text), _MOST)
    ]


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
    message = f"内容以“{document.opening(path)}”开头，YAML 会当成别的意思"
    return document.diagnostic(path, "JK116", message, _QUOTING_HINT)


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
            _say_too_deep(scan, block.blank[0], 0)
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
        _say_odd_indent(scan, number, odd)
        return True
    if rest.startswith("#"):
        if _goes_on(scan, number, block):
            _say_fallen(scan, number, indent, rest)
        elif _swallows_text(scan, rest):
            hint = "如果是正文，在行首补上半角空格，与上一段对齐；如果是注释，在“#”后面加一个空格"
            scan.say(number, indent, "JK115", f"这一行会被当作注释，不会印出：{one_line(rest, 20)}", hint)
        return True
    if _is_structure(scan, rest, indent, block.parent):
        scan.block, scan.after_block = None, True
        return False
    key = _KEY.match(rest)
    if key and key[1] in scan.vocabulary.keys and indent > block.parent:
        scan.say(number, indent, "JK110", f"“{key[1]}”没有与上面的栏目对齐", "同一项的各栏目要左对齐")
        scan.block = None
    elif block.indent is not None and block.seen == 1 and indent > block.parent:
        _say_too_deep(scan, block.first, block.indent)
        block.indent = indent
    else:
        _say_fallen(scan, number, indent, rest)
    return True


def _is_structure(scan: _Scan, rest: str, indent: int, parent: int) -> bool:
    """Whether a line below a block of text is meant as a key or a list's item, not as a paragraph."""
    if rest.startswith(("---", "...")) and not rest[3:].strip():
        return True
    body = _DASHES.sub("", rest, count=1)
    bad_dash = _BAD_DASH.match(body)
    if bad_dash:
        body = body[bad_dash.end() :]
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
        _say_odd_indent(scan, number, odd)
    column = odd.end() if odd else len(line) - len(line.lstrip(" "))
    if line[column : column + 1] in {"#", ""} or (column == 0 and line.startswith(("---", "...", "%"))):
        return
    dashes = _DASHES.match(line, column)
    start = dashes.end() if dashes else column
    bad_dash = _BAD_DASH.match(line, start)
    if bad_dash and _follows_key(scan, line[bad_dash.end() :]):
        scan.say(number, start, "JK113", f"“{line[start]}”后面要有一个半角空格，并用半角短横", "改成“- ”（短横加空格）")
        start = bad_dash.end()
    _entry(scan, number, line, start, start > column)


def _follows_key(scan: _Scan, rest: str) -> bool:
    """After a dash: a known key, or a plain item of a list."""
    key = _KEY.match(rest)
    return bool(key and scan.vocabulary.knows(key[1])) or (key is None and scan.parent < 0)


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
            _say_colon(scan, number, colon, name, full_width=key[2] == "：")
        else:
            _running_text(scan, number, line, start, item=item, deeper=deeper)
            return
    elif after_block and not item and not scan.vocabulary.knows(name):
        _say_fallen(scan, number, start, line[start:])
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
    if _BLOCK_HEADER.fullmatch(value) and not _is_mere_sign(scan, number, value):
        scan.block, scan.value_open = _Block(scan.parent), False
    elif value[0] in "\"'":
        _quotation(scan, number, start, value)
    elif name in scan.vocabulary.containers and _is_flow(value):
        scan.value_open = False
    else:
        _plain(scan, number, start, value)


def _is_mere_sign(scan: _Scan, number: int, value: str) -> bool:
    """`>5` reads as the header of a block scalar, but where no text follows it is a value."""
    following = _next_line(scan, number)
    return value[-1].isdigit() and len(following) - len(following.lstrip(" ")) <= scan.parent


def _plain(scan: _Scan, number: int, start: int, value: str) -> None:
    """A value without quotes: its first character, a colon or a # within it."""
    if value[0] in _NEVER_FIRST or _DASH_FIRST.match(value):
        _say_special(scan, number, start, value)
        return
    cut = _CUT.search(value)
    if cut:
        _say_cut(scan, number, start + cut.start(1), value[cut.start(1) :])
        value = value[: cut.start()]
    colon = _COLON.search(re.split(r"[ \t]#", value, maxsplit=1)[0])
    if colon:
        scan.say(
            number,
            start + colon.start(),
            "JK117",
            "内容里的半角冒号会被当成新的栏目",
            "改用全角冒号“：”，或用“|”另起一行写",
        )


def _quotation(scan: _Scan, number: int, start: int, value: str) -> None:
    """A value that begins with a quotation mark must be quoted whole, on this line or over several."""
    quoted = _QUOTED.match(value)
    if quoted:
        if not _AFTER_VALUE.fullmatch(value, quoted.end()):
            _say_special(scan, number, start, value)
        return
    for line in _lines_after(scan, number):
        end = _closes(value[0], line)
        if end is not None:
            if _AFTER_VALUE.fullmatch(line, end):
                scan.quote = value[0]
                return
            break
    _say_special(scan, number, start, value)


def _closes(mark: str, line: str) -> int | None:
    """Index after the quotation mark that ends a quotation of several lines, or None."""
    body = r"(?:[^\"\\]|\\.)*\"" if mark == '"' else r"(?:[^']|'')*'(?!')"
    found = re.match(body, line)
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
            _say_cut(scan, number, start + cut.start(1), value[cut.start(1) :])
    elif scan.parent >= 0 and value[0] not in "\"'[{]}":
        _say_fallen(scan, number, start, value)


def _say_colon(scan: _Scan, number: int, column: int, name: str, *, full_width: bool) -> None:
    if full_width:
        scan.say(
            number,
            column,
            "JK111",
            f"“{one_line(name)}”后面是全角冒号“：”，要用半角冒号加空格",
            f"改成“{one_line(name)}: ”",
        )
    else:
        scan.say(
            number,
            column,
            "JK112",
            f"“{one_line(name)}:”后面没有空格",
            f"改成“{one_line(name)}: ”（冒号后加一个半角空格）",
        )


def _say_special(scan: _Scan, number: int, column: int, value: str) -> None:
    scan.say(
        number, column, "JK116", f"内容以“{value[0]}”开头，YAML 会当成别的意思：{one_line(value, 20)}", _QUOTING_HINT
    )


def _say_cut(scan: _Scan, number: int, column: int, rest: str) -> None:
    scan.say(
        number,
        column,
        "JK115",
        f"从这里起会被当作注释截掉：{one_line(rest, 20)}",
        "删去“#”前的空格，或把整句加引号，或用“|”另起一行写",
    )


def _say_odd_indent(scan: _Scan, number: int, odd: re.Match[str]) -> None:
    names = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\u00a0": "不间断空格"}
    name = names.get(odd[1], code_point(odd[1]))
    scan.say(
        number, odd.start(1), "JK114", f"行首缩进里有{name}，缩进只能用半角空格", "删去行首的空白，重新用半角空格对齐"
    )


def _say_too_deep(scan: _Scan, number: int, column: int) -> None:
    scan.say(
        number, column, "JK119", "“|”下面的第一行比后面的行缩进更深", "把第一行与后面各段对齐；首行要空两格就用全角空格"
    )


def _say_fallen(scan: _Scan, number: int, column: int, rest: str) -> None:
    scan.say(
        number,
        column,
        "JK118",
        f"这一段没有缩进，掉出了上面的栏目：{one_line(rest, 20)}",
        "在行首补上半角空格，与上一段对齐",
    )
