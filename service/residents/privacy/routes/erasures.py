"""Erasing a person over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound
from service.kit.files.errors import NoSuchFile
from service.kit.problems import language
from service.kit.work import UnitOfWork
from service.residents.people import queries as people
from service.residents.privacy import actions
from service.residents.privacy.actions.erasing import Erasing
from service.residents.privacy.errors import AlreadyErased, ConfirmationOver
from service.residents.privacy.schemas import (
    ErasingSchema,
    MediatedErasureSchema,
    OwnErasureSchema,
)

erasures = Blueprint(
    "erasures", url_prefix="/residents", description="注销: erasing what is held about a person."
)


@erasures.post("/me/erase", kept_nowhere=True)
@erasures.arguments(OwnErasureSchema, required=False)
@erasures.response(200, ErasingSchema)
@erasures.fails(NotFound, AlreadyErased, ConfirmationOver)
def erase_myself(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Erase oneself, in two steps: first read what goes and what stays, then send the `confirmation`.

    It can not be undone. What is booked is cancelled; what the law makes us keep is named, with the reason.
    """
    return _told(actions.erase_myself(work, **wanted))


@erasures.post("/<uuid:resident_id>/erase", kept_nowhere=True)
@erasures.arguments(MediatedErasureSchema)
@erasures.response(200, ErasingSchema)
@erasures.fails(NoSuchFile, AlreadyErased, ConfirmationOver)
def erase_resident(work: UnitOfWork, wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """Erase, as a worker and in two steps, somebody who asked for it on paper."""
    person = work.found(people.resident(work, resident_id))
    return _told(actions.erase(work, person, **wanted))


def _told(erasing: Erasing) -> dict[str, Any]:
    return {
        "resident_id": erasing.resident_id,
        "erased_at": erasing.erased_at,
        "acted_by": erasing.acted_by,
        "ended": [
            {"what": each.what.in_language(language()), "at": each.at, "subject": each.subject}
            for each in erasing.ended
        ],
        "kept": [
            {
                "what": each.what.zh,
                "because": each.because.zh,
                "what_en": each.what.en,
                "because_en": each.because.en,
            }
            for each in erasing.kept
        ],
        "confirmation": erasing.confirmation,
        "confirm_before": erasing.confirm_before,
    }
