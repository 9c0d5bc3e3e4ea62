"""Whatever the plan and in whichever shape it is printed, it is read back equal; no text makes the reader crash."""

from __future__ import annotations

import io
import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiukun.chinese.numerals import chinese_numeral, parse_numeral
from jiukun.diagnostics.diagnostic import has_errors
from jiukun.drafting.documents.paragraphs import text_document
from jiukun.drafting.documents.plan_files import read_plan_document
from jiukun.drafting.drafts.plan_draft import PlanDraft, draft_plan
from jiukun.drafting.reading.duty_text import read_duty_text
from jiukun.drafting.reading.labels import Role, is_limit
from jiukun.drafting.reading.reporting_rule import read_reporting_rule
from jiukun.drafting.reading.unit_lists import entered
from jiukun.drafting.reading.unit_shapes import Kind
from jiukun.plan.loading import check_data
from jiukun.project.folders import Project

TODAY = date(2022, 8, 26)
TRICKY = (
    "文化体育和旅游局",
    "人力资源和社会保障局",
    "政务服务和公共资源交易中心",
    "发展和改革委员会",
    "市场监督管理局",
)
GROUPS = ("各县（市）人民政府", "各街道(功能区)", "各市〔州、特区〕", "各县〈市〉人民政府")
LIMITS = ("", "2022年底", "6月底前", "长期坚持", "9月30日", "12月底完成", "3月底前出台实施细则", "每季度", "十四五期间")
PREFIXES = {"自治州": "州", "市": "市", "县": "县", "区": "区", "省": "省"}


@dataclass(frozen=True)
class Printed:
    """A measure to print: bare names of the level's own units, or groups."""

    task: str
    leads: tuple[str, ...]
    others: tuple[str, ...]
    limit: str


tasks = st.text("促进复工降低成本优化营商环境支持创业", min_size=3, max_size=12).map(lambda text: f"推{text}")
bare_names = st.one_of(
    st.sampled_from(TRICKY),
    st.builds(
        str.__add__, st.text("财教商农林水科审统信", min_size=2, max_size=4), st.sampled_from(["局", "委", "中心"])
    ),
)
measures = st.builds(
    Printed,
    tasks,
    st.lists(bare_names, min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.one_of(bare_names, st.sampled_from(GROUPS)), min_size=1, max_size=4, unique=True).map(tuple),
    st.sampled_from(LIMITS),
)
plans = st.lists(measures, min_size=1, max_size=24, unique_by=lambda measure: measure.task)


