"""What an .xlsx file must not be before anything parses it: broken, old, encrypted, huge, or with something to run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from jiukun.diagnostics import Diagnostic, Location

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, .et, and every encrypted workbook
_MOST_BYTES = 8 << 20
_MOST_ENTRIES = 1_000
_ACTIVE = re.compile(
    r"vbaProject|macrosheets/|externalLinks/|embeddings/|activeX/|ctrlProps/|oleObject|connections\.xml|queryTables/"
    r"|customUI|dialogsheets/",
    re.IGNORECASE,
)
_ACTIVE_CONTENT = re.compile(rb"macroEnabled|oleLink|ddeLink|oleObject", re.IGNORECASE)
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SAVE_AS = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不设密码"


def refusal(data: bytes, path: str) -> Diagnostic | None:
    """Why a file is not opened as a workbook, or None where it may be. Memory is bounded whatever it declares."""
    place = Location(path)
    if data.startswith(_OLE2):
        return Diagnostic(place, "JK601", "这是旧格式（.xls、.et）或加了密码的表，读不了", _SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package_refusal(package, place)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return broken(path)


def broken(path: str) -> Diagnostic:
    """That the file cannot be read as a workbook at all."""
    return Diagnostic(Location(path), "JK602", "表文件损坏，或不是 Excel 表", f"请重新发一份；或{_SAVE_AS}")


def _package_refusal(package: zipfile.ZipFile, place: Location) -> Diagnostic | None:
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        return _too_large(place)
    if any(_ACTIVE.search(entry.filename) for entry in entries):
        return _active(place)
    left = _MOST_BYTES
    for entry in entries:
        with package.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            return _too_large(place)
        if _ACTIVE_CONTENT.search(content) and entry.filename.endswith((".xml", ".rels")):
            return _active(place)
        if _DECLARATION.search(_as_text(content)):
            return Diagnostic(place, "JK602", "表里有不该有的文档声明（DTD），没有读", f"请重新发一份；或{_SAVE_AS}")
    return None


def _as_text(content: bytes) -> str:
    """An XML part as text, near enough to find a declaration in whatever encoding."""
    return content.replace(b"\x00", b"").decode("latin-1")


def _too_large(place: Location) -> Diagnostic:
    return Diagnostic(place, "JK604", "表展开后太大，没有读", "删去图片和多余的工作表，只留报送表")


def _active(place: Location) -> Diagnostic:
    return Diagnostic(place, "JK603", "表里有宏、外部链接或嵌入的对象，没有读", f"删去它们，再{_SAVE_AS}")
