"""新建一个项目；给了方案文件，就从中起草措施和单位，并列出要人看一遍的地方。

方案可以是 .docx、.txt、.md。还写好每天双击的 备表、签收点名、汇总（.bat、.sh）。
不会写进已有项目的文件夹；文件夹里别的文件不动。
退出状态：0 建好了；1 方案读不了或没有找到措施，什么也没有写；2 那里已经有项目，或有同名的文件。
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jiukun.chinese.text import in_line
from jiukun.cli.workspace import WrongUseError, today_without_project
from jiukun.diagnostics.diagnostic import Diagnostic, has_errors
from jiukun.drafting.documents.plan_files import read_plan_document
from jiukun.drafting.drafts.plan_draft import PlanDraft, draft_plan, sample_plan
from jiukun.drafting.drafts.yaml_texts import ASK
from jiukun.project.folders import DATA_LIMIT, Project, absolute
from jiukun.project.new_project import found_project, in_the_way, is_project, project_files, questions
from jiukun.rendering.console import say, say_problems, typed


def run(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="建在哪里，例如 助企纾困")],
    plan: Annotated[
        Path | None, typer.Option("--plan", metavar="文件", help="方案文件（.docx、.txt、.md），从中起草")
    ] = None,
) -> None:
    """Found a project."""
    target = absolute(folder)
    if is_project(target):
        raise WrongUseError(f"{in_line(str(folder))} 里已经有项目，没有改动")
    if target.exists() and not target.is_dir():
        raise WrongUseError(f"{in_line(str(folder))} 是一个文件，请换一个文件夹的名字")
    today = today_without_project()
    draft, problems = _from_document(plan, Project(target)) if plan is not None else (sample_plan(today), ())
    say_problems(problems)
    if draft is None or has_errors(problems):
        say("没有建项目，什么也没有写。")
        raise typer.Exit(1)
    files = project_files(draft.measures, draft.units, sys.executable)
    taken = in_the_way(target, files)
    if taken:
        raise WrongUseError(
            f"{in_line(str(folder))} 里已有内容不同的 {'、'.join(taken)}，没有改动；请移走，或换一个文件夹"
        )
    found_project(target, files)
    say(f"已建好 {folder}：{draft.counts}。")
    _say_questions(folder, files)
    say("每天双击里面的 备表、签收点名、汇总（Windows 双击 .bat，Linux 双击 .sh）。")
    say(f"下一步：jiukun --root {typed(str(folder))} check")


def _from_document(plan: Path, project: Project) -> tuple[PlanDraft | None, tuple[Diagnostic, ...]]:
    if plan.is_dir():
        example = in_line(str(plan / "方案.docx"))
        raise WrongUseError(f"{in_line(str(plan))} 是一个文件夹；--plan 后面写方案文件，例如 {example}")
    if not plan.is_file():
        raise WrongUseError(f"没有方案文件 {in_line(str(plan))}")
    content = project.read(plan, DATA_LIMIT)
    if isinstance(content, Diagnostic):
        return None, (content,)
    document, problems = read_plan_document(content.data, project.name_of(plan))
    if document is None:
        return None, problems
    draft, doubts = draft_plan(document, plan.name, today_without_project())
    return draft, (*problems, *doubts)


def _say_questions(folder: Path, files: dict[str, bytes]) -> None:
    asked = questions(files, ASK)
    if asked:
        say(f"待核 {len(asked)} 处：")
    for name, line, words in asked:
        say(f"  {(folder / name).as_posix()}:{line}  {words}")
