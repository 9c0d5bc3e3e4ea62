"""A quarter of eleven units, decided here: who filed what and when, and so what ledger, bulletin and board must say.

Nothing of jiukun is asked: what is expected follows from the decisions below by loops that count them.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent.parent.parent / "data"
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2022, 8, 25), date(2022, 11, 24)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
BEFORE = [date(2022, 8, 22), date(2022, 8, 23)]  # 加报日: reports that came before the period; 24 August is no day
OFF = [date(2022, 10, 1), date(2022, 10, 2), date(2022, 10, 3)]  # 免报日
DUE = [day for day in (*BEFORE, *DAYS) if day not in OFF]
PREVIOUS = {later: earlier for earlier, later in pairwise(DUE)} | {OFF[1]: date(2022, 9, 30)}

MEASURES = {
    1: ("促进市场主体复工复市", ("州工信局", "州市场监督管理局")),
    2: ("降低市场主体用水用电用气等成本", ("州发展改革委",)),
    3: ("减免市场主体房屋租金", ("州财政局",)),
    4: ("落实税收减免政策", ("州税务局",)),
    5: ("落实小微企业融资担保费奖补政策", ("州财政局",)),
    6: ("加大政府采购支持中小企业力度", ("州财政局",)),
    7: ("扩大实施社保费缓缴政策", ("州人社局", "州医保局")),
    8: ("发放一次性失业保险留工补助", ("州人社局",)),
    9: ("加大普惠小微贷款支持力度", ("克孜勒苏银保监分局",)),
    10: ("加大中小微企业融资支持力度", ("克孜勒苏银保监分局",)),
    11: ("加大中小企业账款清欠力度", ("州工信局",)),
    12: ("加快推进旅游业复苏", ("州文化体育和旅游局",)),
    13: ("减免车辆相关费用", ("州公安局",)),
    14: ("强化为企服务", ("州工信局",)),
    15: ("加强法律服务保障", ("州司法局",)),
}
UNITS = tuple(dict.fromkeys(unit for _, leads in MEASURES.values() for unit in leads))
CLOSED = {6: date(2022, 10, 31), 13: date(2022, 10, 20)}  # 办结日期
BEGUN = {15: date(2022, 9, 15)}  # 起报日期
CHANGES = (
    ("  起始日期: 2022-08-25\n", "  起始日期: 2022-08-25\n"),
    ("  免报日: []", "  免报日: [2022-10-01, 2022-10-02, 2022-10-03]"),
    ("  加报日: []", "  加报日: [2022-08-22, 2022-08-23]"),
    ("力度\n  牵头单位: [州财政局]", "力度\n  办结日期: 2022-10-31\n  牵头单位: [州财政局]"),
    ("车辆相关费用\n", "车辆相关费用\n  办结日期: 2022-10-20\n"),
    ("法律服务保障\n", "法律服务保障\n  起报日期: 2022-09-15\n"),
    ("担保费奖补政策\n", "担保费奖补政策\n  完成时限: 11月20日前\n"),
    ("留工补助\n", "留工补助\n  完成时限: 2022年11月26日\n"),
)
TITLES = ("完成情况", "存在问题", "下一步计划")
RECEIVED = [date(2022, 11, day) for day in (7, 8, 9)]  # the office receives what lies there by the real command
LONG_DAY = date(2022, 9, 20)  # on which 州人社局 says 6,000 characters of measure 8


@dataclass(frozen=True)
class Text:
    """A text by what it says, and the figure and the date in it."""

    words: str
    figure: int = 0
    day: date | None = None

    @property
    def shown(self) -> str:
        dated = f"{self.day.month}月{self.day.day}日" if self.day else ""
        return self.words.replace("{}", str(self.figure)).replace("{day}", dated)


NONE = Text("无")


@dataclass(frozen=True)
class Fate:
    """What came of a unit's report and paper on a day on which they were due."""

    status: str = "按时"
    minutes: int = 0
    fault: str = ""  # of 报送有误: misdated, blank or left_out
    corrected: bool = False
    rejected: bool = False
    paper: str = "按时"


@dataclass(frozen=True)
class Episode:
    """A problem that a unit names of a measure from a day to a day whenever it files, in turns of wording."""

    number: int
    unit: str
    first: date
    last: date
    wordings: tuple[Text, ...]
    state: str = "已不再提出"
    responsible: str = ""


