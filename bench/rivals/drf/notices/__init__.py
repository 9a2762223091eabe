"""Notices, as a textbook Django REST framework application has them."""