@dataclass(frozen=True)
class Style:
    """How a plan is printed."""

    prefix: str
    shape: str
    brackets: str
    colon: str
    comma: str
    lead: str
    duty: str

    def names(self, bare: tuple[str, ...]) -> str:
        """A list whose first own unit alone bears the prefix."""
        said = False
        parts = []
        for name in bare:
            own = name not in GROUPS
            parts.append(name if said or not own else self.prefix + name)
            said = said or own
        if self.comma == "及" and len(parts) > 1:
            return "、".join(parts[:-1]) + "及" + parts[-1]
        return ("、" if self.comma == "及" else self.comma).join(parts)

    def bracket(self, measure: Printed) -> str:
        said = (
            f"{self.lead}{self.colon}{self.names(measure.leads)}；{self.duty}{self.colon}{self.names(measure.others)}"
        )
        limit = f"；{measure.limit}" * bool(measure.limit)
        return f"{self.brackets[0]}{said}{limit}{self.brackets[1]}"

    def printed(self, plan: list[Printed]) -> str:
        return getattr(self, f"_{self.shape}")(plan)  # type: ignore[no-any-return]

    def _flat(self, plan: list[Printed]) -> str:
        lines = (
            f"{chinese_numeral(n)}、{measure.task}。正文一句。{self.bracket(measure)}"
            for n, measure in enumerate(plan, 1)
        )
        return "\n\n".join(lines)

    def _levels(self, plan: list[Printed]) -> str:
        lines = []
        for place, measure in enumerate(plan):
            if place % 3 == 0:
                lines.append(f"{chinese_numeral(place // 3 + 1)}、第{chinese_numeral(place // 3 + 1)}个方面")
            lines.append(f"　　（{chinese_numeral(place % 3 + 1)}）{measure.task}。正文一句。{self.bracket(measure)}")
        return "\n".join(lines)

    def _lines(self, plan: list[Printed]) -> str:
        lines = []
        for place, measure in enumerate(plan, 1):
            lines += [f"{place}.{measure.task}", "正文一句。", f"{self.lead}{self.colon}{self.names(measure.leads)}"]
            lines += [f"{self.duty}{self.colon}{self.names(measure.others)}"]
            lines += [f"完成时限{self.colon}{measure.limit}"] if measure.limit else []
        return "\n".join(lines)

    def _sentences(self, plan: list[Printed]) -> str:
        return "\n".join(
            f"{chinese_numeral(place)}、{measure.task}。正文一句。（{self.names(measure.leads)}牵头，{self.names(measure.others)}配合"
            f"{'，' + measure.limit if measure.limit else ''}）"
            for place, measure in enumerate(plan, 1)
        )

    def _table(self, plan: list[Printed]) -> str:
        rows = [("序号", "工作任务", self.lead, self.duty, "完成时限"), ("---",) * 5]
        rows += [
            (str(place), measure.task, self.names(measure.leads), self.names(measure.others), measure.limit)
            for place, measure in enumerate(plan, 1)
        ]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _tabs(self, plan: list[Printed]) -> str:
        return "\n".join(
            line.strip("| ").replace(" | ", "\t") for line in self._table(plan).split("\n") if "---" not in line
        )


styles = st.builds(
    Style,
    st.sampled_from(sorted(PREFIXES)),
    st.sampled_from(["flat", "levels", "lines", "sentences", "table", "tabs"]),
    st.sampled_from(["（）", "()", "〔〕", "[]", "【】", "（)"]),
    st.sampled_from(["：", ":"]),
    st.sampled_from(["、", "，", ",", "及"]),
    st.sampled_from(["牵头单位", "牵头部门", "主办单位"]),
    st.sampled_from(["责任单位", "责任部门", "配合单位", "协办单位"]),
)


def drafted(text: str) -> PlanDraft | None:
    return draft_plan(text_document(text, "plan.md", marked=text.startswith("|")), "plan.md", TODAY)[0]


def read_back(draft: PlanDraft) -> list[Any]:
    return [
        (measure["工作任务"], measure["牵头单位"], measure["责任单位"], measure.get("完成时限", ""))
        for measure in yaml.load(draft.measures, yaml.CBaseLoader)["措施"]  # noqa: S506  it makes text only
    ]


def expected(plan: list[Printed], prefix: str) -> list[Any]:
    def short(name: str) -> str:
        return (
            name.translate(str.maketrans("〈〉〔〕()", "（）（）（）")) if name in GROUPS else PREFIXES[prefix] + name
        )

    return [
        (
            measure.task,
            [*dict.fromkeys(map(short, measure.leads))],
            [*dict.fromkeys(map(short, measure.others))],
            measure.limit,
        )
        for measure in plan
    ]


@settings(max_examples=150, deadline=None)
@given(plan=plans, style=styles)
def test_a_printed_plan_is_read_back_equal(plan: list[Printed], style: Style) -> None:
    draft = drafted(style.printed(plan))
    assert draft is not None
    assert read_back(draft) == expected(plan, style.prefix)


