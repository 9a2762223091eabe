"""The tables of care."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from rooms.models import Account, Organisation, Region, Resident


class CareService(models.Model):
    code = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    mode = models.CharField(max_length=20)
    minutes = models.IntegerField()
    skills = ArrayField(models.CharField(max_length=50), default=list)

    class Meta:
        db_table = "care_service"


class Contract(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        db_table = "care_contract"


class Caregiver(models.Model):
    account = models.OneToOneField(Account, models.PROTECT, related_name="caregiver")
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    name = models.CharField(max_length=100)
    skills = ArrayField(models.CharField(max_length=50), default=list)
    left_on = models.DateField(null=True)

    class Meta:
        db_table = "caregiver"


class Shift(models.Model):
    caregiver = models.ForeignKey(Caregiver, models.CASCADE, related_name="shifts")
    weekday = models.IntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        db_table = "caregiver_shift"
        ordering = ["weekday", "starts"]


class Absence(models.Model):
    caregiver = models.ForeignKey(Caregiver, models.CASCADE, related_name="absences", db_index=False)
    kind = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "caregiver_absence"
        indexes = [models.Index(fields=["caregiver", "starts_at"], name="absence_caregiver_starts_at")]


class Door(models.Model):
    elder = models.OneToOneField(Resident, models.CASCADE, related_name="door")
    latitude = models.FloatField()
    longitude = models.FloatField()
    allowance_m = models.IntegerField(default=0)

    class Meta:
        db_table = "care_door"


class Plan(models.Model):
    elder = models.ForeignKey(Resident, models.PROTECT)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    contract = models.ForeignKey(Contract, models.PROTECT)
    status = models.CharField(max_length=20)
    starts_on = models.DateField()

    class Meta:
        db_table = "care_plan"


class PlanItem(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    service = models.ForeignKey(CareService, models.PROTECT)
    rrule = models.CharField(max_length=200)
    window_start = models.TimeField()
    window_end = models.TimeField()

    class Meta:
        db_table = "care_plan_item"


class Round(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    service = models.ForeignKey(CareService, models.PROTECT)
    mode = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    caregivers_needed = models.IntegerField(default=1)
    status = models.CharField(max_length=20)

    # What a stop tells of a visit, and a round has not.
    region_id = elder = None

    class Meta:
        db_table = "care_round"


class Visit(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, db_index=False)
    item = models.ForeignKey(PlanItem, models.PROTECT, db_index=False)
    occurs_on = models.DateField()
    elder = models.ForeignKey(Resident, models.PROTECT, db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, db_index=False)
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, db_index=False)
    service = models.ForeignKey(CareService, models.PROTECT)
    mode = models.CharField(max_length=20)
    payer = models.CharField(max_length=20)
    is_private = models.BooleanField(default=False)
    window_starts_at = models.DateTimeField()
    window_ends_at = models.DateTimeField()
    minutes = models.IntegerField()
    caregivers_needed = models.IntegerField(default=1)
    skills = ArrayField(models.CharField(max_length=50), default=list)
    status = models.CharField(max_length=20)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    round = models.ForeignKey(Round, models.PROTECT, null=True, db_index=False, related_name="visits")
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    # What a stop tells of a round, and a visit has not.
    name = None

    class Meta:
        db_table = "care_visit"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "occurs_on"],
                condition=~models.Q(status="cancelled"),
                name="care_visit_item_day",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "window_starts_at", "id"], name="care_visit_organisation"),
            models.Index(fields=["elder", "window_starts_at", "id"], name="care_visit_elder"),
            models.Index(fields=["region", "window_starts_at", "id"], name="care_visit_region"),
            models.Index(fields=["plan", "occurs_on"], name="care_visit_plan"),
            models.Index(fields=["round"], name="care_visit_round", condition=models.Q(round__isnull=False)),
            models.Index(
                fields=["contract", "occurs_on"],
                name="care_visit_contract",
                condition=models.Q(contract__isnull=False),
            ),
            models.Index(
                fields=["window_ends_at", "id"],
                name="care_visit_to_come",
                condition=models.Q(status__in=["planned", "assigned"]),
            ),
            models.Index(
                fields=["window_ends_at", "id"],
                name="care_visit_to_confirm",
                condition=models.Q(status__in=["in_progress", "done"]),
            ),
        ]


class Assignment(models.Model):
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, db_index=False, related_name="assignments")
    round = models.ForeignKey(Round, models.CASCADE, null=True, db_index=False, related_name="assignments")
    caregiver = models.ForeignKey(Caregiver, models.PROTECT, db_index=False, related_name="assignments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    travel_minutes = models.IntegerField(default=0)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Account, models.PROTECT, null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "care_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "caregiver"],
                condition=models.Q(released_at=None, visit__isnull=False),
                name="care_assignment_once",
            )
        ]
        indexes = [
            models.Index(fields=["visit", "caregiver"], name="care_assignment_visit"),
            models.Index(
                fields=["round", "caregiver"],
                name="care_assignment_round",
                condition=models.Q(round__isnull=False),
            ),
            models.Index(
                fields=["caregiver", "starts_at", "id"],
                name="care_assignment_day",
                condition=models.Q(released_at=None),
            ),
        ]

    @property
    def what(self):
        return self.visit or self.round


class VisitMark(models.Model):
    visit = models.ForeignKey(Visit, models.PROTECT, db_index=False, related_name="marks")
    caregiver = models.ForeignKey(Caregiver, models.PROTECT, db_index=False)
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    coordinate_system = models.CharField(max_length=10, null=True)
    accuracy_m = models.FloatField(null=True)
    distance_m = models.IntegerField(null=True)
    place = models.CharField(max_length=10)
    code = models.CharField(max_length=10, null=True)
    flags = ArrayField(models.CharField(max_length=30), default=list)
    reason_code = models.CharField(max_length=30, null=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True)

    class Meta:
        db_table = "care_visit_mark"
        constraints = [
            models.UniqueConstraint(fields=["visit", "caregiver", "kind", "at"], name="care_visit_mark_once")
        ]
        indexes = [models.Index(fields=["caregiver", "at"], name="care_visit_mark_caregiver")]


class VisitReport(models.Model):
    mark = models.OneToOneField(VisitMark, models.CASCADE, primary_key=True, related_name="report")
    visit = models.ForeignKey(Visit, models.PROTECT)
    reported_at = models.DateTimeField()
    content = models.JSONField(null=True)
    vitals_refused = models.BooleanField(default=False)

    class Meta:
        db_table = "care_visit_report"


class ServedTime(models.Model):
    visit = models.ForeignKey(Visit, models.PROTECT, db_index=False)
    caregiver = models.ForeignKey(Caregiver, models.PROTECT, db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "care_served_time"
        constraints = [models.UniqueConstraint(fields=["visit", "caregiver"], name="care_served_time_once")]
        indexes = [models.Index(fields=["caregiver", "starts_at"], name="care_served_time_caregiver")]


class VisitProof(models.Model):
    visit = models.OneToOneField(Visit, models.PROTECT, primary_key=True, related_name="proof")
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    region = models.ForeignKey(Region, models.PROTECT)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes_served = models.IntegerField(null=True)
    is_proved = models.BooleanField(default=False)
    flags = ArrayField(models.CharField(max_length=30), default=list)
    done_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    silent_at = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    examined_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_way = models.CharField(max_length=20, null=True)
    rating = models.IntegerField(null=True)

    class Meta:
        db_table = "care_proof"
        indexes = [
            models.Index(
                fields=["silent_at"], name="care_proof_silent", condition=models.Q(silent_at__isnull=False)
            ),
            models.Index(
                fields=["waits_since"],
                name="care_proof_waiting",
                condition=models.Q(waits_since__isnull=False),
            ),
        ]
