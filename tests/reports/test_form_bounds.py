"""Forms of a few kilobytes that would unfold to millions of cells or readings: refused before they are parsed."""

from __future__ import annotations

import io
import zipfile

import pytest

from jiukun.reports.form_reading import read_form
from support.fuzzing import MIB, a_filled_form, zipped

SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
with zipfile.ZipFile(io.BytesIO(a_filled_form())) as package:
    PARTS = {name: package.read(name).decode() for name in package.namelist()}
ALL = "A1:XFD1048576"
LONG = '<c t="str"><v>' + "长" * 60_000 + "</v></c>"
STRUCK = '<c t="inlineStr"><is><r><rPr><strike/></rPr><t>' + "长" * 60_000 + "</t></r></is></c>"
# The part, before what in it, what is put there, how often.
REFUSED = {
    "bare cells": (SHEET, "</row>", "<c/>", 500_000),
    "cells of text": (SHEET, "</row>", '<c t="inlineStr"><is><t>a</t></is></c>', 100_000),
    "rows": (SHEET, "</sheetData>", "<row/>", 300_000),
    "rows in namespaces": (SHEET, "</sheetData>", "<x:row/>", 250_000),
    "levels": (SHEET, "<sheetData>", "<x>", 500_000),
    "merged ranges": (SHEET, "</mergeCells>", '<mergeCell ref="A1:B2"/>', 250_000),
    "the whole sheet merged again and again": (SHEET, "</mergeCells>", f'<mergeCell ref="{ALL}"/>', 10_000),
    "fonts": (STYLES, "</fonts>", "<font/>", 250_000),
    "open brackets": (SHEET, "</row>", "<", 2 * MIB),
    "long texts": (SHEET, "</row>", LONG, 20),
    "long struck texts": (SHEET, "</row>", STRUCK, 20),
    "blanks": (SHEET, "</row>", " " * 1024, 17 * 1024),
    "a long namespace": (SHEET, 'spreadsheetml/2006/main"', "a", 2_000),
    "a long namespace with quotation marks": (SHEET, 'spreadsheetml/2006/main"', "a" * 90 + "'", 20),
    "a long namespace after many blanks": (SHEET, 'xmlns="', f' a="v"{" " * 2_000}xmlns:x="{"a" * 500}" ', 1),
    "attributes": (SHEET, "</row>", '<c a="" b="" d="" e="" f="" g="" h="" i=""/>', 120_000),
}
# What would be slow to build for a reader that builds all of it: it is read, or refused, and the test ends.
ENDS = {
    "the whole sheet merged": (SHEET, "</mergeCells>", f'<mergeCell ref="{ALL}"/>', 1),
    "odd merged ranges": (
        SHEET,
        "</mergeCells>",
        '<mergeCell ref="ZZZZ9:&#65;1"/><mergeCell/><mergeCell ref="B2"/>',
        9,
    ),
    "a shared formula": (SHEET, "</row>", '<c><f t="shared" si="0">' + "A1+" * 1_500 + "A1</f></c>", 1_000),
    "one part as many sheets": (BOOK, "</sheets>", '<sheet name="a" sheetId="1" r:id="rId1"/>', 1_000),
    "many relations": (RELATIONS, "</Relationships>", '<Relationship Id="a" Type="b" Target="c"/>', 1_000),
    "hidden columns": (SHEET, "<sheetData", '<cols><col min="1" max="16384" hidden="1"/></cols>', 40_000),
    "far columns": (SHEET, "</row>", '<c r="ZZZ9999999" t="str"><v>a</v></c>', 1_000),
    "long formats": (STYLES, "</numFmts>", f'<numFmt numFmtId="164" formatCode="{"0" * 60_000}"/>', 20),
}
READ = {
    "some merged ranges": (SHEET, "</mergeCells>", '<mergeCell ref="H1:H90"/>', 20),
    "rows formatted far down": (SHEET, "</sheetData>", "<row><c/><c/><c/><c/><c/><c/></row>", 20_000),
    "some shared formulas": (SHEET, "</row>", '<c r="AA1"><f t="shared" ref="AA1" si="0">A1</f></c>', 30),
    "the whole sheet merged elsewhere": (SHEET, "</mergeCells>", '<mergeCell ref="Z1:XFD1048576"/>', 1),
}


def form(part: str, before: str, piece: str, times: int) -> bytes:
    """The filled form, but for a piece put in at one place again and again."""
    assert before in PARTS[part]
    changed = PARTS[part].replace(before, piece * times + before, 1)
    return zipped([(name, (changed if name == part else text).encode()) for name, text in PARTS.items()])


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_unfold_is_refused(name: str) -> None:
    data = form(*REFUSED[name])
    assert len(data) < 256 << 10
    document, problems = read_form(data, "x.xlsx")
    assert (document, [problem.code for problem in problems]) == (None, ["JK604"])


@pytest.mark.parametrize("name", ENDS)
def test_what_would_be_slow_ends(name: str) -> None:
    part, before, piece, times = ENDS[name]
    document, told = read_form(form(part, before if before in PARTS[part] else "<cellXfs", piece, times), "x.xlsx")
    assert document is not None or told


UTF_7 = '<?xml version="1.0" encoding="UTF-7"?>'
HIDDEN = {
    "UTF-7": UTF_7 + "+ADw-styleSheet+AD4-" + "+ADw-font/+AD4-" * 9,
    "UTF-7 with a declaration of entities": UTF_7 + "+ADwAIQ-DOCTYPE x+AD4-",
    "UTF-7 behind a byte order mark": f"\ufeff{UTF_7}+ADw-styleSheet/+AD4-",
    "no tags at all": "styleSheet",
}


@pytest.mark.parametrize("part", [STYLES, BOOK, RELATIONS])
@pytest.mark.parametrize("name", HIDDEN)
def test_tags_that_cannot_be_counted_are_refused(name: str, part: str) -> None:
    parts = [(part_name, (HIDDEN[name] if part_name == part else text).encode()) for part_name, text in PARTS.items()]
    document, problems = read_form(zipped(parts), "x.xlsx")
    assert (document, [problem.code for problem in problems]) == (None, ["JK602"])
    assert problems[0].message == "表里的文字用了不认识的编码，没有读"


def test_ebcdic_is_refused_whatever_the_part_is_called() -> None:
    hidden = '<?xml version="1.0" encoding="cp037"?><styleSheet/>'.encode("cp037")
    parts = [
        (name, text.replace("styles.xml", "styles.dat").encode()) for name, text in PARTS.items() if name != STYLES
    ]
    document, problems = read_form(zipped([*parts, ("xl/styles.dat", hidden)]), "x.xlsx")
    assert (document, [problem.code for problem in problems]) == (None, ["JK602"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_encodings_of_office_programs_are_read(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.upper()}"?>'
    changed = {SHEET: head + PARTS[SHEET].partition("?>")[2] if "?>" in PARTS[SHEET] else head + PARTS[SHEET]}
    parts = [
        (name, changed[name].encode(encoding) if name in changed else text.encode()) for name, text in PARTS.items()
    ]
    document, told = read_form(zipped(parts), "x.xlsx")
    assert document is not None, told


@pytest.mark.parametrize("name", READ)
def test_what_clerks_really_have_is_read(name: str) -> None:
    document, _ = read_form(form(*READ[name]), "x.xlsx")
    assert document is not None
    assert document.content["单位"] == "州财政局"
