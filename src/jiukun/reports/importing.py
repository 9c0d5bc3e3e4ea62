"""A filled form as a YAML report: what `import` writes, and how such a file is known again."""

from __future__ import annotations

from pathlib import Path

from jiukun.reports.reading import read_report
from jiukun.yamlsource.writing import WrittenEntry, WrittenReport, write_report


def form_as_yaml(data: bytes, path: str) -> bytes | None:
    """The form's content as a YAML report, the same for the same content; None where the form cannot be read.

    Texts are taken as they stand in the cells, sound or not.
    """
    read = read_report(data, path)
    if read.document is None:
        return None
    content = read.document.content
    entries = tuple(
        WrittenEntry(entry["序号"], entry["完成情况"], entry["存在问题"], entry["下一步计划"])
        for entry in content["工作情况"]
    )
    comment = f"由 {Path(path).name} 导入；要改内容，请改表格后重新导入"
    report = WrittenReport(
        content["单位"], content["日期"], content["填报人"], content["联系电话"], entries, (comment,)
    )
    return write_report(report).encode()
