"""The program as a program: help, wrong use, failures, what is imported, consoles of all kinds."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

from jiukun import __version__
from jiukun.chinese.text import display_width
from jiukun.cli.program import COMMANDS
from support.desk import DAY, REPORT, Desk, Snapshots, replaced
from support.fuzzing import UNSAFE

# What the framework says in its own language.
ENGLISH = re.compile(
    r"\b(Usage|Options?|Arguments?|Commands?|Error|Try|Show this message|exit|required|default|env var|Missing|No such"
    r"|Invalid|Aborted|Got unexpected|Did you mean|Traceback)\b"
)
CODES = "代码的写法如 JK203，全部代码列在 docs/codes.md\n"
TOP = "用法：jiukun [选项] 命令 …\n说明：jiukun --help\n"
DATE_FORMS = "写作 2022-08-26、20220826、2022年8月26日、2022/8/26 或 2022.8.26"


def usage(command: str, pieces: str) -> str:
    return f"用法：jiukun {command} {pieces}\n说明：jiukun {command} --help\n"


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(desk: Desk, command: str, snapshots: Snapshots) -> None:
    result = desk.run(*command.split(), "--help")
    assert (result.status, result.err) == (0, "")
    snapshots.check(f"help/{command or 'jiukun'}", result.out)
    assert not ENGLISH.search(result.out)
    assert re.search("[\u4e00-\u9fff]", result.out)


def test_help_names_every_command_and_what_it_is_for(desk: Desk) -> None:
    lines = desk.run("--help").out.splitlines()
    for name, purpose in COMMANDS.items():
        assert [line.split(maxsplit=1)[1] for line in lines if line.split()[:1] == [name]] == [purpose]
        assert not ENGLISH.search(purpose)


def test_every_command_tells_its_exit_statuses(desk: Desk) -> None:
    naming = {name for name in COMMANDS if "退出状态：0 " in desk.run(name, "--help").out}
    assert {"validate", "missing", "compile", "check"} <= naming


def test_without_arguments_the_help_is_shown(desk: Desk) -> None:
    assert desk.run().out == desk.run("--help").out
    assert desk.run().status == 0


def test_the_version(desk: Desk) -> None:
    result = desk.run("--version")
    assert (result.status, result.out, result.err) == (0, f"jiukun {__version__}\n", "")


WRONG_USE: dict[str, tuple[list[str], str]] = {
    "unknown command": (["nope"], f"没有“nope”这个命令\n{TOP}"),
    "misspelt command": (["validat"], f"没有“validat”这个命令，是不是 validate？\n{TOP}"),
    "unknown option of the program": (["--nope"], f"没有“--nope”这个选项\n{TOP}"),
    "short option": (["-h"], f"没有“-h”这个选项\n{TOP}"),
    "unknown option": (["validate", "--nope"], "没有“--nope”这个选项\n" + usage("validate", "[选项] [路径…]")),
    "misspelt option": (
        ["validate", "--dat", DAY],
        "没有“--dat”这个选项，是不是 --date、--format？\n" + usage("validate", "[选项] [路径…]"),
    ),
    "option of the program behind a command": (
        ["check", "--root", "."],
        "“--root”写在命令前面，如 jiukun --root 文件夹 check\n" + usage("check", "[选项]"),
    ),
    "option of another command": (["check", "--date", DAY], "没有“--date”这个选项\n" + usage("check", "[选项]")),
    "missing argument": (["explain"], "缺少参数 代码\n" + usage("explain", "[选项] 代码")),
    "extra argument": (["missing", "extra"], "多出了参数“extra”\n" + usage("missing", "[选项]")),
    "extra arguments": (["missing", "一", "二"], "多出了参数“一 二”\n" + usage("missing", "[选项]")),
    "argument too many": (["explain", "JK101", "JK102"], "多出了参数“JK102”\n" + usage("explain", "[选项] 代码")),
    "option without value": (
        ["validate", "--date"],
        "选项“--date”后面要写内容\n" + usage("validate", "[选项] [路径…]"),
    ),
    "option of the program without value": (["--root"], f"选项“--root”后面要写内容\n{TOP}"),
    "bad choice": (
        ["missing", "--format", "xml"],
        "--format text|json：“xml”不在可选之列\n" + usage("missing", "[选项]"),
    ),
    "empty choice": (["check", "--format="], "--format text|json：“”不在可选之列\n" + usage("check", "[选项]")),
    "no number": (
        ["ledger", "--measure", "第3项"],
        "--measure 序号：要写整数\n" + usage("ledger", "[选项]"),
    ),
    "broken number": (
        ["ledger", "--measure", "1.5"],
        "--measure 序号：要写整数\n" + usage("ledger", "[选项]"),
    ),
    "output of another kind": (
        ["board", "--output", "看板.DOCX"],
        "--output 的文件名以“.docx”结尾，这里生成的是“.html”文件，请改成“.html”\n",
    ),
    "output of another format": (
        ["ledger", "--format", "csv", "--output", "台账.xlsx"],
        "--output 的文件名以“.xlsx”结尾，这里生成的是“.csv”文件，请改成“.csv”\n",
    ),
    "form of another kind": (
        ["new", "--form", "--unit", "州财政局", "--date", DAY, "--output", "表.yaml"],
        "--output 的文件名以“.yaml”结尾，这里生成的是“.xlsx”文件，请改成“.xlsx”\n",
    ),
    "flag with value": (
        ["validate", "--strict=1"],
        "选项“--strict”后面不带内容\n" + usage("validate", "[选项] [路径…]"),
    ),
    "help with value": (["check", "--help=1"], "选项“--help”后面不带内容\n" + usage("check", "[选项]")),
    "impossible date": (["missing", "--date", "2022-13-01"], f"--date 的日期“2022-13-01”不对，{DATE_FORMS}\n"),
    "no date": (["validate", "--date", "今天"], f"--date 的日期“今天”不对，{DATE_FORMS}\n"),
    "empty date": (["compile", "--date", ""], f"--date 的日期“”不对，{DATE_FORMS}\n"),
    "no time": (
        ["missing", "--date", DAY, "--at", "5pm"],
        "--at 的时间“5pm”读不懂，写作 17:05 或 2022-08-26T17:05\n",
    ),
    "impossible time": (
        ["compile", "--date", DAY, "--at", "25:00"],
        "--at 的时间“25:00”读不懂，写作 17:05 或 2022-08-26T17:05\n",
    ),
    "impossible moment": (
        ["missing", "--date", DAY, "--at", "2022-02-30T17:00"],
        "--at 的时间“2022-02-30T17:00”读不懂，写作 17:05 或 2022-08-26T17:05\n",
    ),
    "misspelt unit": (["compile", "--date", DAY, "--unit", "州工信居"], "不认识的单位“州工信居”，是不是“州工信局”？\n"),
    "unheard-of unit": (["compile", "--date", DAY, "--unit", "Mars"], "不认识的单位“Mars”\n"),
    "unit that leads nothing": (
        ["compile", "--date", DAY, "--unit", "州信访局"],
        "“州信访局”不牵头任何措施，没有报送任务\n",
    ),
    "unknown code": (["explain", "全角冒号"], f"没有“全角冒号”这个代码，{CODES}"),
    "code that was never given": (["explain", "JK999"], f"没有“JK999”这个代码，{CODES}"),
    "code with another digit": (["explain", "JK233"], f"没有“JK233”这个代码，{CODES}"),
    "code with a sign too many": (["explain", "203x"], "没有“203x”这个代码，是不是 JK203？\n"),
    "code with a digit twice": (["explain", "jk2033"], "没有“jk2033”这个代码，是不是 JK203？\n"),
    "code with two digits swapped": (["explain", "JK023"], "没有“JK023”这个代码，是不是 JK203？\n"),
    "hostile command": (["\x1b[31m"], f"没有“\\x1b[31m”这个命令\n{TOP}"),
    "hostile option": (["check", "--\x1b[31m"], "没有“--\\x1b[31m”这个选项\n" + usage("check", "[选项]")),
    "hostile date": (["missing", "--date", "[red]\u202e"], f"--date 的日期“[red]\\u202e”不对，{DATE_FORMS}\n"),
    "hostile code": (["explain", "\x1b]0;x\x07"], f"没有“\\x1b]0;x\\x07”这个代码，{CODES}"),
}


@pytest.mark.parametrize("name", WRONG_USE)
def test_wrong_use(desk: Desk, name: str) -> None:
    arguments, expected = WRONG_USE[name]
    result = desk.run(*arguments)
    assert (result.status, result.out, result.err) == (2, "", expected)
    assert not ENGLISH.search(result.err)


@pytest.mark.parametrize("second", [["--root", "."], ["--root=."]])
@pytest.mark.parametrize("first", [["--root", "."], ["--root=."], ["--root", "check"]])
def test_a_root_given_twice(desk: Desk, first: list[str], second: list[str]) -> None:
    result = desk.run(*first, *second, "check")
    assert (result.status, result.out, result.err) == (2, "", "--root 写了两次，只能写一次\n")


OUTSIDE = "这里不是 jiukun 项目：没有找到 data/measures.yaml。请进入项目文件夹，或用 --root 指定\n"
IN_A_PROJECT = ["validate", "missing", "compile", "check"]


@pytest.mark.parametrize("command", IN_A_PROJECT)
def test_outside_of_a_project(desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(desk.root.parent)
    result = desk.run(command)
    assert (result.status, result.out, result.err) == (2, "", OUTSIDE)


@pytest.mark.parametrize("command", IN_A_PROJECT)
@pytest.mark.parametrize("root", ["nowhere", "", "project/data/measures.yaml"])
def test_a_root_that_is_no_project(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, root: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / root
    expected = (2, "", f"{folder} 不是 jiukun 项目：里面没有 data 文件夹\n")
    result = desk.run("--root", str(folder), command)
    assert (result.status, result.out, result.err) == expected
    monkeypatch.setenv("JIUKUN_ROOT", str(folder))
    result = desk.run(command)
    assert (result.status, result.out, result.err) == expected


def test_the_project_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Upwards from the folder one is in; by JIUKUN_ROOT; by --root before both."""
    expected = desk.run("check").out
    assert "4 项措施" in expected
    (desk.root / "submissions" / DAY).mkdir(parents=True)
    monkeypatch.chdir(desk.root / "submissions" / DAY)
    assert desk.run("check").out == expected
    monkeypatch.chdir(tmp_path)
    assert desk.run("--root", "project", "check").out == expected
    assert desk.run("--root", "project/../project/data/..", "check").out == expected
    monkeypatch.setenv("JIUKUN_ROOT", str(tmp_path / "nowhere"))
    assert desk.run("check").status == 2
    assert desk.run("--root", str(desk.root), "check").out == expected
    monkeypatch.setenv("JIUKUN_ROOT", str(desk.root))
    assert desk.run("check").out == expected
    monkeypatch.setenv("JIUKUN_ROOT", "")
    assert desk.run("check").err == OUTSIDE


