"""The waiting list: freed time offered in order, held for a while, passed on.

A wish (候补) asks for some minutes between two moments, in one room or anywhere in a region. An offer (候补名额) is
time held for one wish: accepted it becomes a booking, declined or run out it goes to the next.
"""
