"""What jiukun is measured against: the same work, done plainly. Run as a script, a peer's name first."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def imports() -> None:
    """The libraries of a command line tool, and one model."""
    import typer  # noqa: F401, PLC0415  as one would write it
    import yaml  # noqa: F401, PLC0415
    from pydantic import create_model  # noqa: PLC0415

    create_model("Model", number=int)


def compose(folder: str) -> None:
    """Read every YAML file two levels below a folder and compose it with the C parser."""
    import yaml  # noqa: PLC0415

    for path in sorted(Path(folder).glob("*/*.yaml")):
        yaml.compose(path.read_bytes(), Loader=yaml.CBaseLoader)


def write(described: str, target: str) -> None:
    """Write a workbook that `describe` described, cell by cell.

    Each style is entered once and then shared, which openpyxl does not document but takes a third of the time.
    """
    import openpyxl  # noqa: PLC0415

    imports()
    styles, sheets = pickle.loads(Path(described).read_bytes())  # noqa: S301  our own
    entered: dict[int, Any] = {}
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, widths, merged, rows in sheets:
        sheet = workbook.create_sheet(name)
        for letter, width in widths.items():
            sheet.column_dimensions[letter].width = width
        for number, (height, cells) in enumerate(rows, 1):
            sheet.row_dimensions[number].height = height
            for column, (value, style) in enumerate(cells, 1):
                cell = sheet.cell(number, column, value)
                if style in entered:
                    cell._style = entered[style]  # noqa: SLF001
                else:
                    cell.font, cell.alignment, cell.border, cell.fill = styles[style]
                    entered[style] = cell._style  # noqa: SLF001
        for area in merged:
            sheet.merge_cells(area)
    workbook.save(target)


def describe(workbook: str, described: str) -> None:
    """Note the cells and styles of a workbook for `write`; say how many rows there are."""
    import copy  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415

    styles: dict[int, Any] = {}
    sheets = []
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        rows = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            for cell in row:
                if cell.style_id not in styles:
                    parts = (cell.font, cell.alignment, cell.border, cell.fill)
                    styles[cell.style_id] = tuple(map(copy.copy, parts))
            cells = [(cell.value, cell.style_id) for cell in row]
            rows.append((sheet.row_dimensions[number].height, cells))
        widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
        sheets.append((sheet.title, widths, [str(area) for area in sheet.merged_cells.ranges], rows))
    Path(described).write_bytes(pickle.dumps((styles, sheets)))
    print(sum(len(rows) for *_, rows in sheets))


def main(peer: str, *arguments: str) -> None:
    """Be one of the peers."""
    known: dict[str, Callable[..., None]] = {
        "imports": imports,
        "compose": compose,
        "describe": describe,
        "write": write,
    }
    known[peer](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