def raising(error: BaseException) -> Any:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def test_a_defect_of_our_own_is_told_in_short(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    details = tmp_path / "details"
    details.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(details))
    monkeypatch.setattr("jiukun.cli.commands.check.check_data", raising(RuntimeError("坏了 \ud800")))
    result = desk.run("check")
    (written,) = details.iterdir()
    assert (result.status, result.out) == (3, "")
    assert result.err == (
        f"jiukun 自身出错，没有完成（RuntimeError）。\n详情写在 {written}，请连同用到的文件一起交给维护人员。\n"
    )
    text = written.read_text("utf-8")
    assert text.startswith(f"jiukun {__version__}\nTraceback")
    assert "RuntimeError: 坏了" in text


def test_a_defect_whose_details_cannot_be_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", raising(OSError(errno.ENOSPC, "full")))
    monkeypatch.setattr("jiukun.cli.commands.check.check_data", raising(RecursionError("deep")))
    result = desk.run("check")
    assert (result.status, result.out) == (3, "")
    assert result.err == "jiukun 自身出错，没有完成（RecursionError）。\n详情没能写下来。\n"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "没有完成。磁盘已满（或文件个数到了上限）\n"),
        (
            OSError(errno.ENOSPC, "No space left", "out/a.xlsx"),
            "没有完成。out/a.xlsx：磁盘已满（或文件个数到了上限）\n",
        ),
        (
            PermissionError(errno.EACCES, "denied", "out/.jiukun-1.tmp", None, "out/a.xlsx"),
            "没有完成。out/a.xlsx：没有权限，或正被别的程序占用（例如在 Excel、WPS 里打开着）\n",
        ),
        (IsADirectoryError(errno.EISDIR, "is a directory", "x"), "没有完成。x：这是一个文件夹\n"),
        (OSError(errno.EIO, "Input/output error"), "没有完成。磁盘或网络出错\n"),
        (OSError(errno.ENOTTY, "not a typewriter"), "没有完成。not a typewriter\n"),
        (MemoryError(), "没有完成：内存不够\n"),
    ],
)
def test_an_environment_that_gives_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    monkeypatch.setattr("jiukun.cli.commands.check.check_data", raising(error))
    result = desk.run("check")
    assert (result.status, result.out, result.err) == (3, "", message)


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), PermissionError(errno.EACCES, "open in Excel")])
def test_the_old_workbook_stays_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str, error: OSError) -> None:
    made = desk.root / "out" / f"汇总表-{DAY}.xlsx"
    desk.report()
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0
    before = made.read_bytes()
    desk.report(replaced("12户", "13户"))
    with monkeypatch.context() as broken:
        broken.setattr(os, call, raising(error))
        result = desk.run("compile", "--date", DAY, "--at", "18:00")
    assert result.status == 3
    assert result.err.startswith("没有完成。")
    assert "已生成" not in result.out
    assert made.read_bytes() == before
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert desk.run("compile", "--date", DAY, "--at", "18:00").status == 0
    assert made.read_bytes() != before


