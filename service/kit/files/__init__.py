"""Uploaded files: photos and documents that things refer to by id."""
