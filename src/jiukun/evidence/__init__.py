"""What came, when, and what does that mean?"""
