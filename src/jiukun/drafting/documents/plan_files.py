"""Plan documents of any kind of file, known by its name."""

from __future__ import annotations

from pathlib import PurePath

from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.drafting.documents.paragraphs import PlanDocument, text_document
from jiukun.drafting.documents.word import read_word
from jiukun.yamlsource.decoding import decode

_WORDS = ("牵头", "责任", "单位", "负责", "方案")  # what a plan holds, whatever its encoding
_MOST_CHARACTERS = 1 << 19  # of some 500 pages
_MOST_LINES = 50_000
_TEXTS = (".txt", ".text", ".md", ".markdown")


def read_plan_document(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file, and what is wrong with the file; never raises, whatever the bytes are.

    The kind of a file is what its name says. In a .docx line N is paragraph N.
    """
    ending = PurePath(path).suffix.lower()
    if ending == ".docx":
        document, told = read_word(data, path)
        is_long = document is not None and _is_long(document.source.text)
        return (None, (*told, _too_long(path))) if is_long else (document, told)
    if ending not in _TEXTS:
        return None, (_unsupported(path, ending),)
    text, told = decode(data, path, _WORDS)
    if text is None or _is_long(text):
        return None, (*told, *([] if text is None else [_too_long(path)]))
    return text_document(text, path, marked=ending.startswith(".m")), told


def _is_long(text: str) -> bool:
    """Whether a text is longer than any plan."""
    return len(text) > _MOST_CHARACTERS or text.count("\n") + text.count("\r") > _MOST_LINES


def _too_long(path: str) -> Diagnostic:
    hint = "只留方案的文字和表格；整本的汇编请拆成一份一份的"
    return Diagnostic(Location(path), "JK614", "文字超过 50 万字或 5 万行，不像一份方案，没有读", hint)


def _unsupported(path: str, ending: str) -> Diagnostic:
    hints = {
        ".doc": "用 Word 或 WPS 打开，“文件→另存为”，类型选“Word 文档（*.docx）”，再用存好的文件",
        ".wps": "用 WPS 打开，“文件→另存为”，类型选“Microsoft Word 文件（*.docx）”，再用存好的文件",
        ".pdf": "用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”；扫描件要先做文字识别，并核对一遍",
    }
    hint = hints.get(ending, "把方案存成 Word 文档（.docx），或复制到记事本里存成 .txt")
    message = f"“{ending}”格式读不了" if ending else "没有扩展名，不知道是什么格式"
    return Diagnostic(Location(path), "JK611", f"{message}，能读的是 .docx、.txt、.md", hint)
