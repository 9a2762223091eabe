"""Attacks: what somebody with bad intent tries over HTTP, role by role."""
