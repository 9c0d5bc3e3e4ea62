"""Make docs/pictures/ from the sample, as a user sees it.

Needs LibreOffice Calc and Writer, poppler-utils, Chromium and a CJK font: `python scripts/make_pictures.py`.
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from jiukun.cli import program, workspace
from jiukun.reports.form_layout import HEAD_ROW, HEADS

TOP = Path(__file__).resolve().parent.parent
PICTURES = TOP / "docs" / "pictures"
DAY = "2022-08-26"
PERIOD = ("--from", "2022-08-25", "--to", DAY)
EVENING = datetime(2022, 8, 26, 18, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SCREEN = (1366, 2230)
COLUMNS = 106
LINE_HEIGHT = 22
# The fonts that the workbooks name are Windows' own; these look most like them.
FONTS = {"仿宋_GB2312": "Serif", "宋体": "Serif", "楷体_GB2312": "Serif", "方正小标宋简体": "Serif", "黑体": "Sans"}
IN_PLACE = """<match target="pattern"><test name="family"><string>{}</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto {} CJK SC</string></edit></match>"""
FONTS_FILE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include>{}</fontconfig>"""
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 14px 18px; background: #fbfbf8; color: #1c1c1c }}
pre {{ margin: 0; font: 15px/{line}px "Noto Sans Mono CJK SC", monospace; white-space: pre }}
</style><pre>{text}</pre>"""


def run(command: list[str], cwd: Path = TOP, **environment: str) -> str:
    """A command's standard output; what it complains of goes to the screen."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, cwd=cwd, env=environment, stdout=subprocess.PIPE, check=False).stdout.decode()


def jiukun(*arguments: str) -> str:
    """What the command line prints in this project."""
    return run([sys.executable, "-m", "jiukun", *arguments], COLUMNS=str(COLUMNS))


def made_of_the_period(command: str, target: Path) -> Path:
    """What a command makes of the sample's two days on the second one's evening."""
    with redirect_stdout(sys.stderr), patch.object(workspace, "clock", lambda _: EVENING):
        program.execute(["--root", str(TOP), command, *PERIOD, "--output", str(target)])
    return target


def filled_form(folder: Path) -> tuple[Path, Path]:
    """The form of a unit with two texts still wanting as it looks on the screen, and of another as it is printed."""
    printed, open_form = folder / "printed.xlsx", folder / "open.xlsx"
    for unit, form in (("州公安局", printed), ("州工信局", open_form)):
        jiukun("new", "--form", "--unit", unit, "--date", "2022-08-27", "--carry", "--output", str(form))
    book = load_workbook(open_form)
    sheet = book["汇总表"]
    for head in ("存在问题", "下一步计划"):
        sheet.cell(HEAD_ROW + 1, HEADS.index(head) + 1).value = None
    sheet["H2"].value = "还有 2 处没有填"  # what the formulas show; the printing program below does not calculate them
    sheet["H4"].value = "存在问题没有填　下一步计划没有填"
    sheet.print_area = "A1:H8"
    screen = folder / "screen.xlsx"
    book.save(screen)
    return screen, printed


def page_of(document: Path, number: int, target: Path) -> None:
    """A printed page of a workbook or letter as a picture."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS_FILE.format("".join(IN_PLACE.format(*one) for one in FONTS.items())), "utf-8")
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)]
        run(command, FONTCONFIG_FILE=str(fonts), LC_ALL="zh_CN.UTF-8")
        pdf = Path(folder) / f"{document.stem}.pdf"
        page = ["-f", str(number), "-l", str(number)]
        run(["pdftoppm", "-r", "80", *page, "-png", "-singlefile", str(pdf), str(target.with_suffix(""))])


def console(text: str, target: Path) -> None:
    """A console's text as a picture."""
    lines = text.count("\n") + 1
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "console.html"
        page.write_text(PAGE.format(line=LINE_HEIGHT, text=html.escape(text)), "utf-8")
        browsed(page, (880, lines * LINE_HEIGHT + 10), target)


def browsed(page: Path, size: tuple[int, int], target: Path) -> None:
    """The top of a page as a browser shows it."""
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"]
    with tempfile.TemporaryDirectory() as folder:
        options = [f"--user-data-dir={folder}/profile", f"--window-size={size[0]},{size[1]}"]
        run(["chromium", *quiet, *options, f"--screenshot={target}", page.as_uri()])


def main() -> None:
    """All pictures of the README."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "summary.xlsx"
        jiukun("compile", "--date", DAY, "--at", "18:00", "--output", str(workbook))
        page_of(workbook, 1, PICTURES / "summary.png")
        screen, printed = filled_form(Path(folder))
        page_of(screen, 1, PICTURES / "form.png")
        page_of(printed, 1, PICTURES / "form-printed.png")
        page_of(made_of_the_period("ledger", Path(folder) / "ledger.xlsx"), 1, PICTURES / "ledger.png")
        page_of(made_of_the_period("bulletin", Path(folder) / "bulletin.docx"), 1, PICTURES / "bulletin.png")
        browsed(made_of_the_period("board", Path(folder) / "board.html"), SCREEN, PICTURES / "board.png")
    command = f"jiukun missing --date {DAY} --at 18:00"
    console(f"$ {command}\n{jiukun(*command.split()[1:])}", PICTURES / "missing.png")
    print("docs/pictures/ 已重新生成")


if __name__ == "__main__":
    for tool in ("soffice", "pdftoppm", "chromium"):
        if shutil.which(tool) is None:
            sys.exit(f"没有找到 {tool}")
    main()
