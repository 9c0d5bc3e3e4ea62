"""What was asked for, and how does it end?"""
