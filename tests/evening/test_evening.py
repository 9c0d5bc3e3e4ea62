"""The evening of the sample, 26 August, through the real command line: from files that appear to the printed table."""

from __future__ import annotations

import shutil
from pathlib import Path

import make_samples
import pytest
from openpyxl import load_workbook

from support.desk import DAY, REPOSITORY, Desk, at

NONE = {"exempt": 0, "excused": 0}


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The project's own plan, and nothing received yet."""
    root = tmp_path / "office"
    shutil.copytree(REPOSITORY / "data", root / "data", ignore=shutil.ignore_patterns("receipts"))
    monkeypatch.chdir(root)
    monkeypatch.setenv("COLUMNS", "110")
    return Desk(root)


def test_the_evening(office: Desk) -> None:
    first, second = make_samples.first_day(), make_samples.second_day()
    make_samples.play(office.root, "2022-08-25", first)
    evening = [event for event in second if event.moment <= "17:05:00"]
    make_samples.play(office.root, DAY, evening)

    chased = at(office, "17:05:00", "missing", "--date", DAY)
    assert chased.status == 1
    assert chased.out.startswith(
        "2022-08-26 报送情况　截止 17:00　此刻 17:05\n未报送 2　报送有误 1　按时 8\n\n要催的（3）\n"
    )
    assert "纸质版没到（3）：州财政局、州医保局、州公安局" in chased.out

    make_samples.play(office.root, DAY, [event for event in second if event.moment > "17:05:00"])
    judged = at(office, "18:00:00", "missing", "--date", DAY, "--format", "json").json
    assert judged["summary"] == {"on_time": 8, "late": 1, "invalid": 1, "missing": 1, "pending": 0, **NONE}
    lines = {line["unit"]: line for line in judged["units"]}
    assert list(lines)[:4] == ["州工信局", "州市场监督管理局", "州发展改革委", "州财政局"]
    shown = {name: (line["status"], line["corrected"], line["rejected"], line["paper"]) for name, line in lines.items()}
    assert shown["州财政局"] == ("late", False, False, "late")
    assert lines["州财政局"]["late_minutes"] == 20
    assert shown["州医保局"] == ("missing", False, False, "missing")
    assert shown["州司法局"] == ("invalid", False, False, "on_time")
    assert shown["州人社局"] == ("on_time", True, False, "on_time")
    assert shown["州税务局"] == ("on_time", False, True, "on_time")
    assert shown["州公安局"] == ("on_time", False, False, "missing")
    assert lines["州医保局"]["contact"] == {"name": "样例庚", "title": "最近填报人", "phone": "0908-5550107"}

    compiled = at(office, "18:00:00", "compile", "--date", DAY)
    assert (compiled.status, compiled.out) == (
        0,
        "缺口：州医保局未报送（第 7 项）\n缺口：州司法局报送有误（第 15 项）\n已生成 out/汇总表-2022-08-26.xlsx\n",
    )
    book = load_workbook(office.root / "out" / f"汇总表-{DAY}.xlsx")
    assert book.sheetnames == ["汇总表", "报送情况", "问题清单", "来源"]
    cells = [[str(cell or "") for cell in row] for row in book["汇总表"].iter_rows(values_only=True)]
    text = "\n".join(cell for row in cells for cell in row)
    assert "累计580家" in text
    assert "累计508家" not in text
    assert "9月征期前对应享未享的名单逐户清零" in text
    assert "【州医保局】\n未报送" in text
    assert "报送有误：“同上”是占位文字，不是内容" in text
    sources = {row[0]: row[1] for row in book["来源"].iter_rows(values_only=True)}
    assert len([name for name in sources if name in lines]) == 10
    assert str(sources["州税务局"]).startswith(f"data/receipts/{DAY}/州税务局/0001_20220826T163515")

    for day in ("2022-08-25", DAY):
        assert tree(office.root / "data" / "receipts" / day) == tree(REPOSITORY / "data" / "receipts" / day)
