"""Whatever a unit writes stays text: in the ledger (workbook, CSV, JSON lines), in the bulletin, on the board."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from openpyxl import load_workbook

from jiukun.chinese.text import visible
from jiukun.cli import workspace
from jiukun.products import bulletin
from support import browser
from support.desk import BASE, DAY, ZONE, Desk, rejoined

TEXTS = (
    *("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1:A9)", "－1", "＝1+1", "\u3000=1+1", "\u00a0@x", "'=1", "#N/A", "TRUE"),
    *(
        "<script>document.title = 'ran'</script>",
        "</script><img src=x onerror=\"document.title = 'ran'\">",
        "<b>粗</b>",
    ),
    *("{{7*7}}", "{% raw %}", "{# 注 #}", "${7*7}", "&lt;b&gt; &amp; &#60;", "]]>", "--><!--", "<?xml version='1.0'?>"),
    *("\" onclick=\"document.title = 'ran'", "' onmouseover='x", "javascript:alert(1)", "https://example.com/?a=1&b=2"),
    *('{ HYPERLINK "https://example.com" }', "{ INCLUDETEXT c:\\\\x }", "MERGEFIELD 名", "_x000D_", "_x005F_x0041_"),
    *(
        "\u200b零\ufeff宽\u2060",
        "甲\t乙\t\t丙",
        "😀👩\u200d👩\u200d👧❤\ufe0f",
        "e\u0301a\u0302\u0303",
    ),
    *("国" * 32767, "\n".join(f"第{number}行" for number in range(500)), "一\n\n\n二", "a" * 3000, "2022-08-26", "1e5"),
    *("[red]红[/red]", "[/x]", "%s %d {0}", "\\n\\x41", "`rm -rf`", "$(id)"),
)
# No report with one of these is valid: nothing of them may arrive anywhere.
FORBIDDEN = (
    *("\x1b]0;标题\x07", "\ufffe", "\ud800", "\x00", "\x7f\x08", "\u202e倒过来\u202c", "\u2066隔开\u2069"),
    *("\u200e左右\u200f\u061c", "\u3164", "\u115f\u1160", "\uffa0", "\u2800\u2800", "标签\U000e0041"),
)
MEASURE = "- 序号: {}\n  工作任务: 任务\n  牵头单位: [{}]\n"
FORMULA = tuple("=+-@＝＋－＠\t\r\n")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A report with every text in each of its columns, another with what is forbidden; everything made of them."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    desk = Desk(root)
    head = (BASE / "data" / "measures.yaml").read_text("utf-8").partition("措施:")[0]
    split = len(TEXTS)
    measures = [MEASURE.format(number, "州财政局") for number in range(1, split + 1)]
    measures += [MEASURE.format(number, "州工信局") for number in range(split + 1, split + 1 + len(FORBIDDEN))]
    desk.file("data/measures.yaml", f"{head}措施:\n{''.join(measures)}")
    desk.file("data/units.yaml", (BASE / "data" / "units.yaml").read_bytes())
    desk.report(report("州财政局", 1, TEXTS), "州财政局")
    desk.report(report("州工信局", split + 1, FORBIDDEN), "州工信局")
    moment = datetime(2022, 8, 26, 18, tzinfo=ZONE)
    with patch.object(workspace, "clock", lambda _: moment), patch.object(bulletin, "_MOST_PROBLEMS", 1000):
        for command in ("ledger", "ledger --format csv", "ledger --format jsonl", "bulletin", "board"):
            span = ("--from", DAY, "--to", DAY, "--output", f"{root}/out/{command.rpartition(' ')[2]}")
            result = desk.run("--root", str(root), *command.split(), *span)
            assert (result.status, result.err) == (0, "")
    return desk


def report(unit: str, first: int, texts: tuple[str, ...]) -> str:
    parts = [f'单位: {unit}\n日期: {DAY}\n填报人: {quoted(TEXTS[0])}\n联系电话: "+1"\n工作情况:\n']
    for number, text in enumerate(texts, first):
        lines = (f"  {name}: {quoted(text)}\n" for name in ("完成情况", "存在问题", "下一步计划"))
        parts.append(f"- 序号: {number}\n{''.join(lines)}")
    return "".join(parts)


def quoted(text: str) -> str:
    """A double-quoted scalar of YAML."""
    escaped = re.sub("[\x00-\x1f\x7f\ud800\ufffe\u2000-\u206f\U000e0041]", _escape, text.replace("\\", "\\\\"))
    return '"' + escaped.replace('"', '\\"') + '"'


def _escape(found: re.Match[str]) -> str:
    return f"\\U{ord(found[0]):08x}"


def read(text: str) -> str:
    """A text as it is read from the report: without white space around it, and what has no width and no effect."""
    return re.sub("[\u200b\u2060\ufeff]", "", text).strip("\r\n \t")


def rows(desk: Desk) -> list[dict[str, Any]]:
    lines = (desk.root / "out" / "jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_json_lines_hold_the_texts_as_they_are(hostile: Desk) -> None:
    for row, text in zip(rows(hostile), TEXTS, strict=False):
        assert (row["完成情况"], row["存在问题"], row["下一步计划"]) == (read(text),) * 3
        assert (row["填报人"], row["联系电话"]) == (TEXTS[0], "+1")


def test_what_is_forbidden_is_told_and_comes_nowhere(hostile: Desk) -> None:
    found = rows(hostile)[len(TEXTS) :]
    assert len(found) == len(FORBIDDEN)
    assert {row["情况"] for row in found} == {"报送有误"}
    for name in ("ledger", "csv", "jsonl", "bulletin", "board"):
        data = (hostile.root / "out" / name).read_bytes()
        parts = [data]
        if name in {"ledger", "bulletin"}:
            with zipfile.ZipFile(hostile.root / "out" / name) as archive:
                parts = [archive.read(part) for part in archive.namelist() if part.endswith(".xml")]
        text = b"".join(parts).decode()
        assert not set(text) & (set("".join(FORBIDDEN)) - set("]0;标题倒过来隔开左右签"))


def test_no_cell_of_the_csv_is_a_formula(hostile: Desk) -> None:
    with (hostile.root / "out" / "csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    for row, text in zip(found, TEXTS, strict=False):
        for name in ("完成情况", "存在问题", "下一步计划"):
            assert not row[name].lstrip().startswith(FORMULA)
            assert row[name] == read(text) or row[name] == "'" + read(text)
        assert (row["填报人"], row["联系电话"]) == ("'" + TEXTS[0], "'+1")


OVERLAPPING = "_x005F_x0041_"  # two escapes that share a sign are the one text that XlsxWriter does not write as it is


def test_the_workbook_holds_every_text_as_text(hostile: Desk) -> None:
    path = hostile.root / "out" / "ledger"
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            content = archive.read(part)
            ET.fromstring(content)  # noqa: S314  our own file
            assert b"<f>" not in content
            assert b"hyperlink" not in content
            assert b'<c r="A1" t="e"' not in content
    pieces: dict[int, list[tuple[str, ...]]] = {}
    for row in load_workbook(io.BytesIO(path.read_bytes()))["措施台账"].iter_rows(min_row=2):
        assert {cell.data_type for cell in row if cell.value is not None} <= {"s", "n"}
        values = [cell.value or "" for cell in row]
        assert (values[6], values[7]) in {(TEXTS[0], "+1"), ("", "")}
        pieces.setdefault(int(str(values[1])), []).append(tuple(str(value) for value in values[8:11]))
    for number, text in enumerate(TEXTS, 1):
        if text == OVERLAPPING:
            continue
        for column in zip(*pieces[number], strict=True):
            assert rejoined(column, read(text).replace("\t", "\u3000")), text[:20]


def test_the_bulletin_holds_text_alone(hostile: Desk) -> None:
    path = hostile.root / "out" / "bulletin"
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(part))  # noqa: S314  our own file
        document = archive.read("word/document.xml").decode()
        fields = re.findall("<w:(?:fld|instr|hyperlink|object|pict|altChunk)[^>]*>", document)
        links = re.findall('TargetMode="External"', archive.read("word/_rels/document.xml.rels").decode())
    assert (fields, links) == ([], [])
    quoted = [
        paragraph.text.partition("首次提出。")[2]
        for paragraph in Document(str(path)).paragraphs
        if "首次提出" in paragraph.text
    ]
    flat = ["　".join(line.strip() for line in read(text).splitlines() if line.strip()) for text in TEXTS]
    flat = [line.replace("\t", "　") for line in flat]
    assert quoted == [line if len(line) <= 300 else f"{line[:300]}……（全文见台账）" for line in flat]


def test_the_board_shows_every_text_as_text(hostile: Desk, tmp_path: Path) -> None:
    page_file = tmp_path / "board.html"
    page_file.write_bytes((hostile.root / "out" / "board").read_bytes())
    with browser.chromium() as chromium, browser.opened(chromium, page_file) as page:
        found = page.evaluate(
            """() => [
              [...document.querySelectorAll("dd")].map((one) => one.textContent),
              [...document.querySelectorAll(".problems .text")].map((one) => one.textContent),
              [...new Set([...document.querySelectorAll("main *")].map((one) => one.tagName))],
              [...new Set([...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()))],
              document.scripts.length, document.title,
              [...document.querySelectorAll("dd *, td.text *, article script")].length,
            ]"""
        )
        assert browser.too_wide(page) == 0
    shown = [visible(read(text)) for text in TEXTS]
    assert found[0][: 3 * len(TEXTS)] == [text for text in shown for _ in range(3)]
    assert found[1] == shown
    tags, names, scripts, title, within = found[2:]
    assert not set(tags) & {"SCRIPT", "IMG", "IFRAME"}
    assert not [name for name in names if name.startswith("on") or name == "src"]
    assert (scripts, title, within) == (1, "测试措施 督办看板", 0)
