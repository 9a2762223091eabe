"""The same key, caller and request answers the first success again."""

import hashlib
import json

from django.db import IntegrityError, transaction
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from rooms.models import IdempotencyKey
from rooms.rules import Conflict


def answer_once(request, answer):
    """Answer in one transaction, for the first time or again as then."""
    try:
        with transaction.atomic():
            return _first_or_again(request, answer)
    except IntegrityError as error:
        # Another was there first, or used this key, at the same moment.
        raise Conflict from error


def _first_or_again(request, answer):
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    digest = hashlib.sha256(json.dumps(request.data, sort_keys=True).encode()).hexdigest()
    known = IdempotencyKey.objects.filter(account=request.user, key=key).first()
    if known is not None:
        if known.request_hash != digest:
            raise ValidationError({"Idempotency-Key": "idempotency_key_reused"})
        return Response(known.body, status=known.status, headers={"Idempotency-Replayed": "true"})
    response = answer()
    IdempotencyKey.objects.create(
        account=request.user,
        key=key,
        request_hash=digest,
        status=response.status_code,
        body=json.loads(json.dumps(response.data, cls=JSONEncoder)),
    )
    return response
