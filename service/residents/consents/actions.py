"""Giving and withdrawing consents, in person or through a proxy or worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select

from service.accounts.codes import actions as codes
from service.kit.acting import ActedBy, acted_by_columns, show_acting
from service.kit.actor import Function
from service.kit.errors import Forbidden, NotFound, WrongState
from service.kit.files import actions as files
from service.kit.files.models import File
from service.kit.pages import Page
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.organisations import queries as organisations
from service.residents import queries as people
from service.residents.actions import act_for
from service.residents.consents import queries, texts
from service.residents.consents.errors import (
    AlreadyEnded,
    AlreadyGiven,
    ConsentNotNeeded,
    ConsentTextOutdated,
    ImpossibleWay,
    NoTelephone,
    OrganisationNotNamed,
)
from service.residents.consents.messages import ConsentWithdrawn
from service.residents.consents.models import Consent
from service.residents.consents.rules import (
    NAMES_ORGANISATION,
    ConsentPurpose,
    ConsentText,
    ConsentWay,
    is_possible_way,
)
from service.residents.errors import EvidenceMissing, NotRegistered
from service.residents.models import Resident
from service.residents.rules import ProxyScope, ResidentStatus

_OPERATOR = "operator"
_NO_MORE = (ResidentStatus.REJECTED, ResidentStatus.DECEASED)


def whose(work: UnitOfWork, resident_id: UUID | None) -> tuple[UUID, ActedBy | None]:
    """The resident whose consents are meant, the actor's own unless one is named, and how the actor may act for them."""
    if resident_id is not None:
        return resident_id, act_for(work, resident_id, ProxyScope.CARE, Function.PEOPLE)
    if not work.actor.is_resident:
        raise Forbidden
    if work.actor.resident_id is None:
        raise NotRegistered
    return work.actor.resident_id, None


def look_through(
    work: UnitOfWork, *, resident_id: UUID | None = None, **wanted: Any
) -> Page[queries.ShownConsent]:
    """The consents of the actor, or of whom the actor acts for; workers' reads are kept in the audit trail."""
    theirs, acted_by = whose(work, resident_id)
    if acted_by is not None:
        work.audit("list_consents", subject=theirs, people=[theirs])
    found = queries.consents_of(work, theirs, **wanted)
    return Page(queries.shown_all(work, found.items), found.next_cursor)


def look_up(work: UnitOfWork, consent_id: UUID, *, to_end: bool = False) -> Consent:
    """A consent of the actor, or of whom the actor acts for; raises NotFound for anybody else's."""
    consent = work.found(queries.consent(work, consent_id, to_end=to_end))
    try:
        _, acted_by = whose(work, consent.resident_id)
    except Forbidden as refusal:
        raise NotFound from refusal
    if acted_by is not None and not to_end:
        work.audit("get_consent", subject=consent.id, people=[consent.resident_id])
    return consent


def ask_for_code(
    work: UnitOfWork, *, purpose: ConsentPurpose, for_resident_id: UUID, organisation_id: UUID | None = None
) -> codes.AskedCode:
    """Send the resident a code to their telephone on record, by which they agree before a worker.

    Raises NoTelephone, and what the sending of codes refuses.
    """
    resident_id, acted_by = whose(work, for_resident_id)
    if not is_possible_way(ConsentWay.SMS_CODE, acted_by.acting_as if acted_by else None):
        raise ImpossibleWay(field="for_resident_id")
    _check_organisation(work, purpose, organisation_id)
    place = _code_place(purpose, organisation_id)
    return codes.ask_code(work, place, _telephone(work, resident_id), resident_id)


def read_attachment(work: UnitOfWork, consent: Consent) -> File:
    """The sheet that was signed, for whoever may see the consent; raises NotFound where there is none."""
    return work.found(files.with_body(work, work.found(consent.attachment_id)))


def give(
    work: UnitOfWork,
    *,
    purpose: ConsentPurpose,
    text_version: int,
    way: ConsentWay,
    organisation_id: UUID | None = None,
    for_resident_id: UUID | None = None,
    attachment: UUID | None = None,
    witness: str | None = None,
    code: str | None = None,
) -> Consent:
    """Note that a resident agrees to the present text; a consent to an older one is replaced.

    Raises ConsentTextOutdated, AlreadyGiven and what the way of giving it lacks.
    """
    resident_id, acted_by = whose(work, for_resident_id)
    _check_alive(work, resident_id)
    _check_way(way, acted_by, attachment, witness)
    _check_organisation(work, purpose, organisation_id)
    text = _text_asked(work, purpose, text_version)
    if way is ConsentWay.SMS_CODE:
        place = _code_place(purpose, organisation_id)
        codes.check_code(work, place, _telephone(work, resident_id), code or "", resident_id)
    _replace(work, resident_id, purpose, organisation_id, text_version)
    if attachment is not None:
        files.attach(work, [attachment], field="attachment")
    given = Consent(
        id=work.new_id(),
        resident_id=resident_id,
        purpose=purpose,
        organisation_id=organisation_id,
        text_version=text_version,
        text_hash=text.text_hash,
        way=way,
        attachment_id=attachment,
        witness=witness,
        recorded_by=work.actor.account_id,
        given_at=work.now,
        **acted_by_columns(acted_by),
    )
    work.session.add(given)
    _tell_resident(work, given, acted_by, texts.CONSENT_RECORDED)
    return given


