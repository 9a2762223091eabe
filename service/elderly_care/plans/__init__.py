"""照护计划: what an elder gets, how often and at which price, as it was agreed; changed only by a new version."""
