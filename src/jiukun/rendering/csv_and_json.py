"""Rows for other programs: CSV that a spreadsheet may open, and JSON lines."""

from __future__ import annotations

import csv
import io
import json

from jiukun.products.tables import ListSheet

_FORMULA = tuple("=+-@＝＋－＠")


def as_csv(sheet: ListSheet) -> bytes:
    """CSV (RFC 4180) in UTF-8 with BOM, without which Excel takes it for GBK.

    A spreadsheet would take a text that begins with `=` and the like, if need be after white space, for a formula:
    such a text gets a `'` before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.heading for column in sheet.columns])
    writer.writerows([[_harmless(value) for value in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def as_json_lines(sheet: ListSheet) -> bytes:
    """A JSON object a row, keyed by the headings, in UTF-8: the texts as they were written."""
    heads = [column.heading for column in sheet.columns]
    lines = (json.dumps(dict(zip(heads, row, strict=True)), ensure_ascii=False) + "\n" for row in sheet.rows)
    return "".join(lines).encode("utf-8", "replace")


def _harmless(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.lstrip().startswith(_FORMULA) else value