PIECES = st.sampled_from(
    [
        *"（）()〔〕[]、，；：:。\n\t|#一1 和及\u3000\x00\u2028\ufeff/\\*\"'<>-_.",
        *(
            "牵头单位：",
            "责任单位：",
            "市财政局",
            "各县（市）人民政府",
            "甲局",
            "一、",
            "（二）",
            "3.",
            "附件\n",
            "完成时限：",
            "6月底",
        ),
        *(
            "牵头",
            "配合",
            "负责",
            "每日17点前报",
            "各有关部门",
            "| 工作任务 | 责任单位 | 序号 |\n",
            "CON",
            "局",
            "市",
            "等",
            "同上",
            *("\u202e", "\u200b", "\u3164", "\U000e0041"),
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_whatever_is_drafted_passes_check(text: str) -> None:
    document, _ = read_plan_document(text.encode(), "plan.md")
    draft = draft_plan(document, "plan.md", TODAY)[0] if document is not None else None
    if draft is None:
        return
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        data.mkdir()
        (data / "measures.yaml").write_text(draft.measures, "utf-8")
        (data / "units.yaml").write_text(draft.units, "utf-8")
        told = check_data(Project(Path(name)))[1]
        assert not has_errors(told), (text, told, draft.measures, draft.units)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".txt", ".md", ".docx", ".doc", ""]))
def test_any_bytes_are_read_or_told(data: bytes, ending: str) -> None:
    document, told = read_plan_document(data, f"plan{ending}")
    assert document is not None or has_errors(told)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市财政局、教育局和文化和旅游局", ["市财政局", "教育局", "文化和旅游局"]),
        ("市发展和改革委员会及人力资源和社会保障局", ["市发展和改革委员会", "人力资源和社会保障局"]),
        ("和田地区财政局，和平区人民政府", ["和田地区财政局", "和平区人民政府"]),
        ("政府和社会资本合作中心", ["政府和社会资本合作中心"]),
        ("各市〔州、特区〕、各县（市、区）人民政府", ["各市〔州、特区〕", "各县（市、区）人民政府"]),
        ("市教育局　财政局 市审计局", ["市教育局", "财政局", "市审计局"]),
        ("市公安局\n市司法局", ["市公安局", "市司法局"]),
        ("市人民政\n府办公室", ["市人民政府办公室"]),
        ("XXXX、____", []),
        ("市财政局等部门", ["市财政局"]),
        ("市财政局、发改委等8个部门", ["市财政局", "发改委"]),
        ("市直机关工委、市直机关事务管理局", ["市直机关工委", "市直机关事务管理局"]),
        ("市发改委﹑市财政局､市税务局", ["市发改委", "市财政局", "市税务局"]),
        ("市教育局.市体育局", ["市教育局", "市体育局"]),
        ("各市、县（区）人民政府，各县、市、区人民政府", ["各市、县（区）人民政府", "各县、市、区人民政府"]),
        ("各地、州、市人民政府（行政公署）、税务局", ["各地、州、市人民政府（行政公署）", "税务局"]),
        ("各县（市、区）党委、政府、市委办", ["各县（市、区）党委、政府", "市委办"]),
        ("各镇、街道", ["各镇、街道"]),
        ("各市、市财政局", ["各市", "市财政局"]),
        ("各县、区财政局", ["各县", "区财政局"]),
        ("各省、自治区、直辖市人民政府", ["各省、自治区、直辖市人民政府"]),
        ("市人民政府\n办公室", ["市人民政府办公室"]),
        ("市发展和改革委\n员会、市教育局", ["市发展和改革委员会", "市教育局"]),
        ("市项目推进和落实服务中心", ["市项目推进和落实服务中心"]),
        ("区各医院、市各平台公司、市属国有企业", []),
        ("无", []),
        ("待定", []),
        ("下同", []),
        ("任务数100户、监督单位：市审计局", []),
    ],
)
def test_lists_are_taken_apart_without_splitting_a_name(text: str, names: list[str]) -> None:
    assert [clause.text for clause in entered(text, 0) if clause.kind is Kind.NAME] == names


