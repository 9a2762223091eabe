"""The tables of notices, and of what is known of residents to address them."""

from django.db import models
from rooms.models import Region, Resident


class Tag(models.Model):
    code = models.CharField(max_length=40, primary_key=True)
    age_from = models.IntegerField(null=True)
    age_below = models.IntegerField(null=True)

    class Meta:
        db_table = "tag"


class ResidentTag(models.Model):
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, models.PROTECT)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "resident_tag"


class ResidentDetail(models.Model):
    resident = models.OneToOneField(Resident, models.CASCADE, related_name="detail", primary_key=True)
    birth_on = models.DateField(null=True)

    class Meta:
        db_table = "resident_detail"


class Notice(models.Model):
    title = models.CharField(max_length=60)
    body = models.TextField()
    body_html = models.TextField()
    summary = models.CharField(max_length=200)
    attachments = models.JSONField(default=list)
    category = models.CharField(max_length=40)
    priority = models.CharField(max_length=40)
    status = models.CharField(max_length=40)
    is_public = models.BooleanField(default=False)
    needs_confirmation = models.BooleanField(default=False)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    pin_until = models.DateTimeField(null=True)
    rank = models.IntegerField(null=True)

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(
                fields=["-rank", "-published_at", "-id"],
                name="notice_shown",
                condition=models.Q(status="published"),
            )
        ]


class Target(models.Model):
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="targets", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT)
    tag = models.ForeignKey(Tag, models.PROTECT, null=True)

    class Meta:
        db_table = "notice_target"
        indexes = [models.Index(fields=["notice", "region", "tag"], name="notice_target_notice")]


class Addressee(models.Model):
    notice = models.ForeignKey(Notice, models.CASCADE, db_index=False)
    resident = models.ForeignKey(Resident, models.CASCADE, db_index=False)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "notice_addressee"
        constraints = [models.UniqueConstraint(fields=["notice", "resident"], name="notice_addressee_once")]
        indexes = [models.Index(fields=["resident", "published_at"], name="notice_addressee_resident")]


class Receipt(models.Model):
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipts", db_index=False)
    resident = models.ForeignKey(Resident, models.CASCADE)
    read_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    acted_by_name = models.CharField(max_length=100, null=True)
    acted_by_as = models.CharField(max_length=10, null=True)

    class Meta:
        db_table = "notice_receipt"
        constraints = [models.UniqueConstraint(fields=["notice", "resident"], name="notice_receipt_once")]
