"""Proxies: asking to act for an elder, and what becomes of it."""
