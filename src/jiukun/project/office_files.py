"""Office files before they are read: what a file is by its bytes, why it is refused, and what to do instead."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal, NamedTuple

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.names import Finding

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, .et, .doc, .wps, and everything encrypted
_MOST_ENTRIES = 2_000
_MOST_BYTES = 16 << 20  # of the XML parts that are read; photos are not
_MOST_ELEMENTS = 200_000  # of all of them; each takes some microseconds and a quarter of a kilobyte
# Patterns are compiled when the first package comes: a start costs no more for them.
_MACROS = r"(?i:vbaProject|macrosheets/|dialogsheets/)"
_DECLARATION = r"(?i:<!(?:DOCTYPE|ENTITY))"
_ENCODING = r"(?i:<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([^\"']{0,40}))"
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii"})  # what offices write; of others we see no tags
_BEGINS = r"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<"
_MOST_ATTRIBUTES = 800_000
# An attribute's name before a value that is long; a parser sets a namespace before each name.
_LONG_VALUE = r"[<\"'](?=([^<\"'=]*)=\s*+(?:\"[^\"<]{200}|'[^'<]{200}))"
_XML = (".xml", ".rels", ".vml")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # `<?xm`, by which an XML parser knows it


class PackageKind(NamedTuple):
    """In which words packages of a kind are refused."""

    codes: tuple[str, str, str, str]  # old or encrypted, broken, with macros, too large
    name: str
    full_name: str
    old: str
    save_as: str
    trim: str


_AS_WORKBOOK = "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不设密码"
_AS_DOCUMENT = "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”，不设密码"
_FORM_CODES = ("JK601", "JK602", "JK603", "JK604")
SHEET = PackageKind(
    _FORM_CODES,
    "表",
    "Excel 表",
    "这是旧格式（.xls、.et）或加了密码的表，读不了",
    _AS_WORKBOOK,
    "删去多余的工作表，清除空白行列的格式，只留报送表",
)
WORD_FORM = PackageKind(
    _FORM_CODES,
    "文档",
    "Word 文档",
    "这是旧格式（.doc、.wps）或加了密码的文档，读不了",
    _AS_DOCUMENT,
    "只留报送的表格，详细材料另附",
)
WORD = PackageKind(
    ("JK611", "JK612", "JK613", "JK614"),
    "文档",
    "Word 文档",
    "这其实是旧格式（.doc、.wps）或加了密码的文档，读不了",
    _AS_DOCUMENT,
    "删去图片和无关的附件，只留方案的文字和表格",
)


class RefusedError(Exception):
    """Why a package is not read."""

    def __init__(self, *remedy: str) -> None:
        super().__init__(*remedy)
        self.code, self.message, self.hint = remedy

    def diagnostic(self, path: str) -> Diagnostic:
        """As a problem of the whole file."""
        return Diagnostic(Location(path), self.code, self.message, self.hint)


class Package:
    """The parts of a zipped office file. Raises RefusedError for what is too much to read, whatever is declared.

    Only the parts that are asked for are unpacked and counted.
    """

    def __init__(self, data: bytes, kind: PackageKind) -> None:
        if data.startswith(_OLE2):
            raise RefusedError(kind.codes[0], kind.old, kind.save_as)
        self._kind = kind
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._entries = {_part_name(entry.filename): entry for entry in self._zip.infolist()}
        self._bytes, self._elements, self._attributes = _MOST_BYTES, _MOST_ELEMENTS, _MOST_ATTRIBUTES
        if len(self._zip.infolist()) > _MOST_ENTRIES:
            raise self.too_large()
        if any(re.search(_MACROS, name) for name in self._entries):
            raise RefusedError(kind.codes[2], f"{kind.name}里有宏，没有读", f"删去宏，再{kind.save_as}")

    def part(self, name: str) -> bytes | None:
        """The XML of a part, safe to parse; None where there is no such part."""
        entry = self._entries.get(_part_name(name))
        if entry is None:
            return None
        with self._zip.open(entry) as part:
            content = part.read(self._bytes + 1)
        self._bytes -= len(content)
        text = content.replace(b"\x00", b"").decode("latin-1")  # near enough to find tags in whatever encoding
        self._elements -= text.count("<") - text.count("</")
        self._attributes -= text.count("=")
        if min(self._bytes, self._elements, self._attributes) < 0 or _has_long_namespace(text):
            raise self.too_large()
        if why := _why_not_plain(name, content, text):
            hint = f"请重新发一份；或{self._kind.save_as}"
            raise RefusedError(self._kind.codes[1], f"{self._kind.name}{why}", hint)
        return content

    def too_large(self) -> RefusedError:
        """That there is more in it than any report holds."""
        return RefusedError(self._kind.codes[3], f"{self._kind.name}展开后太大，没有读", self._kind.trim)


def kind_of(data: bytes) -> Literal["workbook", "document", ""]:
    """What a file is by its bytes: an Excel workbook, a Word document, or neither."""
    if not data.startswith(b"PK"):
        return ""
    names = _names_within(data)
    if any(name.startswith("xl/") for name in names) and "xl/workbook.bin" not in names:
        return "workbook"
    return "document" if any(name.startswith("word/") for name in names) else ""


def broken(path: str, kind: PackageKind) -> Diagnostic:
    """That the file cannot be read at all."""
    return Diagnostic(Location(path), *_broken(kind))


_NO_REPORT = "交填好的 Excel 表（.xlsx）或 Word 文档（.docx）；这一份可以作纸质版留存"
_FROM_ARCHIVE = "解压后把里面填好的表放到这里"
_BEGINNINGS: tuple[tuple[bytes, Finding], ...] = (
    (b"%PDF", ("JK403", "这是 PDF，读不了里面的表", _NO_REPORT)),
    (b"{\\rtf", ("JK601", "这是 RTF 格式的文档，读不了", _AS_DOCUMENT)),
    (b"\xff\xd8\xff", ("JK403", "这是照片，读不了里面的字", _NO_REPORT)),
    (b"\x89PNG", ("JK403", "这是图片，读不了里面的字", _NO_REPORT)),
    (b"GIF8", ("JK403", "这是图片，读不了里面的字", _NO_REPORT)),
    (b"BM", ("JK403", "这是图片，读不了里面的字", _NO_REPORT)),
    (b"Rar!", ("JK403", "这是压缩包，没有读", _FROM_ARCHIVE)),
    (b"7z\xbc\xaf", ("JK403", "这是压缩包，没有读", _FROM_ARCHIVE)),
    (b"\x1f\x8b", ("JK403", "这是压缩包，没有读", _FROM_ARCHIVE)),
)
_WEB_PAGE = rb"(?:\xef\xbb\xbf)?\s*(?i:<!doctype html|<html|<table|mime-version)"
_WORD_ENDINGS = (".doc", ".docx", ".docm", ".wps", ".wpt", ".odt", ".rtf", ".dot")
_OFFICE_ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".docx", ".docm", ".doc", ".wps")
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".td", ".xltd", ".!ut", ".opdownload")


def remedy(name: str, data: bytes) -> Finding:
    """What to do with a file that is neither YAML nor a workbook or document that can be read, by its bytes and name.

    Gives code, message and hint.
    """
    suffix = PurePath(name.lower()).suffix
    kind = WORD_FORM if suffix in _WORD_ENDINGS else SHEET
    if not data:
        return "JK602", "文件是空的，没有内容", "请重新发一份"
    if suffix in _UNFINISHED:
        return "JK602", "文件没有下载完", "等下载完再放到这里"
    if suffix in _ARCHIVES:
        return "JK403", "这是压缩包，没有读", _FROM_ARCHIVE
    return _by_beginning(kind, data) or _by_name(kind, suffix)


def _by_beginning(kind: PackageKind, data: bytes) -> Finding | None:
    if data.startswith(_OLE2):
        return _old(kind, data)
    if data.startswith(b"PK"):
        return _of_package(kind, data)
    if re.match(_WEB_PAGE, data):
        return "JK601", "这是网页格式的表，读不了", _AS_WORKBOOK
    return next((found for beginning, found in _BEGINNINGS if data.startswith(beginning)), None)


def _by_name(kind: PackageKind, suffix: str) -> Finding:
    if suffix in _OFFICE_ENDINGS:
        return _broken(kind)
    shown = f"“{one_line(suffix, 20)}”格式的文件" if suffix else "这个文件"
    return "JK403", f"{shown}不能读，没有计入", "报送只收 .xlsx、.docx 表和 .yaml 文件；其他材料请移走"


def _old(kind: PackageKind, data: bytes) -> Finding:
    """Of a file of the 1990s, or one that is encrypted; its folder holds names in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "JK601", f"{kind.name}加了打开密码，读不了", f"去掉密码：{kind.save_as}"
    if "WordDocument".encode("utf-16-le") in data:
        return "JK601", WORD_FORM.old, WORD_FORM.save_as
    return "JK601", kind.old, kind.save_as


