"""The shapes of JSON."""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from rooms import rules
from rooms.models import AuditEntry, BookedGrain, Booking, LivingRoom, OutboxMessage


class BookingSerializer(serializers.ModelSerializer):
    """A booking, told and asked."""

    living_room_id = serializers.PrimaryKeyRelatedField(
        source="living_room", queryset=LivingRoom.objects.select_related("policy")
    )

    class Meta:
        model = Booking
        fields = [
            "id",
            "living_room_id",
            "resident_id",
            "account_id",
            "region_id",
            "starts_at",
            "ends_at",
            "purpose",
            "headcount",
            "title",
            "status",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["status", "created_at", "updated_at"]

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
                **validated_data,
            )
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
