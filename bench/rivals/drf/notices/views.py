"""The calls of notices."""

from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.pagination import CursorPagination

from notices import queries
from notices.serializers import NoticeSerializer


class NoticeCursorPagination(CursorPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100
    ordering = ("-rank", "-published_at", "-id")


class NoticeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Notices, for residents."""

    serializer_class = NoticeSerializer
    pagination_class = NoticeCursorPagination
    filter_backends = []

    def get_queryset(self):
        return queries.notices_for(self.request.user.resident, timezone.now())
