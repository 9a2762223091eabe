"""Places: the dated tree from city to building."""
