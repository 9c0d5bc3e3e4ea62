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
_HINTS = {
    ".doc": "用 Word 或 WPS 打开，“文件→另存为”，类型选“Word 文档（*.docx）”，再用存好的文件",
    ".wps": "用 WPS 打开，“文件→另存为”，类型选“Microsoft Word 文件（*.docx）”，再用存好的文件",
    ".pdf": "用 WPS 或 Word 打开，另存为“Word 文档（*.docx）”；扫描件要先做文字识别，并核对一遍",
}


def read_plan_document(data: bytes, path: str) -> tuple[PlanDocument | None, tuple[Diagnostic, ...]]:
    """The document in the bytes of a file of the kind that its name says, and what is wrong with it; never raises."""
    ending = PurePath(path).suffix.lower()
    if ending == ".docx":
        document, problems = read_word(data, path)
    elif ending in _TEXTS:
        decoded, problems = decode(data, path, _WORDS)
        document = None if decoded is None else text_document(decoded, path, marked=ending.startswith(".m"))
    else:
        message = f"“{ending}”格式读不了" if ending else "没有扩展名，不知道是什么格式"
        hint = _HINTS.get(ending, "把方案存成 Word 文档（.docx），或复制到记事本里存成 .txt")
        return None, (Diagnostic(Location(path), "JK611", f"{message}，能读的是 .docx、.txt、.md", hint),)
    text = document.source.text if document else ""
    if len(text) > _MOST_CHARACTERS or text.count("\n") + text.count("\r") > _MOST_LINES:
        hint = "只留方案的文字和表格；整本的汇编请拆成一份一份的"
        message = "文字超过 50 万字或 5 万行，不像一份方案，没有读"
        return None, (*problems, Diagnostic(Location(path), "JK614", message, hint))
    return document, problems
