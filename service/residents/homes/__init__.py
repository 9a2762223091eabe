"""Homes, who lives in them together, and since when.

*home*: a dwelling, in a building or, where none is on record, in its grid, estate or community; *household*: people
who keep house together in one home, with at most one *householder*; *residence*: that somebody lives in a home from
one day until before another; *departure*: that somebody died or left the district, and what ended with it.
"""
