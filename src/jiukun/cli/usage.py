"""Help and usage errors in Chinese, made of what the framework says in English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from jiukun.chinese.text import display_width, nearest, one_line

# What the framework says in words alone, of classes that say no more than "usage error" or "bad parameter".
_WORDS = (
    (r"No such command '(.*)'.*", r"没有“\1”这个命令"),
    (r"Got unexpected extra arguments?\(?s?\)? \((.*)\)", r"多出了参数“\1”"),
    (r"(?:Value '.*' is not a valid int\w*|Input should be a valid integer).*", "要写整数"),
    (r"(?:Value error, )?(?:Value )?'(.*)' is not (?:one of|a valid) .*", r"“\1”不在可选之列"),
)


def usage_error_words(error: Any) -> str:
    """What a usage error of the framework says, in Chinese: what is wrong and how to see the help."""
    command = error.ctx.command_path
    return f"{_message(error)}\n用法：{command} {_pieces(error.ctx)}\n说明：{command} --help"


class _NamesItself:
    """A command or group that is named in its usage errors, also where the framework forgets to say which it is."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the framework does."""
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc, no-any-return]
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise


class ChineseCommand(_NamesItself, TyperCommand):
    """A command whose help is in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, purpose, arguments and options."""
        formatter.write(_help(self, ctx))


class ChineseGroup(_NamesItself, TyperGroup):
    """The program, whose help lists its commands."""

    summaries: dict[str, str] = {}  # noqa: RUF012  set once by the subclass

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, purpose, options and commands; no command is loaded for it."""
        formatter.write(_help(self, ctx) + _section("命令", list(self.summaries.items())))


def _help(command: Any, ctx: Any) -> str:
    params = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [_record(param) for param in params if param.param_type_name == "argument"]
    options = [_record(param) for param in params if param.param_type_name == "option"]
    purpose = "\n".join(f"  {line}".rstrip() for line in (command.help or "").strip().splitlines())
    return (
        f"用法：{ctx.command_path} {_pieces(ctx)}\n\n{purpose}\n"
        + _section("参数", arguments)
        + _section("选项", options)
    )


def _pieces(ctx: Any) -> str:
    arguments = [_usage_name(param) for param in ctx.command.get_params(ctx) if param.param_type_name == "argument"]
    tail = "命令 …" if isinstance(ctx.command, TyperGroup) else " ".join(arguments)
    return f"[选项] {tail}".strip()


def _usage_name(param: Any) -> str:
    name = f"{_metavar(param)}{'…' if param.nargs == -1 else ''}"
    return name if param.required else f"[{name}]"


def _metavar(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _record(param: Any) -> tuple[str, str]:
    if param.param_type_name == "argument":
        return _metavar(param), (param.help or "") + ("（必填）" if param.required else "")
    if param.name == "help":
        return "--help", "显示这份说明"
    names = ", ".join(param.opts)
    value = "" if param.is_flag else f" {_metavar(param)}"
    return f"{names}{value}", (param.help or "") + ("（必填）" if param.required else "")


def _section(title: str, records: list[tuple[str, str]]) -> str:
    if not records:
        return ""
    width = min(32, max(display_width(name) for name, _ in records))
    lines = [f"  {name}{' ' * max(2, width + 2 - display_width(name))}{text}".rstrip() for name, text in records]
    return f"\n{title}：\n" + "\n".join(lines) + "\n"


def _message(error: Any) -> str:
    """By the name of the error's class, which typer does not export, else by its words."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(error)
    if kind == "BadOptionUsage":
        return f"选项“{error.option_name}”后面" + ("不带内容" if _is_flag(error) else "要写内容")
    if kind == "MissingParameter":
        return f"缺少{'选项' if error.param.param_type_name == 'option' else '参数'} {_record(error.param)[0]}"
    return _by_words(error)


def _is_flag(error: Any) -> bool:
    params = error.ctx.command.get_params(error.ctx)
    return any(error.option_name in param.opts and getattr(param, "is_flag", False) for param in params)


def _no_such_option(error: Any) -> str:
    if error.option_name == "--root":
        return "“--root”写在命令前面，如 jiukun --root 文件夹 check"
    return f"没有“{one_line(error.option_name, 80)}”这个选项" + _likely(error.possibilities or ())


def _by_words(error: Any) -> str:
    english = " ".join(error.message.split())
    param = getattr(error, "param", None)
    for pattern, chinese in _WORDS:
        found = re.fullmatch(pattern, english)
        if found:
            words = one_line(found.expand(chinese), 80)
            return f"{_record(param)[0]}：{words}" if param is not None else words + _likely_command(error)
    return f"命令写法不对：{one_line(english, 80)}"


def _likely_command(error: Any) -> str:
    wrong = re.match(r"No such command '(.*)'", error.message)
    meant = nearest(wrong[1], error.ctx.command.summaries) if wrong else None
    return _likely([meant] if meant else ())


def _likely(names: Sequence[str]) -> str:
    return f"，是不是 {'、'.join(names)}？" if names else ""
