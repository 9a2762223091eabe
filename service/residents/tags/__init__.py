"""Tags: what a community needs to know of a person at a glance, from a managed list, dated, with who set them.

A tag is either set by somebody and holds from a day until a day, or computed from the birth date and never set.
"""
