"""Tables of facilities, contracts, their prices and what they promise."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.elderly_care.providers.errors import AssetOnRecord, ContractOverlap, PriceInThePast
from service.elderly_care.providers.rules import FacilityKind, TargetKind
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class Facility(Identified, Versioned, Table):
    """A publicly built and publicly owned facility; who runs it changes, who owns it does not."""

    __tablename__ = "care_facilities"
    __table_args__ = (
        CheckConstraint("beds >= 0", "beds"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", "place"),
        Index(None, "region_code", "id"),
        Index(None, "owner_id"),
    )

    name: Mapped[str]
    kind: Mapped[FacilityKind]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    asset_number: Mapped[str] = mapped_column(unique=True)
    beds: Mapped[int] = mapped_column(default=0)
    address: Mapped[str]
    # WGS-84.
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    phone: Mapped[str | None]
    created_at: Mapped[datetime]


breaking("care_facilities_asset_number_key", AssetOnRecord)


class Contract(Identified, Versioned, Table):
    """That an operator runs a facility from `starts_on` until its last day `ends_on`; `agreed_until` as it was signed.

    `reserved_ratio` is the least share of supported elders (兜底) among those it serves.
    """

    __tablename__ = "care_contracts"
    __table_args__ = (
        ExcludeConstraint(
            ("facility_id", "="),
            (text("daterange(starts_on, ends_on, '[]')"), "&&"),
            name="care_contracts_no_overlap",
        ),
        CheckConstraint("starts_on <= ends_on AND ends_on <= agreed_until", "term"),
        CheckConstraint("deposit_fen >= 0", "deposit"),
        CheckConstraint("reserved_ratio BETWEEN 0 AND 1", "reserved_ratio"),
        CheckConstraint("(ends_on < agreed_until) <= (ended_early_because IS NOT NULL)", "early"),
        Index(None, "organisation_id", "starts_on", "id"),
        Index(None, "facility_id", "starts_on", "id"),
        Index(None, "ends_on", "id"),
        Index(None, "successor_id", postgresql_where=text("successor_id IS NOT NULL")),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("care_facilities.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    agreed_until: Mapped[date]
    deposit_fen: Mapped[int]
    reserved_ratio: Mapped[Decimal] = mapped_column(Numeric(4, 3, asdecimal=False))
    ended_early_because: Mapped[str | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_contracts.id"))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]

    regions: Mapped[list["ContractRegion"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ContractRegion.region_code"
    )
    targets: Mapped[list["ContractTarget"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ContractTarget.kind"
    )


breaking("care_contracts_no_overlap", ContractOverlap)


class ContractRegion(Table):
    """A street or a community whose people a contract serves."""

    __tablename__ = "care_contract_regions"
    __table_args__ = (Index(None, "region_code", "contract_id"),)

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_contracts.id", ondelete="CASCADE"), primary_key=True
    )
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)


class ContractTarget(Table):
    """What a contract is judged by: `target` in per mille (a rating in thousandths of a star), `weight` of 100."""

    __tablename__ = "care_contract_targets"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 1 AND 100", "weight"),
        CheckConstraint("target BETWEEN 0 AND 5000", "target"),
    )

    contract_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_contracts.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[TargetKind] = mapped_column(primary_key=True)
    target: Mapped[int]
    weight: Mapped[int]


class Price(Identified, Table):
    """What one time of a service costs under a contract from a day on, until its next price; its id is its version.

    A row is never changed: settlement lines point to the price that held.
    """

    __tablename__ = "care_prices"
    __table_args__ = (
        UniqueConstraint("contract_id", "service_id", "valid_from"),
        CheckConstraint("price_fen >= 0", "price"),
        Index(None, "service_id"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("care_services.id"))
    price_fen: Mapped[int]
    valid_from: Mapped[date]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    set_at: Mapped[datetime]


breaking("care_prices_contract_id_service_id_valid_from_key", PriceInThePast)


class ContractWarning(Table):
    """That the end of a contract was announced so many days before it, once."""

    __tablename__ = "care_contract_warnings"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"), primary_key=True)
    ends_on: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