@pytest.mark.parametrize(
    ("clause", "limit"),
    [
        *(
            (clause, True)
            for clause in (
                "6月底完成",
                "2024年3月底前出台实施细则",
                "12月底前竣工",
                "每季度",
                "十四五期间",
                "“十四五”末",
            )
        ),
        *(
            (clause, True)
            for clause in ("2024.6.30", "2024年底前取得明显成效", "按国家、省要求时限完成", "长期坚持", "三季度末")
        ),
        *(
            (clause, True)
            for clause in ("国庆节前", "3个工作日内", "力争年内建成投用", "一季度", "立即整改", "2025年1月建成服务中心")
        ),
        *(
            (clause, False)
            for clause in ("市财政局", "十四中学", "二月河文化馆", "市长期护理保险中心", "县月亮湾管委会", "下同")
        ),
        *((clause, False) for clause in ("各县（市）人民政府", "扎实推进", "市年鉴编纂室", "下同", "")),
    ],
)
def test_a_deadline_is_told_from_names(clause: str, limit: bool) -> None:  # noqa: FBT001  a column of the table
    assert is_limit(clause) is limit


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("甲局、乙局等按职责分工负责，9月底前出台相关政策", {Role.DUTY: ["甲局", "乙局"]}),
        ("甲局、乙局分别牵头，丙局参与，6月底前取得阶段性进展", {Role.LEAD: ["甲局", "乙局"], Role.HELP: ["丙局"]}),
        ("甲局总牵头，乙局配合", {Role.LEAD: ["甲局"], Role.HELP: ["乙局"]}),
        ("市政协办公室牵头，市人大办公室配合", {Role.LEAD: ["市政协办公室"], Role.HELP: ["市人大办公室"]}),
        ("甲局会同乙局负责", {Role.LEAD: ["甲局"], Role.DUTY: ["乙局"]}),
        ("牵头单位：甲局、乙局按职责分工负责；责任单位：丙局", {Role.LEAD: ["甲局", "乙局"], Role.DUTY: ["丙局"]}),
        ("牵头单位：甲局牵头，乙局、丙局", {Role.LEAD: ["甲局"], Role.DUTY: ["乙局", "丙局"]}),
        (
            "市直牵头单位：甲局；责任处室：乙处；协办单位：丙局",
            {Role.LEAD: ["甲局"], Role.DUTY: ["乙处"], Role.HELP: ["丙局"]},
        ),
        ("牵头（责任）单位：甲局；第一责任人：张三", {Role.LEAD: ["甲局"]}),
        ("责任单位及责任人：县财政局 王行", {Role.DUTY: ["县财政局"]}),
        ("牵头领导：陈镇；牵头单位：甲局", {Role.LEAD: ["甲局"]}),
        ("牵头⏎单位：甲局；责任\n  单位：乙局".replace("⏎", "\n"), {Role.LEAD: ["甲局"], Role.DUTY: ["乙局"]}),
        ("责任单位：甲局；督办单位：乙局、丙局", {Role.DUTY: ["甲局"]}),
        ("责任单位：甲局；考核办法：另行制定，乙局", {Role.DUTY: ["甲局"]}),
    ],
)
def test_what_a_bracket_says(text: str, lists: dict[Role, list[str]]) -> None:
    statement = read_duty_text(text, 0, None, bracketed=True)
    found: dict[Role, list[str]] = {}
    for entry in statement.entries:
        if entry.kind is Kind.NAME:
            found.setdefault(entry.role, []).append(entry.text)
    assert found == lists


