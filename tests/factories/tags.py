"""Tags on residents in one line."""

from datetime import date
from typing import Any

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.tags.models import ResidentTag


def tag(
    work: UnitOfWork,
    person: Resident,
    code: str = "lives_alone",
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    **columns: Any,
) -> ResidentTag:
    """A tag that the resident has from today on."""
    made = ResidentTag(
        resident_id=person.id,
        tag_code=code,
        valid_from=valid_from or local_date(work.now),
        valid_until=valid_until,
        set_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made
