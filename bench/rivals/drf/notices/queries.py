"""What a resident sees."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from rooms.models import Region

from notices.models import Addressee, Notice, Receipt, ResidentTag, Tag, Target

_UPWARDS = "__".join(["parent"] * 6)


def path_of(region_code):
    """The codes from a place up to the top."""
    place = Region.objects.select_related(_UPWARDS).get(pk=region_code)
    codes = []
    while place is not None:
        codes.append(place.pk)
        place = place.parent
    return codes


def tags_of(resident, today):
    """The tags that somebody was given, and those that follow from their age."""
    given = ResidentTag.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), resident=resident, valid_from__lte=today
    )
    codes = list(given.values_list("tag_id", flat=True))
    born = resident.detail.birth_on
    if born is not None:
        ages = Tag.objects.exclude(age_from=None, age_below=None)
        codes += [tag.pk for tag in ages if is_of_age(tag, born, today)]
    return codes


def is_of_age(tag, born, today):
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return (tag.age_from is None or years >= tag.age_from) and (
        tag.age_below is None or years < tag.age_below
    )


def notices_for(resident, now):
    """What matches a resident now, and what addressed them; with what they have read."""
    today = timezone.localdate(now)
    matching = Target.objects.filter(
        Q(tag=None) | Q(tag__in=tags_of(resident, today)),
        notice=OuterRef("pk"),
        region__in=path_of(resident.region_id),
    )
    addressed = Addressee.objects.filter(notice=OuterRef("pk"), resident=resident)
    read = Receipt.objects.filter(resident=resident)
    return (
        Notice.objects.filter(
            Exists(matching) | Exists(addressed),
            Q(expires_at=None) | Q(expires_at__gt=now),
            status="published",
        )
        .defer("body", "body_html")
        .prefetch_related("targets", Prefetch("receipts", read, to_attr="receipts_of_reader"))
    )