NOTICE = "关于印发东安市保交楼任务分工的通知\n2024年3月5日\n一、摸清底数。（牵头单位：市住建局；责任单位：市财政局）\n"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "每日下午17时30分前将《情况报告表》（纸质版、电子版）报县政府值班室。3月7日前将名单报县政府办公室。",
            {"接收科室": "县政府值班室", "每日截止": "17:30"},
        ),
        ("每日16:00前报送进展情况，由市住建局负责汇总。", {"汇总单位": "市住建局", "每日截止": "16:00"}),
        ("实行周一至周五每日报告制度，每日15时前报送。", {"报送日": "周一至周五", "每日截止": "15:00"}),
        ("每日17点之前（节假日除外）报市住建局办公室。", {"报送日": "周一至周五", "接收科室": "市住建局办公室"}),
        ("每晚8点前报市住建局办公室。", {"每日截止": "20:00"}),
        ("每日17∶00前报市住建局办公室。", {"每日截止": "17:00"}),
        ("每日上午10时、下午4时前报市住建局办公室。", {"每日截止": "16:00"}),
        ("每日10时前报市住建局房地产科，办理时限为三个工作日。", {"报送日": "每日", "接收科室": "市住建局房地产科"}),
    ],
)
def test_the_duty_of_reporting(text: str, fields: dict[str, str]) -> None:
    draft = drafted(NOTICE + text)
    assert draft is not None
    rule = yaml.load(draft.measures, yaml.CBaseLoader)["报送要求"]  # noqa: S506  it makes text only
    assert {key: rule[key] for key in fields} == fields
    assert ("不止一个时间" in draft.measures, "除外" in draft.measures) == ("、下午" in text, "除外" in text)


@pytest.mark.parametrize(
    ("text", "days", "deadline"),
    [
        ("请各单位每周五17:00前将进展报市发改委。", "每周五", "17:00"),
        ("每周一、周四17点前报送进展。", "每周一、周四", "17:00"),
        ("每星期三上午12时前报送进展。", "每周三", "12:00"),
        ("每周五下班前报送。", "每周五", "18:00"),
        ("每月25日前将情况报市政府督查室。", "每月25日", ""),
        ("每月末前将进展报市政府办公室。", "每月末", ""),
        ("每月底前报送工作进展。", "每月末", ""),
        ("每周一至周五17:00前报送。", "周一至周五", "17:00"),
        ("每周五报送一次进展情况。", "每周五", ""),
        ("每周二、五下班前报送。", "每周二、周五", "18:00"),
        ("每周星期五前报市水利局。", "每周五", ""),
        ("实行月报告制度，每月二十日前报送。", "每月20日", ""),
        ("每月25日报送进展情况。", "每月25日", ""),
        ("每月月底将推进情况报市政府办。", "每月末", ""),
        ("每月最后一个工作日前报送。", "每月末", ""),
        ("每月1日、15日前各报送一次。", "每月1日、15日", ""),
        ("每月99日前报送。", "每月末", ""),
        ("每季度末前报送进展。", "", ""),
        ("每两周报送一次进展。", "", ""),
    ],
)
def test_the_days_of_reporting(text: str, days: str, deadline: str) -> None:
    rule = read_reporting_rule(text_document(text, "plan.txt"), [])
    assert (rule.fields["报送日"], rule.fields["每日截止"]) == (days, deadline)


@pytest.mark.parametrize("often", ["每季度", "按季度", "逐月", "每两周"])
def test_a_rhythm_that_no_setting_has_is_asked(often: str) -> None:
    rule = read_reporting_rule(text_document(f"各牵头单位要{often}将落实情况报送市发展改革委。", "plan.txt"), [])
    assert any(often in question for question in rule.asks.values())


@pytest.mark.parametrize(
    ("text", "moment", "question"),
    [
        ("请于8月25日13点前将责任人姓名、联系电话报州政办。\n2022年8月22日", "2022-08-25 13:00", None),
        (
            "请于8月25日前将责任人姓名、联系电话报州政办。\n2022年8月22日",
            "2022-08-25 24:00",
            "方案没有写几点，按当天 24:00 处理",
        ),
        (
            "请于8月32日13点前将责任人姓名、联系电话报州政办。\n2022年8月22日",
            "",
            "方案写的是“8月32日13点前”，没有这一天",
        ),
        ("请于8月25日13点前将责任人姓名、联系电话报州政办。", "", "方案写的是“8月25日13点前”，没有年份"),
    ],
)
def test_until_when_contacts_are_due(text: str, moment: str, question: str | None) -> None:
    rule = read_reporting_rule(text_document(text, "plan.txt"), [])
    assert (rule.fields["名单截止"], rule.asks.get("名单截止")) == (moment, question)


