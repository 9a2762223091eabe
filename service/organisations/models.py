"""Tables of organisations and of the residents who act for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.organisations.errors import (
    AlreadyMember,
    CreditCodeTaken,
    NoSuchResident,
    NotSocial,
    ReasonMissing,
    RegistrationTaken,
)
from service.organisations.rules import MemberRight, OrganisationForm, OrganisationKind, Standing

_RIGHTS = ", ".join(f"'{each.value}'" for each in MemberRight)


class Organisation(Identified, Versioned, Table):
    """An operator, a social organisation, a department or a property manager.

    `region_code` is where a social organisation is at home; that says nothing of where it may act.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(
            "kind = 'social' OR num_nonnulls(form, registration_no, registered_on) = 0", "registration"
        ),
        CheckConstraint("standing = 'active' OR standing_reason IS NOT NULL", "standing_reason"),
    )

    kind: Mapped[OrganisationKind] = mapped_column(index=True)
    name: Mapped[str]
    uscc: Mapped[str] = mapped_column(unique=True)
    form: Mapped[OrganisationForm | None]
    registration_no: Mapped[str | None] = mapped_column(unique=True)
    registered_on: Mapped[date | None]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    standing: Mapped[Standing] = mapped_column(default=Standing.ACTIVE)
    standing_reason: Mapped[str | None]
    created_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        return self.standing is Standing.ACTIVE


class OrganisationMember(Identified, Versioned, Table):
    """A resident who may act for a social organisation in these ways; without any, they only belong to it."""

    __tablename__ = "organisation_members"
    __table_args__ = (
        UniqueConstraint("organisation_id", "resident_id"),
        CheckConstraint(f"rights <@ ARRAY[{_RIGHTS}]::varchar[]", "rights"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id", use_alter=True), index=True)
    rights: Mapped[list[str]] = mapped_column(ARRAY(String))
    added_at: Mapped[datetime]


breaking("organisations_uscc_key", CreditCodeTaken)
breaking("organisation_members_organisation_id_resident_id_key", AlreadyMember)
breaking("organisation_members_resident_id_fkey", NoSuchResident)
breaking("organisations_registration_check", NotSocial)
breaking("organisations_standing_reason_check", ReasonMissing)
breaking("organisations_registration_no_key", RegistrationTaken)
