"""What lies over a sheet, beside it or unseen in it is not read, and told with its cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font, PatternFill

from jiukun.reports.reading import read_report
from support.forms import CONTENT, FIRST_SHEET, filled, rewritten

RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ID = f'xmlns:r="{OFFICE}" r:id="rIdOwn"'
NOTE = (
    '<v:shape type="#_x0000_t202"><v:textbox><div>批注</div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:Anchor>5, 0, 3, 0, 6, 0, 4, 0</x:Anchor></x:ClientData></v:shape>"
)
# As Excel writes it: <br> keeps it from being XML.
CONTROL = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    + NOTE
    + '<v:shape type="#_x0000_t201"><v:textbox><div><font>已办结<br></font>&amp;核实</div></v:textbox>'
    '<x:ClientData ObjectType="Checkbox"><x:Anchor>\n 3, 15, 4, 2, 5, 31, 6, 4</x:Anchor></x:ClientData></v:shape>'
    "</xml>"
)
THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="E4"><text>请补充</text></threadedComment>'
    '<threadedComment ref="E4"><text>已补充</text></threadedComment></ThreadedComments>'
)
NOTES = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="E4"><text>'
    "<t>[线程批注] 你的Excel版本可读取此线程批注</t></text></comment></commentList></comments>"
)
GROUP = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>3</xdr:col><xdr:row>4</xdr:row></xdr:from><xdr:grpSp><xdr:grpSp><xdr:sp><xdr:txBody><a:p><a:r>"
    "<a:t>组合里的话</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:grpSp></xdr:grpSp></xdr:twoCellAnchor></xdr:wsDr>"
)


def with_part(name: str, content: str, kind: str, element: str = "") -> bytes:
    """The filled form with a part that its sheet refers to."""
    relation = f'<Relationship Id="rIdOwn" Type="{OFFICE}/{kind}" Target="../{name}"/>'
    root = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    data = rewritten(filled(), RELATIONS, lambda _: root.format(relation))
    data = rewritten(data, FIRST_SHEET, lambda text: text.replace("</worksheet>", f"{element}</worksheet>"))
    return rewritten(data, f"xl/{name}", lambda _: content)


def told(data: bytes) -> list[tuple[str, str, str]]:
    read = read_report(data, "州工信局.xlsx")
    assert read.document is not None
    assert read.document.content == CONTENT
    return [(diagnostic.code, diagnostic.cell, diagnostic.message) for diagnostic in read.diagnostics]


OBJECTS = {
    "a control": (
        with_part("drawings/vml1.vml", CONTROL, "vmlDrawing", f"<legacyDrawing {ID}/>"),
        ("JK624", "汇总表!D5", "图片、图表和文本框没有读：D5的控件“已办结&核实”"),
    ),
    "a picture in the header": (
        with_part("drawings/vml1.vml", "<xml/>", "vmlDrawing", f"<legacyDrawingHF {ID}/>"),
        ("JK624", "汇总表", "图片、图表和文本框没有读：页眉页脚里的图片"),
    ),
    "a thread of comments": (
        rewritten(
            rewritten(
                with_part("threadedComments/threadedComment1.xml", THREADS, "threadedComment"),
                RELATIONS,
                lambda text: text.replace(
                    "</R", f'<Relationship Id="b" Type="{OFFICE}/comments" Target="../comments1.xml"/></R'
                ),
            ),
            "xl/comments1.xml",
            lambda _: NOTES,
        ),
        ("JK623", "汇总表!E4", "批注没有读：E4“请补充；已补充”"),
    ),
    "text in grouped shapes": (
        with_part("drawings/drawing1.xml", GROUP, "drawing", f"<drawing {ID}/>"),
        ("JK624", "汇总表!D5", "图片、图表和文本框没有读：D5的文本框“组合里的话”"),
    ),
    "a header": (
        rewritten(
            filled(),
            FIRST_SHEET,
            lambda text: text.replace("<oddFooter>", "<oddHeader>&amp;C另有2户停业</oddHeader><oddFooter>"),
        ),
        ("JK625", "汇总表", "这些文字不在报送的格子里，没有读：页眉页脚“另有2户停业”"),
    ),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_what_lies_over_a_sheet_is_told(name: str) -> None:
    data, expected = OBJECTS[name]
    assert told(data) == [expected]


def looks(place: str, value: object, font: Font, fill: PatternFill | None = None) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        cell = book.worksheets[0][place]
        cell.value, cell.font = value, font
        if fill:
            cell.fill = fill

    return change


WHITE, RED = Font(color="FFFFFF"), Font(color="FF0000")
UNSEEN = {
    "white on nothing": looks("I5", "另有2户", WHITE),
    "white on white": looks("I5", "另有2户", WHITE, PatternFill("solid", fgColor="FFFFFF")),
    "red on red": looks("I5", "另有2户", RED, PatternFill("solid", fgColor="FF0000")),
    "a white number": looks("I5", 12, WHITE),
    "a white piece": looks("I5", CellRichText(TextBlock(InlineFont(color=Color("FFFFFFFF")), "另有2户")), Font()),
}
SEEN = {
    "white on red": looks("D4", "一是复工12家。\n二是走访30户。", WHITE, PatternFill("solid", fgColor="C00000")),
    "white on a pattern": looks("D4", "一是复工12家。\n二是走访30户。", WHITE, PatternFill("darkGrid")),
    "red": looks("D4", "一是复工12家。\n二是走访30户。", RED),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_text_in_the_colour_of_its_ground_is_hidden(name: str) -> None:
    assert [(code, cell) for code, cell, _ in told(filled(UNSEEN[name]))] == [("JK621", "汇总表!I5")]


@pytest.mark.parametrize("name", SEEN)
def test_text_in_another_colour_is_seen(name: str) -> None:
    assert told(filled(SEEN[name])) == []


def row_of(height: float | None, text: str) -> bytes:
    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["D5"].value, sheet["D5"].alignment = text, Alignment(wrap_text=True)
        sheet.row_dimensions[5].height = height

    return filled(change)


@pytest.mark.parametrize(
    ("height", "text", "is_told"),
    [
        (None, "一\n" * 22 + "一", False),
        (None, "一\n" * 23 + "一", True),
        (None, "一\n" * 399 + "一", True),
        (None, "访" * 400, False),
        (None, "访" * 1500, True),
        (40.0, "访" * 60, False),
        (40.0, "访" * 90, True),
        (40.0, "一\n二\n三\n四", True),
        (409.0, "一\n" * 30 + "一", False),  # perhaps in small type
        (409.0, "一\n" * 40 + "一", True),
    ],
)
def test_a_text_that_its_row_cannot_show_whole_is_told(height: float | None, text: str, is_told: bool) -> None:  # noqa: FBT001
    read = read_report(row_of(height, text), "州工信局.xlsx")
    assert [(diagnostic.code, diagnostic.cell) for diagnostic in read.diagnostics] == [("JK633", "汇总表!D5")] * is_told
