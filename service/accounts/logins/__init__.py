"""Logins: by WeChat or by password, refreshed, ended."""
