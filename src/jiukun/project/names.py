"""What the names of files and folders in submissions/ mean, and what is wrong with those that mean nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import PurePath

from jiukun.chinese.dates import parse_date
from jiukun.chinese.text import nearest, one_line

FORM_ENDING = ".xlsx"
_FORM_ENDINGS = (FORM_ENDING, ".docx")
_OTHER_SHEETS = (".xls", ".et", ".xlsm", ".csv")
REPORT_ENDINGS = (".yaml", ".yml", *_FORM_ENDINGS)
# What editors, office programs and systems leave behind.
_DROPPINGS = re.compile(
    r"\..*\.sw[a-z]|~\$.*|\.~.*|\._.*|.*~|#.*#|\.#.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep|\.gitignore|.*\.tmp",
    re.IGNORECASE,
)
_COPY = r"(?i)(.*?)\s*(?:[(（]\d+[)）]|-?\s*副本.*|-\s*Copy.*)"
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 60
_DATE_FOLDER = re.compile(r"\d{4}-\d{2}-\d{2}")

Told = tuple[str, str, str]  # code, message and hint


def is_form(name: str) -> bool:
    """Whether a file is a form in Excel or Word by its name."""
    return name.lower().endswith(_FORM_ENDINGS)


def is_dropping(name: str) -> bool:
    """Whether an editor, an office program or the system left the file behind."""
    return _DROPPINGS.fullmatch(name) is not None


@lru_cache(maxsize=4096)  # each day of a period looks at the names of all
def folder_date(name: str) -> date | None:
    """The date that a folder is named by (2022-08-26), or None."""
    if not (name.isascii() and _DATE_FOLDER.fullmatch(name)):
        return None
    with suppress(ValueError):
        return date.fromisoformat(name)
    return None


def no_day(name: str, day: date, *, is_folder: bool) -> Told | None:
    """Why something in submissions/ itself is not the folder of the `day`; None where it is meant for another."""
    if not is_folder:
        hint = f"移到 submissions/{day.isoformat()}/ 这样的文件夹里"
        return "JK404", "文件直接放在了 submissions/ 下，没有计入", hint
    meant, folder = parse_date(name), f"文件夹名“{one_line(name)}”"
    if meant is None:
        return "JK404", f"{folder}不是日期，里面的文件没有计入", "改名为 2022-08-26 这样的形式"
    return ("JK404", f"{folder}写法不对，里面的文件没有计入", f"改名为 {meant.isoformat()}") if meant == day else None


def no_report(path: PurePath, names: tuple[str, ...], *, is_folder: bool) -> Told:
    """Why something in the folder of a day is no report, and what to do; of the units' `names` one may be meant."""
    suffix = path.suffix.lower()
    copied = re.fullmatch(_COPY, path.stem)
    if is_folder and suffix not in REPORT_ENDINGS:
        return "JK404", "日期文件夹里不应再有文件夹，里面的文件没有计入", "把里面的报送移到上一层"
    if copied and suffix in REPORT_ENDINGS:
        hint = f"确认内容后改名为 {copied[1]}{path.suffix}，只留一个"
        return "JK403", "像是重复下载或复制出来的文件，没有计入", hint
    if suffix in REPORT_ENDINGS:
        meant = nearest(path.stem, names)
        hint = f"是不是“{meant}”？请改名为 {meant}{path.suffix}" if meant else "以单位简称命名，例如 州工信局.yaml"
        return "JK402", f"文件名“{one_line(path.stem)}”不是登记过的单位名，没有计入", hint
    if suffix in _OTHER_SHEETS:
        hint = f"用 Excel 或 WPS 打开，另存为 {path.stem}{FORM_ENDING}"
        return "JK403", f"“{suffix}”格式的表格不能读，没有计入", hint
    inner = next((ending for ending in REPORT_ENDINGS if ending in path.name.lower()), None)
    if inner:
        right = path.name[: path.name.lower().index(inner)] + inner
        return "JK403", f"扩展名是“{path.suffix}”，不是报送文件，没有计入", f"改名为 {right}"
    hint = "报送只收 .yaml 文件和 .xlsx 报送表；其他材料请移走"
    return "JK403", f"“{one_line(path.name)}”不是报送文件，没有计入", hint


def why_no_file_name(name: str) -> str | None:
    """Why a name cannot be a file's name on every system, or None where it can (Windows' naming rules)."""
    if _NOT_IN_FILE_NAMES.search(name):
        return '含有 \\ / : * ? " < > | 等符号'
    if name.startswith((".", "~")) or name.endswith((".", " ")):
        return "以点、波浪线开头，或以点、空格结尾"
    if _RESERVED.fullmatch(name):
        return "是 Windows 的保留名"
    return "太长" if len(name) > _LONGEST_NAME else None