def test_a_place_where_nothing_can_be_written(desk: Desk) -> None:
    desk.file("out", "a file where a folder should be")
    result = desk.run("compile", "--date", DAY)
    assert result.status == 3
    assert result.err == f"没有完成。{desk.root / 'out'}：同名的文件已经存在\n"
    folder = desk.root / "folder"
    folder.mkdir()
    result = desk.run("compile", "--date", DAY, "--output", "folder")
    assert result.status == 3
    assert result.err == f"没有完成。{folder}：这是一个文件夹\n"
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder in which a program runs cannot be deleted")
@pytest.mark.parametrize("arguments", ["missing", "check", "init 新", "validate x.yaml", "--root x check"])
def test_a_working_folder_that_was_deleted(desk: Desk, arguments: str) -> None:
    gone = desk.root / "工作"
    gone.mkdir()
    script = str(Path(sys.executable).with_name("jiukun"))
    line = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", script, *arguments.split()]
    done = subprocess.run(line, cwd=gone, capture_output=True, check=False)
    words = "现在所在的文件夹已经不在了（被删除、改名，或共享断开了），请先用 cd 进入现有的文件夹，再运行一次"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (3, b"", f"没有完成。{words}\n")


@pytest.mark.parametrize("command", IN_A_PROJECT)
def test_an_interruption(desk: Desk, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("jiukun.project.folders.Project.read", raising(KeyboardInterrupt()))
    result = desk.run(command)
    assert (result.status, result.out, result.err) == (130, "", "已中断\n")


BUFFERING = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])


