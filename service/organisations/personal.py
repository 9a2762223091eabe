"""What organisations hold about a person: their memberships, and how those take part in merges."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.kit.merging import Changes, Pair, merged
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.organisations import actions, queries
from service.organisations.models import OrganisationMember
from service.organisations.rules import MemberRight


@copied(
    "memberships",
    Text("参加的组织", "Organisations you act for"),
    organisation=Text("组织", "Organisation"),
    rights=Text("权限", "Rights"),
    added_at=Text("加入时间", "Since"),
)
def memberships(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """For which organisations the resident may act."""
    for row in queries.memberships_of(work, resident_id):
        yield {
            "organisation": row.name,
            "rights": [MemberRight(each) for each in row.rights],
            "added_at": row.added_at,
        }


@erased
def end_memberships(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """They act for no organisation any more."""
    actions.end_memberships_of(work, resident_id)
    return ()


@merged(OrganisationMember)
def belong_once(changes: Changes, pair: Pair) -> None:
    """Who is a member twice is one once."""
    theirs = OrganisationMember.organisation_id
    kept = OrganisationMember.__table__.alias("kept")
    same = kept.select().where(kept.c.resident_id == pair.kept, kept.c.organisation_id == theirs)
    changes.set_aside(OrganisationMember, OrganisationMember.resident_id == pair.gone, same.exists())
