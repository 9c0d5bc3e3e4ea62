"""The parser's own errors in the writer's language."""

from __future__ import annotations

import re

import yaml

from jiukun.chinese.text import code_point
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.diagnostics.source import Source

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
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


def syntax_error(source: Source, error: yaml.YAMLError) -> Diagnostic:
    """A parser's error that no typing mistake explains, at the parser's place."""
    control = _CONTROL.search(source.text)
    if isinstance(error, yaml.reader.ReaderError) and control:
        name = code_point(control[0])
        return source.diagnostic(
            control.start(), "JK105", f"含有不可见的控制字符 {name}", "删去这个字符（连同前后的文字重新输入）"
        )
    problem = str(getattr(error, "problem", "") or "")
    for english, found, hint in _WORDS:
        if english in problem:
            return source.diagnostic(_index(source, error), "JK110", found, hint)
    return source.diagnostic(_index(source, error), "JK110", "这里读不通", "对照样表检查这一行和上一行")


def _index(source: Source, error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return min(mark.index, len(source.text)) if mark is not None else 0
