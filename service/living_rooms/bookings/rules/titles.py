"""Titles of bookings, which others see: as what they are handed in to be checked."""

TITLE_OF_BOOKING = "living_rooms.booking_title"
TITLE_OF_SERIES = "living_rooms.series_title"
TITLES = frozenset({TITLE_OF_BOOKING, TITLE_OF_SERIES})
