"""The XML parts of office files: parsed with plain names, in whichever of the two standards they were written."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jiukun.project.office_files import Package

Node = ET.Element
_MARKS = {"strike", "dstrike", "vanish", "color", "shd", "highlight", "b", "rStyle", "numId", "ilvl", "outlineLvl"}
_MARKS |= {"pStyle", "basedOn", "del", "moveFrom", "hidden", "gridBefore", "gridSpan", "vMerge", "hMerge"}
_MARKS |= {"abstractNumId", "start", "startOverride", "numFmt", "lvlText", "isLgl"}


class Relation(NamedTuple):
    """A part that another one refers to; `kind` is the last word of the type's address."""

    kind: str
    target: str


def parse_part(package: Package, name: str) -> Node | None:
    """The root of a part, its tags and attributes without namespaces; None where it is not there or no XML.

    Of what is written twice, for new and for old programs, the new is kept.
    """
    content = package.part(name)
    if content is None:
        return None
    try:
        root = ET.fromstring(content)  # noqa: S314  the package has refused every declaration
    except ET.ParseError:
        return None
    for node in root.iter():
        node.tag = _plain(node.tag)
        if node.attrib:
            node.attrib = {_plain(key): value for key, value in node.attrib.items()}
        if node.tag == "AlternateContent" and len(node) > 1:
            for child in node[1:]:
                node.remove(child)
    return root


def relations(package: Package, name: str) -> dict[str, Relation]:
    """What a part refers to within the package, by the id of the relation; of the whole package for an empty name."""
    folder, base = posixpath.split(name)
    root = parse_part(package, posixpath.join(folder, "_rels", f"{base}.rels"))
    found: dict[str, Relation] = {}
    for node in root if root is not None else ():
        if node.get("TargetMode", "") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", "").replace("\\", "/")))
            found[node.get("Id", "")] = Relation(node.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def related_parts(package: Package, related: dict[str, Relation], kind: str) -> list[Node]:
    """The parts of a kind that a part refers to."""
    targets = [relation.target for relation in related.values() if relation.kind == kind]
    return [root for target in targets if (root := parse_part(package, target)) is not None]


def main_part(package: Package, usual: str) -> str:
    """The name of the part that is the workbook or document."""
    named = (relation.target for relation in relations(package, "").values() if relation.kind == "officeDocument")
    return next(named, usual)


def marks(node: Node, *paths: str) -> dict[str, str]:
    """What the properties at some paths below a node say, by their names; only of those that anyone asks for."""
    found = (mark for path in paths for mark in node.iterfind(path))
    return {mark.tag: mark.get("val", "1") for mark in found if mark.tag in _MARKS}


def is_on(value: str) -> bool:
    """Whether an attribute says yes."""
    return value.strip().lower() in {"1", "true", "on"}


def integer(text: str | None, default: int) -> int:
    """A whole number that is written in an attribute."""
    bare = (text or "").strip()
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else default  # no place is farther


def _plain(name: str) -> str:
    return name.rpartition("}")[2]
