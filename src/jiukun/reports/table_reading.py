"""The form's own rules: which cells of a sheet are fields, rows and the signature, and which are none of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import FieldPath
from jiukun.project.seen import Cell, Flaw, Place, Sheet
from jiukun.reports.form_layout import (
    ENTRIES,
    FIELD_CELLS,
    GOES_ON,
    HEADS,
    LEADS,
    NUMBER,
    TASK,
    TEXTS,
    VERSION,
    Mark,
)
from jiukun.reports.form_table import FormTable
from jiukun.reports.form_words import head_of, is_aside, is_signature, is_title, labelled, number_of

_LEAST_TEXTS = 2  # of the three columns to fill in: one may be hidden
_SENTENCE_ENDS = tuple("。；！？：.;!?:”）")
_GAP = re.compile(r"\s{2,}|\t")
_OTHER_HEADS = re.compile(
    r"备\s*注|(?:责任|分管|牵头)?(?:单位|领导|人|部门)|(?:完成)?时限|类别|进度|工作情况|联系人|联系电话"
)

_NO_MEASURE = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|备\s*注|说\s*明|注)\s*(?:[：:]|$)")

Heads = dict[str, tuple[int, int]]  # head → its first and last column
Row = dict[int, Cell]  # column → what is shown there, merged cells in each of their columns


def find_table(sheet: Sheet) -> FormTable | None:
    """The form on a sheet; None where there are no heads, one with `missing` and no rows where too few are there."""
    grid = _grid(sheet)
    found = [(row, _heads(cells)) for row, cells in sorted(grid.items())]
    row, heads = max(found, key=lambda pair: len(pair[1]), default=(0, {}))
    missing = tuple(head for head in (NUMBER, *TEXTS) if head not in heads)
    if len(heads) < len(TEXTS):
        return None
    if NUMBER in missing or len(missing) > len(TEXTS) - _LEAST_TEXTS:
        return FormTable(sheet, missing)
    return _Reader(sheet, grid, missing).read(row, heads)


def _grid(sheet: Sheet) -> dict[int, Row]:
    """What each row shows; a cell that is merged over several rows is shown in each of them."""
    grid: dict[int, Row] = defaultdict(dict)
    for cell in sheet.cells.values():
        grid[cell.row][cell.column] = cell
    for (row, column), corner in sheet.covered.items():
        if corner in sheet.cells:
            grid[row][column] = sheet.cells[corner]
    return {row: dict(sorted(cells.items())) for row, cells in grid.items()}


def _heads(cells: Row) -> Heads:
    heads: Heads = {}
    for cell in cells.values():
        head = head_of(cell.text)
        if head and head not in heads:
            heads[head] = (cell.column, cell.right)
    return heads


class _Reader:
    """Reads the form whose heads were found, from top to bottom."""

    def __init__(self, sheet: Sheet, grid: dict[int, Row], missing: tuple[str, ...]) -> None:
        self._table = FormTable(sheet, missing)
        self._grid = grid
        self._heads: Heads = {}
        self._last_row = 0  # of the entry under way, its merged cells included
        self._has_ended = False
        self._field_row = 0  # of our own form, where each field stands with its label in a cell

    def read(self, head_row: int, heads: Heads) -> FormTable:
        table = self._table
        cells = [cell for cell in self._grid[head_row].values() if head_of(cell.text)]
        top, bottom = min(cell.row for cell in cells), max(cell.bottom for cell in cells)
        table.places[ENTRIES,] = (head_row, 1)
        table.mark = next(filter(None, (Mark.parse(cell.text) for cell in table.sheet.cells.values())), None)
        if table.mark and table.mark.version == VERSION:
            self._field_row = head_row - 1
        self._loose(cell for row in sorted(self._grid) if row < top for cell in self._own(row))
        for row in sorted(row for row in self._grid if top <= row <= bottom):
            table.unread += [cell for cell in self._own(row) if not _is_head(cell)]
        self._heads = heads
        for row in sorted(row for row in self._grid if row > bottom):
            self._row(row)
        self._merged()
        if self._field_row:
            self._typed_over()
        table.unread.sort(key=lambda cell: cell.place)
        return table

    def _own(self, row: int) -> list[Cell]:
        """The cells that begin in a row and say something of their own: neither the mark nor what `new` wrote."""
        own = [cell for cell in dict.fromkeys(self._grid[row].values()) if cell.row == row]
        return [cell for cell in own if not is_aside(cell.text, cell.formula) and not Mark.parse(cell.text)]

    def _row(self, row: int) -> None:
        own = self._own(row)
        repeated = _heads(self._grid[row])
        if {NUMBER, *TEXTS}.difference(self._table.missing) <= repeated.keys():
            self._heads, self._has_ended, self._last_row = repeated, False, 0
            return
        if NUMBER in repeated:  # of another table
            self._has_ended = True
        first = own[0] if own and own[0].column <= self._heads[NUMBER][1] else None
        self._has_ended |= first is not None and _is_foot(first)
        keys = {self._key_of(cell) for cell in own}
        if self._has_ended or (first and _NO_MEASURE.match(first.text)):
            self._loose(own)
        elif self._begins(keys, first):
            self._entry(row, own)
        elif self._goes_on(row, keys):
            self._continue(own)
        else:
            self._loose(own)

    def _begins(self, keys: set[str | None], first: Cell | None) -> bool:
        """Whether a row is a measure's first: it has a number, or something in its place, or a task."""
        if first and self._key_of(first) == NUMBER:
            return not _is_continuation(first) and (number_of(first.text) is not None or not keys.isdisjoint(TEXTS))
        return TASK in keys and not keys.isdisjoint({*TEXTS, LEADS})

    def _goes_on(self, row: int, keys: set[str | None]) -> bool:
        """Whether a row goes on with the texts of the measure above: it follows it, no visible row between."""
        following = self._last_row + 1
        while following in self._table.sheet.hidden_rows:
            following += 1
        return bool(self._table.rows) and row <= following and not keys.isdisjoint(TEXTS)

    def _key_of(self, cell: Cell) -> str | None:
        return next((head for head, (first, last) in self._heads.items() if first <= cell.column <= last), None)

    def _entry(self, row: int, own: list[Cell]) -> None:
        """A measure's first row. A cell that is merged down to it counts for it, too."""
        table = self._table
        path: FieldPath = (ENTRIES, len(table.rows))
        table.rows.append(dict.fromkeys(HEADS, ""))
        self._last_row = row
        for head in HEADS:
            first, last = self._heads.get(head, self._heads[NUMBER])
            table.places[*path, head] = (row, first)
            if head not in self._heads:
                if head in TEXTS:
                    flaw = Flaw("JK605", f"表里看不到“{head}”这一列", "补上这一列；隐藏了的，取消隐藏")
                    table.flaws[*path, head] = flaw
                continue
            cells = dict.fromkeys(cell for column, cell in self._grid[row].items() if first <= column <= last)
            for cell in cells:
                self._take(cell, (*path, head))
        written = table.rows[-1][NUMBER]
        number = number_of(written)
        table.rows[-1][NUMBER] = str(number) if number is not None else written
        if number is None:
            others = "、".join(filter(None, (table.sheet.area_name(cell) for cell in own[written.strip() != "" :])))
            of_them = f"（{others}）" if others else ""
            found = ("JK205", f"“{one_line(written)}”不是序号") if written.strip() else ("JK301", "没有序号")
            flaw = Flaw(found[0], f"{found[1]}，这一行{of_them}没有采用", "照方案写上序号，例如 1")
            table.flaws.setdefault((*path, NUMBER), flaw)
        table.places[path] = table.places[*path, NUMBER]
        table.unread += [cell for cell in own if self._key_of(cell) is None]

    def _continue(self, own: list[Cell]) -> None:
        path: FieldPath = (ENTRIES, len(self._table.rows) - 1)
        for cell in own:
            key = self._key_of(cell)
            if key in TEXTS or key == LEADS:
                self._take(cell, (*path, key))
            elif not _is_continuation(cell):
                self._table.unread.append(cell)

    def _take(self, cell: Cell, path: FieldPath) -> None:
        """Add what a cell shows to a field of the row under way."""
        row, key = self._table.rows[-1], str(path[-1])
        self._last_row = max(self._last_row, cell.bottom)
        if key in TEXTS:
            self._table.claims[cell.place].append(path)
            if cell.formula:
                self._table.calculated[path] = cell
        if cell.flaw:
            self._table.flaws[path] = cell.flaw
        row[key] = _joined(row[key], cell.text)

    def _merged(self) -> None:
        """A text in one cell for several measures or columns: nobody can tell whose it is."""
        for corner, paths in self._table.claims.items():
            if len(set(paths)) < 2:
                continue
            area = self._table.sheet.area_name(self._table.sheet.cells[corner])
            message = "几项或几栏合并成了一格，分不清写的是哪一项"
            flaw = Flaw("JK630", message, f"取消{area and f' {area} 的'}合并，每一项各写各的")
            for path in paths:
                self._table.flaws[path] = flaw
                self._table.rows[int(path[1])][str(path[-1])] = ""

    def _typed_over(self) -> None:
        """Take the fields of our own form whose labels were typed over, by their places."""
        table = self._table
        for key, column in FIELD_CELLS.items():
            place = (self._field_row, column)
            table.places.setdefault((key,), place)
            cell = next((cell for cell in table.unread if cell.place == place), None)
            if cell is not None and not table.fields[key]:
                table.unread.remove(cell)
                table.set_field(key, _value(key, cell), cell)

    def _loose(self, loose: Iterable[Cell]) -> None:
        """Fields, titles and the signature above and below the table; all else is unread."""
        cells = list(loose)
        values: set[Place] = set()
        for cell, following in zip_longest(cells, cells[1:]):
            if cell.place in values:
                continue
            fields, rest = labelled(cell.text)
            beside = following if following and following.row == cell.row else None
            values.update(self._fields(cell, fields, beside))
            is_known = is_signature(rest) if fields else self._is_expected(cell, following)
            if not is_known and (rest or cell.flaw):
                self._table.unread.append(cell)

    def _fields(self, cell: Cell, fields: list[tuple[str, str]], beside: Cell | None) -> Iterator[Place]:
        """Take the fields of a cell; gives the place of the next cell where it holds the value of a mere label."""
        is_ours = cell.row == self._field_row
        if is_ours or (beside is not None and labelled(beside.text)[0]):
            beside = None
        for key, value in fields:
            if value:
                self._table.set_field(key, value, cell)
            elif beside is not None:
                self._table.set_field(key, _value(key, beside), beside)
                yield beside.place
            else:
                blank = (cell.row, cell.right + 1) if len(fields) == 1 and not is_ours else cell.place
                self._table.places.setdefault((key,), blank)

    def _is_expected(self, cell: Cell, following: Cell | None) -> bool:
        """Whether a cell is a title above the table or the line to sign below it."""
        if self._has_ended:
            return cell.column <= self._heads[NUMBER][1] and all(map(is_signature, _pieces(cell.text)))
        return not self._heads and is_title(cell.text, following.text if following else "")


def _is_foot(cell: Cell) -> bool:
    """Whether a cell of the first column ends the table: the line to sign, or fields of the head."""
    return all(is_signature(piece) or labelled(piece)[0] for piece in _pieces(cell.text))


def _is_continuation(cell: Cell) -> bool:
    return cell.text.strip("（） ()") == GOES_ON


def _pieces(text: str) -> list[str]:
    """What stands apart in a line; all of it where it is the line to sign, whatever blanks are in it."""
    return [text] if is_signature(text) else [piece for piece in _GAP.split(text) if piece]


def _value(key: str, cell: Cell) -> str:
    return cell.day.isoformat() if key == "日期" and cell.day else cell.text


def _is_head(cell: Cell) -> bool:
    """Whether a cell in the row of the heads is one of them, or of a further column that says nothing by itself."""
    return head_of(cell.text) is not None or _OTHER_HEADS.fullmatch("".join(cell.text.split())) is not None


def _joined(text: str, more: str) -> str:
    """A text and its continuation in a row below: a new paragraph, unless the text breaks off in a sentence."""
    if not text or not more:
        return text or more
    return f"{text}\n{more}" if text.endswith(_SENTENCE_ENDS) else text + more
