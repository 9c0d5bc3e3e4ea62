"""The registry of diagnostic codes: severity and title; what each means stands in codes.md beside it.

Codes are stable: one that is no longer used is not given to anything else.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Severity(StrEnum):
    """Errors keep a row from being printed, attributed or trusted; everything else is a warning."""

    ERROR = "error"
    WARNING = "warning"


class Code(NamedTuple):
    """One kind of problem."""

    severity: Severity
    title: str

    @property
    def heading(self) -> str:
        """`文件是空的（错误）`."""
        return f"{self.title}（{SEVERITY_WORDS[self.severity]}）"


ERROR, WARNING = Severity
SEVERITY_WORDS = {ERROR: "错误", WARNING: "警告"}
EXPLANATIONS = Path(__file__).with_name("codes.md")

# A new code: a line here, a section in codes.md, then scripts/make_docs.py; and cases under tests/cases/.
CODES = {
    "JK101": Code(ERROR, "文件是空的"),
    "JK102": Code(ERROR, "文件太大"),
    "JK103": Code(ERROR, "编码读不出"),
    "JK104": Code(WARNING, "不是 UTF-8 编码"),
    "JK105": Code(ERROR, "含有不可见的控制字符"),
    "JK110": Code(ERROR, "YAML 写法有误"),
    "JK111": Code(ERROR, "全角冒号"),
    "JK112": Code(ERROR, "冒号后面没有空格"),
    "JK113": Code(ERROR, "短横后面没有空格"),
    "JK114": Code(ERROR, "缩进用了全角空格或制表符"),
    "JK115": Code(ERROR, "“#”后面的文字被截断"),
    "JK116": Code(ERROR, "内容以特殊符号开头"),
    "JK117": Code(ERROR, "内容里有“: ”"),
    "JK118": Code(ERROR, "有一段文字没有缩进"),
    "JK119": Code(ERROR, "第一段缩进过深"),
    "JK120": Code(ERROR, "文字里夹有看不见的换行符"),
    "JK121": Code(ERROR, "全角的“｜”"),
    "JK122": Code(WARNING, "几行连成了一段"),
    "JK123": Code(WARNING, "“# ”后面的文字不会印出"),
    "JK130": Code(ERROR, "用了不支持的 YAML 写法"),
    "JK131": Code(ERROR, "一个文件里有几份文档"),
    "JK132": Code(ERROR, "层次太深或条目太多"),
    "JK133": Code(ERROR, "同一栏写了两次"),
    "JK201": Code(ERROR, "格式不对：这里应是一组栏目"),
    "JK202": Code(ERROR, "缺少一栏"),
    "JK203": Code(ERROR, "不认识的栏目"),
    "JK204": Code(ERROR, "这里应是文字"),
    "JK205": Code(ERROR, "这里应是整数"),
    "JK206": Code(ERROR, "不是日期"),
    "JK207": Code(ERROR, "不是时间"),
    "JK208": Code(ERROR, "只能选其中之一"),
    "JK209": Code(ERROR, "这里应是列表"),
    "JK301": Code(ERROR, "这一栏没有填"),
    "JK302": Code(ERROR, "填的是占位文字"),
    "JK303": Code(ERROR, "日期与文件夹不符"),
    "JK304": Code(ERROR, "单位与文件名不符"),
    "JK305": Code(ERROR, "不认识的单位"),
    "JK306": Code(ERROR, "该单位不牵头任何措施"),
    "JK307": Code(ERROR, "该措施不由本单位牵头"),
    "JK308": Code(ERROR, "漏报了一项措施"),
    "JK309": Code(ERROR, "同一项措施报了两次"),
    "JK310": Code(ERROR, "日期在将来"),
    "JK311": Code(ERROR, "文字太长"),
    "JK312": Code(ERROR, "含有看不见的字符"),
    "JK313": Code(WARNING, "电话号码看着不对"),
    "JK314": Code(WARNING, "与上一次报送雷同"),
    "JK315": Code(WARNING, "措施已办结"),
    "JK401": Code(ERROR, "已有不同的报送"),
    "JK402": Code(ERROR, "文件名不是单位名"),
    "JK403": Code(ERROR, "不是报送文件"),
    "JK404": Code(ERROR, "放错了位置"),
    "JK405": Code(ERROR, "不是普通文件"),
    "JK406": Code(ERROR, "这是一个链接"),
    "JK407": Code(ERROR, "读不了文件"),
    "JK408": Code(ERROR, "没有找到报送"),
    "JK411": Code(ERROR, "签收件被改动"),
    "JK412": Code(WARNING, "不是签收件"),
    "JK413": Code(WARNING, "签收件不见了"),
    "JK414": Code(WARNING, "签收的单位已不在方案里"),
    "JK415": Code(ERROR, "分不清是哪个单位的报送"),
    "JK416": Code(WARNING, "放着一份没有填的报送"),
    "JK417": Code(WARNING, "旁边有一个没有读的文件"),
    "JK418": Code(WARNING, "放到了别的日期的文件夹"),
    "JK419": Code(WARNING, "文件的时间比时钟还晚"),
    "JK420": Code(ERROR, "签收件放错了单位或日期"),
    "JK421": Code(WARNING, "一天的份数太多，没有再存"),
    "JK501": Code(ERROR, "缺少数据文件"),
    "JK502": Code(ERROR, "方案里的单位没有登记"),
    "JK503": Code(ERROR, "一个名称两家用"),
    "JK504": Code(ERROR, "措施没有牵头单位"),
    "JK505": Code(ERROR, "序号不连续"),
    "JK506": Code(ERROR, "序号重复"),
    "JK507": Code(ERROR, "报送单位不在牵头单位中"),
    "JK508": Code(ERROR, "日期前后矛盾"),
    "JK509": Code(ERROR, "名称不能用作文件名"),
    "JK510": Code(ERROR, "单位组有误"),
    "JK511": Code(ERROR, "时区不认识"),
    "JK512": Code(ERROR, "同一单位列了两次"),
    "JK513": Code(WARNING, "没有登记联系人"),
    "JK514": Code(WARNING, "单位组没有成员"),
    "JK515": Code(ERROR, "特例没有写清楚"),
    "JK516": Code(WARNING, "每日截止在凌晨"),
    "JK531": Code(ERROR, "名单里的单位认不出"),
    "JK532": Code(ERROR, "名单里同一栏写了两次，不一样"),
    "JK601": Code(ERROR, "旧格式或加密的表"),
    "JK602": Code(ERROR, "表文件损坏"),
    "JK603": Code(ERROR, "表里有宏"),
    "JK604": Code(ERROR, "表展开后太大"),
    "JK605": Code(ERROR, "不是报送表，或少了一栏"),
    "JK606": Code(ERROR, "有几张填了内容的表"),
    "JK607": Code(WARNING, "格子里是公式"),
    "JK608": Code(ERROR, "格子里没有内容可取"),
    "JK611": Code(ERROR, "方案文件的格式读不了"),
    "JK612": Code(ERROR, "方案文件损坏"),
    "JK613": Code(ERROR, "方案文件里有宏"),
    "JK614": Code(ERROR, "方案文件展开后太大"),
    "JK615": Code(ERROR, "方案里没有找到措施"),
    "JK616": Code(WARNING, "括号没有右半边"),
    "JK617": Code(WARNING, "这一项没有写单位"),
    "JK618": Code(WARNING, "写着单位的地方没有读懂"),
    "JK621": Code(WARNING, "隐藏着的内容没有读"),
    "JK622": Code(WARNING, "划掉的字没有读"),
    "JK623": Code(WARNING, "批注没有读"),
    "JK624": Code(WARNING, "图片、图表和文本框没有读"),
    "JK625": Code(WARNING, "有文字不在报送的格子里"),
    "JK626": Code(WARNING, "其他工作表没有读"),
    "JK627": Code(WARNING, "文档有修订"),
    "JK628": Code(ERROR, "数字认不出显示成什么样"),
    "JK629": Code(ERROR, "格子里是图片"),
    "JK630": Code(ERROR, "几项合并成了一格"),
    "JK631": Code(ERROR, "序号与工作任务对不上"),
    "JK632": Code(WARNING, "工作任务、牵头单位里多写了字"),
    "JK633": Code(WARNING, "一格的字在 Excel 里印不全"),
}


def explanations() -> dict[str, str]:
    """Code → its section of codes.md: why it is a problem, and an example before and after, in Markdown."""
    _, *parts = re.split(r"^## (JK\d{3})\n", EXPLANATIONS.read_text("utf-8"), flags=re.MULTILINE)
    return {code: body.strip() for code, body in zip(parts[::2], parts[1::2], strict=True)}
