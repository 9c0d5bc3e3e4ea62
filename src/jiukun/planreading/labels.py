"""The words that plans write before who is responsible and until when, and above the columns of their tables."""

from __future__ import annotations

import re
from enum import Enum

from jiukun.planreading.names import without_spaces


class Role(Enum):
    """What follows a label."""

    LEAD = "牵头"
    DUTY = "责任"
    HELP = "配合"
    LEADER = "领导"
    LIMIT = "时限"
    OTHER = "其他"


_LABELS = {
    Role.LEAD: (
        "牵头单位 牵头部门 牵头责任单位 牵头责任部门 牵头负责单位 主要牵头单位 总牵头单位 "
        "共同牵头单位 第一牵头单位 第一责任单位 主办单位 主办部门 主责单位 主责部门 "
        "主要责任单位 主要负责单位 主要责任部门 牵头科室 牵头"
    ),
    Role.DUTY: (
        "责任单位 责任部门 责任主体 责任科室 负责单位 负责部门 落实单位 落实部门 实施单位 "
        "承办单位 承办部门 承担单位 具体责任单位 其他责任单位 涉及单位 涉及部门"
    ),
    Role.HELP: (
        "配合单位 配合部门 配合责任单位 责任配合单位 主要配合单位 协办单位 协办部门 "
        "协同单位 协同部门 协同责任单位 协助单位 协助部门 参与单位 参与部门 参加单位 "
        "参加部门 配合"
    ),
    Role.LEADER: (
        "牵头领导 责任领导 分管领导 包联领导 包保领导 包抓领导 主管领导 挂联领导 "
        "牵头市领导 牵头县领导 牵头区领导 牵头州领导 责任县领导 责任市领导 责任区领导 "
        "责任人 牵头人 负责人 第一责任人 直接责任人 联系人 联络员 责任科室负责人"
    ),
    Role.LIMIT: (
        "完成时限 完成时间 完成期限 完成日期 完成节点 时限要求 时间要求 时间节点 办结时限 "
        "整改时限 整改期限 工作时限 推进时限 进度安排 时限"
    ),
    Role.OTHER: (
        "工作目标 工作任务 工作内容 工作措施 工作要求 具体措施 具体任务 主要措施 主要任务 "
        "主要内容 重点任务 目标任务 预期目标 任务目标 年度目标 政策依据 支持对象 适用对象 "
        "申报条件 兑现方式 咨询电话 联系电话 备注"
    ),
}
_LONGEST = 60  # characters of a label and what stands in brackets behind it
_ROLE_OF = {word: role for role, words in _LABELS.items() for word in words.split()}
_WORDS = "|".join(r"[ \u3000]{0,4}".join(word) for word in sorted(_ROLE_OF, key=len, reverse=True))
_FIRST = "".join(sorted({word[0] for word in _ROLE_OF}))
LABEL = re.compile(rf"(?=[{_FIRST}])(?<![各由])(?:{_WORDS})[ \u3000]?(?:[（(][^（()）\n]{{1,8}}[）)])?[ \u3000]*[:：]")
# Heads of columns that say nothing of roles.
_HEADS = {
    "number": ("序号 编号 项次 序"),
    "task": (
        "工作任务 重点任务 任务 任务名称 工作名称 主要任务 重点工作 重点工作任务 工作事项 "
        "事项 任务事项 项目 项目名称 措施 政策措施 主要措施 政策 目标任务 工作项目 "
        "改革任务 任务清单 工作 工作重点 主要工作 主要工作任务 政策举措"
    ),
    "detail": (
        "工作内容 具体措施 具体任务 任务内容 工作措施 工作要求 主要内容 具体内容 具体事项 "
        "任务分解 工作举措 具体举措 细化措施 内容 举措 具体工作 具体工作任务 任务要求 "
        "细化任务"
    ),
    "progress": (
        "完成情况 存在问题 下一步计划 进展情况 工作进展 落实情况 下一步打算 推进情况 "
        "工作进展情况 下步打算 下一步工作 下一步工作计划 存在的问题 目前进展"
    ),
}
HEAD_OF = {word: head for head, words in _HEADS.items() for word in words.split()}


def role_of(label: str) -> Role | None:
    """What a label means, white space and brackets aside; None for words that are none."""
    plain = re.sub(r"[（(].*?[）)]$", "", without_spaces(label[:_LONGEST])).rstrip("：:")
    return _ROLE_OF.get(plain)
