"""Consents in one line."""

from typing import Any

from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from service.residents.consents.models import Consent
from service.residents.consents.queries import text_now
from service.residents.consents.rules import ConsentPurpose, ConsentWay
from service.residents.models import Resident


def consent(
    work: UnitOfWork,
    resident: Resident,
    purpose: ConsentPurpose = ConsentPurpose.PHOTOS,
    organisation: Organisation | None = None,
    **values: Any,
) -> Consent:
    """A consent to the present text, given online by the resident."""
    text = text_now(work, purpose)
    columns = {"text_version": text.version, "given_at": work.now, "way": ConsentWay.APP, **values}
    given = Consent(
        id=work.new_id(),
        resident_id=resident.id,
        purpose=purpose,
        organisation_id=organisation.id if organisation else None,
        text_hash=text.text_hash,
        **columns,
    )
    work.session.add(given)
    work.session.flush()
    return given
