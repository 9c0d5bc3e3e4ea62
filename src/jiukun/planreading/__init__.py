"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""

from __future__ import annotations

from dataclasses import replace

from jiukun.intake.documents import PlanDocument
from jiukun.planreading.duties import read_duty
from jiukun.planreading.found import Duty, FoundMeasure, FoundPlan, Unread, WithoutUnits
from jiukun.planreading.measures import read_measures
from jiukun.planreading.names import Listing, Mention
from jiukun.planreading.naming import is_group, is_odd, same_brackets

__all__ = [
    "Duty",
    "FoundMeasure",
    "FoundPlan",
    "Listing",
    "Mention",
    "Unread",
    "WithoutUnits",
    "is_group",
    "is_odd",
    "read_plan",
    "same_brackets",
]


def read_plan(document: PlanDocument) -> FoundPlan:
    """All that a document holds of a plan."""
    found = read_measures(document)
    first = min((one.index for one in found.measures), default=None)
    return replace(found, duty=read_duty(document, first))
