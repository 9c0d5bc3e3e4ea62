"""Filled forms, Excel or Word: what is seen in the file, and of it the report."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

from jiukun.chinese.text import one_line
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.project.office_files import SHEET, WORD_FORM, RefusedError, broken, kind_of, remedy
from jiukun.project.seen import WHOLE, SeenFile, Unseen, Why
from jiukun.reports.form_document import FormDocument, form_document
from jiukun.reports.form_table import FormTable
from jiukun.reports.table_reading import find_table
from jiukun.reports.word_reading import see_document
from jiukun.reports.workbook_reading import see_workbook
from jiukun.yamlsource.writing import write_report

_MOST_NAMED = 10  # hidden places in one message
_KINDS = {"workbook": (SHEET, see_workbook), "document": (WORD_FORM, see_document)}


@lru_cache(maxsize=64)  # what is judged is soon made YAML of, or compared with it
def read_form(data: bytes, path: str) -> tuple[FormDocument | None, tuple[Diagnostic, ...]]:
    """The content of a filled form, and what is wrong with the file; never raises, whatever the bytes are."""
    kind = kind_of(data)
    if not kind:
        return None, (Diagnostic(Location(path), *remedy(path, data)),)
    words, see = _KINDS[kind]
    try:
        return form_of(see(data), path)
    except RefusedError as refused:
        return None, (refused.diagnostic(path),)
    except Exception:  # noqa: BLE001  zip and XML can be broken in any way; nothing of it is ours to tell
        return None, (broken(path, words),)


def form_as_yaml(data: bytes, path: str) -> bytes | None:
    """The form's content as a YAML report, the same for the same content; None where the form cannot be read.

    Texts are taken as they stand in the cells, sound or not.
    """
    document, _ = read_form(data, path)
    if document is None:
        return None
    comment = f"由 {PurePath(path).name} 导入；要改内容，请改表格后重新导入"
    return write_report(document.content, (comment,)).encode()


def form_of(seen: SeenFile, path: str) -> tuple[FormDocument | None, tuple[Diagnostic, ...]]:
    """The form among the sheets of a file, and what of the file is not read."""
    tables = [table for sheet in seen.sheets if (table := find_table(sheet)) is not None]
    forms = [table for table in tables if table.rows or not table.missing]
    filled = [table for table in forms if table.is_filled]
    if len(filled) > 1:
        names = one_line("、".join(table.sheet.name for table in filled), 80)
        message = f"有几张填了内容的表：{names}，分不清以哪张为准"
        return None, (Diagnostic(Location(path), "JK606", message, "只留一张，删去其余的工作表"),)
    if not forms:
        hidden = [item for sheet in seen.sheets for item in sheet.unseen if item.why == Why.HIDDEN]
        return None, (_no_form(path, tables, [*seen.unseen, *hidden]),)
    table = (filled or forms)[0]
    document = form_document(path, table)
    return document, tuple(document.problems((*seen.unseen, *_further(seen, table, forms))))


def _further(seen: SeenFile, chosen: FormTable, forms: list[FormTable]) -> list[Unseen]:
    """The other sheets that say something; a blank copy of the form does not."""
    blank = {form.sheet.name for form in forms if not form.unread}
    others = [sheet for sheet in seen.sheets if sheet is not chosen.sheet and sheet.name not in blank]
    return [Unseen(Why.FURTHER, one_line(sheet.name), WHOLE) for sheet in others if sheet.cells or sheet.unseen]


def _no_form(path: str, tables: list[FormTable], hidden: list[Unseen]) -> Diagnostic:
    missing = "、".join(f"“{head}”" for head in tables[0].missing) if tables else ""
    message = f"报送表的表头缺少{missing}" if missing else "找不到报送表的表头（序号、完成情况、存在问题、下一步计划）"
    if places := [item.where for item in hidden[:_MOST_NAMED] if item.where]:
        message += f"；隐藏着的{'、'.join(places)}没有读"
    return Diagnostic(
        Location(path), "JK605", message, "用办公室发的表填写，不要改表头；或运行 jiukun new --form 备一张"
    )
