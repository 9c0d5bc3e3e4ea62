"""Is it sound?"""