def of(month: int, day: int) -> date:
    return date(2022, month, day)


TRUCKS = (
    Text("部分企业原材料运输不畅，需协调通行证{}张。", 30),
    Text("部分企业原材料运输仍不畅，需协调通行证{}张。", 28),
    Text("部分企业原材料运输不畅，仍需协调通行证{}张", 25),
)
STAMPS = (Text("欠费企业有{}户法定代表人滞留外地，缓缴手续无法签字。", 6),)
GROUP = "、各县（市）人民政府"
EPISODES = (
    Episode(1, "州工信局", BEFORE[0], of(9, 12), TRUCKS, responsible="州卫健委" + GROUP),
    Episode(1, "州工信局", of(11, 1), LAST, (Text("商户反映进货要等{}天左右。", 3),), "仍存在", "州卫健委" + GROUP),
    # The office must tell two units' problems of one measure apart, though they are in the same words.
    Episode(
        1, "州市场监督管理局", of(11, 3), LAST, (Text("商户反映进货要等{}天左右。", 3),), "仍存在", "州卫健委" + GROUP
    ),
    # Said on all days save one on which nothing came, and one on which what came could not be used.
    Episode(4, "州税务局", of(9, 5), of(9, 25), (Text("电子税务局申报模块每天卡顿{}次。", 4),), responsible="州财政局"),
    # It disappears, and comes back in the same words within a month: the same problem.
    Episode(7, "州人社局", of(8, 30), of(9, 3), STAMPS, responsible="州财政局、税务局" + GROUP),
    Episode(7, "州人社局", of(9, 6), of(9, 9), STAMPS, responsible="州财政局、税务局" + GROUP),
    # One problem ends where another begins, on the very next day.
    Episode(
        9,
        "克孜勒苏银保监分局",
        of(10, 4),
        of(10, 15),
        (Text("银行续贷审批慢。"),),
        responsible="人行克州中心支行" + GROUP,
    ),
    Episode(
        9,
        "克孜勒苏银保监分局",
        of(10, 16),
        LAST,
        (Text("货车司机贷款延期的名单迟迟不能核实。"),),
        "仍存在",
        "人行克州中心支行" + GROUP,
    ),
    # Named to the last report; then the measure was closed.
    Episode(
        13,
        "州公安局",
        of(10, 11),
        of(10, 20),
        (Text("车检线检修，排队{}小时。", 2),),
        "措施已办结",
        "州住建局、市场监督管理局" + GROUP,
    ),
    # Named by a unit that has filed nothing since.
    Episode(7, "州医保局", of(11, 15), LAST, (Text("医保缓缴系统接口未打通。"),), "仍存在", "州财政局、税务局" + GROUP),
    # Of one day.
    Episode(15, "州司法局", of(10, 28), of(10, 28), (Text("公证员不足。"),), responsible="州人社局" + GROUP),
)

SPECIAL = {
    ("州医保局", of(11, 22)): Fate("未报送", paper="未交"),
    ("州医保局", of(11, 23)): Fate("未报送", paper="未交"),
    ("州医保局", of(11, 24)): Fate("未报送", paper="未交"),
    ("州税务局", of(11, 24)): Fate("迟报", 47, paper="迟交"),
    ("州发展改革委", of(11, 24)): Fate("报送有误", fault="misdated"),
    ("州税务局", of(9, 10)): Fate("未报送", paper="未交"),
    ("州税务局", of(9, 14)): Fate("报送有误", fault="misdated"),
    ("州公安局", of(9, 1)): Fate("迟报", 0),  # 17:00:00 sharp
    ("州公安局", of(9, 2)): Fate("迟报", 17 * 60 + 5),  # on the next day
    ("州人社局", of(9, 15)): Fate(corrected=True, rejected=True),
    ("州工信局", of(9, 15)): Fate("报送有误", fault="left_out"),
    ("州财政局", of(9, 16)): Fate("报送有误", fault="blank"),
}
# Days whose reports are as planned: on time, sound, nothing repeated.
QUIET = (
    {(unit, day) for unit in UNITS for day in (*BEFORE, FIRST, DUE[-1], of(10, 28), of(9, 20))}
    | {(episode.unit, day) for episode in EPISODES for day in (episode.first, episode.last)}
    | {("州人社局", of(9, 4)), ("州人社局", of(9, 5)), ("州工信局", of(9, 13))}
)


