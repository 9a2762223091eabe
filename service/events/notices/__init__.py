"""Notices: drafts and their review, publishing, who was addressed, who has read or confirmed, and public feeds."""
