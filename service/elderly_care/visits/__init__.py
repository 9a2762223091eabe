"""上门: the visits that plans ask for, and whose time they take: never two places at once, for anybody."""