def owed(unit: str, day: date) -> list[int]:
    """The measures that a unit must report on a day."""
    if day not in DUE:
        return []
    led = [number for number, (_, leads) in MEASURES.items() if unit in leads]
    return [number for number in led if day <= CLOSED.get(number, LAST) and day >= BEGUN.get(number, BEFORE[0])]


@cache
def fates() -> dict[tuple[str, date], Fate]:
    """The fate of every report that was due, of the days before the period too."""
    dice = random.Random(20220825)
    found = {}
    for day in DUE:
        for unit in UNITS:
            if owed(unit, day):
                found[unit, day] = SPECIAL.get((unit, day)) or _fate(
                    dice, len(owed(unit, day)), is_quiet=(unit, day) in QUIET
                )
    return found


def _fate(dice: random.Random, measures: int, *, is_quiet: bool) -> Fate:
    roll, paper_roll = dice.random(), dice.random()
    paper = "未交" if paper_roll < 0.03 else "迟交" if paper_roll < 0.08 else "按时"
    if is_quiet or roll > 0.2:
        return Fate(paper=paper)
    if roll < 0.04:
        return Fate("未报送", paper="未交" if roll < 0.03 else "按时")
    if roll < 0.07:
        faults = ("misdated", "blank", "left_out") if measures > 1 else ("misdated", "blank")
        return Fate("报送有误", fault=dice.choice(faults), paper=paper)
    if roll < 0.14:
        return Fate("迟报", dice.randint(1, 150), paper=paper)
    return Fate(corrected=True, paper=paper) if roll < 0.18 else Fate(rejected=True, paper=paper)


def has_text(unit: str, day: date, number: int, title: str = "完成情况") -> bool:
    """Whether a report holds a usable text there."""
    if (unit, day, number) == ("州市场监督管理局", OFF[1], 1):
        return True  # filed on a day on which nothing was due
    fate = fates().get((unit, day))
    if fate is None or number not in owed(unit, day) or fate.status == "未报送" or fate.fault == "misdated":
        return False
    first = owed(unit, day)[0]
    if fate.fault == "left_out":
        return number != first
    return not (fate.fault == "blank" and number == first and title == "存在问题")


@cache
def likenesses() -> dict[tuple[str, date, int], str]:
    """Where 完成情况 is like that of the last due day: 相同, 改日期 (its date is new), or 改数 (its figure too)."""
    dice = random.Random(7)
    found = {}
    for unit, day in fates():
        roll, how = dice.random(), dice.choice(("相同", "改日期", "改数"))
        if roll > 0.12 or day not in PREVIOUS or (unit, day) in QUIET or day < FIRST:
            continue
        numbers = owed(unit, day)
        for number in numbers if roll < 0.07 else numbers[:1]:
            if has_text(unit, day, number) and has_text(unit, PREVIOUS[day], number):
                found[unit, day, number] = how
    return found


@cache
def repeats() -> frozenset[tuple[str, date, int]]:
    """Where 完成情况 says nothing new; a figure that changed is news."""
    return frozenset(place for place, how in likenesses().items() if how != "改数")


