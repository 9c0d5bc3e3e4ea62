"""What is said of each mistake of typing: code, what was found against what is expected, how to mend it."""

from __future__ import annotations

from jiukun.chinese.text import code_point, one_line

Words = tuple[str, str, str]

_QUOTING = "换成全角符号，或用“|”另起一行写，或给整句加上引号"
_BLANKS = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\u00a0": "不间断空格"}
_SHOWN = 20

TOO_DEEP: Words = ("JK119", "“|”下面的第一行比后面的行缩进更深", "把第一行与后面各段对齐；首行要空两格就用全角空格")
COLON_IN_TEXT: Words = ("JK117", "内容里的半角冒号会被当成新的栏目", "改用全角冒号“：”，或用“|”另起一行写")


def full_width_colon(key: str) -> Words:
    """填报人：样例甲."""
    name = one_line(key)
    return "JK111", f"“{name}”后面是全角冒号“：”，要用半角冒号加空格", f"改成“{name}: ”"


def colon_without_space(key: str) -> Words:
    """填报人:样例甲."""
    name = one_line(key)
    return "JK112", f"“{name}:”后面没有空格", f"改成“{name}: ”（冒号后加一个半角空格）"


def bad_dash(dash: str) -> Words:
    """-序号: 1, －序号: 1."""
    return "JK113", f"“{dash}”后面要有一个半角空格，并用半角短横", "改成“- ”（短横加空格）"


def bullet(sign: str) -> Words:
    """1. 序号: 1, • 序号: 1."""
    return "JK113", f"每项要以“- ”开头，这里是“{sign}”", "改成“- ”（半角短横加半角空格）"


def odd_indent(blank: str) -> Words:
    """A full-width space, a tab and the like before a line."""
    name = _BLANKS.get(blank, code_point(blank))
    return "JK114", f"行首缩进里有{name}，缩进只能用半角空格", "删去行首的空白，重新用半角空格对齐"


def cut_off(rest: str) -> Words:
    """推进 #1号."""
    hint = "删去“#”前的空格，或把整句加引号，或用“|”另起一行写"
    return "JK115", f"从这里起会被当作注释截掉：{one_line(rest, _SHOWN)}", hint


def comment_in_text(rest: str) -> Words:
    """推进 # 1号."""
    hint = "如果是正文，删去“#”前的空格，或把整句加引号，或用“|”另起一行写；如果是说明，单独写一行"
    return "JK123", f"从“#”起会被当作说明，不会印出：{one_line(rest, _SHOWN)}", hint


def lost_line(line: str) -> Words:
    """A line of text that begins with # and stands out of its block."""
    hint = "如果是正文，在行首补上半角空格，与上一段对齐；如果是注释，在“#”后面加一个空格"
    return "JK115", f"这一行会被当作注释，不会印出：{one_line(line, _SHOWN)}", hint


def special_start(value: str) -> Words:
    """>50%, "防疫情"大走访 and the like."""
    return "JK116", f"内容以“{value[0]}”开头，YAML 会当成别的意思：{one_line(value, _SHOWN)}", _QUOTING


def fallen(line: str) -> Words:
    """A paragraph that stands out of its block."""
    hint = "在行首补上半角空格，与上一段对齐"
    return "JK118", f"这一段没有缩进，掉出了上面的栏目：{one_line(line, _SHOWN)}", hint


def misaligned(key: str) -> Words:
    """A key between two levels of indentation."""
    return "JK110", f"“{key}”没有与上面的栏目对齐", "同一项的各栏目要左对齐"


def inner_key(key: str) -> Words:
    """A key of an item that stands at a line's begin, where the outermost keys stand."""
    hint = "在行首补上半角空格，与同一项的其他栏目对齐；一项的第一栏前面要写“- ”"
    return "JK110", f"“{key}”不是最外层的栏目，不能顶格写", hint


def without_colon(key: str) -> Words:
    """存在问题 无, 存在问题=无."""
    return "JK110", f"“{key}”后面没有冒号，被当作了正文", f"改成“{key}: ”（半角冒号加空格）"


def wide_header(sign: str) -> Words:
    """完成情况: ｜."""
    return "JK121", f"“{sign}”是全角符号，下面的几段会连成一段，“{sign}”也会印出来", "改成半角的“|”"


def line_break(character: str) -> Words:
    """U+2028 and the like."""
    found = f"文字里夹有看不见的换行符 {code_point(character)}，这段话会从这里断开"
    return "JK120", found, "删去它（在指出的位置按一次退格键），需要换行就用回车"
