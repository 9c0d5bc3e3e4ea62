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
SHARED = '<c><f t="shared" ref="A1:A9" si="0">' + "A1+" * 1_500 + "A1</f></c>"
ALL = "A1:XFD1048576"
# The part, before what in it, what is put there, how often.
REFUSED = {
    "bare cells": (SHEET, "</row>", "<c/>", 500_000),
    "cells of text": (SHEET, "</row>", '<c t="inlineStr"><is><t>a</t></is></c>', 200_000),
    "rows": (SHEET, "</sheetData>", "<row/>", 300_000),
    "rows in namespaces": (SHEET, "</sheetData>", "<x:row/>", 200_000),
    "levels": (SHEET, "<sheetData>", "<x>", 500_000),
    "merged ranges": (SHEET, "</mergeCells>", '<mergeCell ref="A1:B2"/>', 501),
    "the whole sheet merged": (SHEET, "</mergeCells>", f'<mergeCell ref="{ALL}"/>', 1),
    "the same behind a bracket": (SHEET, "</mergeCells>", f'<mergeCell x=">" ref="{ALL}"/>', 1),
    "the same far behind": (SHEET, "</mergeCells>", f'<mergeCell x="{"y" * 300}" ref="{ALL}"/>', 1),
    "the same in a namespace": (SHEET, "</mergeCells>", f'<x:mergeCell ref="{ALL}"/>', 1),
    "the same by number": (SHEET, "</mergeCells>", f'<mergeCell ref="&#65;{ALL[1:]}"/>', 1),
    "a shared formula": (SHEET, "</row>", SHARED + '<c><f t="shared" si="0"/></c>' * 1_000, 1),
    "the same by number of a letter": (
        SHEET,
        "</row>",
        SHARED.replace('"sh', '"&#115;h') + '<c><f t="&#115;hared" si="0"/></c>' * 1_000,
        1,
    ),
    "fonts": (STYLES, "</fonts>", "<font/>", 200_000),
    "names": (BOOK, "</definedNames>", '<definedName name="a">A1</definedName>', 100_000),
    "one part as many sheets": (BOOK, "</sheets>", '<sheet name="a" sheetId="1" r:id="rId1"/>', 1_000),
    "many relations": (RELATIONS, "</Relationships>", '<Relationship Id="a" Type="b" Target="c"/>', 1_000),
    "open brackets": (SHEET, "</row>", "<", 2 * MIB),
}
READ = {
    "some merged ranges": (SHEET, "</mergeCells>", '<mergeCell ref="H1:H90"/>', 20),
    "a thousand blank rows": (SHEET, "</sheetData>", "<row><c/><c/><c/><c/><c/><c/></row>", 1_000),
    "some shared formulas": (SHEET, "</row>", '<c r="AA1"><f t="shared" ref="AA1" si="0">A1</f></c>', 30),
}


def form(part: str, before: str, piece: str, times: int) -> bytes:
    """The filled form, but for a piece put in at one place again and again."""
    assert before in PARTS[part]
    changed = PARTS[part].replace(before, piece * times + before, 1)
    return zipped([(name, (changed if name == part else text).encode()) for name, text in PARTS.items()])


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_unfold_is_refused(name: str) -> None:
    data = form(*REFUSED[name])
    assert len(data) < 64 << 10
    document, told = read_form(data, "x.xlsx")
    assert (document, [one.code for one in told]) == (None, ["JK604"])


UTF_7 = '<?xml version="1.0" encoding="UTF-7"?>'
HIDDEN = {
    "UTF-7": UTF_7 + "+ADw-styleSheet+AD4-" + "+ADw-font/+AD4-" * 9,
    "UTF-7 with a declaration of entities": UTF_7 + "+ADwAIQ-DOCTYPE x+AD4-",
    "UTF-7 behind a byte order mark": f"\ufeff{UTF_7}+ADw-styleSheet/+AD4-",
    "no tags at all": "styleSheet",
}


@pytest.mark.parametrize("part", [STYLES, BOOK, "[Content_Types].xml"])
@pytest.mark.parametrize("name", HIDDEN)
def test_tags_that_cannot_be_counted_are_refused(name: str, part: str) -> None:
    parts = [(one, (HIDDEN[name] if one == part else text).encode()) for one, text in PARTS.items()]
    document, told = read_form(zipped(parts), "x.xlsx")
    assert (document, [one.code for one in told]) == (None, ["JK602"])
    assert told[0].message == "表里的文字用了不认识的编码，没有读"


def test_ebcdic_is_refused_whatever_the_part_is_called() -> None:
    parts = [(name, text.encode()) for name, text in PARTS.items()]
    hidden = '<?xml version="1.0" encoding="cp037"?><styleSheet/>'.encode("cp037")
    document, told = read_form(zipped([*parts, ("xl/styles.dat", hidden)]), "x.xlsx")
    assert (document, [one.code for one in told]) == (None, ["JK602"])


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


@pytest.mark.parametrize("run", ["mergeCell ", "<mergeCell ", '="', "<a:", 'Target="', "shared", "ref = "])
def test_the_bounds_themselves_are_told_in_one_pass(run: str) -> None:
    """What could make a pattern go back and forth for ever; the test ends, or it does not."""
    document, told = read_form(form(SHEET, "</row>", run, 2 * MIB // len(run)), "x.xlsx")
    assert document is not None or [one.code for one in told] in (["JK602"], ["JK604"])
