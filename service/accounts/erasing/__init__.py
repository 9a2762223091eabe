"""What accounts hold about a person, and how that ends."""
