"""What is said of each mistake of typing: code, what was found against what is expected, how to mend it."""

from __future__ import annotations

from typing import NamedTuple

from jiukun.chinese.text import code_point, one_line

_QUOTING = "换成全角符号，或用“|”另起一行写，或给整句加上引号"
_BLANKS = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\u00a0": "不间断空格"}
_SHOWN = 20


class Words(NamedTuple):
    """A code, a message and a hint; `{}` stands for what was found."""

    code: str
    message: str
    hint: str

    def of(self, found: str) -> Words:
        """What is said where this was found."""
        name = one_line(found, _SHOWN)
        return Words(self.code, self.message.format(name), self.hint.format(name))


FULL_WIDTH_COLON = Words("JK111", "“{}”后面是全角冒号“：”，要用半角冒号加空格", "改成“{}: ”")
COLON_WITHOUT_SPACE = Words("JK112", "“{}:”后面没有空格", "改成“{}: ”（冒号后加一个半角空格）")
BAD_DASH = Words("JK113", "“{}”后面要有一个半角空格，并用半角短横", "改成“- ”（短横加空格）")  # -序号: 1, －序号: 1
BULLET = Words("JK113", "每项要以“- ”开头，这里是“{}”", "改成“- ”（半角短横加半角空格）")  # 1. 序号: 1, • 序号: 1
_ODD_INDENT = Words("JK114", "行首缩进里有{}，缩进只能用半角空格", "删去行首的空白，重新用半角空格对齐")
CUT_OFF = Words(  # 推进 #1号
    "JK115", "从这里起会被当作注释截掉：{}", "删去“#”前的空格，或把整句加引号，或用“|”另起一行写"
)
LOST_LINE = Words(  # a line of text that begins with # and stands out of its block
    "JK115",
    "这一行会被当作注释，不会印出：{}",
    "如果是正文，在行首补上半角空格，与上一段对齐；如果是注释，在“#”后面加一个空格",
)
COMMENT_IN_TEXT = Words(  # 推进 # 1号
    "JK123",
    "从“#”起会被当作说明，不会印出：{}",
    "如果是正文，删去“#”前的空格，或把整句加引号，或用“|”另起一行写；如果是说明，单独写一行",
)
COLON_IN_TEXT = Words("JK117", "内容里的半角冒号会被当成新的栏目", "改用全角冒号“：”，或用“|”另起一行写")
FALLEN = Words("JK118", "这一段没有缩进，掉出了上面的栏目：{}", "在行首补上半角空格，与上一段对齐")
TOO_DEEP = Words("JK119", "“|”下面的第一行比后面的行缩进更深", "把第一行与后面各段对齐；首行要空两格就用全角空格")
MISALIGNED = Words("JK110", "“{}”没有与上面的栏目对齐", "同一项的各栏目要左对齐")
INNER_KEY = Words(  # a key of an item at a line's begin, where the outermost keys stand
    "JK110",
    "“{}”不是最外层的栏目，不能顶格写",
    "在行首补上半角空格，与同一项的其他栏目对齐；一项的第一栏前面要写“- ”",
)
WITHOUT_COLON = Words("JK110", "“{}”后面没有冒号，被当作了正文", "改成“{}: ”（半角冒号加空格）")  # 存在问题=无
WIDE_HEADER = Words("JK121", "“{0}”是全角符号，下面的几段会连成一段，“{0}”也会印出来", "改成半角的“|”")  # 完成情况: ｜
LINE_BREAK = Words(
    "JK120",
    "文字里夹有看不见的换行符 {}，这段话会从这里断开",
    "删去它（在指出的位置按一次退格键），需要换行就用回车",
)


def odd_indent(blank: str) -> Words:
    """A full-width space, a tab and the like before a line."""
    return _ODD_INDENT.of(_BLANKS.get(blank, code_point(blank)))


def special_start(value: str) -> Words:
    """>50%, "防疫情"大走访 and the like."""
    return Words("JK116", f"内容以“{value[0]}”开头，YAML 会当成别的意思：{one_line(value, _SHOWN)}", _QUOTING)
