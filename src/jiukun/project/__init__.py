"""Where do files lie, and how are they opened and written whole?"""
