"""Tables that were flattened when they were copied into a text, a cell a line: read where every row is whole."""

from __future__ import annotations

from dataclasses import replace

from jiukun.chinese.numerals import parse_numeral
from jiukun.chinese.text import without_spaces
from jiukun.drafting.documents.paragraphs import Paragraph, PlanDocument, Table
from jiukun.drafting.reading.labels import UNITS, column_of
from jiukun.drafting.reading.plan_contents import Missed

_FEWEST_HEADS = 3
_LONGEST_HEAD = 12
_NOT_READ = "：像是一张表，粘贴成文本后各格分不清了，没有读；请把表粘贴到 Word 里，存成 .docx 再读"


def with_tables(document: PlanDocument) -> tuple[PlanDocument, list[Missed]]:
    """The document with its flattened tables as tables, and those whose cells cannot be told apart."""
    blocks = [block for block in document.blocks if isinstance(block, Table) or block.text.strip()]
    made: list[Paragraph | Table] = []
    missed: list[Missed] = []
    place = 0
    while place < len(blocks):
        heads = _heads(blocks, place)
        pairs = _pairs(blocks, place)
        if not heads:
            made.append(Table(pairs) if pairs else blocks[place])
            place += max(1, len(pairs))
            continue
        rows, after = _rows(blocks, place + len(heads), len(heads))
        if rows is None:
            words = "、".join(without_spaces(head.text) for head in heads)
            missed.append(Missed(heads[0].start, words, _NOT_READ, "JK618"))
        else:
            made.append(Table((tuple(heads), *rows)))
        place = after
    changed = missed or len(made) != len(blocks)
    return (replace(document, blocks=tuple(made)) if changed else document), missed


def _pairs(blocks: list[Paragraph | Table], place: int) -> tuple[tuple[Paragraph, ...], ...]:
    """The rows of a table of two columns whose heads stand here, a tab between its cells; none where it is none."""
    rows: list[tuple[Paragraph, ...]] = []
    for at in range(place, len(blocks)):
        block = blocks[at]
        if isinstance(block, Table) or block.text.count("\t") != 1:
            break
        left, right = block.text.split("\t")
        rows.append((Paragraph(block.start, left), Paragraph(block.end - len(right), right)))
        heads = {column_of(cell.text) for cell in rows[0]}
        if None in heads or not heads & UNITS:
            break
    return tuple(rows) if len(rows) > 1 else ()


def _heads(blocks: list[Paragraph | Table], place: int) -> list[Paragraph]:
    """The heads of columns that stand here, each on a line, the number's first if any; none where it is no table."""
    heads: list[Paragraph] = []
    for block in blocks[place : place + 12]:
        if isinstance(block, Table) or len(block.text.strip()) > _LONGEST_HEAD or column_of(block.text) is None:
            break
        heads.append(block)
    says = [column_of(head.text) for head in heads]
    is_table = len(heads) >= _FEWEST_HEADS and {*says} & UNITS and {"task", "detail"} & {*says}
    return heads if is_table and "progress" not in says and "number" not in says[1:] else []


def _rows(blocks: list[Paragraph | Table], place: int, width: int) -> tuple[list[tuple[Paragraph, ...]] | None, int]:
    """The rows from a place on, and where they end; None for rows that have not all their cells."""
    rows: list[tuple[Paragraph, ...]] = []  # each begins with its number
    at = place
    while at < len(blocks) and _number(blocks[at]) == len(rows) + 1:
        rows.append(tuple(block for block in blocks[at : at + width] if isinstance(block, Paragraph)))
        at += width
    near = blocks[max(place, at - width + 1) : at + 2 * width]
    ragged = any(_number(block) == len(rows) + 1 for block in near) or any(len(row) < width for row in rows)
    if ragged or not rows or rows[-1][-1].text.rstrip().endswith(("。", "：")):
        # What could not be read, lines as short as cells, is not read as anything else.
        return None, next((at for at in range(place, len(blocks)) if _ends_table(blocks[at])), len(blocks))
    return rows, at


def _ends_table(block: Paragraph | Table) -> bool:
    return isinstance(block, Table) or block.text.rstrip().endswith("。")


def _number(block: Paragraph | Table) -> int | None:
    text = "" if isinstance(block, Table) else without_spaces(block.text)
    return parse_numeral(text) if len(text) <= 3 else None  # no table has more rows
