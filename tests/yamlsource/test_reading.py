"""What is read of a text is what its parser reads, whatever the text; and reading takes one pass."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from jiukun.diagnostics.source import Source
from jiukun.plan.loading import MEASURES
from jiukun.reports.submission import REPORT
from jiukun.yamlsource.document import Document, Kind
from jiukun.yamlsource.mistakes.finding import special_start
from jiukun.yamlsource.parsing import parse
from support.desk import BASE, replaced
from support.desk import REPORT as TEXT
from support.fuzzing import QUICK, mutated

PLAN, PEOPLE = ((BASE / "data" / name).read_text("utf-8") for name in ("measures.yaml", "units.yaml"))


def check(text: str, kind: Kind) -> None:
    """A text that is read without complaint holds what PyYAML loads from it; without a document there is an error."""
    document, diagnostics = parse(Source("一.yaml", text), kind)
    if document is None:
        assert any(diagnostic.is_error for diagnostic in diagnostics)
    elif "JK133" not in {diagnostic.code for diagnostic in diagnostics}:
        assert document.content == loaded(text)


def loaded(text: str) -> Any:
    """As PyYAML loads it; a key that is a list or a mapping it takes for none, and we for `?`."""
    try:
        return yaml.load(text, yaml.CBaseLoader)  # noqa: S506  every scalar as text
    except yaml.constructor.ConstructorError:
        document, _ = parse(Source("一.yaml", text), REPORT)
        return document and document.content


@QUICK
@given(mutated(TEXT))
@example(TEXT.replace("\n", "\r\n"))
@example(TEXT.replace("\n", "\r"))
@example(TEXT.rstrip("\n"))
@example(replaced("    其余", "      其余"))
@example(replaced("- 序号: 2", "- - 序号: 2"))
@example(replaced("存在问题: 无", "存在问题: 无\n    其余: 有"))
@example(replaced("存在问题: 无", "? [存在, 问题]\n  : 无"))
@example("")
@example("# 说明\n")
@example("--- 好\n")
def test_a_report_holds_what_the_parser_reads(text: str) -> None:
    check(text, REPORT)


@QUICK
@given(st.sampled_from([PLAN, PEOPLE]).flatmap(mutated))
@example(replaced("[州工信局, ", "[州工信局 , 甲: 乙, ", PLAN))
@example(replaced("{姓名: 样例甲,", "{姓名:,", PEOPLE))
def test_data_hold_what_the_parser_reads(text: str) -> None:
    check(text, MEASURES)


class Counted(str):
    """A text that counts the characters that are copied out of it."""

    __slots__ = ("copied",)
    copied: int

    def __getitem__(self, key: Any) -> str:
        piece = super().__getitem__(key)
        self.copied += len(piece)
        return piece

    def splitlines(self, keepends: bool = False) -> list[str]:  # noqa: FBT001, FBT002  as in str
        self.copied += len(self)
        return super().splitlines(keepends)


def test_the_places_of_many_special_starts_are_found_in_one_pass() -> None:
    text = Counted("工作情况:\n" + "- 完成情况: [甲]\n" * 2_000)
    document, _ = parse(Source("一.yaml", str(text)), REPORT)
    assert document is not None
    document.index(())
    object.__setattr__(document.source, "text", text)
    text.copied = 0
    found = [special_start(document, ("工作情况", place, "完成情况"), REPORT.vocabulary) for place in range(2_000)]
    assert [diagnostic.location.line for diagnostic in found] == list(range(2, 2_002))
    assert text.copied <= len(text)


@pytest.mark.parametrize("depth", [11, 12, 13, 50_000])
def test_what_is_nested_too_deep_is_refused_where_it_is(depth: int) -> None:
    """The document itself is the first level; the C composer would end the process."""
    document, diagnostics = parse(Source("一.yaml", "甲: " + "[" * depth + "]" * depth), REPORT)
    assert (document is None) is (depth >= 12)
    assert [diagnostic.code for diagnostic in diagnostics if diagnostic.code == "JK132"] == ["JK132"] * (depth >= 12)


def test_a_document_is_composed_only_where_places_are_asked_for() -> None:
    document, _ = parse(Source("一.yaml", TEXT), REPORT)
    assert isinstance(document, Document)
    assert "_place" not in vars(document)
