"""Inputs gone wrong: valid files mutated with all that breaks readers, and the command lines that must survive them.

The bounded run is tests/test_fuzz.py, the long one scripts/fuzz.py.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from jiukun.plan.loading import load_plan
from jiukun.products.prefilled import draft_form
from jiukun.project.folders import Project
from jiukun.rendering.form_workbook import render_form
from jiukun.reports.reading import read_report
from support.desk import BASE, DAY, REPORT, Desk

QUICK = settings(deadline=None, max_examples=300, derandomize=True)

MIB = 1 << 20
PIECES = (
    *":：#-|>'\"[]{}&*!%@`,?\\=<~.\t \u3000\u00a0\u200b\ufeff\n\r\x00\x07\x1b\x7f\x85\u2028\u2029\u202e\ufffe\uffff",
    *("\r\n", "\n\n", "\n  ", "\n- ", "\n-\n", "- ", ": ", " #", "#1", "- - ", "? ", "<<: *a", "&a ", "*a"),
    *("!!python/x ", "---\n", "...\n", "|\n", ">5", "|+2\n", "'''", '"\\ud800"', "\\u0007", "\x1b[31m", "[red]"),
    *("[/x]", "=1+1", "#N/A", "序号", "序号: 1", "完成情况：", "填报人:", "单位: 州工信局\n", "日期: 2022-02-30"),
    *("同上", "XXXX", "－", "无", "：无", "９", "9" * 30, "e\u0301", "\U0001f600", "\ud7ff", "\ue000"),
    "- 序号: 2\n  完成情况: |\n",
)
# What a careless pattern or a recursive parser chokes on when it comes again and again.
SWELLING = (
    *PIECES,
    *("a", "好", "\u3000 ", " \t", "-" * 3, '"\n', "'\n", "x x ", "a: b\n", "- a\n", "a:\n ", " - ", "{a: "),
    *("a:b\n", "填报人：甲\n", "1、", "（1）", "九月", "2022年", "0908-", "、", ";/", "转1", "同", "略。", "XＸ"),
    *("_x000D_", "\\"),
)
XML_PIECES = (
    *("<", ">", "&", "&amp;", "&#0;", "&#x1F600;", "&#99999999;", "]]>", "<![CDATA[", "<!-- ", "<?x ?>", "<x/>"),
    *("</c>", '<c r="A1"/>', '<c r="XFD1048576" t="s"><v>9</v></c>', '<c t="e"><v>#N/A</v></c>', "<row>", "</row>"),
    *("<v>-1</v>", '<c r="D6" t="b"><v>x</v></c>', '<c r="D6" t="d"><v>0</v></c>', '<c r="D6"><v>1e999</v></c>'),
    *("<v>nan</v>", '<c r="D6" t="inlineStr"><is><t>甲</t></is></c>', '<c r="D6"><f t="shared" si="0">A1</f></c>'),
    *(' t="s"', ' r=""', '<mergeCell ref="A1:XFD1048576"/>', '<mergeCell ref="B2:A1"/>', '<row r="0">'),
    *('<row r="99999999999">', ' s="99"', "<dimension ref='A1:XFD1048576'/>", '<f t="array" ref="A1:A9">A1</f>'),
    *("<si><t>", "_x0000_", "_xD800_", "_xFFFE_", 'xmlns:x="y"', "<!DOCTYPE x>", "<!ENTITY a 'b'>", "utf-16"),
    *('standalone="no"', "9" * 30, "-1", "\x00", "\x0b", "序号"),
)
XML_SWELLING = (
    *('<c r="D6" t="s"><v>1</v></c>', "<c/>", "<row/>", "<row><c/></row>", "<si><t>甲</t></si>", "<x>", "<t>a</t>"),
    *("&amp;", '<mergeCell ref="A1:B2"/>', '<col min="1" max="1"/>', "<xf/>", "<font/>", "<numFmt/>"),
    *('<sheet name="a"/>', " ", "a", '<c r="D6" t="inlineStr"><is><t>甲</t></is></c>', "_x000D_", "<f>1</f>"),
    *("<r><t>a</t></r>", "<definedName/>", "好", "<dataValidation/>", "<conditionalFormatting/>", "<cfRule/>"),
    *("<Relationship/>", "<Override/>", "<hyperlink/>"),
)
WORD_PIECES = (
    *XML_PIECES,
    *(
        "<w:p>",
        "</w:p>",
        "<w:p/>",
        "<w:t>一、甲。</w:t>",
        "<w:br/>",
        "<w:tab/>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
    ),
    *("<w:tc><w:p/></w:tc>", "</w:tc>", '<w:gridSpan w:val="99999999"/>', '<w:gridSpan w:val="-1"/>', "<w:vMerge/>"),
    *('<w:vMerge w:val="restart"/>', '<w:ilvl w:val="99"/>', '<w:numId w:val="7"/>', "<w:del>", "</w:del>", "<w:ins>"),
    *(
        "（牵头单位：州财政局）",
        "（",
        "）",
        "；",
        "附件",
        "<w:sdt><w:sdtContent>",
        'w:val=""',
        '<w:outlineLvl w:val="x"/>',
    ),
)
WORD_SWELLING = (
    *(
        "<w:p/>",
        "<w:p><w:r><w:t>一、甲。（牵头单位：州财政局）</w:t></w:r></w:p>",
        "<w:tc><w:p/></w:tc>",
        "<w:tbl>",
        "<w:tr/>",
    ),
    *(
        "<w:r><w:t>甲</w:t></w:r>",
        '<w:num w:numId="1"/>',
        "<w:style/>",
        "（",
        "、州财政局",
        "<x>",
        "&amp;",
        "好",
        "<w:br/>",
    ),
)
_SIZES = (100, 3_000, 60_000, MIB)


@st.composite
def mutated(draw: st.DrawFn, text: str, pieces: tuple[str, ...] = PIECES) -> str:
    """A text after a few slips of the hand: pieces inserted, deleted, replaced, lines doubled or exchanged."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 0, 1, 2, 9, 60])))
        piece = draw(st.sampled_from(pieces) | st.text(max_size=4))
        if draw(st.integers(0, 6)) == 0:
            lines = text.split("\n")
            lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
            text = "\n".join(lines)
        else:
            text = text[:start] + piece + text[end:]
    return text


