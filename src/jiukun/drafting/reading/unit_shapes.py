"""What a phrase is by its shape: a unit's name, a group of units, a body that nobody named, a person, or no name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from jiukun.chinese.brackets import same_brackets

_ENDS_WORDS = (
    "局 委 办 厅 处 室 中心 公司 政府 院 队 行 会 部 署 站 所 社 集团 园区 开发区 新区 功能区 学校 大学 "
    "街道 联 台 馆 团 机构 专班 库 海关 机关 基地 企业 组 协 科 关工委 乡 镇 县 市 区 州 校 厂 人大 政协 "
    "移动 联通 电信 铁塔 电网 供电 股 庭 场 园 村 盟 旗 省 小学 中学 一中 二中 三中 四中 五中 六中 兵团 "
    "片区 管委 国网 报社 党校 银保监 监狱 国资 港务 "
)
_ENDS = tuple(_ENDS_WORDS.split())
LONGEST = 40  # characters; nothing longer is a unit's name
_BRACKETED_END = re.compile(r"(?:[（(〔\[〈<][^（()）]*[）)〕\]〉>])$")
_LEVEL = (
    "(?:自治[州县旗区]|直辖市|特区|功能区|行政区|管委会|地区|开发区|园区|街道|乡镇|地|省|市|县|区|州|旗|盟|师|乡|镇)"
)
_VAGUE = re.compile(
    r"有关|相关|其[他它]|成员单位|(?:责任|牵头|配合|主管|职能|行业)(?:单位|部门)|部门$|单位$|各级|所属|下属|直属|属地|所在"
    r"|辖区|(?:^|[州市县区省])直(?:属)?(?:机关)?各.*$|(?:^|[州市县区省])直(?:属)?(?:机关|单位|部门)$|^(?:各方|各界|全社会)"
    r"|^[州市县区省]?属.*(?:企业|国企|院校|高校|学校|医院)$|委办局$|^(?:村|组|村组|社区|村社区|行政村)$"
    r"|^(?:待定|待明确|另行明确|同上|同前|〃)$|^(?:企业|公司|机构|学校|医院|银行|金融机构|社会组织|科研机构|协会|政府|政府机关)$"
)
_SURELY_NAMED = re.compile("直属机关|直属(?:分局|局|支队|库)|监管局直属")
_PLACES = re.compile(r"[县市区州旗盟乡镇村省]|街道|园区|团场|地方政府|地区")
_EACH = re.compile(r"(?:全[州市县区省])?各|全[州市县区省](?=[县市区乡镇街])")
_OFFICES = re.compile(
    "(?:局|委|办|院|中心|机关)?(?:内设)?各?(?:科|股|处|所|站|队|室|庭|中队|大队|支队|工作组|专班)+室?"
)
_LEVELS_ALONE = re.compile(
    r"(?:县市区?|县区|区县|市区县|市县区?|旗县市?区?|乡镇街道|乡镇|镇街道?|街镇|乡街|街道|县（[市区、]+）|县级|乡镇（[^）]{1,8}）|各?科室)"
    r"(?:人民政府|政府|党委|党委政府|管委会|办事处|办)?"
)
_BODY = "(?:人民政府|政府|党工委|党委|工委|行政公署|行署|办事处|管委会|管理委员会|村|居)"
_BRACKET = r"(?:[（(〔\[〈<][^（()）〕\]〉>\n]{1,12}[）)〕\]〉>])?"
_JOINED_GROUP = re.compile(
    rf"各{_LEVEL}+{_BRACKET}(?:[、和及与]{_LEVEL}+{_BRACKET}(?=[、和及与，,；;。）)\s]|$|{_BODY}))+(?:{_BODY}{_BRACKET})?"
    rf"|各{_LEVEL}+{_BRACKET}{_BODY}(?:[、和及与]{_BODY})+"
)
_END_OF_NAME = re.compile(r"\s*(?:[、，,；;。）)〕\]／/和及与]|以及|等|$)")
# What may stand in a list and says nothing of units; remarks that the measure's comment keeps anyway.
REMARK = re.compile(
    r"(?:以?下(?:列|述)?(?:均|各项|任务)?同(?:此)?|不再(?:重复|列出|一一列出|赘述).*|排名不分先后|详见.*|见附件.*|按.*(?:排序|执行|推进)|以上.*"
    r"|(?:按照?|依据?|根据)?(?:各自|职责|工作)*(?:职责|分工|职能)+(?:抓好)?(?:负责|落实|实施)?|各负其责|分工(?:负责|协作)|分头(?:负责|落实)"
    r"|有几家的.*|(?:均|都)?(?:需|须)?(?:负责|牵头|配合|参与|落实)|持续推进|扎实推进|等|另行.*|上述.*)"
)
# What stands where nobody wrote anything: XXX, ____, （无）.
BLANK = re.compile(r"[\s_＿xX×Ｘ·．.…—–\-/*＊★☆▲△●◆※#、，；。]*+[（(]?(?:无|暂无|没有)?[）)]?[\s。；]*")
_NOT_A_NAME = re.compile(r"[：:∶﹕?？!！%％=＝+]|[“\"'‘][^”\"'’]*$|^(?:上报|报送|抄送|提请|报)(?=[市县区州省国上请])")
_NO_CUT_NAME = re.compile("^[的与或等]|[的了等与及并由]$")
_TITLE = re.compile("书记|[市县区州省镇乡局处科厅院校行部]长|主任|常委|主席|同志|秘书|经理|专员|副|某")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向"
    "汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戈"
    "岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_PERSON = re.compile(
    r"([\u4e00-\u9fff·]{2,4})(?:同志|局长|主任|书记|科长|处长|部长|厅长|县长|市长|区长|镇长|乡长|院长|所长|站长)?"
)
_ODD = re.compile(r"[\d０-９“”\"'‘’《》<>＜＞…]")
_SURELY = 4  # characters; a person's name has fewer


# Places that the government named behind the last of them is said of: 东山县、西山县、南河区人民政府.
_SEAT = re.compile("((?!各|全).{1,10}(?:[县市区旗乡镇]|街道))(人民政府|政府|办事处)?")


class Kind(Enum):
    """What a phrase among units is."""

    NAME = "单位"
    VAGUE = "没有点名"
    DOUBT = "看不出"
    MENTION = "提到"  # a unit of which no rule says what it does


def ends_like_a_unit(name: str) -> bool:
    """Whether a name ends as units' names do."""
    return len(name) > 1 and _BRACKETED_END.sub("", name[-LONGEST:]).endswith(_ENDS)


