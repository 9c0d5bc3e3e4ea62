"""What does this plan document say? An annex that `init` alone enters."""
