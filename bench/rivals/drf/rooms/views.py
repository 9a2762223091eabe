"""The calls of the rival."""

import hashlib
import json
import operator
from functools import reduce

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from rooms import rules
from rooms.filters import BookingFilter
from rooms.models import Booking, IdempotencyKey, LivingRoom
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
        regions = [Q(region__code__startswith=duty.region_id) for duty in account.current_duties]
        return self.queryset.filter(reduce(operator.or_, regions)) if regions else self.queryset.none()

    def create(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return self.create_once(request, *args, **kwargs)
        except IntegrityError as error:
            # Another took this time, or used this key, at the same moment.
            raise rules.Conflict from error

    def create_once(self, request, *args, **kwargs):
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return super().create(request, *args, **kwargs)
        digest = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
        known = IdempotencyKey.objects.filter(account=request.user, key=key).first()
        if known is not None:
            if known.request_hash != digest:
                raise ValidationError({"Idempotency-Key": "idempotency_key_reused"})
            return Response(known.body, status=known.status, headers={"Idempotency-Replayed": "true"})
        response = super().create(request, *args, **kwargs)
        IdempotencyKey.objects.create(
            account=request.user,
            key=key,
            request_hash=digest,
            status=response.status_code,
            body=json.loads(json.dumps(response.data, cls=JSONEncoder)),
        )
        return response


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
