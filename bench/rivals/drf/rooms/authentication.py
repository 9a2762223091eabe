"""Who is asking: a signed token whose session and duties are read at each request."""

from django.db.models import Q
from django.utils import timezone
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed

from rooms.models import Duty, LoginSession


class SessionJWTAuthentication(JWTAuthentication):
    """A token counts only as long as its session does."""

    def get_user(self, validated_token):
        now = timezone.now()
        session = (
            LoginSession.objects.select_related("account")
            .filter(id=validated_token["sid"], revoked_at=None, expires_at__gt=now)
            .first()
        )
        if session is None:
            raise AuthenticationFailed("This session has ended.", code="session_ended")
        today = timezone.localdate(now)
        account = session.account
        account.current_duties = list(
            Duty.objects.filter(
                Q(valid_until=None) | Q(valid_until__gte=today), account=account, valid_from__lte=today
            )
        )
        return account
