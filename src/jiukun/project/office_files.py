"""What an office file must not be before anything parses it: broken, old, encrypted, huge, or with something to run."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.package_bounds import element_count, is_too_much

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, .et, .doc, .wps, and everything encrypted
_MOST_ENTRIES = 1_000
_MOST_ELEMENTS = 150_000  # of a Word document: some hundred pages; each takes a dozen microseconds to read
_MACROS = r"vbaProject|macrosheets/|activeX/|ctrlProps/|customUI|dialogsheets/"
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([^\"']{0,40})", re.IGNORECASE)
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii"})  # what offices write; of others we see no tags
_BEGINS = re.compile(r"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<")
_XML = (".xml", ".rels", ".vml")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # `<?xm`, by which an XML parser knows it


@dataclass(frozen=True)
class PackageKind:
    """What packages of a kind may hold, and in which words they are refused."""

    codes: tuple[str, str, str, str]  # old or encrypted, broken, with something to run, too large
    name: str
    old: str
    save_as: str
    active_words: str
    active: re.Pattern[str]
    active_content: re.Pattern[bytes]
    trim: str
    most_bytes: int = 8 << 20


SHEET = PackageKind(
    ("JK601", "JK602", "JK603", "JK604"),
    "表",
    "这是旧格式（.xls、.et）或加了密码的表，读不了",
    "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，不设密码",
    "表里有宏、外部链接或嵌入的对象，没有读",
    re.compile(f"{_MACROS}|externalLinks/|embeddings/|oleObject|connections\\.xml|queryTables/", re.IGNORECASE),
    re.compile(rb"macroEnabled|oleLink|ddeLink|oleObject", re.IGNORECASE),
    "删去图片和多余的工作表，只留报送表；空白行列的格式也清除掉",
)
WORD = PackageKind(
    ("JK611", "JK612", "JK613", "JK614"),
    "文档",
    "这其实是旧格式（.doc、.wps）或加了密码的文档，读不了",
    "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”，不设密码",
    "文档里有宏，没有读",
    re.compile(_MACROS, re.IGNORECASE),  # a table of Excel that is embedded is not opened
    re.compile(rb"macroEnabled", re.IGNORECASE),
    "删去图片和无关的附件，只留方案的文字和表格",
    32 << 20,
)


def refusal(data: bytes, path: str, kind: PackageKind = SHEET) -> Diagnostic | None:
    """Why a file is not opened, or None where it may be. Memory is bounded whatever it declares."""
    if data.startswith(_OLE2):
        return Diagnostic(Location(path), kind.codes[0], kind.old, kind.save_as)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package_refusal(package, Location(path), kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError):
        return broken(path, kind)


def broken(path: str, kind: PackageKind = SHEET) -> Diagnostic:
    """That the file cannot be read at all."""
    full = "Excel 表" if kind is SHEET else "Word 文档"
    message = f"{kind.name}文件损坏，或不是 {full}"
    return Diagnostic(Location(path), kind.codes[1], message, f"请重新发一份；或{kind.save_as}")


def _package_refusal(package: zipfile.ZipFile, place: Location, kind: PackageKind) -> Diagnostic | None:
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > kind.most_bytes:
        return _too_large(place, kind)
    if any(kind.active.search(entry.filename) for entry in entries):
        return _active(place, kind)
    left = kind.most_bytes
    texts: dict[str, str] = {}
    for entry in entries:
        with package.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            return _too_large(place, kind)
        if kind.active_content.search(content) and entry.filename.endswith((".xml", ".rels")):
            return _active(place, kind)
        text = _as_text(content)
        if why := _why_not_plain(entry.filename, content, text):
            return Diagnostic(place, kind.codes[1], f"{kind.name}{why}", f"请重新发一份；或{kind.save_as}")
        if "<" in text and not entry.filename.lower().startswith("xl/media/"):
            texts[f"{len(texts)}/{entry.filename}"] = text  # a name may stand twice
    too_much = is_too_much(texts) if kind is SHEET else element_count(texts) > _MOST_ELEMENTS
    return _too_large(place, kind) if too_much else None


def _why_not_plain(name: str, content: bytes, text: str) -> str:
    """Why the tags of a part cannot be told from its bytes, as in UTF-7 or EBCDIC, or are more than its own; if so."""
    declared = _ENCODING.match(text.lstrip("\xef\xbb\xbf\xfe\xff \r\n\t"))
    is_odd = content.startswith(_EBCDIC) or (declared and declared[1].strip().lower() not in _ENCODINGS)
    if is_odd or (name.lower().endswith(_XML) and text.strip() and not _BEGINS.match(text)):
        return "里的文字用了不认识的编码，没有读"
    return "里有不该有的文档声明（DTD），没有读" if _DECLARATION.search(text) else ""


def _as_text(content: bytes) -> str:
    """An XML part as text, near enough to find a declaration in whatever encoding."""
    return content.replace(b"\x00", b"").decode("latin-1")


def _too_large(place: Location, kind: PackageKind) -> Diagnostic:
    return Diagnostic(place, kind.codes[3], f"{kind.name}展开后太大，没有读", kind.trim)


def _active(place: Location, kind: PackageKind) -> Diagnostic:
    return Diagnostic(place, kind.codes[2], kind.active_words, f"删去它们，再{kind.save_as}")
