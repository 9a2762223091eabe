"""Passwords of staff: how they are kept and changed."""
