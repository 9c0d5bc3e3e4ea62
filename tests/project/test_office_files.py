"""What a file is by its bytes, and what to do with one that cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from jiukun.project.office_files import kind_of, remedy

FORMS = Path(__file__).parent.parent / "forms"
WORKBOOK = (FORMS / "strict-州财政局.xlsx").read_bytes()
DOCUMENT = (FORMS / "word-plain-州财政局.docx").read_bytes()
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def zipped(*names: str, first: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, first if name == "mimetype" else b"<x/>")
    return buffer.getvalue()


ODS = zipped("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet")
ODT = zipped("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WORKBOOK, "workbook"),
        (DOCUMENT, "document"),
        (zipped("XL/Workbook.xml"), "workbook"),
        (zipped("xl\\workbook.xml"), "workbook"),
        (zipped("xl/workbook.bin"), ""),
        (WORKBOOK[:-40], ""),
        (ODS, ""),
        (OLE2, ""),
        ("单位: 州财政局".encode(), ""),
        (b"", ""),
    ],
)
def test_what_a_file_is(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


AS_WORKBOOK, AS_DOCUMENT = "另存为“Excel 工作簿（.xlsx）”", "另存为“Word 文档（*.docx）”"
REMEDIES = [
    ("州财政局.xls", OLE2, "JK601", AS_WORKBOOK),
    ("州财政局.et", OLE2, "JK601", AS_WORKBOOK),
    ("州财政局.doc", OLE2, "JK601", AS_DOCUMENT),
    ("州财政局.wps", OLE2, "JK601", AS_DOCUMENT),
    ("州财政局.xlsx", OLE2 + "WordDocument".encode("utf-16-le"), "JK601", AS_DOCUMENT),
    ("州财政局.xlsx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "JK601", "去掉密码"),
    ("州财政局.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "JK601", "去掉密码"),
    ("州财政局.ods", ODS, "JK601", AS_WORKBOOK),
    ("州财政局.odt", ODT, "JK601", AS_DOCUMENT),
    ("州财政局.xlsx", ODS, "JK601", AS_WORKBOOK),
    ("州财政局.xlsb", zipped("[Content_Types].xml", "xl/workbook.bin"), "JK601", AS_WORKBOOK),
    ("州财政局.rtf", b"{\\rtf1", "JK601", AS_DOCUMENT),
    ("州财政局.xls", b"<html><table>", "JK601", AS_WORKBOOK),
    ("州财政局.pdf", b"%PDF-1.7", "JK403", "交填好的 Excel 表"),
    ("州财政局.ofd", zipped("OFD.xml"), "JK403", "交填好的 Excel 表"),
    ("州财政局.jpg", b"\xff\xd8\xff\xe0", "JK403", "交填好的 Excel 表"),
    ("州财政局.zip", zipped("州财政局.xlsx"), "JK403", "解压"),
    ("州财政局.rar", b"Rar!\x1a", "JK403", "解压"),
    ("州财政局.xlsx", WORKBOOK[:-40], "JK602", "重新发一份"),
    ("州财政局.docx", DOCUMENT[:2000], "JK602", "重新发一份"),
    ("州财政局.xlsx", b"", "JK602", "重新发一份"),
    ("州财政局.xlsx.crdownload", WORKBOOK[:2000], "JK602", "等下载完"),
    ("州财政局.xlsx", b"not at all", "JK602", "重新发一份"),
    ("州财政局.mp4", b"\0\0\0\x20ftyp", "JK403", "其他材料请移走"),
]


@pytest.mark.parametrize(("name", "data", "code", "words"), REMEDIES)
def test_the_remedy_that_fits(name: str, data: bytes, code: str, words: str) -> None:
    found, message, hint = remedy(name, data)
    assert (found, words in hint) == (code, True), (message, hint)
