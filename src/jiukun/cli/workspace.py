"""What a command works on: the project, its plan, the date, the moment; and the errors where it cannot."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from pathlib import Path, PurePath
from typing import NamedTuple

from jiukun.chinese.dates import DATE_FORMS, parse_date, parse_moment
from jiukun.chinese.text import code_point, in_line, nearest, one_line, says_nothing, seen, untrusted
from jiukun.diagnostics.diagnostic import Diagnostic
from jiukun.evidence.day_plans import DayPlans
from jiukun.evidence.inbox import Inbox
from jiukun.evidence.share import check_open
from jiukun.plan.loading import load_plan
from jiukun.plan.model import Measure, Plan, Unit
from jiukun.project.folders import Project, absolute, is_same_place
from jiukun.project.locating import check_links, find_project
from jiukun.project.names import PLAN_FOLDER

_FORTNIGHT = 14  # days
_ENDINGS = frozenset({".xlsx", ".xls", ".csv", ".jsonl", ".json", ".docx", ".doc", ".pdf", ".html", ".txt", ".yaml"})


class WrongUseError(Exception):
    """A command cannot be carried out as it was given (exit status 2)."""


class BrokenDataError(Exception):
    """data/ has errors (exit status 2); `as_json` says whether they are shown as JSON."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], *, as_json: bool) -> None:
        super().__init__("data/ has errors")
        self.diagnostics = diagnostics
        self.as_json = as_json

    @property
    def remedy(self) -> str:
        """What to do about it. The command `check` does not look at plans that are kept of past days."""
        kept = next(filter(is_of_a_kept_plan, self.diagnostics), None)
        if kept is not None:
            return f"这一天留存的方案有误，先改好 {kept.location.path} 再用"
        return "data/ 里的数据有误，先改好再用。可以运行 jiukun check 查看"


def is_of_a_kept_plan(problem: Diagnostic) -> bool:
    """Whether it is a problem of the plan that is kept of a past day, or of the day's folder as a whole."""
    parts = problem.location.path.split("/")
    return parts[:2] == ["data", "receipts"] and parts[3:4] in ([], [PLAN_FOLDER])


class Workspace(NamedTuple):
    """A project whose data is sound, and its plan."""

    project: Project
    plan: Plan

    def now(self) -> datetime:
        """The moment, in the project's zone. Each command asks once, a watching one once a look."""
        return clock(self.plan.zone)

    def day(self, text: str | None, now: datetime) -> date:
        """The due date of `--date`, by default of today in the project's zone; raises WrongUseError.

        Of a weekly or monthly report the next one, today included.
        """
        written = option_date(text, "--date") if text is not None else now.date()
        return DayPlans(self.project, self.plan, now.date()).meant(written)

    def day_at_hand(self, text: str | None, now: datetime) -> date:
        """As `day`, but by default of a weekly or monthly report the last due date, today included."""
        return self.plan.rule.calendar.at_hand(now.date()) if text is None else self.day(text, now)

    def period(self, first: str | None, last: str | None, now: datetime) -> tuple[date, date]:
        """The first and last day of `--from` and `--to`, by default the 14 days up to today; raises WrongUseError.

        Where none of the 14 is a due date, the period begins with the last due date before them.
        """
        end = option_date(last, "--to") if last is not None else now.date()
        if first is None:
            start = date.fromordinal(max(1, end.toordinal() - _FORTNIGHT + 1))
            return min(start, self.plan.rule.calendar.at_hand(end)), end
        start = option_date(first, "--from")
        if start > end:
            raise WrongUseError(f"--from 的日期 {start.isoformat()} 在 --to 的日期 {end.isoformat()} 之后")
        return start, end

    def inbox(self, at: datetime, now: datetime) -> Inbox:
        """The reports as of a moment; each is judged by its day's plan."""
        return Inbox(self.project, DayPlans(self.project, self.plan, now.date()), at, now)

    def inbox_to_read(self, day: date, at: datetime, now: datetime, *, as_json: bool = False) -> Inbox:
        """As `inbox`, to read a day; raises BrokenDataError where the plan kept of that day cannot be used.

        Raises OSError where the folder of the units is away or closed.
        """
        inbox = self.inbox(at, now)
        check_open(inbox, day)
        if problems := inbox.plans.problems(day):
            raise BrokenDataError(problems, as_json=as_json)
        return inbox

    def measure(self, number: int, plan: Plan) -> Measure:
        """A measure of a plan by its 序号; raises WrongUseError."""
        if number not in plan.numbered:
            raise WrongUseError(f"方案里没有第 {number} 项措施，序号是 {min(plan.numbered)} 到 {max(plan.numbered)}")
        return plan.numbered[number]

    def unit(self, name: str, plan: Plan | None = None, *, may_help: bool = False) -> Unit:
        """A lead unit by any of its names, of today's plan or that of a day; raises WrongUseError.

        One that `may_help` may also be a responsible unit.
        """
        plan = plan or self.plan
        unit = plan.names.get(name.strip())
        if unit is None:
            if members := plan.groups.get(name.strip()):
                units = "、".join(member.short for member in members)
                raise WrongUseError(f"“{one_line(name)}”是单位组，请写其中的一个单位：{units}")
            meant = nearest(name, list(plan.names))
            raise WrongUseError(f"不认识的单位“{one_line(name)}”" + (f"，是不是“{meant}”？" if meant else ""))
        if unit.short not in plan.led and not (may_help and plan.helped(unit)):
            no_duty = "也不是责任单位" if may_help else "没有报送任务"
            raise WrongUseError(f"“{unit.short}”不牵头任何措施，{no_duty}")
        return unit

    def target(self, output: Path | None, name: str) -> Path:
        """Where a product goes: `--output`, by default `name` in out/; raises WrongUseError.

        See `check_place` and `check_ending` for what is refused.
        """
        if output is None:
            return self.project.out / name
        self.check_place(output)
        check_ending(output, PurePath(name).suffix)
        return output.absolute()

    def check_place(self, output: Path) -> None:
        """Raise WrongUseError for a place in data/ or submissions/, where no product may be written."""
        place = absolute(output)
        kept = (self.project.root / "data", self.project.submissions)
        if any(is_same_place(parent, folder) for parent in (place, *place.parents) for folder in kept):
            raise WrongUseError(
                "--output 不能写到 data/ 或 submissions/ 里，那里只放数据和报送，请换一个位置，例如 out/"
            )

    def moment(self, text: str | None, day: date, now: datetime) -> datetime:
        """The moment of `--at`, by default now; raises WrongUseError."""
        if text is None:
            return now
        moment = parse_moment(text, day, self.plan.zone)
        if moment is None:
            raise WrongUseError(f"--at 的时间“{one_line(text)}”读不懂，写作 17:05 或 {day.isoformat()}T17:05")
        return moment


