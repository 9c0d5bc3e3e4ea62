"""Plan documents of any kind of file, known by its name."""

from __future__ import annotations

from pathlib import PurePath

from jiukun.diagnostics import Diagnostic, Location
from jiukun.intake.documents import PlanDocument, text_document
from jiukun.yamlsource import decode

_WORDS = ("牵头", "责任", "单位", "负责", "方案")  # what a plan holds, whatever its encoding
_TEXTS = (".txt", ".text", ".md", ".markdown")


def read_plan_document(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file, and what is wrong with the file; never raises, whatever the bytes are.

    The kind of a file is what its name says. In a .docx line N is paragraph N.
    """
    ending = PurePath(path).suffix.lower()
    if ending == ".docx":
        from jiukun.intake.word import read_word  # noqa: PLC0415  python-docx is slow to load

        return read_word(data, path)
    if ending not in _TEXTS:
        return None, (_unsupported(path, ending),)
    text, told = decode(data, path, _WORDS)
    return (None, told) if text is None else (text_document(text, path, marked=ending.startswith(".m")), told)


def _unsupported(path: str, ending: str) -> Diagnostic:
    hints = {
        ".doc": "用 Word 或 WPS 打开，“文件→另存为”，类型选“Word 文档（*.docx）”，再用存好的文件",
        ".wps": "用 WPS 打开，“文件→另存为”，类型选“Microsoft Word 文件（*.docx）”，再用存好的文件",
        ".pdf": "用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”；扫描件要先做文字识别，并核对一遍",
    }
    hint = hints.get(ending, "把方案存成 Word 文档（.docx），或复制到记事本里存成 .txt")
    message = f"“{ending}”格式读不了" if ending else "没有扩展名，不知道是什么格式"
    return Diagnostic(Location(path), "JK611", f"{message}，能读的是 .docx、.txt、.md", hint)
