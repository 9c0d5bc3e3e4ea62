"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""

from __future__ import annotations

from dataclasses import replace

from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.duties import read_duty
from jiukun.drafting.reading.found import Duty, FoundMeasure, FoundPlan, Unread, WithoutUnits
from jiukun.drafting.reading.measures import read_measures
from jiukun.drafting.reading.names import Listing, Mention
from jiukun.drafting.reading.naming import is_group, is_odd, same_brackets

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
