"""The board as one HTML file that opens from disk: its template, style and script lie in web/."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from jinja2 import DictLoader, Environment, StrictUndefined

from jiukun.chinese.text import visible
from jiukun.evidence.timeliness import Status
from jiukun.products.board import Board
from jiukun.products.lights import Colour

_SIGNS = {
    Status.ON_TIME: "按",
    Status.LATE: "迟",
    Status.INVALID: "误",
    Status.MISSING: "未",
    Status.PENDING: "待",
    Status.EXEMPT: "·",
    Status.EXCUSED: "免",
}


def render_board(board: Board) -> bytes:
    """The page in UTF-8. Every text is escaped; the policy in its head lets nothing run or load but what is ours."""
    web = resources.files("jiukun.rendering") / "web"
    style, script = ((web / name).read_text("utf-8") for name in ("board.css", "board.js"))
    environment = Environment(
        loader=DictLoader({"board.html": (web / "board.html").read_text("utf-8")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    page = environment.get_template("board.html").render(
        board=board,
        signs=_SIGNS,
        quiet=(Status.ON_TIME, Status.EXEMPT),
        colours=list(Colour),
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
        place={name: number for number, name in enumerate(board.units)},
        helper_place={name: number for number, name in enumerate(board.helpers)},
        lights={card.number: card.light.colour.name for card in board.cards},
    )
    return page.encode()


def _digest(text: str) -> str:
    """As a content security policy names what may be used."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
