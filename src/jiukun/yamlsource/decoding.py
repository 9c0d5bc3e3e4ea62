"""Bytes to text: UTF-8, UTF-16 with BOM, and what Chinese Windows calls ANSI."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from jiukun.diagnostics.diagnostic import Diagnostic, Location

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAVE_AS = "用记事本打开，“文件→另存为”，编码选“UTF-8”，再保存一次"


def decode(data: bytes, path: str, keys: Iterable[str]) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Text of a file and what is to be said of its encoding; None where it cannot be read.

    GB18030 decodes nearly anything, so it is believed only where the text holds one of `keys`,
    words that such a file must have.
    """
    encoding = _UTF16.get(data[:2], "utf-8")
    body = data[2:] if encoding != "utf-8" else data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text = _as_gb18030(data) if encoding == "utf-8" else ""
        if any(key in text for key in keys):
            message = "文件不是 UTF-8 编码，已按 GB18030（“ANSI”）读出"
            return text, (Diagnostic(Location(path), "JK104", message, _SAVE_AS),)
        return None, (_unreadable(body, error, path, bom=len(data) - len(body)),)
    if body.strip(b" \t\r\n\f\v\0") if encoding == "utf-8" else text.strip().strip("\0"):
        return text, ()
    lost = "文件里只有空字符，内容丢了，多半是断电或磁盘出错" if "\0" in text else "文件是空的，没有任何内容"
    return None, (Diagnostic(Location(path), "JK101", lost, "请重新保存或重新拷贝这个文件"),)


def _as_gb18030(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return ""


def _unreadable(data: bytes, error: UnicodeDecodeError, path: str, *, bom: int) -> Diagnostic:
    before = data[: error.start].decode(error.encoding, "replace")
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    location = Location(path, len(lines), len(lines[-1]) + 1)
    wrong = data[error.start]
    return Diagnostic(location, "JK103", f"第 {bom + error.start + 1} 个字节（0x{wrong:02X}）读不成文字", _SAVE_AS)
