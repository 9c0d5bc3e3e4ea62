"""The kinds of values that our files hold, and pydantic's errors in our codes and words."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, timedelta
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError
from pydantic_core.core_schema import is_instance_schema, no_info_before_validator_function

from jiukun.chinese.dates import DATE_FORMS, parse_date, parse_moment, parse_time
from jiukun.chinese.text import code_point, half_width, is_plain, nearest, one_line, seen, untrusted, utf16_length
from jiukun.diagnostics.diagnostic import FieldPath, Misfit
from jiukun.yamlsource.document import Kind

M = TypeVar("M", bound=BaseModel)

CELL_LIMIT = 32_767  # characters of a cell, as Excel counts them
_MAY_BE_NOTHING = frozenset({"完成情况", "存在问题", "下一步计划"})
_MOST_DIGITS = 9
_FEW = 6  # characters, by which a place is known
_UNKNOWN = "extra_forbidden"


class _Words(NamedTuple):
    """What a code says of a value: the errors of pydantic that it stands for, what is expected, how to write it."""

    errors: tuple[str, ...] = ()
    expected: str = ""
    hint: str = ""


_WORDS = {
    "JK201": _Words(("model_type", "model_attributes_type"), "一组“栏目名: 内容”", "写成“栏目名: 内容”，每栏一行"),
    "JK204": _Words(("string_type", "is_instance_of"), "文字", "直接写文字；分几段写就用“|”另起一行"),
    "JK205": _Words(("int_type",), "整数", "只写数字，例如 1"),
    "JK206": _Words(("date_type",), "日期", f"写作 {DATE_FORMS}"),
    "JK207": _Words(("datetime_type", "time_delta_type"), "时间", "写作 17:00；带日期的写作 2022-08-25 13:00"),
    "JK208": _Words(("literal_error",)),
    "JK209": _Words(("tuple_type",), "列表", "每项一行以“- ”开头，或写成 [甲, 乙]"),
    "JK301": _Words(hint="填上内容；确实没有的写“无”"),
    "JK312": _Words(hint="删去这个字符（连同前后的文字重新输入）"),
}
_CODES = {error: code for code, words in _WORDS.items() for error in words.errors}


class Shape(BaseModel):
    """A mapping of one of our files: no unknown keys, keys by their Chinese names, unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def wrong(code: str, found: str) -> PydanticCustomError:
    """An error of a value: our code, and what was found against what is expected."""
    return PydanticCustomError(code, "{found}", {"found": found})


class Reading:
    """How a value is read from what is written, before pydantic sees it, and how JSON Schema describes it.

    Where what is `made` is a class of our own, pydantic does not look into it.

    Pydantic's own BeforeValidator and WithJsonSchema do the same, but cost every start ten times as much.
    """

    def __init__(
        self, read: Callable[[Any], object], seen: dict[str, Any] | None = None, made: type[object] | None = None
    ) -> None:
        self._read = read
        self._seen = seen
        self._made = made

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Pydantic's protocol."""
        inner = is_instance_schema(self._made) if self._made else handler(source)
        return no_info_before_validator_function(self._read, inner)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Pydantic's protocol."""
        return dict(self._seen) if self._seen is not None else handler(schema)


def blank_as(default: object) -> Reading:
    """Reads an empty value as `default`."""
    return Reading(lambda value: default if isinstance(value, str) and not value.strip() else value)


def _as_seen(value: str) -> str:
    """The text as a person sees it; what can neither be seen nor trusted is an error."""
    if is_plain(value):
        return value
    text = seen(value)
    found = untrusted(text)
    if found:
        before = text[: found.start()].rpartition("\n")[2][-_FEW:].strip()
        where = f"，在“{before}”后面" if before else ""
        raise wrong("JK312", f"含有看不见的字符 {code_point(found[0])}{where}")
    return text


def _written(read: Callable[[str], object]) -> Callable[[object], object]:
    """Reads what is text; of what is not, pydantic says what it should be."""
    return lambda value: read(_as_seen(value)) if isinstance(value, str) else value


def filled(read: Callable[[str], object]) -> Callable[[object], object]:
    """Reads what is text and says something."""

    def checked(value: object) -> object:
        if not isinstance(value, str):
            return value
        text = _as_seen(value)
        if not text or text.isspace():
            raise wrong("JK301", "这一栏没有填")
        return read(text)

    return checked


def _optional(read: Callable[[str], object]) -> Callable[[object], object]:
    """Reads what is text; blank is None."""
    return _written(lambda value: read(value) if value.strip() else None)


def _line(value: str) -> str:
    if len(value) > CELL_LIMIT:
        raise wrong("JK311", f"文字有 {utf16_length(value)} 个字符，一格最多 {CELL_LIMIT} 个")
    return value.strip()


def _paragraphs(value: str) -> str:
    return value.strip("\r\n \t")


def _number(value: str) -> int:
    plain = half_width(value)
    if not plain.isdecimal() or len(plain) > _MOST_DIGITS:
        raise wrong("JK205", f"“{one_line(value)}”不是整数")
    return int(plain)


def _day(value: str) -> date:
    day = parse_date(value)
    if day is None:
        raise wrong("JK206", f"“{one_line(value)}”不是日期，或没有这一天")
    return day


