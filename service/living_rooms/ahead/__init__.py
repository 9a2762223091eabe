"""What lies ahead of people in living rooms: their next bookings, and time that is held for them."""
