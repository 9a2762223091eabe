"""Questions about consents: what is asked, what holds, and whose may be seen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, String, Uuid, and_, bindparam, literal, or_, select

from service.kit.acting import ActedBy
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.prepared import Prepared
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.residents.consents.errors import ConsentMissing, OrganisationNotNamed
from service.residents.consents.models import Consent
from service.residents.consents.rules import (
    NAMES_ORGANISATION,
    TEXTS,
    ConsentPurpose,
    ConsentText,
    ConsentWay,
    current_texts,
    oldest_that_holds,
)

_ANY_OPERATOR = Text("您选择的运营机构", "the operator you choose")


@dataclass(frozen=True, slots=True)
class ShownConsent:
    """A consent as it is shown: with the operator's name, and whether it holds now."""

    id: UUID
    version: int
    resident_id: UUID
    purpose: ConsentPurpose
    organisation_id: UUID | None
    organisation_name: str | None
    text_version: int
    text_hash: str
    way: ConsentWay
    attachment: UUID | None
    witness: str | None
    in_force: bool
    given_at: datetime
    acted_by: ActedBy | None
    replaced_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: ActedBy | None


def shown(work: UnitOfWork, consent: Consent) -> ShownConsent:
    """One consent as it is shown, after the database has accepted it."""
    work.session.flush()
    return next(iter(shown_all(work, [consent])))


def shown_all(work: UnitOfWork, consents: Sequence[Consent]) -> list[ShownConsent]:
    """Consents as they are shown, with one statement for the names of organisations."""
    named = {each.organisation_id for each in consents if each.organisation_id}
    names = organisations.names(work, named) if named else {}
    today = local_date(work.now)
    return [
        _shown(each, names[each.organisation_id] if each.organisation_id else None, today)
        for each in consents
    ]


def _shown(consent: Consent, organisation_name: str | None, today: date) -> ShownConsent:
    return ShownConsent(
        id=consent.id,
        version=consent.version,
        resident_id=consent.resident_id,
        purpose=consent.purpose,
        organisation_id=consent.organisation_id,
        organisation_name=organisation_name,
        text_version=consent.text_version,
        text_hash=consent.text_hash,
        way=consent.way,
        attachment=consent.attachment_id,
        witness=consent.witness,
        in_force=consent.is_open and consent.text_version >= _oldest(consent.purpose, today),
        given_at=consent.given_at,
        acted_by=consent.acted_by,
        replaced_at=consent.replaced_at,
        withdrawn_at=consent.withdrawn_at,
        withdrawn_by=consent.withdrawn_by,
    )


def texts_to_read(
    work: UnitOfWork, language: Language, *, organisation_id: UUID | None = None
) -> list[dict[str, Any]]:
    """What one is asked today, in the reader's language, with the operator's name where one is given."""
    name = organisation_name(work, organisation_id) or _ANY_OPERATOR.in_language(language)
    return [
        {
            "purpose": text.purpose,
            "version": text.version,
            "valid_from": text.valid_from,
            "needs_consent": text.needs_consent,
            "is_separate": text.is_separate,
            "text_hash": text.text_hash,
            **{
                part: words.in_language(language, {"organisation": name})
                for part, words in text.words.items()
            },
        }
        for text in texts_now(work)
    ]


def texts_now(work: UnitOfWork) -> list[ConsentText]:
    """What one is asked today, one text for each purpose."""
    return current_texts(TEXTS, local_date(work.now))


def text_now(work: UnitOfWork, purpose: ConsentPurpose) -> ConsentText:
    """What one is asked today for this purpose; raises NotFound before its first version."""
    return work.found(next((text for text in texts_now(work) if text.purpose is purpose), None))


def is_given(
    work: UnitOfWork, resident_id: UUID, purpose: ConsentPurpose, organisation_id: UUID | None = None
) -> bool:
    """Whether this resident's consent is in force now, in one statement; for what names one, to this organisation."""
    found = _IS_GIVEN(
        work,
        resident_id=resident_id,
        purpose=purpose.value,
        organisation_id=organisation_id,
        oldest=_oldest(purpose, local_date(work.now)),
    )
    return found.fetchone() is not None


def require_given(
    work: UnitOfWork, resident_id: UUID, purpose: ConsentPurpose, organisation_id: UUID | None = None
) -> None:
    """Raise ConsentMissing unless this resident's consent is in force now."""
    if (purpose in NAMES_ORGANISATION) != (organisation_id is not None):
        raise OrganisationNotNamed
    if not is_given(work, resident_id, purpose, organisation_id):
        raise ConsentMissing(purpose=purpose)


def require_health_data(work: UnitOfWork, resident_id: UUID) -> None:
    """Raise ConsentMissing unless the resident has agreed that their health data are handled (PIPL Art. 29)."""
    require_given(work, resident_id, ConsentPurpose.HEALTH_DATA)


