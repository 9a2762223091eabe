"""What a list of bookings can be narrowed by."""

from datetime import datetime, time, timedelta

import django_filters
from django.utils import timezone

from rooms.models import Booking


def _midnight(date):
    return timezone.make_aware(datetime.combine(date, time()))


class BookingFilter(django_filters.FilterSet):
    living_room_id = django_filters.NumberFilter()
    resident_id = django_filters.NumberFilter()
    status = django_filters.CharFilter()

    class Meta:
        model = Booking
        fields = ["living_room_id", "resident_id", "status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # `from` is a keyword of Python, so these two can not be class attributes.
        self.filters["from"] = django_filters.DateFilter(method=self.starting_from)
        self.filters["to"] = django_filters.DateFilter(method=self.starting_until)
        for name in ("from", "to"):
            self.filters[name].parent, self.filters[name].field_name = self, name

    def starting_from(self, queryset, name, value):
        return queryset.filter(starts_at__gte=_midnight(value))

    def starting_until(self, queryset, name, value):
        return queryset.filter(starts_at__lt=_midnight(value + timedelta(days=1)))
