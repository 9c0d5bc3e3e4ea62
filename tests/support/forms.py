"""A filled form to change as clerks and their programs do, and what it reads as."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import load_workbook

from jiukun.rendering.form_workbook import render_form
from jiukun.reports.form_layout import FIELD_CELLS, FIELD_ROW, HEAD_ROW, HEADS, Form, FormRow
from jiukun.reports.reading import read_report

ROWS = (
    FormRow(1, "复工复市", "州工信局、市场监督管理局", ("不合理限制一律取消",)),
    FormRow(11, "清欠账款", "州工信局"),
)
FORM = Form(
    "测试措施情况汇总表",
    "州工信局",
    date(2022, 8, 26),
    "样例甲",
    "0908-5550101",
    ROWS,
    "请于2022年8月26日 17:00 前报州政办信息科",
)
TEXTS = {
    (1, "完成情况"): "一是复工12家。\n二是走访30户。",
    (1, "存在问题"): "无",
    (1, "下一步计划"): "继续走访。",
    (2, "完成情况"): "清欠3笔。",
    (2, "存在问题"): "一笔有争议。",
    (2, "下一步计划"): "调解。",
}
CONTENT = {
    "单位": "州工信局",
    "日期": "2022-08-26",
    "填报人": "样例甲",
    "联系电话": "0908-5550101",
    "工作情况": [
        {"序号": "1", "完成情况": "一是复工12家。\n二是走访30户。", "存在问题": "无", "下一步计划": "继续走访。"},
        {"序号": "11", "完成情况": "清欠3笔。", "存在问题": "一笔有争议。", "下一步计划": "调解。"},
    ],
}
CLERK, PHONE, DAY = ((FIELD_ROW, FIELD_CELLS[key]) for key in ("填报人", "联系电话", "日期"))
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def column(head: str) -> int:
    return HEADS.index(head) + 1


def filled(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """The form filled in and then changed as a clerk does; the book is given."""
    book = load_workbook(io.BytesIO(render_form(FORM)))
    sheet = book.worksheets[0]
    for (place, head), text in TEXTS.items():
        sheet.cell(HEAD_ROW + place, column(head)).value = text
    change(book)
    return saved(book)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, path: str = "州工信局.xlsx") -> tuple[Any, list[tuple[str, str]]]:
    """The content of a form, and code and cell of each diagnostic of its reading."""
    document, _, diagnostics = read_report(data, path)
    return document.content if document else None, [(problem.code, problem.cell) for problem in diagnostics]


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The package with one part changed, or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content.decode()) if entry.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(""))
    return buffer.getvalue()
