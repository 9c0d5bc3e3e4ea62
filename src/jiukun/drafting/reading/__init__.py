"""Plan documents read by rules alone: the measures, who is responsible for them, and how is to be reported."""
