"""Print an access token for every account, one JSON line each."""

import json
import uuid
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken

from rooms.models import Account, LoginSession


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options):
        expires_at = timezone.now() + timedelta(hours=12)
        accounts = list(Account.objects.order_by("id"))
        sessions = [
            LoginSession(id=uuid.uuid4(), account=account, expires_at=expires_at) for account in accounts
        ]
        LoginSession.objects.bulk_create(sessions)
        for account, session in zip(accounts, sessions, strict=True):
            token = AccessToken.for_user(account)
            token["sid"] = str(session.id)
            self.stdout.write(json.dumps({"kind": account.kind, "token": str(token)}))