def require_sharing(work: UnitOfWork, resident_id: UUID, organisation_id: UUID) -> None:
    """Raise ConsentMissing unless the resident has agreed that this operator gets their data (PIPL Art. 23)."""
    require_given(work, resident_id, ConsentPurpose.SHARE_WITH_OPERATOR, organisation_id)


def may_share(work: UnitOfWork, resident_id: UUID, organisation_id: UUID) -> bool:
    """Whether the resident has agreed that this operator gets their data."""
    return is_given(work, resident_id, ConsentPurpose.SHARE_WITH_OPERATOR, organisation_id)


def who_shares(work: UnitOfWork, resident_ids: Collection[UUID], organisation_id: UUID) -> set[UUID]:
    """Who of these residents has agreed that this operator gets their data, in one statement."""
    purpose = ConsentPurpose.SHARE_WITH_OPERATOR
    query = select(Consent.resident_id).where(
        Consent.resident_id.in_(resident_ids),
        Consent.organisation_id == organisation_id,
        Consent.purpose == purpose,
        _holds([purpose], local_date(work.now)),
    )
    return set(work.session.scalars(query))


def who_agreed_to_sms(work: UnitOfWork, resident_ids: Collection[UUID]) -> set[UUID]:
    """Who of these residents has agreed to be told by SMS and call, in one statement."""
    purpose = ConsentPurpose.NOTICES_BY_SMS
    query = select(Consent.resident_id).where(
        Consent.resident_id.in_(resident_ids),
        Consent.purpose == purpose,
        _holds([purpose], local_date(work.now)),
    )
    return set(work.session.scalars(query))


def consent(work: UnitOfWork, consent_id: UUID, *, to_end: bool = False) -> Consent | None:
    """A consent, whoever's it is; who reads it `to_end` waits for others who do."""
    query = select(Consent).where(Consent.id == consent_id)
    return work.session.scalar(query.with_for_update() if to_end else query)


def open_consent(
    work: UnitOfWork, resident_id: UUID, purpose: ConsentPurpose, organisation_id: UUID | None
) -> Consent | None:
    """The resident's consent that has not ended, to whatever version, held until this transaction ends."""
    query = select(Consent).where(
        Consent.resident_id == resident_id,
        Consent.purpose == purpose,
        Consent.organisation_id.is_not_distinct_from(literal(organisation_id, Uuid)),
        Consent.withdrawn_at.is_(None),
        Consent.replaced_at.is_(None),
    )
    return work.session.scalar(query.with_for_update())


def consents_of(
    work: UnitOfWork,
    resident_id: UUID,
    *,
    purpose: ConsentPurpose | None = None,
    in_force: bool | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Consent]:
    """A resident's consents, the newest first; whoever asks must be allowed to see them."""
    query = select(Consent).where(Consent.resident_id == resident_id)
    if purpose is not None:
        query = query.where(Consent.purpose == purpose)
    if in_force is not None:
        holds = _holds(ConsentPurpose, local_date(work.now))
        query = query.where(holds if in_force else ~holds)
    return page(work, query, by=(Consent.id,), cursor=cursor, limit=limit, descending=True)


def every_consent_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Consent]:
    """All consents of a resident, the oldest first; as few as there are texts and operators."""
    query = select(Consent).where(Consent.resident_id == resident_id).order_by(Consent.id)
    return work.session.scalars(query).all()


def organisation_name(work: UnitOfWork, organisation_id: UUID | None) -> str | None:
    """What the organisation that a consent names is called."""
    if organisation_id is None:
        return None
    return work.found(organisations.organisation(work, organisation_id)).name


def _oldest(purpose: ConsentPurpose, today: date) -> int:
    return oldest_that_holds(TEXTS, purpose, today)


def _holds(purposes: Iterable[ConsentPurpose], today: date) -> ColumnElement[bool]:
    """Not ended, and to a version that still holds."""
    new_enough = [
        and_(Consent.purpose == purpose, Consent.text_version >= _oldest(purpose, today))
        for purpose in purposes
    ]
    return and_(Consent.withdrawn_at.is_(None), Consent.replaced_at.is_(None), or_(*new_enough))


_ROW = Consent.__table__.c
_IS_GIVEN = Prepared(
    select(_ROW.id)
    .where(
        _ROW.resident_id == bindparam("resident_id", type_=Uuid),
        _ROW.purpose == bindparam("purpose", type_=String),
        _ROW.organisation_id.is_not_distinct_from(bindparam("organisation_id", type_=Uuid)),
        _ROW.text_version >= bindparam("oldest", type_=Integer),
        _ROW.withdrawn_at.is_(None),
        _ROW.replaced_at.is_(None),
    )
    .limit(1)
)
