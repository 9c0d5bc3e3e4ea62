"""What lies over the cells of a sheet or beside them, and is not read: comments, pictures, controls, headers."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator

from jiukun.project.office_files import Package
from jiukun.project.office_parts import Node, Relation, integer, parse_part, related_parts
from jiukun.project.seen import WHOLE, Place, Unseen, Why, only_counts_pages, place_of, shown
from jiukun.reports.workbook_cells import rich_text, seen_text

_PAGE_CODES = re.compile(r'&*"[^"]*"|&(?:K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z&])')
_SHAPES = re.compile(r"<v:(?:shape|rect|oval|line|group)\b")
_CONTROL = re.compile(r"ObjectType=[\"'](?!Note|Pict)\w+")  # comments and embedded objects are told by their own parts
_ANCHOR = re.compile(r"\s*(\d{1,7}),[^,]{0,20},\s*(\d{1,7})")


def unseen_objects(package: Package, root: Node, related: dict[str, Relation]) -> Iterator[Unseen]:
    """All of them, of a sheet and the parts that it refers to."""
    yield from _comments(package, related)
    drawing = root.find("drawing")
    drawn = related.get(drawing.get("id", "")) if drawing is not None else None
    yield from _drawings(parse_part(package, drawn.target) if drawn else None)
    for node in root.iterfind("oleObjects//oleObject"):
        yield Unseen(Why.DRAWN, "嵌入的对象", _corner(node.find("objectPr/anchor/from")))
    old = root.find("legacyDrawing")
    shapes = related.get(old.get("id", "")) if old is not None else None
    if shapes:
        yield from _controls((package.part(shapes.target) or b"").decode("utf-8", "replace"))
    if root.find("legacyDrawingHF") is not None:
        yield Unseen(Why.DRAWN, "页眉页脚里的图片", WHOLE)
    yield from _margins(root.find("headerFooter"))


def _comments(package: Package, related: dict[str, Relation]) -> Iterator[Unseen]:
    """Notes, and the threads of comments, of which Excel keeps a note for old programs."""
    found: dict[Place, list[str]] = defaultdict(list)
    for kind, path in (("threadedComment", "threadedComment"), ("comments", "commentList/comment")):
        threads = set(found)
        for node in (node for root in related_parts(package, related, kind) for node in root.iterfind(path)):
            place, text = place_of(node.get("ref", "").partition(":")[0]), node.find("text")
            if place and place not in threads and text is not None:
                found[place].append(seen_text(rich_text(text)) or (text.text or ""))
    for place, texts in found.items():
        if words := shown("；".join(texts)).strip():
            yield Unseen(Why.COMMENT, "", place, words)


def _drawings(root: Node | None) -> Iterator[Unseen]:
    """Pictures, charts and text boxes, by the cell over which each begins; a mere line or shape is decoration."""
    for anchor in root if root is not None else ():
        words = shown("".join(node.text or "" for node in anchor.iter("t"))).strip()
        kinds = (("pic", "图片"), ("graphicFrame", "图表"))
        what = next((name for tag, name in kinds if anchor.find(f".//{tag}") is not None), "")
        if what or words:
            yield Unseen(Why.DRAWN, what or "文本框", _corner(anchor.find("from")), words)


def _controls(drawing: str) -> Iterator[Unseen]:
    """Buttons, check boxes and labels, which are drawn in VML; Excel's own is often no XML."""
    for shape in _SHAPES.split(drawing)[1:]:
        if _CONTROL.search(shape):
            anchor = _ANCHOR.match(shape.partition("<x:Anchor>")[2])
            place = (int(anchor[2]) + 1, int(anchor[1]) + 1) if anchor else (1, 1)
            box = shape.partition("<v:textbox")[2].partition("</v:textbox>")[0].partition(">")[2]
            yield Unseen(Why.DRAWN, "控件", place, shown(html.unescape(re.sub(r"<[^<>]*>", "", box))).strip())


def _corner(node: Node | None) -> Place:
    """The cell over which something drawn begins."""
    if node is None:
        return 1, 1
    return integer(node.findtext("row"), 0) + 1, integer(node.findtext("col"), 0) + 1


def _margins(node: Node | None) -> Iterator[Unseen]:
    """The page's header and footer, unless they only number the pages."""
    for part in node if node is not None else ():
        words = shown(_PAGE_CODES.sub(" ", part.text or "")).strip()
        if not only_counts_pages(words):
            yield Unseen(Why.OUTSIDE, "页眉页脚", WHOLE, words)
