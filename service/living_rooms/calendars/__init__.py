"""Calendar feeds: secret, revocable links to a room's or a resident's bookings."""
