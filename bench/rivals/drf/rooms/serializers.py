"""The shapes of JSON."""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from rooms import rules
from rooms.models import AuditEntry, BookedGrain, Booking, LivingRoom, OutboxMessage


class ActedBySerializer(serializers.ModelSerializer):
    """Who acted for the holder of a booking."""

    account_id = serializers.IntegerField(source="acted_by_account_id")
    name = serializers.CharField(source="acted_by_name")
    acting_as = serializers.CharField(source="acted_by_as")

    class Meta:
        model = Booking
        fields = ["account_id", "name", "acting_as"]


class BookingSerializer(serializers.ModelSerializer):
    """A booking, told and asked."""

    living_room_id = serializers.PrimaryKeyRelatedField(
        source="living_room", queryset=LivingRoom.objects.select_related("policy")
    )
    living_room_name = serializers.CharField(source="living_room.name", read_only=True)
    region_code = serializers.CharField(source="region_id", read_only=True)
    resident_name = serializers.CharField(source="resident.name", read_only=True, allow_null=True)
    organisation_name = serializers.CharField(source="organisation.name", read_only=True, allow_null=True)
    appeal = serializers.CharField(source="no_show.appeal", read_only=True, allow_null=True)
    appeal_reason = serializers.CharField(source="no_show.appeal_reason", read_only=True, allow_null=True)
    appeal_answer = serializers.CharField(source="no_show.appeal_answer", read_only=True, allow_null=True)
    acted_by = serializers.SerializerMethodField()

    class Meta:
        model = Booking
        fields = [
            "id",
            "living_room_id",
            "living_room_name",
            "region_code",
            "resident_id",
            "resident_name",
            "organisation_id",
            "organisation_name",
            "series_id",
            "starts_at",
            "ends_at",
            "purpose",
            "title",
            "content_state",
            "headcount",
            "status",
            "at_desk",
            "hold_until",
            "reason",
            "cancelled_late",
            "checked_in_at",
            "moved_count",
            "appeal",
            "appeal_reason",
            "appeal_answer",
            "acted_by",
            "created_at",
            "updated_at",
        ]
        read_only_fields = [
            "content_state",
            "status",
            "at_desk",
            "hold_until",
            "reason",
            "cancelled_late",
            "checked_in_at",
            "moved_count",
            "created_at",
            "updated_at",
        ]

    def get_acted_by(self, booking):
        return None if booking.acted_by_account_id is None else ActedBySerializer(booking).data

    def create(self, validated_data):
        request = self.context["request"]
        room, now = validated_data["living_room"], timezone.now()
        resident = request.user.resident
        starts_at, ends_at = validated_data["starts_at"], validated_data["ends_at"]
        rules.check_person(resident, room, now)
        rules.check_request(room, starts_at, ends_at, validated_data["headcount"], now)
        rules.check_open(room, starts_at, ends_at)
        with transaction.atomic():
            rules.check_free(room, starts_at, ends_at)
            minutes = int((ends_at - starts_at).total_seconds() / 60)
            rules.spend(resident, "active", 1, room.policy.active_quota)
            month = timezone.localtime(starts_at).strftime("%Y-%m")
            rules.spend(resident, month, minutes, room.policy.monthly_minutes_quota)
            waits = validated_data["headcount"] > room.policy.approval_headcount
            booking = Booking.objects.create(
                resident=resident,
                account=request.user,
                region_id=room.region_id,
                status="pending" if waits else "confirmed",
                hold_until=starts_at if waits else None,
                **validated_data,
            )
            # Nobody can have missed what was made just now: telling it asks no question.
            Booking.no_show.related.set_cached_value(booking, None)
            # The booking's foreign key holds the room: a closure made meanwhile is seen here.
            rules.check_not_closed(room, starts_at, ends_at)
            BookedGrain.objects.bulk_create(
                BookedGrain(living_room=room, grain=grain, booking=booking)
                for grain in rules.grains(starts_at, ends_at)
            )
            OutboxMessage.objects.create(kind="booking_made", body={"booking_id": booking.id})
            AuditEntry.objects.create(
                account=request.user,
                action="book",
                subject=f"booking:{booking.id}",
                request_id=request.id,
                details={"living_room_id": room.id, "starts_at": starts_at.isoformat()},
            )
        return booking


class SlotSerializer(serializers.Serializer):
    """A slot of a room's day."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    state = serializers.CharField()


class AvailabilityQuerySerializer(serializers.Serializer):
    """Which days are asked for."""

    def get_fields(self):
        return {"from": serializers.DateField(), "to": serializers.DateField()}

    def validate(self, attrs):
        if not 0 <= (attrs["to"] - attrs["from"]).days < 31:
            raise serializers.ValidationError({"to": "too_long"})
        return attrs


class LivingRoomSerializer(serializers.ModelSerializer):
    """A living room."""

    class Meta:
        model = LivingRoom
        fields = ["id", "name", "region_id", "address", "capacity_min", "capacity_max"]
