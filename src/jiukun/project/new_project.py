"""The files of a new project: all are written, or none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from jiukun.project.double_click import make_executable, scripts
from jiukun.project.folders import Project

MEASURES = "data/measures.yaml"  # the mark of a project: written last
UNITS = "data/units.yaml"
# What was received is proved by its bytes: no machine's line ends may touch it. The plan's are the same everywhere.
_OTHERS = {
    ".gitattributes": "data/receipts/** -text\ndata/receipts/**/looks.jsonl merge=union\n"
    "data/*.yaml text eol=lf\nsubmissions/** -text\n*.bat -text\n",
    ".gitignore": "data/receipts/.tmp/\ndata/receipts/.lock\nsubmissions/*/签收-*.txt\n",
    "out/.gitignore": "*\n!.gitignore\n",
    "submissions/.gitkeep": "",
}


def is_project(folder: Path) -> bool:
    """Whether a folder has a project already."""
    return (folder / MEASURES).exists() or (folder / MEASURES).is_symlink()


def project_files(measures: str, units: str, python: str) -> dict[str, bytes]:
    """Name → bytes of all files of a new project, in the order in which they are written; see `scripts`."""
    texts = {**_OTHERS, UNITS: units}
    return {
        **{name: text.encode() for name, text in texts.items()},
        **scripts(python),
        MEASURES: measures.encode(),
    }


def in_the_way(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Names of files that are there with other content."""
    return [name for name, data in files.items() if _differs(folder / name, data)]


def found_project(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files that are not there, all or none: on a failure what was written is removed again.

    A process that is killed midway leaves no project behind: data/measures.yaml is written last.
    """
    project = Project(folder)
    missing = [name for name in files if not (folder / name).exists()]
    made = [needed for needed in _folders(folder, files) if not needed.exists()]
    written: list[Path] = []
    try:
        for name in missing:
            project.write(folder / name, files[name], temporaries=project.out, new=True)
            written.append(folder / name)
        make_executable(folder)
    except BaseException:
        _take_back(written, made)
        raise


def _folders(folder: Path, files: Iterable[str]) -> list[Path]:
    """All folders that files need, the outer before the inner."""
    needed = {above for name in files for above in (folder / name).parents}
    return sorted(needed, key=lambda path: len(path.parts))


def _take_back(written: list[Path], made: list[Path]) -> None:
    """Remove our files and the folders that were not there, as far as nobody else has put anything in them."""
    for file in written:
        with suppress(OSError):
            file.unlink()
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def questions(files: dict[str, bytes], ask: str) -> list[tuple[str, int, str]]:
    """File, line and words of each place at which a person must look: a comment that begins with `ask`."""
    found = []
    for name in (MEASURES, UNITS):
        for number, line in enumerate(files[name].decode().split("\n"), 1):
            mark, _, words = line.strip().partition(ask)
            if mark == "# ":
                found.append((name, number, words))
    return found


def _differs(path: Path, data: bytes) -> bool:
    if path.is_file():
        return path.stat().st_size != len(data) or path.read_bytes() != data
    return path.exists() or path.is_symlink()