def check_ending(output: Path, right: str) -> None:
    """Raise WrongUseError for the ending of another kind of file: no program would open the product."""
    ending = output.suffix.lower()
    if ending != right and ending in _ENDINGS:
        raise WrongUseError(f"--output 的文件名以“{ending}”结尾，这里生成的是“{right}”文件，请改成“{right}”")


def open_project(root: Path | None) -> Project:
    """The project of `--root`, else the nearest upwards; raises WrongUseError, OSError where it is away."""
    if root is not None:
        chosen = Project(root.absolute())
        if not (chosen.root / "data").is_dir():
            check_links((chosen.root / "data", chosen.root, *chosen.root.parents))
            raise WrongUseError(f"{in_line(str(root))} 不是 jiukun 项目：里面没有 data 文件夹")
        return chosen
    project = find_project(Path.cwd())
    if project is None:
        raise WrongUseError("这里不是 jiukun 项目：没有找到 data/measures.yaml。请进入项目文件夹，或用 --root 指定")
    return project


def open_workspace(root: Path | None, *, as_json: bool = False) -> Workspace:
    """The project and its plan; raises WrongUseError, BrokenDataError."""
    project = open_project(root)
    plan, diagnostics = load_plan(project)
    if plan is None:
        raise BrokenDataError(diagnostics, as_json=as_json)
    return Workspace(project, plan)


def clock(zone: tzinfo) -> datetime:
    """Now, in a zone: the only clock."""
    return datetime.now(zone)


def today_without_project() -> date:
    """The date in China, where there is no project yet to say its zone."""
    return clock(timezone(timedelta(hours=8))).date()


def option_reason(text: str) -> str:
    """The words of `--reason` in one line; raises WrongUseError for words that nobody can read."""
    words = " ".join(seen(text).split())
    if found := untrusted(words):
        raise WrongUseError(f"--reason 里有看不见的字符 {code_point(found[0])}，请重新输入")
    if text and says_nothing(words):
        raise WrongUseError("--reason 后面没有理由，写明为什么这样登记到达时间")
    return words


def option_date(text: str, option: str) -> date:
    """The date of an option; raises WrongUseError."""
    day = parse_date(text)
    if day is None:
        raise WrongUseError(f"{option} 的日期“{one_line(text)}”不对，写作 {DATE_FORMS}")
    return day