def _of_package(kind: PackageKind, data: bytes) -> Finding:
    """Of a zip file that is no workbook and no document."""
    names = _names_within(data)
    remedies = (
        (not names, _broken(kind)),
        ("xl/workbook.bin" in names, ("JK601", "这是二进制的表（.xlsb），读不了", _AS_WORKBOOK)),
        (b"opendocument.spreadsheet" in data[:200], ("JK601", "这是 ODS 格式的表，读不了", _AS_WORKBOOK)),
        (b"opendocument.text" in data[:200], ("JK601", "这是 ODT 格式的文档，读不了", _AS_DOCUMENT)),
        ("ofd.xml" in names, ("JK403", "这是 OFD 版式文件，读不了里面的表", _NO_REPORT)),
        ("[content_types].xml" in names, _broken(kind)),
        (True, ("JK403", "这是压缩包，没有读", _FROM_ARCHIVE)),
    )
    return next(found for applies, found in remedies if applies)


def _broken(kind: PackageKind) -> Finding:
    message = f"{kind.name}文件损坏、没有传完整，或不是 {kind.full_name}"
    return kind.codes[1], message, f"请重新发一份；或{kind.save_as}"


def _names_within(data: bytes) -> set[str]:
    """The names of the parts of a zip file; nothing where it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {_part_name(name) for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()


def _part_name(name: str) -> str:
    """Names of parts are the same whatever their case (OPC); some programs write them with backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _has_long_namespace(text: str) -> bool:
    """Whether a namespace is longer than any that is meant."""
    return any("xmlns" in found[1] for found in re.finditer(_LONG_VALUE, text))


def _why_not_plain(name: str, content: bytes, text: str) -> str:
    """Why the tags of a part cannot be told from its bytes, as in UTF-7 or EBCDIC, or are more than its own; if so."""
    declared = re.match(_ENCODING, text.lstrip("\xef\xbb\xbf\xfe\xff \r\n\t"))
    is_odd = content.startswith(_EBCDIC) or (declared and declared[1].strip().lower() not in _ENCODINGS)
    if is_odd or (name.lower().endswith(_XML) and text.strip() and not re.match(_BEGINS, text)):
        return "里的文字用了不认识的编码，没有读"
    return "里有不该有的文档声明（DTD），没有读" if re.search(_DECLARATION, text) else ""
