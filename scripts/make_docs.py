"""Write docs/codes.md from the registry and its texts. Run from anywhere: `python scripts/make_docs.py`."""

from __future__ import annotations

import re
from pathlib import Path

from jiukun.diagnostics.codes import CODES, EXPLANATIONS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "codes.md"


def codes_page() -> str:
    """The package's codes.md with titles: a comment says where it comes from."""
    made = "<!-- 由 python scripts/make_docs.py 从 src/jiukun/diagnostics/codes.md 生成，请勿手改。 -->\n\n"
    text = EXPLANATIONS.read_text("utf-8")
    return made + re.sub(r"(?<=^## )JK\d{3}$", lambda at: f"{at[0]} {CODES[at[0]].heading}", text, flags=re.MULTILINE)


if __name__ == "__main__":
    PAGE.write_text(codes_page(), "utf-8", newline="\n")
    print("docs/codes.md 已重新生成")