def withdraw(work: UnitOfWork, consent: Consent) -> Consent:
    """End a consent at once (PIPL Art. 15); the row stays. Raises AlreadyEnded."""
    _, acted_by = whose(work, consent.resident_id)
    if not consent.is_open:
        raise AlreadyEnded
    end(work, consent, acted_by)
    _tell_resident(work, consent, acted_by, texts.CONSENT_WITHDRAWN)
    return consent


def end(work: UnitOfWork, consent: Consent, acted_by: ActedBy | None) -> None:
    """Note that an open consent is withdrawn, and tell other domains."""
    consent.withdrawn_at = work.now
    show_acting(consent, acted_by, "withdrawn_by")
    work.announce(
        ConsentWithdrawn(
            consent_id=consent.id,
            resident_id=consent.resident_id,
            purpose=consent.purpose,
            organisation_id=consent.organisation_id,
        )
    )


def forget_giver(work: UnitOfWork, resident_id: UUID) -> bool:
    """Withdraw all consents of somebody who is being forgotten, and drop who signed or stood by; whether any were."""
    consents = queries.every_consent_of(work, resident_id)
    sheets = [consent.attachment_id for consent in consents if consent.attachment_id]
    for consent in consents:
        if consent.is_open:
            end(work, consent, None)
        consent.attachment_id = consent.witness = consent.acted_by_name = consent.withdrawn_by_name = None
    if sheets:
        files.drop(work, sheets)
    return bool(consents)


def forget_ended(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop consents that ended before that moment, and what was attached to them; how many there were."""
    over = or_(Consent.withdrawn_at < oldest, Consent.replaced_at < oldest)
    batch = select(Consent.id).where(over).order_by(Consent.id).limit(limit)
    dropped = delete(Consent).where(Consent.id.in_(batch)).returning(Consent.attachment_id)
    sheets = work.session.scalars(dropped).all()
    files.drop(work, [sheet for sheet in sheets if sheet is not None])
    return len(sheets)


def _check_alive(work: UnitOfWork, resident_id: UUID) -> None:
    standing = work.found(people.standing(work, resident_id))
    if standing.status in _NO_MORE:
        raise WrongState(state=standing.status)


def _telephone(work: UnitOfWork, resident_id: UUID) -> str:
    """The number on record, never one that a worker types: the code shows that the resident agrees."""
    person = work.session.get(Resident, resident_id)
    phone = person.phone(work.house.cipher) if person else None
    if phone is None:
        raise NoTelephone
    return phone


def _code_place(purpose: ConsentPurpose, organisation_id: UUID | None) -> str:
    """For what a code is good: this purpose, and where one is named this operator."""
    return f"consent.{purpose}.{organisation_id}"


def _check_way(
    way: ConsentWay, acted_by: ActedBy | None, attachment: UUID | None, witness: str | None
) -> None:
    if not is_possible_way(way, acted_by.acting_as if acted_by else None):
        raise ImpossibleWay(field="way")
    if way is ConsentWay.PAPER and attachment is None and not witness:
        raise EvidenceMissing(field="attachment")


def _text_asked(work: UnitOfWork, purpose: ConsentPurpose, version: int) -> ConsentText:
    """The text that was read, if it is the one that is asked today."""
    text = queries.text_now(work, purpose)
    if not text.needs_consent:
        raise ConsentNotNeeded(field="purpose")
    if text.version != version:
        raise ConsentTextOutdated(field="text_version", version=text.version)
    return text


def _check_organisation(work: UnitOfWork, purpose: ConsentPurpose, organisation_id: UUID | None) -> None:
    """What is passed on is passed to one operator; what stays here names none."""
    if organisation_id is None:
        if purpose in NAMES_ORGANISATION:
            raise OrganisationNotNamed(field="organisation_id")
        return
    named = organisations.organisation(work, organisation_id)
    if purpose not in NAMES_ORGANISATION or named is None or named.kind.value != _OPERATOR:
        raise OrganisationNotNamed(field="organisation_id")


def _replace(
    work: UnitOfWork,
    resident_id: UUID,
    purpose: ConsentPurpose,
    organisation_id: UUID | None,
    text_version: int,
) -> None:
    """Let a consent to an older text end where a newer takes its place; raises AlreadyGiven for the same text."""
    present = queries.open_consent(work, resident_id, purpose, organisation_id)
    if present is None:
        return
    if present.text_version == text_version:
        raise AlreadyGiven
    present.replaced_at = work.now
    work.session.flush()


def _tell_resident(work: UnitOfWork, consent: Consent, acted_by: ActedBy | None, text: SpokenText) -> None:
    """What another does with somebody's consent, the resident hears of."""
    if acted_by is None:
        return
    person = Recipient(resident_id=consent.resident_id)
    tell(work, person, text, subject=consent.id, name=acted_by.name, purpose=consent.purpose.words)
