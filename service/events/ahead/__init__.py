"""What lies ahead of people: the activities to which they go, and places that are held for them."""
