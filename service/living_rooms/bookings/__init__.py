"""Bookings: made, moved, approved, cancelled, checked in, missed and appealed."""
