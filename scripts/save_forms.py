"""Save the forms of tests/forms/ anew by other programs, as units do, into tests/forms/saved/<program>/.

Needs LibreOffice, Gnumeric (ssconvert), and the npm packages exceljs and xlsx in the folder given with --npm.
A program that is not there is left out, and said.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FORMS = Path(__file__).parent.parent / "tests" / "forms"
NAMES = (
    "own-form",
    "number-formats",
    "hidden-row",
    "comment",
    "merged-down",
    "struck-run",
    "further-sheet",
    "date-cell-month-day",
)
DOCUMENTS = ("word-plain", "word-merged", "word-two-tables", "word-hidden")
EXCELJS = """
const {Workbook} = require("exceljs");
const [from, to] = process.argv.slice(1);
(async () => { const book = new Workbook(); await book.xlsx.readFile(from); await book.xlsx.writeFile(to); })();
"""
SHEETJS = """
const {readFile, writeFile} = require("xlsx");
const [from, to] = process.argv.slice(1);
writeFile(readFile(from, {cellStyles: true, cellNF: true}), to, {cellStyles: true, bookSST: true});
"""


def run(*command: str, **options: str) -> None:
    """Run a program to its end; raises CalledProcessError where it fails."""
    subprocess.run(command, check=True, capture_output=True, timeout=180, **options)  # type: ignore[call-overload]


def by_node(program: str, folder: str) -> Callable[[Path, Path], None]:
    """By a JavaScript library whose packages lie in the folder."""
    return lambda source, target: run("node", "-e", program, str(source.resolve()), str(target.resolve()), cwd=folder)


def by_libreoffice(*stops: str) -> Callable[[Path, Path], None]:
    """Through other formats and back."""

    def save(source: Path, target: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            place = source
            for number, stop in enumerate(stops):
                step = Path(folder) / str(number)
                profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
                run("soffice", profile, "--headless", "--convert-to", stop, "--outdir", str(step), str(place))
                place = next(step.iterdir())
            shutil.copy(place, target)

    return save


def by_gnumeric(source: Path, target: Path) -> None:
    """By Gnumeric."""
    run("ssconvert", str(source), str(target))


def programs(npm: str) -> dict[str, tuple[str, str, Callable[[Path, Path], None]]]:
    """Each program: the command that it needs, the ending of its files, how it opens one file and saves another."""
    return {
        "exceljs": ("node", ".xlsx", by_node(EXCELJS, npm)),
        "sheetjs": ("node", ".xlsx", by_node(SHEETJS, npm)),
        "libreoffice": ("soffice", ".xlsx", by_libreoffice("xlsx:Calc MS Excel 2007 XML")),
        "ods": ("soffice", ".xlsx", by_libreoffice("ods", "xlsx:Calc MS Excel 2007 XML")),
        "gnumeric": ("ssconvert", ".xlsx", by_gnumeric),
        "writer": ("soffice", ".docx", by_libreoffice("docx:MS Word 2007 XML")),
        "odt": ("soffice", ".docx", by_libreoffice("odt", "docx:MS Word 2007 XML")),
    }


def main() -> None:
    """Save all of them by every program that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", default=".", help="folder of node_modules")
    for program, (needed, suffix, save) in programs(parser.parse_args().npm).items():
        if shutil.which(needed) is None:
            print(f"{program} left out: {needed} is not installed", file=sys.stderr)
            continue
        (FORMS / "saved" / program).mkdir(parents=True, exist_ok=True)
        for name in DOCUMENTS if suffix == ".docx" else NAMES:
            source = next(FORMS.glob(f"{name}-*{suffix}"))
            try:
                save(source, FORMS / "saved" / program / source.name)
            except subprocess.CalledProcessError:
                print(f"{program} cannot open {source.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