def piped(desk: Desk, unbuffered: str, *arguments: str) -> tuple[int, bytes]:
    """Run with a standard output that nobody reads."""
    with subprocess.Popen(
        [sys.executable, "-m", "jiukun", *arguments],
        cwd=desk.root,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        return process.wait(timeout=60), process.stderr.read()


@BUFFERING
@pytest.mark.parametrize("keys", [0, 3_000])
def test_a_reader_that_goes_away_is_no_failure(desk: Desk, keys: int, unbuffered: str) -> None:
    """Of little that was still to be written, and of more than a pipe holds."""
    desk.report(REPORT + "".join(f"键{number}: x\n" for number in range(keys)))
    assert piped(desk, unbuffered, "validate", "--date", DAY, "--format", "json") == (0, b"")


@BUFFERING
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_standard_output(desk: Desk, unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "jiukun", "check"],
            cwd=desk.root,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (3, "没有完成。磁盘已满（或文件个数到了上限）\n")


@BUFFERING
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
@pytest.mark.parametrize(
    ("arguments", "status"), [("nope", 2), ("check --nope", 2), ("validate --date 8月40日", 2), ("new --all", 0)]
)
def test_a_full_standard_error_changes_no_status(desk: Desk, arguments: str, status: int, unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "jiukun", *arguments.split()],
            cwd=desk.root,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=subprocess.PIPE,
            stderr=full,
            timeout=60,
            check=False,
        )
    assert done.returncode == status


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that can close streams")
@pytest.mark.parametrize("arguments", ["check", "check --format json", "nope", "missing"])
def test_closed_streams(desk: Desk, arguments: str) -> None:
    expected = desk.run(*arguments.split()).status
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m jiukun {arguments} >&- 2>&-', sys.executable],
        cwd=desk.root,
        timeout=60,
        check=False,
    )
    assert done.returncode == expected


