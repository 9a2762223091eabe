"""Living rooms and their bookings, as a Django REST framework textbook writes them."""
