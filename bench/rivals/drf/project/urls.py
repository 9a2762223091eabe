"""The addresses of the rival."""

from care.views import ScheduleView, VisitViewSet
from django.urls import include, path
from notices.views import NoticeViewSet
from rest_framework.routers import DefaultRouter
from rooms.views import BookingViewSet, LivingRoomViewSet

router = DefaultRouter(trailing_slash=False)
router.register("bookings", BookingViewSet, basename="booking")
router.register("living-rooms", LivingRoomViewSet, basename="living-room")
router.register("care/visits", VisitViewSet, basename="care-visit")
router.register("notices", NoticeViewSet, basename="notice")

urlpatterns = [
    path("api/v1/care/schedule", ScheduleView.as_view()),
    path("api/v1/", include(router.urls)),
]
