"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""

from __future__ import annotations

from jiukun.intake.documents import PlanDocument
from jiukun.planreading.duties import read_duty
from jiukun.planreading.found import Duty, FoundMeasure, FoundPlan, WithoutUnits
from jiukun.planreading.measures import read_measures
from jiukun.planreading.names import Listing, Mention, is_group, same_brackets

__all__ = [
    "Duty",
    "FoundMeasure",
    "FoundPlan",
    "Listing",
    "Mention",
    "WithoutUnits",
    "is_group",
    "read_plan",
    "same_brackets",
]


def read_plan(document: PlanDocument) -> FoundPlan:
    """All that a document holds of a plan."""
    measures, without, unclosed = read_measures(document)
    first = min((one.index for one in measures), default=None)
    return FoundPlan(tuple(measures), tuple(without), tuple(unclosed), read_duty(document, first))
