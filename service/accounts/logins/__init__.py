"""Logins: by an identity from elsewhere, by telephone or by password; refreshed, ended."""
