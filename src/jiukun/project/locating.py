"""Finding the project that is meant, and telling one that is away from none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jiukun.project.folders import Project
from jiukun.project.handles import AwayError


def find_project(start: Path) -> Project | None:
    """The nearest folder upwards that holds data/measures.yaml; raises AwayError as `check_links` does."""
    for folder in (start, *start.parents):
        check_links([folder / "data"])
        if (folder / "data" / "measures.yaml").is_file():
            return Project(folder)
    return None


def check_links(places: Iterable[Path]) -> None:
    """Raise AwayError where one of the places is a link that leads nowhere just now."""
    for place in places:
        if place.is_symlink() and not place.exists():
            raise AwayError(str(place))
