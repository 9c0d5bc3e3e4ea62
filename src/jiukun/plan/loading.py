"""Stand-in until the loader is parted from the checks."""

from jiukun.plan.checks import load_plan

__all__ = ["PLAN_FILES", "load_plan"]

PLAN_FILES = ("measures.yaml", "units.yaml")
