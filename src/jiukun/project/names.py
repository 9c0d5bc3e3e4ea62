"""What the names of files and folders in submissions/ mean, and what is wrong with those that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property, lru_cache
from pathlib import PurePath

from jiukun.chinese.dates import parse_date
from jiukun.chinese.text import nearest, one_line

FORM_ENDING = ".xlsx"
YAML_ENDINGS = (".yaml", ".yml")
FORM_ENDINGS = (FORM_ENDING, ".docx")
REPORT_ENDINGS = (*YAML_ENDINGS, *FORM_ENDINGS)
# What editors, office programs and systems leave behind.
_DROPPINGS = re.compile(
    r"\..*\.sw[a-z]|~\$.*|\.~.*|\._.*|.*~|#.*#|\.#.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|.*\.tmp"
    r"|签收-\d{4}-\d{2}-\d{2}\.txt",  # jiukun's own
    re.IGNORECASE,
)
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 60
PLAN_FOLDER = "方案"  # beside the units' folders of a day's receipts
_DATE_FOLDER = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAKEN = "\0"  # in the place of a name that was found

Finding = tuple[str, str, str]  # code, message and hint


class UnitNames:
    """All names of units, each with the 简称 that it means; looked up whole, and within the names of files."""

    def __init__(self, shorts: Mapping[str, str]) -> None:
        self._shorts = shorts

    def exact(self, stem: str) -> str | None:
        """The unit that a name is one of the names of."""
        return self._shorts.get(stem)

    def held(self, stem: str) -> tuple[str, ...]:
        """Every unit whose name stands in a name; of names that overlap the longest. Width and blanks do not count."""
        rest = comparable(stem)
        found = {}
        for name, short in self._longest_first:
            if name in rest:
                found[short] = rest.index(name)
                rest = rest.replace(name, _TAKEN * len(name))
        return tuple(sorted(found, key=found.__getitem__))

    def nearest(self, stem: str) -> str | None:
        """The name that may have been meant."""
        return nearest(stem, self._shorts)

    @cached_property
    def _longest_first(self) -> list[tuple[str, str]]:
        names = {comparable(name): short for name, short in self._shorts.items()}
        return sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[0]))


@lru_cache(maxsize=4096)
def comparable(name: str) -> str:
    """A name for comparison: width, Unicode form (Kangxi radicals too), case, blanks and the unseen do not count."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"})


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, whatever its width and the blanks around it: `．XLSX ` is .xlsx."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return PurePath(plain).suffix


def is_form(name: str) -> bool:
    """Whether a file is a form of Excel or Word by its name."""
    return name.lower().endswith(FORM_ENDINGS)


def is_report_name(name: str) -> bool:
    """Whether a file's ending is that of a report."""
    return name.lower().endswith(REPORT_ENDINGS)


def is_dropping(name: str) -> bool:
    """Whether an editor, an office program, the system or jiukun itself left the file behind."""
    return _DROPPINGS.fullmatch(name) is not None


@lru_cache(maxsize=4096)  # each day of a period looks at the names of all
def folder_date(name: str) -> date | None:
    """The date that a folder is named by (2022-08-26), or None."""
    if not (name.isascii() and _DATE_FOLDER.fullmatch(name)):
        return None
    with suppress(ValueError):
        return date.fromisoformat(name)
    return None


def no_day(name: str, day: date, *, is_folder: bool) -> Finding | None:
    """Why something in submissions/ itself is not the folder of the `day`; None where it is meant for another."""
    if not is_folder:
        hint = f"移到 submissions/{day.isoformat()}/ 这样的文件夹里"
        return "JK404", "文件直接放在了 submissions/ 下，没有计入", hint
    meant, folder = parse_date(name), f"文件夹名“{one_line(name)}”"
    if meant is None:
        return "JK404", f"{folder}不是日期，里面的文件没有计入", "改名为 2022-08-26 这样的形式"
    return ("JK404", f"{folder}写法不对，里面的文件没有计入", f"改名为 {meant.isoformat()}") if meant == day else None


def why_no_file_name(name: str) -> str | None:
    """Why a name cannot be a file's name on every system, or None where it can (Windows' naming rules)."""
    if _NOT_IN_FILE_NAMES.search(name):
        return '含有 \\ / : * ? " < > | 等符号'
    if name.startswith((".", "~")) or name.endswith((".", " ")):
        return "以点、波浪线开头，或以点、空格结尾"
    if _RESERVED.fullmatch(name):
        return "是 Windows 的保留名"
    if name == PLAN_FOLDER:
        return "是签收里留存方案的文件夹的名字"
    return "太长" if len(name) > _LONGEST_NAME else None
