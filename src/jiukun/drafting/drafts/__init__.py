"""What was read of a plan, as the two files of data/ and the questions to a person."""
