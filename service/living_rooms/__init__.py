"""居民会客厅: rooms, policies, bookings and the waiting list."""
