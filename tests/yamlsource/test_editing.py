"""Contacts set in a units.yaml that a person wrote: the values are there, and no other character has changed."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jiukun.chinese.text import without_unseen
from jiukun.plan.contact_edits import with_contacts
from jiukun.plan.loading import UNITS
from jiukun.plan.model import Units
from jiukun.plan.rule import Contact
from jiukun.yamlsource.reading import load

NEW = {"姓名": "张三", "职务": "局长", "联系电话": "0908-1"}
# What is written below `- 简称: 甲局`, and what stands there once the contact 责任人 is set to NEW.
WAYS = [
    ("  责任人: {姓名: , 职务: , 联系电话: }", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}"),
    ("  责任人: {姓名: ,职务:   ,联系电话: }  # 待填", "  责任人: {姓名: 张三,职务: 局长,联系电话: 0908-1}  # 待填"),
    ("  责任人: {联系电话: '1', 姓名: \"x\"}", "  责任人: {联系电话: '0908-1', 姓名: \"张三\", 职务: 局长}"),
    ("  责任人: {姓名: 李四, }", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1 }"),
    ("  责任人: {}  # 没有", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}  # 没有"),
    ("  责任人:", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}"),
    ("  责任人:    # 待填", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}    # 待填"),
    ("  责任人: ''", "  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}"),
    ("  全称: 甲", "  全称: 甲\n  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}"),
    ("  别名:\n  - 甲  # 旧名", "  别名:\n  - 甲  # 旧名\n  责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}"),
    (
        "  责任人:\n    姓名:\n    职务: 科长 # 代\n    联系电话:",
        "  责任人:\n    姓名: 张三\n    职务: 局长 # 代\n    联系电话: 0908-1",
    ),
    ("  责任人:\n    姓名: 李四", "  责任人:\n    姓名: 张三\n    职务: 局长\n    联系电话: 0908-1"),
    (
        "  责任人:\n    姓名: |\n      李四\n    职务: 科长",
        "  责任人:\n    姓名: 张三\n    职务: 局长\n    联系电话: 0908-1",
    ),
    (
        "  责任人: {姓名: 李四,\n    职务: 科长,\n    联系电话: 2}",
        "  责任人: {姓名: 张三,\n    职务: 局长,\n    联系电话: 0908-1}",
    ),
]
BEFORE, AFTER = "# 头\n单位:\n- 简称: 甲局 # 一\n{}\n", "# 乙的注\n- {{简称: 乙局, 责任人: {}}}\n单位组: []\n"
CONTACT = Contact.model_validate(NEW)


@pytest.mark.parametrize(("written", "expected"), WAYS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_each_way_of_writing_it(written: str, expected: str, line_end: str) -> None:
    """Both units get it; the second stands within brackets and has an empty mapping."""
    text = (BEFORE.format(written) + AFTER.format("{}")).replace("\n", line_end)
    wanted = (BEFORE.format(expected) + AFTER.format("{姓名: 张三, 职务: 局长, 联系电话: 0908-1}")).replace(
        "\n", line_end
    )
    both = {(short, "责任人"): CONTACT for short in ("甲局", "乙局")}
    assert with_contacts(text.encode(), "units.yaml", both) == wanted.encode()


def test_both_contacts_of_a_unit_that_has_neither() -> None:
    text = "单位:\n- 简称: 甲局\n  责任领导: {姓名: 李四}"
    contacts = {("甲局", "责任领导"): CONTACT, ("甲局", "责任人"): CONTACT}
    record = "{姓名: 张三, 职务: 局长, 联系电话: 0908-1}"
    expected = f"单位:\n- 简称: 甲局\n  责任领导: {record}\n  责任人: {record}"
    assert with_contacts(text.encode(), "units.yaml", contacts) == expected.encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0908-4222222", "0908-4222222"),
        ("13899990000", "13899990000"),
        ("07774222222", '"07774222222"'),
        ("no", '"no"'),
        ("局长: 一", '"局长: 一"'),
        ("3号 #2", '"3号 #2"'),
        ("a, b", '"a, b"'),
        ("[代]", '"[代]"'),
        ("- 1", '"- 1"'),
        ('"老王"', '"\\"老王\\""'),
        ("c:\\", '"c:\\\\"'),
    ],
)
def test_what_yaml_would_misread_is_put_in_quotation_marks(text: str, written: str) -> None:
    """So that other programs read it as text too."""
    data = "单位:\n- 简称: 甲局\n  责任人: {姓名: 李四}\n".encode()
    result = with_contacts(data, "units.yaml", {("甲局", "责任人"): Contact.model_validate({"姓名": text})})
    assert result == data.replace("李四".encode(), written.encode())
    read = yaml.safe_load(result)["单位"][0]["责任人"]["姓名"]
    assert str(read) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_stays(encoding: str) -> None:
    text = "# 注\n单位:\n- 简称: 甲局\n  责任人:\n"
    result = with_contacts(text.encode(encoding), "units.yaml", {("甲局", "责任人"): CONTACT})
    wanted = text.replace("责任人:", "责任人: {姓名: 张三, 职务: 局长, 联系电话: 0908-1}")
    assert result == wanted.encode(encoding)


def test_what_cannot_be_edited_surely_is_left_alone() -> None:
    """A comment would swallow the key that is added within the brackets."""
    data = "单位:\n- 简称: 甲局\n  责任人: {姓名: 李四, # 代\n  }\n".encode()
    assert with_contacts(data, "units.yaml", {("甲局", "责任人"): CONTACT}) is None


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12).map(
    lambda text: " ".join(without_unseen(text).split())
)
CONTACTS = st.builds(lambda *texts: Contact.model_validate(dict(zip(NEW, texts, strict=True))), LINES, LINES, LINES)


@given(st.lists(st.tuples(st.sampled_from([way for way, _ in WAYS]), CONTACTS, CONTACTS), min_size=1, max_size=4))
def test_whatever_is_set_is_read_back_and_lines_without_it_stay(units: list[tuple[str, Contact, Contact]]) -> None:
    text = "# 头\n单位:\n" + "".join(
        f"- 简称: 单位{place}\n{way}\n# 尾{place}\n" for place, (way, *_) in enumerate(units)
    )
    wanted = {
        (f"单位{place}", role): contact
        for place, (_, *contacts) in enumerate(units)
        for role, contact in zip(("责任领导", "责任人"), contacts, strict=True)
        if contact.texts != dict.fromkeys(NEW, "")
    }
    result = with_contacts(text.encode(), "units.yaml", wanted)
    assert result is not None
    read = load(result, "units.yaml", UNITS, Units).model
    assert read is not None
    for unit in read.units:
        for role, contact in unit.contacts.items():
            if (unit.short, role) in wanted:
                assert contact == wanted[unit.short, role]
    kept = [line for line in text.splitlines() if line.startswith(("#", "- 简称"))]
    assert [line for line in result.decode().split("\n") if re.match(r"#|- 简称", line)] == kept
