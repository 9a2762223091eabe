"""Erasing a person in every domain (PIPL Art. 47): asked for, read, confirmed, done, and never undone.

The first call tells what goes and what stays, tried in a savepoint that is taken back, and gives a confirmation that
holds for some minutes; the second, with it, does it. So nobody is erased by one slip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import delete, select

from service.kit import personal
from service.kit.acting import ActedBy, acted_by_columns, by_staff
from service.kit.files import actions as files
from service.kit.personal import Kept, OpenMatter
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import permissions as people_permissions
from service.residents.people import queries as people
from service.residents.privacy import queries, texts
from service.residents.privacy.errors import AlreadyErased, ConfirmationOver
from service.residents.privacy.models import Erasure
from service.residents.privacy.rules.confirming import CONFIRMED_WITHIN, is_in_time


@dataclass(frozen=True, slots=True)
class Erasing:
    """What an erasure ends, and what must stay and why; a `confirmation` while it is still to be confirmed."""

    resident_id: UUID
    erased_at: datetime | None
    kept: Sequence[Kept]
    ended: Sequence[OpenMatter]
    confirmation: str | None = None
    confirm_before: datetime | None = None
    acted_by: ActedBy | None = None


def erase_myself(work: UnitOfWork, *, confirmation: str | None = None) -> Erasing:
    """Erase the actor, or without a confirmation say what that would do."""
    person = work.found(people.own(work))
    if confirmation is None:
        return _asked(work, person)
    return _erase(work, person, confirmation, None)


def erase(
    work: UnitOfWork,
    person: Resident,
    *,
    reason: str,
    attachment: UUID | None = None,
    confirmation: str | None = None,
) -> Erasing:
    """Erase somebody who asked for it on paper, as a worker; in two steps like anybody."""
    actor = work.actor
    work.require(people_permissions.may_keep(actor, people.region_path(work, person)))
    acted_by = by_staff(actor)
    if confirmation is None:
        return _asked(work, person, acted_by)
    if attachment is not None:
        files.attach(work, [attachment], field="attachment")
    return _erase(work, person, confirmation, acted_by, reason=reason, attachment=attachment)


def forget_erasures(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop notes on erasures before that moment; how many there were."""
    batch = select(Erasure.id).where(Erasure.erased_at < oldest).order_by(Erasure.erased_at).limit(limit)
    dropped = delete(Erasure).where(Erasure.id.in_(batch)).returning(Erasure.attachment_id)
    attached = work.session.scalars(dropped).all()
    files.drop(work, [each for each in attached if each is not None])
    return len(attached)


def _asked(work: UnitOfWork, person: Resident, acted_by: ActedBy | None = None) -> Erasing:
    _check_not_erased(work, person)
    ended = personal.matters_open_for(work, [person.id])
    kept = _tried(work, person.id)
    names = Text(
        "；".join(each.what.zh for each in kept) or "无",
        "; ".join(each.what.en for each in kept) or "nothing",
    )
    tell(work, Recipient(resident_id=person.id), texts.ERASURE_ASKED, subject=person.id, kept=names)
    sealed = _serializer(work).dumps([str(person.id), str(work.actor.account_id), work.now.isoformat()])
    return Erasing(person.id, None, kept, ended, str(sealed), work.now + CONFIRMED_WITHIN, acted_by)


def _tried(work: UnitOfWork, resident_id: UUID) -> list[Kept]:
    """What would be kept: only the erasure itself knows, so it is done and taken back."""
    work.session.flush()
    trial = work.session.begin_nested()
    kept = personal.erase_everywhere(work, resident_id)
    trial.rollback()
    work.session.expire_all()
    return kept


def _erase(
    work: UnitOfWork,
    person: Resident,
    confirmation: str,
    acted_by: ActedBy | None,
    *,
    reason: str | None = None,
    attachment: UUID | None = None,
) -> Erasing:
    _check_not_erased(work, person)
    _check_confirmed(work, person, confirmation)
    ended = personal.matters_open_for(work, [person.id])
    kept = personal.erase_everywhere(work, person.id)
    work.session.add(
        Erasure(
            resident_id=person.id,
            erased_at=work.now,
            reason=reason,
            attachment_id=attachment,
            kept=[{"what": list(each.what), "because": list(each.because)} for each in kept],
            **acted_by_columns(acted_by),
        )
    )
    return Erasing(person.id, work.now, kept, ended, acted_by=acted_by)


def _check_not_erased(work: UnitOfWork, person: Resident) -> None:
    if queries.erasure_of(work, person.id) is not None:
        raise AlreadyErased


def _check_confirmed(work: UnitOfWork, person: Resident, confirmation: str) -> None:
    """Raise ConfirmationOver unless this account was told of this person's erasure some minutes ago."""
    try:
        resident_id, account_id, asked_at = _serializer(work).loads(confirmation)
        told = (resident_id, account_id) == (str(person.id), str(work.actor.account_id))
        if told and is_in_time(datetime.fromisoformat(asked_at), work.now):
            return
    except (BadData, ValueError, TypeError):
        pass
    raise ConfirmationOver(field="confirmation")


def _serializer(work: UnitOfWork) -> URLSafeSerializer:
    return URLSafeSerializer(work.house.settings.secret_key, salt="erasure")
