"""What people write of bookings and others see: as what it is handed in to be checked."""

TITLE_OF_BOOKING = "living_rooms.booking_title"
TITLE_OF_SERIES = "living_rooms.series_title"
TITLES = (TITLE_OF_BOOKING, TITLE_OF_SERIES)
REASON_OF_BOOKING = "living_rooms.booking_reason"
REASON_OF_SERIES = "living_rooms.series_reason"
REASONS = (REASON_OF_BOOKING, REASON_OF_SERIES)
APPEAL = "living_rooms.no_show_appeal"
