"""The calls of the rival."""

import operator
from functools import reduce

from django.db.models import Q
from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from rooms import rules
from rooms.filters import BookingFilter
from rooms.idempotency import answer_once
from rooms.models import Booking, LivingRoom
from rooms.serializers import (
    AvailabilityQuerySerializer,
    BookingSerializer,
    LivingRoomSerializer,
    SlotSerializer,
)


class BookingViewSet(
    mixins.CreateModelMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Bookings, each caller's own or those of a staff member's regions."""

    queryset = Booking.objects.select_related("living_room", "resident", "organisation", "no_show")
    serializer_class = BookingSerializer
    filterset_class = BookingFilter

    def get_queryset(self):
        account = self.request.user
        if account.resident_id:
            return self.queryset.filter(resident_id=account.resident_id)
        regions = [
            Q(region__code__startswith=duty.region_id) for duty in account.current_duties if duty.region_id
        ]
        return self.queryset.filter(reduce(operator.or_, regions)) if regions else self.queryset.none()

    def create(self, request, *args, **kwargs):
        return answer_once(request, lambda: super(BookingViewSet, self).create(request, *args, **kwargs))


class LivingRoomViewSet(viewsets.ReadOnlyModelViewSet):
    """Living rooms and when they are free."""

    queryset = LivingRoom.objects.all()
    serializer_class = LivingRoomSerializer

    @action(detail=True)
    def availability(self, request, pk=None):
        query = AvailabilityQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rooms = LivingRoom.objects.select_related("policy").prefetch_related("opening_hours", "holiday_hours")
        room = get_object_or_404(rooms, pk=pk)
        slots = rules.slots_of(room, query.validated_data["from"], query.validated_data["to"], timezone.now())
        return Response({"slots": SlotSerializer(slots, many=True).data})
