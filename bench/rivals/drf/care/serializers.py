"""The shapes of JSON."""

from datetime import timedelta

from rest_framework import serializers

from care.models import Absence, Assignment, Caregiver, Shift, Visit, VisitMark

REASONS = [
    "forgot",
    "device_unavailable",
    "no_network",
    "weak_signal",
    "wrong_time",
    "address_mismatch",
    "service_elsewhere",
    "elder_asked",
    "elder_away",
    "caregiver_absent",
    "traffic",
    "weather",
    "emergency",
    "recording_error",
    "other",
]
PLACE = ("latitude", "longitude", "accuracy_m", "coordinate_system")


class CheckInSerializer(serializers.Serializer):
    """That the caregiver came: when by the device, and where as far as it knows."""

    at = serializers.DateTimeField()
    latitude = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    longitude = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    accuracy_m = serializers.FloatField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    coordinate_system = serializers.ChoiceField(required=False, allow_null=True, choices=["WGS-84"])
    reason_code = serializers.ChoiceField(required=False, allow_null=True, choices=REASONS)

    def validate(self, attrs):
        missing = [name for name in PLACE if attrs.get(name) is None]
        if 0 < len(missing) < len(PLACE):
            raise serializers.ValidationError(dict.fromkeys(missing, "required"))
        return attrs


class MarkSerializer(serializers.ModelSerializer):
    """A mark as it is on record; never the place itself."""

    vitals_refused = serializers.SerializerMethodField()

    class Meta:
        model = VisitMark
        fields = [
            "id",
            "visit_id",
            "caregiver_id",
            "kind",
            "at",
            "received_at",
            "place",
            "coordinate_system",
            "accuracy_m",
            "distance_m",
            "code",
            "flags",
            "reason_code",
            "vitals_refused",
        ]

    def get_vitals_refused(self, mark):
        return mark.kind == "check_out" and mark.report.vitals_refused


class ScheduleQuerySerializer(serializers.Serializer):
    """Whose schedule, of which days."""

    organisation_id = serializers.IntegerField()

    def get_fields(self):
        days = {"from": serializers.DateField(), "to": serializers.DateField()}
        return super().get_fields() | days

    def validate(self, attrs):
        if not timedelta() <= attrs["to"] - attrs["from"] < timedelta(days=7):
            raise serializers.ValidationError({"to": "too_far"})
        return attrs


class ShiftSerializer(serializers.ModelSerializer):
    """When somebody works on a weekday."""

    starts = serializers.TimeField(format="%H:%M")
    ends = serializers.TimeField(format="%H:%M")

    class Meta:
        model = Shift
        fields = ["weekday", "starts", "ends"]


class AbsenceSerializer(serializers.ModelSerializer):
    """When somebody does not work."""

    class Meta:
        model = Absence
        fields = ["id", "kind", "starts_at", "ends_at"]


class StopSerializer(serializers.ModelSerializer):
    """A visit or a round that somebody makes."""

    status = serializers.CharField(source="what.status")
    mode = serializers.CharField(source="what.mode")
    service_name = serializers.CharField(source="what.service.name")
    name = serializers.CharField(source="what.name", allow_null=True)
    region_code = serializers.CharField(source="what.region_id", allow_null=True)
    elder_name = serializers.CharField(source="what.elder.name", default=None)
    sets_out_at = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = [
            "visit_id",
            "round_id",
            "status",
            "mode",
            "service_name",
            "name",
            "region_code",
            "elder_name",
            "sets_out_at",
            "starts_at",
            "ends_at",
            "travel_minutes",
        ]

    def get_sets_out_at(self, stop):
        field = self.fields["starts_at"]
        return field.to_representation(stop.starts_at - timedelta(minutes=stop.travel_minutes))


class ScheduledCaregiverSerializer(serializers.ModelSerializer):
    """A caregiver's part of the schedule."""

    caregiver_id = serializers.IntegerField(source="id")
    shifts = ShiftSerializer(many=True)
    absences = AbsenceSerializer(many=True, source="absences_then")
    stops = StopSerializer(many=True)

    class Meta:
        model = Caregiver
        fields = ["caregiver_id", "name", "skills", "left_on", "shifts", "absences", "stops"]


class OpenVisitSerializer(serializers.ModelSerializer):
    """A visit that lacks somebody who makes it."""

    visit_id = serializers.IntegerField(source="id")
    service_name = serializers.CharField(source="service.name")
    region_code = serializers.CharField(source="region_id")
    elder_name = serializers.CharField(source="elder.name")
    lacking = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = [
            "visit_id",
            "round_id",
            "status",
            "mode",
            "service_name",
            "region_code",
            "elder_name",
            "window_starts_at",
            "window_ends_at",
            "starts_at",
            "ends_at",
            "minutes",
            "skills",
            "lacking",
        ]

    def get_lacking(self, visit):
        needed = visit.round.caregivers_needed if visit.round else visit.caregivers_needed
        return needed - visit.held
