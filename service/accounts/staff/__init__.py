"""Accounts of staff: made and looked after by the system administrator."""
