"""Small cells: a figure that points at few people is hidden from who has no business with them.

Figures under 5 are hidden and all others rounded down to a multiple of 5: with exact ones beside it, a hidden figure
would follow as the difference of a total and its parts, or of a street and its communities (docs/decisions/0016).
"""

SMALLEST_SHOWN = 5


def blurred(count: int) -> int | None:
    """The figure for who has no duty with these people; None where it is hidden."""
    return None if count < SMALLEST_SHOWN else count - count % SMALLEST_SHOWN
