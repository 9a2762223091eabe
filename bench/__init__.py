"""The benchmark: Linli beside two textbook applications and the bare database."""
