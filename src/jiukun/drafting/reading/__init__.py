"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""

from __future__ import annotations

from dataclasses import replace

from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.measures import read_measures
from jiukun.drafting.reading.plan_contents import MeasureRead, PlanContents, ReportingRule, Unread, WithoutUnits
from jiukun.drafting.reading.reporting_rule import read_reporting_rule
from jiukun.drafting.reading.unit_lists import Listing, Mention
from jiukun.drafting.reading.unit_shapes import is_group, is_odd, same_brackets

__all__ = [
    "Listing",
    "MeasureRead",
    "Mention",
    "PlanContents",
    "ReportingRule",
    "Unread",
    "WithoutUnits",
    "is_group",
    "is_odd",
    "read_plan",
    "same_brackets",
]


def read_plan(document: PlanDocument) -> PlanContents:
    """All that a document holds of a plan."""
    found = read_measures(document)
    first = min((one.index for one in found.measures), default=None)
    return replace(found, duty=read_reporting_rule(document, first))
