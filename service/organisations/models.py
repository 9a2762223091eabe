"""The table of organisations."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from service.kit.database import Identified, Table, Versioned


class OrganisationKind(StrEnum):
    """What an organisation is to the district."""

    OPERATOR = "operator"
    SOCIAL = "social"
    DEPARTMENT = "department"
    PROPERTY = "property"


class Organisation(Identified, Versioned, Table):
    """An operator, a social organisation, a department or a property manager."""

    __tablename__ = "organisations"

    kind: Mapped[OrganisationKind] = mapped_column(index=True)
    name: Mapped[str]
    uscc: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