# Libraries, and modules of our own that most starts need not wait for.
WATCHED = {
    *("yaml", "pydantic", "xlsxwriter", "rich", "filelock", "asyncio"),
    *("jiukun.diagnostics.codes", "jiukun.products.notices", "jiukun.reports.form_words", "jiukun.yamlsource.mistakes"),
}


def imported(desk: Desk, *arguments: str) -> set[str]:
    """The watched modules that a command line makes the interpreter load."""
    program = (
        "import sys\nfrom jiukun.cli.program import execute\n"
        f"status = execute({list(arguments)!r})\n"
        "print(status, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=desk.root, capture_output=True, timeout=60, check=True
    )
    status, *names = done.stderr.decode().split()
    assert status == "0"
    return WATCHED & set(names)


@pytest.mark.parametrize(
    ("arguments", "libraries"),
    [
        ("--version", set()),
        ("--help", set()),
        ("explain JK203", {"yaml", "pydantic", "jiukun.diagnostics.codes"}),
        ("check", {"yaml", "pydantic"}),
        (f"validate submissions/{DAY}/州财政局.yaml", {"yaml", "pydantic"}),
        (f"validate --date {DAY} --format json", {"yaml", "pydantic"}),
        (f"missing --date {DAY} --at 16:00 --format json", {"yaml", "pydantic"}),
        (f"missing --date {DAY} --at 16:00", {"yaml", "pydantic"}),
        (f"compile --date {DAY} --at 18:00", {"yaml", "pydantic", "xlsxwriter"}),
    ],
)
def test_what_is_imported(desk: Desk, arguments: str, libraries: set[str]) -> None:
    desk.report()
    assert imported(desk, *arguments.split()) == libraries


BELL = "\x1b]0;x\x07"
HOSTILE = (
    REPORT.replace("样例丁", '"\\e[31m红\\e[0m [red]红[/x] \\u202e反"')
    .replace("存在问题: 无", "存在问题: [red]红[/x]\u202e反\u2066")
    .replace("    其余8户正在审核。", "    其余[red]8户[/x]正在审核\u200b。\u009b31m")
)


def hostile_desk(desk: Desk) -> None:
    """Text that would colour, move or turn, in a report and file names; markup in a unit's name and the plan too."""
    desk.report(HOSTILE)
    desk.report("填报人：[red]甲[/x]\u202e\n单位：x\n", "州工信局")
    desk.file(f"submissions/{DAY}/[red]{BELL}.yaml", "")
    desk.file(f"submissions/{DAY}/\u202e[red].txt", "")
    desk.file(os.fsdecode(f"submissions/{DAY}/".encode() + b"\xb5\xa5.yaml"), "")
    units = desk.root / "data" / "units.yaml"
    text = units.read_text("utf-8")
    text = text.replace("样例辛", '"[red]辛[/x]"').replace("秘书", '"[bold]秘书"')
    units.write_text(text, "utf-8")
    measures = desk.root / "data" / "measures.yaml"
    measures.write_text(
        measures.read_text("utf-8").replace("工作任务: 属地稳岗", '工作任务: "[red]属地[/x]稳岗"'),
        "utf-8",
    )


COMMAND_LINES = [
    f"validate --date {DAY}",
    f"validate --date {DAY} --format json",
    f"missing --date {DAY} --at 18:00",
    f"missing --date {DAY} --at 18:00 --format json",
    f"compile --date {DAY} --at 18:00",
    "check",
    "check --format json",
    "explain JK116",
    "--help",
    "nope",
    "validate --nope",
]
CONSOLES: dict[str, tuple[dict[str, str], list[str]]] = {
    "utf-8": ({}, COMMAND_LINES[:5]),
    "gbk": ({"PYTHONIOENCODING": "gbk"}, COMMAND_LINES),
    # Help is left out: the framework writes it as UTF-8 there.
    "ascii": ({"PYTHONIOENCODING": "ascii"}, [line for line in COMMAND_LINES if line != "--help"]),
    "narrow and gbk": ({"COLUMNS": "40", "PYTHONIOENCODING": "gbk"}, COMMAND_LINES[2:3]),
    "one that boasts": ({"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": "truecolor"}, COMMAND_LINES[2:3]),
}


