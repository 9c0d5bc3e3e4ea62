"""What does it say? Plain data of each product, made by pure functions."""
