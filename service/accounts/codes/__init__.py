"""One-time codes: six digits that go to a telephone and prove that somebody holds it.

place     what a code is good for: a purpose, a telephone and a subject together; one code at a time each
try       a guess at the code of a place; it is spent before it is judged
"""
