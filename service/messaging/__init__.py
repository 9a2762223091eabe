"""The inbox through which the service speaks to people."""
