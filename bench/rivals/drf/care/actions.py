"""Checking in: the mark, and what follows from it for the visit."""

from django.db.models import Q
from django.utils import timezone
from rest_framework.exceptions import PermissionDenied
from rooms.models import AuditEntry
from rooms.rules import Conflict

from care import rules
from care.models import Assignment, Door, ServedTime, VisitMark, VisitProof


def check_in(visit, request, told):
    """Record that the caller came, as the caregiver whose visit it was then; the visit's row is held."""
    now, account = timezone.now(), request.user
    assignments = list(_assignments_of(visit, account))
    if not assignments:
        raise PermissionDenied
    if visit.mode not in rules.CHECKED:
        raise Conflict("wrong_mode")
    sending = rules.sending_of(assignments, visit, told["at"])
    if sending is None:
        raise Conflict("not_your_visit")
    proof = VisitProof.objects.filter(visit=visit).first()
    marks = list(visit.marks.order_by("at", "id")) if proof else []
    caregiver_id = assignments[0].caregiver_id
    for mark in marks:
        if (mark.caregiver_id, mark.kind, mark.at) == (caregiver_id, "check_in", told["at"]):
            return mark
    mark = _mark(visit, caregiver_id, told, sending, now)
    mark.recorded_by = account
    mark.save(force_insert=True)
    _derive(visit, proof, [*marks, mark], now)
    AuditEntry.objects.create(
        account=account,
        action="check_in_to_visit",
        subject=f"visit:{visit.id}",
        request_id=request.id,
        details={},
    )
    return mark


def _assignments_of(visit, account):
    its = Q(visit=visit)
    if visit.round_id:
        its |= Q(round_id=visit.round_id)
    return Assignment.objects.filter(its, caregiver__account=account).order_by("assigned_at", "id")


def _mark(visit, caregiver_id, told, sending, now):
    mark = VisitMark(
        visit=visit,
        caregiver_id=caregiver_id,
        kind="check_in",
        at=told["at"],
        received_at=now,
        place="unknown",
        reason_code=told.get("reason_code"),
    )
    if visit.mode == "home_visit" and told.get("latitude") is not None:
        for name in ("latitude", "longitude", "coordinate_system", "accuracy_m"):
            setattr(mark, name, told[name])
        door = Door.objects.filter(elder_id=visit.elder_id).first()
        if door is not None:
            distance = rules.distance_m(door, mark.latitude, mark.longitude)
            mark.distance_m = round(distance)
            mark.place = rules.place_verdict(distance, mark.accuracy_m, door.allowance_m)
    mark.flags = rules.remarks(visit, mark.at, now, sending, mark.place)
    return mark


def _derive(visit, proof, marks, now):
    """Let the visit and its proof say what follows from the marks."""
    came = {}
    for mark in marks:
        if mark.kind == "check_in":
            at = rules.counts_at(mark)
            came[mark.caregiver_id] = min(at, came.get(mark.caregiver_id, at))
    proof = proof or VisitProof(visit=visit, organisation_id=visit.organisation_id, region_id=visit.region_id)
    flags = {flag for mark in marks for flag in mark.flags}
    proof.started_at, proof.changed_at, proof.examined_at = min(came.values()), now, None
    proof.flags = [flag for flag in rules.FLAGS if flag in flags]
    proof.save(force_insert=proof._state.adding)
    if rules.is_begun_by_check_in(visit.status):
        visit.status = "in_progress"
        visit.version += 1
        visit.save(update_fields=["status", "version", "updated_at"])
    ServedTime.objects.bulk_create(
        [ServedTime(visit=visit, caregiver_id=caregiver, starts_at=at) for caregiver, at in came.items()],
        update_conflicts=True,
        unique_fields=["visit", "caregiver"],
        update_fields=["starts_at"],
    )