def is_group(name: str) -> bool:
    """Whether a name stands for all bodies of a kind: 各县（市）人民政府, 各街道（功能区）, 各科室."""
    plain = same_brackets(name)
    if _LEVELS_ALONE.fullmatch(plain) or ("各" in plain and _OFFICES.fullmatch(plain)):
        return True
    return _EACH.match(plain) is not None and _PLACES.search(plain) is not None and not is_vague(plain)


def is_vague(name: str) -> bool:
    """Whether words mean bodies that are not named: 各有关部门, 各金融机构, 市各平台公司."""
    plain = same_brackets(name)
    if _VAGUE.search(plain) and not _SURELY_NAMED.search(plain):
        return True
    each = re.match("[州市县区省]?各", plain)
    return each is not None and not _OFFICES.fullmatch(plain) and not _PLACES.search(plain.partition("各")[2])


def is_named(name: str) -> bool:
    """Whether a phrase is a unit's name, a group, or a body without a name, by how it begins and ends."""
    return ends_like_a_unit(name) or is_group(name) or is_vague(name)


def kind_of(name: str) -> Kind:
    """What a phrase of a list of units is; a phrase that ends as no unit does is a name still, to be asked about."""
    if is_vague(name):
        return Kind.VAGUE
    no_name = _NOT_A_NAME.search(name) or len(name) > LONGEST or _NO_CUT_NAME.search(name)
    odd = _ODD.search(name) is not None and not ends_like_a_unit(name)
    return Kind.DOUBT if no_name or odd else Kind.NAME


def is_odd(name: str) -> bool:
    """Whether a name is to be looked at: it does not end as units' names do, or holds digits or quotation marks."""
    return _ODD.search(name) is not None or not (ends_like_a_unit(name) or is_group(name))


def joined_group(text: str, index: int) -> int:
    """Where a group ends that begins here and holds 、 or 和 itself: 各市、县（区）人民政府; 0 for none."""
    found = _JOINED_GROUP.match(text, index, index + LONGEST * 2) if text.startswith("各", index) else None
    return found.end() if found and _END_OF_NAME.match(text, found.end(), found.end() + 20) else 0


def is_surely_a_unit(name: str) -> bool:
    """Whether a name beside 领导 or 责任人 is that of a unit and not of a person: 陈镇 ends as units do, too."""
    if not ends_like_a_unit(name) or _TITLE.search(name):
        return False
    return len(name) >= _SURELY or (len(name) == _SURELY - 1 and name[0] in "市县区州省盟旗")


def is_person(name: str) -> bool:
    """Whether a phrase beside a unit is somebody's name: 张三, 王某某, 李四局长."""
    found = _PERSON.fullmatch(name)
    if found is None or name[0] in "市县区州省":
        return False
    return "某" in name or (name[0] in _SURNAMES and len(found[1]) < _SURELY and not ends_like_a_unit(found[1]))


def governments(names: Iterable[str]) -> dict[str, str]:
    """东山县 → 东山县人民政府, where a list says 东山县、南河区人民政府."""
    found: dict[str, str] = {}
    places: list[str] = []
    for name in names:
        seat = _SEAT.fullmatch(name)
        if seat and seat[2]:
            for place in places:
                if place.endswith("道") == seat[1].endswith("道"):
                    found.setdefault(place, place + seat[2])
        if seat and not seat[2]:
            places.append(name)
        else:
            places.clear()
    return found
