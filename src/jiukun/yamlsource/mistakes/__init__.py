"""What typing Chinese did to the YAML, in the words of the writer."""
