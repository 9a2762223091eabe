"""The table of whom to call when something has happened to a resident."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.cipher import Cipher
from service.kit.database import Identified, Table
from service.kit.sealing import sealed


class EmergencyContact(Identified, Table):
    """Somebody to call for a resident; they are called in the order of `place`, from 1."""

    __tablename__ = "emergency_contacts"
    __table_args__ = (
        UniqueConstraint("resident_id", "place", deferrable=True, initially="DEFERRED"),
        CheckConstraint("place BETWEEN 1 AND 5", "place"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    place: Mapped[int]
    name: Mapped[str]
    relation: Mapped[str]
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    def phone(self, cipher: Cipher) -> str:
        """The telephone number in full (E.164)."""
        return cipher.decrypt(self.phone_sealed, bound_to=f"emergency_contacts.phone:{self.id}")

    def keep_phone(self, cipher: Cipher, phone: str) -> None:
        """Seal the telephone number (E.164) for this row, whose id must be known."""
        self.phone_sealed = cipher.encrypt(phone, bound_to=f"emergency_contacts.phone:{self.id}")


sealed(EmergencyContact, "phone_sealed", "emergency_contacts.phone:{id}")
