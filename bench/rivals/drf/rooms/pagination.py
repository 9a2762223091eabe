"""Pages by cursor, newest first."""

from rest_framework.pagination import CursorPagination


class BookingCursorPagination(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    ordering = ("-starts_at", "-id")
