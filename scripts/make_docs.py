"""Write docs/codes.md from the code. Run from anywhere: `python scripts/make_docs.py`."""

from __future__ import annotations

from pathlib import Path

from jiukun.diagnostics.codes import codes_page

CODES = Path(__file__).resolve().parent.parent / "docs" / "codes.md"

if __name__ == "__main__":
    CODES.write_text(codes_page(), "utf-8")
    print("docs/codes.md 已重新生成")