NAMED = ("市甲局", "市乙局", "市丙局")
RULED = "东安市任务分工\n一、摸清底数。（责任单位：{}）\n"


@pytest.mark.parametrize(
    ("names", "rule", "leads"),
    [
        ("市甲局、市乙局，市丙局", "列首位的为牵头单位，下同", ["市甲局"]),
        ("市甲局、市乙局，市丙局", "排名第一的单位为牵头单位", ["市甲局"]),
        ("市甲局、市乙局，市丙局", "写在第一位者牵头", ["市甲局"]),
        ("市甲局、市乙局，市丙局", "牵头单位排在首位", ["市甲局"]),
        ("市甲局、市乙局，市丙局", "第一个逗号前为牵头单位，有几家的分头负责", ["市甲局", "市乙局"]),
        ("市甲局、市乙局、市丙局", "逗号之前的是牵头单位", ["市甲局", "市乙局", "市丙局"]),
        ("市甲局；市乙局、市丙局", "分号前为主办单位", ["市甲局"]),
        ("市甲局、市乙局*、市丙局", "带*的为牵头单位", ["市乙局"]),
        ("市甲局、★市乙局、★市丙局", "标★单位牵头", ["市乙局", "市丙局"]),
    ],
)
def test_the_rule_of_a_plan_says_who_leads(names: str, rule: str, leads: list[str]) -> None:
    for text in (
        RULED.format(names) + rule,
        f"东安市任务分工\n各项任务中，{rule}。\n" + RULED.format(names).partition("\n")[2],
        RULED.format(f"{names}〔{rule}〕"),
        RULED.format(f"{names}；{rule}"),
    ):
        draft = drafted(text)
        assert draft is not None
        ((_, said_to_lead, others, _),) = read_back(draft)
        assert (said_to_lead, others) == (leads, [name for name in NAMED if name not in leads]), text
        assert "暂由" not in draft.measures
        assert "照此办理" in draft.measures


def test_bold_names_lead_where_the_plan_says_so() -> None:
    document = docx.Document()
    document.add_paragraph("东安市任务分工（字体加粗的为牵头单位）")
    line = document.add_paragraph("一、摸清底数。（责任单位：市甲局、")
    line.add_run("市乙局").bold = True
    line.add_run("、市丙局）")
    made = io.BytesIO()
    document.save(made)
    read, _ = read_plan_document(made.getvalue(), "plan.docx")
    assert read is not None
    draft = draft_plan(read, "plan.docx", TODAY)[0]
    assert draft is not None
    assert read_back(draft)[0][1:3] == (["市乙局"], ["市甲局", "市丙局"])


ISSUER = "东安市人民政府办公室"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (
            f"{ISSUER}关于印发东安市任务分工的通知\n现印发你们。\n{ISSUER}\n2024年3月5日\n东安市任务分工",
            "东安市任务分工",
        ),
        (
            "东安市人民政府\n关于加快推进工作的实施意见\n各县区人民政府：\n为做好工作，提出如下意见。",
            "关于加快推进工作的实施意见",
        ),
    ],
)
def test_the_name_of_a_plan(head: str, name: str) -> None:
    draft = drafted(f"{head}\n一、摸清底数。（牵头单位：市住建局；责任单位：市财政局）\n")
    assert draft is not None
    assert f"方案: {name}\n" in draft.measures


