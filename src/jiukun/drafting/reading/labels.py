"""The words that plans write before who is responsible, above columns, and for until when (完成时限)."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from jiukun.chinese.deadlines import BEGINS, CONNECTIVE, ENDS, STANDING, TIME
from jiukun.chinese.text import without_spaces
from jiukun.drafting.reading.unit_shapes import ends_like_a_unit, is_group


class Role(Enum):
    """What follows a label."""

    LEAD = "牵头"
    DUTY = "责任"
    HELP = "配合"
    LEADER = "领导"
    LIMIT = "时限"
    BESIDE = "旁及"  # units that neither lead nor are responsible: 督办单位, 联系单位
    OTHER = "其他"


UNITS = frozenset({Role.LEAD, Role.DUTY, Role.HELP})
# A label of units is made of what they do and what they are: 市直（牵头）单位, 主要责任部门, 牵头单位及责任人.
_LEADING = "牵头 主办 主责 总牵头"
_HELPING = "配合 协办 协同 协助 协作 参与 参加"
_DUTIFUL = "责任 负责 落实 实施 承办 承担 涉及 执行 建设"
_BESIDE = "督办 督导 督查 监督 监管 审核 考核 验收 评估 申报"
_BY_A_LABEL_OF_ITS_OWN = "指导 联系 帮扶 包联 包保 包抓 协调 支持 主管 分管 挂联"
_FIRST_OF_ALL = "主要 第一 首要"
_KINDS = "主要 总 共同 第一 第二 具体 其他 其它 直接 相关 有关 首要 主 分"
_LEVELS = "市直 县直 区直 州直 省直 市级 县级 区级 州级 省级 市 县 区 州 省"
_UNITS = "单位 部门 科室 处室 股室 主体 机构 街道 社区 乡镇 镇街 县区 区县 片区"
_PERSONS = "责任人 负责人 联系人 联络员 领导 人"
_BARE_LEADS = "牵头 主牵头 副牵头 共同牵头"
_PEOPLE = "联系人 联络员 责任科室负责人"
_LIMITS = (
    "完成时限 完成时间 完成期限 完成日期 完成节点 时限要求 时间要求 时间节点 办结时限 整改时限 整改期限 工作时限 "
    "推进时限 进度安排 时限 期限 时间 "
    "完成时间节点 计划完成时间 完成时限要求 办理时限 落实时限 整改完成时间 时间安排 时间进度 "
    "进度要求 完成时间及进度"
)
_OTHERS = (
    "工作目标 工作任务 工作内容 工作措施 工作要求 具体措施 具体任务 主要措施 主要任务 主要内容 重点任务 目标任务 "
    "预期目标 任务目标 年度目标 政策依据 支持对象 适用对象 申报条件 兑现方式 咨询电话 联系电话 备注"
)
_LONGEST = 60  # characters of a label and what stands in brackets behind it
COLON = "[:：∶﹕︰]"
_GAP = r"[ \t\u3000\u200b-\u200f\ufeff]{0,4}(?:\r?\n[ \t\u3000]{0,8})?"


def _any(words: str) -> str:
    """Any of some words, their characters apart by spaces or a line's end."""
    return "(?:" + "|".join(_GAP.join(word) for word in sorted(words.split(), key=len, reverse=True)) + ")"


