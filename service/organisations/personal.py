"""What organisations hold about a person: how their membership takes part in merges."""

from service.kit.merging import Changes, Pair, merged
from service.organisations.models import OrganisationMember


@merged(OrganisationMember)
def belong_once(changes: Changes, pair: Pair) -> None:
    """Who is a member twice is one once."""
    theirs = OrganisationMember.organisation_id
    kept = OrganisationMember.__table__.alias("kept")
    same = kept.select().where(kept.c.resident_id == pair.kept, kept.c.organisation_id == theirs)
    changes.set_aside(OrganisationMember, OrganisationMember.resident_id == pair.gone, same.exists())
