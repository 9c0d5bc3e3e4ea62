"""The pages of docs/: their sections, and the commands that they show at a console."""

from __future__ import annotations

import re

from support.desk import REPOSITORY


def page(name: str) -> str:
    return (REPOSITORY / "docs" / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading of the second level."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def shown_in(text: str) -> list[tuple[str, str]]:
    """Each command that a page shows at a console, and what stands below it; nothing for one shown without that."""
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found = [part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(line.partition("#")[0].strip(), below) for line, _, below in found]