_DOING = _any(f"{_LEADING} {_HELPING} {_DUTIFUL} {_BESIDE} {_BY_A_LABEL_OF_ITS_OWN}")
# Who does what: 市直牵头单位, 牵头（责任）单位, 责任单位及责任人.
_UNITS_WORDS = (
    rf"(?:{_any(_LEVELS)}{_GAP})?(?:{_any(_KINDS)}{_GAP})?(?P<doing>(?:{_DOING}{_GAP}){{1,3}}"
    rf"(?:[（(]{_GAP}(?:{_DOING}){_GAP}[）)]{_GAP}|[、和与/]{_GAP}{_DOING}{_GAP})?)(?:{_any(_LEVELS)}{_GAP})?"
    rf"(?P<being>{_any(f'{_UNITS} {_PERSONS}')})(?:{_GAP}[及和、与/]{_GAP}{_any(_PERSONS)})?"
)
_FIXED_WORDS = f"{_BARE_LEADS} 配合 {_PEOPLE} {_LIMITS} {_OTHERS}"
_BEGINNINGS = f"{_LEADING} {_HELPING} {_DUTIFUL} {_BESIDE} {_KINDS} {_LEVELS} {_FIXED_WORDS}"
_FIRST = "".join(sorted({word[0] for word in _BEGINNINGS.split()}))
_BRACKET = r"(?:[（(][^（()）\n]{1,8}[）)])?"
_NO_DUTY = (
    "填报 报送 抄送 抄报 主送 印发 制表 编制 填表 发文 受理 咨询 解释 落款 举报 "
    "受益 参会 参训 使用 适用 获奖 发证 建议 来文"
)
# A label of words that no rule knows is one where a sentence or a line begins: 技术支撑单位.
_UNKNOWN = (
    rf"(?<![^\s。；;，,、（(〔\[【|：:）)])(?!{'|'.join(_NO_DUTY.split())})(?:(?![各全我你])[\u4e00-\u9fff]){{1,10}}"
    rf"(?:{'|'.join(_UNITS.split())})(?={_BRACKET}{COLON}[ \t\u3000]*\S)"
)
# Without a colon, at the beginning of a line: 牵头单位 县委宣传部.
_SPACED = (
    rf"(?:^|(?<=\n))[ \t\u3000]*{_any(f'{_LEADING} {_HELPING} 责任 负责')}{_any(_UNITS)}[ \t\u3000]+(?=[^\s:：∶﹕︰])"
)
LABEL = re.compile(
    rf"(?=[{_FIRST}])(?<![各由])(?P<known>{_UNITS_WORDS}|{_any(_FIXED_WORDS)}){_GAP}{_BRACKET}{_GAP}{COLON}"
    rf"|({_UNKNOWN}){_BRACKET}{COLON}|(?P<spaced>{_SPACED})"
)
_UNITS_LABEL = re.compile(_UNITS_WORDS)
_FIXED = {
    **dict.fromkeys(_LIMITS.split(), Role.LIMIT),
    **dict.fromkeys(_OTHERS.split(), Role.OTHER),
    **dict.fromkeys(_PEOPLE.split(), Role.LEADER),
    **dict.fromkeys(_BARE_LEADS.split(), Role.LEAD),
    "配合": Role.HELP,
}
# Heads of columns that say nothing of roles are known by a word in them, save those of _COLUMNS.
_PROGRESS = re.compile("完成情况|存在.{0,2}问题|下一?步|进展|落实情况|推进情况|办理情况|整改情况|完成进度|是否")
_DETAIL = re.compile(
    "(?:内容|要求|标准|分解|做法|方法)$|^(?:具体|细化)|^举措$|(?:(?<=.)(?<!重点)(?<!政策)(?<!主要)(?:措施|举措)|(?<!任务)目标)$"
)
_TASK = re.compile("任务|事项|项目|政策|工作|举措|措施|行动|清单|要点|实事|工程")
_NO_TASK = re.compile("类别|分类|领域|来源|依据|资金|投资|备注|电话|问题|原因|地点|规模|年度$|时间|情况|性质|编号")
_COLONS = ":：∶﹕︰"
_ANY_UNITS = re.compile(rf"[\u4e00-\u9fff]{{1,10}}{_any(_UNITS)}(?:[（(].{{1,8}}[）)])?")
_COLUMNS: dict[str, Role | str] = {
    **dict.fromkeys(
        ["责任分工", "职责分工", "分工", "责任", "任务分配", "单位分工", "责任落实", "具体分工"], Role.DUTY
    ),
    **dict.fromkeys(["序号", "编号", "项次", "序", "项目编号", "任务编号"], "number"),
}
_LONGEST_LIMIT = 40


