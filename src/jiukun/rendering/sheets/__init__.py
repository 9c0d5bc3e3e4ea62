"""Sheets that print whole: paper, columns, line breaks, row heights."""
