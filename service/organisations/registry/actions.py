"""Keeping the registry: ratings by the district, programmes by whoever works with the organisation."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from service.kit.errors import OutOfScope
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.organisations import permissions
from service.organisations.actions import social
from service.organisations.registry import queries, rules
from service.organisations.registry.errors import RatingOnlyEnds
from service.organisations.registry.models import Programme, Rating
from service.organisations.registry.rules import Grade
from service.organisations.rules import OrganisationKind
from service.regions import queries as regions
from service.regions.errors import NoSuchRegion

_SUPERSEDED = Text("已由新的评估等级取代", "superseded by a new rating")


def rate(
    work: UnitOfWork,
    organisation_id: UUID,
    *,
    grade: Grade,
    valid_from: date,
    issuer: str,
    valid_until: date | None = None,
    certificate_no: str | None = None,
) -> Rating:
    """Note how an organisation was rated; the rating that holds until then ends the day before.

    Raises NotSocial, and from the database ImpossibleTerm, RatingOverlaps.
    """
    work.require(permissions.may_keep(work.actor, OrganisationKind.SOCIAL))
    organisation = social(work, organisation_id)
    former = queries.rating_on(work, organisation.id, valid_from)
    if former is not None and former.valid_from < valid_from:
        former.valid_until, former.ended_because = valid_from - timedelta(days=1), _SUPERSEDED.zh
        work.session.flush()
    rating = Rating(
        organisation_id=organisation.id,
        grade=grade,
        valid_from=valid_from,
        valid_until=valid_until or rules.last_day(valid_from),
        issuer=issuer,
        certificate_no=certificate_no,
        made_by=work.actor.account_id,
        made_at=work.now,
    )
    work.session.add(rating)
    return rating


def end_rating(
    work: UnitOfWork, organisation_id: UUID, rating_id: UUID, *, valid_until: date, reason: str
) -> Rating:
    """Let a rating end before its term, such as when it was withdrawn. Raises RatingOnlyEnds, ImpossibleTerm."""
    work.require(permissions.may_keep(work.actor, OrganisationKind.SOCIAL))
    rating = work.found(queries.rating(work, organisation_id, rating_id))
    work.expect(rating)
    if valid_until >= rating.valid_until:
        raise RatingOnlyEnds
    rating.valid_until, rating.ended_because = valid_until, reason
    return rating


def add_programme(work: UnitOfWork, organisation_id: UUID, **told: Any) -> Programme:
    """Note what was done for an organisation. Raises NotSocial, NoSuchRegion, OutOfScope, ImpossibleTerm."""
    work.require(permissions.may_keep_members(work.actor))
    organisation = social(work, organisation_id)
    _check_place(work, told.get("region_code"))
    programme = Programme(
        organisation_id=organisation.id, made_by=work.actor.account_id, made_at=work.now, **told
    )
    work.session.add(programme)
    return programme


def change_programme(
    work: UnitOfWork, organisation_id: UUID, programme_id: UUID, **changes: Any
) -> Programme:
    """Say anew what was done, such as how it ended. Raises NoSuchRegion, OutOfScope, ImpossibleTerm."""
    programme = _kept_programme(work, organisation_id, programme_id)
    _check_place(work, changes.get("region_code"))
    for name, value in changes.items():
        setattr(programme, name, value)
    return programme


def drop_programme(work: UnitOfWork, organisation_id: UUID, programme_id: UUID) -> None:
    """Take back a note that was made by mistake. Raises OutOfScope."""
    work.session.delete(_kept_programme(work, organisation_id, programme_id))


def _kept_programme(work: UnitOfWork, organisation_id: UUID, programme_id: UUID) -> Programme:
    work.require(permissions.may_keep_members(work.actor))
    programme = work.found(queries.programme(work, organisation_id, programme_id))
    _check_place(work, programme.region_code)
    work.expect(programme)
    return programme


def _check_place(work: UnitOfWork, code: str | None) -> None:
    """What is noted of no single place belongs to all who keep members."""
    if code is None:
        return
    if regions.region(work, code) is None:
        raise NoSuchRegion(field="region_code", code=code)
    work.require(permissions.may_note_at(work.actor, regions.path_of(work, code)), OutOfScope)
