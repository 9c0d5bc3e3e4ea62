"""The command line: commands are loaded when they are called; failures become words and an exit status."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from jiukun import __version__
from jiukun.cli import interruption
from jiukun.cli.usage import ChineseCommand, ChineseGroup, usage_error_words

COMMANDS = {
    "init": "新建项目，从方案文件起草措施和单位",
    "new": "给单位备好当天的报送文件或 Excel 表",
    "import": "把填好的 Excel 表导入成报送文件",
    "validate": "报送前自查：指出报送文件里的每一处问题",
    "receive": "签收新到的报送，登记纸质版",
    "missing": "谁按时、谁迟报、谁没报，该打谁的电话",
    "compile": "生成当天的汇总表，或一个单位签字盖章用的表",
    "ledger": "工作台账：一段时间里谁报了什么、问题持续了多少天",
    "bulletin": "通报：各单位的按时率，谁迟报、未报，写成公文",
    "board": "看板：一个网页，看当日报送、问题和每项措施的灯",
    "roster": "责任领导、责任人名单：谁还没有报",
    "schema": "报送文件的 JSON Schema，供编辑器边写边查",
    "check": "检查方案和单位的数据文件",
    "explain": "说明一个问题代码的含义和改法",
}


def module_of(command: str) -> str:
    """The module in commands/ that holds a command; `import` is a word of Python's own."""
    return "import_" if command == "import" else command


def _roots(arguments: list[str]) -> int:
    """How often `--root` stands before the command."""
    count, rest = 0, iter(arguments)
    for argument in rest:
        if not argument.startswith("-"):
            break
        if argument == "--root":
            next(rest, None)  # the folder may be called as a command is
        count += argument.partition("=")[0] == "--root"
    return count


class _Program(ChineseGroup):
    """The commands by name, imported on demand."""

    summaries = COMMANDS

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the framework does, but refuse a `--root` given twice, of which the framework takes the last."""
        if _roots(args) > 1:
            from jiukun.cli.workspace import WrongUseError  # noqa: PLC0415  only when something is wrong

            raise WrongUseError("--root 写了两次，只能写一次")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the framework's signature
        """All names, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command, imported now; None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"jiukun.cli.commands.{module_of(cmd_name)}")
        interruption.raises()
        single = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
        single.command(cmd_name, cls=ChineseCommand, help=module.__doc__)(module.run)
        return typer.main.get_command(single)


app = typer.Typer(cls=_Program, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"jiukun {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def program(
    ctx: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option("--root", metavar="文件夹", envvar="JIUKUN_ROOT", help="项目所在的文件夹，默认从当前位置向上找"),
    ] = None,
    version: Annotated[  # noqa: ARG001  handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
) -> None:
    """政策措施督办：各单位每日、每周或每月报送，到点知道谁没报，当晚生成汇总表。"""
    ctx.obj = root
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")


def run() -> None:
    """The script's entry point; always ends in an exit status (SPEC section 3)."""
    _prepare_streams()
    try:
        status = execute(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt:
        interruption.say()
        status = interruption.STATUS
    except OSError as error:
        status = 0 if isinstance(error, BrokenPipeError) else _failure(error)
    interruption.comes_too_late()
    _give_up_unwritable_streams()
    sys.exit(status)


def execute(arguments: list[str]) -> int:
    """Carry out a command line and give its exit status; raises BrokenPipeError where nobody reads on."""
    try:
        result = typer.main.get_command(app)(arguments, prog_name="jiukun", standalone_mode=False)
    except SystemExit as end:  # what the framework makes of a broken pipe
        raise BrokenPipeError from end
    except Exception as error:
        if interruption.was_raised():
            raise KeyboardInterrupt from error
        return _failure(error)
    if result == interruption.STATUS:
        interruption.say()
    return result if isinstance(result, int) else 0


def _prepare_streams() -> None:
    """Let the streams replace characters they cannot show; where one is closed, open one that leads nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _give_up_unwritable_streams() -> None:
    """Redirect a broken stream to nowhere: Python flushes both as it ends, and a failure would change the status."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _failure(error: Exception) -> int:
    """Say what went wrong and give the exit status."""
    if isinstance(error, typer.TyperException):
        from jiukun.rendering.console import note  # noqa: PLC0415  only when something failed

        note(usage_error_words(error))
        return 2
    from jiukun.cli.failures import report  # noqa: PLC0415  only when something failed

    return report(error)
