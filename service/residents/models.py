"""Tables of residents and of who may act for them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.acting import ActedByColumns
from service.kit.cipher import Cipher
from service.kit.constraints import breaking, losing
from service.kit.content import HAS_CHECK, CheckedColumns, checked, is_passed
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed
from service.residents.errors import AlreadyAsked, OnRecordAlready, RecordGone
from service.residents.people.rules.ethnicities import Ethnicity
from service.residents.people.rules.facts import (
    Education,
    IncomeSource,
    LivingSituation,
    MaritalStatus,
    MedicalPayment,
    Sex,
    SpokenLanguage,
    UiStyle,
)
from service.residents.people.rules.masks import masked_name
from service.residents.proxies.rules import is_usual
from service.residents.rules import WORDS_OF_PROXY, AgreementWay, ProxyStatus, ResidentStatus


def _some_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """That a column of several words holds none but these."""
    known = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} <@ ARRAY[{known}]::varchar[]", column)


class Resident(Identified, Versioned, Table):
    """A person. Phone and ID number are sealed by the cipher and found by keyed hashes."""

    __tablename__ = "residents"
    __table_args__ = (
        Index(None, "region_code", "id"),
        Index(None, "region_code", "name"),
        Index(None, "name", "id"),
        Index(None, "birth_on", "id", postgresql_where="birth_on IS NOT NULL"),
        Index(None, "status", "id"),
        Index("residents_waiting_idx", "region_code", "id", postgresql_where=text("status = 'pending'")),
        Index(None, "phone_lookup"),
        Index(
            None,
            "id_number_lookup",
            unique=True,
            postgresql_where="id_number_lookup IS NOT NULL AND claim_of IS NULL AND status <> 'rejected'",
        ),
        # The others that say this number, so that a search by it finds all.
        Index(
            "residents_other_id_number_idx",
            "id_number_lookup",
            postgresql_where=text("claim_of IS NOT NULL OR status = 'rejected'"),
        ),
        Index(None, "claim_of", postgresql_where="claim_of IS NOT NULL"),
        # Who lives in a home on record has that home's region, also when the home is put elsewhere.
        ForeignKeyConstraint(
            ["home_id", "region_code"], ["homes.id", "homes.region_code"], onupdate="CASCADE"
        ),
        CheckConstraint("home_id IS NULL OR region_code IS NOT NULL", "home_has_region"),
        Index(None, "home_id", "region_code", postgresql_where="home_id IS NOT NULL"),
        _some_of("living_situation", LivingSituation),
        _some_of("medical_payments", MedicalPayment),
        _some_of("income_sources", IncomeSource),
    )

    # Sorted by code points, so that one index serves both the beginning of a name and the order of a list.
    name: Mapped[str] = mapped_column(String(collation="C"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str | None]
    home_id: Mapped[UUID | None]
    status: Mapped[ResidentStatus]
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_lookup: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_number_lookup: Mapped[bytes | None] = mapped_column(LargeBinary)
    claim_of: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    registered_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    registered_at: Mapped[datetime]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    verified_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    proved_by: Mapped[str | None]
    sex: Mapped[Sex | None]
    birth_on: Mapped[date | None]
    ethnicity: Mapped[Ethnicity | None]
    education: Mapped[Education | None]
    marital_status: Mapped[MaritalStatus | None]
    living_situation: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    medical_payments: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    income_sources: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    language: Mapped[SpokenLanguage | None]
    ui_style: Mapped[UiStyle | None]

    def phone(self, cipher: Cipher) -> str | None:
        """The telephone number in full (E.164)."""
        if self.phone_sealed is None:
            return None
        return cipher.decrypt(self.phone_sealed, bound_to=f"residents.phone:{self.id}")

    def id_number(self, cipher: Cipher) -> str | None:
        """The ID number in full."""
        if self.id_number_sealed is None:
            return None
        return cipher.decrypt(self.id_number_sealed, bound_to=f"residents.id_number:{self.id}")

    def keep_phone(self, cipher: Cipher, phone: str | None) -> None:
        """Seal the telephone number (E.164) for this row, whose id must be known."""
        if phone is None:
            self.phone_sealed = self.phone_lookup = None
            return
        self.phone_sealed = cipher.encrypt(phone, bound_to=f"residents.phone:{self.id}")
        self.phone_lookup = cipher.lookup(phone, purpose="phone")

    def keep_id_number(self, cipher: Cipher, id_number: str | None) -> None:
        """Seal the ID number for this row, whose id must be known; nobody has proven a new one."""
        self.proved_by = None
        if id_number is None:
            self.id_number_sealed = self.id_number_lookup = None
            return
        self.id_number_sealed = cipher.encrypt(id_number, bound_to=f"residents.id_number:{self.id}")
        self.id_number_lookup = cipher.lookup(id_number, purpose="id_number")


breaking("residents_id_number_lookup_idx", OnRecordAlready)
# Who writes about somebody has looked whether they are there; a merge may have come in between.
losing("residents", RecordGone)
sealed(Resident, "phone_sealed", "residents.phone:{id}")
sealed(Resident, "id_number_sealed", "residents.id_number:{id}")


class Proxy(Identified, Versioned, ActedByColumns, CheckedColumns, Table):
    """That one person (by account) may act for an elder within scopes, until a day.

    `elder_id` is empty when the asker named nobody on record; `elder_named` (masked) and `elder_lookup` keep what
    the asker typed, so that the asker can not tell the two cases apart; an elder who comes on record later is found by it.
    What is checked is what the asker says of themself: the relation, and a name that nobody has verified.
    """

    __tablename__ = "proxies"
    __table_args__ = (
        Index(None, "elder_id", "status"),
        Index(None, "account_id", "id"),
        Index(
            None,
            "account_id",
            "elder_lookup",
            unique=True,
            postgresql_where="status IN ('pending', 'approved')",
        ),
        Index(None, "elder_lookup", postgresql_where="elder_id IS NULL AND status = 'pending'"),
        Index(None, "valid_until", postgresql_where="status IN ('pending', 'approved')"),
        Index(None, "content_check_id", postgresql_where=HAS_CHECK),
        CheckConstraint("cardinality(scopes) > 0", "scopes"),
        CheckConstraint("status <> 'approved' OR agreed_way IS NOT NULL", "agreed_way"),
    )

    elder_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    elder_named: Mapped[str]
    elder_lookup: Mapped[bytes] = mapped_column(LargeBinary)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    is_name_checked: Mapped[bool] = mapped_column(default=False)
    relation: Mapped[str]
    proof_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    status: Mapped[ProxyStatus]
    valid_until: Mapped[date]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    decided_at: Mapped[datetime | None]
    agreed_way: Mapped[AgreementWay | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    witness: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)

    @property
    def shown_name(self) -> str:
        """The asker's name as the elder reads it: masked until others may see it."""
        is_hidden = self.is_name_checked and not is_passed(self.content_state)
        return masked_name(self.name) if is_hidden else self.name

    @property
    def shown_relation(self) -> str | None:
        """What the asker says to be to the elder, if that is usual or others may see it."""
        return self.relation if is_usual(self.relation) or is_passed(self.content_state) else None


checked(Proxy, WORDS_OF_PROXY)
breaking("proxies_account_id_elder_lookup_idx", AlreadyAsked)
