"""Letting a settlement's version tell that something of it has changed, be it in its shares or checks alone."""

from sqlalchemy.orm.attributes import flag_modified

from service.elderly_care.settlement.models import Settlement
from service.kit.work import UnitOfWork


def touch(work: UnitOfWork, row: Settlement) -> None:
    """Note that it has changed now, even if it has done so at this very moment before."""
    row.updated_at = work.now
    flag_modified(row, "updated_at")
    work.session.flush()
