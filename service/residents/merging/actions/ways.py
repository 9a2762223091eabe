"""What comes first for tables of this domain in which one may stand only once."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.accounts import queries as accounts
from service.kit.clock import local_date
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork
from service.residents.consents.models import Consent
from service.residents.homes.models import Departure, Residence
from service.residents.homes.rules import DepartureKind, ResidenceEnd
from service.residents.merging.rules import Span, left_of
from service.residents.models import Proxy, Resident
from service.residents.people.models import EmergencyContact
from service.residents.rules import ProxyStatus
from service.residents.tags.models import ResidentTag

_DAY = timedelta(days=1)
_MOST_CONTACTS = 5


def keep_one_residence(changes: Changes, pair: Pair) -> None:
    """One lives in one home at a time: who lives in the home that was chosen does, the other's days give way."""
    work = changes.work
    winner, loser = (pair.gone, pair.kept) if _home_is_of_gone(work, pair) else (pair.kept, pair.gone)
    taken = [Span(each.moved_in_on, each.moved_out_on) for each in _residences(work, winner)]
    for each in _residences(work, loser):
        span = Span(each.moved_in_on, each.moved_out_on)
        left = left_of(span, taken)
        if left != span:
            changes.change(
                Residence,
                Residence.id == each.id,
                moved_in_on=left.first,
                moved_out_on=left.before,
                ended_because=each.ended_because or (ResidenceEnd.MOVED if left.before else None),
            )
    _end_where_nobody_lives(changes, pair)


def _end_where_nobody_lives(changes: Changes, pair: Pair) -> None:
    """Where a place without a home was chosen, nobody lives in the homes of either any more."""
    if _chosen_home(changes.work, pair) is not None:
        return
    today = local_date(changes.work.now)
    for each in _open_residences(changes.work, pair):
        changes.change(
            Residence,
            Residence.id == each.id,
            moved_out_on=max(today, each.moved_in_on),
            ended_because=ResidenceEnd.MOVED,
        )


def let_homes_agree(work: UnitOfWork, pair: Pair) -> None:
    """Who has moved since the merge was one of two people: where record and residence differ, that home is nobody's."""
    today = local_date(work.now)
    lived_in = {each.resident_id: each for each in _open_residences(work, pair)}
    both = select(Resident).where(Resident.id.in_((pair.kept, pair.gone)))
    for person in work.session.scalars(both.execution_options(populate_existing=True)).all():
        residence = lived_in.get(person.id)
        if residence is not None and residence.home_id != person.home_id:
            residence.moved_out_on = max(today, residence.moved_in_on)
            residence.ended_because = ResidenceEnd.MOVED
        if residence is None or residence.home_id != person.home_id:
            person.home_id = None
    work.session.flush()


def keep_one_death(changes: Changes, pair: Pair) -> None:
    """One dies once: of two notes of it the one of the record that stays stays."""
    theirs = select(Departure.id).where(
        Departure.resident_id == pair.kept,
        Departure.kind == DepartureKind.DIED,
        Departure.undone_at.is_(None),
    )
    if changes.work.session.scalar(theirs) is not None:
        changes.change(
            Departure,
            Departure.resident_id == pair.gone,
            Departure.kind == DepartureKind.DIED,
            Departure.undone_at.is_(None),
            undone_at=changes.work.now,
            undone_by=changes.work.actor.account_id,
        )


def keep_tags_apart(changes: Changes, pair: Pair) -> None:
    """A tag is had once at a time: of the days that both have, those of the record that stays count."""
    kept_tags = _tags(changes.work, pair.kept)
    for each in _tags(changes.work, pair.gone):
        taken = [_span(other) for other in kept_tags if other.tag_code == each.tag_code]
        left = left_of(_span(each), taken)
        if left != _span(each):
            until = left.before - _DAY if left.before else None
            changes.change(ResidentTag, ResidentTag.id == each.id, valid_from=left.first, valid_until=until)


def keep_one_consent(changes: Changes, pair: Pair) -> None:
    """One consents once to the same: the one of the record that stays holds, the other counts as replaced."""
    held = aliased(Consent)
    same = select(held.id).where(
        held.resident_id == pair.kept,
        held.purpose == Consent.purpose,
        held.organisation_id.is_not_distinct_from(Consent.organisation_id),
        held.withdrawn_at.is_(None),
        held.replaced_at.is_(None),
    )
    changes.change(
        Consent,
        Consent.resident_id == pair.gone,
        Consent.withdrawn_at.is_(None),
        Consent.replaced_at.is_(None),
        same.exists(),
        replaced_at=changes.work.now,
    )


def end_own_proxies(changes: Changes, pair: Pair) -> None:
    """Nobody is their own proxy, also when the two records were each other's."""
    work, both = changes.work, (pair.kept, pair.gone)
    own = [account for each in both for account in accounts.account_ids_of_resident(work, each)]
    changes.change(
        Proxy,
        Proxy.elder_id.in_(both),
        Proxy.account_id.in_(own),
        Proxy.status.in_((ProxyStatus.PENDING, ProxyStatus.APPROVED)),
        status=ProxyStatus.REVOKED,
        revoked_at=work.now,
    )


def keep_contacts_in_order(changes: Changes, pair: Pair) -> None:
    """The other's emergency contacts come after those there are; one who is there already, or finds no place, goes."""
    work, cipher = changes.work, changes.work.house.cipher
    there = _contacts(work, pair.kept)
    phones = {each.phone(cipher) for each in there}
    last = max((each.place for each in there), default=0)
    for each in _contacts(work, pair.gone):
        if each.phone(cipher) in phones or last == _MOST_CONTACTS:
            changes.set_aside(EmergencyContact, EmergencyContact.id == each.id)
            continue
        last += 1
        changes.change(EmergencyContact, EmergencyContact.id == each.id, place=last)


def _contacts(work: UnitOfWork, resident_id: UUID) -> Sequence[EmergencyContact]:
    theirs = select(EmergencyContact).where(EmergencyContact.resident_id == resident_id)
    return work.session.scalars(theirs.order_by(EmergencyContact.place)).all()


def _home_is_of_gone(work: UnitOfWork, pair: Pair) -> bool:
    """Whether the home that was chosen, which the record that stays names already, is where the other one lives."""
    home_id = _chosen_home(work, pair)
    lives_there = {each.resident_id: each.home_id for each in _open_residences(work, pair)}
    return home_id is not None and lives_there.get(pair.gone) == home_id != lives_there.get(pair.kept)


def _chosen_home(work: UnitOfWork, pair: Pair) -> UUID | None:
    return work.session.scalar(select(Resident.home_id).where(Resident.id == pair.kept))


def _open_residences(work: UnitOfWork, pair: Pair) -> Sequence[Residence]:
    both = Residence.resident_id.in_((pair.kept, pair.gone))
    open_ones = select(Residence).where(both, Residence.moved_out_on.is_(None))
    return work.session.scalars(open_ones.execution_options(populate_existing=True)).all()


def _residences(work: UnitOfWork, resident_id: UUID) -> Sequence[Residence]:
    theirs = select(Residence).where(Residence.resident_id == resident_id)
    return work.session.scalars(theirs.order_by(Residence.moved_in_on)).all()


def _tags(work: UnitOfWork, resident_id: UUID) -> Sequence[ResidentTag]:
    theirs = select(ResidentTag).where(ResidentTag.resident_id == resident_id)
    return work.session.scalars(theirs.order_by(ResidentTag.valid_from)).all()


def _span(tag: ResidentTag) -> Span:
    return Span(tag.valid_from, None if tag.valid_until is None else tag.valid_until + _DAY)
