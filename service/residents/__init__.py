"""People: residents and their proxies."""
