"""What does this YAML say, and where? The only home of yaml."""
