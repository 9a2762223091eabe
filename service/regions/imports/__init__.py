"""Taking over the national division codes from a file."""
