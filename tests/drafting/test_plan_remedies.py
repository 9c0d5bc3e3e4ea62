"""What is told of a plan document, done as told on a copy: the problem is gone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from jiukun.diagnostics.codes import CODES
from support.desk import Desk, at

Mend = Callable[[str, bytes], tuple[str, bytes]]  # name and content of the file, before and after
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FIRST = "一、促进复工复市。（牵头单位：市工信局；责任单位：市卫健委）\n"
LONG = "一份方案里没有的话。" * 60_000


def word_document(text: str = FIRST, **more: str) -> bytes:
    """A Word document of these lines, with further parts."""
    made = io.BytesIO()
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(made)
    with zipfile.ZipFile(made, "a") as package:
        for name, content in more.items():
            package.writestr(f"word/{name}.bin", content)
    return made.getvalue()


def saved_as_docx(_: str, __: bytes) -> tuple[str, bytes]:
    return "方案.docx", word_document()


def write(old: str, new: str) -> Mend:
    """Change what stands in a text; the pattern must be there."""

    def mend(name: str, data: bytes) -> tuple[str, bytes]:
        text, count = re.subn(old, new, data.decode(), count=1)
        assert count
        return name, text.encode()

    return mend


REMEDIES: dict[str, tuple[str, bytes, Mend]] = {
    "JK611": ("方案.doc", OLD, saved_as_docx),
    "JK612": ("方案.docx", word_document()[:-200], saved_as_docx),
    "JK613": ("方案.docx", word_document(vbaProject="x"), saved_as_docx),
    "JK614": ("方案.txt", (FIRST + LONG).encode(), write(LONG, "")),
    "JK615": (
        "方案.txt",
        "一、促进复工复市。\n".encode(),
        write("。", "。（牵头单位：市工信局；责任单位：市卫健委）"),
    ),
    "JK616": ("方案.txt", FIRST.replace("）", "").encode(), write("\n", "）\n")),
    "JK617": ("方案.txt", (FIRST + "二、优化服务。\n").encode(), write("服务。", "服务。（牵头单位：市政务服务局）")),
    "JK618": (
        "方案.txt",
        (FIRST + "二、降低成本。（由市财政局在省厅指导下牵头抓好，市税务局视情参与）\n").encode(),
        write("（由市财政局.*）", "（牵头单位：市财政局；责任单位：市税务局）"),
    ),
}


@pytest.mark.parametrize("code", REMEDIES)
def test_done_as_told_the_problem_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path)
    name, data, mend = REMEDIES[code]
    desk.file(name, data)
    before = at(desk, "09:00", "init", "甲", "--plan", name)
    assert code in before.out
    mended, content = mend(name, data)
    desk.file(mended, content)
    after = at(desk, "09:00", "init", "乙", "--plan", mended)
    assert (after.status, re.findall(r"JK\d+", after.out)) == (0, [])


def test_each_code_of_plan_documents_has_its_remedy_tried() -> None:
    assert {code for code in CODES if code.startswith("JK61")} == REMEDIES.keys()
