"""Make the Word documents and the long plans of tests/plans: python scripts/make_plan_documents.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from jiukun.chinese.numerals import chinese_numeral

PLANS = Path(__file__).resolve().parent.parent / "tests" / "plans"
_NAMES = nsdecls("w")


def number(paragraph: Any, number_id: int, level: int) -> None:
    """Make a paragraph one of an automatic list."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no other way
    properties.append(parse_xml(f'<w:numPr {_NAMES}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'))


def lists(document: Any, *levels: tuple[str, str]) -> None:
    """Lists 91 (levels as given) and 92 (the same, started anew)."""
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (kind, text) in enumerate(levels)
    )
    shape = parse_xml(f'<w:abstractNum {_NAMES} w:abstractNumId="91">{shown}</w:abstractNum>')
    root.insert(0, shape)
    root.append(parse_xml(f'<w:num {_NAMES} w:numId="91"><w:abstractNumId w:val="91"/></w:num>'))
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="1"/></w:lvlOverride>' for place in range(len(levels))
    )
    root.append(parse_xml(f'<w:num {_NAMES} w:numId="92"><w:abstractNumId w:val="91"/>{restart}</w:num>'))


def automatic(document: Any) -> None:
    """Numbers that stand in no text, soft breaks, tracked changes, hidden text, a text box."""
    lists(document, ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"))
    document.add_heading("云岭市中小企业纾困工作方案", 0)
    document.add_paragraph("云政办发〔2022〕31号")
    document.add_paragraph("2022年10月8日")
    for title, below in (
        (
            "降低经营成本",
            (
                "减免房屋租金。国有房屋减免3个月。（牵头单位：市财政局；责任单位：市国资委、机关事务管理局）",
                "缓缴社会保险费。（牵头单位：市人社局、医保局；责任单位：市税务局）",
            ),
        ),
        ("强化金融支持", ("开展融资对接。（牵头单位：市地方金融监管局；责任单位：人行云岭中心支行）",)),
    ):
        number(document.add_paragraph(title), 91, 0)
        for text in below:
            number(document.add_paragraph(text), 91, 1)
    soft = document.add_paragraph()
    number(soft, 91, 1)
    soft.add_run("设立转贷资金。").add_break()
    soft.add_run("牵头单位：市财政局").add_break()
    soft.add_run("责任单位：市工信局")
    tracked(soft)
    document.add_paragraph("市政府办公室每日汇总。各牵头单位于每日下午5点前报市政府办公室综合科。")
    boxed(document.add_paragraph(), "附注：责任单位有调整的，及时告知。")


def tracked(paragraph: Any) -> None:
    """、市商务局 was added, 、市统计局 taken out; 、市档案馆 is hidden."""
    run = '<w:r><w:t xml:space="preserve">、市商务局</w:t></w:r>'
    gone = '<w:r><w:delText xml:space="preserve">、市统计局</w:delText></w:r>'
    paragraph._p.append(parse_xml(f'<w:ins {_NAMES} w:id="1" w:author="a">{run}</w:ins>'))  # noqa: SLF001
    paragraph._p.append(parse_xml(f'<w:del {_NAMES} w:id="2" w:author="a">{gone}</w:del>'))  # noqa: SLF001
    paragraph.add_run("、市档案馆").font.hidden = True


def boxed(paragraph: Any, text: str) -> None:
    """A text box, as Word writes it for new and old programs."""
    inner = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(  # noqa: SLF001
        parse_xml(
            f'<w:r {_NAMES} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing>{inner}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def grid(document: Any, rows: Iterable[Iterable[str]]) -> Any:
    """A table; `^` joins a cell to the one above it, `<` to the one on its left."""
    texts = [list(row) for row in rows]
    table = document.add_table(len(texts), len(texts[0]))
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            if text not in {"^", "<"}:
                table.cell(row, column).text = text
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            if text == "^":
                table.cell(row - 1, column).merge(table.cell(row, column))
            elif text == "<":
                table.cell(row, column - 1).merge(table.cell(row, column))
    return table


def merged(document: Any) -> None:
    """Two rows of heads, sections, cells merged downwards, a repeated head, several paragraphs in a cell."""
    document.add_paragraph("丰水县2023年乡村振兴重点任务责任清单")
    document.add_paragraph("2023年1月16日")
    head = ["序号", "重点任务", "具体措施", "责任分工", "<", "完成时限"]
    grid(
        document,
        [
            head,
            ["^", "^", "^", "牵头单位", "责任单位", "^"],
            ["一、产业振兴", "<", "<", "<", "<", "<"],
            ["1", "发展特色产业", "建设标准化基地5000亩", "县农业农村局", "县林业局、水利局\n各乡镇人民政府", "11月底"],
            ["^", "^", "培育龙头企业3家", "^", "^", "^"],
            ["2", "畅通农产品销售", "新建冷库2座", "县商务局", "县供销社、\n县邮政分公司", "2023年底"],
            ["^", "^", "开展直播带货", "县商务局\n县委宣传部", "县融媒体中心", "长期坚持"],
            ["序号", "重点任务", "具体措施", "牵头单位", "责任单位", "完成时限"],
            ["二、生态振兴", "<", "<", "<", "<", "<"],
            ["3", "整治人居环境", "清理垃圾", "县住建局", "同上", "6月底前"],
            ["4", "保护饮用水源", "设立隔离网", "", "", ""],
        ],
    )
    document.add_paragraph("注：各牵头单位每季度末前报送进展。")


def notice(document: Any) -> None:
    """A notice with its plan attached, and the form to be filled in as a table."""
    document.add_paragraph("河东区人民政府办公室关于印发《河东区稳就业工作方案》的通知")
    document.add_paragraph("河东政办〔2023〕9号")
    document.add_paragraph("各街道办事处，区政府各部门：")
    document.add_paragraph("现将《河东区稳就业工作方案》印发给你们，请认真贯彻落实。")
    document.add_paragraph(
        "请各牵头单位于6月6日12:00前将责任人名单报区政府办公室综合科，自6月7日起每天18点前报送电子版进展。"
    )
    document.add_paragraph("河东区人民政府办公室")
    document.add_paragraph("2023年6月5日")
    document.add_paragraph("附件1")
    document.add_heading("河东区稳就业工作方案", 1)
    document.add_heading("一、扩岗增容", 2)
    document.add_paragraph("（一）挖掘岗位。全年新增就业5000人。")
    document.add_paragraph("牵头单位：区人社局  责任单位：区商务局、区工信局")
    document.add_paragraph("（二）支持创业。发放创业担保贷款。")
    document.add_paragraph("牵头单位：区人社局  责任单位：区财政局、工商银行河东支行")
    document.add_heading("二、援助服务", 2)
    document.add_paragraph("（一）帮扶毕业生。（区教育局、区人社局牵头，团区委配合）")
    document.add_paragraph("附件2")
    document.add_paragraph("河东区稳就业工作情况汇总表")
    document.add_paragraph("单位（盖章）：    填报人：    联系电话：    时间：")
    grid(
        document,
        [
            ["序号", "工作任务", "牵头单位", "完成情况", "存在问题", "下一步计划"],
            ["1", "挖掘岗位", "区人社局", "XXXXXX", "XXXX", "XXXX"],
            ["", "", "", "", "", ""],
        ],
    )


def nested(document: Any) -> None:
    """A content control around paragraphs, a table within a cell, a row that was deleted."""
    document.add_paragraph("青山镇安全生产责任分解表")
    table = grid(
        document,
        [
            ["序号", "工作任务", "责任单位"],
            ["1", "道路交通安全", ""],
            ["2", "消防安全", "镇应急办（牵头）、镇派出所"],
            ["3", "已经取消的任务", "镇水利站"],
        ],
    )
    inner = table.cell(1, 2).add_table(2, 1)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "牵头：镇交管站", "配合：镇派出所、各村"
    row = table.rows[3]._tr.get_or_add_trPr()  # noqa: SLF001
    row.append(parse_xml(f'<w:del {_NAMES} w:id="3" w:author="a"/>'))
    control = parse_xml(f"<w:sdt {_NAMES}><w:sdtContent/></w:sdt>")
    paragraph = document.add_paragraph("4.燃气安全。（牵头单位：镇城建办；责任单位：镇市场监管所）")._p  # noqa: SLF001
    paragraph.addprevious(control)
    control.find(qn("w:sdtContent")).append(paragraph)


def several(document: Any) -> None:
    """Tables of many heads: rows that begin as notes do, heads of two rows, persons, a frame, a table in a table."""
    document.add_paragraph("双河县2024年民生实事任务清单")
    document.add_paragraph("一、经济类")
    write(
        document.add_table(4, 3),
        [
            ["工作任务", "牵头单位", "责任单位"],
            ["审核发放就业补贴", "县人社局", "县财政局"],
            ["联系人制度落实", "县委办", "县政府办"],
            ["审核人：张三", "", "填报人：李四"],
        ],
    )
    document.add_paragraph("二、民生类")
    table = document.add_table(3, 6)
    write(
        table,
        [
            ["序号", "实事项目", "牵头领导", "责任单位", "", "完成时限"],
            ["序号", "实事项目", "牵头领导", "牵头", "配合", "完成时限"],
            ["1", "建设学校", "陈镇", "县教育局", "县财政局、县住建局", "6月底前"],
        ],
    )
    table.cell(0, 3).merge(table.cell(0, 4))
    document.add_paragraph("三、任务书")
    write(
        document.add_table(8, 2),
        [
            ["任务名称", "新建文化馆"],
            ["市直牵头单位", "县文旅局"],
            ["责任单位", "县财政局、县城投集团"],
            ["完成时限", "2024年12月"],
            ["任务名称", "改造体育场"],
            ["市直牵头单位", "县体育局"],
            ["责任单位", "县住建局"],
            ["完成时限", "2024年10月"],
        ],
    )
    document.add_paragraph("四、河湖类")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "河湖管护清单"
    write(
        frame.cell(0, 0).add_table(2, 5),
        [
            ["序号", "整改事项", "整改措施", "牵头单位及责任人", "督办单位"],
            ["1", "岸线乱占", "清理“四乱”", "县水利局", "县政府督查室"],
        ],
    )
    beside = document.add_table(1, 2)
    beside.cell(0, 0).text = "附图"
    write(
        beside.cell(0, 1).add_table(2, 3),
        [["建设内容", "责任分工", "进度"], ["新建水厂2座", "县水利局牵头，县发改局、县财政局配合", ""]],
    )
    document.add_paragraph("五、其他")
    write(document.add_table(2, 3), [["甲类", "乙类", "责任单位"], ["道路", "桥梁", "县公路局"]])
    write(document.add_table(2, 2), [["服务对象", "牵头单位"], ["老年人", "县民政局"]])


def write(table: Any, rows: list[list[str]]) -> None:
    """Fill a table's cells."""
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text


def clear_grid(document: Any) -> None:
    """Names of units merged over the measures of a chapter, deadlines merged over two rows, persons beside units."""
    document.add_paragraph("苇原县2024年营商环境整改任务清单")
    document.add_paragraph("2024年4月8日")
    grid(
        document,
        [
            ["序号", "整改任务", "具体举措", "牵头单位及责任人", "配合单位", "完成时限"],
            ["1", "压减审批环节", "企业开办一日办结", "县行政审批局  王某", "县市场监管局、县税务局", "6月底"],
            ["2", "规范中介服务", "清理强制性中介事项", "^", "县司法局", "^"],
            ["3", "畅通投诉渠道", "设立营商环境专线", "县信访局：李某", "县纪委监委、各乡镇人民政府", "长期坚持"],
            ["4", "兑现惠企政策", "^", "县财政局（牵头）、县工信局", "各乡镇人民政府", "2024年12月31日"],
        ],
    )


def starred(document: Any) -> None:
    """One column of units, of which those in bold lead; a rule that says so below the table."""
    document.add_paragraph("砚湖区城市更新重点任务分工表")
    table = grid(
        document,
        [
            ["序号", "重点任务", "<", "责任单位", "完成时限"],
            ["一", "改造老旧小区", "完善供水管网", "", "2024年10月底"],
            ["^", "^", "加装电梯80部", "", "2024年底"],
            ["二", "修复历史街区", "编制保护名录", "", "2025年6月底前"],
        ],
    )
    units = (("区住建局", "区财政局、区水务集团"), ("区市场监管局", "区住建局、各街道办事处"), ("区文旅局", "区资规局"))
    for row, (lead, others) in enumerate(units, 1):
        paragraph = table.cell(row, 3).paragraphs[0]
        paragraph.add_run(lead).bold = True
        paragraph.add_run(f"、{others}")
    document.add_paragraph("说明：责任单位中字体加粗的为牵头单位。请各牵头单位每日17点前将进展报区政府办公室督查科。")


def two_heads(document: Any) -> None:
    """Heads of two rows, the deadline's merged downwards, and a column of remarks; a row over the whole width."""
    document.add_paragraph("澜汀省水利厅关于印发《河湖安全保护专项行动任务分工》的通知")
    document.add_paragraph("2024年6月3日")
    document.add_paragraph("附件")
    document.add_paragraph("河湖安全保护专项行动任务分工")
    grid(
        document,
        [
            ["序号", "主要任务", "责任分工", "<", "完成时间", "备注"],
            ["^", "^", "牵头部门", "参加部门", "^", "^"],
            ["一、妨碍河道行洪问题整治", "<", "<", "<", "<", "<"],
            ["1", "排查侵占河道问题", "省水利厅", "省自然资源厅、交通运输厅", "2024年9月底", ""],
            ["2", "拆除违法建筑", "^", "各市（州）人民政府", "2024年12月底", "分类处置"],
            ["二、非法取水问题整治", "<", "<", "<", "<", "<"],
            ["3", "查处无证取水", "省水利厅、省公安厅", "省检察院、澜汀水文局", "2024年12月底", ""],
        ],
    )


def beside_labels(document: Any) -> None:
    """A form of each task, label beside value, deadlines in cells that span the width."""
    document.add_paragraph("云岫市揭榜挂帅重点攻关任务书")
    for task, lead, others, limit in (
        ("研制低温储能电池", "市科技局", "市工信局、云岫大学", "2025年6月底"),
        ("改造智慧供热系统", "市城管局", "市发改委、云岫热力集团", "2024年供暖期前"),
    ):
        grid(
            document,
            [
                ["任务名称", task, "<", "<"],
                ["牵头单位", lead, "责任单位", others],
                ["完成时限", limit, "<", "<"],
            ],
        )
        document.add_paragraph("")


_LEADING_TRADES = "发展改革委 工信局 财政局 人社局 住建局 交通运输局 农业农村局 商务局 文旅局 卫生健康委"
_OTHER_TRADES = "应急管理局 市场监管局 自然资源局 生态环境局 教育局 科技局 民政局 司法局 税务局 统计局"
_TRADES = f"{_LEADING_TRADES} {_OTHER_TRADES}".split()
_VERB_WORDS = "培育 完善 改造 推广 整治 新建 规范 提升 清理 扩大"
_VERBS = _VERB_WORDS.split()
_THING_WORDS = "特色产业 农村公路 服务网点 供水管网 信用体系 示范园区 口岸设施 养老机构 数据平台 社区食堂 河道岸线"
_THINGS = _THING_WORDS.split()
_LIMITS = ("6月底前", "2024年9月底", "12月底", "长期坚持", "2025年6月")


def long_plan(place: str, count: int, shape: Callable[[int, str, str, str, str], list[str]]) -> str:
    """A plan of many measures, each of other words."""
    lines = [f"{place}2024年重点工作任务分工", f"{place}人民政府办公室", "2024年1月15日"]
    level = place[-1]
    for number in range(1, count + 1):
        task = f"{_VERBS[number % 10]}{_THINGS[number % 11]}"
        lead = level + _TRADES[number % 20]
        others = "、".join(level + _TRADES[(number * 3 + step) % 20] for step in range(1, 2 + number % 3))
        lines += shape(number, task, lead, others, _LIMITS[number % 5])
    return "\n".join(lines) + "\n"


def in_brackets(number: int, task: str, lead: str, others: str, limit: str) -> list[str]:
    """In brackets, in chapters of eight, some with a group and vague words."""
    chapter = (
        [f"{chinese_numeral(number // 8 + 1)}、第{chinese_numeral(number // 8 + 1)}方面"] if number % 8 == 1 else []
    )
    group = "，各县（市、区）人民政府" * (number % 4 == 0) + "，市直有关部门" * (number % 9 == 0)
    units = f"牵头单位：{lead}；责任单位：{others}{group}；{limit}"
    text = f"{number}.{task}。分批推进，年内见到实效，并把做法整理成册。（{units}）"
    return [f"{chapter}、第{chapter}方面", text] if number % 8 == 1 else [text]


def on_lines(number: int, task: str, lead: str, others: str, limit: str) -> list[str]:
    """Lines with labels, under titles of whole sentences."""
    return [
        f"（{chinese_numeral(number)}）{task}，健全常态长效机制，逐项建立台账，确保各项任务落地见效。",
        f"牵头单位：{lead}",
        f"责任单位：{others}、各乡镇（街道）",
        f"完成时限：{limit}",
    ]


def by_rule(number: int, task: str, lead: str, others: str, limit: str) -> list[str]:
    """One list, of which the first leads, as is said once."""
    said = "〔排在首位的为牵头单位，下同〕" * (number == 1)
    return [f"{number}、{task}。{limit}见效。（责任单位：{lead}、{others}{said}）"]


TEXTS = {
    "long-in-brackets": ("明江市", 64, in_brackets),
    "long-on-lines": ("丰水县", 60, on_lines),
    "long-by-rule": ("河东区", 72, by_rule),
}
DOCUMENTS: dict[str, Callable[[Any], None]] = {
    "word-automatic-numbers": automatic,
    "word-merged-cells": merged,
    "word-notice": notice,
    "word-nested": nested,
    "word-many-tables": several,
    "word-persons-merged": clear_grid,
    "word-bold-leads": starred,
    "word-two-heads": two_heads,
    "word-task-books": beside_labels,
}

if __name__ == "__main__":
    for name, fill in DOCUMENTS.items():
        made = docx.Document()
        fill(made)
        (PLANS / name).mkdir(parents=True, exist_ok=True)
        made.save(str(PLANS / name / "plan.docx"))
        print(f"{name}/plan.docx")
    for name, (place, count, shape) in TEXTS.items():
        (PLANS / name).mkdir(parents=True, exist_ok=True)
        (PLANS / name / "plan.txt").write_text(long_plan(place, count, shape), "utf-8", newline="\n")
        print(f"{name}/plan.txt")
