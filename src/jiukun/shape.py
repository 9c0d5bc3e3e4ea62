"""The kinds of values that our files hold, and pydantic's errors in our codes and words."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from jiukun.dates import DATE_FORMS, parse_date, parse_moment, parse_time
from jiukun.diagnostics import Diagnostic, FieldPath
from jiukun.text import half_width, nearest, one_line
from jiukun.yamlsource import Document, Kind, mistaken_shape
from jiukun.yamlsource.mistakes import swallowed_keys

M = TypeVar("M", bound=BaseModel)

_UTC = ZoneInfo("UTC")

_HINTS = {
    "JK301": "填上内容；确实没有的写“无”",
    "JK204": "直接写文字；分几段写就用“|”另起一行",
    "JK205": "只写数字，例如 1",
    "JK206": f"写作 {DATE_FORMS}",
    "JK207": "写作 17:00；带日期的写作 2022-08-25 13:00",
    "JK209": "每项一行以“- ”开头，或写成 [甲, 乙]",
    "JK201": "写成“栏目名: 内容”，每栏一行",
}
_TYPES = {
    "string_type": "JK204",
    "tuple_type": "JK209",
    "model_type": "JK201",
    "model_attributes_type": "JK201",
    "literal_error": "JK208",
}


class Shape(BaseModel):
    """A mapping of one of our files: no unknown keys, keys by their Chinese names, unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def wrong(code: str, found: str) -> PydanticCustomError:
    """An error of a value: our code, and what was found against what is expected."""
    return PydanticCustomError(code, "{found}", {"found": found})


def _filled(value: object) -> object:
    if isinstance(value, str) and not value.strip():
        raise wrong("JK301", "这一栏没有填")
    return value


def _line(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _paragraphs(value: object) -> object:
    return value.strip("\r\n \t") if isinstance(value, str) else value


def _number(value: object) -> object:
    if isinstance(value, str):
        plain = half_width(value)
        if not plain.isdecimal() or len(plain) > 9:
            raise wrong("JK205", f"“{one_line(value)}”不是整数")
        return int(plain)
    return value


def _day(value: object) -> object:
    if isinstance(value, str):
        day = parse_date(value)
        if day is None:
            raise wrong("JK206", f"“{one_line(value)}”不是日期，或没有这一天")
        return day
    return value


def _time_of_day(value: object) -> object:
    if isinstance(value, str):
        since_midnight = parse_time(value)
        if since_midnight is None:
            raise wrong("JK207", f"“{one_line(value)}”不是时间")
        return since_midnight
    return value


def _moment(value: object) -> object:
    if isinstance(value, str):
        moment = parse_moment(value, None, _UTC)
        if moment is None:
            raise wrong("JK207", f"“{one_line(value)}”不是日期和时间")
        return moment.replace(tzinfo=None)
    return value


def blank_as(default: object) -> Callable[[object], object]:
    """A validator that reads an empty value as `default`."""

    def read(value: object) -> object:
        return default if isinstance(value, str) and not value.strip() else value

    return read


_absent = blank_as(None)


Line = Annotated[str, BeforeValidator(_line)]
FilledLine = Annotated[str, BeforeValidator(_line), BeforeValidator(_filled)]
FilledText = Annotated[str, BeforeValidator(_paragraphs), BeforeValidator(_filled)]
Number = Annotated[int, BeforeValidator(_number), BeforeValidator(_filled)]
Day = Annotated[date, BeforeValidator(_day), BeforeValidator(_filled)]
OptionalDay = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_absent)]
Moment = Annotated[datetime | None, BeforeValidator(_moment), BeforeValidator(_absent)]
TimeOfDay = Annotated[timedelta, BeforeValidator(_time_of_day), BeforeValidator(_filled)]


def fit(model: type[M], document: Document, kind: Kind) -> tuple[M | None, tuple[Diagnostic, ...]]:
    """The document as a model, and all that does not fit.

    What does not fit is None in the model where the model allows None, so that the rest can be checked for
    meaning; without any such model the first of the pair is None.
    """
    try:
        return model.model_validate(document.content), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
    diagnostics = tuple(_in_the_writers_terms(document, kind, details))
    try:
        return model.model_validate(_without(document.content, details)), diagnostics
    except ValidationError:
        return None, diagnostics


