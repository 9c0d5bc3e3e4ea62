"""The scan for typing mistakes: its patterns, its state from line to line, and its way through blocks of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jiukun.chinese.text import display_width
from jiukun.diagnostics.diagnostic import Diagnostic, Edit
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Vocabulary
from jiukun.yamlsource.mistakes import words
from jiukun.yamlsource.mistakes.words import Words

_ODD = "\t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
ODD_IN_INDENT = re.compile(f" *([{_ODD}])[ {_ODD}]*")
DASHES = re.compile(r"(?:-(?:[ ]+|[ \t]*$)){0,99}")
BAD_DASH = re.compile(r"(?:-(?=[^\s\-0-9.])|[－–—−﹣]\s*)(?=\S)")
BULLET = re.compile(r"([•●○▪■◆·∙*]|\d{1,2}[.．、)）])\s*(?=\S)")
NO_COLON = re.compile(r"([^\s:：;；=＝]{1,40})(?:[ \t\u3000]*[;；=＝]|[ \t\u3000]|$)")
KEY = re.compile(r"([^:：]{1,40}?)[ \t]*([:：])")


@dataclass
class Block:
    """The block scalar that is being read.

    `parent` is the column of its key, once the key's line is mended, `indent` that of its first line.
    """

    parent: int
    indent: int | None = None
    first: int = 0
    seen: int = 0
    blank: tuple[int, int] = (0, 0)

    @property
    def margin(self) -> str:
        """The blanks with which its lines are to begin."""
        return " " * (self.parent + 2 if self.indent is None else self.indent)


@dataclass
class Scan:
    """State between lines: the open block scalar or quotation, the last key and its column, what was found.

    `levels` are the columns of the keys around the current line, once they are mended, the last key's last.
    `shift` is how far the current line's text moves by the mending of what stands before it, `dash` the column of the
    last dash once it is mended.
    """

    source: Source
    vocabulary: Vocabulary
    block: Block | None = None
    after_block: bool = False
    quote: str = ""
    parent: int = -1
    key: str = ""
    value_open: bool = False
    shift: int = 0
    dash: int = 0
    levels: list[int] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, column: int, wording: Words, mend: Edit | None = None) -> None:
        """Note a mistake at a line and column counted from 0, and what mends it in its line, where that is sure."""
        diagnostic = self.source.diagnostic(self.source.starts[line] + column, *wording)
        self.found.append(replace(diagnostic, edits=(mend,)) if mend else diagnostic)

    @property
    def level(self) -> int:
        """The column of the last key, once it is mended."""
        return self.levels[-1] if self.levels else -1

    def open_block(self) -> None:
        """A block of text begins below the last key."""
        self.block, self.value_open = Block(self.parent + self.shift), False

    def nearest_level(self, blanks: str, *, is_item: bool) -> int:
        """The column, of those in use, that blanks before a line most likely mean."""
        levels = {0, self.dash if is_item else max(0, self.parent + self.shift)}
        width = display_width(blanks.replace("\t", " " * 4))
        return min(levels, key=lambda level: (abs(level - width), -level))

    def is_key(self, rest: str) -> bool:
        """Whether a known key stands here."""
        key = KEY.match(rest)
        return bool(key and self.vocabulary.knows(key[1]))

    def lines_after(self, number: int) -> Iterator[str]:
        """The lines after one, without a copy of them all."""
        lines = self.source.lines
        return (lines[following] for following in range(number + 1, len(lines)))

    def indent_after(self, number: int) -> int:
        """How deep the next line stands that holds something; 0 where there is none."""
        following = next((line for line in self.lines_after(number) if line.strip(" ")), "")
        return len(following) - len(following.lstrip(" "))


def edit(line: int, start: int, end: int, text: str) -> Edit:
    """What is to stand in a line from a column up to another (not included), counted from 0."""
    return Edit(line + 1, start + 1, end + 1, text)


def inside_block(scan: Scan, number: int, line: str) -> bool:
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


def _leaves_block(scan: Scan, block: Block, number: int, line: str, indent: int) -> bool:
    """A line less indented than the text above it: structure, or a paragraph that fell out."""
    rest = line[indent:]
    odd = ODD_IN_INDENT.match(line)
    if odd:
        if _is_structure(scan, line[odd.end() :], indent, block.parent):
            scan.block, scan.after_block = None, True
            return False
        margin = block.margin if line[odd.end() :] else ""
        scan.say(number, odd.start(1), words.odd_indent(odd[1]), edit(number, 0, odd.end(), margin))
        return True
    back = edit(number, 0, indent, block.margin)
    is_comment, is_marker = rest.startswith("#"), rest.rstrip() in {"---", "..."}
    if (is_comment or is_marker) and _goes_on(scan, number, block):
        scan.say(number, indent, words.FALLEN.of(rest), back)
        return True
    if is_comment:
        if _swallows_text(scan, rest):
            scan.say(number, indent, words.LOST_LINE.of(rest))
        return True
    if is_marker or _is_structure(scan, rest, indent, block.parent):
        scan.block, scan.after_block = None, True
        return False
    key = KEY.match(rest)
    name = key_without_colon(scan, rest) if indent == block.parent else ""
    if name:
        scan.say(number, indent, words.WITHOUT_COLON.of(name))
        scan.block, scan.after_block = None, True
    elif key and key[1] in scan.vocabulary.keys and indent > block.parent:
        scan.say(number, indent, words.MISALIGNED.of(key[1]))
        scan.block = None
    elif block.indent is not None and block.seen == 1 and indent > block.parent:
        scan.say(block.first, block.indent, words.TOO_DEEP)
        block.indent = indent
    else:
        scan.say(number, indent, words.FALLEN.of(rest), back)
    return True


def _is_structure(scan: Scan, rest: str, indent: int, parent: int) -> bool:
    """Whether a line below a block of text is meant as a key or a list's item, not as a paragraph."""
    body = DASHES.sub("", rest, count=1)
    dash = BAD_DASH.match(body) or BULLET.match(body)
    if dash:
        body = body[dash.end() :]
    return scan.is_key(body) and indent <= parent


def key_without_colon(scan: Scan, rest: str) -> str:
    """The key with which a line begins that has another sign, a blank or nothing where its colon should be."""
    found = NO_COLON.match(rest)
    return found[1] if found and found[1] in scan.vocabulary.keys else ""


def _goes_on(scan: Scan, number: int, block: Block) -> bool:
    """Whether the text of a block scalar continues below a line that stands less indented in the midst of it."""
    return block.indent is not None and scan.indent_after(number) >= block.indent


def _swallows_text(scan: Scan, rest: str) -> bool:
    """Whether a line that begins with # is text: no space after it, and no key that was commented out."""
    body = rest.lstrip("#")
    if not body or body[0].isspace():
        return False
    return not scan.is_key(body.lstrip("- "))