MANY = int(os.environ.get("JIUKUN_EXAMPLES", "300"))
BESIDE_A_GROUP = "〔市科技、教育局，{}和各有关部门，{}〕"
LABELLED = st.sampled_from(
    [
        "\n行业主管部门：{}\n技术支撑单位：{}\n",
        "（6月底前完成，牵头单位：{}；指导单位：{}）",
        "（{}等单位及{}按职责分工负责）",
        "（{}（牵头）、{}，各县区政府）",
        "（责任单位：{}（张某）、{}：李某，列首位的牵头，下同）",
        "\n责任单位：{}  王某某\n{}  赵六\n",
        BESIDE_A_GROUP,
        "（牵头单位：{}；责任单位：{}）",
        "（{}牵头，{}配合，6月底前完成）",
        "\n牵头单位：{}\n责任单位：{}\n",
        "牵头单位：{}。责任单位：{}。",
        "〔责任部门：{}，{}〕",
        "\n责任单位 {}、{}\n",
        "（主办单位：{}，{}；督办单位：市督查室）",
        "（由{}牵头、{}参与），",
        "。由{}牵头，{}配合。",
        "（牵头单位：{}；责任单位：{}",
        "牵头领导：张三\n牵头单位：{}、\n{}\n",
        "完成对接，由{}牵头，{}配合，9月底前完成。",
        "牵头单位：{}。由{}提供数据。责任单位：市丙局。",
        "。{}会同{}制定细则。（责任单位：市丁局）",
        "（含{}、{}）。（责任单位：市丁局）",
        "\n第一牵头单位：{}\n第二牵头单位：{}\n",
        "\n| 序号 | 工作任务 | 牵头单位 | 做法 |\n| 1 | 戊 | {} | 由{}提供 |\n",
        "\n工作任务\t责任单位\n己\t{}、{}\n",
        "\n序号\t工作任务\t牵头单位\t配合单位\t时限\n1\t庚\t{}\t市丙局\n{}\t6月底\n",
    ]
)
STARTS = st.sampled_from(
    ["一、甲。", "（一）乙。正文一句。", "1.丙", "二、丁\n", "第三条 戊。", "附件\n", "正文", "", "| 甲 | 乙 | 丙 |\n"]
)


@settings(max_examples=MANY, deadline=None)
@given(st.lists(st.tuples(STARTS, LABELLED), min_size=1, max_size=12))
@example(
    [
        ("一、甲。", "牵头领导：张三\n牵头单位：{}、\n{}\n"),
        ("正文", "（由{}牵头、{}参与），"),
        ("（一）乙。正文一句。", "〔责任部门：{}，{}〕"),
    ]
)
@example(
    [("1.丙", BESIDE_A_GROUP), ("正文", BESIDE_A_GROUP), ("一、甲。", BESIDE_A_GROUP), ("一、甲。", BESIDE_A_GROUP)]
)
def test_whoever_is_named_behind_a_label_is_drafted_or_told(parts: list[tuple[str, str]]) -> None:
    names = [(f"市{chinese_numeral(n)}甲局", f"市{chinese_numeral(n)}乙局") for n in range(1, len(parts) + 1)]
    text = "\n".join(start + said.format(*two) for (start, said), two in zip(parts, names, strict=True))
    draft, problems = draft_plan(text_document(text, "plan.md", marked=True), "plan.md", TODAY)
    written = "\n".join(line for line in draft.measures.splitlines() if not line.startswith("# 原文")) if draft else ""
    shown = "".join(problem.message for problem in problems) + written
    assert [name for two in names for name in two if name not in shown] == [], text


