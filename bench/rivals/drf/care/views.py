"""The calls of care."""

from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView
from rooms.idempotency import answer_once
from rooms.models import AuditEntry

from care import actions, queries
from care.models import Visit
from care.serializers import (
    CheckInSerializer,
    MarkSerializer,
    OpenVisitSerializer,
    ScheduledCaregiverSerializer,
    ScheduleQuerySerializer,
)

PLANNERS = ("operator_manager", "dispatcher")


class VisitViewSet(viewsets.GenericViewSet):
    """Visits, for who makes them."""

    queryset = Visit.objects.all()
    serializer_class = MarkSerializer

    @action(detail=True, methods=["post"], url_path="check-in")
    def check_in(self, request, pk=None):
        return answer_once(request, lambda: self.mark(request, pk))

    def mark(self, request, pk):
        told = CheckInSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        visit = get_object_or_404(self.get_queryset().select_for_update(), pk=pk)
        mark = actions.check_in(visit, request, told.validated_data)
        return Response(MarkSerializer(mark).data, status=201)


class ScheduleView(APIView):
    """An operator's day or week, for who plans it."""

    def get(self, request):
        query = ScheduleQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        organisation_id = asked["organisation_id"]
        duties = request.user.current_duties
        if not any(duty.organisation_id == organisation_id and duty.role in PLANNERS for duty in duties):
            raise PermissionDenied
        begins, ends = queries.stretch(asked["from"], asked["to"])
        caregivers = list(queries.scheduled_caregivers(organisation_id, asked["from"], begins, ends))
        lacking = list(queries.open_visits(organisation_id, begins, ends))
        self.note(request, caregivers, lacking)
        return Response(
            {
                "organisation_id": organisation_id,
                "caregivers": ScheduledCaregiverSerializer(caregivers, many=True).data,
                "open": OpenVisitSerializer(lacking[: queries.MOST_OPEN], many=True).data,
                "more_open": len(lacking) > queries.MOST_OPEN,
            }
        )

    def note(self, request, caregivers, lacking):
        """Record of whom somebody has read."""
        stops = [stop.visit for caregiver in caregivers for stop in caregiver.stops if stop.visit]
        AuditEntry.objects.create(
            account=request.user,
            action="get_care_schedule",
            subject="",
            request_id=request.id,
            details={"people": sorted({visit.elder_id for visit in [*stops, *lacking]})},
        )