def said(unit: str, day: date, number: int) -> tuple[Text, Text, Text]:
    """What a unit writes of a measure on a day, if it files."""
    place = (day - BEFORE[0]).days
    plan = Text(f"下一步对接{_code(place // 3)}园区，月底前走访{{}}户。", 40 + place // 6)
    return _done(unit, day, number), _problem(unit, day, number), plan


@cache
def _done(unit: str, day: date, number: int) -> Text:
    how = likenesses().get((unit, day, number))
    place = (day - BEFORE[0]).days
    if how:
        earlier = _done(unit, PREVIOUS[day], number)
        return earlier if how == "相同" else Text(earlier.words, earlier.figure + 7 * (how == "改数"), day)
    code = _code(place * 16 + number)
    if (unit, day, number) == ("州人社局", LONG_DAY, 8):
        return Text("".join(f"走访{_code(street)}街道，已发放补助{{}}户。\n" for street in range(100, 450)), place)
    return Text(f"今天（{{day}}）走访{code}企业{{}}户，\n问题当场答复。", 10 + place, day)


def _problem(unit: str, day: date, number: int) -> Text:
    for episode in EPISODES:
        if (episode.number, episode.unit) == (number, unit) and episode.first <= day <= episode.last:
            return episode.wordings[(day - episode.first).days % len(episode.wordings)]
    return NONE


def _code(number: int) -> str:
    """A number in characters that are no digits."""
    return "".join("春夏秋冬东西南北山河"[int(digit)] for digit in str(number))


# What the products must say.


@dataclass
class Tally:
    """A row of the counts."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    def add(self, name: str, number: int = 1) -> None:
        self.counts[name] = self[name] + number

    @property
    def due(self) -> int:
        return self["按时"] + self["迟报"] + self["未报送"] + self["报送有误"]

    @property
    def paper_due(self) -> int:
        return self["纸按时"] + self["纸迟交"] + self["纸未交"]


def tallies(first: date = FIRST, last: date = LAST) -> list[Tally]:
    """The counts of every unit, then of all."""
    found = {unit: Tally(unit) for unit in UNITS}
    for (unit, day), fate in fates().items():
        if first <= day <= last:
            found[unit].add(fate.status)
            found[unit].add(f"纸{fate.paper}")
            numbers = owed(unit, day)
            found[unit].add("整份雷同", int(all((unit, day, number) in repeats() for number in numbers)))
    total = Tally("合计")
    for problem in found.values():
        for name, number in problem.counts.items():
            total.add(name, number)
    return [*found.values(), total]


def rate(part: int, whole: int) -> str:
    """Per cent with one decimal, 5 rounded up; none of the cases here lies just below 100 %."""
    tenths = int(part * 1000 / whole + 0.5)
    return f"{tenths / 10:g}%"


def arrival(unit: str, day: date) -> datetime | None:
    """When the version came on which the day's standing rests."""
    fate = fates().get((unit, day))
    deadline = datetime(day.year, day.month, day.day, 17, tzinfo=ZONE)
    if fate is None:
        return deadline - timedelta(hours=1) if (unit, day) == ("州市场监督管理局", OFF[1]) else None
    if fate.status == "未报送":
        return None
    if fate.status == "迟报":
        return deadline + timedelta(minutes=fate.minutes, seconds=0 if fate.minutes == 0 else 20)
    return deadline - timedelta(minutes=50 - 4 * UNITS.index(unit), seconds=30)


def is_received(unit: str, day: date) -> bool:
    """Whether a receipt was kept; otherwise the file's own time is all there is."""
    fate = fates().get((unit, day), Fate())
    return fate.corrected or fate.rejected or (day.toordinal() + UNITS.index(unit)) % 3 == 0


def evidence(unit: str, day: date) -> str:
    """On what the arrival rests."""
    if not is_received(unit, day):
        return "file_time"
    return ("file_time", "receipt", "stated")[(day.toordinal() // 3) % 3]


def clerk(unit: str) -> tuple[str, str]:
    """填报人 and 联系电话 of a unit."""
    number = UNITS.index(unit)
    return f"样例{_code(number)}", f"0908-55501{number:02}"


def records() -> Iterator[tuple[str | int, ...]]:
    """The rows of 措施台账, day by day."""
    for day in DAYS:
        for number, (task, leads) in MEASURES.items():
            for unit in leads:
                if number in owed(unit, day) or has_text(unit, day, number):
                    yield _record(unit, day, number, task)


def _record(unit: str, day: date, number: int, task: str) -> tuple[str | int, ...]:
    fate = fates().get((unit, day))
    came = arrival(unit, day)
    is_usable = came is not None and (fate is None or fate.fault != "misdated")
    return (
        *(day.isoformat(), number, task, unit, fate.status if fate else "当日不报"),
        came.strftime("%Y-%m-%d %H:%M:%S") if came else "",
        *(clerk(unit) if is_usable else ("", "")),
        *shown(unit, day, number),
        change(unit, day, number),
        "是" if (unit, day, number) in repeats() else "",
    )


def shown(unit: str, day: date, number: int) -> list[str]:
    """The three texts as the ledger must show them."""
    fate = fates().get((unit, day), Fate())
    if fate.status == "未报送":
        return ["未报送", "", ""]
    if fate.fault == "misdated":
        wrong = day - timedelta(days=1)
        return [f"报送有误：日期写的是 {wrong}，文件却在 {day} 的文件夹里", "", ""]
    if not has_text(unit, day, number):
        return ["报送有误：漏报本项，或序号读不出", "", ""]
    texts = [text.shown.rstrip("\n") for text in said(unit, day, number)]
    if not has_text(unit, day, number, "存在问题"):
        texts[1] = "报送有误：这一栏没有填"
    return texts


def change(unit: str, day: date, number: int) -> str:
    """What changed since the last due day, in words."""
    if not has_text(unit, day, number):
        return ""
    before = PREVIOUS.get(day)
    if before is None or number not in owed(unit, before):
        return "首次报送"
    if not has_text(unit, before, number):
        return "上次没有可比的报送"
    found: dict[str, list[str]] = {}
    for title, now, then in zip(TITLES, said(unit, day, number), said(unit, before, number), strict=True):
        if has_text(unit, day, number, title):
            is_new = (now.words, now.figure) != (then.words, then.figure)
            is_new = is_new or not has_text(unit, before, number, title)
            how = "有更新" if is_new else "没有变化" if now == then else "只改了日期"
            found.setdefault(how, []).append(title)
    return "；".join("、".join(titles) + how for how, titles in found.items())


def misplaced() -> list[str]:
    """What is said of reports that lie in the folder of another day than theirs, in order of place."""
    found = sorted((day, unit) for (unit, day), fate in fates().items() if fate.fault == "misdated")
    return [
        f"注意 submissions/{day}/{unit}.yaml：{unit}的这份报送写的是 {day - timedelta(days=1)}，"
        f"却放在 {day} 的文件夹里，"
        f"没有计入。移到 submissions/{day - timedelta(days=1)}/，到达时间不变；日期写错了就改日期\n"
        for day, unit in found
        if day >= FIRST and not is_received(unit, day)
    ]


@dataclass(frozen=True)
class Problem:
    """A row of 问题台账."""

    number: int
    unit: str
    first: date
    last: date
    times: int
    state: str
    text: str
    responsible: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def row(self) -> tuple[str | int, ...]:
        task, dates = MEASURES[self.number][0], (self.first.isoformat(), self.last.isoformat())
        return (self.number, task, self.unit, *dates, self.days, self.times, self.state, self.text, self.responsible)


def problems() -> list[Problem]:
    """Every problem, by measure, unit and day; one that is named again after a lapse is the same."""
    found: dict[tuple[int, str, tuple[Text, ...]], Problem] = {}
    for episode in EPISODES:
        span = (day for day in DUE if episode.first <= day <= episode.last)
        days = [day for day in span if has_text(episode.unit, day, episode.number, "存在问题")]
        text = _problem(episode.unit, days[-1], episode.number).shown
        key = episode.number, episode.unit, episode.wordings
        before = found.get(key)
        first, times = (before.first, before.times) if before else (days[0], 0)
        found[key] = Problem(
            episode.number, episode.unit, first, days[-1], times + len(days), episode.state, text, episode.responsible
        )
    return list(found.values())


def lines() -> Iterator[tuple[str | int, ...]]:
    """The rows of 时效台账, unit by unit."""
    words = {"file_time": "文件时间", "receipt": "签收", "stated": "登记"}
    for unit in UNITS:
        for day in DAYS:
            fate, came = fates().get((unit, day)), arrival(unit, day)
            if fate is None and came is None:
                continue
            remarks = {"更正": fate and fate.corrected, "更正件未通过": fate and fate.rejected}
            yield (
                *(unit, day.isoformat(), fate.status if fate else "当日不报"),
                came.strftime("%Y-%m-%d %H:%M:%S") if came else "",
                fate.minutes if fate and fate.status == "迟报" else "",
                words[evidence(unit, day)] if came else "",
                "、".join(word for word, holds in remarks.items() if holds),
                fate.paper if fate else "",
                "、".join(map(str, owed(unit, day))),
            )


# By what the quarter was decided to end with: each measure's light, and why.
LIGHTS = {
    **dict.fromkeys((1, 3, 9, 10, 11, 12, 14, 15), ("绿灯", "")),
    2: ("黄灯", "州发展改革委报送有误"),
    4: ("黄灯", "州税务局迟报47分钟"),
    5: ("红灯", "已过完成时限（11月20日前）"),
    6: ("办结", "2022年10月31日办结"),
    7: ("红灯", "州医保局连续3天未报"),
    8: ("黄灯", "临近完成时限（2022年11月26日）"),
    13: ("办结", "2022年10月20日办结"),
}


def chinese(day: date) -> str:
    return f"{day.month}月{day.day}日"


def late(minutes: int) -> str:
    """How late, in words."""
    hours, left = divmod(minutes, 60)
    if not minutes:
        return "不足1分钟"
    return "".join(f"{number}{word}" for number, word in ((hours, "小时"), (left, "分钟")) if number)


# The project on disk.


def write(root: Path) -> None:
    """Make the project with all that came: receipts of some, for the others files with their own times."""
    (root / "data").mkdir(parents=True)
    measures = (DATA / "measures.yaml").read_text("utf-8")
    for old, new in CHANGES:
        assert measures.count(old) == 1, old
        measures = measures.replace(old, new)
    (root / "data" / "measures.yaml").write_text(measures, "utf-8")
    (root / "data" / "units.yaml").write_bytes((DATA / "units.yaml").read_bytes())
    for (unit, day), fate in fates().items():
        _write_day(root, unit, day, fate)
    _write_day(root, "州市场监督管理局", OFF[1], None)


def _write_day(root: Path, unit: str, day: date, fate: Fate | None) -> None:
    kept = root / "data" / "receipts" / day.isoformat() / unit
    came = arrival(unit, day)
    deadline = datetime(day.year, day.month, day.day, 17, tzinfo=ZONE)
    if came and is_received(unit, day):
        kept.mkdir(parents=True)
        for number, (moment, text, verdict) in enumerate(_versions(unit, day, fate or Fate(), came), 1):
            name = f"{number:04}_{_stamp(moment)}_{evidence(unit, day)}_{verdict}"
            data = text.encode()
            (kept / f"{name}_{hashlib.sha256(data).hexdigest()}.yaml").write_bytes(data)
    elif came:
        path = root / "submissions" / day.isoformat() / f"{unit}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(report(unit, day, fate.fault if fate else "").encode())
        os.utime(path, (came.timestamp(), came.timestamp()))
    if fate and fate.paper != "未交":
        kept.mkdir(parents=True, exist_ok=True)
        moment = deadline - timedelta(minutes=2) if fate.paper == "按时" else deadline + timedelta(minutes=9)
        (kept / f"paper_{_stamp(moment)}").touch()


def _versions(unit: str, day: date, fate: Fate, came: datetime) -> Iterator[tuple[datetime, str, str]]:
    """Every version with its arrival and verdict; of a corrected report the first said something else."""
    good = report(unit, day, fate.fault)
    verdict = "invalid" if fate.fault else "valid"
    yield came, good.replace("今天", "当日", 1) if fate.corrected else good, verdict
    if fate.corrected:
        yield came + timedelta(hours=1), good, "valid"
    if fate.rejected:
        yield came + timedelta(hours=2), report(unit, day, "blank"), "invalid"


def report(unit: str, day: date, fault: str = "") -> str:
    """A unit's report as it writes it."""
    numbers = owed(unit, day) or [1]
    written = day - timedelta(days=1) if fault == "misdated" else day
    name, phone = clerk(unit)
    parts = [f"单位: {unit}\n日期: {written}\n填报人: {name}\n联系电话: {phone}\n工作情况:\n"]
    for number in numbers[1:] if fault == "left_out" else numbers:
        done, problem, plan = (text.shown for text in said(unit, day, number))
        problem = "" if fault == "blank" and number == numbers[0] else problem
        parts.append(
            f"- 序号: {number}\n  完成情况: |\n{_block(done)}  存在问题: {problem}\n  下一步计划: |\n{_block(plan)}"
        )
    return "".join(parts)


def _block(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S.%f%z")


SPAN = ("--from", "2022-08-25", "--to", "2022-11-24")
NAME = "2022-08-25_2022-11-24"
EVENING = datetime(2022, 11, 24, 18, tzinfo=ZONE)