def role_of(label: str) -> Role | None:
    """What a label means, white space and a closing bracket aside; None for words that are none."""
    plain = without_spaces(label[:_LONGEST]).rstrip(_COLONS)
    for word in (plain, re.sub(r"[（(][^（()）]*[）)]$", "", plain)):
        if word in _FIXED:
            return _FIXED[word]
        found = _UNITS_LABEL.fullmatch(word)
        if found:
            return _role_of_units(word, found["doing"], found["being"])
    is_label = label[-1:] in _COLONS and _ANY_UNITS.fullmatch(plain)
    return (Role.LEAD if any(word in plain for word in _LEADING.split()) else Role.DUTY) if is_label else None


def unknown_word(label: str) -> str:
    """A label that says neither who leads nor who is responsible nor who helps, without its colon; empty for others."""
    word = without_spaces(label[:_LONGEST]).rstrip(_COLONS)
    known = f"{_LEADING} {_HELPING} {_DUTIFUL} {_BESIDE}".split()
    return "" if any(marked in word for marked in known) else word


def _role_of_units(word: str, doing: str, being: str) -> Role:
    if being in _PERSONS.split():
        return Role.LEADER
    of_words = {_LEADING: Role.LEAD, _HELPING: Role.HELP, f"{_DUTIFUL} {_BY_A_LABEL_OF_ITS_OWN}": Role.DUTY}
    roles = (role for words, role in of_words.items() if any(marked in doing for marked in words.split()))
    role = next(roles, Role.BESIDE)
    is_first = role is Role.DUTY and any(marked in word for marked in _FIRST_OF_ALL.split())
    return Role.LEAD if is_first else role


@lru_cache(maxsize=1024)  # heads, and blanks, come again and again
def column_of(head: str) -> Role | str | None:
    """What the head of a column says: a role, "number", "task", "detail", "progress", or nothing that is known."""
    plain = without_spaces(head[:_LONGEST])
    word = re.sub(r"[（(].*", "", plain) or plain
    role = role_of(plain) or role_of(word)
    if role is not None and role is not Role.OTHER:
        return role
    if word in _COLUMNS or _PROGRESS.search(word):
        return _COLUMNS.get(word, "progress")
    first = re.split("[及和与、]", word, maxsplit=1)[0]  # 工作任务及要求
    if _NO_TASK.search(first):
        return None
    return "detail" if _DETAIL.search(first) else "task" if _TASK.search(first) else None


def is_limit(clause: str) -> bool:
    """Whether a clause is a deadline: 6月底完成, 2023年底前出台方案, 每季度, 长期坚持, 按要求时限完成."""
    plain = without_spaces(clause)
    if not 1 < len(plain) <= _LONGEST_LIMIT:
        return False
    if BEGINS.match(plain):
        return True
    return not ends_like_a_unit(plain) and (STANDING.match(plain) or TIME.search(plain)) is not None


def is_plain_limit(clause: str) -> bool:
    """Whether a clause of a text is a deadline and says nothing else: 6月底前完成, but not 每月召开一次会议."""
    plain = without_spaces(clause)
    return is_limit(plain) and len(plain) <= _LONGEST_LIMIT // 2 and ENDS.search(plain) is not None


def limit_behind_a_name(clause: str) -> int:
    """Where in 市财政局2024年底前完成 the deadline begins; 0 where no name stands before one."""
    if len(clause) > 2 * _LONGEST_LIMIT:
        return 0
    for found in TIME.finditer(clause):
        before = CONNECTIVE.sub("", clause[: found.start()].rstrip())
        if ends_like_a_unit(before) or is_group(before):
            return len(before) if is_limit(clause[len(before) :]) else 0
        if clause[: found.start()].strip():
            return 0
    return 0
