"""The demonstration community: made-up people in a real district, whose past and future are always around today.

It does everything through the public API, as its people would, at moments of its own. Refused in production.
"""