def _time_of_day(value: str) -> timedelta:
    since_midnight = parse_time(value)
    if since_midnight is None:
        raise wrong("JK207", f"“{one_line(value)}”不是时间")
    return since_midnight


def _moment(value: str) -> str:
    if parse_moment(value, None, UTC) is None:
        raise wrong("JK207", f"“{one_line(value)}”不是日期和时间")
    return value


# How an editor sees what is written (YAML 1.2): a phone of digits is a number there, a blank is null.
_SCALAR = {"type": ["string", "number", "boolean"]}
_FILLED = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_DIGITS = {"type": ["integer", "string"], "pattern": r"^\s*[0-9０-９]+\s*$"}
_DATE = {"type": ["string", "integer"], "pattern": "[0-9０-９]{4}.*[0-9０-９]"}
_CLOCK = {"type": "string", "pattern": "[0-9０-９]"}

Line = Annotated[str, Reading(_written(_line), _SCALAR)]
FilledLine = Annotated[str, Reading(filled(_line), _FILLED)]
FilledText = Annotated[str, Reading(filled(_paragraphs), _FILLED)]
Number = Annotated[int, Reading(filled(_number), _DIGITS)]
Day = Annotated[date, Reading(filled(_day), _DATE)]
OptionalDay = Annotated[date | None, Reading(_optional(_day), _DATE)]
Moment = Annotated[str | None, Reading(_optional(_moment), _CLOCK)]  # as written: a project's zone may be needed
TimeOfDay = Annotated[timedelta, Reading(filled(_time_of_day), _CLOCK)]
OptionalTimeOfDay = Annotated[timedelta | None, Reading(_optional(_time_of_day), _CLOCK)]


def validated(model: type[M], content: Any, kind: Kind) -> tuple[M | None, tuple[Misfit, ...]]:
    """Content (dict, list and str) as a model, and every value that does not fit the model.

    What is not is None in the model where the model allows None, so that the rest can be checked for meaning; without
    any such model, or with more misfits than the kind of file allows, the first of the pair is None.
    """
    try:
        return model.model_validate(content), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    keys, most = kind.vocabulary.keys, kind.misfits
    if len(details) > most:
        more = Misfit((), "JK132", f"问题太多，另有 {len(details) - most} 处没有列出", "请对照样表重新填写")
        return None, (*_misfits(content, keys, details[:most]), more)
    misfits = tuple(_misfits(content, keys, details))
    try:
        return model.model_validate(_without(content, details)), misfits
    except ValidationError:
        return None, misfits


def _without(content: Any, details: Iterable[ErrorDetails]) -> Any:
    """The content with None for what does not fit and without unknown keys."""
    if not isinstance(content, dict):
        return content
    kept = copy.deepcopy(content)
    for detail in details:
        parent = _at(kept, detail["loc"][:-1])
        if detail["type"] == _UNKNOWN:
            parent.pop(detail["loc"][-1], None)
        else:
            parent[detail["loc"][-1]] = None
    return kept


def _at(content: Any, path: FieldPath) -> Any:
    for part in path:
        content = content[part]
    return content


def _misfits(content: Any, keys: frozenset[str], details: list[ErrorDetails]) -> Iterator[Misfit]:
    """Each misfit once: a missing key that was only misspelt is already told as an unknown key."""
    unknown = [detail["loc"] for detail in details if detail["type"] == _UNKNOWN]
    meant = {path: _meant(content, keys, path) for path in unknown}
    renamed = {(path[:-1], key) for path, key in meant.items()}
    for detail in details:
        path = detail["loc"]
        if path in meant:
            yield _unknown(path, meant[path])
        elif detail["type"] != "missing":
            yield _misfit(detail)
        elif (path[:-1], path[-1]) not in renamed:
            key = path[-1]
            yield Misfit(path, "JK202", f"缺少“{key}”这一栏", f"补上“{key}: ……”，没有内容的写“无”")


def _meant(content: Any, keys: frozenset[str], path: FieldPath) -> str | None:
    """The absent key that an unknown one was meant to be."""
    return nearest(half_width(str(path[-1])), sorted(keys.difference(_at(content, path[:-1]))))


def _unknown(path: FieldPath, meant: str | None) -> Misfit:
    hint = f"是不是“{meant}”？" if meant else "删去这一栏；如果它是上面正文里的一段，请在行首补上半角空格"
    return Misfit(path, "JK203", f"不认识的栏目“{one_line(str(path[-1]))}”", hint)


def _misfit(detail: ErrorDetails) -> Misfit:
    path, value, error = detail["loc"], detail["input"], detail["type"]
    if error == "JK301" or (value == "" and path):
        hint = _WORDS["JK301"].hint if path[-1] in _MAY_BE_NOTHING else "填上内容"
        return Misfit(path, "JK301", "这一栏没有填", hint)
    code = _CODES.get(error, error)
    words = _WORDS.get(code, _Words())
    if code == error:  # of our own validators, in our own words
        return Misfit(path, code, detail["msg"], words.hint)
    choices = re.findall("'(.+?)'", str(detail.get("ctx", {}).get("expected", "")))
    expected = "或".join(f"“{choice}”" for choice in choices) or words.expected
    read = f"“{one_line(value)}”" if isinstance(value, str) else "列表" if isinstance(value, list) else "一组栏目"
    return Misfit(path, code, f"这里应是{expected}，读到的是{read}", words.hint)
