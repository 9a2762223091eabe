"""Tables of schemes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.subsidies.errors import SchemeDays, SchemeOnList, SharesNotWhole
from service.elderly_care.subsidies.rules import Basis, TakeOver
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class SubsidyScheme(Identified, Versioned, Table):
    """What is paid of care for whom; what a natural month leaves is not carried over.

    `levels` and `eligibility` that are empty ask for nothing. `excludes` are the codes of schemes that somebody who has
    this one can not have beside it, and `takes_over` says when it begins for who had one of them. The cost shares are per mille of what is paid, all 0 while they are not settled.
    """

    __tablename__ = "care_subsidy_schemes"
    __table_args__ = (
        CheckConstraint("payer IN ('subsidy', 'insurance')", "public"),
        CheckConstraint("valid_until >= valid_from", "days"),
        CheckConstraint("per_mille BETWEEN 1 AND 1000", "per_mille"),
        CheckConstraint("monthly_cap_fen >= 0", "cap"),
        CheckConstraint("central_share + city_share + district_share + town_share IN (0, 1000)", "shares"),
        CheckConstraint(
            "LEAST(central_share, city_share, district_share, town_share) >= 0", "shares_not_negative"
        ),
        Index(None, "payer", "valid_from", "id"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    payer: Mapped[Payer]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    levels: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    eligibility: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    basis: Mapped[Basis]
    per_mille: Mapped[int]
    monthly_cap_fen: Mapped[int | None]
    excludes: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    takes_over: Mapped[TakeOver] = mapped_column(default=TakeOver.FOLLOWING_MONTH)
    central_share: Mapped[int] = mapped_column(default=0)
    city_share: Mapped[int] = mapped_column(default=0)
    district_share: Mapped[int] = mapped_column(default=0)
    town_share: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    updated_at: Mapped[datetime]


breaking("care_subsidy_schemes_code_key", SchemeOnList)
breaking("care_subsidy_schemes_days_check", SchemeDays)
breaking("care_subsidy_schemes_shares_check", SharesNotWhole)
