"""能力评估: how able an elder is, scored by a standard kept as data, signed by two, and appealed against."""