@st.composite
def swollen(draw: st.DrawFn, text: str, pieces: tuple[str, ...] = SWELLING, most: int = MIB) -> str:
    """A text in which one piece, or two by turns, stand again and again at one place; up to `most` bytes in all.

    In XML that place is between two tags or in the text between them.
    """
    is_xml = all(piece.startswith(("<", "&")) for piece in pieces)
    between = [found.end() for found in re.finditer(r"/>|</[\w:]+>", text)] if is_xml else []
    start = draw(st.sampled_from(between) if between else st.integers(0, len(text)))
    piece = draw(st.sampled_from(pieces)) + draw(st.just("") | st.sampled_from(pieces))
    wanted = draw(st.sampled_from([*_SIZES, most]))
    times = max(1, (wanted - len(utf8(text))) // len(utf8(piece)))
    return text[:start] + piece * times + text[start:]


@st.composite
def nested(draw: st.DrawFn, text: str) -> str:
    """A text with levels of brackets or of indentation at one place."""
    start = draw(st.integers(0, len(text)))
    depth = draw(st.sampled_from([3, 11, 12, 13, 200, 20_000, 300_000]))
    opening, closing = draw(st.sampled_from([("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[{a: ", "}]")]))
    inside = opening * depth + draw(st.sampled_from(["", "a"])) + closing * draw(st.sampled_from([0, depth]))
    return text[:start] + inside[: MIB - len(utf8(text))] + text[start:]


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes cut short, overwritten, left out or doubled at a few places."""
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 1, 1, 2, 4, 50]))
        if draw(st.integers(0, 9)) == 0:
            data = data[:start]
        else:
            data = data[:start] + draw(st.binary(max_size=4) | st.just(data[start:end] * 2)) + data[end:]
    return data


def utf8(text: str) -> bytes:
    """The text in UTF-8, whatever it holds."""
    return text.encode("utf-8", "surrogatepass")


def texts(text: str) -> st.SearchStrategy[bytes]:
    """A text file gone wrong."""
    slips = mutated(text)
    other = st.sampled_from(["gb18030", "utf-16", "utf-16-be", "utf-8-sig"])
    encoded = st.builds(lambda text, encoding: text.encode(encoding, "replace"), slips, other)
    larger = slips.flatmap(swollen) | swollen(text) | nested(text)
    return st.one_of(slips.map(utf8), slips.map(utf8), larger.map(utf8), encoded, damaged(utf8(text)), st.binary())


@st.composite
def packages(
    draw: st.DrawFn,
    data: bytes,
    heart: str = "sheet",
    pieces: tuple[str, ...] = XML_PIECES,
    swelling: tuple[str, ...] = XML_SWELLING,
) -> bytes:
    """A zipped document gone wrong: in its bytes, in the text of a part (one like `heart`), or in its parts."""
    if draw(st.integers(0, 4)) == 0:
        return draw(damaged(data))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    sheets = [place for place, (name, _) in enumerate(parts) if heart in name.lower()]
    place = draw(st.sampled_from(sheets) | st.integers(0, len(parts) - 1))
    name, content = parts[place]
    how = draw(st.integers(0, 9))
    if how == 0:
        parts.pop(place)
    elif how == 1:
        parts.append((name, content))
    elif how == 2:
        parts[place] = (draw(st.sampled_from(["../x.xml", "/x", "x\\y", "", "xl/worksheets/sheet2.xml"])), content)
    else:
        text = content.decode(errors="replace")
        larger = swollen(text, swelling, most=7 * MIB)
        changed = draw(mutated(text, pieces) | mutated(text, PIECES) | larger | larger)
        parts[place] = (name, utf8(changed))
    return zipped(parts)


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """The parts as a package."""
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, content in parts:
            package.writestr(name or "-", content)
    return buffer.getvalue()


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it lies in the project, the ways in which it goes wrong, the commands that read it."""

    place: str
    inputs: st.SearchStrategy[bytes]
    commands: tuple[str, ...]


def a_filled_form() -> bytes:
    """The form of 州财政局 with the texts of REPORT."""
    plan, _ = load_plan(Project(BASE))
    assert plan is not None
    day = date.fromisoformat(DAY)
    unit = plan.names["州财政局"]
    last = read_report(REPORT.encode(), "").submission
    return render_form(draft_form(plan, unit, day, last, carry=True))


_DAY = f"--date {DAY}"
_AT = f"{_DAY} --at 18:00"
_READING = (
    *(f"validate {_DAY}", f"validate {_DAY} --format json", f"missing {_AT}", f"missing {_AT} --notice"),
    *(f"compile {_AT}", f"compile {_AT} --unit 州财政局", f"receive {_DAY}"),
    *("new --date 2022-08-27 --unit 州财政局 --carry --output out/新.yaml", f"validate {_DAY} submissions"),
    *(f"{product} --from {DAY} --to {DAY}" for product in ("ledger", "ledger --format jsonl", "bulletin", "board")),
    *(f"validate {_DAY} --diff", f"validate {_DAY} --fix"),
)
_DATA = ("check", "check --format json", f"missing {_AT}", f"compile {_AT}", "roster", "schema", f"validate {_DAY}")
_LOOKS = """\
{"look": "*", "at": "2022-08-26T17:10:00+08:00"}
{"look": "州财政局", "at": "2022-08-26T16:10:00.5+08:00"}
{"seen": "3e9b", "arrived_at": "2022-08-26T15:52:10+08:00", "evidence": "file_time", "there": true}
{"kept": "3e9b", "unit": "州财政局", "number": 1, "valid": true, "of_the_day": true, "plan": "", "day": "2022-08-26"}
"""
_PLANS = BASE.parent / "plans"
# A further kind of file is one line here.
KINDS = {
    "report": Kind(f"submissions/{DAY}/州财政局.yaml", texts(REPORT), _READING),
    "form": Kind(
        f"submissions/{DAY}/州财政局.xlsx", packages(a_filled_form()), (*_READING, f"import {_DAY} --format json")
    ),
    "form in Word": Kind(
        f"submissions/{DAY}/州财政局.docx",
        packages(
            (BASE.parent / "forms" / "word-plain-州财政局.docx").read_bytes(),
            "document.xml",
            WORD_PIECES,
            WORD_SWELLING,
        ),
        (*_READING, f"import {_DAY} --format json"),
    ),
    "measures": Kind("data/measures.yaml", texts((BASE / "data/measures.yaml").read_text("utf-8")), _DATA),
    "units": Kind("data/units.yaml", texts((BASE / "data/units.yaml").read_text("utf-8")), _DATA),
    "plan": Kind(
        "方案.txt",
        texts((_PLANS / "two-levels" / "plan.txt").read_text("utf-8")),
        ("init {root}/新 --plan {root}/方案.txt",),
    ),
    "plan in Word": Kind(
        "方案.docx",
        packages((_PLANS / "word-merged-cells" / "plan.docx").read_bytes(), "document.xml", WORD_PIECES, WORD_SWELLING),
        ("init {root}/新 --plan {root}/方案.docx",),
    ),
    "looks": Kind(f"data/receipts/{DAY}/looks.jsonl", texts(_LOOKS), (f"receive {_DAY}", f"missing {_AT}")),
}
UNSAFE = re.compile(  # written out here, not taken from the program
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u115f\u1160\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff"
    "\uffa0\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff\U00013430-\U0001343f\U00016fe4\U000e0000-\U000e007f]"
)


def laid(root: Path, kind: Kind, data: bytes) -> Desk:
    """A project in which the file lies, and nothing of an earlier run."""
    for name in ("data", "submissions", "out", "新"):
        shutil.rmtree(root / name, ignore_errors=True)
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    desk = Desk(root)
    desk.report()
    if kind.place.endswith((".xlsx", ".docx")) and "submissions" in kind.place:
        shutil.rmtree(root / "submissions")
    desk.file(kind.place, data, f"{DAY}T16:40+08:00")
    return desk


def complaint(desk: Desk, command: str, guarded: Callable[[], object] = lambda: None) -> str:
    """What a command did that it must not do, or nothing. `guarded` is called before and after."""
    guarded()
    result = desk.run("--root", str(desk.root), *command.format(root=desk.root).split())
    guarded()
    if result.status not in {0, 1, 2} or "Traceback" in result.err or "自身" in result.err:
        return f"status {result.status}: {result.err}"
    raw = UNSAFE.search(result.out + result.err)
    if raw:
        return f"raw {raw[0]!r} in the output"
    if command.endswith("json"):
        json.loads(result.out)
    return ""
