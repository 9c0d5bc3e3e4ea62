"""Write what the docs say of the code from the code: docs/codes.md, and the imports in docs/architecture.md.

Run from anywhere: `python scripts/make_docs.py`.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from jiukun.codes import codes_page

TOP = Path(__file__).resolve().parent.parent
CODES = TOP / "docs" / "codes.md"
ARCHITECTURE = TOP / "docs" / "architecture.md"
SOURCE = TOP / "src" / "jiukun"
BEGIN, END = "<!-- 以下由 scripts/make_docs.py 生成 -->\n", "<!-- 以上由 scripts/make_docs.py 生成 -->\n"


def name_of(path: Path) -> str:
    """`yamlsource.source`; a package's own module bears the package's name."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py")) if name_of(path)}


@cache
def imports(name: str) -> tuple[str, ...]:
    """The modules of ours that a module imports, at its top or within, in order of name."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("jiukun"):
            source = (node.module or "").removeprefix("jiukun").removeprefix(".")
            named = {f"{source}.{alias.name}".removeprefix(".") for alias in node.names}
            found |= (named & set(MODULES)) or ({source} & set(MODULES))
    return tuple(sorted(found - {name}))


@cache
def height(name: str) -> int:
    """How far above the ground a module stands: one more than the highest that it imports."""
    return 1 + max(map(height, imports(name)), default=-1)


def imports_table() -> str:
    """Every module that holds anything with what it imports, from the ground up."""
    filled = [name for name, path in MODULES.items() if len(ast.parse(path.read_text("utf-8")).body) > 1]
    rows = (
        f"| {height(name)} | {name} | {'、'.join(imports(name)) or '—'} |\n"
        for name in sorted(filled, key=lambda one: (height(one), one))
    )
    return "| 层 | 模块 | 引用 |\n| --- | --- | --- |\n" + "".join(rows)


def architecture_page() -> str:
    """The page as it stands, its table made anew."""
    before, _, rest = ARCHITECTURE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + imports_table() + "\n" + END + after


if __name__ == "__main__":
    CODES.write_text(codes_page(), "utf-8")
    ARCHITECTURE.write_text(architecture_page(), "utf-8")
    print("docs/codes.md、docs/architecture.md 已重新生成")
