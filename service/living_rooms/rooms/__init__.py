"""The rooms themselves: policy, opening hours, closures, availability and search."""
