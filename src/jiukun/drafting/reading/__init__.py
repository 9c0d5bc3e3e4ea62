"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""

from __future__ import annotations

from dataclasses import replace

from jiukun.drafting.documents.paragraphs import PlanDocument
from jiukun.drafting.reading.measures import read_measures
from jiukun.drafting.reading.plan_contents import PlanContents
from jiukun.drafting.reading.reporting_rule import read_reporting_rule


def read_plan(document: PlanDocument) -> PlanContents:
    """All that a document holds of a plan."""
    found = read_measures(document)
    return replace(found, rule=read_reporting_rule(document, [measure.index for measure in found.measures]))
