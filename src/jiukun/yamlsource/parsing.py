"""A text read by the parser, and what is wrong with its writing."""

from __future__ import annotations

import re

import yaml

from jiukun.chinese.text import code_point
from jiukun.diagnostics.diagnostic import Diagnostic, Location
from jiukun.diagnostics.source import Source
from jiukun.yamlsource.document import Document, Kind
from jiukun.yamlsource.events import RefusedError, read_content

_MAY_CUT = re.compile(r"(?:^|\s)#\S|\S[ \t]+#")  # no comment that has a line to itself
_SIGNS = ("｜", "＞", "\x85", "\u2028", "\u2029")
_CONTROL = "JK105"  # which no typing mistake explains
_COMMENT = "JK115"  # which explains no syntax error
HARMLESS = frozenset({_COMMENT, "JK120", "JK121", "JK123"})  # of which the text can still be YAML
_WORDS = (
    ("could not find expected ':'", "这一行的上一行缺少冒号，读不成一栏", "检查上一行：栏目名后面要有半角冒号加空格"),
    (
        "mapping values are not allowed",
        "这里不该出现冒号",
        "检查这一行和上一行：是不是缩进没有对齐，或内容里有半角冒号",
    ),
    ("did not find expected key", "这里应是一个栏目，缩进与上面对不齐", "检查这一行和上一行的缩进，同一层的栏目要对齐"),
    ("did not find expected '-' indicator", "这里应以“- ”开头，缩进与上面对不齐", "同一层的各项“- ”要对齐"),
    ("block sequence entries are not allowed", "“- ”不能写在这里", "“- ”要另起一行"),
    ("found character that cannot start any token", "内容不能以这个符号开头", "给整句加引号，或用“|”另起一行写"),
    ("found undefined alias", "以“*”开头的内容会被当作别名", "给整句加引号，或用“|”另起一行写"),
    ("found undefined tag handle", "以“!”开头的内容会被当作标签", "给整句加引号，或用“|”另起一行写"),
    ("expected whitespace or line break", "以“!”“&”“*”开头的内容有特殊含义", "给整句加引号，或用“|”另起一行写"),
    ("unexpected end of stream", "引号没有成对，直到文件末尾都没有结束", "补上另一个引号，或去掉引号"),
    ("unknown escape character", "双引号里的反斜杠“\\”有特殊含义", "改用单引号，或把“\\”写成“\\\\”"),
    ("invalid Unicode character escape code", "双引号里的“\\u”写法不是一个文字", "去掉双引号里的反斜杠"),
    ("expected <document start>", "缩进与上面对不齐", "最外层的栏目都要顶格写"),
    ("expected ',' or", "方括号或花括号没有成对", "补上另一半括号，或给整句加引号"),
    ("exceeded maximum nesting depth", "方括号或花括号一层套一层，层次太多", "请对照样表重新填写"),
    ("block scalar", "“|”“>”后面只能换行", "“|”后面另起一行再写内容"),
)


def parse(source: Source, kind: Kind) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document of a text, and all that is wrong with its writing. Without a document there is an error."""
    try:
        content, slips = read_content(source, kind.limits_of(source.text))
    except RefusedError as error:
        return None, tuple(_refused(source, kind, error.diagnostic))
    except yaml.YAMLError as error:
        return None, _syntax(source, kind, error)
    mistakes = _mistakes(source, kind) if _may_be_spoiled(source) else []
    harmless = [mistake for mistake in mistakes if mistake.code in HARMLESS]
    if content is None:
        nothing = Diagnostic(Location(source.path), "JK101", "文件里只有注释或空行", "请对照样表填写")
        return None, (*harmless, nothing)
    document = Document(source, content)
    return document, (*map(document.placed, harmless), *slips)


def _may_be_spoiled(source: Source) -> bool:
    """Whether the text, though YAML, may be another than was meant: a full-width `|`, a # that begins a comment."""
    if any(sign in source.text for sign in _SIGNS):
        return True
    return "#" in source.text and any(_MAY_CUT.search(line) for line in source.lines if "#" in line)


def _mistakes(source: Source, kind: Kind) -> list[Diagnostic]:
    from jiukun.yamlsource.mistakes.finding import find  # noqa: PLC0415  only where something is wrong

    return find(source, kind.vocabulary)


def _refused(source: Source, kind: Kind, refused: Diagnostic) -> list[Diagnostic]:
    """The problems of a text that is refused; one that begins with & * or ! is told as a mistake of typing."""
    if refused.code != "JK130":
        return [refused]
    mistakes = _mistakes(source, kind)
    if any(mistake.location.line == refused.location.line for mistake in mistakes):
        return mistakes
    return [*mistakes, refused]


def _syntax(source: Source, kind: Kind, error: yaml.YAMLError) -> tuple[Diagnostic, ...]:
    """What was mistyped; the parser's own words only where nothing explains them."""
    mistakes = _mistakes(source, kind)
    parser = _in_our_words(source, error)
    if parser.code == _CONTROL:
        others = (mistake for mistake in mistakes if mistake.location.line != parser.location.line)
        return (*others, parser)
    if any(mistake.is_error and mistake.code != _COMMENT for mistake in mistakes):
        return tuple(mistakes)
    return (*mistakes, parser)


def _in_our_words(source: Source, error: yaml.YAMLError) -> Diagnostic:
    """The parser's error, at its place."""
    control = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]", source.text)
    if isinstance(error, yaml.reader.ReaderError) and control:
        name = code_point(control[0])
        message, hint = f"含有不可见的控制字符 {name}", "删去这个字符（连同前后的文字重新输入）"
        return source.diagnostic(control.start(), _CONTROL, message, hint)
    mark = getattr(error, "problem_mark", None)
    index = min(mark.index, len(source.text)) if mark is not None else 0
    problem = str(getattr(error, "problem", "") or "")
    unknown = "这里读不通", "对照样表检查这一行和上一行"
    words = next(((found, hint) for english, found, hint in _WORDS if english in problem), unknown)
    return source.diagnostic(index, "JK110", *words)
