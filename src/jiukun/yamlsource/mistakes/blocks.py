"""Typing mistakes around blocks of text (`完成情况: |`): lines that fall out of one, or stand too deep."""

from __future__ import annotations

from jiukun.yamlsource.mistakes import words
from jiukun.yamlsource.mistakes.scan import BAD_DASH, BULLET, DASHES, KEY, ODD_IN_INDENT, Block, Scan


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
    key = KEY.match(rest)
    if key and key[1] in scan.vocabulary.keys and indent > block.parent:
        scan.say(number, indent, words.misaligned(key[1]))
        scan.block = None
    elif block.indent is not None and block.seen == 1 and indent > block.parent:
        scan.say(block.first, block.indent, words.TOO_DEEP)
        block.indent = indent
    else:
        scan.say(number, indent, words.fallen(rest))
    return True


def _is_structure(scan: Scan, rest: str, indent: int, parent: int) -> bool:
    """Whether a line below a block of text is meant as a key or a list's item, not as a paragraph."""
    if rest.startswith(("---", "...")) and not rest[3:].strip():
        return True
    body = DASHES.sub("", rest, count=1)
    dash = BAD_DASH.match(body) or BULLET.match(body)
    if dash:
        body = body[dash.end() :]
    return scan.is_key(body) and indent <= parent


def _goes_on(scan: Scan, number: int, block: Block) -> bool:
    """Whether the text of a block scalar continues below a line that stands less indented in the midst of it."""
    return block.indent is not None and scan.indent_after(number) >= block.indent


def _swallows_text(scan: Scan, rest: str) -> bool:
    """Whether a line that begins with # is text: no space after it, and no key that was commented out."""
    body = rest.lstrip("#")
    if not body or body[0].isspace():
        return False
    return not scan.is_key(body.lstrip("- "))
