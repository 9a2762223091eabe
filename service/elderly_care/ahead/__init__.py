"""What lies ahead of elders: their next visits, what they have asked for, and plans that wait for their word."""
