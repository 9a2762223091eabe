"""What a dispatcher sees of some days."""

from datetime import datetime, time, timedelta

from django.db.models import F, Func, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from care.models import Absence, Assignment, Caregiver, Visit

MOST_OPEN = 500


def stretch(first, last):
    """The moments at which the first day begins and the last one ends."""
    days = (first, last + timedelta(days=1))
    return tuple(timezone.make_aware(datetime.combine(day, time())) for day in days)


def scheduled_caregivers(organisation_id, first, begins, ends):
    """The operator's caregivers with their shifts, absences and stops of these days."""
    absences = Absence.objects.filter(starts_at__lt=ends, ends_at__gt=begins, cancelled_at=None)
    stops = Assignment.objects.filter(
        released_at=None, starts_at__gte=begins - timedelta(days=1), starts_at__lt=ends, ends_at__gt=begins
    ).select_related("visit__service", "visit__elder", "round__service")
    return (
        Caregiver.objects.filter(Q(left_on=None) | Q(left_on__gte=first), organisation_id=organisation_id)
        .order_by("name", "id")
        .prefetch_related(
            "shifts",
            Prefetch("absences", absences.order_by("starts_at", "id"), to_attr="absences_then"),
            Prefetch("assignments", stops.order_by("starts_at", "id"), to_attr="stops"),
        )
    )


def open_visits(organisation_id, begins, ends):
    """What nobody has yet, the first windows first; one more than is shown."""
    held = Assignment.objects.filter(
        Q(visit=OuterRef("pk")) | Q(round=OuterRef("round")), released_at=None
    ).annotate(count=Func(F("id"), function="count"))
    return (
        Visit.objects.filter(
            organisation_id=organisation_id,
            window_starts_at__gte=begins,
            window_starts_at__lt=ends,
            status="planned",
        )
        .select_related("service", "elder", "round")
        .annotate(held=Subquery(held.values("count")))
        .order_by("window_starts_at", "id")[: MOST_OPEN + 1]
    )
