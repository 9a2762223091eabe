"""The first screen: what concerns a person now, in one call."""
