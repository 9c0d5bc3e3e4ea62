"""Daily supervision (每日督办) of a policy plan over plain files."""

__version__ = "0.1.0"