@given(st.integers(1, 9_999))
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert parse_numeral(chinese_numeral(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十五", 15),
        ("一百零三", 103),
        ("两百", 200),
        ("廿一", 21),
        ("二〇二二", 2022),
        ("一万二千", 12_000),
        ("１２", 12),
        ("甲", None),
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert parse_numeral(text) == number


def test_three_hundred_measures() -> None:
    plan = [
        Printed(f"任务{chinese_numeral(n)}号", (f"甲{chinese_numeral(n)}局",), ("乙局", GROUPS[0]), "6月底前")
        for n in range(1, 301)
    ]
    draft = drafted(Style("市", "flat", "（）", "：", "、", "牵头单位", "责任单位").printed(plan))
    assert draft is not None
    assert read_back(draft) == expected(plan, "市")


def test_blanks_behind_a_label_are_read_in_one_pass() -> None:
    """The test ends, or it does not."""
    draft = drafted("一、甲。（牵头单位：" + " \n" * 25_000 + "x；责任单位：市乙局）\n")
    assert draft is not None
    assert "市乙局" in draft.measures


def test_a_unit_that_a_group_beside_it_has_as_a_member_is_not_listed_twice() -> None:
    head = "东山县、西河县人民政府，市政府各部门：\n"
    draft = drafted(f"任务分工\n{head}一、甲。（牵头单位：市甲局；责任单位：各县人民政府、东山县人民政府）\n")
    assert draft is not None
    assert read_back(draft)[0][2] == ["各县人民政府"]


def test_who_alone_leads_an_item_leads_those_below_it() -> None:
    draft = drafted(
        "任务分工\n一、强化要素保障（牵头单位：市发改委）\n（一）保障用地。正文。（责任单位：市自然资源局）\n"
        "（二）保障用能。正文。（配合单位：市电力公司；完成时限：6月底前）\n二、稳岗。（牵头单位：市人社局）\n"
    )
    assert draft is not None
    assert read_back(draft) == [
        ("保障用地", ["市发改委"], ["市自然资源局"], ""),
        ("保障用能", ["市发改委"], ["市电力公司"], "6月底前"),
        ("稳岗", ["市人社局"], [], ""),
    ]


def test_a_list_that_was_broken_at_the_edge_of_a_page_is_one_list() -> None:
    names = "（市文化广电旅游体育局、市教育局、市委老干部局，市农业农村局）"
    body = "按照全市统一部署，推进各项工作落细落实，定期研究解决遇到的困难和问题，"
    whole = [f"{mark}、{task}。{body}及时总结经验做法。{names}" for mark, task in zip("一二三", "甲乙丙", strict=True)]
    lines = [line[at : at + 32] for line in whole for at in range(0, len(line), 32)]
    draft, unbroken = drafted("\n".join(["任务分工", *lines])), drafted("\n".join(["任务分工", *whole]))
    assert draft is not None
    assert unbroken is not None
    assert read_back(draft) == read_back(unbroken)
    assert len(read_back(draft)) == len(whole)


@pytest.mark.parametrize(
    ("addressees", "members"),
    [
        ("大河镇、青石镇、白马街道办事处：", ["大河镇", "青石镇", "白马街道办事处"]),
        ("大河镇、白马街道：", ["大河镇", "白马街道"]),
        ("大河镇、青石镇人民政府，区直各单位：", ["大河镇人民政府", "青石镇人民政府"]),
        ("大河镇、青石镇：", ["大河镇", "青石镇"]),
        ("各镇人民政府、街道办事处，区直各单位：", []),
    ],
)
def test_a_group_has_the_members_that_the_addressees_name(addressees: str, members: list[str]) -> None:
    draft = drafted(f"任务分工\n{addressees}\n一、甲。（牵头单位：区甲局；责任单位：各镇（街道））\n")
    assert draft is not None
    (group,) = yaml.load(draft.units, yaml.CBaseLoader)["单位组"]  # noqa: S506  it makes text only
    assert (group["名称"], group["成员"] or []) == ("各镇（街道）", members)


def test_a_row_that_ends_before_the_units_is_told() -> None:
    text = "序号\t工作任务\t具体措施\t牵头单位\n1\t甲\t正文\t市甲局\n2\t乙\t正文\n"
    draft, problems = draft_plan(text_document(text, "plan.txt"), "plan.txt", TODAY)
    assert draft is not None
    assert [problem.code for problem in problems] == ["JK617"]
