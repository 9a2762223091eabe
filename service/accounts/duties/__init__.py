"""Duties: granted and revoked by the security administrator."""
