"""Documents as paragraphs and tables, whatever file they came in."""
