"""The settings and addresses of the Django REST framework rival."""
