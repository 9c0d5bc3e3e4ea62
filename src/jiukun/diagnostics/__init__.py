"""What is a problem?"""
