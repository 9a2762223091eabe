"""The tables of the rival; both rivals share these names."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Region(models.Model):
    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True)

    class Meta:
        db_table = "region"


class Resident(models.Model):
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    region = models.ForeignKey(Region, models.PROTECT)

    class Meta:
        db_table = "resident"


class Account(AbstractBaseUser):
    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20)
    display_name = models.CharField(max_length=100)
    resident = models.OneToOneField(Resident, models.PROTECT, null=True)

    USERNAME_FIELD = "username"

    class Meta:
        db_table = "account"


class LoginSession(models.Model):
    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "login_session"


class Duty(models.Model):
    account = models.ForeignKey(Account, models.CASCADE, related_name="duties")
    role = models.CharField(max_length=30)
    region = models.ForeignKey(Region, models.PROTECT, null=True)
    organisation = models.ForeignKey("Organisation", models.PROTECT, null=True)
    functions = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "duty"


class LivingRoom(models.Model):
    name = models.CharField(max_length=100)
    region = models.ForeignKey(Region, models.PROTECT)
    address = models.CharField(max_length=200)
    capacity_min = models.IntegerField()
    capacity_max = models.IntegerField()

    class Meta:
        db_table = "living_room"


class Policy(models.Model):
    living_room = models.OneToOneField(LivingRoom, models.CASCADE, related_name="policy")
    slot_minutes = models.IntegerField()
    advance_days = models.IntegerField()
    lead_minutes = models.IntegerField()
    max_minutes = models.IntegerField()
    buffer_minutes = models.IntegerField()
    active_quota = models.IntegerField()
    monthly_minutes_quota = models.IntegerField()
    approval_headcount = models.IntegerField()
    open_to = models.CharField(max_length=20)

    class Meta:
        db_table = "policy"


class OpeningHours(models.Model):
    living_room = models.ForeignKey(LivingRoom, models.CASCADE, related_name="opening_hours")
    weekday = models.IntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        db_table = "opening_hours"


class HolidayHours(models.Model):
    living_room = models.ForeignKey(LivingRoom, models.CASCADE, related_name="holiday_hours")
    date = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)

    class Meta:
        db_table = "holiday_hours"


class Closure(models.Model):
    living_room = models.ForeignKey(LivingRoom, models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "closure"


class Suspension(models.Model):
    resident = models.ForeignKey(Resident, models.CASCADE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "suspension"


class Organisation(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        db_table = "organisation"


class BookingSeries(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "booking_series"


class Booking(models.Model):
    living_room = models.ForeignKey(LivingRoom, models.PROTECT)
    resident = models.ForeignKey(Resident, models.PROTECT, null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, db_index=False)
    series = models.ForeignKey(BookingSeries, models.PROTECT, null=True, db_index=False)
    account = models.ForeignKey(Account, models.PROTECT)
    region = models.ForeignKey(Region, models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    purpose = models.CharField(max_length=30)
    headcount = models.IntegerField()
    title = models.CharField(max_length=100, null=True)
    content_state = models.CharField(max_length=10, null=True)
    status = models.CharField(max_length=20)
    at_desk = models.BooleanField(default=False)
    hold_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, null=True)
    cancelled_late = models.BooleanField(default=False)
    checked_in_at = models.DateTimeField(null=True)
    moved_count = models.IntegerField(default=0)
    acted_by_account = models.ForeignKey(
        Account, models.PROTECT, null=True, db_index=False, related_name="acted_bookings"
    )
    acted_by_name = models.CharField(max_length=100, null=True)
    acted_by_as = models.CharField(max_length=10, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "booking"
        indexes = [
            models.Index(fields=["starts_at", "id"], name="booking_starts_at_id"),
            models.Index(
                fields=["organisation"],
                name="booking_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
            models.Index(
                fields=["series"], name="booking_series_not_null", condition=models.Q(series__isnull=False)
            ),
        ]


class NoShow(models.Model):
    booking = models.OneToOneField(Booking, models.CASCADE, related_name="no_show")
    appeal = models.CharField(max_length=20, null=True)
    appeal_reason = models.CharField(max_length=500, null=True)
    appeal_answer = models.CharField(max_length=500, null=True)

    class Meta:
        db_table = "no_show"


class BookedGrain(models.Model):
    pk = models.CompositePrimaryKey("living_room_id", "grain")
    living_room = models.ForeignKey(LivingRoom, models.PROTECT, db_index=False)
    grain = models.DateTimeField()
    booking = models.ForeignKey(Booking, models.CASCADE)

    class Meta:
        db_table = "booked_grain"


class QuotaCounter(models.Model):
    resident = models.ForeignKey(Resident, models.CASCADE, db_index=False)
    period = models.CharField(max_length=10)
    used = models.IntegerField(default=0)

    class Meta:
        db_table = "quota_counter"
        constraints = [models.UniqueConstraint(fields=["resident", "period"], name="quota_counter_once")]


class IdempotencyKey(models.Model):
    account = models.ForeignKey(Account, models.CASCADE, db_index=False)
    key = models.CharField(max_length=128)
    request_hash = models.CharField(max_length=64)
    status = models.IntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "idempotency_key"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="idempotency_key_once")]


class OutboxMessage(models.Model):
    kind = models.CharField(max_length=50)
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outbox_message"


class AuditEntry(models.Model):
    account = models.ForeignKey(Account, models.PROTECT)
    action = models.CharField(max_length=50)
    subject = models.CharField(max_length=100)
    request_id = models.CharField(max_length=64)
    details = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "audit_entry"