@pytest.mark.parametrize("columns", [1, 40, 100])
def test_user_text_never_reaches_the_terminal_raw(desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    hostile_desk(desk)
    monkeypatch.setenv("COLUMNS", str(columns))
    for line in COMMAND_LINES:
        result = desk.run(*line.split())
        assert not UNSAFE.search(result.out + result.err)
        assert result.status in {0, 1, 2}


def test_user_text_is_never_markup(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_desk(desk)
    monkeypatch.setenv("COLUMNS", "300")
    shown = desk.run("validate", "--date", DAY).out
    assert "\n    1 | 填报人：[red]甲[/x]\\u202e\n" in shown
    assert "文件名“[red]\\x1b]0;x\\x07”里没有登记过的单位名" in shown
    assert "\\u202e[red].txt\n" in shown
    called = "".join(desk.run("missing", "--date", DAY, "--at", "18:00").out.split())
    assert "[red]辛[/x]（[bold]秘书）" in called
    assert "4.[red]属地[/x]稳岗" in called


@pytest.mark.parametrize("console", CONSOLES)
def test_a_console_of_any_kind(desk: Desk, console: str) -> None:
    """The process ends as it does elsewhere, and JSON loses nothing."""
    hostile_desk(desk)
    environment, lines = CONSOLES[console]
    for line in lines:
        expected = desk.run(*line.split())
        result = desk.process(*line.split(), **environment)
        assert result.status == expected.status
        assert not UNSAFE.search(result.out + result.err)
        if line.endswith("json"):
            assert result.json == expected.json
        elif console == "utf-8":
            assert (result.out, result.err) == (expected.out, expected.err)


def test_a_narrow_roll_call_loses_no_name_and_no_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    table = desk.run("missing", "--date", DAY, "--at", "18:00").out.splitlines()[3:]
    assert max(map(display_width, table)) <= 40
    units = [line.split()[0] for line in table if "未报送" in line]
    assert units == ["州工信局", "州市场监督管理局", "州财政局", "阿图什市人民政府", "乌恰县人民政府"]
    numbers = re.findall(r"0908-\d{7}", "\n".join(table))
    assert numbers == ["0908-5550102", "0908-5550104", "0908-5550106", "0908-5550108", "0908-5550110"]


def test_at_eighty_columns_a_measures_name_is_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "落实国有房屋租金减免和税费缓缴政策稳住市场主体基本盘"[:25]
    data = desk.root / "data" / "measures.yaml"
    data.write_text(data.read_text("utf-8").replace("纸质版: 否", "纸质版: 是").replace("减免租金", name), "utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    table = desk.run("missing", "--date", DAY, "--at", "18:00").out.partition("\n\n纸质版没到")[0].splitlines()
    assert f"    2.{name}" in table
    assert max(map(display_width, table)) <= 80


def test_readable_json_holds_nothing_raw_either(desk: Desk) -> None:
    desk.report(REPORT + "键\u202e\u2066\ufff9\u200b\ufeff\u3164\U000e0041[red]: x\n")
    result = desk.process("validate", "--date", DAY, "--format", "json")
    assert "不认识的栏目" in result.out
    assert not UNSAFE.search(result.out)
    assert result.json == desk.run("validate", "--date", DAY, "--format", "json").json
    assert "键\u202e\u2066\ufff9\u200b\ufeff\u3164\U000e0041[red]" in result.json["diagnostics"][0]["field"]


def test_json_is_readable_where_the_console_can_show_it(desk: Desk) -> None:
    desk.report(replaced("填报人: 样例丁", "填报人：样例丁"))
    line = ["validate", "--date", DAY, "--format", "json"]
    readable = desk.process(*line)
    plain = desk.process(*line, PYTHONIOENCODING="ascii")
    assert "全角冒号" in readable.out
    assert plain.out.isascii()
    assert readable.json == plain.json == desk.run(*line).json
    assert json.dumps(readable.json, ensure_ascii=False, indent=2) + "\n" == readable.out
