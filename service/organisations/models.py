"""Tables of organisations and of the residents who act for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.organisations.errors import AlreadyMember, CreditCodeTaken, NoSuchResident
from service.organisations.rules import OrganisationKind


class Organisation(Identified, Versioned, Table):
    """An operator, a social organisation, a department or a property manager."""

    __tablename__ = "organisations"

    kind: Mapped[OrganisationKind] = mapped_column(index=True)
    name: Mapped[str]
    uscc: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class OrganisationMember(Identified, Versioned, Table):
    """A resident who may act for a social organisation, such as booking a living room for it."""

    __tablename__ = "organisation_members"
    __table_args__ = (UniqueConstraint("organisation_id", "resident_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", use_alter=True), index=True)
    added_at: Mapped[datetime]


breaking("organisations_uscc_key", CreditCodeTaken)
breaking("organisation_members_organisation_id_resident_id_key", AlreadyMember)
breaking("organisation_members_resident_id_fkey", NoSuchResident)
