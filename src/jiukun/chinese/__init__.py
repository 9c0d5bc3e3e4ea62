"""How wide, which number, which date?"""