def _without(content: Any, details: Iterable[ErrorDetails]) -> Any:
    """The content with None for what does not fit and without unknown keys."""
    if not isinstance(content, dict):
        return content
    kept = copy.deepcopy(content)
    for detail in details:
        parent: Any = kept
        for part in detail["loc"][:-1]:
            parent = parent[part]
        if detail["type"] == "extra_forbidden":
            parent.pop(detail["loc"][-1], None)
        else:
            parent[detail["loc"][-1]] = None
    return kept


def _in_the_writers_terms(document: Document, kind: Kind, details: list[ErrorDetails]) -> Iterator[Diagnostic]:
    """Typing mistakes first; then what does not fit and is not explained by one of them."""
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    unknown_lines = {document.source.location(document.index(path, of_key=True)).line for path in unknown}
    found, told = mistaken_shape(document, kind)
    mistakes = [one for one in found if one.code != "JK118" or one.location.line not in unknown_lines]
    yield from mistakes
    lines = {mistake.location.line for mistake in (*mistakes, *told)}
    suggested = {_suggestion(document, kind, path) for path in unknown}
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "missing":
            mistyped = any(_names(mistake, str(path[-1])) for mistake in _within(document, path[:-1], mistakes))
            if not mistyped and (path[:-1], path[-1]) not in suggested:
                yield _missing(document, path)
            continue
        misfit = _unknown(document, kind, path) if path in unknown else _misfit(document, detail)
        if misfit.location.line not in lines:
            yield misfit


def _within(document: Document, path: FieldPath, mistakes: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    first, last = document.span(path)
    return (mistake for mistake in mistakes if first <= mistake.location.line <= last)


def _names(mistake: Diagnostic, key: str) -> bool:
    return f"“{key}" in mistake.message


def _missing(document: Document, path: FieldPath) -> Diagnostic:
    key = str(path[-1])
    for index in swallowed_keys(document.source, *document.span(path[:-1]), key):
        hint = f"把“{key}:”改为半角冒号加空格，并与本项的其他栏目对齐"
        message = f"缺少“{key}”：这一行缩进过深，被当作了上面的正文"
        return document.source.diagnostic(index, "JK202", message, hint, path)
    return document.diagnostic(path, "JK202", f"缺少“{key}”这一栏", f"补上“{key}: ……”，没有内容的写“无”")


def _suggestion(document: Document, kind: Kind, path: FieldPath) -> tuple[FieldPath, str | None]:
    """The parent's path, and the missing key that an unknown one was meant to be."""
    siblings: Any = document.content
    for part in path[:-1]:
        siblings = siblings[part]
    free = kind.vocabulary.keys.difference(siblings)
    return path[:-1], nearest(half_width(str(path[-1])), sorted(free))


def _unknown(document: Document, kind: Kind, path: FieldPath) -> Diagnostic:
    meant = _suggestion(document, kind, path)[1]
    hint = f"是不是“{meant}”？" if meant else "删去这一栏；如果它是上面正文里的一段，请在行首补上半角空格"
    return document.diagnostic(path, "JK203", f"不认识的栏目“{one_line(str(path[-1]))}”", hint, of_key=True)


def _misfit(document: Document, detail: ErrorDetails) -> Diagnostic:
    path, value = detail["loc"], detail["input"]
    code = _TYPES.get(detail["type"], detail["type"])
    if value == "":
        code = "JK301"
    messages = {
        "JK301": "这一栏没有填",
        "JK204": "这里应是文字，读到的是列表或另一组栏目",
        "JK209": "这里应是列表" + (f"，读到的是“{one_line(value)}”" if isinstance(value, str) else ""),
        "JK201": "这里应是一组“栏目名: 内容”" + (f"，读到的是“{one_line(value)}”" if isinstance(value, str) else ""),
        "JK208": f"“{one_line(str(value))}”不在可选之列",
    }
    found = document.diagnostic(path, code, messages.get(code, detail["msg"]), _HINTS.get(code, ""))
    opening = document.source.text[document.index(path) : document.index(path) + 1]
    if code == "JK204" and opening and opening in "[{":
        return document.diagnostic(
            path,
            "JK116",
            f"内容以“{opening}”开头，YAML 会当成别的意思",
            "换成全角符号，或用“|”另起一行写，或给整句加上引号",
        )
    return found
