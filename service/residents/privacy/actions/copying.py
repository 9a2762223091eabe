"""Copies of all that is held about one person (PIPL Art. 45), made by the job process and sealed until fetched."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from service.kit import background, personal
from service.kit.acting import ActedBy, acted_by_columns, by_staff
from service.kit.errors import NotFound
from service.kit.files import actions as files
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.people import permissions as people_permissions
from service.residents.people import queries as people
from service.residents.people.rules import masked_name
from service.residents.privacy import queries, texts
from service.residents.privacy.errors import CopyNotReady, CopyUnderWay, ProofMissing
from service.residents.privacy.models import PersonalCopy
from service.residents.privacy.rules.pages import Section, zipped
from service.residents.rules import ResidentStatus

COPYING = "residents.copy"


def ask_for_own_copy(work: UnitOfWork) -> PersonalCopy:
    """Ask for the copy of the actor's own data; raises CopyUnderWay."""
    return _ask(work, work.found(work.actor.resident_id))


def ask_for_copy(
    work: UnitOfWork, person: Resident, *, reason: str, attachment: UUID | None = None
) -> PersonalCopy:
    """Ask as a worker who meets the person, for who can not or, with proof of kinship, for who has died (PIPL Art. 49)."""
    actor = work.actor
    work.require(people_permissions.may_get_copy(actor, people.region_path(work, person)))
    if person.status is ResidentStatus.DECEASED and attachment is None:
        raise ProofMissing(field="attachment")
    if attachment is not None:
        files.attach(work, [attachment], field="attachment")
    acted_by = by_staff(actor)
    asked = _ask(work, person.id, acted_by, reason=reason, attachment=attachment)
    tell(
        work,
        Recipient(resident_id=person.id),
        texts.COPY_MADE_FOR_YOU,
        subject=asked.id,
        name=actor.display_name,
    )
    return asked


def make_copy(work: UnitOfWork, copy_id: UUID) -> None:
    """Gather what every domain holds, seal it, and tell who asked; in one transaction, so that a kill leaves nothing."""
    copy = work.session.get(PersonalCopy, copy_id)
    if copy is None or copy.ready_at is not None:
        return
    sections = [
        Section(each.name, each.title, list(each.rows(work, copy.resident_id)), each.words)
        for each in personal.holdings()
    ]
    body = zipped(sections, work.now)
    _drop_earlier(work, copy)
    copy.body_sealed = work.house.cipher.encrypt(b64encode(body).decode(), bound_to=_place(copy))
    copy.size = len(body)
    copy.ready_at = work.now
    copy.expires_at = work.now + timedelta(days=work.house.settings.copy_days)
    _tell_reader(work, copy)


def _tell_reader(work: UnitOfWork, copy: PersonalCopy) -> None:
    text = texts.COPY_READY if copy.acted_by_name is None else texts.COPY_READY_TO_HAND_OVER
    name = masked_name(work.session.get_one(Resident, copy.resident_id).name)
    reader = Recipient(account_id=copy.asked_by)
    tell(work, reader, text, subject=copy.id, name=name, expires_at=copy.expires_at)


def open_copy(work: UnitOfWork, copy_id: UUID, token: str) -> bytes:
    """The zip, for who holds the link and is logged in; raises NotFound, CopyNotReady."""
    copy = work.found(queries.copy(work, copy_id))
    if not hmac.compare_digest(token.encode(), link_secret(work, copy_id).encode()):
        raise NotFound
    if copy.body_sealed is None:
        raise CopyNotReady
    if copy.resident_id != work.actor.resident_id:
        work.audit("get_my_copy", subject=copy.id, people=[copy.resident_id])
    return b64decode(work.house.cipher.decrypt(copy.body_sealed, bound_to=_place(copy)))


def link_secret(work: UnitOfWork, copy_id: UUID) -> str:
    """What opens a copy beside a login; nobody can guess it, and it is kept nowhere."""
    return work.house.cipher.lookup(str(copy_id), purpose="personal_copies.link").hex()


def drop_copies(work: UnitOfWork, copy_ids: Collection[UUID]) -> int:
    """Delete copies with what was attached to them; how many there were."""
    dropped = delete(PersonalCopy).where(PersonalCopy.id.in_(copy_ids)).returning(PersonalCopy.attachment_id)
    attached = work.session.scalars(dropped).all()
    files.drop(work, [each for each in attached if each is not None])
    return len(attached)


def _ask(
    work: UnitOfWork,
    resident_id: UUID,
    acted_by: ActedBy | None = None,
    *,
    reason: str | None = None,
    attachment: UUID | None = None,
) -> PersonalCopy:
    present = queries.copy_under_way(work, resident_id)
    if present is not None:
        if queries.status_of(work, present) in background.OPEN:
            raise CopyUnderWay
        drop_copies(work, [present.id])
    copy_id = work.new_id()
    run = background.ask_for(work, COPYING, copy_id=str(copy_id))
    work.session.flush()
    asked = PersonalCopy(
        id=copy_id,
        resident_id=resident_id,
        asked_by=work.found(work.actor.account_id),
        asked_at=work.now,
        reason=reason,
        attachment_id=attachment,
        run_id=run.id,
        **acted_by_columns(acted_by),
    )
    work.session.add(asked)
    return asked


def _drop_earlier(work: UnitOfWork, copy: PersonalCopy) -> None:
    drop_copies(work, queries.earlier_copies(work, copy))


def _place(copy: PersonalCopy) -> str:
    return f"personal_copies.body:{copy.id}"
